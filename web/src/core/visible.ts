import type { Member, Room } from "./types";

/** Below this, the room's messages are not mine to see (any more). */
export function visibleFrom(room: Room, mine: Member | undefined): number {
  const purged = room.purged_before_seq || Number.NEGATIVE_INFINITY;
  return room.history === "from_joining" && mine ? Math.max(purged, mine.joined_seq) : purged;
}
