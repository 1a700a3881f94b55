package app_test

import (
	"context"
	"errors"
	"path/filepath"
	"sync"
	"testing"
	"time"

	"github.com/google/uuid"

	"github.com/guideops/guideops/internal/app"
	"github.com/guideops/guideops/internal/chat"
	"github.com/guideops/guideops/internal/dbtest"
	"github.com/guideops/guideops/internal/store"
)

// clock is a clock that stands until a test moves it.
type clock struct {
	mu sync.Mutex
	at time.Time
}

func (c *clock) now() time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.at
}

func (c *clock) move(d time.Duration) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.at = c.at.Add(d)
}

// world is a company on a real database: Anna owns it, Dora is an admin, Ben,
// Cleo and Eve are guides, Gus is a guest. The room Patrol is private: Ben owns
// it, Cleo, Dora and Gus are in it, Anna and Eve are not. Otto is of another company.
type world struct {
	t                                     testing.TB
	app                                   *app.App
	store                                 *store.Store
	clock                                 *clock
	anna, ben, cleo, dora, eve, gus, otto app.Actor
	general, patrol                       chat.ID
}

func newWorld(t testing.TB) *world {
	t.Helper()
	return worldOn(t, store.Options{Path: filepath.Join(t.TempDir(), "guideops.db")})
}

// onBoth runs a test on either engine.
func onBoth(t *testing.T, test func(t *testing.T, w *world)) {
	t.Helper()
	t.Run("sqlite", func(t *testing.T) { test(t, newWorld(t)) })
	t.Run("postgres", func(t *testing.T) { test(t, worldOn(t, store.Options{URL: dbtest.Postgres(t)})) })
}

func worldOn(t testing.TB, opt store.Options) *world {
	t.Helper()
	w := &world{t: t, clock: &clock{at: time.Date(2026, 11, 23, 9, 0, 0, 0, time.UTC)}}
	opt.Now = w.clock.now
	var err error
	if w.store, err = store.Open(context.Background(), opt); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := w.store.Close(); err != nil {
			t.Error(err)
		}
	})
	w.app = app.New(app.Config{Now: w.clock.now}, w.store)
	w.otto = w.company("other", chat.SuperAdmin)[0]
	people := w.company("alps", chat.SuperAdmin, chat.Person, chat.Person, chat.Admin, chat.Person, chat.Guest)
	w.anna, w.ben, w.cleo, w.dora, w.eve, w.gus = people[0], people[1], people[2], people[3], people[4], people[5]
	rooms, err := w.app.Rooms(context.Background(), w.anna, "mine", "general")
	if err != nil || len(rooms) != 1 {
		t.Fatalf("General: %v, %v", rooms, err)
	}
	w.general = rooms[0].ID
	w.patrol = w.room(w.ben, app.NewRoom{Name: "Patrol", Visibility: chat.Private, UserIDs: ids(w.cleo, w.dora, w.gus)}).ID
	return w
}

func ids(people ...app.Actor) []chat.ID {
	out := make([]chat.ID, len(people))
	for i, p := range people {
		out[i] = p.User
	}
	return out
}

// company makes a workspace with General and people of the given roles.
func (w *world) company(slug string, roles ...chat.Role) []app.Actor {
	w.t.Helper()
	var people []app.Actor
	ws, err := w.store.Create(context.Background(), slug, slug, uuid.NewString(), func(tx *store.Tx) error {
		people = nil
		room := &chat.Room{Kind: chat.Channel, Visibility: chat.Public, Name: "General", IsGeneral: true, Posting: "all", History: "all"}
		if err := tx.InsertRoom(room, store.RoomKeys{Name: "general"}); err != nil {
			return err
		}
		for i, role := range roles {
			name := slug + string(rune('a'+i))
			id, err := tx.Insert(`INSERT INTO users (workspace_id, login, first_name, role, created_ms, change_seq) VALUES ($1, $2, $2, $3, $4, $5) RETURNING id`,
				int64(tx.Workspace()), name, string(role), tx.NowMS(), tx.Head()+1)
			if err != nil {
				return err
			}
			tx.Append(chat.ChangeUser, int64(id), 0, 0)
			people = append(people, app.Actor{User: id})
			if role == chat.Guest {
				continue
			}
			roomRole := chat.RoomMember
			if role == chat.SuperAdmin {
				roomRole = chat.RoomOwner
			}
			if _, err := tx.Enter(room.ID, id, roomRole); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		w.t.Fatal(err)
	}
	for i := range people {
		people[i].Workspace = ws
	}
	return people
}

func (w *world) room(by app.Actor, n app.NewRoom) *chat.Room {
	w.t.Helper()
	r, err := w.app.CreateRoom(context.Background(), by, n)
	if err != nil {
		w.t.Fatal(err)
	}
	return r
}

func newID() chat.UUID { return chat.UUID(uuid.Must(uuid.NewV7())) }

// say sends a message and gives it as it is stored.
func (w *world) say(by app.Actor, room chat.ID, text string, more ...func(*chat.Send)) *chat.Message {
	w.t.Helper()
	s := chat.Send{ID: newID(), Text: text}
	for _, f := range more {
		f(&s)
	}
	if _, err := w.app.Send(context.Background(), by, room, &s); err != nil {
		w.t.Fatal(err)
	}
	return w.message(by, s.ID)
}

func in(thread *chat.Message) func(*chat.Send) {
	return func(s *chat.Send) { s.ThreadID = thread.ID }
}

func naming(mentions ...string) func(*chat.Send) {
	return func(s *chat.Send) { s.Mentions = mentions }
}

func (w *world) message(by app.Actor, id chat.UUID) *chat.Message {
	w.t.Helper()
	m, err := w.app.Message(context.Background(), by, id)
	if err != nil {
		w.t.Fatal(err)
	}
	return m
}

func (w *world) view(by app.Actor, room chat.ID) *app.RoomView {
	w.t.Helper()
	v, err := w.app.Room(context.Background(), by, room)
	if err != nil {
		w.t.Fatal(err)
	}
	return v
}

func (w *world) must(err error) {
	w.t.Helper()
	if err != nil {
		w.t.Fatal(err)
	}
}

// code is the stable name of an error, or "" for none.
func code(err error) string {
	var e *chat.Error
	switch {
	case err == nil:
		return ""
	case errors.As(err, &e):
		return e.Code
	}
	return err.Error()
}

// head is the number of changes that the company has seen.
func (w *world) head(by app.Actor) int64 {
	w.t.Helper()
	head, err := w.store.Head(context.Background(), by.Workspace)
	w.must(err)
	return head
}

// infos lists what the server wrote into a room.
func (w *world) infos(room chat.ID) []chat.Info {
	w.t.Helper()
	h, err := w.store.History(context.Background(), room, store.Page{Limit: 1000})
	w.must(err)
	var out []chat.Info
	for _, m := range h.Messages {
		if m.Kind == chat.KindInfo {
			out = append(out, *m.Info)
		}
	}
	return out
}
