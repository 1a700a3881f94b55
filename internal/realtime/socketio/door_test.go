package socketio_test

import (
	"encoding/json"
	"io"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/guideops/guideops/internal/realtime/socketio"
)

// ask makes one request of a polling client.
func (w *world) ask(t *testing.T, method, query, body string, header http.Header) (status int, answer string) {
	t.Helper()
	r, err := http.NewRequestWithContext(t.Context(), method, w.srv.URL+socketio.Prefix+"?transport=polling&"+query, strings.NewReader(body))
	if err != nil {
		t.Fatal(err)
	}
	r.Header = header.Clone()
	res, err := w.srv.Client().Do(r)
	if err != nil {
		t.Fatal(err)
	}
	defer res.Body.Close()
	b, err := io.ReadAll(res.Body)
	if err != nil {
		t.Fatal(err)
	}
	return res.StatusCode, string(b)
}

// shake begins a polling client of 4.x and gives the query that names it.
func (w *world) shake(t *testing.T, header http.Header) string {
	t.Helper()
	status, open := w.ask(t, "GET", "EIO=4", "", header)
	var h struct{ SID string }
	if status != http.StatusOK || json.Unmarshal([]byte(strings.TrimPrefix(open, "0")), &h) != nil || len(h.SID) < 26 {
		t.Fatalf("handshake: %d %s", status, open)
	}
	return "EIO=4&sid=" + h.SID
}

func TestAnIDIsNobodysButWhoMadeIt(t *testing.T) {
	w := newWorld(t)
	mine, theirs := cookie(w.token("Ben")), cookie(w.token("Anna"))
	sid := w.shake(t, mine)
	for name, header := range map[string]http.Header{"another account": theirs, "nobody": {}, "a wrong token": cookie("x")} {
		for _, method := range []string{"GET", "POST"} {
			if status, body := w.ask(t, method, sid, "40", header); status != http.StatusBadRequest || !strings.Contains(body, "Session ID unknown") {
				t.Errorf("%s by %s: %d %s", name, method, status, body)
			}
		}
	}
	if status, body := w.ask(t, "POST", sid, "40", mine); status != http.StatusOK || body != "ok" {
		t.Fatalf("who made it: %d %s", status, body)
	}
	if _, body := w.ask(t, "GET", sid, "", mine); !strings.Contains(body, `["hello",`) {
		t.Fatalf("who made it hears %s", body)
	}
}

func TestAClientThatPollsNoMoreIsDroppedWithItsPresence(t *testing.T) {
	w := newWorld(t, func(c *socketio.Config) { c.PingEvery, c.PingWait = 100*time.Millisecond, 100*time.Millisecond })
	me := cookie(w.token("Ben"))
	sid := w.shake(t, me)
	if status, _ := w.ask(t, "POST", sid, "40", me); status != http.StatusOK || w.hub.Stats(0).Streams != 1 {
		t.Fatalf("connected: %d, %+v", status, w.hub.Stats(0))
	}
	for deadline := time.Now().Add(patience); w.hub.Stats(0).Streams != 0; {
		if time.Now().After(deadline) {
			t.Fatal("its stream stays")
		}
	}
	if status, body := w.ask(t, "GET", sid, "", me); status != http.StatusBadRequest {
		t.Errorf("afterwards: %d %s", status, body)
	}
}
