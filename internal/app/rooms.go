package app

import (
	"cmp"
	"context"
	"slices"
	"strings"

	"github.com/guideops/guideops/internal/chat"
	"github.com/guideops/guideops/internal/store"
)

// NewRoom is a channel to be made.
type NewRoom struct {
	Name       string    `json:"name"`
	Topic      string    `json:"topic,omitempty"`
	Visibility string    `json:"visibility" enum:"public,private"`
	Posting    string    `json:"posting,omitempty" enum:"all,admins" doc:"admins = an announcement room"`
	History    string    `json:"history,omitempty" enum:"all,from_joining" doc:"what new members see"`
	UserIDs    []chat.ID `json:"user_ids,omitempty" doc:"whom to add at once"`
}

// room checks the input and gives the row it asks for.
func (n *NewRoom) room(creator chat.ID) (*chat.Room, error) {
	name, err := chat.CheckRoomName(n.Name)
	if err != nil {
		return nil, err
	}
	topic, err := chat.CheckTopic(n.Topic)
	if err != nil {
		return nil, err
	}
	r := &chat.Room{Kind: chat.Channel, Visibility: n.Visibility, Name: name, Topic: topic, CreatedBy: creator,
		Posting: cmp.Or(n.Posting, chat.PostingAll), History: cmp.Or(n.History, chat.HistoryAll)}
	return r, checkChoices(r)
}

func checkChoices(r *chat.Room) error {
	if err := chat.OneOf("visibility", r.Visibility, chat.Public, chat.Private); err != nil {
		return err
	}
	if err := chat.OneOf("posting", r.Posting, chat.PostingAll, chat.PostingAdmins); err != nil {
		return err
	}
	return chat.OneOf("history", r.History, chat.HistoryAll, chat.HistoryFromJoining)
}

// CreateRoom makes a channel with its creator as its owner.
func (a *App) CreateRoom(ctx context.Context, by Actor, n NewRoom) (*chat.Room, error) {
	r, err := n.room(by.User)
	if err != nil {
		return nil, err
	}
	if err := a.limit.take(by.User); err != nil {
		return nil, err
	}
	return write(ctx, a, by, func(tx *store.Tx) (*chat.Room, error) {
		room := *r // the closure may run twice
		if err := mayCreate(tx, by); err != nil {
			return nil, err
		}
		people, err := addable(tx, by, &room, n.UserIDs)
		if err != nil {
			return nil, err
		}
		if err := nameFree(tx, by, &room); err != nil {
			return nil, err
		}
		if err := tx.InsertRoom(&room, store.RoomKeys{Name: publicKey(&room)}); err != nil {
			return nil, err
		}
		if _, err := tx.Enter(room.ID, by.User, chat.RoomOwner); err != nil {
			return nil, err
		}
		people = slices.DeleteFunc(people, func(id chat.ID) bool { return id == by.User })
		for _, id := range people {
			if _, err := tx.Enter(room.ID, id, chat.RoomMember); err != nil {
				return nil, err
			}
		}
		if err := tell(tx, room.ID, by.User, &chat.Info{Event: "created", New: room.Name, UserIDs: people}); err != nil || len(people) == 0 {
			return &room, err
		}
		return &room, audit(tx, by, "room.create", "room", room.ID.String(), map[string]any{"user_ids": people})
	})
}

func mayCreate(tx *store.Tx, by Actor) error {
	u, err := actor(tx, by)
	if err != nil {
		return err
	}
	ws, err := tx.Company()
	if err != nil {
		return err
	}
	return chat.MayCreateChannel(u, ws)
}

// publicKey is what makes a channel's name unique in the company. A private
// one has none: being refused its name would tell others that it exists.
func publicKey(r *chat.Room) string {
	if r.Visibility != chat.Public {
		return ""
	}
	return chat.NameKey(r.Name)
}

// nameFree refuses a name that another room has, of those that the person may see.
func nameFree(tx *store.Tx, by Actor, r *chat.Room) error {
	key := chat.NameKey(r.Name)
	other, err := tx.RoomNamed(key)
	if err != nil {
		return err
	}
	taken := other != 0 && other != r.ID
	for _, id := range tx.Dir().RoomsOf(by.User) {
		mine, ok := tx.Dir().Room(id)
		taken = taken || (ok && id != r.ID && mine.Kind == chat.Channel && chat.NameKey(mine.Name) == key)
	}
	if taken {
		return chat.Clash("room_name_taken", "There is a room with this name already. Choose another name.")
	}
	return nil
}

// ListedRoom is a room in a list.
type ListedRoom struct {
	chat.Room
	MemberCount int  `json:"member_count"`
	Joined      bool `json:"joined"`
}

// Rooms lists the rooms that a person is in ("mine") or the channels that he
// may join ("public"), General first, then by name. q searches in name and topic.
func (a *App) Rooms(ctx context.Context, by Actor, scope, q string) ([]ListedRoom, error) {
	dir, u, err := a.reading(ctx, by)
	if err != nil {
		return nil, err
	}
	if scope == chat.Public {
		if err := chat.MayBrowse(u); err != nil {
			return nil, err
		}
	}
	out := []ListedRoom{}
	q = chat.NameKey(q)
	for _, r := range dir.Rooms() {
		_, in := dir.Member(r.ID, by.User)
		listed := in
		if scope == chat.Public {
			listed = r.Kind == chat.Channel && r.Visibility == chat.Public
		}
		if listed && (strings.Contains(chat.NameKey(r.Name), q) || strings.Contains(chat.NameKey(r.Topic), q)) {
			out = append(out, ListedRoom{Room: r, MemberCount: len(dir.Members(r.ID)), Joined: in})
		}
	}
	slices.SortFunc(out, func(a, b ListedRoom) int {
		return cmp.Or(-cmp.Compare(b2i(a.IsGeneral), b2i(b.IsGeneral)), cmp.Compare(chat.NameKey(a.Name), chat.NameKey(b.Name)), cmp.Compare(a.ID, b.ID))
	})
	return out, nil
}

func b2i(b bool) int {
	if b {
		return 1
	}
	return 0
}

// RoomView is a room as one person sees it.
type RoomView struct {
	Room         *chat.Room      `json:"room"`
	Members      []*chat.Member  `json:"members"`
	State        *chat.RoomState `json:"state,omitempty"`
	UnreadCount  int64           `json:"unread_count"`
	MentionCount int64           `json:"mention_count"`
}

// Room gives a room with its members and the person's own view of it.
func (a *App) Room(ctx context.Context, by Actor, id chat.ID) (*RoomView, error) {
	dir, access, err := a.seeing(ctx, by, id)
	if err != nil {
		return nil, err
	}
	v := &RoomView{Room: &access.Room, Members: members(dir, id)}
	if !access.In {
		return v, nil
	}
	if v.State, err = a.store.State(ctx, id, by.User); err != nil {
		return nil, err
	}
	counts, err := a.store.CountsIn(ctx, by.User, id)
	v.UnreadCount, v.MentionCount = counts.Unread, counts.Mentions
	return v, err
}

// reading gives who is who, and who reads.
func (a *App) reading(ctx context.Context, by Actor) (*chat.Directory, *chat.User, error) {
	dir, err := a.store.Directory(ctx, by.Workspace)
	if err != nil {
		return nil, nil, err
	}
	u, ok := dir.User(by.User)
	if !ok {
		return nil, nil, chat.ErrSignIn()
	}
	return dir, &u, chat.Active(&u, a.store.NowMS())
}

// seeing gives what the reader may see of a room; what he may not see does not exist.
func (a *App) seeing(ctx context.Context, by Actor, room chat.ID) (*chat.Directory, *chat.Access, error) {
	dir, _, err := a.reading(ctx, by)
	if err != nil {
		return nil, nil, err
	}
	access, ok := dir.See(room, by.User)
	if !ok {
		return nil, nil, chat.Missing("room")
	}
	return dir, &access, nil
}

// acting gives who writes and what he may see of a room, as of the head.
func acting(tx *store.Tx, by Actor, room chat.ID) (*chat.User, *chat.Access, error) {
	u, err := actor(tx, by)
	if err != nil {
		return nil, nil, err
	}
	access, ok := tx.Dir().See(room, by.User)
	if !ok {
		return nil, nil, chat.Missing("room")
	}
	return u, &access, nil
}
