package app_test

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"sync"
	"testing"

	"github.com/google/uuid"

	"github.com/guideops/guideops/internal/app"
	"github.com/guideops/guideops/internal/chat"
	"github.com/guideops/guideops/internal/chattest"
	"github.com/guideops/guideops/internal/dbtest"
	"github.com/guideops/guideops/internal/store"
)

// world is a company on a real database: Anna owns it, Dora is an admin, Ben,
// Cleo and Eve are guides, Gus is a guest. The room Patrol is private: Ben owns
// it, Cleo, Dora and Gus are in it, Anna and Eve are not. Otto is of another company.
type world struct {
	t                                     testing.TB
	app                                   *app.App
	store                                 *store.Store
	clock                                 *chattest.Clock
	anna, ben, cleo, dora, eve, gus, otto app.Actor
	general, patrol                       chat.ID
}

// stencil is a world's file, made once: people who join one by one cost an
// fsync each, and there are hundreds of worlds.
type stencil struct {
	once  sync.Once
	file  []byte
	world world
}

var first stencil

func newWorld(t testing.TB) *world {
	t.Helper()
	path := filepath.Join(t.TempDir(), "guideops.db")
	first.once.Do(func() {
		w := worldOn(t, store.Options{Path: path})
		w.must(w.store.Close())
		var err error
		first.file, err = os.ReadFile(path)
		w.must(err)
		first.world = *w
	})
	w := first.world
	w.t = t
	w.must(os.WriteFile(path, first.file, 0o600))
	house := chattest.NewHouseAt(t, store.Options{Path: path}, chattest.Hosting(app.HostingMany))
	w.app, w.store, w.clock = house.App, house.Store, house.Clock
	return &w
}

// onBoth runs a test on either engine, and looks through the record afterwards.
func onBoth(t *testing.T, test func(t *testing.T, w *world)) {
	t.Helper()
	run := func(t *testing.T, w *world) {
		test(t, w)
		w.sound()
	}
	t.Run("sqlite", func(t *testing.T) { run(t, newWorld(t)) })
	t.Run("postgres", func(t *testing.T) { run(t, worldOn(t, store.Options{URL: dbtest.Postgres(t)})) })
}

// sound checks that whatever a test did left the record whole.
func (w *world) sound() {
	w.t.Helper()
	findings, err := w.store.Check(context.Background())
	w.must(err)
	for _, f := range findings {
		w.t.Errorf("the record is broken: %s", f)
	}
}

func worldOn(t testing.TB, at store.Options) *world {
	t.Helper()
	house := chattest.NewHouseAt(t, at, chattest.Hosting(app.HostingMany))
	otto := house.Found(t, "Other Guides")
	c := house.Found(t, "Alpine Guides")
	w := &world{t: t, app: house.App, store: house.Store, clock: house.Clock, general: c.General, otto: otto.Anna, anna: c.Anna, ben: c.Ben}
	w.cleo, w.dora, w.eve = c.Join("Cleo", chat.Person), c.Join("Dora", chat.Admin), c.Join("Eve", chat.Person)
	lobby := w.room(w.anna, app.NewRoom{Name: "Lobby", Visibility: chat.Private}).ID
	w.gus = c.Join("Gus", chat.Guest, lobby)
	w.must(w.app.DeleteRoom(context.Background(), w.anna, lobby, "Lobby"))
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
