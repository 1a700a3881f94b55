package app

import (
	"cmp"
	"context"
	"slices"

	"github.com/guideops/guideops/internal/chat"
	"github.com/guideops/guideops/internal/store"
)

// members lists who is in a room, longest first.
func members(dir *chat.Directory, room chat.ID) []*chat.Member {
	ms := dir.Members(room)
	slices.SortFunc(ms, func(a, b *chat.Member) int {
		return cmp.Or(cmp.Compare(a.JoinedSeq, b.JoinedSeq), cmp.Compare(a.UserID, b.UserID))
	})
	return ms
}

// Members lists who is in a room.
func (a *App) Members(ctx context.Context, by Actor, room chat.ID) ([]*chat.Member, error) {
	dir, _, err := a.seeing(ctx, by, room)
	if err != nil {
		return nil, err
	}
	return members(dir, room), nil
}

// JoinRoom enters a public channel by oneself; again changes nothing.
func (a *App) JoinRoom(ctx context.Context, by Actor, id chat.ID) (*chat.Room, error) {
	return write(ctx, a, by, func(tx *store.Tx) (*chat.Room, error) {
		u, access, err := acting(tx, by, id)
		if err != nil || access.In {
			return roomOf(access), err
		}
		if err := chat.MayJoin(u, access); err != nil {
			return nil, err
		}
		return &access.Room, enterRoom(tx, id, by.User, chat.RoomMember, &chat.Info{Event: "joined", UserIDs: []chat.ID{by.User}}, by.User)
	})
}

func roomOf(a *chat.Access) *chat.Room {
	if a == nil {
		return nil
	}
	return &a.Room
}

// LeaveRoom leaves a channel; who is not in it has nothing to leave.
func (a *App) LeaveRoom(ctx context.Context, by Actor, id chat.ID) error {
	_, err := write(ctx, a, by, func(tx *store.Tx) (struct{}, error) {
		u, access, err := acting(tx, by, id)
		if err != nil || !access.In {
			return struct{}{}, err
		}
		_, others := heir(tx, access.Member)
		if err := chat.MayLeave(access, !others && chat.MayRunRoom(u, access) == nil); err != nil {
			return struct{}{}, err
		}
		return struct{}{}, goOut(tx, access.Member, by.User, &chat.Info{Event: "left", UserIDs: []chat.ID{by.User}})
	})
	return err
}

// goOut ends a membership and says so.
func goOut(tx *store.Tx, m chat.Member, actor chat.ID, info *chat.Info) error {
	if err := handOn(tx, m); err != nil {
		return err
	}
	return exitRoom(tx, m, info, actor)
}

// handOn gives a room whose last owner goes to the one who has been in it
// longest: a room that nobody runs could never be changed again.
func handOn(tx *store.Tx, going chat.Member) error {
	if going.Role != chat.RoomOwner || len(owners(tx.Dir(), going.RoomID)) > 1 {
		return nil
	}
	next, ok := heir(tx, going)
	if !ok {
		return nil
	}
	next.Role = chat.RoomOwner
	return tx.PutMember(&next)
}

// heir finds the one who has been in a room longest, of those who could run it
// after somebody has gone.
func heir(tx *store.Tx, going chat.Member) (chat.Member, bool) {
	for _, m := range members(tx.Dir(), going.RoomID) {
		u, ok := tx.Dir().User(m.UserID)
		if ok && m.UserID != going.UserID && u.Role != chat.Guest && chat.Active(&u, tx.NowMS()) == nil {
			return *m, true
		}
	}
	return chat.Member{}, false
}

func owners(dir *chat.Directory, room chat.ID) []chat.ID {
	var ids []chat.ID
	for _, m := range dir.Members(room) {
		if m.Role == chat.RoomOwner {
			ids = append(ids, m.UserID)
		}
	}
	return ids
}

// AddMembers puts people into a channel, with a role in it, and gives their
// memberships. Who is in it already stays as he is.
func (a *App) AddMembers(ctx context.Context, by Actor, id chat.ID, users []chat.ID, role string) ([]*chat.Member, error) {
	role = cmp.Or(role, chat.RoomMember)
	if err := chat.OneOf("role", role, chat.RoomOwner, chat.RoomMember); err != nil {
		return nil, err
	}
	return write(ctx, a, by, func(tx *store.Tx) ([]*chat.Member, error) {
		u, access, err := acting(tx, by, id)
		if err != nil {
			return nil, err
		}
		if err := chat.MayAddMembers(u, access); err != nil {
			return nil, err
		}
		if role == chat.RoomOwner {
			if err := chat.MayRunRoom(u, access); err != nil {
				return nil, err
			}
		}
		people, err := addable(tx, by, &access.Room, users)
		if err != nil {
			return nil, err
		}
		return addAll(tx, by, id, people, role)
	})
}

func addAll(tx *store.Tx, by Actor, room chat.ID, people []chat.ID, role string) ([]*chat.Member, error) {
	all, added := []*chat.Member{}, []chat.ID{}
	for _, p := range people {
		if m, in := tx.Dir().Member(room, p); in {
			all = append(all, &m)
			continue
		}
		u, _ := tx.Dir().User(p)
		if role == chat.RoomOwner && u.Role == chat.Guest {
			return nil, chat.Refuse("guest_owns_nothing", "A guest cannot own a room.")
		}
		m, err := tx.Enter(room, p, role)
		if err != nil {
			return nil, err
		}
		all, added = append(all, m), append(added, p)
	}
	if len(added) == 0 {
		return all, nil
	}
	if err := tell(tx, room, by.User, &chat.Info{Event: "added", UserIDs: added}); err != nil {
		return nil, err
	}
	return all, audit(tx, by, "room.members_add", "room", room.String(), map[string]any{"user_ids": added, "role": role})
}

// addable gives the set of people to put into a room, if all of them may be.
func addable(tx *store.Tx, by Actor, room *chat.Room, users []chat.ID) ([]chat.ID, error) {
	if len(users) > chat.MaxAdd {
		return nil, chat.Bad("user_ids", "too_many_people", "Add at most %d people at once.", chat.MaxAdd)
	}
	people := slices.Clone(users)
	slices.Sort(people)
	people = slices.Compact(people)
	for _, id := range people {
		u, ok := tx.Dir().User(id)
		if !ok || !tx.Dir().Meets(by.User, id) {
			return nil, chat.Missing("user")
		}
		if err := chat.MayBeAdded(&u, room, tx.NowMS()); err != nil {
			return nil, err
		}
	}
	return people, nil
}

// target gives the membership and the person that a change is about.
func target(tx *store.Tx, room, user chat.ID) (chat.Member, *chat.User, error) {
	m, in := tx.Dir().Member(room, user)
	u, ok := tx.Dir().User(user)
	if !in || !ok {
		return m, nil, chat.Missing("member")
	}
	return m, &u, nil
}

// RemoveMember takes somebody out of a channel. Removing oneself is leaving.
func (a *App) RemoveMember(ctx context.Context, by Actor, id, user chat.ID) error {
	if user == by.User {
		return a.LeaveRoom(ctx, by, id)
	}
	_, err := write(ctx, a, by, func(tx *store.Tx) (struct{}, error) {
		u, access, err := acting(tx, by, id)
		if err != nil {
			return struct{}{}, err
		}
		m, who, err := target(tx, id, user)
		if err != nil {
			return struct{}{}, err
		}
		if err := chat.MayRemoveMember(u, who, access); err != nil {
			return struct{}{}, err
		}
		if err := goOut(tx, m, by.User, &chat.Info{Event: "removed", UserIDs: []chat.ID{user}}); err != nil {
			return struct{}{}, err
		}
		return struct{}{}, audit(tx, by, "room.member_remove", "room", id.String(), map[string]any{"user_id": user})
	})
	return err
}

// SetMemberRole makes a member an owner of the room, or an owner a member.
func (a *App) SetMemberRole(ctx context.Context, by Actor, id, user chat.ID, role string) (*chat.Member, error) {
	if err := chat.OneOf("role", role, chat.RoomOwner, chat.RoomMember); err != nil {
		return nil, err
	}
	return write(ctx, a, by, func(tx *store.Tx) (*chat.Member, error) {
		u, access, err := acting(tx, by, id)
		if err != nil {
			return nil, err
		}
		m, who, err := target(tx, id, user)
		if err != nil {
			return nil, err
		}
		if err := chat.MayRunRoom(u, access); err != nil {
			return nil, err
		}
		switch {
		case m.Role == role:
			return &m, nil
		case role == chat.RoomOwner && who.Role == chat.Guest:
			return nil, chat.Refuse("guest_owns_nothing", "A guest cannot own a room.")
		case role == chat.RoomMember && len(owners(tx.Dir(), id)) == 1:
			return nil, chat.Clash("last_owner", "A room keeps at least one owner. Make somebody else an owner first.")
		}
		old := m.Role
		m.Role = role
		if err := tx.PutMember(&m); err != nil {
			return nil, err
		}
		return &m, audit(tx, by, "room.member_role", "room", id.String(), map[string]any{"user_id": user, "old": old, "new": role})
	})
}
