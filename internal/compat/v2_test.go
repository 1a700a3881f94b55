package compat_test

import (
	"net/http"
	"strings"
	"testing"

	"github.com/guideops/guideops/internal/app"
	"github.com/guideops/guideops/internal/chat"
	"github.com/guideops/guideops/internal/chattest"
	"github.com/guideops/guideops/internal/compat"
)

type v2Messages struct {
	Messages []struct {
		ID        string   `json:"id"`
		MessageID string   `json:"message_id"`
		RoomID    string   `json:"room_id"`
		AuthorID  string   `json:"author_id"`
		Text      string   `json:"text"`
		Message   string   `json:"message"`
		TSMS      int64    `json:"ts_ms"`
		Lat       *float64 `json:"lat"`
		Latitude  *float64 `json:"latitude"`
		Long      *float64 `json:"long"`
		Longitude *float64 `json:"longitude"`
	} `json:"messages"`
	Count      int    `json:"count"`
	HasMore    bool   `json:"has_more"`
	NextBefore string `json:"next_before"`
}

func (m *v2Messages) texts() string {
	var out []string
	for _, x := range m.Messages {
		out = append(out, x.Text)
	}
	return strings.Join(out, " ")
}

func TestTheFirstToRegisterWithV2OwnsTheCompany(t *testing.T) {
	s := newServer(t, compat.V2)
	r := s.nobody().call("POST", "/register", obj{"name": "Anna Berg", "email": "anna@alpine.example", "password": chattest.Password, "phone": "+47 900"}).want(201)
	r.has(`"role":"super_admin"`, `"username":"anna"`, `"name":"Anna Berg"`, `"phone":"+47 900"`)
	cookie, err := http.ParseSetCookie(r.header.Get("Set-Cookie"))
	if err != nil || !cookie.HttpOnly || cookie.Name != "guideops_session" {
		t.Fatalf("cookie %v, %v", cookie, err)
	}
	anna := &person{s: s, cookie: cookie}
	anna.call("GET", "/me", nil).want(200).has(`"email":"anna@alpine.example"`)
	s.nobody().call("POST", "/register", obj{"name": "Eve", "email": "eve@e.example", "password": chattest.Password}).
		want(403).is(`{"error":"You need an invitation. Ask somebody of the company for a link."}`)
	s.nobody().call("POST", "/login", obj{"username": "anna", "password": chattest.Password}).want(200).has(`"id":"1"`)
	s.nobody().call("POST", "/login", obj{"username": "anna", "password": "wrong"}).want(401).has(`{"error":`)
	anna.call("POST", "/logout", nil).want(200)
	anna.call("GET", "/me", nil).want(401).has(`{"error":`)
	s.nobody().call("POST", "/login", "no json").want(400).has(`{"error":`)
	s.nobody().call("GET", "/v2/system/status", nil).want(200).is(`{"status":"ok","version":"test"}`)
}

func TestV2MessagesTakeAndGiveBothSpellings(t *testing.T) {
	s := newServer(t, compat.V2)
	c := s.Found(t, "Alpine Guides")
	ben := s.signIn(c, "Ben")
	ben.call("POST", "/v2/rooms/0/messages", obj{"text": "Cornice", "lat": 49.25, "long": -123.5}).want(201).
		has(`"room_id":"0"`, `"text":"Cornice"`, `"message":"Cornice"`, `"lat":49.25`, `"latitude":49.25`, `"longitude":-123.5`, `"author_id":"2"`)
	ben.call("POST", "/v2/rooms/0/messages", obj{"message": "Lift closed", "latitude": 0, "longitude": 0}).want(201).has(`"lat":0`)
	ben.call("POST", "/v2/rooms/0/messages", obj{"message": "Half", "latitude": 10}).want(400).has(`{"error":`)
	ben.call("POST", "/v2/rooms/0/messages", obj{"message": ""}).want(400)
	ben.call("POST", "/v2/rooms/0/messages", obj{"message": 7}).want(400)

	once := obj{"message_id": "client-1", "text": "Once"}
	first := ben.call("POST", "/v2/rooms/0/messages", once).want(201)
	ben.call("POST", "/v2/rooms/0/messages", once).want(200).is(first.body)
	s.signIn(c, "Anna").call("POST", "/v2/rooms/0/messages", once).want(201) // her name for hers
	id := newID().String()
	ben.call("POST", "/v2/rooms/0/messages", obj{"message_id": id, "text": "Named"}).want(201).has(id)

	var all, newest, older v2Messages
	ben.call("GET", "/v2/rooms/0/messages", nil).want(200).into(&all)
	if all.texts() != "Cornice Lift closed Once Once Named" || all.HasMore {
		t.Errorf("the room holds %q", all.texts())
	}
	ben.call("GET", "/v2/rooms/0/messages?count=2", nil).want(200).into(&newest)
	ben.call("GET", "/v2/rooms/0/messages?count=2&before="+newest.NextBefore, nil).want(200).into(&older)
	if newest.texts() != "Once Named" || older.texts() != "Lift closed Once" || !older.HasMore {
		t.Errorf("pages %q and %q", newest.texts(), older.texts())
	}
	var byID v2Messages
	ben.call("GET", "/v2/rooms/0/messages?before="+all.Messages[1].ID, nil).want(200).into(&byID)
	if byID.texts() != "Cornice" {
		t.Errorf("before the second: %q", byID.texts())
	}
	var placed v2Messages
	ben.call("GET", "/v2/rooms/0/messages/location?count=1", nil).want(200).into(&placed)
	if placed.texts() != "Lift closed" || !placed.HasMore || *placed.Messages[0].Longitude != 0 {
		t.Errorf("with a place: %+v", placed)
	}
	for _, bad := range []string{"?count=0", "?count=201", "?before=yesterday", "?before=0-0"} {
		ben.call("GET", "/v2/rooms/0/messages"+bad, nil).want(400)
	}
	ben.call("GET", "/v2/rooms/99/messages", nil).want(404).has(`{"error":`)
}

func TestV2DirectRoomsOpenWithTheFirstMessage(t *testing.T) {
	s := newServer(t, compat.V2)
	c := s.Found(t, "Alpine Guides")
	anna, ben := s.signIn(c, "Anna"), s.signIn(c, "Ben")
	s.of(c.JoinSignedIn("Carl", chat.Person)).call("GET", "/v2/rooms/1:2/messages", nil).want(404)
	ben.call("GET", "/v2/rooms/1:2/messages", nil).want(200).has(`"messages":[]`)
	ben.call("POST", "/v2/rooms/2:1/messages", obj{"text": "Wrong way round"}).want(404)
	ben.call("POST", "/v2/rooms/2:99/messages", obj{"text": "Nobody"}).want(404)
	ben.call("POST", "/v2/rooms/1:2/messages", obj{"text": ""}).want(400)
	anna.call("GET", "/rooms/1", nil).want(200).is(`[{"id":"0","names":["General"],"name":"General","type":"channel","is_private":false,"is_archived":false,"joined":true,"member_count":3,"created_ms":1770102000000}]`)
	ben.call("POST", "/v2/rooms/1:2/messages", obj{"text": "Between us"}).want(201).has(`"room_id":"1:2"`)
	anna.call("GET", "/rooms/1", nil).want(200).has(`"id":"1:2","names":[["anna"],["Ben"]]`)
	anna.call("GET", "/v2/rooms/1:2/messages", nil).want(200).has("Between us")
}

func TestV2AcksMoveOnlyForward(t *testing.T) {
	s := newServer(t, compat.V2)
	c := s.Found(t, "Alpine Guides")
	anna, ben := s.signIn(c, "Anna"), s.signIn(c, "Ben")
	var all v2Messages
	for _, text := range []string{"one", "two"} {
		anna.call("POST", "/v2/rooms/0/messages", obj{"text": text}).want(201)
	}
	anna.call("GET", "/v2/rooms/0/messages", nil).want(200).into(&all)
	ack := func(id string) *reply { return ben.call("POST", "/v2/ack", obj{"acks": obj{"0": id}}) }
	second := all.Messages[1].ID
	ack(second).want(200).is(`{"acks":{"0":"` + second + `"}}`)
	ack(all.Messages[0].ID).want(200).is(`{"acks":{"0":"` + second + `"}}`)
	ack("1757563715000-0").want(200).is(`{"acks":{"0":"` + second + `"}}`) // V2's own times lie before everything
	ack("x").want(400)
	ben.call("POST", "/v2/ack", obj{"acks": obj{"0": second, "77": second}}).want(404)
	view, err := s.App.Room(t.Context(), c.Ben, c.General)
	if err != nil || view.UnreadCount != 0 {
		t.Errorf("unread %d, %v", view.UnreadCount, err)
	}
}

func TestV2ChannelsLiveAndEnd(t *testing.T) {
	s := newServer(t, compat.V2)
	c := s.Found(t, "Alpine Guides")
	anna, ben := s.signIn(c, "Anna"), s.signIn(c, "Ben")
	var made struct {
		ID string `json:"id"`
	}
	anna.call("POST", "/api/channels", obj{"name": "Patrol", "description": "Morning rounds"}).want(201).has(`"topic":"Morning rounds"`).into(&made)
	at := "/api/channels/" + made.ID
	ben.call("GET", "/api/channels/available", nil).want(200).has(`"name":"Patrol"`, `"joined":false`)
	ben.call("POST", at+"/archive", nil).want(403)
	ben.call("POST", at+"/join", nil).want(200).has(`"joined":true`, `"member_count":2`)
	ben.call("GET", at+"/members", nil).want(200).has(`"username":"Ben"`, `"room_role":"owner"`, `"count":2`)
	ben.call("POST", "/v2/rooms/"+made.ID+"/messages", obj{"text": "before the clearing"}).want(201)
	ben.call("DELETE", "/v2/rooms/"+made.ID+"/clear", nil).want(403)
	anna.call("DELETE", "/v2/rooms/"+made.ID+"/clear", nil).want(200)
	for _, p := range []*person{anna, ben} {
		r := p.call("GET", "/v2/rooms/"+made.ID+"/messages", nil).want(200)
		if strings.Contains(r.body, "before the clearing") {
			t.Errorf("cleared, and still there: %s", r.body)
		}
	}
	ben.call("POST", "/v2/rooms/"+made.ID+"/messages", obj{"text": "after the clearing"}).want(201)
	anna.call("GET", "/v2/rooms/"+made.ID+"/messages", nil).want(200).has("after the clearing")
	anna.call("POST", at+"/archive", nil).want(200).has(`"is_archived":true`)
	ben.call("POST", "/v2/rooms/"+made.ID+"/messages", obj{"text": "too late"}).want(403)
	anna.call("POST", at+"/unarchive", nil).want(200).has(`"is_archived":false`)
	ben.call("DELETE", at+"/delete", nil).want(403)
	anna.call("DELETE", at+"/delete", nil).want(200)
	ben.call("GET", at+"/members", nil).want(404)
	anna.call("DELETE", "/api/channels/0/delete", nil).want(403) // General stays
	anna.call("DELETE", "/v2/rooms/1:2/clear", nil).want(404)
}

func TestV2AdminsCountListAndPromote(t *testing.T) {
	s := newServer(t, compat.V2)
	c := s.Found(t, "Alpine Guides")
	anna, ben := s.signIn(c, "Anna"), s.signIn(c, "Ben")
	s.say(c.Ben, c.General, "counted")
	anna.call("GET", "/admin/stats", nil).want(200).is(`{"messages_today":1,"online_users":0,"total_messages":1,"total_rooms":1,"total_users":2}`)
	anna.call("GET", "/admin/users", nil).want(200).has(`"email":"anna@alpineguides.example"`, `"role":"super_admin"`, `"count":2`)
	ben.call("GET", "/admin/users", nil).want(403)
	anna.call("PUT", "/admin/users/2/role", obj{"role": "admin"}).want(200).has(`"role":"admin"`)
	ben.call("GET", "/admin/users", nil).want(200)
	ben.call("PUT", "/admin/users/1/role", obj{"role": "user"}).want(403)
	anna.call("PUT", "/admin/users/2/role", obj{"role": "king"}).want(400)
	anna.call("PUT", "/admin/users/x/role", obj{"role": "user"}).want(404)
}

func TestV2ProfilesAreOnesOwn(t *testing.T) {
	s := newServer(t, compat.V2)
	c := s.Found(t, "Alpine Guides")
	ben := s.signIn(c, "Ben")
	ben.call("PUT", "/profile", obj{"id": "1", "name": "Ben Dahl", "title": "Lead", "phone": "+47 911", "role": "super_admin"}).want(200).
		has(`"id":"2"`, `"name":"Ben Dahl"`, `"phone":"+47 911"`, `"role":"user"`, `"title":"Lead"`)
	ben.call("GET", "/profile", nil).want(200).has(`"last_name":"Dahl"`)
	ben.call("GET", "/users?ids[]=1&ids[]=2&ids[]=99", nil).want(200).has(`"1":{`, `"name":"Anna Berg"`, `"2":{`)
	ben.call("GET", "/users", nil).want(400)
	if u, _ := c.Dir().User(c.Anna.User); u.Name() != "Anna Berg" {
		t.Errorf("Anna is %q", u.Name())
	}
	ben.call("GET", "/users/online", nil).want(200).is(`{"count":0,"users":[]}`)
	conn, err := s.hub.Open(t.Context(), c.ID, c.Anna.User, c.Anna.Session, headOf(t, c))
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Drop()
	ben.call("GET", "/users/online", nil).want(200).has(`"count":1`, `"username":"anna"`, `"online":true`)
}

func TestWithOpenSignUpV2TakesWhoeverComes(t *testing.T) {
	s := newServer(t, compat.V2, func(c *app.Config) { c.Signup = app.SignupOpen })
	s.Found(t, "Alpine Guides")
	s.nobody().call("POST", "/register", obj{"name": "Dora", "email": "dora@d.example", "password": chattest.Password}).want(201).has(`"role":"user"`)
	s.nobody().call("POST", "/register", obj{"name": "Dora", "email": "dora@d.example", "password": chattest.Password}).want(409)
}
