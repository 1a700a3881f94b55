package store_test

import (
	"bytes"
	"context"
	"fmt"
	"testing"

	"github.com/guideops/guideops/internal/chat"
	"github.com/guideops/guideops/internal/store"
)

// TestAPageHoldsWholeMessages compares pages with the messages one by one:
// pages read the rare columns only where a message has something in them.
func TestAPageHoldsWholeMessages(t *testing.T) {
	engines(t, func(t *testing.T, open func() *store.Store) {
		s := open()
		ws, room, people := company(t, s, "one", 2)
		ctx := context.Background()
		lat, long, alt := 0.0, -123.1207, 1930.5
		var ids []chat.UUID
		var root chat.UUID
		for i := range 40 {
			m := text(room, people[0], fmt.Sprintf("message %d", i))
			switch i % 5 {
			case 1:
				m.Lat, m.Long, m.AltitudeM, m.AccuracyM, m.CapturedMS = &lat, &long, &alt, 8.25, 1_757_560_090_000
			case 2:
				m.ReplyTo, m.Mentions = root, []string{people[1].String(), chat.MentionRoom}
			case 3:
				m.ThreadID = root
			case 4:
				m.ComposedMS = 1_757_560_100_000
			}
			if i == 0 {
				root = m.ID
			}
			ids = append(ids, m.ID)
			if _, err := s.Send(ctx, ws, m, s.NowMS()-7_200_000); err != nil {
				t.Fatal(err)
			}
		}
		err := s.Write(ctx, ws, func(tx *store.Tx) error {
			return tx.Info(room, people[0], chat.UUID{1}, chat.Info{Event: "topic", New: "Ice"})
		})
		if err != nil {
			t.Fatal(err)
		}
		ids = append(ids, chat.UUID{1})
		for name, p := range map[string]store.Page{"newest": {Limit: 41}, "after": {After: 1, Limit: 41}, "around": {Around: 20, Limit: 82}} {
			h, err := s.History(ctx, room, p)
			if err != nil || len(h.Messages) != 41 {
				t.Fatalf("%s: %d messages, %v", name, len(h.Messages), err)
			}
			for i, m := range h.Messages {
				whole, err := s.Message(ctx, ws, ids[i])
				if err != nil {
					t.Fatal(err)
				}
				if got, want := m.AppendJSON(nil), whole.AppendJSON(nil); !bytes.Equal(got, want) {
					t.Fatalf("%s, message %d:\n got %s\nwant %s", name, i, got, want)
				}
			}
		}
		h, err := s.History(ctx, room, store.Page{Before: 30, Limit: 10})
		if err != nil || len(h.Messages) != 10 || h.Messages[9].Seq >= 30 || !h.MoreBefore || !h.MoreAfter {
			t.Fatalf("before: %+v %v", h, err)
		}
		from := h.Messages[5].Seq
		if h, err = s.History(ctx, room, store.Page{Before: 30, Limit: 10, FromSeq: from}); err != nil || len(h.Messages) != 5 || h.MoreBefore {
			t.Fatalf("from joining: %d messages, more %v, %v", len(h.Messages), h.MoreBefore, err)
		}
	})
}
