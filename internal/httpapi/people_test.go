package httpapi_test

import (
	"net/url"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/guideops/guideops/internal/app"
	"github.com/guideops/guideops/internal/chat"
	"github.com/guideops/guideops/internal/chattest"
)

// invite makes an invite by way of the door and gives its code.
func (p *person) invite(fields obj) string {
	p.s.t.Helper()
	var v app.Invite
	p.call("POST", "/invites", fields).want(201).into(&v)
	if v.Link != "https://chat.example/join/"+v.Code {
		p.s.t.Fatalf("link %q, code %q", v.Link, v.Code)
	}
	return v.Code
}

func newcomer(name, code string) obj {
	return obj{"name": name, "email": strings.ToLower(name) + "@new.example", "password": chattest.Password, "invite": code, "client": "token"}
}

func TestAnInviteLeadsIntoItsRoomsAndCountsItsUses(t *testing.T) {
	s := newServer(t)
	s.Found(t, "Alpine Guides")
	ben := s.signIn("ben@alpineguides.example")
	var room chat.Room
	ben.call("POST", "/rooms", obj{"name": "Patrol", "visibility": "private"}).want(201).into(&room)
	code := ben.invite(obj{"room_ids": []string{room.ID.String()}, "max_uses": 1, "note": "season"})
	s.nobody().call("GET", "/join/"+code, nil).want(200).has(`"name":"Alpine Guides"`).has(`"rooms":["Patrol"]`).has(`"invited_by":"Ben"`)
	s.nobody().call("GET", "/join/"+url.PathEscape(strings.ToUpper(code[:13])+" "+code[13:]), nil).want(200) // as people pass it on
	var zoe app.SignedIn
	s.nobody().call("POST", "/auth/register", newcomer("Zoe", code)).want(201).into(&zoe)
	s.of(&zoe).call("GET", "/rooms", nil).want(200).has(`"name":"Patrol"`).has(`"name":"General"`)
	s.of(&zoe).call("GET", "/rooms/"+room.ID.String(), nil).want(200).has(`"unread_count":0`)
	s.nobody().call("POST", "/auth/register", newcomer("Ida", code)).problem(410, "invite_over") // used up
	s.nobody().call("GET", "/join/"+code, nil).problem(410, "invite_over")
	ben.call("GET", "/invites", nil).want(200).has(`"uses":1`).hasNot(`"code"`).hasNot(code)
}

func TestAnInviteEnds(t *testing.T) {
	for _, c := range []struct {
		name string
		end  func(s *server, anna, ben *person, id string)
	}{
		{"when its time is over", func(s *server, _, _ *person, _ string) { s.Clock.Move(8 * 24 * time.Hour) }},
		{"when it is revoked", func(_ *server, _, ben *person, id string) { ben.call("DELETE", "/invites/"+id, nil).want(204) }},
		{"when an admin revokes it", func(_ *server, anna, _ *person, id string) { anna.call("DELETE", "/invites/"+id, nil).want(204) }},
		{"when its maker is deactivated", func(_ *server, anna, ben *person, _ string) {
			anna.call("PATCH", "/admin/users/"+ben.id.String(), obj{"deactivated": true}).want(200)
		}},
		{"when only admins may invite any more", func(_ *server, anna, _ *person, _ string) {
			anna.call("PATCH", "/admin/workspace", obj{"settings": obj{"who_invites": "admins"}}).want(200)
		}},
	} {
		t.Run(c.name, func(t *testing.T) {
			s := newServer(t)
			s.Found(t, "Alpine Guides")
			anna, ben := s.signIn("anna@alpineguides.example"), s.signIn("ben@alpineguides.example")
			var v app.Invite
			ben.call("POST", "/invites", obj{}).want(201).into(&v)
			s.nobody().call("GET", "/join/"+v.Code, nil).want(200)
			c.end(s, anna, ben, v.ID.String())
			s.nobody().call("GET", "/join/"+v.Code, nil).problem(410, "invite_over")
			s.nobody().call("POST", "/auth/register", newcomer("Zoe", v.Code)).problem(410, "invite_over")
		})
	}
}

func TestAnInviteCarriesAtMostWhatItsMakerHas(t *testing.T) {
	s := newServer(t)
	c := s.Found(t, "Alpine Guides")
	c.Join("Gus", chat.Guest)
	anna, ben, gus := s.signIn("anna@alpineguides.example"), s.signIn("ben@alpineguides.example"), s.signIn("gus@alpineguides.example")
	var secret chat.Room
	anna.call("POST", "/rooms", obj{"name": "Board", "visibility": "private"}).want(201).into(&secret)
	ben.call("POST", "/invites", obj{"role": "admin"}).problem(403, "role_too_high")
	ben.call("POST", "/invites", obj{"role": "super_admin"}).problem(422, "invalid_input")
	ben.call("POST", "/invites", obj{"room_ids": []string{secret.ID.String()}}).problem(422, "room_not_found")
	ben.call("POST", "/invites", obj{"expires_ms": s.Clock.MS() - 1}).problem(422, "expires_range")
	ben.call("POST", "/invites", obj{"guest_until_ms": s.Clock.MS() + 1000}).problem(422, "guest_until_not_guest")
	ben.call("POST", "/invites", obj{"max_uses": -1}).problem(422, "max_uses_range")
	gus.call("POST", "/invites", obj{}).problem(403, "guests_do_not_invite")
	anna.call("POST", "/invites", obj{"role": "admin"}).want(201)
	ben.call("GET", "/invites", nil).want(200).has(`"invites":[]`) // not those of others
}

func TestAGuestSeesOnlyWhomHeMeetsAndNoContacts(t *testing.T) {
	s := newServer(t)
	c := s.Found(t, "Alpine Guides")
	anna, ben := s.signIn("anna@alpineguides.example"), s.signIn("ben@alpineguides.example")
	var tour chat.Room
	ben.call("POST", "/rooms", obj{"name": "Tour", "visibility": "private"}).want(201).into(&tour)
	code := ben.invite(obj{"role": "guest", "room_ids": []string{tour.ID.String()}, "guest_until_ms": s.Clock.MS() + 3_600_000})
	var in app.SignedIn
	s.nobody().call("POST", "/auth/register", newcomer("Gus", code)).want(201).has(`"role":"guest"`).into(&in)
	gus := s.of(&in)
	gus.call("GET", "/users", nil).want(200).has(`"first_name":"Ben"`).hasNot("Anna").hasNot("ben@alpineguides")
	gus.call("GET", "/users/"+anna.id.String(), nil).problem(404, "user_not_found")
	gus.call("GET", "/users/"+ben.id.String(), nil).want(200).hasNot(`"contact"`)
	gus.call("GET", "/rooms/"+c.General.String(), nil).problem(404, "room_not_found")
	ben.call("GET", "/users?q=GUS", nil).want(200).has(`"login":"gus"`).has("gus@new.example").hasNot("Anna")
	// When others were here is presence too: colleagues learn it, guests do not.
	if err := s.App.FlushSeen(t.Context()); err != nil {
		t.Fatal(err)
	}
	ben.call("GET", "/users/"+gus.id.String(), nil).want(200).has(`"last_seen_ms":`)
	gus.call("GET", "/users/"+ben.id.String(), nil).want(200).has(`"first_name":"Ben"`).hasNot("last_seen_ms")
	// His time ends: his requests and his sessions with it.
	s.Clock.Move(2 * time.Hour)
	gus.call("GET", "/me", nil).problem(401, "sign_in")
	if err := s.App.Housekeep(t.Context()); err != nil {
		t.Fatal(err)
	}
	ss, err := s.Store.Sessions(t.Context(), gus.id)
	if err != nil || len(ss) != 0 {
		t.Fatalf("%d sessions are left, %v", len(ss), err)
	}
	s.nobody().call("POST", "/auth/login", obj{"email": "gus@new.example", "password": chattest.Password}).problem(403, "account_inactive")
}

func TestMyDevicesAreListedAndEnded(t *testing.T) {
	s := newServer(t)
	s.Found(t, "Alpine Guides")
	one, two := s.signIn("ben@alpineguides.example"), s.signIn("ben@alpineguides.example")
	anna := s.signIn("anna@alpineguides.example")
	one.call("GET", "/me/sessions", nil).want(200).has(`"current":true`).has(`"device":"Ben's phone"`).has(`"id":"` + two.sess.String() + `"`).hasNot("token")
	anna.call("DELETE", "/me/sessions/"+two.sess.String(), nil).problem(404, "session_not_found")
	two.call("GET", "/me", nil).want(200)
	one.call("DELETE", "/me/sessions/"+two.sess.String(), nil).want(204)
	two.call("GET", "/me", nil).problem(401, "sign_in")
	three := s.signIn("ben@alpineguides.example")
	one.call("DELETE", "/me/sessions", nil).want(204)
	three.call("GET", "/me", nil).problem(401, "sign_in")
	one.call("GET", "/me", nil).want(200)
	anna.call("GET", "/me", nil).want(200)
}

func TestASessionInUseOutlivesWeeksWithoutSignalAndEndsAfterAYear(t *testing.T) {
	s := newServer(t)
	s.Found(t, "Alpine Guides")
	used, idle := s.signIn("ben@alpineguides.example"), s.signIn("ben@alpineguides.example")
	day := 24 * time.Hour
	s.Clock.Move(80 * day)
	used.call("GET", "/me", nil).want(200)
	if err := s.App.FlushSeen(t.Context()); err != nil {
		t.Fatal(err)
	}
	s.Clock.Move(80 * day)
	used.call("GET", "/me", nil).want(200) // prolonged by its use, though kept in memory as ended
	idle.call("GET", "/me", nil).problem(401, "sign_in")
	for range 5 {
		if err := s.App.FlushSeen(t.Context()); err != nil {
			t.Fatal(err)
		}
		s.Clock.Move(40 * day)
		used.call("GET", "/me", nil).want(200)
	}
	if err := s.App.FlushSeen(t.Context()); err != nil {
		t.Fatal(err)
	}
	s.Clock.Move(6 * day) // 366 days after it began
	used.call("GET", "/me", nil).problem(401, "sign_in")
}

func TestANewPasswordEndsTheOtherDevices(t *testing.T) {
	s := newServer(t)
	s.Found(t, "Alpine Guides")
	one, two := s.signIn("ben@alpineguides.example"), s.signIn("ben@alpineguides.example")
	const fresh = "serac bergschrund arete"
	one.call("PUT", "/me/password", obj{"current": "not mine at all", "new": fresh}).problem(422, "password_wrong").has(`"field":"current"`)
	one.call("PUT", "/me/password", obj{"current": chattest.Password, "new": "12345678"}).problem(422, "password_common").has(`"field":"new"`)
	two.call("GET", "/me", nil).want(200)
	one.call("PUT", "/me/password", obj{"current": chattest.Password, "new": fresh}).want(204)
	one.call("GET", "/me", nil).want(200)
	two.call("GET", "/me", nil).problem(401, "sign_in")
	s.nobody().call("POST", "/auth/login", obj{"email": "ben@alpineguides.example", "password": chattest.Password}).problem(401, "wrong_credentials")
	s.nobody().call("POST", "/auth/login", obj{"email": "ben@alpineguides.example", "password": fresh}).want(200)
	s.mailTo(chattestEmail("Ben"), "was changed")
}

func TestAForgottenPasswordIsResetByMailOnce(t *testing.T) {
	s := newServer(t)
	s.Found(t, "Alpine Guides")
	ben := s.signIn("ben@alpineguides.example")
	s.nobody().call("POST", "/auth/forgot", obj{"email": "nobody@alpineguides.example"}).want(204)
	s.nobody().call("POST", "/auth/forgot", obj{"email": "Ben@alpineguides.example"}).want(204)
	code := s.linkIn(chattestEmail("Ben"), "/reset/")
	s.nobody().call("GET", "/auth/reset/"+code, nil).want(200).has(`"first_name":"Ben"`).hasNot("@")
	s.nobody().call("POST", "/auth/reset", obj{"token": code, "password": "short"}).problem(422, "password_short")
	s.nobody().call("POST", "/auth/reset", obj{"token": code, "password": "couloir and cornice", "client": "token"}).want(200).has(`"token"`)
	s.nobody().call("POST", "/auth/reset", obj{"token": code, "password": "couloir and cornice"}).problem(410, "link_over")
	ben.call("GET", "/me", nil).problem(401, "sign_in")
	// Links end with time, and no mailbox is flooded.
	s.nobody().call("POST", "/auth/forgot", obj{"email": "ben@alpineguides.example"}).want(204)
	late := s.linkIn(chattestEmail("Ben"), "/reset/")
	s.Clock.Move(3 * time.Hour)
	s.nobody().call("GET", "/auth/reset/"+late, nil).problem(410, "link_over")
	for range 10 {
		s.nobody().call("POST", "/auth/forgot", obj{"email": "ben@alpineguides.example"}).want(204)
	}
	if err := s.App.DoJobs(t.Context()); err != nil {
		t.Fatal(err)
	}
	if n := len(s.Mail.Take()); n != 3 {
		t.Errorf("%d mails for 10 requests, want 3", n)
	}
}

// chattestEmail is the address as it was registered.
func chattestEmail(name string) string { return name + "@alpineguides.example" }

func TestAnAddressChangesWhenTheNewMailboxConfirms(t *testing.T) {
	s := newServer(t)
	s.Found(t, "Alpine Guides")
	ben := s.signIn("ben@alpineguides.example")
	ben.call("PUT", "/me/email", obj{"email": "anna@alpineguides.example", "password": chattest.Password}).problem(409, "email_taken")
	ben.call("PUT", "/me/email", obj{"email": "ben@new.example", "password": "not mine"}).problem(422, "password_wrong")
	ben.call("PUT", "/me/email", obj{"email": "ben@new.example", "password": chattest.Password}).want(200).has("Ben@alpineguides.example")
	code := s.linkIn("ben@new.example", "/confirm/")
	s.nobody().call("POST", "/auth/confirm", obj{"token": code}).want(200)
	ben.call("GET", "/me", nil).want(200).has(`"email":"ben@new.example"`)
	s.mailTo(chattestEmail("Ben"), "was changed")
	s.nobody().call("POST", "/auth/login", obj{"email": "ben@new.example", "password": chattest.Password}).want(200)
}

func TestProfileStatusAndPicture(t *testing.T) {
	s := newServer(t)
	c := s.Found(t, "Alpine Guides")
	ben, anna := s.signIn("ben@alpineguides.example"), s.signIn("anna@alpineguides.example")
	_, before := c.Changes(c.Anna, 0)
	ben.call("PATCH", "/me", obj{"title": "Lead  guide", "phone": "+47 123", "time_zone": "Europe/Oslo", "locale": "nb-NO"}).want(200).
		has(`"title":"Lead guide"`).has(`"phone":"+47 123"`)
	until := s.Clock.MS() + 3_600_000
	ben.call("PUT", "/me/status", obj{"emoji": "⛷️", "text": "On the glacier", "until_ms": until}).want(200).has(`"status_until_ms":` + strconv.FormatInt(until, 10))
	ben.call("PUT", "/me/status", obj{"text": "past", "until_ms": 1}).problem(422, "until_past")
	ben.call("PUT", "/me/status", obj{"text": strings.Repeat("x", 101)}).problem(422, "text_too_long")
	var u chat.User
	ben.call("PUT", "/me/avatar", pngOf(t, 64, 64), "Content-Type", "image/png").want(200).into(&u)
	r := anna.call("GET", "/avatars/"+u.Avatar, nil).want(200)
	if r.header.Get("Content-Type") != "image/png" || !strings.Contains(r.header.Get("Cache-Control"), "immutable") || !strings.Contains(r.header.Get("Cache-Control"), "private") {
		t.Errorf("headers %v", r.header)
	}
	ben.call("PUT", "/me/avatar", []byte("<svg onload=alert(1)>"), "Content-Type", "image/png").problem(422, "avatar_invalid")
	ben.call("PUT", "/me/avatar", pngOf(t, 3000, 10), "Content-Type", "image/png").problem(422, "avatar_too_wide")
	ben.call("PUT", "/me/avatar", append(pngOf(t, 64, 64), make([]byte, 300<<10)...), "Content-Type", "image/png").problem(413, "avatar_too_large")
	ben.call("DELETE", "/me/avatar", nil).want(200).hasNot(`"avatar"`)
	anna.call("GET", "/avatars/"+u.Avatar, nil).problem(404, "avatar_not_found")
	// Everybody's feed has it.
	changes, _ := c.Changes(c.Anna, before)
	var seen []string
	for _, x := range changes {
		seen = append(seen, x.Type.String())
	}
	if got := strings.Join(seen, " "); !strings.Contains(got, "contact") || !strings.Contains(got, "user") {
		t.Errorf("Anna's feed brought %q", got)
	}
}
