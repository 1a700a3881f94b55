// The rows and answers of the protocol (docs/PROTOCOL.md), as the server writes them. Null, zero and
// empty fields are left out on the wire, hence the many `?`. schema.test.ts holds them equal to
// api/openapi.json.

export type Role = "super_admin" | "admin" | "user" | "guest" | "bot";

export interface Workspace {
  id: string;
  slug: string;
  name: string;
  settings: Settings;
  created_ms: number;
  change_seq: number;
}

export interface Settings {
  signup?: "invite" | "open" | "closed";
  mail_domains?: string[];
  who_invites?: "everyone" | "admins";
  who_creates?: "everyone" | "admins";
}

export interface User {
  id: string;
  login: string;
  first_name: string;
  last_name?: string;
  role: Role;
  title?: string;
  /** Hash; the picture is at `/api/v1/avatars/{hash}` (see `avatarUrl`). */
  avatar?: string;
  locale?: string;
  time_zone?: string;
  status_emoji?: string;
  status_text?: string;
  status_until_ms?: number;
  guest_until_ms?: number;
  deactivated_ms?: number;
  last_seen_ms?: number;
  created_ms: number;
  change_seq: number;
}

export interface Contact {
  user_id: string;
  phone?: string;
  email?: string;
  change_seq: number;
}

export interface Room {
  id: string;
  kind: "channel" | "direct";
  visibility: "public" | "private";
  /** Empty for direct rooms. */
  name?: string;
  topic?: string;
  is_general?: boolean;
  /** `admins` = an announcement room. */
  posting: "all" | "admins";
  history: "all" | "from_joining";
  archived_ms?: number;
  purged_before_seq?: number;
  created_by?: string;
  created_ms: number;
  change_seq: number;
}

export interface Member {
  room_id: string;
  user_id: string;
  role: "owner" | "member";
  joined_seq: number;
  joined_ms: number;
  left_ms?: number;
  change_seq: number;
  user?: User;
}

export type Notify = "default" | "all" | "mentions" | "nothing";

export interface RoomState {
  room_id: string;
  user_id: string;
  /** Never moves back. */
  read_seq: number;
  /** Marked unread from here; cleared by the next read. */
  unread_from_seq?: number;
  notify: Notify;
  muted_until_ms?: number;
  favourite?: boolean;
  hidden?: boolean;
  change_seq: number;
}

export interface Read {
  room_id: string;
  user_id: string;
  read_seq: number;
  change_seq: number;
}

export interface ThreadState {
  thread_id: string;
  room_id: string;
  user_id: string;
  read_seq: number;
  following?: boolean;
  change_seq: number;
}

export interface Draft {
  room_id: string;
  thread_id?: string;
  user_id: string;
  text: string;
  reply_to?: string;
  updated_ms: number;
  change_seq: number;
}

export interface Saved {
  message_id: string;
  room_id: string;
  user_id: string;
  /** Of the message. */
  seq: number;
  saved_ms: number;
  removed_ms?: number;
  change_seq: number;
}

export interface Notice {
  id: string;
  user_id: string;
  kind: string;
  data?: unknown;
  created_ms: number;
  read_ms?: number;
  change_seq: number;
}

export interface Session {
  id: string;
  user_id: string;
  device?: string;
  created_ms: number;
  last_seen_ms: number;
  expires_ms: number;
  ended_ms?: number;
  current?: boolean;
}

export interface Reaction {
  emoji: string;
  user_ids: string[];
}

export type InfoEvent =
  | "created"
  | "joined"
  | "left"
  | "added"
  | "removed"
  | "renamed"
  | "topic"
  | "archived"
  | "unarchived"
  | "made_public"
  | "made_private"
  | "posting"
  | "history";

export interface Info {
  event: InfoEvent;
  user_ids?: string[];
  old?: string;
  new?: string;
}

export interface Message {
  v: number;
  message_id: string;
  room_id: string;
  author_id: string;
  text?: string;
  /** The server's clock when it was stored; orders like seq. */
  ts_ms: number;
  lat?: number;
  long?: number;
  seq: number;
  change_seq: number;
  kind: "message" | "info";
  /** When it was written, by the device's clock. */
  composed_ms?: number;
  /** Device clock minus server clock at sending, where it was a minute or more. */
  skew_ms?: number;
  accuracy_m?: number;
  altitude_m?: number;
  captured_ms?: number;
  thread_id?: string;
  reply_to?: string;
  edited_ms?: number;
  deleted_ms?: number;
  deleted_by?: string;
  pinned_ms?: number;
  pinned_by?: string;
  /** User ids, and "room" for everybody in it. */
  mentions?: string[];
  reactions?: Reaction[];
  reply_count?: number;
  last_reply_ms?: number;
  info?: Info;
}

/** What a message carries on its way out; `device_ms` is added at each transmission. */
export interface Send {
  message_id: string;
  text?: string;
  lat?: number;
  long?: number;
  accuracy_m?: number;
  altitude_m?: number;
  captured_ms?: number;
  composed_ms?: number;
  device_ms?: number;
  thread_id?: string;
  reply_to?: string;
  mentions?: string[];
}

export interface Entered {
  room: Room;
  state: RoomState;
  members?: List<Member>;
}

export interface Gone {
  type: string;
  id: string;
  room_id?: string;
}

/** One line of the change feed. `apply.ts` has one case for each. */
export type Change =
  | { type: "workspace"; seq: number; data: Workspace }
  | { type: "user"; seq: number; data: User }
  | { type: "contact"; seq: number; data: Contact }
  | { type: "room"; seq: number; data: Room }
  | { type: "member"; seq: number; data: Member }
  | { type: "entered"; seq: number; data: Entered }
  | { type: "message"; seq: number; data: Message }
  | { type: "read"; seq: number; data: Read }
  | { type: "room_state"; seq: number; data: RoomState }
  | { type: "thread_state"; seq: number; data: ThreadState }
  | { type: "draft"; seq: number; data: Draft }
  | { type: "saved"; seq: number; data: Saved }
  | { type: "notice"; seq: number; data: Notice }
  | { type: "session"; seq: number; data: Session }
  | { type: "gone"; seq: number; data: Gone };

export type ChangeType = Change["type"];

export interface Setup {
  needs_setup: boolean;
  setup_key_required: boolean;
  hosting: "one" | "many";
  signup: "invite" | "open" | "closed";
  mail: boolean;
  version: string;
  url?: string;
}

export interface Me {
  user: User;
  contact?: Contact;
  workspace: Workspace;
  session_id: string;
  setup?: { url_missing?: boolean };
}

export interface SignedIn {
  user: User;
  workspace: Workspace;
  session_id: string;
  token?: string;
}

export interface Invite {
  id: string;
  role: Role;
  room_ids?: string[];
  max_uses?: number;
  uses: number;
  expires_ms?: number;
  revoked_ms?: number;
  created_by: string;
  created_ms: number;
  note?: string;
  guest_until_ms?: number;
  /** Only in the answer to its creation. */
  code?: string;
  link?: string;
}

export interface JoinInfo {
  workspace: { name: string; slug: string };
  invited_by: string;
  role: Role;
  rooms: string[];
  expires_ms?: number;
}

export interface Presence {
  user_id: string;
  state: "online" | "away" | "offline";
  since_ms?: number;
  last_seen_ms?: number;
}

/** A room of `GET /rooms`: what can be browsed without being in it. */
export interface ListedRoom extends Room {
  member_count: number;
  joined: boolean;
}

export interface MessagePage {
  messages?: List<Message>;
  more_before?: boolean;
  more_after?: boolean;
}

export interface Revision {
  text: string;
  ts_ms: number;
  by: string;
}

/** `[user_id, role, joined_seq, joined_ms, change_seq]` */
export type CompactMember = [string, "owner" | "member", number, number, number];

export type CountedState = RoomState & {
  unread_count: number;
  mention_count: number;
  last_seq?: number;
  last_ts_ms?: number;
};

/** A list on the wire: empty ones come as null or not at all. */
type List<T> = T[] | null | undefined;

export interface Bootstrap {
  epoch: string;
  seq: number;
  me: Me;
  workspace: Workspace;
  users?: List<User>;
  contacts?: List<Contact>;
  rooms?: List<Room>;
  members: Record<string, CompactMember[]>;
  states?: List<CountedState>;
  /** How far the others have read in my direct rooms. */
  reads?: List<Read>;
  drafts?: List<Draft>;
  saved?: List<Saved>;
  thread_states?: List<ThreadState>;
  notices?: List<Notice>;
  presence?: List<Presence>;
  windows_next?: string;
}

export interface WindowsPage {
  windows?: List<{ room_id: string; messages?: List<Message>; more_before?: boolean }>;
  next?: string;
}

export type SyncPage =
  | { reset: true }
  | { reset?: false; changes?: List<Change>; seq: number; epoch: string; more?: boolean };
