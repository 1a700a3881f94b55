package compat_test

import (
	"encoding/json"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/guideops/guideops/internal/app"
	"github.com/guideops/guideops/internal/chat"
	"github.com/guideops/guideops/internal/chattest"
	"github.com/guideops/guideops/internal/compat"
	"github.com/guideops/guideops/internal/httpapi"
	"github.com/guideops/guideops/internal/live"
)

// server is the door over a real house with a live side, on a port of its own.
type server struct {
	*chattest.House
	t    *testing.T
	hub  *live.Hub
	door *compat.Handler
	http *httptest.Server
}

func newServer(t *testing.T, mode string, options ...func(*app.Config)) *server {
	t.Helper()
	s := &server{House: chattest.NewHouse(t, options...), t: t}
	s.hub = s.App.GoLive()
	t.Cleanup(s.hub.Close)
	log := slog.New(slog.NewTextHandler(t.Output(), nil))
	api := httpapi.New(s.App, httpapi.Deps{Log: log})
	s.door = compat.New(mode, s.App, compat.Deps{Log: log, Hub: s.hub, Authenticate: api.Authenticate, Anonymous: httpapi.Anonymous,
		SetSession: httpapi.SetSession, EndSession: httpapi.EndSession, Ready: s.Store.Ping, Version: "test"})
	s.http = httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if !s.door.Takes(r) {
			http.NotFound(w, r)
			return
		}
		s.door.ServeHTTP(w, r)
	}))
	t.Cleanup(s.http.Close)
	t.Cleanup(s.http.CloseClientConnections)
	return s
}

// person is somebody who calls: with a token, with a cookie, or with neither.
type person struct {
	s      *server
	id     chat.ID
	token  string
	cookie *http.Cookie
}

func (s *server) nobody() *person { return &person{s: s} }

func (s *server) of(in *app.SignedIn) *person {
	return &person{s: s, id: in.User.ID, token: in.Token}
}

func (s *server) signIn(c *chattest.Company, name string) *person {
	s.t.Helper()
	by, token := c.SignIn(strings.ToLower(c.Email(name)))
	return &person{s: s, id: by.User, token: token}
}

func (p *person) in(t *testing.T) *person {
	q, s := *p, *p.s
	s.t = t
	q.s = &s
	return &q
}

type obj map[string]any

type reply struct {
	t      *testing.T
	what   string
	status int
	header http.Header
	body   string
}

func (p *person) call(method, path string, body any) *reply {
	t := p.s.t
	t.Helper()
	var in io.Reader
	switch b := body.(type) {
	case nil:
	case string:
		in = strings.NewReader(b)
	default:
		text, err := json.Marshal(b)
		if err != nil {
			t.Fatal(err)
		}
		in = strings.NewReader(string(text))
	}
	r, err := http.NewRequestWithContext(t.Context(), method, p.s.http.URL+path, in)
	if err != nil {
		t.Fatal(err)
	}
	if body != nil {
		r.Header.Set("Content-Type", "application/json")
	}
	if p.token != "" {
		r.Header.Set("Authorization", "Bearer "+p.token)
	}
	if p.cookie != nil {
		r.AddCookie(p.cookie)
	}
	res, err := p.s.http.Client().Do(r)
	if err != nil {
		t.Fatal(err)
	}
	defer res.Body.Close() //nolint:errcheck // read to its end
	out, err := io.ReadAll(res.Body)
	if err != nil {
		t.Fatal(err)
	}
	return &reply{t: t, what: method + " " + path, status: res.StatusCode, header: res.Header, body: strings.TrimSpace(string(out))}
}

func (r *reply) want(status int) *reply {
	r.t.Helper()
	if r.status != status {
		r.t.Fatalf("%s: %d instead of %d: %s", r.what, r.status, status, r.body)
	}
	return r
}

func (r *reply) has(parts ...string) *reply {
	r.t.Helper()
	for _, p := range parts {
		if !strings.Contains(r.body, p) {
			r.t.Errorf("%s: no %s in %s", r.what, p, r.body)
		}
	}
	return r
}

func (r *reply) is(body string) *reply {
	r.t.Helper()
	if r.body != body {
		r.t.Errorf("%s: %s instead of %s", r.what, r.body, body)
	}
	return r
}

func (r *reply) into(v any) {
	r.t.Helper()
	if err := json.Unmarshal([]byte(r.body), v); err != nil {
		r.t.Fatalf("%s: %v in %s", r.what, err, r.body)
	}
}

// routes reads what is registered off the source, so that none is forgotten.
func routes(t *testing.T, prefix string) []string {
	t.Helper()
	files, err := filepath.Glob(prefix + "*.go")
	if err != nil {
		t.Fatal(err)
	}
	var out []string
	pattern := regexp.MustCompile(`h\.(?:route|open|mux\.HandleFunc)\("([A-Z]+ /[^"]*|GET )"`)
	for _, f := range files {
		b, err := os.ReadFile(f)
		if err != nil {
			t.Fatal(err)
		}
		for _, m := range pattern.FindAllStringSubmatch(string(b), -1) {
			route := m[1]
			if route == "GET " {
				route += compat.StreamPath
			}
			out = append(out, route)
		}
	}
	slices.Sort(out)
	return out
}

// attack says how a route is asked with the names of others' things, and which
// status each gets: ben, who may; far, the owner of another company; near, a
// guide of the same company who is not in the room; a guest in no room. 0 is not asked.
type attack struct {
	path                  string
	body                  any
	ben, far, near, guest int
	open                  bool // for everybody
}

// wall holds every route against all of them.
func (s *server) wall(t *testing.T, prefix string, attacks map[string]attack, unsigned int) {
	ctx := t.Context()
	v := s.Found(t, "Zulu Guides")
	room, err := s.App.CreateRoom(ctx, v.Anna, app.NewRoom{Name: "xray patrol", Visibility: chat.Private, UserIDs: []chat.ID{v.Ben.User}})
	if err != nil {
		t.Fatal(err)
	}
	direct, err := s.App.OpenDirect(ctx, v.Anna, []chat.ID{v.Ben.User})
	if err != nil {
		t.Fatal(err)
	}
	for _, id := range []chat.ID{room.ID, direct.Room.ID} {
		s.say(v.Ben, id, "xray cornice")
	}
	v.Join("Carl", chat.Person)
	v.Join("Gus", chat.Guest)
	f := s.Found(t, "Far Guides")
	names := strings.NewReplacer("{room}", room.ID.String(), "{ben}", v.Ben.User.String(), "{anna}", v.Anna.User.String(),
		"{direct}", v.Anna.User.String()+":"+v.Ben.User.String(), "{token}", strings.Repeat("a", 20))
	all := routes(t, prefix)
	if len(all) < 8 {
		t.Fatalf("only %d routes: the source is not read right", len(all))
	}
	for _, route := range all {
		a, ok := attacks[route]
		if !ok {
			t.Errorf("%s has no entry in the table", route)
			continue
		}
		method, path, _ := strings.Cut(route, " ")
		if a.path != "" {
			path = a.path
		}
		body := a.body
		if o, ok := body.(obj); ok {
			text, err := json.Marshal(o)
			if err != nil {
				t.Fatal(err)
			}
			body = names.Replace(string(text))
		}
		t.Run(route, func(t *testing.T) {
			ask := func(p *person) *reply { return p.in(t).call(method, names.Replace(path), body) }
			if !a.open {
				ask(s.nobody()).want(unsigned)
			}
			head := headOf(t, v)
			for _, x := range []struct {
				c     *chattest.Company
				name  string
				want  int
				words []string
			}{
				{f, "anna", a.far, []string{"zulu", "xray", "ben", "carl"}}, {v, "Carl", a.near, []string{"xray"}},
				{v, "Gus", a.guest, []string{"xray", "berg"}}, {v, "Ben", a.ben, nil},
			} {
				if x.want == 0 {
					continue
				}
				r := ask(s.signIn(x.c, x.name)).want(x.want)
				for _, w := range x.words {
					if strings.Contains(strings.ToLower(r.body), w) {
						t.Errorf("%s tells %s of %q: %s", r.what, x.name, w, r.body)
					}
				}
				if x.c == f && headOf(t, v) != head {
					t.Errorf("%s changed the other company", r.what)
				}
			}
		})
	}
	for route := range attacks {
		if !slices.Contains(all, route) {
			t.Errorf("%s is attacked but does not exist", route)
		}
	}
}

func headOf(t *testing.T, c *chattest.Company) int64 {
	t.Helper()
	head, err := c.Store.Head(t.Context(), c.ID)
	if err != nil {
		t.Fatal(err)
	}
	return head
}

func (s *server) say(by app.Actor, room chat.ID, text string) {
	s.t.Helper()
	id := chat.UUID(newID())
	if _, err := s.App.Send(s.t.Context(), by, room, &chat.Send{ID: id, Text: text}); err != nil {
		s.t.Fatal(err)
	}
}
