package app

import (
	"cmp"
	"context"
	"slices"
	"strings"

	"github.com/guideops/guideops/internal/chat"
	"github.com/guideops/guideops/internal/live"
	"github.com/guideops/guideops/internal/store"
)

// Me is the person himself with everything about his company that a device needs.
type Me struct {
	User      *chat.User      `json:"user"`
	Contact   *chat.Contact   `json:"contact,omitempty"`
	Workspace *chat.Workspace `json:"workspace"`
	SessionID chat.ID         `json:"session_id"`
	Setup     *MeSetup        `json:"setup,omitempty"`
}

// MeSetup tells the owner what is still to be set on the server.
type MeSetup struct {
	URLMissing bool `json:"url_missing,omitempty" doc:"links in mails need GUIDEOPS_URL"`
}

// CountedState is a person's view of a room with what it adds up to.
type CountedState struct {
	chat.RoomState
	UnreadCount  int64 `json:"unread_count,omitempty"`
	MentionCount int64 `json:"mention_count,omitempty"`
	LastSeq      int64 `json:"last_seq,omitempty"`
	LastTSMS     int64 `json:"last_ts_ms,omitempty"`
}

// CountedThreadState is a person's view of a thread with where it begins and
// how many replies of others are unread.
type CountedThreadState struct {
	chat.ThreadState
	RootSeq     int64 `json:"root_seq"`
	UnreadCount int64 `json:"unread_count,omitempty"`
}

// Skeleton is what a fresh device needs to be useful at once. Seq is its
// cursor: rows may be newer than it, never older.
type Skeleton struct {
	Epoch        string               `json:"epoch"`
	Seq          int64                `json:"seq"`
	Me           Me                   `json:"me"`
	Workspace    *chat.Workspace      `json:"workspace"`
	Users        []*chat.User         `json:"users"`
	Contacts     []*chat.Contact      `json:"contacts"`
	Rooms        []*chat.Room         `json:"rooms"`
	Members      map[chat.ID][][5]any `json:"members" doc:"room id -> [user_id, role, joined_seq, joined_ms, change_seq]"`
	States       []CountedState       `json:"states"`
	Reads        []*chat.Read         `json:"reads"`
	Drafts       []*chat.Draft        `json:"drafts"`
	Saved        []*chat.Saved        `json:"saved"`
	ThreadStates []CountedThreadState `json:"thread_states"`
	Notices      []*chat.Notice       `json:"notices"`
	Presence     []live.Presence      `json:"presence"`
	WindowsNext  string               `json:"windows_next,omitempty"`
}

// Bootstrap gives a device its skeleton.
func (a *App) Bootstrap(ctx context.Context, by Actor) (*Skeleton, error) {
	// The cursor first: what is written while we read comes again with the feed.
	feed, err := a.store.Feed(ctx, by.Workspace)
	if err != nil {
		return nil, err
	}
	if err := a.store.CatchUp(ctx, by.Workspace, feed.Head); err != nil {
		return nil, err
	}
	dir, err := a.store.Directory(ctx, by.Workspace)
	if err != nil {
		return nil, err
	}
	u, ok := dir.User(by.User)
	if !ok {
		return nil, chat.ErrSignIn()
	}
	sk := &Skeleton{Epoch: feed.Epoch, Seq: feed.Head, Members: map[chat.ID][][5]any{}}
	if sk.Workspace, err = a.store.Workspace(ctx, by.Workspace); err != nil {
		return nil, err
	}
	if err := a.skeletonPeople(ctx, sk, dir, &u, by); err != nil {
		return nil, err
	}
	p, err := a.store.Personal(ctx, by.User)
	if err != nil {
		return nil, err
	}
	if sk.Presence, err = a.Online(ctx, by); err != nil {
		return nil, err
	}
	sk.Reads, sk.Notices = p.Reads, p.Notices
	skeletonOwn(sk, dir, p, by.User)
	return sk, a.skeletonRooms(ctx, sk, dir, p, by.User)
}

func (a *App) skeletonPeople(ctx context.Context, sk *Skeleton, dir *chat.Directory, u *chat.User, by Actor) error {
	for _, other := range dir.Users() {
		if dir.Meets(u.ID, other.ID) {
			sk.Users = append(sk.Users, other)
		}
	}
	slices.SortFunc(sk.Users, func(a, b *chat.User) int { return cmp.Compare(a.ID, b.ID) })
	mine, err := a.store.Contact(ctx, u.ID)
	if err != nil {
		return err
	}
	sk.Me = Me{User: u, Contact: mine, Workspace: sk.Workspace, SessionID: by.Session}
	if u.Role != chat.Guest {
		sk.Contacts, err = a.store.Contacts(ctx, by.Workspace)
		return err
	}
	if mine != nil {
		sk.Contacts = []*chat.Contact{mine}
	}
	return nil
}

// skeletonOwn gives what the person keeps in rooms that he sees now. The rows
// of the others stay stored: they count again when he comes back.
func skeletonOwn(sk *Skeleton, dir *chat.Directory, p *store.Personal, user chat.ID) {
	sk.Drafts = slices.DeleteFunc(p.Drafts, func(d *chat.Draft) bool {
		_, ok := dir.See(d.RoomID, user)
		return !ok
	})
	sk.Saved = slices.DeleteFunc(p.Saved, func(v *chat.Saved) bool {
		access, ok := dir.See(v.RoomID, user)
		return !ok || v.Seq < access.FromSeq
	})
	sk.ThreadStates = []CountedThreadState{}
	for _, t := range p.ThreadStates {
		if access, ok := dir.See(t.RoomID, user); ok && t.RootSeq >= access.FromSeq {
			sk.ThreadStates = append(sk.ThreadStates, CountedThreadState{t.ThreadState, t.RootSeq, t.Unread})
		}
	}
}

func (a *App) skeletonRooms(ctx context.Context, sk *Skeleton, dir *chat.Directory, p *store.Personal, user chat.ID) error {
	ids := dir.RoomsOf(user)
	slices.Sort(ids)
	last, err := a.store.Last(ctx, ids)
	if err != nil {
		return err
	}
	counts, err := a.store.Counts(ctx, user)
	if err != nil {
		return err
	}
	states := make(map[chat.ID]*chat.RoomState, len(p.States))
	for _, st := range p.States {
		states[st.RoomID] = st
	}
	for _, id := range ids {
		room, ok := dir.Room(id)
		if !ok {
			continue
		}
		sk.Rooms = append(sk.Rooms, &room)
		for _, m := range dir.Members(id) {
			sk.Members[id] = append(sk.Members[id], [5]any{m.UserID, m.Role, m.JoinedSeq, m.JoinedMS, m.ChangeSeq})
		}
		st := states[id]
		if st == nil {
			st = &chat.RoomState{RoomID: id, UserID: user, Notify: chat.NotifyDefault}
		}
		c := counts[id]
		sk.States = append(sk.States, CountedState{RoomState: *st, UnreadCount: c.Unread, MentionCount: c.Mentions,
			LastSeq: last[id].Seq, LastTSMS: last[id].TSMS})
	}
	sk.WindowsNext = windowsOrder(sk.States)
	return nil
}

// windowsOrder is the token of the first page of windows: the rooms still to
// come, unread first, then favourites, then by the newest message.
func windowsOrder(states []CountedState) string {
	order := slices.Clone(states)
	rank := func(s CountedState) int {
		switch {
		case s.MentionCount > 0:
			return 0
		case s.UnreadCount > 0:
			return 1
		case s.Favourite:
			return 2
		}
		return 3
	}
	slices.SortStableFunc(order, func(a, b CountedState) int {
		return cmp.Or(cmp.Compare(rank(a), rank(b)), cmp.Compare(b.LastSeq, a.LastSeq))
	})
	var ids []string
	for _, s := range order[:min(len(order), windowRooms)] {
		if s.LastSeq != 0 {
			ids = append(ids, s.RoomID.String())
		}
	}
	return strings.Join(ids, ".")
}

const (
	windowRooms    = 400  // rooms that are filled ahead; the rest when opened
	windowMessages = 1000 // messages on one page of windows
	windowLeast    = 50   // messages of a room, at least
	windowMost     = 200  // and at most
	windowMS       = 48 * 3_600_000
)

// Window is the newest part of a room.
type Window struct {
	RoomID     chat.ID         `json:"room_id"`
	Messages   []*chat.Message `json:"messages"`
	MoreBefore bool            `json:"more_before"`
}

// Windows gives the next rooms of the token. A token is a list of room ids, so
// it can be asked for again after a broken connection, on any node.
func (a *App) Windows(ctx context.Context, by Actor, token string) ([]Window, string, error) {
	dir, err := a.store.Directory(ctx, by.Workspace)
	if err != nil {
		return nil, "", err
	}
	out := []Window{}
	total := 0
	rest := token
	for rest != "" && total < windowMessages {
		var part string
		part, rest, _ = strings.Cut(rest, ".")
		id, err := chat.ParseID(part)
		if err != nil {
			return nil, "", chat.Bad("page", "page_unknown", "This page does not exist. Ask for /bootstrap again.")
		}
		access, ok := dir.See(id, by.User)
		if !ok || !access.In {
			continue // he has left it since
		}
		h, err := a.store.History(ctx, id, store.Page{Limit: windowMost, FromSeq: access.FromSeq})
		if err != nil {
			return nil, "", err
		}
		w := Window{RoomID: id, Messages: h.Messages, MoreBefore: h.MoreBefore}
		since := a.store.NowMS() - windowMS
		cut := 0
		for cut < len(w.Messages)-windowLeast && w.Messages[cut].TSMS < since {
			cut++
		}
		w.Messages, w.MoreBefore = w.Messages[cut:], w.MoreBefore || cut > 0
		out = append(out, w)
		total += len(w.Messages)
	}
	return out, rest, nil
}
