package app

import (
	"context"

	"github.com/guideops/guideops/internal/chat"
	"github.com/guideops/guideops/internal/store"
)

// NewDraft is what a device says of an unfinished text.
type NewDraft struct {
	Text      string    `json:"text" doc:"empty removes the draft"`
	ThreadID  chat.UUID `json:"thread_id,omitzero"`
	ReplyTo   chat.UUID `json:"reply_to,omitzero"`
	UpdatedMS int64     `json:"updated_ms,omitempty"`
}

// SetDraft keeps an unfinished text of a person for his other devices. The
// last arrival wins: phones' clocks cannot decide which text he wants.
func (a *App) SetDraft(ctx context.Context, by Actor, room chat.ID, n NewDraft) (*chat.Draft, error) {
	if err := chat.CheckText(n.Text, true); err != nil {
		return nil, err
	}
	if n.UpdatedMS < 0 || n.UpdatedMS > chat.MaxExact {
		return nil, chat.Bad("updated_ms", "time_out_of_range", "updated_ms must be Unix milliseconds.")
	}
	return write(ctx, a, by, func(tx *store.Tx) (*chat.Draft, error) {
		_, access, err := acting(tx, by, room)
		if err != nil {
			return nil, err
		}
		if err := chat.MayKeep(access); err != nil {
			return nil, err
		}
		if err := inRoom(tx, by, room, "thread_id", n.ThreadID); err != nil {
			return nil, err
		}
		if err := inRoom(tx, by, room, "reply_to", n.ReplyTo); err != nil {
			return nil, err
		}
		d, err := tx.Draft(by.User, room, n.ThreadID)
		if err != nil || (d.Text == n.Text && d.ReplyTo == n.ReplyTo) {
			return d, err
		}
		d.Text, d.ReplyTo, d.UpdatedMS = n.Text, n.ReplyTo, n.UpdatedMS
		if d.UpdatedMS == 0 {
			d.UpdatedMS = tx.NowMS()
		}
		return d, tx.PutDraft(d)
	})
}

// inRoom refuses the id of a message that the person does not see in the room.
func inRoom(tx *store.Tx, by Actor, room chat.ID, field string, id chat.UUID) error {
	if id.IsZero() {
		return nil
	}
	_, m, _, err := actingOn(tx, by, id)
	if chat.KindOf(err) == chat.NotFound || (err == nil && m.RoomID != room) {
		return chat.Bad(field, field+"_not_found", "The message is not in this room any more.")
	}
	return err
}
