package compat

import (
	"cmp"
	"context"
	"slices"
	"strings"

	"github.com/guideops/guideops/internal/app"
	"github.com/guideops/guideops/internal/chat"
)

// generalName is what the predecessors call General.
const generalName = "0"

// cast is whom and which rooms one person sees: what naming things in the
// predecessors' way needs. Rooms are named "0" (General), "a:b" (the direct room
// of two people, the lower id first), and by their number else.
type cast struct {
	me    chat.ID
	users map[chat.ID]chat.User
	rooms map[chat.ID]room
}

type room struct {
	chat.Room
	people  []chat.ID // of a direct room, sorted
	members int
	joined  bool
}

// castFor asks for it by the verbs, so that it holds what he may see and no more.
func (h *Handler) castFor(ctx context.Context, by app.Actor) (*cast, error) {
	people, err := h.app.Users(ctx, by, "")
	if err != nil {
		return nil, err
	}
	c := &cast{me: by.User, users: make(map[chat.ID]chat.User, len(people.Users)), rooms: map[chat.ID]room{}}
	for _, u := range people.Users {
		c.users[u.ID] = *u
	}
	rooms, err := h.app.Rooms(ctx, by, "mine", "")
	if err != nil {
		return nil, err
	}
	for _, r := range rooms {
		in := room{Room: r.Room, members: r.MemberCount, joined: r.Joined}
		if r.Kind == chat.Direct {
			ms, err := h.app.Members(ctx, by, r.ID)
			if err != nil {
				return nil, err
			}
			in.people = peopleOf(ms)
		}
		c.rooms[r.ID] = in
	}
	return c, nil
}

func peopleOf(ms []*chat.Member) []chat.ID {
	ids := make([]chat.ID, len(ms))
	for i, m := range ms {
		ids[i] = m.UserID
	}
	slices.Sort(ids)
	return ids
}

// name is how the predecessors call the room.
func (r *room) name() string {
	switch {
	case r.IsGeneral:
		return generalName
	case r.Kind == chat.Direct && len(r.people) == 2:
		return pair(r.people[0], r.people[1])
	}
	return r.ID.String()
}

func pair(a, b chat.ID) string {
	if a > b {
		a, b = b, a
	}
	return a.String() + ":" + b.String()
}

// roomName names a room by its number; of one that he is not in, the number.
func (c *cast) roomName(id chat.ID) string {
	if r, ok := c.rooms[id]; ok {
		return r.name()
	}
	return id.String()
}

// find gives the room of a name, or the people of a direct room that is not
// there yet. Of others' direct rooms there is nothing to find.
func (c *cast) find(name string) (id chat.ID, people []chat.ID, err error) {
	if a, b, ok := strings.Cut(name, ":"); ok {
		x, errX := chat.ParseID(a)
		y, errY := chat.ParseID(b)
		if errX != nil || errY != nil || x >= y || (x != c.me && y != c.me) {
			return 0, nil, chat.Missing("room")
		}
		people = []chat.ID{x, y}
	}
	for _, r := range c.rooms {
		if (name == generalName && r.IsGeneral) || (people != nil && r.Kind == chat.Direct && slices.Equal(r.people, people)) {
			return r.ID, nil, nil
		}
	}
	if people != nil {
		return 0, people, nil
	}
	id, err = chat.ParseID(name)
	if err != nil {
		return 0, nil, chat.Missing("room")
	}
	return id, nil, nil
}

// listed gives the rooms as they are listed: General first, then by number.
func (c *cast) listed() []room {
	out := make([]room, 0, len(c.rooms))
	for _, r := range c.rooms {
		out = append(out, r)
	}
	slices.SortFunc(out, func(x, y room) int {
		if x.IsGeneral != y.IsGeneral {
			if x.IsGeneral {
				return -1
			}
			return 1
		}
		return cmp.Compare(x.ID, y.ID)
	})
	return out
}

// names are what the predecessors' clients make a title of: one text for a room
// with a name, one list for each person of a direct room.
func (c *cast) names(r *room) []any {
	if r.Kind != chat.Direct {
		return []any{r.Name}
	}
	out := make([]any, len(r.people))
	for i, id := range r.people {
		out[i] = []string{c.username(id)}
	}
	return out
}

func (c *cast) username(id chat.ID) string {
	u, ok := c.users[id]
	if !ok {
		return id.String()
	}
	return username(&u)
}

// username is unique in a company, since the demo's client tells people apart
// by it: the login, written as its owner writes it where he has no other name.
func username(u *chat.User) string {
	if u.LastName == "" && chat.NameKey(u.FirstName) == u.Login {
		return u.FirstName
	}
	return u.Login
}
