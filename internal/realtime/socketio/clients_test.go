package socketio_test

import (
	"bufio"
	"encoding/json"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/guideops/guideops/internal/app"
	"github.com/guideops/guideops/internal/chat"
)

// leash holds the real clients, which run in a process of Node.
type leash struct {
	t    *testing.T
	in   io.Writer
	seen chan sight
	kept []sight // read, but not waited for yet
}

// sight is something that a client saw.
type sight struct {
	ID    string            `json:"id"`
	Event string            `json:"event"`
	Args  []json.RawMessage `json:"args"`
}

func (s sight) String() string {
	b, _ := json.Marshal(s.Args)
	return s.ID + " " + s.Event + " " + string(b)
}

func newLeash(t *testing.T) *leash {
	t.Helper()
	web, err := filepath.Abs("../../../web")
	if err != nil {
		t.Fatal(err)
	}
	node, err := exec.LookPath("node")
	if err == nil {
		_, err = os.Stat(filepath.Join(web, "node_modules", "sio4"))
	}
	if err != nil {
		if os.Getenv("CI") == "true" {
			t.Fatalf("the real clients are needed (npm ci in web): %v", err)
		}
		t.Skipf("without the real clients (npm ci in web): %v", err)
	}
	cmd := exec.CommandContext(t.Context(), node, "testdata/clients.mjs")
	cmd.Env = append(os.Environ(), "WEB="+web)
	cmd.Stderr = t.Output()
	in, err := cmd.StdinPipe()
	if err != nil {
		t.Fatal(err)
	}
	out, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	l := &leash{t: t, in: in, seen: make(chan sight, 4096)}
	go func() {
		defer close(l.seen)
		lines := bufio.NewScanner(out)
		lines.Buffer(nil, 1<<20)
		for lines.Scan() {
			var s sight
			if json.Unmarshal(lines.Bytes(), &s) == nil {
				l.seen <- s
			}
		}
	}()
	t.Cleanup(func() {
		in.Close() //nolint:errcheck // it ends by that
		for range l.seen {
			continue
		}
		cmd.Wait() //nolint:errcheck // killed, if the test was
	})
	return l
}

type command map[string]any

func (l *leash) do(c command) {
	l.t.Helper()
	b, err := json.Marshal(c)
	if err == nil {
		_, err = l.in.Write(append(b, '\n'))
	}
	if err != nil {
		l.t.Fatal(err)
	}
}

// wait gives the next sight of a client that has text in it, and what the
// client saw before it, which is then done with.
func (l *leash) wait(id, event, text string) (hit sight, before []sight) {
	l.t.Helper()
	deadline := time.After(patience)
	for i := 0; ; i++ {
		for i >= len(l.kept) {
			select {
			case s, ok := <-l.seen:
				if !ok {
					l.t.Fatalf("the clients ended before %s saw %s %q; they saw %v", id, event, text, l.kept)
				}
				l.kept = append(l.kept, s)
			case <-deadline:
				l.t.Fatalf("%s did not see %s with %q; they saw %v", id, event, text, l.kept)
			}
		}
		s := l.kept[i]
		if s.ID != id || s.Event != event || !strings.Contains(s.String(), text) {
			continue
		}
		var others []sight
		for _, k := range l.kept[:i] {
			if k.ID == id {
				before = append(before, k)
			} else {
				others = append(others, k)
			}
		}
		l.kept = append(others, l.kept[i+1:]...)
		return s, before
	}
}

// ask sends an event and gives the answer to it.
func (l *leash) ask(id, event string, data any) map[string]any {
	l.t.Helper()
	key := newID().String()
	l.do(command{"cmd": "emit", "id": id, "ack": key, "event": event, "data": data})
	s, before := l.wait(id, "ack "+key, "")
	l.kept = append(before, l.kept...) // events that came meanwhile
	var answer map[string]any
	if err := json.Unmarshal(s.Args[0], &answer); err != nil {
		l.t.Fatal(err)
	}
	return answer
}

// way is one library on one way of transport.
type way struct {
	name, version string
	transports    []string
	ends          string // the transport it ends on
}

func ways() []way {
	var out []way
	for _, v := range []string{"sio2", "sio3", "sio4"} {
		out = append(out,
			way{v + " polling", v, []string{"polling"}, "polling"},
			way{v + " websocket", v, []string{"websocket"}, "websocket"},
			way{v + " upgrading", v, []string{"polling", "websocket"}, "websocket"})
	}
	return out
}

// open lets a client connect with a token: in auth, or for 2.x in the query.
func (l *leash) open(w *world, id string, v way, token string) {
	l.t.Helper()
	options := command{"transports": v.transports}
	c := command{"cmd": "open", "id": id, "version": v.version, "url": w.srv.URL, "options": options}
	if v.version == "sio2" {
		options["query"] = command{"token": token}
	} else {
		c["auth"] = command{"token": token}
	}
	l.do(c)
}

func (l *leash) untilOn(id, transport string) {
	l.t.Helper()
	for deadline := time.Now().Add(patience); ; {
		l.do(command{"cmd": "transport", "id": id})
		s, before := l.wait(id, "transport", "")
		l.kept = append(before, l.kept...)
		if strings.Contains(s.String(), transport) {
			return
		}
		if time.Now().After(deadline) {
			l.t.Fatalf("%s is on %v, not on %s", id, s, transport)
		}
	}
}

func TestRealClientsTalk(t *testing.T) {
	w := newWorld(t)
	l := newLeash(t)
	room, err := w.App.CreateRoom(t.Context(), w.Anna, app.NewRoom{Name: "Rescue", Visibility: chat.Public})
	if err != nil {
		t.Fatal(err)
	}
	for _, v := range ways() {
		t.Run(v.name, func(t *testing.T) {
			l.t = t
			ben, anna := v.name+" ben", v.name+" anna"
			session, token := w.SignIn(w.Email("Ben"))
			l.open(w, ben, v, token)
			l.open(w, anna, v, w.token("Anna"))
			l.wait(ben, "hello", "epoch")
			l.wait(anna, "hello", "epoch")
			l.untilOn(ben, v.ends)
			l.untilOn(anna, v.ends)

			id := newID().String()
			text := "from " + v.name + " 😀"
			sent := l.ask(ben, "message.send", command{"room_id": w.General, "message_id": id, "text": text})
			again := l.ask(ben, "message.send", command{"room_id": w.General, "message_id": id, "text": text})
			if sent["ok"] != true || again["ok"] != true || !strings.Contains(toJSON(sent), id) || toJSON(sent) != toJSON(again) {
				t.Fatalf("sent %v, again %v", sent, again)
			}
			got, _ := l.wait(anna, "message", text)
			if len(got.Args) != 2 || string(got.Args[1]) == "0" {
				t.Fatalf("the message came without its seq: %v", got)
			}
			l.wait(ben, "message", text)
			if a := l.ask(anna, "typing", command{"room_id": w.General}); a["ok"] != true {
				t.Fatalf("typing: %v", a)
			}
			if s, _ := l.wait(ben, "typing", w.Anna.User.String()); len(s.Args) != 1 {
				t.Fatalf("typing has a seq: %v", s)
			}
			if a := l.ask(ben, "room.join", command{"room_id": room.ID}); a["ok"] != true {
				t.Fatalf("join: %v", a)
			}
			if a := l.ask(ben, "read", command{"room_id": "99999", "seq": 1}); a["ok"] != false || !strings.Contains(toJSON(a), "room_not_found") {
				t.Fatalf("a room that is not there: %v", a)
			}
			if err := w.App.LeaveRoom(t.Context(), w.Ben, room.ID); err != nil {
				t.Fatal(err)
			}

			began := time.Now()
			if err := w.App.EndSession(t.Context(), w.Ben, session.Session); err != nil {
				t.Fatal(err)
			}
			l.wait(ben, "bye", "session_ended")
			l.wait(ben, "disconnect", "io server disconnect")
			if took := time.Since(began); took > 3*time.Second {
				t.Errorf("the client heard of its end after %v", took)
			}
			l.do(command{"cmd": "close", "id": anna})
		})
	}
}

func toJSON(v any) string {
	b, _ := json.Marshal(v)
	return string(b)
}

func TestRealClientsComeBackWhereTheyStood(t *testing.T) {
	w := newWorld(t)
	l := newLeash(t)
	for _, v := range ways() {
		if v.version == "sio2" {
			continue // its cursor stands in the query, which the library does not renew
		}
		t.Run(v.name, func(t *testing.T) {
			l.t = t
			id := v.name
			l.open(w, id, v, w.token("Ben"))
			l.wait(id, "hello", "epoch")
			l.untilOn(id, v.ends)
			w.send(t, w.Anna, w.General, "first of "+id)
			l.wait(id, "message", "first of "+id)
			l.do(command{"cmd": "offline", "id": id})
			l.wait(id, "disconnect", "")
			for _, text := range []string{"second", "third"} {
				w.send(t, w.Anna, w.General, text+" of "+id)
			}
			l.do(command{"cmd": "connect", "id": id})
			_, before := l.wait(id, "message", "third of "+id)
			var texts []string
			for _, s := range before {
				if s.Event == "message" {
					texts = append(texts, s.String())
				}
			}
			if len(texts) != 1 || !strings.Contains(texts[0], "second of "+id) {
				t.Fatalf("missed and got again: %v", texts)
			}
			l.do(command{"cmd": "offline", "id": id})
			l.wait(id, "disconnect", "")
			l.do(command{"cmd": "connect", "id": id, "auth": command{"epoch": "another"}})
			l.wait(id, "resync", "")
			l.wait(id, "disconnect", "io server disconnect")
		})
	}
}

func TestRealClientsWithoutASessionHearWhyAndNothingElse(t *testing.T) {
	w := newWorld(t)
	l := newLeash(t)
	for _, v := range ways() {
		t.Run(v.name, func(t *testing.T) {
			l.t = t
			l.open(w, "in "+v.name, v, w.token("Ben"))
			l.wait("in "+v.name, "hello", "")
			event := "connect_error"
			if v.version == "sio2" {
				event = "error"
			}
			l.open(w, v.name, v, "not a token")
			if s, before := l.wait(v.name, event, "sign_in"); len(before) != 0 {
				t.Fatalf("%v after %v", s, before)
			}
			w.send(t, w.Anna, w.General, "not for strangers, "+v.name)
			l.wait("in "+v.name, "message", "not for strangers, "+v.name)
			for _, s := range l.kept {
				if s.ID == v.name {
					t.Errorf("the stranger saw %v", s)
				}
			}
			l.do(command{"cmd": "close", "id": v.name})
			l.do(command{"cmd": "close", "id": "in " + v.name})
		})
	}
}
