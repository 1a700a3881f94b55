/**
 * The one door between the screens and everything below them.
 *
 * The screens read stores (nanostores atoms, `useStore` in React) and call actions; they never fetch. What
 * the stores show comes from the database on the device, so all of it is there without a network.
 *
 * - A store is a `ReadableAtom`; a function that gives one gives the SAME store for the same arguments, so it
 *   may be called while rendering. Values are immutable: a new object means something changed, the same object
 *   means nothing did (safe for `memo`).
 * - An action rejects with `Problem` (the server's answer or the lack of one, `.code` names the message to
 *   show) or `StorageProblem` (the device could not keep it). Nothing else is thrown.
 * - `send`, `markRead`, `markUnread` and `setDraft` work without a network; everything else needs one.
 */
import type { ReadableAtom } from "nanostores";
import type { Problem } from "./problem";
import type {
  Contact,
  Draft,
  Invite,
  JoinInfo,
  ListedRoom,
  Me,
  Member,
  Message,
  Notice,
  Notify,
  Presence,
  Revision,
  Role,
  Room,
  RoomState,
  Saved,
  Send,
  Session,
  Setup,
  ThreadState,
  User,
  Workspace,
} from "./types";
import type {
  AdminRoom,
  AdminStats,
  AdminUser,
  AuditEntry,
  HealthPart,
  Report,
  UserPatch,
} from "./types-admin";
import { wire } from "./wire";

export { avatarUrl, draftKey } from "./keys";

/* ------------------------------------------------------------------ what the stores hold */

export type SessionView =
  | { state: "loading" }
  /** `ended` says why a session that was there is over, for one sentence on the sign-in screen. */
  | { state: "signed_out"; ended?: "signed_out" | "session_ended" | "deactivated" }
  /** `expired`: the server wants a new sign-in; rooms stay readable and texts wait. Offer `login`. */
  | { state: "signed_in"; me: Me; expired: boolean };

export interface Connection {
  /** `online` = the stream is open. `offline` = the device says so, or nothing answered for a while. */
  state: "online" | "connecting" | "offline";
  /** Since when, by the device's clock. */
  since_ms: number;
  /** Messages that wait on this phone to be sent. */
  waiting: number;
  /** Of these, how many wait for more than 24 h: they exist nowhere else, say so. */
  flagged_old: number;
  /** Messages that the server refused; they wait for the person (copy, retry, discard). */
  parked: number;
  /** This app is too old for the server: reload. The outbox is kept. */
  update_required: boolean;
  /** What an insecure origin (http on a LAN) or a private window takes away; name it in a banner. */
  missing: readonly ("secure_origin" | "storage")[];
}

export interface RoomView {
  id: string;
  room: Room;
  state: RoomState;
  /** The name to show: of the channel, or of the others in a direct room (own name for notes to self). */
  title: string;
  /** Direct rooms: the others in it. */
  others: readonly User[];
  unread: number;
  mention_count: number;
  /** Marked unread by hand, or unread messages: what lights the dot. */
  has_unread: boolean;
  muted: boolean;
  favourite: boolean;
  hidden: boolean;
  member_count: number;
  my_role: "owner" | "member";
  /** May I write here (announcement rooms, archived rooms)? */
  can_post: boolean;
  /** The newest message of the room outside threads: what its line in the list says. */
  last?: Message;
  /** Newest of mine that waits here, shown instead of `last` when it is newer. */
  last_waiting?: OutboxItem;
  /** Orders the list: newest first. */
  last_ms: number;
  has_draft: boolean;
}

export interface MemberView {
  member: Member;
  user: User;
}

/** A message of mine that the server has not acknowledged. Its key in lists is its `message_id`, which it keeps. */
export interface OutboxItem {
  message_id: string;
  room_id: string;
  thread_id?: string;
  reply_to?: string;
  text: string;
  lat?: number;
  long?: number;
  accuracy_m?: number;
  altitude_m?: number;
  captured_ms?: number;
  mentions?: readonly string[];
  composed_ms: number;
  /** `parked`: the server refused it for good, `problem` says why; offer copy, retry, discard. */
  state: "waiting" | "sending" | "parked";
  problem?: { code: string; detail: string };
  /** Waits for more than 24 h. */
  old: boolean;
}

export type TimelineItem =
  | { kind: "message"; key: string; message: Message }
  | { kind: "outbox"; key: string; item: OutboxItem };

export interface TimelineState {
  /** Ascending; my waiting messages last. Without thread replies (unless this is a thread). */
  items: readonly TimelineItem[];
  /** Nothing to show yet. */
  loading: boolean;
  loading_older: boolean;
  loading_newer: boolean;
  has_older: boolean;
  /** The window ends before the newest message (after `goTo`). */
  has_newer: boolean;
  /** Where the "new" line stands: seq of the first message that was unread when this was opened. */
  first_unread_seq?: number;
  /** Seq to scroll to (after `goTo…`); changes identity with `goto_token` on each jump. */
  target_seq?: number;
  goto_token: number;
  /** Direct rooms: how far each other person has read. */
  reads: ReadonlyMap<string, number>;
  /** Loading failed: `offline`-like problems heal by themselves, 404 = not visible (any more). */
  problem?: Problem;
}

/** A live window of a room. It loads when its store is first subscribed to and rests when nobody listens. */
export interface Timeline {
  $state: ReadableAtom<TimelineState>;
  loadOlder(): Promise<void>;
  loadNewer(): Promise<void>;
  /** Shows the surroundings of a message, fetching them if the device lacks them. */
  goTo(seq: number): Promise<void>;
  goToMessage(messageId: string): Promise<void>;
  /** The first message at or after a time. */
  goToDate(ts_ms: number): Promise<void>;
  goToNewest(): Promise<void>;
}

export interface ThreadView {
  root?: Message;
  state?: ThreadState;
  unread: number;
  /** The replies. */
  timeline: TimelineState;
}

export interface Thread {
  $state: ReadableAtom<ThreadView>;
  loadOlder(): Promise<void>;
  markRead(seq: number): Promise<void>;
  follow(following: boolean): Promise<void>;
}

export interface ThreadListEntry {
  root: Message;
  state: ThreadState;
  unread_count: number;
}

export interface SavedView {
  saved: Saved;
  message?: Message;
}

export interface SearchResult {
  messages: readonly Message[];
  people: readonly User[];
  rooms: readonly RoomView[];
}

/* ------------------------------------------------------------------ what the actions take */

export interface RegisterInput {
  first_name: string;
  last_name?: string;
  email: string;
  password: string;
  phone?: string;
  title?: string;
  locale?: string;
  time_zone?: string;
  /** The first person of a server, or GUIDEOPS_HOSTING=many. */
  company?: string;
  setup_key?: string;
  invite?: string;
  workspace?: string;
}

export interface LoginInput {
  /** Mail address or login. */
  email: string;
  password: string;
  workspace?: string;
}

export interface SendInput {
  text: string;
  thread_id?: string;
  reply_to?: string;
  mentions?: string[];
  position?: Pick<Send, "accuracy_m" | "altitude_m" | "captured_ms"> & { lat: number; long: number };
}

export interface NewRoom {
  name: string;
  topic?: string;
  visibility: "public" | "private";
  posting?: "all" | "admins";
  history?: "all" | "from_joining";
  user_ids?: string[];
}

export interface NewInvite {
  role?: Role;
  room_ids?: string[];
  max_uses?: number;
  expires_ms?: number;
  note?: string;
  guest_until_ms?: number;
}

export type RoomStatePatch = {
  notify?: Notify;
  muted_until_ms?: number;
  favourite?: boolean;
  hidden?: boolean;
};

export interface MePatch {
  first_name?: string;
  last_name?: string;
  title?: string;
  locale?: string;
  time_zone?: string;
  phone?: string;
}

/** What arrived and may deserve a sound or a desktop notification. Only news of the live stream, never history. */
export interface Arrival {
  message: Message;
  room: RoomView;
  /** By the room's level and mute, and whether I am mentioned. My own messages never. */
  notify: boolean;
  mentioned: boolean;
}

/* ------------------------------------------------------------------ the facade */

export interface Client {
  $session: ReadableAtom<SessionView>;
  /** What the server says before sign-in; undefined until it answered. `loadSetup` asks again. */
  $setup: ReadableAtom<Setup | undefined>;
  $connection: ReadableAtom<Connection>;
  $workspace: ReadableAtom<Workspace | undefined>;
  $users: ReadableAtom<ReadonlyMap<string, User>>;
  $contacts: ReadableAtom<ReadonlyMap<string, Contact>>;
  /** The rooms I am in, newest first, hidden ones too (see `hidden`). */
  $rooms: ReadableAtom<readonly RoomView[]>;
  /** True until the first contents are here (fresh device): show placeholders instead of "no rooms". */
  $loading: ReadableAtom<boolean>;
  $presence: ReadableAtom<ReadonlyMap<string, Presence>>;
  /** Of all rooms, keyed by `draftKey(roomId, threadId)`. */
  $drafts: ReadableAtom<ReadonlyMap<string, Draft>>;
  $saved: ReadableAtom<readonly SavedView[]>;
  $notices: ReadableAtom<readonly Notice[]>;
  /** The threads I follow; filled by `loadThreads`, kept live afterwards. */
  $threads: ReadableAtom<readonly ThreadListEntry[]>;
  /** How many threads that I follow have unread replies; right without `loadThreads`. */
  $unreadThreads: ReadableAtom<number>;
  /** All my unacknowledged messages. */
  $outbox: ReadableAtom<readonly OutboxItem[]>;

  room(roomId: string): ReadableAtom<RoomView | undefined>;
  members(roomId: string): ReadableAtom<readonly MemberView[]>;
  /** Ids of who types now in the room (or in a thread of it), without me. */
  typing(roomId: string, threadId?: string): ReadableAtom<readonly string[]>;
  /** Any held message, live: quotes, thread roots, saved. Fetches what the device lacks. */
  message(messageId: string): ReadableAtom<Message | undefined>;
  timeline(roomId: string): Timeline;
  thread(messageId: string): Thread;
  /** Calls back for each message that the live stream brings; returns the end of it. */
  onArrival(listener: (arrival: Arrival) => void): () => void;

  session: SessionActions;
  messages: MessageActions;
  rooms: RoomActions;
  people: PeopleActions;
  admin: AdminActions;

  /** Over what the device holds: messages, people and rooms; works offline. */
  search(query: string, opts?: { roomId?: string; limit?: number }): Promise<SearchResult>;
  /** Tell the engine that the app is used or left; it reports presence from it. Wired to the page by `start`. */
  setActive(active: boolean): void;
  /** "Try now": skips the wait before the next attempt. */
  retryNow(): void;
  /** Stops everything and closes the databases (tests, sign-out of a tab). */
  stop(): Promise<void>;
}

export interface SessionActions {
  loadSetup(): Promise<Setup>;
  /** `confirm`: a mail was sent and must be confirmed first. */
  register(input: RegisterInput): Promise<"signed_in" | "confirm">;
  /** Rejects with code `choose_workspace` and `.workspaces` where the address belongs to several companies. */
  login(input: LoginInput): Promise<void>;
  /** Ends the session and wipes the cache. Unsent messages stay on the device for the next sign-in. */
  logout(): Promise<void>;
  forgot(email: string, workspace?: string): Promise<void>;
  resetInfo(token: string): Promise<{ first_name: string; last_name?: string; login: string }>;
  reset(token: string, password: string): Promise<void>;
  confirm(token: string): Promise<void>;
  joinInfo(code: string): Promise<JoinInfo>;
}

export interface MessageActions {
  /** Resolves when the message is safe on this device (not: sent). Rejects with StorageProblem: keep the text. */
  send(roomId: string, input: SendInput): Promise<OutboxItem>;
  retry(messageId: string): Promise<void>;
  discard(messageId: string): Promise<void>;
  /** Of a sent message, or of one that still waits (then it is rewritten before it leaves). */
  edit(messageId: string, text: string, mentions?: string[]): Promise<void>;
  delete(messageId: string): Promise<void>;
  react(messageId: string, emoji: string, on: boolean): Promise<void>;
  pin(messageId: string, on: boolean): Promise<void>;
  save(messageId: string, on: boolean): Promise<void>;
  pins(roomId: string): Promise<readonly Message[]>;
  revisions(messageId: string): Promise<readonly Revision[]>;
  readers(messageId: string): Promise<{ readers: string[]; waiting: string[] }>;
  report(messageId: string, reason: string): Promise<void>;
  loadThreads(): Promise<void>;
  loadSaved(): Promise<void>;
}

export interface RoomActions {
  create(input: NewRoom): Promise<Room>;
  /** Opens (or makes) the direct room with these people. */
  openDirect(userIds: string[]): Promise<Room>;
  browse(query?: string): Promise<readonly ListedRoom[]>;
  update(
    roomId: string,
    patch: Partial<Pick<Room, "name" | "topic" | "visibility" | "posting" | "history">>,
  ): Promise<Room>;
  archive(roomId: string, archived: boolean): Promise<Room>;
  delete(roomId: string, confirmName: string): Promise<void>;
  join(roomId: string): Promise<Room>;
  leave(roomId: string): Promise<void>;
  addMembers(roomId: string, userIds: string[]): Promise<void>;
  removeMember(roomId: string, userId: string): Promise<void>;
  setMemberRole(roomId: string, userId: string, role: "owner" | "member"): Promise<void>;
  /** Everything up to `seq` is read. Kept on the device, told to the server when it can be. Never moves back. */
  markRead(roomId: string, seq: number): Promise<void>;
  /** Unread again from this message on, until the next markRead. */
  markUnread(roomId: string, seq: number): Promise<void>;
  setState(roomId: string, patch: RoomStatePatch): Promise<void>;
  /** Call at every keystroke; it is kept on the device and told to the other devices with a delay. Empty = none. */
  setDraft(roomId: string, draft: { text: string; thread_id?: string; reply_to?: string }): Promise<void>;
  /** Call at every keystroke; it throttles itself. */
  sendTyping(roomId: string, threadId?: string): void;
  seqAt(roomId: string, ts_ms: number): Promise<number>;
}

export interface PeopleActions {
  updateMe(patch: MePatch): Promise<void>;
  setStatus(status: { emoji?: string; text?: string; until_ms?: number }): Promise<void>;
  setEmail(email: string, password: string): Promise<void>;
  setPassword(current: string, next: string): Promise<void>;
  setAvatar(picture: Blob | null): Promise<void>;
  sessions(): Promise<readonly Session[]>;
  endSession(id: string): Promise<void>;
  endOtherSessions(): Promise<void>;
  invites(): Promise<readonly Invite[]>;
  createInvite(input: NewInvite): Promise<Invite>;
  revokeInvite(id: string): Promise<void>;
  readNotice(id: string): Promise<void>;
}

export interface AdminActions {
  stats(): Promise<AdminStats>;
  health(): Promise<readonly HealthPart[]>;
  users(filter?: {
    q?: string;
    role?: Role;
    state?: "active" | "deactivated" | "guest";
  }): Promise<readonly AdminUser[]>;
  updateUser(id: string, patch: UserPatch): Promise<User>;
  userSessions(id: string): Promise<readonly Session[]>;
  endUserSessions(id: string): Promise<void>;
  resetLink(id: string): Promise<{ link: string; expires_ms: number }>;
  rooms(q?: string): Promise<readonly AdminRoom[]>;
  audit(filter?: {
    before?: string;
    action?: string;
    actor?: string;
  }): Promise<{ entries: readonly AuditEntry[]; more: boolean }>;
  reports(state?: "open" | "resolved"): Promise<readonly Report[]>;
  resolveReport(id: string, resolution?: string): Promise<void>;
  updateWorkspace(patch: { name?: string; settings?: Workspace["settings"] }): Promise<Workspace>;
  handOver(userId: string, password: string): Promise<void>;
}

export interface ClientOptions {
  /** Where the server is: "" (default) = this origin. */
  baseUrl?: string;
  /** The far end, for tests. */
  fetch?: typeof fetch;
  /** What the person sees in the list of his devices ("Firefox on Android"). */
  device?: string;
  /** For tests; default: the device's clock. */
  now?: () => number;
  /** Elects the tab that runs the engine; default: the browser's, which insecure origins lack. */
  locks?: LockManager;
}

/** Creates the engine and starts it: reads the device first, then the network. One per tab. */
export function createClient(opts: ClientOptions = {}): Client {
  return wire(opts);
}
