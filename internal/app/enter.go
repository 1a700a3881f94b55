package app

import (
	"github.com/guideops/guideops/internal/chat"
	"github.com/guideops/guideops/internal/store"
)

// enterRoom puts a person into a room and says so in it: event is
// "joined" (by himself), "added" (by actor) or empty for saying nothing.
func enterRoom(tx *store.Tx, room, user chat.ID, role string, actor chat.ID, event string) error {
	if err := tx.Enter(room, user, role); err != nil || event == "" {
		return err
	}
	return say(tx, room, actor, chat.Info{Event: event, UserIDs: []chat.ID{user}})
}

// say writes an info message into a room.
func say(tx *store.Tx, room, actor chat.ID, info chat.Info) error {
	id, err := newUUID()
	if err != nil {
		return err
	}
	return tx.Info(room, actor, id, info)
}
