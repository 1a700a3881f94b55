package store_test

import (
	"context"
	"encoding/json"
	"testing"

	"github.com/guideops/guideops/internal/chat"
	"github.com/guideops/guideops/internal/store"
)

func TestTheFeedGivesEveryRowInItsPresentState(t *testing.T) {
	engines(t, func(t *testing.T, open func() *store.Store) {
		s := open()
		ws, room, people := company(t, s, "one", 3)
		ctx := context.Background()
		for range 300 {
			if _, err := s.Send(ctx, ws, text(room, people[0], "hello"), 0); err != nil {
				t.Fatal(err)
			}
		}
		entries, err := s.Entries(ctx, ws, 0, 1000)
		if err != nil {
			t.Fatal(err)
		}
		changes, err := s.Load(ctx, ws, entries)
		if err != nil {
			t.Fatal(err)
		}
		kinds := map[chat.ChangeType]int{}
		for _, c := range changes {
			kinds[c.Type]++
			var row struct {
				ChangeSeq int64 `json:"change_seq"`
			}
			if err := json.Unmarshal(c.Data, &row); err != nil || row.ChangeSeq != c.Seq {
				t.Fatalf("%s %d: %s (%v)", c.Type, c.Seq, c.Data, err)
			}
		}
		if kinds[chat.ChangeMessage] != 300 || kinds[chat.ChangeUser] != 3 || kinds[chat.ChangeMember] != 3 || kinds[chat.ChangeRoom] != 1 {
			t.Fatalf("the feed has %v", kinds)
		}

		// A row that moves on is left out at its old number and stands at the new one.
		var moved int64
		err = s.Write(ctx, ws, func(tx *store.Tx) error {
			moved = tx.Append(chat.ChangeUser, int64(people[1]), 0, 0)
			_, err := tx.Exec(`UPDATE users SET title = 'IFMGA', change_seq = $1 WHERE id = $2`, moved, int64(people[1]))
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
		if entries, err = s.Entries(ctx, ws, 0, 1000); err != nil {
			t.Fatal(err)
		}
		if changes, err = s.Load(ctx, ws, entries); err != nil {
			t.Fatal(err)
		}
		n := 0
		for _, c := range changes {
			if c.Type == chat.ChangeUser && c.RowID == int64(people[1]) {
				n++
				if c.Seq != moved {
					t.Errorf("the moved row stands at %d, want %d", c.Seq, moved)
				}
			}
		}
		if n != 1 {
			t.Errorf("the moved row stands %d times in the feed", n)
		}
	})
}

func TestAClosureThatBreaksTheGroupHarmsNobodyElse(t *testing.T) {
	engines(t, func(t *testing.T, open func() *store.Store) {
		s := open()
		ws, room, people := company(t, s, "one", 1)
		ctx := context.Background()
		hold := make(chan struct{})
		errs := make(chan error, 5)
		go func() {
			errs <- s.Write(ctx, ws, func(*store.Tx) error { <-hold; return nil })
		}()
		bad := func(fn func(*store.Tx) error) { go func() { errs <- s.Write(ctx, ws, fn) }() }
		bad(func(tx *store.Tx) error {
			tx.Append(chat.ChangeNotice, 1, 0, people[0])
			_, err := tx.Exec(`INSERT INTO no_such_table VALUES (1)`)
			return err
		})
		bad(func(tx *store.Tx) error { tx.Append(chat.ChangeNotice, 1, 0, people[0]); panic("its own") })
		// The same message's id twice breaks the unique index; on PostgreSQL only when the batch leaves.
		twice := func(tx *store.Tx) error {
			for range 2 {
				if err := tx.Info(room, people[0], chat.UUID{9}, chat.Info{Event: "topic"}); err != nil {
					return err
				}
			}
			return nil
		}
		bad(twice)
		bad(func(tx *store.Tx) error { return chat.Refuse("no", "A refusal that costs nothing.") })
		done := make(chan error, 1)
		go func() {
			_, err := s.Send(ctx, ws, text(room, people[0], "a good neighbour"), 0)
			done <- err
		}()
		close(hold)
		if err := <-done; err != nil {
			t.Fatalf("the neighbour: %v", err)
		}
		failed := 0
		for range 5 {
			if err := <-errs; err != nil {
				failed++
			}
		}
		if failed != 4 {
			t.Errorf("%d writes failed, want 4", failed)
		}
		entries, err := s.Entries(ctx, ws, 0, 100)
		if err != nil {
			t.Fatal(err)
		}
		head, err := s.Head(ctx, ws)
		if err != nil || int(head) != len(entries) {
			t.Errorf("%d entries up to %d (%v): a failed write left a hole", len(entries), head, err)
		}
	})
}
