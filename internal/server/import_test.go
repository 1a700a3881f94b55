package server

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/redis/rueidis"
	"golang.org/x/crypto/bcrypt"
)

// startRedis runs a Redis of its own for the test.
func startRedis(t *testing.T) (url string, do func(args ...string)) {
	t.Helper()
	if _, err := exec.LookPath("redis-server"); err != nil {
		if os.Getenv("CI") == "true" {
			t.Fatal("redis-server is not installed: run scripts/setup")
		}
		t.Skip("redis-server is not installed")
	}
	dir, err := os.MkdirTemp("", "redis")
	if err != nil {
		t.Fatal(err)
	}
	socket := filepath.Join(dir, "s")
	cmd := exec.Command("redis-server", "--port", "0", "--unixsocket", socket, "--save", "", "--dir", dir)
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		_ = cmd.Process.Kill()
		_ = cmd.Wait()
		_ = os.RemoveAll(dir)
	})
	url = "unix://" + socket
	opt, err := rueidis.ParseURL(url)
	if err != nil {
		t.Fatal(err)
	}
	opt.DisableCache = true
	ctx, cancel := context.WithTimeout(t.Context(), 20*time.Second)
	defer cancel()
	for {
		client, err := rueidis.NewClient(opt)
		if err == nil {
			t.Cleanup(client.Close)
			return url, func(args ...string) {
				t.Helper()
				if err := client.Do(t.Context(), client.B().Arbitrary(args...).Build()).Error(); err != nil {
					t.Fatalf("%.60q: %v", args, err)
				}
			}
		}
		if ctx.Err() != nil {
			t.Fatal(err)
		}
	}
}

func hashed(t *testing.T, password string) string {
	t.Helper()
	b, err := bcrypt.GenerateFromPassword([]byte(password), bcrypt.MinCost)
	if err != nil {
		t.Fatal(err)
	}
	return string(b)
}

// fillDemo fills a Redis as the public chat demo does.
func fillDemo(t *testing.T, do func(args ...string)) {
	t.Helper()
	do("SET", "total_users", "3")
	for i, name := range []string{"Pablo", "Joe", "Mary"} {
		id := fmt.Sprint(i + 1)
		do("SET", "username:"+name, "user:"+id)
		do("HSET", "user:"+id, "username", name, "password", hashed(t, "password123"))
		do("SADD", "user:"+id+":rooms", "0")
	}
	do("SADD", "user:1:rooms", "1:2")
	do("SADD", "user:2:rooms", "1:2")
	do("SET", "room:0:name", "General")
	do("SADD", "online_users", "1")
	for i, m := range []string{`{"from": "1", "date": 1615480369, "message": "Hello", "roomId": "0"}`, `{"from": 2, "date": 1615480369, "message": "Hi Pablo", "roomId": "0"}`,
		`{"from": "3", "date": 1615480400.5, "message": "Hello everybody", "roomId": "0"}`, `{"from": "77", "date": 1615480401, "message": "secret text", "roomId": "0"}`, `not json`} {
		do("ZADD", "room:0", fmt.Sprint(1615480369+i), m)
	}
	do("ZADD", "room:1:2", "1615480500", `{"from": "1", "date": 1615480500, "message": "Between us", "roomId": "1:2"}`)
}

// fillV2 fills a Redis as GuideOps V2 does, in both shapes of its streams.
func fillV2(t *testing.T, do func(args ...string)) {
	t.Helper()
	do("HSET", "user:10", "name", "Olga Owner", "email", "olga@example.com", "password", hashed(t, "olga's password"), "phone", "+47 555", "role", "super_admin")
	do("HSET", "user:11", "first_name", "Gary", "last_name", "Guide", "email", "gary@example.com", "password", hashed(t, "gary's password"), "role", "user")
	do("HSET", "user:12", "name", "Ada Admin", "email", "ada@example.com", "password", hashed(t, "ada's password"), "role", "admin")
	do("HSET", "room:5", "name", "Dispatch", "archived", "0", "created_by", "12")
	do("HSET", "room:6", "name", "Old season", "archived", "1")
	do("SADD", "room:5:members", "11", "12")
	do("SADD", "user:11:channels", "6")
	do("XADD", "room:5:stream", "1700000000000-0", "message_id", "m1", "author_id", "12", "text", "Cornice on the NE ridge", "ts_ms", "1700000000000", "lat", "0", "long", "-123.1207")
	do("XADD", "room:5:stream", "1700000001000-0", "user_id", "11", "ts_server", "1700000001000", "ts_iso", "2023-11-14T22:13:21Z", "user_snapshot", `{"name":"Gary"}`,
		"location", `{"latitude": 49.2827, "longitude": -123.1207}`, "kind", "message", "message", "Seen it")
	do("XADD", "room:5:stream", "1700000002000-0", "user_id", "11", "ts_server", "1700000002", "kind", "message", "text", "On my way down")
	do("XADD", "room:5:stream", "1700000003000-0", "author_id", "12", "text", "Off the map", "ts_ms", "1700000003000", "lat", "95", "long", "0")
	do("XADD", "room:6:stream", "1600000000000-0", "author_id", "11", "text", "Closing day", "ts_ms", "1600000000000")
	do("HSET", "room:5:reads", "11", "1700000000000-0")
}

// api is a person at the door.
type api struct {
	t     *testing.T
	s     *started
	token string
}

// signIn signs somebody in, who must get in.
func (s *started) signIn(t *testing.T, login, password string) *api {
	t.Helper()
	a := &api{t: t, s: s}
	var in struct{ Token string }
	if code := a.do("POST", "/auth/login", fmt.Sprintf(`{"email":%q,"password":%q,"client":"token"}`, login, password), &in); code != http.StatusOK {
		t.Fatalf("%s is not let in: %d", login, code)
	}
	a.token = in.Token
	return a
}

func (a *api) do(method, path, body string, out any) int {
	a.t.Helper()
	r, err := http.NewRequestWithContext(a.t.Context(), method, a.s.url+"/api/v1"+path, strings.NewReader(body))
	if err != nil {
		a.t.Fatal(err)
	}
	r.Header.Set("Content-Type", "application/json")
	r.Header.Set("Authorization", "Bearer "+a.token)
	res, err := a.s.client.Do(r)
	if err != nil {
		a.t.Fatal(err)
	}
	defer res.Body.Close()
	var b bytes.Buffer
	if _, err := b.ReadFrom(res.Body); err != nil {
		a.t.Fatal(err)
	}
	if out != nil && res.StatusCode < 300 {
		if err := json.Unmarshal(b.Bytes(), out); err != nil {
			a.t.Fatalf("%s %s: %v in %s", method, path, err, b.String())
		}
	}
	return res.StatusCode
}

type importedPage struct {
	Messages []struct {
		Seq, ChangeSeq int64
		Text           string
		TSMS           int64  `json:"ts_ms"`
		AuthorID       string `json:"author_id"`
		MessageID      string `json:"message_id"`
		ThreadID       string `json:"thread_id"`
		ReplyCount     int64  `json:"reply_count"`
		Lat, Long      *float64
		Reactions      []struct{ Emoji string }
		Mentions       []string
	}
	MoreBefore bool `json:"more_before"`
	MoreAfter  bool `json:"more_after"`
}

func (p *importedPage) texts() string {
	var all []string
	for _, m := range p.Messages {
		all = append(all, m.Text)
	}
	return strings.Join(all, "|")
}

type skeleton struct {
	Epoch string
	Seq   int64
	Me    struct {
		User struct{ ID, Login, Role string }
	}
	Users []struct{ ID, Login, Role string }
	Rooms []struct {
		ID, Name, Kind, Visibility string
		ArchivedMS                 int64 `json:"archived_ms"`
	}
	States []struct {
		RoomID  string `json:"room_id"`
		ReadSeq int64  `json:"read_seq"`
		Unread  int64  `json:"unread_count"`
		LastSeq int64  `json:"last_seq"`
	}
	Windows string `json:"windows_next"`
}

func (a *api) bootstrap() *skeleton {
	a.t.Helper()
	var sk skeleton
	if code := a.do("GET", "/bootstrap", "", &sk); code != http.StatusOK {
		a.t.Fatalf("bootstrap: %d", code)
	}
	return &sk
}

func (sk *skeleton) room(name string) (id string) {
	for _, r := range sk.Rooms {
		if r.Name == name || (name == "" && r.Kind == "direct") {
			return r.ID
		}
	}
	return ""
}

func (a *api) page(room, query string) *importedPage {
	a.t.Helper()
	var p importedPage
	if code := a.do("GET", "/rooms/"+room+"/messages"+query, "", &p); code != http.StatusOK {
		a.t.Fatalf("page %s: %d", query, code)
	}
	return &p
}

func inOrder(t *testing.T, cfg *Config, out *bytes.Buffer) {
	t.Helper()
	if err := Check(t.Context(), *cfg); err != nil {
		t.Errorf("%v: %s", err, out)
	}
}

func TestTheDemosPeopleAndHistoryMoveIn(t *testing.T) {
	url, do := startRedis(t)
	fillDemo(t, do)
	databases(t, func(t *testing.T, args ...string) {
		cfg, out := kept(t, args...)
		in := ImportFrom{Name: "redis", Company: "Demo Guides", Owner: "joe"}
		dry := in
		dry.DryRun = true
		if err := ImportRedis(t.Context(), *cfg, url, dry); err != nil || !strings.Contains(out.String(), "It would bring 3 people, 2 rooms and 4 messages; 2 things would be refused.") {
			t.Fatalf("%v: %s", err, out)
		}
		text := said(t, out, ImportRedis(t.Context(), *cfg, url, in))
		if !strings.Contains(text, "Brought 3 people, 1 rooms, 2 memberships and 4 messages") || strings.Count(text, "refused message") < 2 || strings.Contains(text, "secret text") {
			t.Fatalf("said %s", text)
		}
		inOrder(t, cfg, out)
		s := start(t, append([]string{"--data-dir", cfg.DataDir}, args...)...)
		if code := (&api{t: t, s: s}).do("POST", "/auth/login", `{"email":"Pablo","password":"wrong password"}`, nil); code != http.StatusUnauthorized {
			t.Errorf("a wrong password: %d", code)
		}
		s.signIn(t, "Pablo", "password123")
		pablo := s.signIn(t, "pablo", "password123") // by the new hash now
		sk := pablo.bootstrap()
		if sk.Me.User.Role != "user" || len(sk.Users) != 3 {
			t.Errorf("%+v", sk)
		}
		for _, u := range sk.Users {
			if (u.Role == "super_admin") != (u.Login == "joe") {
				t.Errorf("%s is %s", u.Login, u.Role)
			}
		}
		for _, st := range sk.States {
			if st.Unread != 0 {
				t.Errorf("unread in %s: %d", st.RoomID, st.Unread)
			}
		}
		p := pablo.page(sk.room("General"), "")
		if want := "Hello|Hi Pablo|Hello everybody|"; p.texts() != want || p.Messages[0].TSMS != 1615480369000 || p.Messages[2].TSMS != 1615480400500 ||
			p.Messages[1].Seq != p.Messages[0].Seq+1 || p.Messages[0].Seq >= 0 {
			t.Fatalf("%s %+v", p.texts(), p)
		}
		if p := pablo.page(sk.room(""), ""); p.texts() != "Between us" {
			t.Errorf("between two: %s", p.texts())
		}
		if code := s.signIn(t, "mary", "password123").do("GET", "/rooms/"+sk.room("")+"/messages", "", nil); code != http.StatusNotFound {
			t.Errorf("a third person reads it: %d", code)
		}
	})
}

func TestV2MovesInAndASecondRunChangesNothing(t *testing.T) {
	url, do := startRedis(t)
	fillV2(t, do)
	databases(t, func(t *testing.T, args ...string) {
		cfg, out := kept(t, args...)
		in := ImportFrom{Name: "redis", Company: "Fjell Guides"}
		text := said(t, out, ImportRedis(t.Context(), *cfg, url, in))
		if !strings.Contains(text, "Brought 3 people, 2 rooms, 3 memberships and 4 messages") || !strings.Contains(text, "not one on earth") {
			t.Fatalf("said %s", text)
		}
		s := start(t, append([]string{"--data-dir", cfg.DataDir}, args...)...)
		gary := s.signIn(t, "gary@example.com", "gary's password")
		before := gary.bootstrap()
		dispatch := before.room("Dispatch")
		p := gary.page(dispatch, "")
		if p.texts() != "Cornice on the NE ridge|Seen it|On my way down" || p.Messages[0].Lat == nil || *p.Messages[0].Lat != 0 || *p.Messages[1].Lat != 49.2827 {
			t.Fatalf("%+v", p)
		}
		for _, st := range before.States {
			if st.RoomID == dispatch && (st.Unread != 0 || st.ReadSeq != p.Messages[0].Seq || st.LastSeq != p.Messages[2].Seq) {
				t.Errorf("%+v", st)
			}
		}
		if sk := s.signIn(t, "olga@example.com", "olga's password").bootstrap(); sk.Me.User.Role != "super_admin" {
			t.Errorf("the owner is %s", sk.Me.User.Role)
		}
		head := gary.bootstrap().Seq
		if text := said(t, out, ImportRedis(t.Context(), *cfg, url, in)); !strings.Contains(text, "Brought 0 people, 0 rooms, 0 memberships and 0 messages") {
			t.Errorf("a second run said %s", text)
		}
		if now := gary.bootstrap().Seq; now != head {
			t.Errorf("a second run moved the head from %d to %d", head, now)
		}
		inOrder(t, cfg, out)
		gary.pages(dispatch, p)
	})
}

// pages looks at imported history in every way that there is.
func (a *api) pages(room string, all *importedPage) {
	a.t.Helper()
	t, first, middle, last := a.t, all.Messages[0], all.Messages[1], all.Messages[2]
	if p := a.page(room, fmt.Sprintf("?before=%d", last.Seq)); p.texts() != first.Text+"|"+middle.Text || p.MoreBefore {
		t.Errorf("before: %+v", p)
	}
	if p := a.page(room, fmt.Sprintf("?after=%d", first.Seq)); p.texts() != middle.Text+"|"+last.Text || p.MoreAfter {
		t.Errorf("after: %+v", p)
	}
	if p := a.page(room, fmt.Sprintf("?around=%d&limit=2", middle.Seq)); p.texts() != first.Text+"|"+middle.Text || !p.MoreAfter {
		t.Errorf("around: %+v", p)
	}
	if p := a.page(room, "?limit=2"); p.texts() != middle.Text+"|"+last.Text || !p.MoreBefore {
		t.Errorf("newest: %+v", p)
	}
	var at struct{ Seq int64 }
	if a.do("GET", fmt.Sprintf("/rooms/%s/seq-at?ts_ms=%d", room, middle.TSMS), "", &at); at.Seq != middle.Seq {
		t.Errorf("jump to a date: %d instead of %d", at.Seq, middle.Seq)
	}
	var w struct {
		Windows []struct {
			RoomID   string `json:"room_id"`
			Messages []struct{ Text string }
		}
	}
	a.do("GET", "/bootstrap/windows?page="+room, "", &w)
	if len(w.Windows) != 1 || len(w.Windows[0].Messages) != 3 {
		t.Errorf("window: %+v", w)
	}
	var st struct {
		ReadSeq int64 `json:"read_seq"`
	}
	if code := a.do("PUT", "/rooms/"+room+"/read", fmt.Sprintf(`{"seq":%d}`, middle.Seq), &st); code != 200 || st.ReadSeq != middle.Seq {
		t.Errorf("read: %d %+v", code, st)
	}
	if code := a.do("PUT", "/rooms/"+room+"/unread", fmt.Sprintf(`{"seq":%d}`, last.Seq), nil); code != 200 {
		t.Errorf("mark unread: %d", code)
	}
	var detail struct {
		Unread int64 `json:"unread_count"`
	}
	a.do("GET", "/rooms/"+room, "", &detail) // the last one is his own
	if code := a.do("PUT", "/rooms/"+room+"/unread", fmt.Sprintf(`{"seq":%d}`, first.Seq), nil); code != 200 || detail.Unread != 0 {
		t.Errorf("mark unread: %d %+v", code, detail)
	}
	if a.do("GET", "/rooms/"+room, "", &detail); detail.Unread != 1 {
		t.Errorf("marked unread from the first: %+v", detail)
	}
	if code := a.do("PUT", "/messages/"+first.MessageID+"/reactions/👍", "", nil); code != 200 {
		t.Errorf("react: %d", code)
	}
	var reply struct{ Seq int64 }
	body := fmt.Sprintf(`{"message_id":"0192f0c1-7b3e-7cc3-98c4-dc0c0c07398f","text":"Still there?","thread_id":%q}`, first.MessageID)
	if code := a.do("POST", "/rooms/"+room+"/messages", body, &reply); code != http.StatusCreated || reply.Seq <= 0 {
		t.Errorf("reply: %d %+v", code, reply)
	}
	var thread struct {
		Messages []struct{ Text string }
	}
	if a.do("GET", "/messages/"+first.MessageID+"/thread", "", &thread); len(thread.Messages) != 1 {
		t.Errorf("thread: %+v", thread)
	}
}

func TestHistoryThatComesWhileTheServerRunsReachesEveryDevice(t *testing.T) {
	url, do := startRedis(t)
	fillV2(t, do)
	do("XADD", "general:stream", "1650000000000-0", "author_id", "11", "text", "not read") // a key that nobody knows
	do("XADD", "room:0:stream", "1650000000000-0", "author_id", "11", "text", "Long ago", "ts_ms", "1650000000000")
	databases(t, func(t *testing.T, args ...string) {
		cfg, out := kept(t, args...)
		s := full(t, cfg, args...)
		anna := s.signIn(t, "anna@example.com", "a long enough secret")
		sk := anna.bootstrap()
		general := sk.room("General")
		if p := anna.page(general, ""); len(p.Messages) != 1 || p.MoreBefore {
			t.Fatalf("before: %+v", p) // and now it is in the hub's memory
		}
		r, err := http.NewRequestWithContext(t.Context(), "GET", fmt.Sprintf("%s/api/v1/stream?since=%d&epoch=%s", s.url, sk.Seq, sk.Epoch), nil)
		if err != nil {
			t.Fatal(err)
		}
		r.Header.Set("Authorization", "Bearer "+anna.token)
		stream, err := s.client.Do(r)
		if err != nil {
			t.Fatal(err)
		}
		defer stream.Body.Close()
		text := said(t, out, ImportRedis(t.Context(), *cfg, url, ImportFrom{Name: "redis"}))
		if !strings.Contains(text, `"general:stream": a key that neither`) || !strings.Contains(text, "Brought 3 people, 2 rooms") {
			t.Errorf("said %s", text)
		}
		var told bytes.Buffer
		if _, err := told.ReadFrom(stream.Body); err != nil { // ends by itself, since it is told to resync
			t.Fatal(err)
		}
		if !strings.Contains(told.String(), "event: resync") {
			t.Errorf("the stream was told\n%s", told.String())
		}
		cursor := sk.Seq // where a device stands after that stream
		for _, line := range strings.Split(told.String(), "\n") {
			if id, ok := strings.CutPrefix(line, "id: "); ok {
				if _, err := fmt.Sscan(id, &cursor); err != nil {
					t.Fatal(err)
				}
			}
		}
		var page struct{ Reset bool }
		if anna.do("GET", fmt.Sprintf("/sync?since=%d&epoch=%s", cursor, sk.Epoch), "", &page); !page.Reset {
			t.Errorf("a device at %d goes on without the history", cursor)
		}
		if p := anna.page(general, ""); !strings.HasPrefix(p.texts(), "Long ago|") || p.MoreBefore {
			t.Errorf("now: %s", p.texts())
		}
		for _, st := range anna.bootstrap().States {
			if st.Unread != 0 {
				t.Errorf("unread: %+v", st)
			}
		}
		if code := anna.do("GET", "/rooms/"+anna.bootstrap().room("Dispatch")+"/messages", "", nil); code == http.StatusOK {
			t.Error("the owner has been put into a room") // Dispatch is public, but not in his list
		}
		inOrder(t, cfg, out)
	})
}
