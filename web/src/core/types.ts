// The rows and answers of the protocol, by the names that the app uses. They are the server's own: schema.gen.ts
// is made from api/openapi.json by `npm run api`, where every field is described.
import type { components } from "./schema.gen";

type Schemas = components["schemas"];

export type Workspace = Schemas["Workspace"];
export type Settings = Schemas["Settings"];
export type User = Schemas["User"];
export type Role = User["role"];
export type Contact = Schemas["Contact"];
export type Room = Schemas["Room"];
export type Member = Schemas["Member"];
export type RoomState = Schemas["RoomState"];
export type Notify = RoomState["notify"];
export type Read = Schemas["Read"];
export type ThreadState = Schemas["ThreadState"];
export type Draft = Schemas["Draft"];
export type Saved = Schemas["Saved"];
export type Notice = Schemas["Notice"];
export type Session = Schemas["Session"];
export type Message = Schemas["Message"];
/** What a message carries on its way out; `device_ms` is added at each transmission. */
export type Send = Schemas["Send"];
export type Entered = Schemas["Entered"];
export type Gone = Schemas["GoneData"];

type Rows = Schemas["StreamEvents"];

/** One line of the change feed. `apply.ts` has one case for each type that the server knows. */
export type Change = { [T in keyof Rows]: { type: T; seq: number; data: Rows[T] } }[keyof Rows];
export type ChangeType = Change["type"];

export type Setup = Schemas["Setup"];
export type Me = Schemas["Me"];
export type SignedIn = Schemas["SignedIn"];
export type Invite = Schemas["Invite"];
export type JoinInfo = Schemas["Invitation"];
export type Presence = Schemas["Presence"];
/** A room that can be browsed without being in it. */
export type ListedRoom = Schemas["ListedRoom"];
export type MessagePage = Schemas["HistoryAnswer"];
export type ThreadPage = Schemas["ThreadPage"];
export type Revision = Schemas["Revision"];
export type CountedState = Schemas["CountedState"];
/** With what is unread in the thread, and where its first message stands. */
export type CountedThreadState = Schemas["CountedThreadState"];

/** `[user_id, role, joined_seq, joined_ms, change_seq]` */
export type CompactMember = [string, "owner" | "member", number, number, number];
/** The document cannot say what stands at which place of a compact member. */
export type Bootstrap = Omit<Schemas["Skeleton"], "members"> & { members: Record<string, CompactMember[]> };
export type WindowsPage = Schemas["WindowsAnswer"];

/** Either a reset, or changes and the new cursor. */
export type SyncPage =
  | { reset: true; epoch: string }
  | { reset?: false; changes?: Change[]; seq: number; epoch: string; more?: boolean };
