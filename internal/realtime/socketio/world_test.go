package socketio_test

import (
	"context"
	"net/http"
	"net/http/httptest"
	"testing"
	"time"

	"github.com/google/uuid"

	"github.com/guideops/guideops/internal/app"
	"github.com/guideops/guideops/internal/chat"
	"github.com/guideops/guideops/internal/chattest"
	"github.com/guideops/guideops/internal/httpapi"
	"github.com/guideops/guideops/internal/live"
	"github.com/guideops/guideops/internal/realtime/socketio"
)

// world is a house with this door behind a real HTTP server.
type world struct {
	*chattest.Company
	hub  *live.Hub
	door *socketio.Server
	srv  *httptest.Server
}

func newWorld(t testing.TB, change ...func(*socketio.Config)) *world {
	t.Helper()
	house := chattest.NewHouse(t, chattest.Hosting(app.HostingMany))
	w := &world{hub: house.App.GoLive()}
	t.Cleanup(w.hub.Close)
	w.Company = house.Found(t, "Alpine Guides")
	w.door, w.srv = w.serve(t, change...)
	return w
}

// serve opens a door to the house; a second one is another node.
func (w *world) serve(t testing.TB, change ...func(*socketio.Config)) (*socketio.Server, *httptest.Server) {
	t.Helper()
	cfg := socketio.Config{App: w.App, Hub: w.hub, Version: "test", Now: w.Clock.Now, Token: httpapi.Token}
	for _, c := range change {
		c(&cfg)
	}
	door := socketio.New(cfg)
	ctx, cancel := context.WithCancel(context.Background())
	ended := make(chan error, 1)
	go func() { ended <- door.Run(ctx) }()
	srv := httptest.NewServer(door)
	t.Cleanup(func() {
		cancel()
		if err := <-ended; err != nil {
			t.Error(err)
		}
		srv.CloseClientConnections()
		srv.Close()
	})
	return door, srv
}

func (w *world) token(name string) string {
	_, t := w.SignIn(w.Email(name))
	return t
}

func (w *world) send(t testing.TB, by app.Actor, room chat.ID, text string) {
	t.Helper()
	if _, err := w.App.Send(context.Background(), by, room, &chat.Send{ID: newID(), Text: text}); err != nil {
		t.Fatal(err)
	}
}

func newID() chat.UUID { return chat.UUID(uuid.Must(uuid.NewV7())) }

func cookie(token string) http.Header {
	return http.Header{"Cookie": {"guideops_session=" + token}}
}

const patience = 15 * time.Second
