package realtime_test

import (
	"bufio"
	"context"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/google/uuid"

	"github.com/guideops/guideops/internal/app"
	"github.com/guideops/guideops/internal/chat"
	"github.com/guideops/guideops/internal/chattest"
	"github.com/guideops/guideops/internal/httpapi"
	"github.com/guideops/guideops/internal/realtime"
)

// world is a house with a live side behind a real HTTP server.
type world struct {
	*chattest.Company
	srv *httptest.Server
}

// newWorld serves over plain HTTP/1.1, which the pump takes over, or over TLS
// with HTTP/2, where it must not.
func newWorld(t *testing.T, tls bool) *world {
	t.Helper()
	house := chattest.NewHouse(t, chattest.Hosting(app.HostingMany))
	hub := house.App.GoLive()
	t.Cleanup(hub.Close)
	stream := &realtime.SSE{App: house.App, Hub: hub, Version: "test", Now: house.Clock.Now}
	h := httpapi.New(house.App, httpapi.Deps{Stream: stream.Serve})
	w := &world{Company: house.Found(t, "Alpine Guides"), srv: httptest.NewUnstartedServer(h)}
	if tls {
		w.srv.EnableHTTP2 = true
		w.srv.StartTLS()
	} else {
		w.srv.Start()
	}
	t.Cleanup(w.srv.CloseClientConnections)
	return w
}

// stream is one open stream.
type stream struct {
	t   *testing.T
	res *http.Response
	buf *bufio.Reader
}

func (w *world) open(t *testing.T, token, query string) *stream {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), 20*time.Second)
	t.Cleanup(cancel)
	r, err := http.NewRequestWithContext(ctx, "GET", w.srv.URL+httpapi.Prefix+"/stream"+query, nil)
	if err != nil {
		t.Fatal(err)
	}
	r.Header.Set("Authorization", "Bearer "+token)
	res, err := w.srv.Client().Do(r)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { res.Body.Close() }) //nolint:errcheck // may have ended
	return &stream{t: t, res: res, buf: bufio.NewReader(res.Body)}
}

// next reads one event; "" at the end of the stream.
func (s *stream) next() (name string, id int64, data string) {
	s.t.Helper()
	for {
		line, err := s.buf.ReadString('\n')
		if err != nil {
			return "", 0, ""
		}
		key, value, _ := strings.Cut(strings.TrimSuffix(line, "\n"), ": ")
		switch key {
		case "event":
			name = value
		case "id":
			if id, err = strconv.ParseInt(value, 10, 64); err != nil {
				s.t.Fatal(err)
			}
		case "data":
			data = value
		case "":
			if name != "" {
				return name, id, data
			}
		}
	}
}

// until reads to the event that has text in its data, and gives all before it.
func (s *stream) until(event, text string) (before []string) {
	s.t.Helper()
	for {
		name, _, data := s.next()
		if name == "" {
			s.t.Fatalf("the stream ended before %s with %q; it had %q", event, text, before)
		}
		if name == event && strings.Contains(data, text) {
			return before
		}
		before = append(before, name+" "+data)
	}
}

func (w *world) send(t *testing.T, by app.Actor, room chat.ID, text string) {
	t.Helper()
	id := chat.UUID(uuid.Must(uuid.NewV7()))
	if _, err := w.App.Send(t.Context(), by, room, &chat.Send{ID: id, Text: text}); err != nil {
		t.Fatal(err)
	}
}

func both(t *testing.T, test func(t *testing.T, w *world)) {
	t.Run("http1", func(t *testing.T) { test(t, newWorld(t, false)) })
	t.Run("http2 over tls", func(t *testing.T) { test(t, newWorld(t, true)) })
}

func TestAStreamBringsWhatItsPersonMaySeeAndNothingElse(t *testing.T) {
	both(t, func(t *testing.T, w *world) {
		other := w.Found(t, "Fjord Guides")
		_, ben := w.SignIn(w.Email("Ben"))
		_, stranger := other.SignIn(other.Email("Ben"))
		secret, err := w.App.CreateRoom(t.Context(), w.Anna, app.NewRoom{Name: "Owners", Visibility: chat.Private})
		if err != nil {
			t.Fatal(err)
		}
		mine, theirs := w.open(t, ben, ""), w.open(t, stranger, "")
		mine.until("hello", "epoch")
		theirs.until("hello", "epoch")
		w.send(t, w.Anna, secret.ID, "for owners")
		w.send(t, w.Anna, w.General, "for everybody")
		other.App.SetPresence(t.Context(), other.Anna, true)
		w.send(t, other.Anna, other.General, "in the fjords")
		for _, e := range mine.until("message", "for everybody") {
			if strings.Contains(e, "for owners") || strings.Contains(e, "fjords") {
				t.Errorf("Ben got %s", e)
			}
		}
		for _, e := range theirs.until("message", "in the fjords") {
			if strings.Contains(e, "for everybody") || strings.Contains(e, "for owners") {
				t.Errorf("another company got %s", e)
			}
		}
	})
}

func TestOpenStreamsFallSilent(t *testing.T) {
	both(t, func(t *testing.T, w *world) {
		ctx := t.Context()
		room, err := w.App.CreateRoom(ctx, w.Anna, app.NewRoom{Name: "Rescue", Visibility: chat.Private, UserIDs: []chat.ID{w.Ben.User}})
		if err != nil {
			t.Fatal(err)
		}
		second, token := w.SignIn(w.Email("Ben"))
		_, keeps := w.SignIn(w.Email("Ben"))
		ended, stays := w.open(t, token, ""), w.open(t, keeps, "")
		ended.until("hello", "")
		stays.until("hello", "")
		w.send(t, w.Anna, room.ID, "he hears this")
		ended.until("message", "he hears this")
		stays.until("message", "he hears this")

		if err := w.App.EndSession(ctx, w.Ben, second.Session); err != nil {
			t.Fatal(err)
		}
		ended.until("bye", "session_ended")
		if name, _, data := ended.next(); name != "" {
			t.Errorf("after its end the session got %s %s", name, data)
		}
		if err := w.App.RemoveMember(ctx, w.Anna, room.ID, w.Ben.User); err != nil {
			t.Fatal(err)
		}
		w.send(t, w.Anna, room.ID, "he must not hear this")
		w.send(t, w.Anna, w.General, "everybody hears this")
		for _, e := range stays.until("message", "everybody hears this") {
			if strings.Contains(e, "must not hear") {
				t.Errorf("the removed member got %s", e)
			}
		}
		gone := true
		if _, err := w.App.PatchPerson(ctx, w.Anna, w.Ben.User, app.PersonPatch{Deactivated: &gone}); err != nil {
			t.Fatal(err)
		}
		for {
			name, _, data := stays.next()
			if name == "" {
				t.Fatal("the deactivated person's stream ended without a word")
			}
			if name == "bye" {
				break
			}
			if name == "message" {
				t.Errorf("the deactivated person got %s", data)
			}
		}
	})
}

func TestWhereAStreamBegins(t *testing.T) {
	w := newWorld(t, false)
	_, token := w.SignIn(w.Email("Ben"))
	for i := range 5 {
		w.send(t, w.Anna, w.General, fmt.Sprintf("message %d", i))
	}
	head, err := w.Store.Head(t.Context(), w.ID)
	if err != nil {
		t.Fatal(err)
	}
	feed, err := w.Store.Feed(t.Context(), w.ID)
	if err != nil {
		t.Fatal(err)
	}
	at := func(seq int64) string { return "?since=" + strconv.FormatInt(seq, 10) }
	resumed := w.open(t, token, at(head-3))
	for want := head - 2; want <= head; {
		name, id, data := resumed.next()
		switch name {
		case "":
			t.Fatal("the stream ended")
		case "message":
			if id != want {
				t.Fatalf("got %d %s, want %d", id, data, want)
			}
			want++
		}
	}
	for name, query := range map[string]string{"beyond the head": at(head + 1), "another epoch": at(head) + "&epoch=another"} {
		w.open(t, token, query).until("resync", "")
		if strings.Contains(query, feed.Epoch) {
			t.Errorf("%s tests nothing", name)
		}
	}
	for query, want := range map[string]int{"?since=x": http.StatusUnprocessableEntity, "?since=-1": http.StatusUnprocessableEntity, "?since=9007199254740993": http.StatusUnprocessableEntity} {
		if got := w.open(t, token, query).res.StatusCode; got != want {
			t.Errorf("%s: %d, want %d", query, got, want)
		}
	}
	res := w.open(t, "not a token", "").res
	body, err := io.ReadAll(res.Body)
	if err != nil || res.StatusCode != http.StatusUnauthorized || !strings.Contains(string(body), "sign_in") {
		t.Errorf("without a session: %d %s (%v)", res.StatusCode, body, err)
	}
}

func TestTypingReachesTheOthersInTheRoomOnly(t *testing.T) {
	w := newWorld(t, false)
	anna, ben := w.open(t, token(w, "Anna"), ""), w.open(t, token(w, "Ben"), "")
	anna.until("hello", "")
	ben.until("hello", "")
	if err := w.App.Typing(t.Context(), w.Ben, w.General, chat.UUID{}); err != nil {
		t.Fatal(err)
	}
	w.send(t, w.Anna, w.General, "the end")
	anna.until("typing", w.Ben.User.String())
	for _, e := range ben.until("message", "the end") {
		if strings.HasPrefix(e, "typing") {
			t.Errorf("Ben got his own typing: %s", e)
		}
	}
}

func token(w *world, name string) string {
	_, t := w.SignIn(strings.ToLower(w.Email(name)))
	return t
}
