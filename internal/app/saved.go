package app

import (
	"context"

	"github.com/guideops/guideops/internal/chat"
	"github.com/guideops/guideops/internal/store"
)

const maxSaved = 500

// Save keeps a message for later, or keeps it no longer; again changes nothing.
func (a *App) Save(ctx context.Context, by Actor, id chat.UUID, keep bool) (*chat.Saved, error) {
	return write(ctx, a, by, func(tx *store.Tx) (*chat.Saved, error) {
		_, m, _, err := actingOn(tx, by, id)
		if err != nil {
			return nil, err
		}
		v, err := tx.SavedItem(by.User, m)
		if err != nil {
			return nil, err
		}
		now := tx.NowMS()
		switch {
		case v == nil && !keep:
			return nil, chat.Missing("saved")
		case v == nil:
			v = &chat.Saved{MessageID: m.ID, RoomID: m.RoomID, UserID: by.User, Seq: m.Seq, SavedMS: now}
		case keep == (v.RemovedMS == 0):
			return v, nil
		case keep:
			v.SavedMS, v.RemovedMS = now, 0
		default:
			v.RemovedMS = now
		}
		return v, tx.PutSaved(v)
	})
}

// SavedList is what a person keeps and may still see, newest first, with the
// messages as they are now.
type SavedList struct {
	Saved    []*chat.Saved   `json:"saved"`
	Messages []*chat.Message `json:"messages"`
}

// Saved lists what a person keeps.
func (a *App) Saved(ctx context.Context, by Actor) (*SavedList, error) {
	dir, _, err := a.reading(ctx, by)
	if err != nil {
		return nil, err
	}
	items, ms, err := a.store.Saved(ctx, by.User, maxSaved)
	if err != nil {
		return nil, err
	}
	byID := make(map[chat.UUID]*chat.Message, len(ms))
	for _, m := range ms {
		if access, ok := dir.See(m.RoomID, by.User); ok && m.Seq >= access.FromSeq {
			byID[m.ID] = m
		}
	}
	out := &SavedList{Saved: []*chat.Saved{}, Messages: []*chat.Message{}}
	for _, v := range items {
		if m := byID[v.MessageID]; m != nil {
			out.Saved, out.Messages = append(out.Saved, v), append(out.Messages, m)
		}
	}
	return out, nil
}
