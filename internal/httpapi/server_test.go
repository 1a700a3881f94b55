package httpapi_test

import (
	"bytes"
	"encoding/json"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/guideops/guideops/internal/app"
	"github.com/guideops/guideops/internal/chat"
	"github.com/guideops/guideops/internal/chattest"
	"github.com/guideops/guideops/internal/httpapi"
)

// server is the real door over a real company, on a port of its own.
type server struct {
	*chattest.House
	t       *testing.T
	handler *httpapi.Handler
	http    *httptest.Server
}

func newServer(t *testing.T, options ...func(*app.Config)) *server {
	t.Helper()
	s := &server{House: chattest.NewHouse(t, options...), t: t}
	s.handler = httpapi.New(s.App, httpapi.Deps{Log: slog.New(slog.NewTextHandler(t.Output(), nil))})
	s.http = httptest.NewServer(s.handler)
	t.Cleanup(s.http.Close)
	return s
}

// in is the same server for a subtest.
func (s *server) in(t *testing.T) *server {
	sub := *s
	sub.t = t
	return &sub
}

// person is somebody who calls: with a token, or without.
type person struct {
	s     *server
	name  string
	token string
	id    chat.ID
	sess  chat.ID
}

// nobody calls without a session.
func (s *server) nobody() *person { return &person{s: s, name: "nobody"} }

// signIn opens a session by way of the door.
func (s *server) signIn(email string) *person {
	s.t.Helper()
	var in app.SignedIn
	s.nobody().call("POST", "/auth/login", obj{"email": email, "password": chattest.Password, "client": "token"}).want(200).into(&in)
	return &person{s: s, name: email, token: in.Token, id: in.User.ID, sess: in.SessionID}
}

// of takes over somebody whom chattest has let join.
func (s *server) of(in *app.SignedIn) *person {
	return &person{s: s, name: in.User.FirstName, token: in.Token, id: in.User.ID, sess: in.SessionID}
}

type obj map[string]any

// reply is what came back.
type reply struct {
	t      *testing.T
	what   string
	status int
	header http.Header
	body   []byte
}

// call sends a request with a JSON body; raw []byte goes as it is.
func (p *person) call(method, path string, body any, headers ...string) *reply {
	p.s.t.Helper()
	var r io.Reader
	switch b := body.(type) {
	case nil:
	case []byte:
		r = bytes.NewReader(b)
	default:
		text, err := json.Marshal(b)
		if err != nil {
			p.s.t.Fatal(err)
		}
		r = bytes.NewReader(text)
	}
	req, err := http.NewRequestWithContext(p.s.t.Context(), method, p.s.http.URL+httpapi.Prefix+path, r)
	if err != nil {
		p.s.t.Fatal(err)
	}
	if r != nil {
		req.Header.Set("Content-Type", "application/json")
	}
	if p.token != "" {
		req.Header.Set("Authorization", "Bearer "+p.token)
	}
	for i := 0; i < len(headers); i += 2 {
		req.Header.Set(headers[i], headers[i+1])
	}
	res, err := p.s.http.Client().Do(req)
	if err != nil {
		p.s.t.Fatal(err)
	}
	text, err := io.ReadAll(res.Body)
	if err != nil {
		p.s.t.Fatal(err)
	}
	if err := res.Body.Close(); err != nil {
		p.s.t.Fatal(err)
	}
	return &reply{t: p.s.t, what: p.name + ": " + method + " " + path, status: res.StatusCode, header: res.Header, body: text}
}

// want fails unless the status is the expected one.
func (a *reply) want(status int) *reply {
	a.t.Helper()
	if a.status != status {
		a.t.Fatalf("%s answered %d, want %d: %s", a.what, a.status, status, a.body)
	}
	return a
}

// problem fails unless the reply is a problem with this status and code.
func (a *reply) problem(status int, code string) *reply {
	a.t.Helper()
	a.want(status)
	var p httpapi.Problem
	a.into(&p)
	if p.Code != code || p.Status != status || p.Detail == "" || a.header.Get("Content-Type") != "application/problem+json" {
		a.t.Fatalf("%s: want problem %q, got %s", a.what, code, a.body)
	}
	return a
}

func (a *reply) into(v any) {
	a.t.Helper()
	if err := json.Unmarshal(a.body, v); err != nil {
		a.t.Fatalf("%s: %v in %s", a.what, err, a.body)
	}
}

func (a *reply) has(part string) *reply {
	a.t.Helper()
	if !strings.Contains(string(a.body), part) {
		a.t.Fatalf("%s: no %q in %s", a.what, part, a.body)
	}
	return a
}

func (a *reply) hasNot(part string) *reply {
	a.t.Helper()
	if strings.Contains(string(a.body), part) {
		a.t.Fatalf("%s: %q must not be in %s", a.what, part, a.body)
	}
	return a
}
