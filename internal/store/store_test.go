package store_test

import (
	"context"
	"fmt"
	"path/filepath"
	"sync"
	"testing"

	"github.com/google/uuid"

	"github.com/guideops/guideops/internal/chat"
	"github.com/guideops/guideops/internal/dbtest"
	"github.com/guideops/guideops/internal/store"
)

// engines runs a test over every database that we support.
func engines(t *testing.T, test func(t *testing.T, open func() *store.Store)) {
	t.Helper()
	t.Run("sqlite", func(t *testing.T) {
		path := filepath.Join(t.TempDir(), "guideops.db")
		test(t, func() *store.Store { return open(t, store.Options{Path: path}) })
	})
	t.Run("postgres", func(t *testing.T) {
		dsn := dbtest.Postgres(t)
		test(t, func() *store.Store { return open(t, store.Options{URL: dsn}) })
	})
}

func open(t *testing.T, opt store.Options) *store.Store {
	t.Helper()
	s, err := store.Open(context.Background(), opt)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := s.Close(); err != nil {
			t.Error(err)
		}
	})
	return s
}

// company makes a workspace with n people in one public room.
func company(t testing.TB, s *store.Store, slug string, n int) (ws, room chat.ID, people []chat.ID) {
	t.Helper()
	ws, err := s.Create(context.Background(), slug, "Test Guides", uuid.NewString(), func(tx *store.Tx) error {
		room, people = 0, nil
		id, err := tx.Insert(`INSERT INTO rooms (workspace_id, kind, visibility, name, posting, history, created_ms, change_seq)
			VALUES ($1, 'channel', 'public', 'General', 'all', 'all', $2, $3) RETURNING id`, int64(tx.Workspace()), tx.NowMS(), tx.Head()+1)
		if err != nil {
			return err
		}
		room = id
		tx.Append(chat.ChangeRoom, int64(room), room, 0)
		for i := range n {
			u, err := tx.Insert(`INSERT INTO users (workspace_id, login, first_name, role, created_ms, change_seq)
				VALUES ($1, $2, $3, 'user', $4, $5) RETURNING id`, int64(tx.Workspace()), fmt.Sprintf("p%d", i), fmt.Sprintf("P%d", i), tx.NowMS(), tx.Head()+1)
			if err != nil {
				return err
			}
			tx.Append(chat.ChangeUser, int64(u), 0, 0)
			seq := tx.Append(chat.ChangeMember, int64(u), room, 0)
			if _, err := tx.Exec(`INSERT INTO members (room_id, user_id, workspace_id, role, joined_seq, joined_ms, change_seq)
				VALUES ($1, $2, $3, 'member', $4, $5, $4)`, int64(room), int64(u), int64(tx.Workspace()), seq, tx.NowMS()); err != nil {
				return err
			}
			people = append(people, u)
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return ws, room, people
}

func text(room, author chat.ID, s string) chat.Message {
	return chat.Message{ID: chat.UUID(uuid.Must(uuid.NewV7())), RoomID: room, AuthorID: author, Kind: chat.KindMessage, Text: s}
}

func TestManyWritersGetGaplessCommitOrderedNumbers(t *testing.T) {
	engines(t, func(t *testing.T, open func() *store.Store) {
		s := open()
		var mu sync.Mutex
		var last int64
		s.OnCommit(func(c store.Commit) {
			mu.Lock()
			defer mu.Unlock()
			if c.From != last+1 && last != 0 {
				t.Errorf("commit %d..%d after %d", c.From, c.To, last)
			}
			last = c.To
		})
		ws, room, people := company(t, s, "one", 8)
		ctx := context.Background()
		var wg sync.WaitGroup
		for _, p := range people {
			wg.Go(func() {
				for i := range 50 {
					m := text(room, p, fmt.Sprintf("message %d", i))
					first, err := s.Send(ctx, ws, m, 0)
					if err != nil {
						t.Error(err)
						return
					}
					again, err := s.Send(ctx, ws, m, 0)
					if err != nil || !again.Repeat || string(again.JSON) != string(first.JSON) {
						t.Errorf("sent twice: %+v, %v", again, err)
					}
				}
			})
		}
		wg.Wait()
		h, err := s.History(ctx, room, store.Page{Limit: 1000})
		if err != nil || len(h.Messages) != 400 {
			t.Fatalf("%d messages stored, want 400 (%v)", len(h.Messages), err)
		}
		entries, err := s.Entries(ctx, ws, 0, 10_000)
		if err != nil {
			t.Fatal(err)
		}
		for i, e := range entries {
			if e.Seq != int64(i+1) {
				t.Fatalf("entry %d has number %d", i, e.Seq)
			}
		}
	})
}

func TestRacingCopiesOfOneMessageAreStoredOnce(t *testing.T) {
	engines(t, func(t *testing.T, open func() *store.Store) {
		s := open()
		ws, room, people := company(t, s, "one", 2)
		m := text(room, people[0], "only once")
		var wg sync.WaitGroup
		var mu sync.Mutex
		stored := 0
		for range 24 {
			wg.Go(func() {
				sent, err := s.Send(context.Background(), ws, m, 0)
				if err != nil {
					t.Error(err)
				}
				mu.Lock()
				defer mu.Unlock()
				if !sent.Repeat {
					stored++
				}
			})
		}
		wg.Wait()
		if stored != 1 {
			t.Fatalf("%d of 24 copies were stored", stored)
		}
		other := m
		other.AuthorID = people[1]
		if _, err := s.Send(context.Background(), ws, other, 0); chat.KindOf(err) != chat.Conflict {
			t.Fatalf("another author's use of the id: %v", err)
		}
	})
}
