package app

import (
	"context"

	"github.com/guideops/guideops/internal/chat"
	"github.com/guideops/guideops/internal/store"
)

// RoomPatch changes what is not nil of a channel.
type RoomPatch struct {
	Name       *string `json:"name,omitempty"`
	Topic      *string `json:"topic,omitempty"`
	Visibility *string `json:"visibility,omitempty" enum:"public,private"`
	Posting    *string `json:"posting,omitempty" enum:"all,admins"`
	History    *string `json:"history,omitempty" enum:"all,from_joining"`
}

// apply changes the room and tells, one line each, what the room is to hear of it.
func (p *RoomPatch) apply(r *chat.Room) ([]chat.Info, error) {
	var said []chat.Info
	set := func(field *string, v *string, event string) {
		if v != nil && *v != *field {
			said = append(said, chat.Info{Event: event, Old: *field, New: *v})
			*field = *v
		}
	}
	if p.Name != nil {
		name, err := chat.CheckRoomName(*p.Name)
		if err != nil {
			return nil, err
		}
		set(&r.Name, &name, "renamed")
	}
	if p.Topic != nil {
		topic, err := chat.CheckTopic(*p.Topic)
		if err != nil {
			return nil, err
		}
		set(&r.Topic, &topic, "topic")
	}
	if p.Visibility != nil && *p.Visibility != r.Visibility {
		r.Visibility = *p.Visibility
		said = append(said, chat.Info{Event: "made_" + r.Visibility})
	}
	set(&r.Posting, p.Posting, "posting")
	set(&r.History, p.History, "history")
	return said, checkChoices(r)
}

// ChangeRoom renames a channel, changes its topic or its rules.
func (a *App) ChangeRoom(ctx context.Context, by Actor, id chat.ID, p RoomPatch) (*chat.Room, error) {
	return write(ctx, a, by, func(tx *store.Tx) (*chat.Room, error) {
		u, access, err := acting(tx, by, id)
		if err != nil {
			return nil, err
		}
		if err := chat.MayChangeRoom(u, access); err != nil {
			return nil, err
		}
		room := access.Room
		said, err := p.apply(&room)
		if err != nil || len(said) == 0 {
			return &room, err
		}
		if room.IsGeneral && room.Visibility == chat.Private {
			return nil, chat.Refuse("room_stays", "General is for everybody and stays public.")
		}
		if chat.NameKey(room.Name) != chat.NameKey(access.Room.Name) || room.Visibility != access.Room.Visibility {
			if err := nameFree(tx, by, &room); err != nil {
				return nil, err
			}
		}
		// Who browsed a public room holds something of it: a change of visibility is for all.
		if err := tx.UpdateRoom(&room, publicKey(&room), room.Visibility != access.Room.Visibility); err != nil {
			return nil, err
		}
		events := make([]string, len(said))
		for i, info := range said {
			events[i] = info.Event
			if err := tell(tx, id, by.User, &info); err != nil {
				return nil, err
			}
		}
		return &room, audit(tx, by, "room.change", "room", id.String(), map[string]any{"events": events})
	})
}

// ArchiveRoom closes a channel for writing, or opens it again.
func (a *App) ArchiveRoom(ctx context.Context, by Actor, id chat.ID, archive bool) (*chat.Room, error) {
	return write(ctx, a, by, func(tx *store.Tx) (*chat.Room, error) {
		u, access, err := acting(tx, by, id)
		if err != nil {
			return nil, err
		}
		if err := chat.MayArchive(u, access); err != nil {
			return nil, err
		}
		room := access.Room
		if archive == (room.ArchivedMS != 0) {
			return &room, nil
		}
		event, action := "unarchived", "room.unarchive"
		room.ArchivedMS = 0
		if archive {
			event, action, room.ArchivedMS = "archived", "room.archive", tx.NowMS()
		}
		if err := tx.UpdateRoom(&room, publicKey(&room), false); err != nil {
			return nil, err
		}
		if err := tell(tx, id, by.User, &chat.Info{Event: event}); err != nil {
			return nil, err
		}
		return &room, audit(tx, by, action, "room", id.String(), nil)
	})
}

// DeleteRoom deletes a channel for good. Its name, typed once more, confirms it.
func (a *App) DeleteRoom(ctx context.Context, by Actor, id chat.ID, confirmName string) error {
	_, err := write(ctx, a, by, func(tx *store.Tx) (struct{}, error) {
		u, access, err := acting(tx, by, id)
		if err != nil {
			return struct{}{}, err
		}
		if err := chat.MayDeleteRoom(u, access); err != nil {
			return struct{}{}, err
		}
		room := access.Room
		if chat.NameKey(confirmName) != chat.NameKey(room.Name) {
			return struct{}{}, chat.Bad("confirm_name", "name_differs", "Type the room's name to confirm that it is to be deleted.")
		}
		room.DeletedMS = tx.NowMS()
		// The name is free again; past members and those who browsed it forget the room, too.
		if err := tx.UpdateRoom(&room, "", true); err != nil {
			return struct{}{}, err
		}
		return struct{}{}, audit(tx, by, "room.delete", "room", id.String(), auditName(&room))
	})
	return err
}

// auditName names a public room in the audit log. The name of a private one is
// for its members, not for every admin.
func auditName(r *chat.Room) map[string]any {
	if r.Visibility != chat.Public {
		return nil
	}
	return map[string]any{"name": r.Name}
}

// ClearRoom makes everything said in a channel so far disappear for all who are in it.
func (a *App) ClearRoom(ctx context.Context, by Actor, id chat.ID) (*chat.Room, error) {
	return write(ctx, a, by, func(tx *store.Tx) (*chat.Room, error) {
		u, access, err := acting(tx, by, id)
		if err != nil {
			return nil, err
		}
		if err := chat.MayClearRoom(u, access); err != nil {
			return nil, err
		}
		room := access.Room
		// The number that this very change takes: what comes after it stays.
		room.PurgedBeforeSeq = tx.Head() + 1
		if err := tx.UpdateRoom(&room, publicKey(&room), false); err != nil {
			return nil, err
		}
		return &room, audit(tx, by, "room.clear", "room", id.String(), nil)
	})
}
