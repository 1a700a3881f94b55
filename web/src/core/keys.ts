import type { User } from "./types";

/** The key of `Client.$drafts`. */
export function draftKey(roomId: string, threadId?: string): string {
  return `${roomId}/${threadId ?? ""}`;
}

/** Address of a person's picture, or undefined where there is none. */
export function avatarUrl(user: Pick<User, "avatar">): string | undefined {
  return user.avatar ? `/api/v1/avatars/${user.avatar}` : undefined;
}
