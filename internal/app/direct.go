package app

import (
	"context"
	"slices"
	"strings"

	"github.com/guideops/guideops/internal/chat"
	"github.com/guideops/guideops/internal/store"
)

// OpenedRoom is a direct room; New where this call made it.
type OpenedRoom struct {
	Room *chat.Room `json:"room"`
	New  bool       `json:"new"`
}

// OpenDirect gives the one direct room of a set of people, the caller
// included, and makes it where there is none.
func (a *App) OpenDirect(ctx context.Context, by Actor, users []chat.ID) (OpenedRoom, error) {
	people, err := setOf(by.User, users)
	if err != nil {
		return OpenedRoom{}, err
	}
	if err := a.limit.take(by.User); err != nil {
		return OpenedRoom{}, err
	}
	return write(ctx, a, by, func(tx *store.Tx) (OpenedRoom, error) {
		id, err := tx.DirectRoom(directKey(people))
		if err != nil {
			return OpenedRoom{}, err
		}
		if id != 0 { // also with people who have gone: what was said is still to be read
			room, err := reopen(tx, id, by.User)
			return OpenedRoom{Room: room}, err
		}
		if err := mayTalk(tx, by, people); err != nil {
			return OpenedRoom{}, err
		}
		room, err := makeDirect(tx, by.User, people)
		return OpenedRoom{Room: room, New: true}, err
	})
}

// setOf gives the people of a direct room, sorted, the caller among them.
func setOf(caller chat.ID, users []chat.ID) ([]chat.ID, error) {
	people := append(slices.Clone(users), caller)
	slices.Sort(people)
	people = slices.Compact(people)
	switch {
	case len(people) < 2:
		return nil, chat.Bad("user_ids", "too_few_people", "Name at least one other person.")
	case len(people) > chat.MaxDirect:
		return nil, chat.Bad("user_ids", "too_many_people", "A direct conversation holds at most %d people. Make a room instead.", chat.MaxDirect)
	}
	return people, nil
}

func directKey(people []chat.ID) string {
	parts := make([]string, len(people))
	for i, p := range people {
		parts[i] = p.String()
	}
	return strings.Join(parts, ",")
}

// mayTalk refuses a direct room with people whom the caller does not know, or
// who are gone, and one that brings a guest together with strangers.
func mayTalk(tx *store.Tx, by Actor, people []chat.ID) error {
	dir := tx.Dir()
	var guests []chat.ID
	for _, id := range people {
		u, ok := dir.User(id)
		if !ok || !dir.Meets(by.User, id) {
			return chat.Missing("user")
		}
		if err := chat.MayBeAdded(&u, &chat.Room{}, tx.NowMS()); err != nil {
			return err
		}
		if u.Role == chat.Guest {
			guests = append(guests, id)
		}
	}
	for _, g := range guests {
		for _, id := range people {
			if !dir.Meets(g, id) {
				return chat.Refuse("guest_meets_nobody", "A guest talks only to people who share a room with him. Add both to a room first.")
			}
		}
	}
	return nil
}

func makeDirect(tx *store.Tx, creator chat.ID, people []chat.ID) (*chat.Room, error) {
	room := &chat.Room{Kind: chat.Direct, Visibility: chat.Private, Posting: chat.PostingAll, History: chat.HistoryAll, CreatedBy: creator}
	if err := tx.InsertRoom(room, store.RoomKeys{Direct: directKey(people)}); err != nil {
		return nil, err
	}
	for _, p := range people {
		if _, err := tx.Enter(room.ID, p, chat.RoomMember); err != nil {
			return nil, err
		}
	}
	return room, nil
}

// reopen shows a direct room again to the one who asks for it.
func reopen(tx *store.Tx, id, user chat.ID) (*chat.Room, error) {
	room, ok := tx.Dir().Room(id)
	if !ok {
		return nil, chat.Missing("room")
	}
	st, err := tx.State(id, user)
	if err != nil || !st.Hidden {
		return &room, err
	}
	st.Hidden = false
	return &room, tx.PutState(st)
}
