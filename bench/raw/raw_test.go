package raw

import (
	"bufio"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"path/filepath"
	"strings"
	"testing"

	"github.com/guideops/guideops/internal/chat"
)

func serve(t *testing.T, opt Options) *httptest.Server {
	t.Helper()
	s, err := New(opt)
	if err != nil {
		t.Fatal(err)
	}
	srv := httptest.NewServer(s.mux)
	t.Cleanup(func() {
		srv.CloseClientConnections() // streams never end by themselves
		srv.Close()
	})
	return srv
}

func post(t *testing.T, srv *httptest.Server, n int) string {
	t.Helper()
	body := fmt.Sprintf(`{"message_id":"00000000-0000-7000-8000-%012d","text":"text %d"}`, n, n)
	return answer(t, http.MethodPost, srv.URL+"/api/v1/rooms/2/messages", body, http.StatusCreated)
}

func answer(t *testing.T, method, url, body string, status int) string {
	t.Helper()
	req, err := http.NewRequestWithContext(t.Context(), method, url, strings.NewReader(body))
	if err != nil {
		t.Fatal(err)
	}
	resp, err := http.DefaultClient.Do(req)
	if err != nil {
		t.Fatal(err)
	}
	defer resp.Body.Close()
	b, err := io.ReadAll(resp.Body)
	if err != nil || resp.StatusCode != status {
		t.Fatalf("%s %s: %s, %v: %s", method, url, resp.Status, err, b)
	}
	return string(b)
}

// listen opens a stream and gives its lines once the server has greeted it.
func listen(t *testing.T, srv *httptest.Server, last string) *bufio.Scanner {
	t.Helper()
	req, err := http.NewRequestWithContext(t.Context(), http.MethodGet, srv.URL+"/api/v1/stream", nil)
	if err != nil {
		t.Fatal(err)
	}
	if last != "" {
		req.Header.Set("Last-Event-ID", last)
	}
	resp, err := http.DefaultClient.Do(req)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { resp.Body.Close() })
	lines := bufio.NewScanner(resp.Body)
	next(t, lines, "event: hello")
	return lines
}

// next skips to the line that starts with want.
func next(t *testing.T, lines *bufio.Scanner, want string) string {
	t.Helper()
	for lines.Scan() {
		if strings.HasPrefix(lines.Text(), want) {
			return lines.Text()
		}
	}
	t.Fatalf("the stream ended before %q: %v", want, lines.Err())
	return ""
}

func TestEveryStreamGetsWhatTheSenderGetsInOrder(t *testing.T) {
	srv := serve(t, Options{MessageBytes: 400})
	streams := []*bufio.Scanner{listen(t, srv, ""), listen(t, srv, "")}
	for n := 1; n <= 3; n++ {
		sent := post(t, srv, n)
		if len(sent) != 400 {
			t.Fatalf("the answer has %d bytes", len(sent))
		}
		for _, s := range streams {
			next(t, s, fmt.Sprintf("id: %d", n))
			if got := strings.TrimPrefix(next(t, s, "data: "), "data: "); got != sent {
				t.Fatalf("delivered %s, answered %s", got, sent)
			}
		}
	}
}

func TestThePageHasTheLengthThatWasAsked(t *testing.T) {
	for _, length := range []int{0, 100, 30_000} {
		p := answer(t, http.MethodGet, serve(t, Options{PageBytes: length}).URL+"/api/v1/rooms/2/messages?limit=50", "", http.StatusOK)
		if length != 0 && len(p) != length {
			t.Errorf("%d bytes instead of %d", len(p), length)
		}
		if length == 0 && strings.Count(p, `"message_id"`) != 50 {
			t.Errorf("not a page of 50: %.200s", p)
		}
	}
}

func TestMalformedSendsAreRefused(t *testing.T) {
	answer(t, http.MethodPost, serve(t, Options{}).URL+"/api/v1/rooms/2/messages", "{", http.StatusUnprocessableEntity)
}

func TestAStoringServerPages(t *testing.T) {
	srv := serve(t, Options{Store: true})
	for n := 1; n <= 120; n++ {
		post(t, srv, n)
	}
	for _, c := range []struct {
		query         string
		first, last   int64
		before, after bool
	}{
		{"limit=50", 71, 120, true, false},
		{"limit=50&before=71", 21, 70, true, true},
		{"limit=50&before=21", 1, 20, false, true},
		{"limit=50&after=0", 1, 50, false, true},
		{"limit=50&after=100", 101, 120, true, false},
		{"limit=50&after=500", 0, 0, true, false},
	} {
		var p struct {
			Messages   []chat.Message
			MoreBefore bool `json:"more_before"`
			MoreAfter  bool `json:"more_after"`
		}
		if err := json.Unmarshal([]byte(answer(t, http.MethodGet, srv.URL+"/api/v1/rooms/2/messages?"+c.query, "", http.StatusOK)), &p); err != nil {
			t.Fatal(err)
		}
		var first, last int64
		if n := len(p.Messages); n > 0 {
			first, last = p.Messages[0].Seq, p.Messages[n-1].Seq
		}
		if first != c.first || last != c.last || p.MoreBefore != c.before || p.MoreAfter != c.after {
			t.Errorf("%s: %d to %d, more %v %v", c.query, first, last, p.MoreBefore, p.MoreAfter)
		}
	}
}

func TestAStoringServerRemembersAcrossARestart(t *testing.T) {
	opt := Options{Store: true, File: filepath.Join(t.TempDir(), "log")}
	first := serve(t, opt)
	stored := post(t, first, 1)
	post(t, first, 2)
	first.Close()
	again := serve(t, opt)
	if repeat := post(t, again, 1); repeat != stored {
		t.Fatalf("the repeat is answered with %s instead of %s", repeat, stored)
	}
	lines := listen(t, again, "1")
	next(t, lines, "id: 2")
	post(t, again, 3)
	next(t, lines, "id: 3")
}
