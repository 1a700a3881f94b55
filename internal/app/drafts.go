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
		if err := draftThread(tx, by, room, n.ThreadID); err != nil {
			return nil, err
		}
		if _, err := inRoom(tx, by, room, "reply_to", "reply_to_not_found", n.ReplyTo); err != nil {
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

// draftThread refuses what is not the first message of a thread: no device
// would ever show the draft.
func draftThread(tx *store.Tx, by Actor, room chat.ID, id chat.UUID) error {
	const missing = "thread_not_found"
	m, err := inRoom(tx, by, room, "thread_id", missing, id)
	if err == nil && m != nil && !m.ThreadID.IsZero() {
		return chat.Bad("thread_id", missing, "This message is an answer in a thread. Name the thread's first message.")
	}
	return err
}

// inRoom gives a message that the person sees in the room, or nil for no id.
func inRoom(tx *store.Tx, by Actor, room chat.ID, field, missing string, id chat.UUID) (*chat.Message, error) {
	if id.IsZero() {
		return nil, nil //nolint:nilnil // no id, no message: nothing is wrong
	}
	_, m, _, err := actingOn(tx, by, id)
	if chat.KindOf(err) == chat.NotFound || (err == nil && m.RoomID != room) {
		return nil, chat.Bad(field, missing, "The message is not in this room any more.")
	}
	return m, err
}
