package chat

import "testing"

// The people and rooms of the audience tables.
const (
	owner, member, outsider, guest, gone ID = 1, 2, 3, 4, 5
	open, private, late, deleted         ID = 10, 11, 12, 13
)

func testDirectory() *Directory {
	users := []*User{{ID: owner, Role: SuperAdmin}, {ID: member, Role: Person}, {ID: outsider, Role: Person},
		{ID: guest, Role: Guest}, {ID: gone, Role: Person}}
	room := func(id ID, visibility, history string) *Room {
		return &Room{ID: id, Kind: Channel, Visibility: visibility, History: history, Posting: PostingAll}
	}
	rooms := []*Room{room(open, Public, HistoryAll), room(private, Private, HistoryAll), room(late, Private, HistoryFromJoining), room(deleted, Private, HistoryAll)}
	rooms[3].DeletedMS = 1
	in := func(r, u ID, joined int64) *Member {
		return &Member{RoomID: r, UserID: u, JoinedSeq: joined, Role: RoomMember}
	}
	members := []*Member{in(open, owner, 1), in(open, member, 1), in(private, member, 2), in(private, guest, 3), in(late, member, 100), in(deleted, member, 1)}
	left := in(private, gone, 2)
	left.LeftMS = 9
	return NewDirectory(50, users, rooms, append(members, left))
}

func TestAudienceIsDecidedByTheRightsOfNow(t *testing.T) {
	d := testDirectory()
	message := func(room ID, seq int64) Entry { return Entry{Seq: seq, Type: ChangeMessage, RowID: seq, RoomID: room} }
	for name, c := range map[string]struct {
		e    Entry
		want map[ID]Verdict
	}{
		"a message of a private room":  {message(private, 7), map[ID]Verdict{member: Deliver, guest: Deliver, outsider: Skip, owner: Skip, gone: Skip}},
		"a message of a public room":   {message(open, 7), map[ID]Verdict{owner: Deliver, member: Deliver, outsider: Skip, guest: Skip}},
		"history from joining, before": {message(late, 99), map[ID]Verdict{member: Skip}},
		"history from joining, after":  {message(late, 100), map[ID]Verdict{member: Deliver, owner: Skip}},
		"a personal change":            {Entry{Type: ChangeRoomState, RoomID: private, UserID: member}, map[ID]Verdict{member: Deliver, guest: Skip, owner: Skip}},
		"the end of a membership":      {Entry{Type: ChangeMember, RowID: int64(gone), RoomID: private}, map[ID]Verdict{gone: Deliver, member: Deliver, outsider: Skip}},
		"a room renamed":               {Entry{Type: ChangeRoom, RowID: int64(private), RoomID: private}, map[ID]Verdict{member: Deliver, gone: Skip, outsider: Skip}},
		"a room made private":          {Entry{Type: ChangeRoom, RowID: int64(private)}, map[ID]Verdict{member: Deliver, gone: Forget, outsider: Forget, guest: Deliver}},
		"a room deleted":               {Entry{Type: ChangeRoom, RowID: int64(deleted)}, map[ID]Verdict{member: Forget, guest: Skip}},
		"a person the guest meets":     {Entry{Type: ChangeUser, RowID: int64(member)}, map[ID]Verdict{guest: Deliver, outsider: Deliver}},
		"a person the guest never met": {Entry{Type: ChangeUser, RowID: int64(outsider)}, map[ID]Verdict{guest: Skip, member: Deliver}},
		"a contact":                    {Entry{Type: ChangeContact, RowID: int64(member)}, map[ID]Verdict{guest: Skip, outsider: Deliver}},
		"the company":                  {Entry{Type: ChangeWorkspace}, map[ID]Verdict{guest: Deliver, outsider: Deliver}},
		"anything, to a stranger":      {Entry{Type: ChangeWorkspace}, map[ID]Verdict{99: Skip}},
	} {
		for user, want := range c.want {
			if got := d.Audience(c.e, user); got != want {
				t.Errorf("%s: person %d gets verdict %d, want %d", name, user, got, want)
			}
			var many [2]Verdict
			if d.Audiences([]Entry{c.e, c.e}, user, many[:]); many[0] != want || many[1] != want {
				t.Errorf("%s: person %d gets %v for many", name, user, many)
			}
		}
	}
}

func TestWhoSeesARoomAndFromWhere(t *testing.T) {
	d := testDirectory()
	for _, c := range []struct {
		room, user ID
		sees, in   bool
		from       int64
	}{
		{open, outsider, true, false, FirstSeq}, {open, guest, false, false, 0}, {open, member, true, true, FirstSeq},
		{private, outsider, false, false, 0}, {private, owner, false, false, 0}, {private, gone, false, false, 0},
		{late, member, true, true, 100}, {deleted, member, false, false, 0}, {99, member, false, false, 0}, {open, 99, false, false, 0},
	} {
		a, ok := d.See(c.room, c.user)
		if ok != c.sees || (ok && (a.In != c.in || a.FromSeq != c.from)) {
			t.Errorf("room %d, person %d: sees=%v %+v", c.room, c.user, ok, a)
		}
	}
}

func TestAnOldRowNeverReplacesANewerOne(t *testing.T) {
	d := testDirectory()
	d.Apply(60, []*User{{ID: member, Role: Admin, ChangeSeq: 60}}, nil, []*Member{{RoomID: private, UserID: member, LeftMS: 5, ChangeSeq: 60}})
	d.Apply(55, []*User{{ID: member, Role: Guest, ChangeSeq: 55}}, nil, []*Member{{RoomID: private, UserID: member, ChangeSeq: 55}})
	if u, _ := d.User(member); u.Role != Admin {
		t.Errorf("the role went back to %s", u.Role)
	}
	if _, in := d.Member(private, member); in || d.Seq() != 60 {
		t.Errorf("the membership came back (in=%v, seq %d)", in, d.Seq())
	}
	for _, id := range d.RoomsOf(member) {
		if id == private {
			t.Error("the room is still listed")
		}
	}
}
