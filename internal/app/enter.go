package app

import (
	"github.com/guideops/guideops/internal/chat"
	"github.com/guideops/guideops/internal/store"
)

// generalName is the name that the first room has until somebody renames it.
const generalName = "General"

// createGeneral makes the room that everybody but guests is in.
func createGeneral(tx *store.Tx, by chat.ID) (*chat.Room, error) {
	r := &chat.Room{Kind: chat.Channel, Visibility: chat.Public, Name: generalName, IsGeneral: true,
		Posting: chat.PostingAll, History: chat.HistoryAll, CreatedBy: by}
	return r, tx.InsertRoom(r, store.RoomKeys{Name: chat.NameKey(generalName)})
}

// enterRoom puts a person into a room with all that follows: the membership
// for the room, the room for him, and nothing that was there before counts as
// unread. info is written into the room unless it is nil.
func enterRoom(tx *store.Tx, room, user chat.ID, role string, info *chat.Info, actor chat.ID) error {
	if _, err := tx.Enter(room, user, role); err != nil {
		return err
	}
	return tell(tx, room, actor, info)
}

// exitRoom ends a membership. The row stays: who was in a room is a fact.
func exitRoom(tx *store.Tx, m chat.Member, info *chat.Info, actor chat.ID) error {
	m.LeftMS, m.User = tx.NowMS(), nil
	if err := tx.PutMember(&m); err != nil {
		return err
	}
	return tell(tx, m.RoomID, actor, info)
}

// tell writes an info message into a room.
func tell(tx *store.Tx, room, actor chat.ID, info *chat.Info) error {
	if info == nil {
		return nil
	}
	id, err := newUUID()
	if err != nil {
		return err
	}
	return tx.Info(room, actor, id, *info)
}

// general finds the room that everybody but guests is in.
func general(dir *chat.Directory) (chat.Room, bool) {
	for _, r := range dir.Rooms() {
		if r.IsGeneral {
			return r, true
		}
	}
	return chat.Room{}, false
}
