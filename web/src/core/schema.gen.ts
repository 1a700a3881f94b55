// Made from api/openapi.json by `npm run api`. Do not edit.

export interface paths {
    "/admin/audit": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The audit log, newest first */
        get: operations["get-admin-audit"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/admin/health": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** How the parts of the server are */
        get: operations["get-admin-health"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/admin/ownership": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Make somebody else the account owner */
        post: operations["post-admin-ownership"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/admin/reports": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Reported messages */
        get: operations["get-admin-reports"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/admin/reports/{id}/resolve": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Close a report */
        post: operations["post-admin-reports-id-resolve"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/admin/rooms": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Rooms, with counts */
        get: operations["get-admin-rooms"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/admin/stats": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Numbers of the company */
        get: operations["get-admin-stats"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/admin/users": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** People, with devices */
        get: operations["get-admin-users"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/admin/users/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        /** Change a role, a guest's end, deactivate, reactivate */
        patch: operations["patch-admin-users-id"];
        trace?: never;
    };
    "/admin/users/{id}/reset-link": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Make a link for a new password */
        post: operations["post-admin-users-id-reset-link"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/admin/users/{id}/sessions": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Somebody's devices */
        get: operations["get-admin-users-id-sessions"];
        put?: never;
        post?: never;
        /** Sign somebody out everywhere */
        delete: operations["delete-admin-users-id-sessions"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/admin/workspace": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        /** Change the company's name and settings */
        patch: operations["patch-admin-workspace"];
        trace?: never;
    };
    "/auth/confirm": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Take the link of a mail */
        post: operations["post-auth-confirm"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/auth/forgot": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Send a link for a new password */
        post: operations["post-auth-forgot"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/auth/login": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Sign in */
        post: operations["post-auth-login"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/auth/logout": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Sign out */
        post: operations["post-auth-logout"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/auth/register": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Make an account */
        post: operations["post-auth-register"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/auth/reset": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Set a new password by a link */
        post: operations["post-auth-reset"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/auth/reset/{token}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Whose password a link resets */
        get: operations["get-auth-reset-token"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/avatars/{hash}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Somebody's picture */
        get: operations["get-avatars-hash"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/bootstrap": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** What a fresh device needs at once */
        get: operations["get-bootstrap"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/bootstrap/windows": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The newest messages of the next rooms */
        get: operations["get-bootstrap-windows"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/invites": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** My invitations; to admins the company's */
        get: operations["get-invites"];
        put?: never;
        /** Invite people by a link */
        post: operations["post-invites"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/invites/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /** Revoke an invitation */
        delete: operations["delete-invites-id"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/join/{code}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** What an invitation says */
        get: operations["get-join-code"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/me": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** My account */
        get: operations["get-me"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        /** Change my profile */
        patch: operations["patch-me"];
        trace?: never;
    };
    "/me/avatar": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /** Set my picture */
        put: operations["put-me-avatar"];
        post?: never;
        /** Take my picture away */
        delete: operations["delete-me-avatar"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/me/email": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /** Change my mail address */
        put: operations["put-me-email"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/me/notices": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** What I was told */
        get: operations["get-me-notices"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/me/notices/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /** I have seen a notice */
        put: operations["put-me-notices-id"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/me/password": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /** Change my password; my other devices are signed out */
        put: operations["put-me-password"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/me/presence": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /** Tell whether the app is being used */
        put: operations["put-me-presence"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/me/saved": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** What I keep for later */
        get: operations["get-me-saved"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/me/sessions": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** My devices */
        get: operations["get-me-sessions"];
        put?: never;
        post?: never;
        /** Sign my other devices out */
        delete: operations["delete-me-sessions"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/me/sessions/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /** Sign one of my devices out */
        delete: operations["delete-me-sessions-id"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/me/status": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /** Set my status */
        put: operations["put-me-status"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/me/threads": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The threads that I follow */
        get: operations["get-me-threads"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/messages/{message_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** A message */
        get: operations["get-messages-message-id"];
        put?: never;
        post?: never;
        /** Delete a message, leaving a tombstone */
        delete: operations["delete-messages-message-id"];
        options?: never;
        head?: never;
        /** Edit a message */
        patch: operations["patch-messages-message-id"];
        trace?: never;
    };
    "/messages/{message_id}/pin": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /** Pin a message to its room */
        put: operations["put-messages-message-id-pin"];
        post?: never;
        /** Take a pinned message down */
        delete: operations["delete-messages-message-id-pin"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/messages/{message_id}/reactions/{emoji}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /** React */
        put: operations["put-messages-message-id-reactions-emoji"];
        post?: never;
        /** Take a reaction away */
        delete: operations["delete-messages-message-id-reactions-emoji"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/messages/{message_id}/readers": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Who has read a message */
        get: operations["get-messages-message-id-readers"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/messages/{message_id}/report": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Bring a message before the admins */
        post: operations["post-messages-message-id-report"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/messages/{message_id}/revisions": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** What a message has said */
        get: operations["get-messages-message-id-revisions"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/messages/{message_id}/save": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /** Keep a message for later */
        put: operations["put-messages-message-id-save"];
        post?: never;
        /** Keep a message no longer */
        delete: operations["delete-messages-message-id-save"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/messages/{message_id}/thread": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** A thread */
        get: operations["get-messages-message-id-thread"];
        /** My reading mark in a thread; follow it or not */
        put: operations["put-messages-message-id-thread"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/rooms": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** My rooms, or the public ones */
        get: operations["get-rooms"];
        put?: never;
        /** Make a channel */
        post: operations["post-rooms"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/rooms/direct": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Open the direct room of a set of people */
        post: operations["post-rooms-direct"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/rooms/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** A room with its members and my view of it */
        get: operations["get-rooms-id"];
        put?: never;
        post?: never;
        /** Delete a channel for good */
        delete: operations["delete-rooms-id"];
        options?: never;
        head?: never;
        /** Rename a channel, change its topic or rules */
        patch: operations["patch-rooms-id"];
        trace?: never;
    };
    "/rooms/{id}/archive": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Close a channel for writing */
        post: operations["post-rooms-id-archive"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/rooms/{id}/draft": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /** Keep an unfinished text for my other devices */
        put: operations["put-rooms-id-draft"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/rooms/{id}/join": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Join a public channel */
        post: operations["post-rooms-id-join"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/rooms/{id}/leave": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Leave a channel */
        post: operations["post-rooms-id-leave"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/rooms/{id}/members": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Who is in a room */
        get: operations["get-rooms-id-members"];
        put?: never;
        /** Add people to a channel */
        post: operations["post-rooms-id-members"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/rooms/{id}/members/{user_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /** Remove somebody from a channel */
        delete: operations["delete-rooms-id-members-user-id"];
        options?: never;
        head?: never;
        /** Make somebody an owner of the room, or a member */
        patch: operations["patch-rooms-id-members-user-id"];
        trace?: never;
    };
    "/rooms/{id}/messages": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** A page of a room's history */
        get: operations["get-rooms-id-messages"];
        put?: never;
        /** Send a message */
        post: operations["post-rooms-id-messages"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/rooms/{id}/pins": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Pinned messages */
        get: operations["get-rooms-id-pins"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/rooms/{id}/read": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /** Move my reading mark */
        put: operations["put-rooms-id-read"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/rooms/{id}/seq-at": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The first message at or after a time */
        get: operations["get-rooms-id-seq-at"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/rooms/{id}/state": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /** Notifications, favourite, hidden */
        put: operations["put-rooms-id-state"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/rooms/{id}/typing": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Tell that I am writing */
        post: operations["post-rooms-id-typing"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/rooms/{id}/unarchive": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Open an archived channel again */
        post: operations["post-rooms-id-unarchive"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/rooms/{id}/unread": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /** Mark unread from a message on */
        put: operations["put-rooms-id-unread"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/setup": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** How to begin */
        get: operations["get-setup"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/stream": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The changes live, as Server-Sent Events */
        get: operations["get-stream"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/stream/ticket": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** A ticket that opens the stream once, within 30 seconds, for who cannot send a header */
        post: operations["post-stream-ticket"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/sync": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The changes after a cursor */
        get: operations["get-sync"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/users": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** People */
        get: operations["get-users"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/users/online": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Who is here now */
        get: operations["get-users-online"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/users/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** A person */
        get: operations["get-users-id"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
}
export type webhooks = Record<string, never>;
export interface components {
    schemas: {
        AddMembersInputBody: {
            /** @enum {string} */
            role?: "owner" | "member";
            user_ids: string[];
        };
        AdminRoom: {
            /** Format: int64 */
            archived_ms?: number;
            /** Format: int64 */
            change_seq: number;
            /** @example 7 */
            created_by?: string;
            /** Format: int64 */
            created_ms: number;
            /** @enum {string} */
            history: "all" | "from_joining";
            /** @example 7 */
            id: string;
            is_general?: boolean;
            /** @enum {string} */
            kind: "channel" | "direct";
            /** Format: int64 */
            last_ts_ms?: number;
            /** Format: int64 */
            member_count: number;
            /** Format: int64 */
            message_count: number;
            /** @description empty for direct rooms */
            name?: string;
            /**
             * @description admins = an announcement room
             * @enum {string}
             */
            posting: "all" | "admins";
            /**
             * Format: int64
             * @description messages below this seq are gone
             */
            purged_before_seq?: number;
            topic?: string;
            /** @enum {string} */
            visibility: "public" | "private";
        };
        AdminRoomsAnswer: {
            rooms: components["schemas"]["AdminRoom"][];
        };
        AdminUser: {
            contact?: components["schemas"]["Contact"];
            /** Format: int64 */
            last_seen_ms?: number;
            /** Format: int64 */
            sessions: number;
            user: components["schemas"]["User"];
        };
        AdminUsersAnswer: {
            users: components["schemas"]["AdminUser"][];
        };
        AuditEntry: {
            action: string;
            /**
             * @description absent where it was done on the server's command line
             * @example 7
             */
            actor_id?: string;
            data?: unknown;
            /** @example 7 */
            id: string;
            ip?: string;
            target_id?: string;
            target_type?: string;
            /** Format: int64 */
            ts_ms: number;
        };
        AuditPage: {
            entries: components["schemas"]["AuditEntry"][];
            more: boolean;
        };
        ConfirmFirst: {
            /** @enum {string} */
            confirm: "mail_sent";
        };
        ConfirmInputBody: {
            /**
             * @description token: the answer holds the token, and no cookie is set
             * @enum {string}
             */
            client?: "cookie" | "token";
            /** @description what to call this device; else the browser is recognised */
            device?: string;
            token: string;
        };
        Contact: {
            /** Format: int64 */
            change_seq: number;
            email?: string;
            /**
             * Format: int64
             * @description as of the row; live presence comes beside the feed
             */
            last_seen_ms?: number;
            phone?: string;
            /** @example 7 */
            user_id: string;
        };
        CountedState: {
            /** Format: int64 */
            change_seq: number;
            favourite?: boolean;
            /** @description direct rooms: hidden while nothing is unread; reading further clears it */
            hidden?: boolean;
            /** Format: int64 */
            last_seq?: number;
            /** Format: int64 */
            last_ts_ms?: number;
            /** Format: int64 */
            mention_count?: number;
            /** Format: int64 */
            muted_until_ms?: number;
            /** @enum {string} */
            notify: "default" | "all" | "mentions" | "nothing";
            /**
             * Format: int64
             * @description never moves back
             */
            read_seq: number;
            /** @example 7 */
            room_id: string;
            /** Format: int64 */
            unread_count?: number;
            /**
             * Format: int64
             * @description marked unread from here; cleared by the next read
             */
            unread_from_seq?: number;
            /** @example 7 */
            user_id: string;
        };
        CountedThreadState: {
            /** Format: int64 */
            change_seq: number;
            following?: boolean;
            /** Format: int64 */
            read_seq: number;
            /** @example 7 */
            room_id: string;
            /** Format: int64 */
            root_seq: number;
            /** Format: uuid */
            thread_id: string;
            /** Format: int64 */
            unread_count?: number;
            /** @example 7 */
            user_id: string;
        };
        Day: {
            /** Format: int64 */
            day_ms: number;
            /** Format: int64 */
            messages: number;
            /** Format: int64 */
            people: number;
        };
        DeleteRoomInputBody: {
            /** @description the room's name, typed once more */
            confirm_name: string;
        };
        Draft: {
            /** Format: int64 */
            change_seq: number;
            /** Format: uuid */
            reply_to?: string;
            /** @example 7 */
            room_id: string;
            text: string;
            /** Format: uuid */
            thread_id?: string;
            /** Format: int64 */
            updated_ms: number;
            /** @example 7 */
            user_id: string;
        };
        EditInputBody: {
            /** @description left out: as before */
            mentions?: string[];
            text: string;
        };
        EmailInputBody: {
            email: string;
            password: string;
        };
        Entered: {
            members: components["schemas"]["Member"][];
            room: components["schemas"]["Room"];
            state: components["schemas"]["RoomState"];
        };
        FieldError: {
            field: string;
            message: string;
        };
        ForgotInputBody: {
            email: string;
            workspace?: string;
        };
        GoneData: {
            /** @description a message is named by its seq */
            id: string;
            /** @example 7 */
            room_id?: string;
            /** @description room, message … */
            type: string;
        };
        HandOverAnswer: {
            user: components["schemas"]["User"];
        };
        HandOverInputBody: {
            /** @description the caller's own */
            password: string;
            /** @example 7 */
            user_id: string;
        };
        HealthAnswer: {
            parts: components["schemas"]["Part"][];
        };
        HistoryAnswer: {
            /** @description ascending by seq; replies in threads are among them */
            messages: components["schemas"]["Message"][];
            more_after: boolean;
            more_before: boolean;
        };
        Info: {
            /** @enum {string} */
            event: "created" | "joined" | "left" | "added" | "removed" | "renamed" | "topic" | "archived" | "unarchived" | "made_public" | "made_private" | "posting" | "history";
            new?: string;
            old?: string;
            /** @description whom it was done to */
            user_ids?: string[];
        };
        Invitation: {
            /** Format: int64 */
            expires_ms: number;
            /** Format: int64 */
            guest_until_ms?: number;
            invited_by: string;
            /** @enum {string} */
            role: "admin" | "user" | "guest";
            rooms: string[];
            workspace: components["schemas"]["WorkspaceChoice"];
        };
        Invite: {
            /** @description only in the answer that made it */
            code?: string;
            /** @example 7 */
            created_by: string;
            /** Format: int64 */
            created_ms: number;
            /** Format: int64 */
            expires_ms: number;
            /** Format: int64 */
            guest_until_ms?: number;
            /** @example 7 */
            id: string;
            /** @description only in the answer that made it */
            link?: string;
            /**
             * Format: int64
             * @description 0 = any number
             */
            max_uses: number;
            note?: string;
            /** Format: int64 */
            revoked_ms?: number;
            /** @enum {string} */
            role: "admin" | "user" | "guest";
            room_ids: string[];
            /** Format: int64 */
            uses: number;
        };
        InviteInputBody: {
            /**
             * Format: int64
             * @description in a week, if not given
             */
            expires_ms?: number;
            /**
             * Format: int64
             * @description guests: when their time is over; in 30 days, if not given
             */
            guest_until_ms?: number;
            /**
             * Format: int64
             * @description 0 = any number
             */
            max_uses?: number;
            note?: string;
            /**
             * @description user, if not given
             * @enum {string}
             */
            role?: "admin" | "user" | "guest";
            /** @description channels to be in from the start; General comes by itself */
            room_ids?: string[];
        };
        InvitesAnswer: {
            invites: components["schemas"]["Invite"][];
        };
        ListedRoom: {
            /** Format: int64 */
            archived_ms?: number;
            /** Format: int64 */
            change_seq: number;
            /** @example 7 */
            created_by?: string;
            /** Format: int64 */
            created_ms: number;
            /** @enum {string} */
            history: "all" | "from_joining";
            /** @example 7 */
            id: string;
            is_general?: boolean;
            joined: boolean;
            /** @enum {string} */
            kind: "channel" | "direct";
            /** Format: int64 */
            member_count: number;
            /** @description empty for direct rooms */
            name?: string;
            /**
             * @description admins = an announcement room
             * @enum {string}
             */
            posting: "all" | "admins";
            /**
             * Format: int64
             * @description messages below this seq are gone
             */
            purged_before_seq?: number;
            topic?: string;
            /** @enum {string} */
            visibility: "public" | "private";
        };
        ListedThread: {
            root: components["schemas"]["Message"];
            state: components["schemas"]["ThreadState"];
            /** Format: int64 */
            unread_count: number;
        };
        LoginInputBody: {
            /**
             * @description token: the answer holds the token, and no cookie is set
             * @enum {string}
             */
            client?: "cookie" | "token";
            /** @description what to call this device; else the browser is recognised */
            device?: string;
            /** @description the mail address, or the login */
            email: string;
            password: string;
            /** @description the company's short name, where the address has several */
            workspace?: string;
        };
        Me: {
            contact?: components["schemas"]["Contact"];
            /** @example 7 */
            session_id: string;
            setup?: components["schemas"]["MeSetup"];
            user: components["schemas"]["User"];
            workspace: components["schemas"]["Workspace"];
        };
        MeSetup: {
            /** @description links in mails need GUIDEOPS_URL */
            url_missing?: boolean;
        };
        Member: {
            /** Format: int64 */
            change_seq: number;
            /** Format: int64 */
            joined_ms: number;
            /** Format: int64 */
            joined_seq: number;
            /** Format: int64 */
            left_ms?: number;
            /** @enum {string} */
            role: "owner" | "member";
            /** @example 7 */
            room_id: string;
            /** @description the public row, in change-feed payloads: a guest may not have it yet */
            user?: components["schemas"]["User"];
            /** @example 7 */
            user_id: string;
        };
        MemberRoleInputBody: {
            /** @enum {string} */
            role: "owner" | "member";
        };
        MembersAnswer: {
            members: components["schemas"]["Member"][];
        };
        Message: {
            /** Format: double */
            accuracy_m?: number;
            /** Format: double */
            altitude_m?: number;
            /** @example 7 */
            author_id: string;
            /**
             * Format: int64
             * @description when the position was measured, by the device's clock
             */
            captured_ms?: number;
            /** Format: int64 */
            change_seq: number;
            /**
             * Format: int64
             * @description when it was written, by the device's clock
             */
            composed_ms?: number;
            /** @example 7 */
            deleted_by?: string;
            /** Format: int64 */
            deleted_ms?: number;
            /** Format: int64 */
            edited_ms?: number;
            /** @description for kind info */
            info?: components["schemas"]["Info"];
            /** @enum {string} */
            kind: "message" | "info";
            /** Format: int64 */
            last_reply_ms?: number;
            /**
             * Format: double
             * @description degrees north, WGS 84
             */
            lat?: number;
            /**
             * Format: double
             * @description degrees east, WGS 84
             */
            long?: number;
            /** @description user ids, and "room" for everybody in it */
            mentions?: string[];
            /** Format: uuid */
            message_id: string;
            /** @example 7 */
            pinned_by?: string;
            /** Format: int64 */
            pinned_ms?: number;
            reactions?: components["schemas"]["Reaction"][];
            /** Format: int64 */
            reply_count?: number;
            /**
             * Format: uuid
             * @description the quoted message
             */
            reply_to?: string;
            /** @example 7 */
            room_id: string;
            /** Format: int64 */
            seq: number;
            /**
             * Format: int64
             * @description device clock minus server clock at sending, where it was a minute or more
             */
            skew_ms?: number;
            text?: string;
            /**
             * Format: uuid
             * @description the first message of the thread this one is in
             */
            thread_id?: string;
            /**
             * Format: int64
             * @description the server's clock when it was stored; orders like seq
             */
            ts_ms: number;
            /**
             * Format: int64
             * @description schema version, 2
             */
            v: number;
        };
        MessagesAnswer: {
            messages: components["schemas"]["Message"][];
        };
        NewDraft: {
            /** Format: uuid */
            reply_to?: string;
            /** @description empty removes the draft */
            text: string;
            /** Format: uuid */
            thread_id?: string;
            /** Format: int64 */
            updated_ms?: number;
        };
        NewRoom: {
            /**
             * @description what new members see
             * @enum {string}
             */
            history?: "all" | "from_joining";
            name: string;
            /**
             * @description admins = an announcement room
             * @enum {string}
             */
            posting?: "all" | "admins";
            topic?: string;
            /** @description whom to add at once */
            user_ids?: string[];
            /** @enum {string} */
            visibility: "public" | "private";
        };
        Notice: {
            /** Format: int64 */
            change_seq: number;
            /** Format: int64 */
            created_ms: number;
            data?: unknown;
            /** @example 7 */
            id: string;
            kind: string;
            /** Format: int64 */
            read_ms?: number;
            /** @example 7 */
            user_id: string;
        };
        NoticesAnswer: {
            notices: components["schemas"]["Notice"][];
        };
        OnlineAnswer: {
            presence: components["schemas"]["Presence"][];
        };
        Part: {
            detail?: string;
            name: string;
            /** @enum {string} */
            state: "ok" | "degraded" | "down" | "off";
        };
        PasswordInputBody: {
            current: string;
            new: string;
        };
        PatchMeInputBody: {
            first_name?: string;
            last_name?: string;
            locale?: string;
            phone?: string;
            time_zone?: string;
            title?: string;
        };
        PatchPersonInputBody: {
            deactivated?: boolean;
            /** Format: int64 */
            guest_until_ms?: number;
            /** @enum {string} */
            role?: "admin" | "user" | "guest";
        };
        PatchWorkspaceInputBody: {
            name?: string;
            settings?: components["schemas"]["Settings"];
        };
        People: {
            contacts: components["schemas"]["Contact"][];
            users: components["schemas"]["User"][];
        };
        PeopleInputBody: {
            user_ids: string[];
        };
        PersonCard: {
            contact?: components["schemas"]["Contact"];
            user: components["schemas"]["User"];
        };
        Presence: {
            /**
             * Format: int64
             * @description for offline
             */
            last_seen_ms?: number;
            /** Format: int64 */
            since_ms?: number;
            /** @enum {string} */
            state: "online" | "away" | "offline";
            /** @example 7 */
            user_id: string;
        };
        PresenceInputBody: {
            /** @enum {string} */
            state: "active" | "away";
        };
        Problem: {
            /** @description stable, for programs */
            code: string;
            /** @description what happened and what to do, for people */
            detail: string;
            /** @description all inputs that are wrong */
            errors?: components["schemas"]["FieldError"][];
            /** @description the input that is wrong */
            field?: string;
            /** Format: int64 */
            status: number;
            title: string;
            /** @description always about:blank; the code says what it is */
            type: string;
        };
        Reaction: {
            emoji: string;
            user_ids: string[];
        };
        Read: {
            /** Format: int64 */
            change_seq: number;
            /** Format: int64 */
            read_seq: number;
            /** @example 7 */
            room_id: string;
            /** @example 7 */
            user_id: string;
        };
        ReadersAnswer: {
            readers: string[];
            /** @description who has not read it yet */
            waiting: string[];
        };
        RegisterInputBody: {
            /**
             * @description token: the answer holds the token, and no cookie is set
             * @enum {string}
             */
            client?: "cookie" | "token";
            /** @description of the person who founds it */
            company?: string;
            /** @description what to call this device; else the browser is recognised */
            device?: string;
            email: string;
            first_name?: string;
            invite?: string;
            last_name?: string;
            /** @description BCP 47 tag */
            locale?: string;
            /** @description instead of first_name and last_name */
            name?: string;
            password: string;
            phone?: string;
            /** @description from the link that the server printed */
            setup_key?: string;
            /** @description IANA name */
            time_zone?: string;
            title?: string;
            /** @description the company's short name */
            workspace?: string;
        };
        ReportInputBody: {
            reason: string;
        };
        ReportItem: {
            /** Format: int64 */
            created_ms: number;
            /** @example 7 */
            id: string;
            message?: components["schemas"]["Message"];
            /** Format: uuid */
            message_id: string;
            reason: string;
            /** @example 7 */
            reporter_id: string;
            resolution?: string;
            /** @example 7 */
            resolved_by?: string;
            /** Format: int64 */
            resolved_ms?: number;
            /** @example 7 */
            room_id: string;
        };
        ReportsAnswer: {
            reports: components["schemas"]["ReportItem"][];
        };
        ResetFor: {
            first_name: string;
            last_name?: string;
            login: string;
        };
        ResetInputBody: {
            /**
             * @description token: the answer holds the token, and no cookie is set
             * @enum {string}
             */
            client?: "cookie" | "token";
            /** @description what to call this device; else the browser is recognised */
            device?: string;
            password: string;
            token: string;
        };
        ResetLink: {
            /** Format: int64 */
            expires_ms: number;
            link: string;
        };
        ResolveInputBody: {
            /** @description what was done */
            resolution?: string;
        };
        Revision: {
            /** @example 7 */
            by: string;
            text: string;
            /** Format: int64 */
            ts_ms: number;
        };
        RevisionsAnswer: {
            /** @description oldest first, the present text last; none of a deleted message */
            revisions: components["schemas"]["Revision"][];
        };
        Room: {
            /** Format: int64 */
            archived_ms?: number;
            /** Format: int64 */
            change_seq: number;
            /** @example 7 */
            created_by?: string;
            /** Format: int64 */
            created_ms: number;
            /** @enum {string} */
            history: "all" | "from_joining";
            /** @example 7 */
            id: string;
            is_general?: boolean;
            /** @enum {string} */
            kind: "channel" | "direct";
            /** @description empty for direct rooms */
            name?: string;
            /**
             * @description admins = an announcement room
             * @enum {string}
             */
            posting: "all" | "admins";
            /**
             * Format: int64
             * @description messages below this seq are gone
             */
            purged_before_seq?: number;
            topic?: string;
            /** @enum {string} */
            visibility: "public" | "private";
        };
        RoomPatch: {
            /** @enum {string} */
            history?: "all" | "from_joining";
            name?: string;
            /** @enum {string} */
            posting?: "all" | "admins";
            topic?: string;
            /** @enum {string} */
            visibility?: "public" | "private";
        };
        RoomState: {
            /** Format: int64 */
            change_seq: number;
            favourite?: boolean;
            /** @description direct rooms: hidden while nothing is unread; reading further clears it */
            hidden?: boolean;
            /** Format: int64 */
            muted_until_ms?: number;
            /** @enum {string} */
            notify: "default" | "all" | "mentions" | "nothing";
            /**
             * Format: int64
             * @description never moves back
             */
            read_seq: number;
            /** @example 7 */
            room_id: string;
            /**
             * Format: int64
             * @description marked unread from here; cleared by the next read
             */
            unread_from_seq?: number;
            /** @example 7 */
            user_id: string;
        };
        RoomView: {
            members: components["schemas"]["Member"][];
            /** Format: int64 */
            mention_count: number;
            room: components["schemas"]["Room"];
            state?: components["schemas"]["RoomState"];
            /** Format: int64 */
            unread_count: number;
        };
        RoomsAnswer: {
            rooms: components["schemas"]["ListedRoom"][];
        };
        Saved: {
            /** Format: int64 */
            change_seq: number;
            /** Format: uuid */
            message_id: string;
            /** Format: int64 */
            removed_ms?: number;
            /** @example 7 */
            room_id: string;
            /** Format: int64 */
            saved_ms: number;
            /**
             * Format: int64
             * @description of the message
             */
            seq: number;
            /** @example 7 */
            user_id: string;
        };
        SavedList: {
            messages: components["schemas"]["Message"][];
            saved: components["schemas"]["Saved"][];
        };
        Send: {
            /** Format: double */
            accuracy_m?: number;
            /** Format: double */
            altitude_m?: number;
            /**
             * Format: int64
             * @description when the position was measured, by the device's clock
             */
            captured_ms?: number;
            /**
             * Format: int64
             * @description when it was written, by the device's clock
             */
            composed_ms?: number;
            /**
             * Format: int64
             * @description the device's clock at this transmission
             */
            device_ms?: number;
            /**
             * Format: double
             * @description degrees north, WGS 84; with long or not at all
             */
            lat?: number;
            /**
             * Format: double
             * @description degrees east, WGS 84
             */
            long?: number;
            /** @description user ids, and "room" for everybody in it */
            mentions?: string[];
            /**
             * Format: uuid
             * @description made by the client, best UUIDv7; sent again with the same id, the message is stored once
             */
            message_id: string;
            /**
             * Format: uuid
             * @description the quoted message
             */
            reply_to?: string;
            /** @description 1 to 10,000 characters; empty only with a position */
            text?: string;
            /**
             * Format: uuid
             * @description the message whose thread this belongs to
             */
            thread_id?: string;
        };
        SeqAnswer: {
            /** Format: int64 */
            seq: number;
        };
        SeqInputBody: {
            /**
             * Format: int64
             * @description of a message
             */
            seq: number;
        };
        Session: {
            /** Format: int64 */
            created_ms: number;
            current?: boolean;
            /** @description what the person sees in the list, e.g. Firefox on Android */
            device?: string;
            /** Format: int64 */
            ended_ms?: number;
            /** Format: int64 */
            expires_ms: number;
            /** @example 7 */
            id: string;
            /** Format: int64 */
            last_seen_ms: number;
            /** @example 7 */
            user_id: string;
        };
        SessionsAnswer: {
            sessions: components["schemas"]["Session"][];
        };
        Settings: {
            /** @description people with a confirmed mail at these domains may join */
            mail_domains?: string[];
            /**
             * @description who may join; empty = the server's default
             * @enum {string}
             */
            signup?: "invite" | "open" | "closed";
            /**
             * @description who may create channels; empty = everyone but guests
             * @enum {string}
             */
            who_creates?: "everyone" | "admins";
            /**
             * @description empty = everyone but guests
             * @enum {string}
             */
            who_invites?: "everyone" | "admins";
        };
        Setup: {
            /** @enum {string} */
            hosting: "one" | "many";
            /** @description the server can send mail */
            mail: boolean;
            /** @description who confirms a mail address at the company may join without an invite */
            mail_signup?: boolean;
            /** @description there is no company yet: the next to register creates it */
            needs_setup: boolean;
            setup_key_required: boolean;
            /** @enum {string} */
            signup: "invite" | "open" | "closed";
            url?: string;
            version: string;
        };
        SignedIn: {
            /** @example 7 */
            session_id: string;
            /** @description only where it was asked for with client=token */
            token?: string;
            user: components["schemas"]["User"];
            workspace: components["schemas"]["Workspace"];
        };
        Skeleton: {
            contacts: components["schemas"]["Contact"][];
            drafts: components["schemas"]["Draft"][];
            epoch: string;
            me: components["schemas"]["Me"];
            /** @description room id -> [user_id, role, joined_seq, joined_ms, change_seq] */
            members: {
                [key: string]: unknown[][];
            };
            notices: components["schemas"]["Notice"][];
            presence: components["schemas"]["Presence"][];
            reads: components["schemas"]["Read"][];
            rooms: components["schemas"]["Room"][];
            saved: components["schemas"]["Saved"][];
            /** Format: int64 */
            seq: number;
            states: components["schemas"]["CountedState"][];
            thread_states: components["schemas"]["CountedThreadState"][];
            users: components["schemas"]["User"][];
            windows_next?: string;
            workspace: components["schemas"]["Workspace"];
        };
        StatePatch: {
            favourite?: boolean;
            /** @description direct rooms only */
            hidden?: boolean;
            /**
             * Format: int64
             * @description 0 = not muted
             */
            muted_until_ms?: number;
            /** @enum {string} */
            notify?: "default" | "all" | "mentions" | "nothing";
        };
        Stats: {
            /** @description 30 days, oldest first */
            days: components["schemas"]["Day"][];
            /**
             * Format: int64
             * @description of this server, since its start
             */
            deliveries_total: number;
            /** Format: int64 */
            guests: number;
            /** Format: int64 */
            messages_today: number;
            /** Format: int64 */
            messages_total: number;
            /** Format: int64 */
            online_now: number;
            /** Format: int64 */
            open_streams: number;
            /** Format: int64 */
            people: number;
            /** Format: int64 */
            reports_open: number;
            /** Format: int64 */
            rooms: number;
            /**
             * Format: int64
             * @description of the whole database; left out where it holds several companies
             */
            storage_bytes?: number;
            /** Format: int64 */
            uptime_ms: number;
        };
        StatusInputBody: {
            emoji?: string;
            text?: string;
            /** Format: int64 */
            until_ms?: number;
        };
        StreamEvents: {
            contact: components["schemas"]["Contact"];
            draft: components["schemas"]["Draft"];
            entered: components["schemas"]["Entered"];
            gone: components["schemas"]["GoneData"];
            member: components["schemas"]["Member"];
            message: components["schemas"]["Message"];
            notice: components["schemas"]["Notice"];
            read: components["schemas"]["Read"];
            room: components["schemas"]["Room"];
            room_state: components["schemas"]["RoomState"];
            saved: components["schemas"]["Saved"];
            session: components["schemas"]["Session"];
            thread_state: components["schemas"]["ThreadState"];
            user: components["schemas"]["User"];
            workspace: components["schemas"]["Workspace"];
        };
        SyncAnswer: {
            changes?: components["schemas"]["SyncChange"][];
            epoch: string;
            more?: boolean;
            /** @description the cursor means nothing here: bootstrap anew */
            reset?: boolean;
            /**
             * Format: int64
             * @description the new cursor
             */
            seq?: number;
        };
        SyncChange: {
            /** @description the row, as its type says */
            data: unknown;
            /** Format: int64 */
            seq: number;
            /** @enum {string} */
            type: "workspace" | "user" | "contact" | "room" | "member" | "entered" | "message" | "read" | "room_state" | "thread_state" | "draft" | "saved" | "notice" | "session" | "gone";
        };
        ThreadPage: {
            messages: components["schemas"]["Message"][];
            more_after: boolean;
            root: components["schemas"]["Message"];
            state: components["schemas"]["ThreadState"];
        };
        ThreadPatch: {
            following?: boolean;
            /**
             * Format: int64
             * @description never moves back
             */
            read_seq?: number;
        };
        ThreadState: {
            /** Format: int64 */
            change_seq: number;
            following?: boolean;
            /** Format: int64 */
            read_seq: number;
            /** @example 7 */
            room_id: string;
            /** Format: uuid */
            thread_id: string;
            /** @example 7 */
            user_id: string;
        };
        ThreadsAnswer: {
            threads: components["schemas"]["ListedThread"][];
        };
        Ticket: {
            /** Format: int64 */
            expires_ms: number;
            /** @description for GET /stream?ticket=, once */
            ticket: string;
        };
        TypingInputBody: {
            /** Format: uuid */
            thread_id?: string;
        };
        User: {
            /** @description hash; the picture is at /api/v1/avatars/{hash} */
            avatar?: string;
            /** Format: int64 */
            change_seq: number;
            /** Format: int64 */
            created_ms: number;
            /** Format: int64 */
            deactivated_ms?: number;
            first_name: string;
            /** Format: int64 */
            guest_until_ms?: number;
            /** @example 7 */
            id: string;
            last_name?: string;
            /** @description BCP 47 tag */
            locale?: string;
            login: string;
            /** @enum {string} */
            role: "super_admin" | "admin" | "user" | "guest" | "bot";
            status_emoji?: string;
            status_text?: string;
            /**
             * Format: int64
             * @description the status counts as empty from then on; 0 = until changed
             */
            status_until_ms?: number;
            /** @description IANA name */
            time_zone?: string;
            title?: string;
        };
        Window: {
            messages: components["schemas"]["Message"][];
            more_before: boolean;
            /** @example 7 */
            room_id: string;
        };
        WindowsAnswer: {
            next?: string;
            windows: components["schemas"]["Window"][];
        };
        Workspace: {
            /** Format: int64 */
            change_seq: number;
            /** Format: int64 */
            created_ms: number;
            /** @example 7 */
            id: string;
            name: string;
            settings: components["schemas"]["Settings"];
            /** @description the company's short name in sign-in */
            slug: string;
        };
        WorkspaceChoice: {
            name: string;
            slug: string;
        };
    };
    responses: never;
    parameters: never;
    requestBodies: never;
    headers: never;
    pathItems: never;
}
export type $defs = Record<string, never>;
export interface operations {
    "get-admin-audit": {
        parameters: {
            query?: {
                /** @description entries older than the one with this id */
                before?: number;
                action?: string;
                actor?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AuditPage"];
                };
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    "get-admin-health": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["HealthAnswer"];
                };
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    "post-admin-ownership": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["HandOverInputBody"];
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["HandOverAnswer"];
                };
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    "get-admin-reports": {
        parameters: {
            query?: {
                state?: "open" | "resolved";
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ReportsAnswer"];
                };
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    "post-admin-reports-id-resolve": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ResolveInputBody"];
            };
        };
        responses: {
            /** @description No Content */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    "get-admin-rooms": {
        parameters: {
            query?: {
                q?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AdminRoomsAnswer"];
                };
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    "get-admin-stats": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Stats"];
                };
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    "get-admin-users": {
        parameters: {
            query?: {
                q?: string;
                role?: "super_admin" | "admin" | "user" | "guest" | "bot";
                state?: "active" | "deactivated" | "guest";
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AdminUsersAnswer"];
                };
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    "patch-admin-users-id": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["PatchPersonInputBody"];
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["User"];
                };
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    "post-admin-users-id-reset-link": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ResetLink"];
                };
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    "get-admin-users-id-sessions": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SessionsAnswer"];
                };
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    "delete-admin-users-id-sessions": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description No Content */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    "patch-admin-workspace": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["PatchWorkspaceInputBody"];
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Workspace"];
                };
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    "post-auth-confirm": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ConfirmInputBody"];
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    "Set-Cookie"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SignedIn"];
                };
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    "post-auth-forgot": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ForgotInputBody"];
            };
        };
        responses: {
            /** @description No Content */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    "post-auth-login": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["LoginInputBody"];
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    "Set-Cookie"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SignedIn"];
                };
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    "post-auth-logout": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description No Content */
            204: {
                headers: {
                    "Set-Cookie"?: string;
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    "post-auth-register": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["RegisterInputBody"];
            };
        };
        responses: {
            /** @description Created */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SignedIn"];
                };
            };
            /** @description Accepted */
            202: {
                headers: {
                    "Set-Cookie"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ConfirmFirst"];
                };
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    "post-auth-reset": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ResetInputBody"];
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    "Set-Cookie"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SignedIn"];
                };
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    "get-auth-reset-token": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                token: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ResetFor"];
                };
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    "get-avatars-hash": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                hash: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    "Cache-Control"?: string;
                    "Content-Security-Policy"?: string;
                    "Content-Type"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": string;
                };
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    "get-bootstrap": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Skeleton"];
                };
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    "get-bootstrap-windows": {
        parameters: {
            query?: {
                /** @description windows_next of the skeleton, or next of the page before */
                page?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["WindowsAnswer"];
                };
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    "get-invites": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["InvitesAnswer"];
                };
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    "post-invites": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["InviteInputBody"];
            };
        };
        responses: {
            /** @description Created */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Invite"];
                };
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    "delete-invites-id": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description No Content */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    "get-join-code": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                code: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Invitation"];
                };
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    "get-me": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Me"];
                };
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    "patch-me": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["PatchMeInputBody"];
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Me"];
                };
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    "put-me-avatar": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "image/webp": string;
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["User"];
                };
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    "delete-me-avatar": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["User"];
                };
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    "put-me-email": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["EmailInputBody"];
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Me"];
                };
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    "get-me-notices": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["NoticesAnswer"];
                };
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    "put-me-notices-id": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description No Content */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    "put-me-password": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["PasswordInputBody"];
            };
        };
        responses: {
            /** @description No Content */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    "put-me-presence": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["PresenceInputBody"];
            };
        };
        responses: {
            /** @description No Content */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    "get-me-saved": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SavedList"];
                };
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    "get-me-sessions": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SessionsAnswer"];
                };
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    "delete-me-sessions": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description No Content */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    "delete-me-sessions-id": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description No Content */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    "put-me-status": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["StatusInputBody"];
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["User"];
                };
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    "get-me-threads": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ThreadsAnswer"];
                };
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    "get-messages-message-id": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                message_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Message"];
                };
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    "delete-messages-message-id": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                message_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Message"];
                };
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    "patch-messages-message-id": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                message_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["EditInputBody"];
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Message"];
                };
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    "put-messages-message-id-pin": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                message_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Message"];
                };
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    "delete-messages-message-id-pin": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                message_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Message"];
                };
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    "put-messages-message-id-reactions-emoji": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                message_id: string;
                emoji: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Message"];
                };
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    "delete-messages-message-id-reactions-emoji": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                message_id: string;
                emoji: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Message"];
                };
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    "get-messages-message-id-readers": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                message_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ReadersAnswer"];
                };
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    "post-messages-message-id-report": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                message_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ReportInputBody"];
            };
        };
        responses: {
            /** @description No Content */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    "get-messages-message-id-revisions": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                message_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RevisionsAnswer"];
                };
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    "put-messages-message-id-save": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                message_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Saved"];
                };
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    "delete-messages-message-id-save": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                message_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Saved"];
                };
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    "get-messages-message-id-thread": {
        parameters: {
            query?: {
                /** @description a seq: the replies just after it */
                after?: number;
                limit?: number;
            };
            header?: never;
            path: {
                message_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ThreadPage"];
                };
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    "put-messages-message-id-thread": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                message_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ThreadPatch"];
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ThreadState"];
                };
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    "get-rooms": {
        parameters: {
            query?: {
                scope?: "mine" | "public";
                /** @description part of a name or topic */
                q?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RoomsAnswer"];
                };
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    "post-rooms": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["NewRoom"];
            };
        };
        responses: {
            /** @description Created */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Room"];
                };
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    "post-rooms-direct": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["PeopleInputBody"];
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Room"];
                };
            };
            /** @description Created */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Room"];
                };
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    "get-rooms-id": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RoomView"];
                };
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    "delete-rooms-id": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["DeleteRoomInputBody"];
            };
        };
        responses: {
            /** @description No Content */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    "patch-rooms-id": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["RoomPatch"];
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Room"];
                };
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    "post-rooms-id-archive": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Room"];
                };
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    "put-rooms-id-draft": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["NewDraft"];
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Draft"];
                };
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    "post-rooms-id-join": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Room"];
                };
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    "post-rooms-id-leave": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description No Content */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    "get-rooms-id-members": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["MembersAnswer"];
                };
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    "post-rooms-id-members": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["AddMembersInputBody"];
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["MembersAnswer"];
                };
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    "delete-rooms-id-members-user-id": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
                user_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description No Content */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    "patch-rooms-id-members-user-id": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
                user_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["MemberRoleInputBody"];
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Member"];
                };
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    "get-rooms-id-messages": {
        parameters: {
            query?: {
                /** @description a seq: the messages just before it */
                before?: number;
                /** @description a seq: the messages just after it */
                after?: number;
                /** @description a seq: the messages on both sides of it */
                around?: number;
                limit?: number;
            };
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    "Content-Type"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["HistoryAnswer"];
                };
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    "post-rooms-id-messages": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["Send"];
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Message"];
                };
            };
            /** @description Created */
            201: {
                headers: {
                    "Content-Type"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Message"];
                };
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    "get-rooms-id-pins": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["MessagesAnswer"];
                };
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    "put-rooms-id-read": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["SeqInputBody"];
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RoomState"];
                };
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    "get-rooms-id-seq-at": {
        parameters: {
            query: {
                ts_ms: number;
            };
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SeqAnswer"];
                };
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    "put-rooms-id-state": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["StatePatch"];
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RoomState"];
                };
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    "post-rooms-id-typing": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": components["schemas"]["TypingInputBody"];
            };
        };
        responses: {
            /** @description No Content */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    "post-rooms-id-unarchive": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Room"];
                };
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    "put-rooms-id-unread": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["SeqInputBody"];
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RoomState"];
                };
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    "get-setup": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Setup"];
                };
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    "get-stream": {
        parameters: {
            query?: {
                /** @description of POST /stream/ticket, in place of a session */
                ticket?: string;
                /** @description the reader's cursor; without it the stream begins now */
                since?: number;
                epoch?: string;
            };
            header?: {
                /** @description beats since */
                "Last-Event-ID"?: number;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description each event's name and the type of its data */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "text/event-stream": components["schemas"]["StreamEvents"];
                };
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    "post-stream-ticket": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Ticket"];
                };
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    "get-sync": {
        parameters: {
            query?: {
                /** @description the reader's cursor */
                since?: number;
                epoch?: string;
                limit?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    "Content-Type"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SyncAnswer"];
                };
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    "get-users": {
        parameters: {
            query?: {
                /** @description part of a name, login or title */
                q?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["People"];
                };
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    "get-users-online": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["OnlineAnswer"];
                };
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    "get-users-id": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PersonCard"];
                };
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
}
