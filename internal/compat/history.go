package compat

import (
	"context"
	"encoding/json"
	"fmt"

	"github.com/guideops/guideops/internal/app"
	"github.com/guideops/guideops/internal/chat"
)

// maxBack is how far one request looks back in a room.
const maxBack = 10_000

// back walks a room from before (0: its end) to older messages, newest first,
// through what people wrote: lines of the server and tombstones have no form in
// the predecessors. It ends when take says so, and tells whether it got to the
// room's begin and, if not, which message it looked at last.
func (h *Handler) back(ctx context.Context, by app.Actor, room chat.ID, before int64, take func(*chat.Message) bool) (last int64, atBegin bool, err error) {
	last = before
	for seen := 0; seen < maxBack; {
		page, err := h.page(ctx, by, room, last)
		if err != nil {
			return last, false, err
		}
		for i := len(page.Messages) - 1; i >= 0; i-- {
			m := &page.Messages[i]
			if m.Kind == chat.KindMessage && m.DeletedMS == 0 && !take(m) {
				return last, false, nil
			}
			last = m.Seq
		}
		seen += len(page.Messages)
		if !page.MoreBefore || len(page.Messages) == 0 {
			return last, true, nil
		}
	}
	return last, false, nil
}

type page struct {
	Messages   []chat.Message `json:"messages"`
	MoreBefore bool           `json:"more_before"`
}

// page reads what the verb writes for every other client.
func (h *Handler) page(ctx context.Context, by app.Actor, room chat.ID, before int64) (*page, error) {
	b, err := h.app.AppendHistory(ctx, by, room, app.Page{Before: before, Limit: app.MaxPage}, nil)
	if err != nil {
		return nil, err
	}
	var p page
	if err := json.Unmarshal(b, &p); err != nil {
		return nil, fmt.Errorf("read a page of our own: %w", err)
	}
	return &p, nil
}
