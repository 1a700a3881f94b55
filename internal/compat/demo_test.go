package compat_test

import (
	"bufio"
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/guideops/guideops/internal/app"
	"github.com/guideops/guideops/internal/chat"
	"github.com/guideops/guideops/internal/chattest"
	"github.com/guideops/guideops/internal/compat"
)

func open(c *app.Config) { c.Signup = app.SignupOpen }

// login signs in as the demo's client does, and keeps the cookie.
func (s *server) login(name, password string, status int) *person {
	s.t.Helper()
	r := s.nobody().call("POST", "/login", obj{"username": name, "password": password}).want(status)
	cookie, err := http.ParseSetCookie(r.header.Get("Set-Cookie"))
	if err != nil {
		s.t.Fatal(err)
	}
	var me struct {
		ID chat.ID `json:"id"`
	}
	r.into(&me)
	return &person{s: s, id: me.ID, cookie: cookie}
}

func TestAnUnknownNameSignsUpWhereThatIsOpen(t *testing.T) {
	s := newServer(t, compat.Demo, open)
	c := s.Found(t, "Alpine Guides")
	pablo := s.login("Pablo", chattest.Password, 201)
	pablo.call("GET", "/me", nil).want(200).is(`{"id":"3","username":"Pablo"}`)
	s.login("pablo", chattest.Password, 200) // the same person
	s.nobody().call("POST", "/login", obj{"username": "Pablo", "password": "not his"}).want(401).has(`{"message":`)
	s.nobody().call("POST", "/login", obj{"username": "María José", "password": chattest.Password}).want(400)
	s.nobody().call("POST", "/login", obj{"username": "Mary", "password": "password123"}).want(400).has(`{"message":`)
	s.nobody().call("POST", "/login", obj{"username": "eve@e.example", "password": chattest.Password}).want(401)
	if u, _ := c.Dir().User(3); u.Role != chat.Person || u.Login != "pablo" {
		t.Errorf("he is %+v", u)
	}
	pablo.call("POST", "/logout", nil).want(200).is("null")
	pablo.call("GET", "/me", nil).want(200).is("null")
	pablo.call("GET", "/users/online", nil).want(403).is("null")
}

func TestElsewhereAnUnknownNameIsAWrongPassword(t *testing.T) {
	for name, options := range map[string][]func(*app.Config){"by invite": nil, "many companies": {open, chattest.Hosting(app.HostingMany)}} {
		t.Run(name, func(t *testing.T) {
			s := newServer(t, compat.Demo, options...)
			s.Found(t, "Alpine Guides")
			unknown := s.nobody().call("POST", "/login", obj{"username": "Pablo", "password": chattest.Password}).want(401)
			s.nobody().call("POST", "/login", obj{"username": "ben", "password": "wrong"}).want(401).is(unknown.body)
			s.login("ben", chattest.Password, 200)
		})
	}
	s := newServer(t, compat.Demo, open) // no company yet
	s.nobody().call("POST", "/login", obj{"username": "Pablo", "password": chattest.Password}).want(401)
}

func TestTheDemosRoomsAndMessages(t *testing.T) {
	s := newServer(t, compat.Demo, open)
	c := s.Found(t, "Alpine Guides")
	joe, mary := s.login("Joe", chattest.Password, 201), s.login("Mary", chattest.Password, 201)
	joe.call("GET", "/rooms/3", nil).want(200).is(`[{"id":"0","names":["General"]}]`)
	joe.call("GET", "/rooms/4", nil).want(403)
	joe.call("GET", "/room/3:4/messages?offset=0&size=15", nil).want(200).is("[]")
	joe.call("POST", "/room", obj{"user1": 4, "user2": "3"}).want(201).is(`{"id":"3:4","names":[["Joe"],["Mary"]]}`)
	joe.call("POST", "/room", obj{"user1": 3, "user2": 3}).want(400)
	joe.call("POST", "/room", obj{"user1": 3, "user2": 99}).want(404)
	mary.call("GET", "/rooms/4", nil).want(200).is(`[{"id":"0","names":["General"]},{"id":"3:4","names":[["Joe"],["Mary"]]}]`)

	for n := range 20 {
		s.say(c.Ben, c.General, fmt.Sprintf("n%d", n))
	}
	page := func(query string) string {
		var ms []compat.DemoMessage
		joe.call("GET", "/room/0/messages?"+query, nil).want(200).into(&ms)
		var out []string
		for _, m := range ms {
			if m.From != 2 || m.RoomID != "0" || m.Date != c.Clock.MS()/1000 {
				t.Errorf("message %+v", m)
			}
			out = append(out, m.Message)
		}
		return strings.Join(out, " ")
	}
	if got := page("offset=0&size=3"); got != "n19 n18 n17" {
		t.Errorf("the newest: %q", got)
	}
	if got := page("offset=18&size=15"); got != "n1 n0" {
		t.Errorf("the oldest: %q", got)
	}
	joe.call("GET", "/room/0/messages?offset=x&size=3", nil).want(400)
	joe.call("GET", "/room/1:2/messages?offset=0&size=3", nil).want(404)
	joe.call("GET", "/users?ids[]=4&ids[]=99", nil).want(200).is(`{"4":{"id":"4","username":"Mary","online":false}}`)
	joe.call("GET", "/users", nil).want(404).is("null")
	joe.call("GET", "/links", nil).want(200).is("{}")
}

func TestSayingThingsOpensTheDirectRoomAndSendsAsOneself(t *testing.T) {
	s := newServer(t, compat.Demo)
	c := s.Found(t, "Alpine Guides")
	ctx := t.Context()
	if err := s.door.Say(ctx, c.Ben, "1:2", "Hello Anna"); err != nil {
		t.Fatal(err)
	}
	s.signIn(c, "Anna").call("GET", "/room/1:2/messages?offset=0&size=9", nil).want(200).has(`"from":"2"`, `"message":"Hello Anna"`, `"roomId":"1:2"`)
	carl := c.Join("Carl", chat.Person)
	if err := s.door.Say(ctx, carl, "1:2", "Planted"); chat.KindOf(err) != chat.NotFound {
		t.Errorf("Carl: %v", err)
	}
}

// heard reads a demo stream until an event holds text, and gives all up to it.
func heard(t *testing.T, in *bufio.Reader, text string) (all []string) {
	t.Helper()
	for {
		line, err := in.ReadString('\n')
		if err != nil {
			t.Fatalf("the stream ended before %q; it had %q: %v", text, all, err)
		}
		data, ok := strings.CutPrefix(strings.TrimSpace(line), "data: ")
		if !ok {
			continue
		}
		if !json.Valid([]byte(data)) {
			t.Fatalf("no JSON: %s", data)
		}
		if all = append(all, data); strings.Contains(data, text) {
			return all
		}
	}
}

func (p *person) listen(t *testing.T) *bufio.Reader {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), 20*time.Second)
	t.Cleanup(cancel)
	r, err := http.NewRequestWithContext(ctx, "GET", p.s.http.URL+compat.StreamPath, nil)
	if err != nil {
		t.Fatal(err)
	}
	r.Header.Set("Authorization", "Bearer "+p.token)
	res, err := p.s.http.Client().Do(r)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { res.Body.Close() }) //nolint:errcheck // may have ended
	if res.StatusCode != 200 || res.Header.Get("Content-Type") != "text/event-stream" {
		t.Fatalf("status %d, %s", res.StatusCode, res.Header.Get("Content-Type"))
	}
	return bufio.NewReader(res.Body)
}

func TestTheStreamBringsTheDemosEventsAndNobodyElses(t *testing.T) {
	s := newServer(t, compat.Demo)
	c := s.Found(t, "Alpine Guides")
	ctx := t.Context()
	s.say(c.Anna, c.General, "before")
	ben := s.signIn(c, "Ben").listen(t)
	id := chat.UUID(newID())
	if _, err := s.App.Send(ctx, c.Anna, c.General, &chat.Send{ID: id, Text: "Good <b>morning</b>"}); err != nil {
		t.Fatal(err)
	}
	got := heard(t, ben, "morning")
	if want := `{"type":"message","data":{"from":"1","date":1770102000,"message":"Good \u003cb\u003emorning\u003c/b\u003e","roomId":"0"}}`; len(got) != 1 || got[0] != want {
		t.Errorf("heard %q", got)
	}
	// An edit and a reaction are no new messages; of others' rooms nothing comes.
	if _, err := s.App.EditMessage(ctx, c.Anna, id, "Good morning all", nil); err != nil {
		t.Fatal(err)
	}
	carl := c.Join("Carl", chat.Person)
	others, err := s.App.OpenDirect(ctx, c.Anna, []chat.ID{carl.User})
	if err != nil {
		t.Fatal(err)
	}
	s.say(carl, others.Room.ID, "secret")
	mine, err := s.App.OpenDirect(ctx, carl, []chat.ID{c.Ben.User})
	if err != nil {
		t.Fatal(err)
	}
	s.say(carl, mine.Room.ID, "Hello Ben")
	got = heard(t, ben, "Hello Ben")
	want := []string{
		`{"type":"show.room","data":{"id":"2:3","names":[["Ben"],["Carl"]]}}`,
		`{"type":"message","data":{"from":"3","date":1770102000,"message":"Hello Ben","roomId":"2:3"}}`,
	}
	if strings.Join(got, "\n") != strings.Join(want, "\n") {
		t.Errorf("heard %q", got)
	}
	conn, err := s.hub.Open(ctx, c.ID, c.Anna.User, c.Anna.Session, headOf(t, c))
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Drop()
	if got = heard(t, ben, "user.connected"); got[0] != `{"type":"user.connected","data":{"id":"1","username":"anna","online":true}}` {
		t.Errorf("heard %q", got)
	}
	s.signIn(c, "Anna").call("GET", "/users/online", nil).want(200).has(`"2":{"id":"2","username":"Ben","online":true}`)
}

func TestTheStreamEndsWithItsSession(t *testing.T) {
	s := newServer(t, compat.Demo)
	c := s.Found(t, "Alpine Guides")
	by, token := c.SignIn(strings.ToLower(c.Email("Ben")))
	ben := &person{s: s, id: by.User, token: token}
	in := ben.listen(t)
	ben.call("POST", "/logout", nil).want(200)
	for {
		if _, err := in.ReadString('\n'); err != nil {
			break // the server has closed it
		}
	}
	s.nobody().call("GET", compat.StreamPath, nil).want(403)
}
