package httpapi_test

import (
	"bytes"
	"encoding/json"
	"image"
	"image/png"
	"maps"
	"slices"
	"strings"
	"testing"

	"github.com/google/uuid"

	"github.com/guideops/guideops/internal/app"
	"github.com/guideops/guideops/internal/chat"
	"github.com/guideops/guideops/internal/chattest"
)

// attack says how a route is attacked with the names of another's things, and
// which status each attacker must get. 0: any but a server error, because the
// route names nothing of anybody; what comes back must hold no secret either way.
type attack struct {
	path string // {room} {message} … stand for the victim's things
	body any
	// far owns another company; near is a guide of the same company who is not in
	// the room; guest is in no room at all.
	far, near, guest int
}

const (
	hidden = 404
	wrong  = 422
	barred = 403
	over   = 410
)

// attacks holds every route. A new route without an entry fails the test.
var attacks = map[string]attack{
	"GET /setup":                                      {},
	"POST /auth/register":                             {body: obj{"name": "E", "email": "e@e.example", "password": chattest.Password, "workspace": "zulu-guides"}, far: barred, near: barred, guest: barred},
	"POST /auth/login":                                {body: obj{"email": "anna@zuluguides.example", "password": "guessed wrong"}, far: 401, near: 401, guest: 401},
	"POST /auth/logout":                               {},
	"POST /auth/forgot":                               {body: obj{"email": "anna@zuluguides.example"}},
	"GET /auth/reset/{token}":                         {path: "/auth/reset/{code}", far: over, near: over, guest: over},
	"POST /auth/reset":                                {body: obj{"token": "{code}", "password": chattest.Password}, far: over, near: over, guest: over},
	"POST /auth/confirm":                              {body: obj{"token": "{code}"}, far: over, near: over, guest: over},
	"GET /join/{code}":                                {path: "/join/{code}", far: over, near: over, guest: over},
	"GET /me":                                         {},
	"PATCH /me":                                       {body: obj{"title": "Spy"}},
	"PUT /me/status":                                  {body: obj{"text": "here"}},
	"PUT /me/email":                                   {body: obj{"email": "ben@zuluguides.example", "password": "not mine"}, far: wrong, near: wrong, guest: wrong},
	"PUT /me/password":                                {body: obj{"current": "not mine", "new": chattest.Password}, far: wrong, near: wrong, guest: wrong},
	"PUT /me/avatar":                                  {body: []byte("no picture"), far: wrong, near: wrong, guest: wrong},
	"DELETE /me/avatar":                               {},
	"GET /avatars/{hash}":                             {path: "/avatars/{avatar}", far: hidden, guest: hidden},
	"GET /me/sessions":                                {},
	"DELETE /me/sessions":                             {},
	"DELETE /me/sessions/{id}":                        {path: "/me/sessions/{session}", far: hidden, near: hidden, guest: hidden},
	"GET /me/threads":                                 {},
	"GET /me/saved":                                   {},
	"GET /me/notices":                                 {},
	"PUT /me/notices/{id}":                            {path: "/me/notices/{notice}", far: hidden, near: hidden, guest: hidden},
	"PUT /me/presence":                                {body: obj{"state": "active"}},
	"GET /users":                                      {},
	"GET /users/{id}":                                 {path: "/users/{ben}", far: hidden, guest: hidden},
	"GET /users/online":                               {},
	"GET /invites":                                    {},
	"POST /invites":                                   {body: obj{"room_ids": []string{"{room}"}}, far: wrong, near: wrong, guest: barred},
	"DELETE /invites/{id}":                            {path: "/invites/{invite}", far: hidden, near: hidden, guest: hidden},
	"GET /bootstrap":                                  {},
	"GET /bootstrap/windows":                          {},
	"GET /sync":                                       {path: "/sync?since=0"},
	"GET /rooms":                                      {path: "/rooms?scope=public", guest: barred},
	"POST /rooms":                                     {body: obj{"name": "Trap", "visibility": "private", "user_ids": []string{"{ben}"}}, far: hidden, guest: barred},
	"POST /rooms/direct":                              {body: obj{"user_ids": []string{"{ben}"}}, far: hidden, guest: hidden},
	"GET /rooms/{id}":                                 roomAttack("", nil),
	"PATCH /rooms/{id}":                               roomAttack("", obj{"name": "Taken"}),
	"DELETE /rooms/{id}":                              roomAttack("", obj{"confirm_name": "xray patrol"}),
	"POST /rooms/{id}/archive":                        roomAttack("/archive", nil),
	"POST /rooms/{id}/unarchive":                      roomAttack("/unarchive", nil),
	"POST /rooms/{id}/join":                           roomAttack("/join", nil),
	"POST /rooms/{id}/leave":                          roomAttack("/leave", nil),
	"POST /rooms/{id}/typing":                         roomAttack("/typing", obj{}),
	"GET /rooms/{id}/members":                         roomAttack("/members", nil),
	"POST /rooms/{id}/members":                        roomAttack("/members", obj{"user_ids": []string{"{self}"}}),
	"PATCH /rooms/{id}/members/{user_id}":             roomAttack("/members/{ben}", obj{"role": "owner"}),
	"DELETE /rooms/{id}/members/{user_id}":            roomAttack("/members/{ben}", nil),
	"PUT /rooms/{id}/read":                            roomAttack("/read", obj{"seq": 1}),
	"PUT /rooms/{id}/unread":                          roomAttack("/unread", obj{"seq": 1}),
	"PUT /rooms/{id}/state":                           roomAttack("/state", obj{"favourite": true}),
	"PUT /rooms/{id}/draft":                           roomAttack("/draft", obj{"text": "planted"}),
	"GET /rooms/{id}/pins":                            roomAttack("/pins", nil),
	"GET /rooms/{id}/seq-at":                          roomAttack("/seq-at?ts_ms=1", nil),
	"GET /rooms/{id}/messages":                        roomAttack("/messages", nil),
	"POST /rooms/{id}/messages":                       roomAttack("/messages", obj{"message_id": "{fresh}", "text": "planted"}),
	"GET /messages/{message_id}":                      messageAttack("", nil),
	"PATCH /messages/{message_id}":                    messageAttack("", obj{"text": "forged"}),
	"DELETE /messages/{message_id}":                   messageAttack("", nil),
	"GET /messages/{message_id}/revisions":            messageAttack("/revisions", nil),
	"GET /messages/{message_id}/thread":               messageAttack("/thread", nil),
	"PUT /messages/{message_id}/thread":               messageAttack("/thread", obj{"following": true}),
	"PUT /messages/{message_id}/reactions/{emoji}":    messageAttack("/reactions/👍", nil),
	"DELETE /messages/{message_id}/reactions/{emoji}": messageAttack("/reactions/👍", nil),
	"PUT /messages/{message_id}/pin":                  messageAttack("/pin", nil),
	"DELETE /messages/{message_id}/pin":               messageAttack("/pin", nil),
	"PUT /messages/{message_id}/save":                 messageAttack("/save", nil),
	"DELETE /messages/{message_id}/save":              messageAttack("/save", nil),
	"GET /messages/{message_id}/readers":              messageAttack("/readers", nil),
	"POST /messages/{message_id}/report":              messageAttack("/report", obj{"reason": "to read it"}),
	"GET /admin/stats":                                {near: barred, guest: barred},
	"GET /admin/health":                               {near: barred, guest: barred},
	"GET /admin/users":                                {near: barred, guest: barred},
	"PATCH /admin/users/{id}":                         {path: "/admin/users/{ben}", body: obj{"role": "guest"}, far: hidden, near: barred, guest: barred},
	"GET /admin/users/{id}/sessions":                  {path: "/admin/users/{ben}/sessions", far: hidden, near: barred, guest: barred},
	"DELETE /admin/users/{id}/sessions":               {path: "/admin/users/{ben}/sessions", far: hidden, near: barred, guest: barred},
	"POST /admin/users/{id}/reset-link":               {path: "/admin/users/{ben}/reset-link", far: hidden, near: barred, guest: barred},
	"GET /admin/rooms":                                {near: barred, guest: barred},
	"GET /admin/audit":                                {near: barred, guest: barred},
	"GET /admin/reports":                              {near: barred, guest: barred},
	"POST /admin/reports/{id}/resolve":                {path: "/admin/reports/{report}/resolve", body: obj{}, far: hidden, near: barred, guest: barred},
	"PATCH /admin/workspace":                          {body: obj{"name": "Other Guides"}, near: barred, guest: barred},
	"POST /admin/ownership":                           {body: obj{"user_id": "{ben}", "password": chattest.Password}, far: hidden, near: barred, guest: barred},
	"POST /stream/ticket":                             {},                                         // everybody's own
	"GET /stream":                                     {far: hidden, near: hidden, guest: hidden}, // no live side in this server
}

// roomAttack is on a private room: it does not exist for any of them.
func roomAttack(rest string, body any) attack {
	return attack{path: "/rooms/{room}" + rest, body: body, far: hidden, near: hidden, guest: hidden}
}

func messageAttack(rest string, body any) attack {
	return attack{path: "/messages/{message}" + rest, body: body, far: hidden, near: hidden, guest: hidden}
}

// victim is a company in which everything can be told by its words: "zulu" is
// the company's, "xray" is in its private room alone.
type victim struct {
	*chattest.Company
	names *strings.Replacer
}

func (s *server) victim() *victim {
	s.t.Helper()
	ctx := s.t.Context()
	c := s.Found(s.t, "Zulu Guides")
	must := func(err error) {
		s.t.Helper()
		if err != nil {
			s.t.Fatal(err)
		}
	}
	room, err := s.App.CreateRoom(ctx, c.Anna, app.NewRoom{Name: "xray patrol", Visibility: chat.Private, UserIDs: []chat.ID{c.Ben.User}})
	must(err)
	id := uuid.NewString()
	ben := s.signIn("ben@zuluguides.example")
	ben.call("POST", "/rooms/"+room.ID.String()+"/messages", obj{"message_id": id, "text": "xray cornice"}).want(201)
	ben.call("PUT", "/rooms/"+room.ID.String()+"/draft", obj{"text": "xray draft"}).want(200)
	ben.call("POST", "/messages/"+id+"/report", obj{"reason": "xray reason"}).want(204)
	ben.call("PUT", "/messages/"+id+"/pin", nil).want(200)
	var u chat.User
	ben.call("PUT", "/me/avatar", pngOf(s.t, 64, 64), "Content-Type", "image/png").want(200).into(&u)
	v, err := s.App.CreateInvite(ctx, c.Anna, app.NewInvite{RoomIDs: []chat.ID{room.ID}, Note: "xray note"})
	must(err)
	notices, err := s.App.Notices(ctx, c.Anna)
	must(err)
	reports, err := s.App.Reports(ctx, c.Anna, false)
	must(err)
	return &victim{Company: c, names: strings.NewReplacer("{room}", room.ID.String(), "{message}", id, "{ben}", c.Ben.User.String(),
		"{session}", c.Anna.Session.String(), "{invite}", v.ID.String(), "{notice}", notices[0].ID.String(),
		"{report}", reports[0].ID.String(), "{avatar}", u.Avatar, "{code}", strings.Repeat("a", 26))}
}

func pngOf(t *testing.T, w, h int) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := png.Encode(&b, image.NewGray(image.Rect(0, 0, w, h))); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// attack sends one.
func (v *victim) attack(p *person, method, path string, a attack) *reply {
	if a.path != "" {
		path = a.path
	}
	names := func(s string) string {
		s = strings.ReplaceAll(s, "{fresh}", uuid.NewString())
		return v.names.Replace(strings.ReplaceAll(s, "{self}", p.id.String()))
	}
	body := a.body
	if o, ok := body.(obj); ok {
		text, err := json.Marshal(o)
		if err != nil {
			p.s.t.Fatal(err)
		}
		body = []byte(names(string(text)))
	}
	headers := []string{}
	if _, raw := a.body.([]byte); raw {
		headers = []string{"Content-Type", "image/png"}
	}
	return p.call(method, names(path), body, headers...)
}

// routesOf lists the routes of the OpenAPI document: "GET /me", and which are public.
func routesOf(t *testing.T, spec []byte) map[string]bool {
	t.Helper()
	var doc struct {
		Paths map[string]map[string]struct {
			Security *[]map[string][]string `json:"security"`
		} `json:"paths"`
	}
	if err := json.Unmarshal(spec, &doc); err != nil {
		t.Fatal(err)
	}
	out := map[string]bool{}
	for path, item := range doc.Paths {
		for method, op := range item {
			out[strings.ToUpper(method)+" "+path] = op.Security == nil || len(*op.Security) == 0
		}
	}
	return out
}

func TestCompaniesAreWallsOnEveryRoute(t *testing.T) {
	s := newServer(t, chattest.Hosting(app.HostingMany))
	v := s.victim()
	s.Found(t, "Far Guides")
	v.Join("Carl", chat.Person)
	v.Join("Gus", chat.Guest)
	routes := routesOf(t, s.handler.Spec())
	if len(routes) < 60 {
		t.Fatalf("only %d routes: the document is not read right", len(routes))
	}
	for key := range attacks {
		if _, ok := routes[key]; !ok {
			t.Errorf("%s is attacked but does not exist", key)
		}
	}
	// The insider sees what the others must not: the secrets are there to be found.
	ben := s.signIn("ben@zuluguides.example")
	v.attack(ben, "GET", "", roomAttack("/messages", nil)).want(200).has("xray cornice")
	v.attack(ben, "GET", "", attack{path: "/users/{ben}"}).want(200)
	for _, key := range slices.Sorted(maps.Keys(routes)) {
		a, ok := attacks[key]
		if !ok {
			t.Errorf("%s has no entry in the attack table", key)
			continue
		}
		method, path, _ := strings.Cut(key, " ")
		t.Run(key, func(t *testing.T) {
			s := s.in(t)
			if !routes[key] && key != "GET /stream" {
				v.attack(s.nobody(), method, path, a).problem(401, "sign_in")
			}
			head := v.head(t)
			for _, x := range []struct {
				email string
				want  int
				words []string
			}{
				{"anna@farguides.example", a.far, []string{"zulu", "xray"}},
				{"carl@zuluguides.example", a.near, []string{"xray"}},
				{"gus@zuluguides.example", a.guest, []string{"xray", "berg"}},
			} {
				r := v.attack(s.signIn(x.email), method, path, a)
				if x.want != 0 {
					r.want(x.want)
				} else if r.status >= 400 {
					t.Errorf("%s answered %d: %s", r.what, r.status, r.body)
				}
				for _, w := range x.words {
					if strings.Contains(strings.ToLower(string(r.body)), w) {
						t.Errorf("%s tells of %q: %s", r.what, w, r.body)
					}
				}
				if x.email == "anna@farguides.example" && v.head(t) != head {
					t.Errorf("%s changed the other company", r.what)
				}
			}
		})
	}
}

func (v *victim) head(t *testing.T) int64 {
	t.Helper()
	head, err := v.Store.Head(t.Context(), v.ID)
	if err != nil {
		t.Fatal(err)
	}
	return head
}
