import type { RoomView } from "../../core/client";
import { isAdmin, useMe } from "../../shared/client";

/** What I may do beyond writing: room owners and admins of the company manage. */
export function useMayManage(view: RoomView): boolean {
  const me = useMe().user;
  return view.room.kind === "channel" && (view.my_role === "owner" || isAdmin(me));
}
