package chat

import "sync"

// Directory is who is who and who is where in one workspace, as of one seq:
// all that deciding "may he?" and "does she get this?" needs. It holds no text.
//
// One goroutine applies changes in feed order; any number may ask. A decision
// that guards a write counts only if Seq is the head (see store.Write).
type Directory struct {
	mu    sync.RWMutex
	seq   int64
	users map[ID]*User
	rooms map[ID]*dirRoom
	// in lists the rooms a person is in now.
	in map[ID]map[ID]struct{}
}

type dirRoom struct {
	Room
	members map[ID]*Member // present and past
}

// NewDirectory builds a directory as of seq from all rows of a workspace.
func NewDirectory(seq int64, users []*User, rooms []*Room, members []*Member) *Directory {
	d := &Directory{seq: seq, users: map[ID]*User{}, rooms: map[ID]*dirRoom{}, in: map[ID]map[ID]struct{}{}}
	for _, u := range users {
		d.users[u.ID] = u
	}
	for _, r := range rooms {
		d.rooms[r.ID] = &dirRoom{Room: *r, members: map[ID]*Member{}}
	}
	for _, m := range members {
		d.putMember(m)
	}
	return d
}

// Apply takes over changed rows and moves to seq. Rows are kept, not copied:
// the caller must not change them afterwards.
func (d *Directory) Apply(seq int64, users []*User, rooms []*Room, members []*Member) {
	d.mu.Lock()
	defer d.mu.Unlock()
	for _, u := range users {
		if old := d.users[u.ID]; old == nil || old.ChangeSeq <= u.ChangeSeq {
			d.users[u.ID] = u
		}
	}
	for _, r := range rooms {
		old := d.rooms[r.ID]
		if old == nil {
			d.rooms[r.ID] = &dirRoom{Room: *r, members: map[ID]*Member{}}
		} else if old.ChangeSeq <= r.ChangeSeq {
			old.Room = *r
		}
	}
	for _, m := range members {
		d.putMember(m)
	}
	if seq > d.seq {
		d.seq = seq
	}
}

func (d *Directory) putMember(m *Member) {
	r := d.rooms[m.RoomID]
	if r == nil {
		r = &dirRoom{members: map[ID]*Member{}}
		d.rooms[m.RoomID] = r
	}
	if old := r.members[m.UserID]; old != nil && old.ChangeSeq > m.ChangeSeq {
		return
	}
	r.members[m.UserID] = m
	mine := d.in[m.UserID]
	if m.LeftMS != 0 {
		delete(mine, m.RoomID)
		return
	}
	if mine == nil {
		mine = map[ID]struct{}{}
		d.in[m.UserID] = mine
	}
	mine[m.RoomID] = struct{}{}
}

// Seq is the number up to which the directory reflects the feed.
func (d *Directory) Seq() int64 {
	d.mu.RLock()
	defer d.mu.RUnlock()
	return d.seq
}

// User gives a copy of a person's row.
func (d *Directory) User(id ID) (User, bool) {
	d.mu.RLock()
	defer d.mu.RUnlock()
	u := d.users[id]
	if u == nil {
		return User{}, false
	}
	return *u, true
}

// Users gives all people, active or not, in no particular order. The rows are shared: read only.
func (d *Directory) Users() []*User {
	d.mu.RLock()
	defer d.mu.RUnlock()
	us := make([]*User, 0, len(d.users))
	for _, u := range d.users {
		us = append(us, u)
	}
	return us
}

// Room gives a copy of a room, unless it is deleted.
func (d *Directory) Room(id ID) (Room, bool) {
	d.mu.RLock()
	defer d.mu.RUnlock()
	r := d.rooms[id]
	if r == nil || r.DeletedMS != 0 {
		return Room{}, false
	}
	return r.Room, true
}

// Rooms gives copies of all rooms that are not deleted, in no particular order.
func (d *Directory) Rooms() []Room {
	d.mu.RLock()
	defer d.mu.RUnlock()
	rs := make([]Room, 0, len(d.rooms))
	for _, r := range d.rooms {
		if r.DeletedMS == 0 {
			rs = append(rs, r.Room)
		}
	}
	return rs
}

// RoomsOf lists the rooms that a person is in now.
func (d *Directory) RoomsOf(user ID) []ID {
	d.mu.RLock()
	defer d.mu.RUnlock()
	ids := make([]ID, 0, len(d.in[user]))
	for id := range d.in[user] {
		if r := d.rooms[id]; r != nil && r.DeletedMS == 0 {
			ids = append(ids, id)
		}
	}
	return ids
}

// Members lists who is in a room now. The rows are shared: read only.
func (d *Directory) Members(room ID) []*Member {
	d.mu.RLock()
	defer d.mu.RUnlock()
	r := d.rooms[room]
	if r == nil || r.DeletedMS != 0 {
		return nil
	}
	ms := make([]*Member, 0, len(r.members))
	for _, m := range r.members {
		if m.LeftMS == 0 {
			ms = append(ms, m)
		}
	}
	return ms
}

// Member gives a person's present membership in a room.
func (d *Directory) Member(room, user ID) (Member, bool) {
	d.mu.RLock()
	defer d.mu.RUnlock()
	m := d.present(room, user)
	if m == nil {
		return Member{}, false
	}
	return *m, true
}

// present gives a present membership in a room that is not deleted, or nil.
func (d *Directory) present(room, user ID) *Member {
	r := d.rooms[room]
	if r == nil || r.DeletedMS != 0 {
		return nil
	}
	if m := r.members[user]; m != nil && m.LeftMS == 0 {
		return m
	}
	return nil
}

// Verdict is what a person gets of a change.
type Verdict uint8

const (
	Skip    Verdict = iota // not for him
	Deliver                // the row
	Forget                 // "gone": he may have it, and may not any more
)

// Audience decides what a person gets of a change, by the rights of now, not
// of when it was written: who was removed meanwhile gets nothing of before.
func (d *Directory) Audience(e Entry, user ID) Verdict {
	d.mu.RLock()
	defer d.mu.RUnlock()
	return d.audience(e, user, d.users[user])
}

// Audiences decides about many changes at once; out is as long as entries.
func (d *Directory) Audiences(entries []Entry, user ID, out []Verdict) {
	d.mu.RLock()
	defer d.mu.RUnlock()
	u := d.users[user]
	for i := range entries {
		out[i] = d.audience(entries[i], user, u)
	}
}

func (d *Directory) audience(e Entry, user ID, u *User) Verdict {
	switch {
	case u == nil:
		return Skip
	case e.UserID != 0:
		return yes(e.UserID == user && (e.Type != ChangeEntered || d.present(e.RoomID, user) != nil))
	case e.Type == ChangeRoom:
		return d.roomVerdict(e, u)
	case e.RoomID != 0:
		// The end of my own membership is the last thing that I learn of a room.
		if e.Type == ChangeMember && ID(e.RowID) == user {
			return Deliver
		}
		m := d.present(e.RoomID, user)
		if m == nil {
			return Skip
		}
		if e.Type == ChangeMessage && !d.historyFrom(e.RoomID, m, e.RowID) {
			return Skip
		}
		return Deliver
	case e.Type == ChangeUser:
		return yes(d.meets(u, ID(e.RowID)))
	case e.Type == ChangeContact:
		return yes(u.Role != Guest || ID(e.RowID) == user)
	}
	return Deliver
}

func yes(b bool) Verdict {
	if b {
		return Deliver
	}
	return Skip
}

// roomVerdict: members get the row. An entry for the whole workspace (deletion,
// change of visibility) also makes those forget it who may have seen it and no
// longer may; any other is silent to strangers, for whom the room does not exist.
func (d *Directory) roomVerdict(e Entry, u *User) Verdict {
	r := d.rooms[ID(e.RowID)]
	if r == nil {
		return Skip
	}
	m := r.members[u.ID]
	if r.DeletedMS == 0 && m != nil && m.LeftMS == 0 {
		return Deliver
	}
	open := r.DeletedMS == 0 && r.Kind == Channel && r.Visibility == Public && u.Role != Guest
	mayHaveSeen := m != nil || (r.Kind == Channel && u.Role != Guest)
	if e.RoomID != 0 || open || !mayHaveSeen {
		return Skip
	}
	return Forget
}

// historyFrom: does this member see the message numbered seq?
func (d *Directory) historyFrom(room ID, m *Member, seq int64) bool {
	r := d.rooms[room]
	if seq < r.FirstSeq() {
		return false
	}
	return r.History != HistoryFromJoining || seq >= m.JoinedSeq
}

// meets: may u know that the other exists? Guests know only those who share a room with them.
func (d *Directory) meets(u *User, other ID) bool {
	if u.Role != Guest || u.ID == other {
		return true
	}
	for room := range d.in[u.ID] {
		if d.present(room, other) != nil {
			return true
		}
	}
	return false
}

// Meets reports whether user may know that other exists.
func (d *Directory) Meets(user, other ID) bool {
	d.mu.RLock()
	defer d.mu.RUnlock()
	u := d.users[user]
	return u != nil && d.users[other] != nil && d.meets(u, other)
}

// Access is what a person may see of a room.
type Access struct {
	Room    Room
	Member  Member // zero when he is not in it
	In      bool
	FromSeq int64 // messages below this seq are not his to see
}

// See answers whether and from where a person sees a room: members, and for
// public channels everybody of the company but guests.
func (d *Directory) See(room, user ID) (Access, bool) {
	d.mu.RLock()
	defer d.mu.RUnlock()
	r, u := d.rooms[room], d.users[user]
	if r == nil || u == nil || r.DeletedMS != 0 {
		return Access{}, false
	}
	a := Access{Room: r.Room, FromSeq: r.FirstSeq()}
	if m := d.present(room, user); m != nil {
		a.Member, a.In = *m, true
		if r.History == HistoryFromJoining && m.JoinedSeq > a.FromSeq {
			a.FromSeq = m.JoinedSeq
		}
		return a, true
	}
	return a, r.Kind == Channel && r.Visibility == Public && u.Role != Guest
}
