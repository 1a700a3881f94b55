package httpapi_test

import (
	"errors"
	"strings"
	"testing"
	"time"

	"github.com/google/uuid"

	"github.com/guideops/guideops/internal/app"
	"github.com/guideops/guideops/internal/chat"
	"github.com/guideops/guideops/internal/chattest"
)

// staff is a company with one person of each role, signed in.
type staff struct {
	*server
	c                             *chattest.Company
	anna, adam, ada, ben, zoe, gu *person
}

func newStaff(t *testing.T) *staff {
	t.Helper()
	s := newServer(t)
	c := s.Found(t, "Alpine Guides")
	st := &staff{server: s, c: c}
	st.adam, st.ada = s.of(c.JoinSignedIn("Adam", chat.Admin)), s.of(c.JoinSignedIn("Ada", chat.Admin))
	st.zoe = s.of(c.JoinSignedIn("Zoe", chat.Person))
	st.gu = s.of(c.JoinSignedIn("Gus", chat.Guest))
	st.anna, st.ben = s.signIn("anna@alpineguides.example"), s.signIn("ben@alpineguides.example")
	return st
}

func TestRolesAreChangedFromAboveOnly(t *testing.T) {
	for _, x := range []struct {
		name   string
		by, on func(*staff) *person
		body   obj
		status int
		code   string
	}{
		{"owner makes a guide admin", (*staff).Anna, (*staff).Ben, obj{"role": "admin"}, 200, ""},
		{"owner makes an admin a guide", (*staff).Anna, (*staff).Adam, obj{"role": "user"}, 200, ""},
		{"admin makes a guide a guest", (*staff).Adam, (*staff).Ben, obj{"role": "guest"}, 200, ""},
		{"admin makes a guest a guide", (*staff).Adam, (*staff).Gus, obj{"role": "user"}, 200, ""},
		{"admin makes a guide admin", (*staff).Adam, (*staff).Ben, obj{"role": "admin"}, 200, ""},
		{"admin demotes his equal", (*staff).Adam, (*staff).Ada, obj{"role": "user"}, 403, "role_too_high"},
		{"admin demotes the owner", (*staff).Adam, (*staff).Anna, obj{"role": "user"}, 403, "hand_over_instead"},
		{"admin deactivates the owner", (*staff).Adam, (*staff).Anna, obj{"deactivated": true}, 403, "role_too_high"},
		{"admin deactivates himself", (*staff).Adam, (*staff).Adam, obj{"deactivated": true}, 403, "role_too_high"},
		{"owner deactivates herself", (*staff).Anna, (*staff).Anna, obj{"deactivated": true}, 403, "role_too_high"},
		{"owner makes a second owner", (*staff).Anna, (*staff).Ben, obj{"role": "super_admin"}, 422, "invalid_input"},
		{"guide promotes himself", (*staff).Ben, (*staff).Ben, obj{"role": "admin"}, 403, "admins_only"},
		{"guest promotes himself", (*staff).Gus, (*staff).Gus, obj{"role": "user"}, 403, "admins_only"},
		{"an end for a guide", (*staff).Anna, (*staff).Ben, obj{"guest_until_ms": int64(1) << 41}, 422, "guest_until_not_guest"},
		{"an end in the past", (*staff).Anna, (*staff).Gus, obj{"guest_until_ms": 5}, 422, "guest_until_range"},
	} {
		t.Run(x.name, func(t *testing.T) {
			st := newStaff(t)
			r := x.by(st).call("PATCH", "/admin/users/"+x.on(st).id.String(), x.body)
			if x.code == "" {
				r.want(x.status)
				return
			}
			r.problem(x.status, x.code)
			owners := 0
			for _, u := range st.c.Dir().Users() {
				if u.Role == chat.SuperAdmin && u.DeactivatedMS == 0 {
					owners++
				}
			}
			if owners != 1 {
				t.Errorf("%d owners", owners)
			}
		})
	}
}

func (s *staff) Anna() *person { return s.anna }
func (s *staff) Adam() *person { return s.adam }
func (s *staff) Ada() *person  { return s.ada }
func (s *staff) Ben() *person  { return s.ben }
func (s *staff) Gus() *person  { return s.gu }

func TestAPersonMadeGuestBeginsAnewWithWhatIsLeft(t *testing.T) {
	st := newStaff(t)
	var tour chat.Room
	st.anna.call("POST", "/rooms", obj{"name": "Tour", "visibility": "private", "user_ids": []string{st.ben.id.String()}}).want(201).into(&tour)
	ben := app.Actor{Workspace: st.c.ID, User: st.ben.id, Session: st.ben.sess}
	_, cursor := st.c.Changes(ben, 0)
	st.ben.call("GET", "/bootstrap", nil).want(200).has("Zoe@").has(`"name":"General"`)
	st.adam.call("PATCH", "/admin/users/"+st.ben.id.String(), obj{"role": "guest"}).want(200).has(`"guest_until_ms"`)
	// His cursor means nothing any more: he starts over, and finds less.
	p, err := st.App.Sync(t.Context(), ben, cursor, "", 0)
	if err != nil || !p.Reset {
		t.Fatalf("reset %v, %v", p.Reset, err)
	}
	st.ben.call("GET", "/bootstrap", nil).want(200).has(`"name":"Tour"`).hasNot("Zoe").hasNot(`"name":"General"`)
	st.adam.call("PATCH", "/admin/users/"+st.ben.id.String(), obj{"role": "user"}).want(200).hasNot(`"guest_until_ms"`)
	st.ben.call("GET", "/bootstrap", nil).want(200).has("Zoe").has(`"name":"General"`)
	st.ben.call("GET", "/me/notices", nil).want(200).has(`"kind":"role_changed"`)
}

func TestADeactivatedPersonIsOutAtOnceAndCanComeBack(t *testing.T) {
	st := newStaff(t)
	_, before := st.c.Changes(st.c.Anna, 0)
	st.adam.call("PATCH", "/admin/users/"+st.ben.id.String(), obj{"deactivated": true}).want(200).has(`"deactivated_ms"`)
	st.ben.call("GET", "/me", nil).problem(401, "sign_in")
	st.nobody().call("POST", "/auth/login", obj{"email": "ben", "password": chattest.Password}).problem(403, "account_inactive")
	changes, _ := st.c.Changes(st.c.Anna, before)
	if len(changes) == 0 || changes[len(changes)-1].Type != chat.ChangeUser {
		t.Errorf("the others' feed brought %v", changes)
	}
	st.adam.call("GET", "/admin/users?state=deactivated", nil).want(200).has(`"first_name":"Ben"`).hasNot(`"first_name":"Zoe"`)
	st.adam.call("PATCH", "/admin/users/"+st.ben.id.String(), obj{"deactivated": false}).want(200)
	ben := st.signIn("ben@alpineguides.example")
	ben.call("GET", "/rooms", nil).want(200).has(`"name":"General"`)
	st.adam.call("GET", "/admin/audit", nil).want(200).has(`"action":"user.deactivate"`).has(`"action":"user.reactivate"`)
}

func TestOwnershipIsHandedOverWithThePassword(t *testing.T) {
	st := newStaff(t)
	give := obj{"user_id": st.ben.id.String(), "password": chattest.Password}
	st.adam.call("POST", "/admin/ownership", give).problem(403, "owner_only")
	st.anna.call("POST", "/admin/ownership", obj{"user_id": st.ben.id.String(), "password": "not hers"}).problem(422, "password_wrong")
	st.anna.call("POST", "/admin/ownership", obj{"user_id": st.gu.id.String(), "password": chattest.Password}).problem(409, "owner_unfit")
	st.anna.call("POST", "/admin/ownership", obj{"user_id": st.anna.id.String(), "password": chattest.Password}).problem(409, "owner_already")
	st.anna.call("POST", "/admin/ownership", give).want(200).has(`"role":"super_admin"`)
	st.anna.call("GET", "/me", nil).want(200).has(`"role":"admin"`)
	st.anna.call("PATCH", "/admin/workspace", obj{"name": "Mine again"}).problem(403, "owner_only")
	st.ben.call("PATCH", "/admin/workspace", obj{"name": "Ben's Guides"}).want(200).has(`"name":"Ben's Guides"`)
}

func TestAResetLinkOfAnAdminIsForLowerRolesAndWorksOnce(t *testing.T) {
	st := newStaff(t)
	st.adam.call("POST", "/admin/users/"+st.ada.id.String()+"/reset-link", nil).problem(403, "role_too_high")
	st.adam.call("POST", "/admin/users/"+st.anna.id.String()+"/reset-link", nil).problem(403, "role_too_high")
	st.zoe.call("POST", "/admin/users/"+st.gu.id.String()+"/reset-link", nil).problem(403, "admins_only")
	var first, second app.ResetLink
	st.adam.call("POST", "/admin/users/"+st.ben.id.String()+"/reset-link", nil).want(200).into(&first)
	st.adam.call("POST", "/admin/users/"+st.ben.id.String()+"/reset-link", nil).want(200).into(&second)
	code := func(l app.ResetLink) string { return strings.TrimPrefix(l.Link, "https://chat.example/reset/") }
	st.nobody().call("GET", "/auth/reset/"+code(first), nil).problem(410, "link_over") // a newer one replaces it
	st.nobody().call("POST", "/auth/reset", obj{"token": code(second), "password": "moraine and meadow"}).want(200)
	st.nobody().call("POST", "/auth/reset", obj{"token": code(second), "password": "moraine and meadow"}).problem(410, "link_over")
	st.ben.call("GET", "/me", nil).problem(401, "sign_in")
	st.adam.call("GET", "/admin/audit?action=user.reset_link", nil).want(200).has(`"target_id":"` + st.ben.id.String() + `"`).hasNot(code(second))
}

func TestAdminsSeeDevicesAndEndThem(t *testing.T) {
	st := newStaff(t)
	st.adam.call("GET", "/admin/users/"+st.ben.id.String()+"/sessions", nil).want(200).has(`"device":"Ben's phone"`)
	st.adam.call("GET", "/admin/users/"+st.anna.id.String()+"/sessions", nil).problem(403, "role_too_high")
	st.zoe.call("DELETE", "/admin/users/"+st.ben.id.String()+"/sessions", nil).problem(403, "admins_only")
	st.ben.call("GET", "/me", nil).want(200)
	st.adam.call("DELETE", "/admin/users/"+st.ben.id.String()+"/sessions", nil).want(204)
	st.ben.call("GET", "/me", nil).problem(401, "sign_in")
}

func TestOfPrivateRoomsAnAdminSeesCountsAndOfAReportTheMessage(t *testing.T) {
	st := newStaff(t)
	var room chat.Room
	st.ben.call("POST", "/rooms", obj{"name": "Quiet corner", "visibility": "private", "topic": "ours"}).want(201).into(&room)
	path := "/rooms/" + room.ID.String() + "/messages"
	id := uuid.NewString()
	st.ben.call("POST", path, obj{"message_id": id, "text": "rude words"}).want(201)
	st.ben.call("POST", path, obj{"message_id": uuid.NewString(), "text": "other words"}).want(201)
	st.adam.call("GET", "/admin/rooms", nil).want(200).has(`"name":"General"`).has(`"id":"` + room.ID.String() + `"`).hasNot("Quiet corner").hasNot("ours")
	st.adam.call("GET", "/admin/rooms?q=quiet", nil).want(200).has(`"rooms":[]`)
	st.adam.call("GET", path, nil).problem(404, "room_not_found")
	st.ben.call("POST", "/messages/"+id+"/report", obj{"reason": "it was me"}).want(204)
	st.adam.call("GET", "/me/notices", nil).want(200).has(`"kind":"report"`)
	st.zoe.call("GET", "/admin/reports", nil).problem(403, "admins_only")
	var list struct {
		Reports []struct {
			ID chat.ID `json:"id"`
		} `json:"reports"`
	}
	st.adam.call("GET", "/admin/reports", nil).want(200).has("rude words").hasNot("other words").into(&list)
	st.adam.call("POST", "/admin/reports/"+list.Reports[0].ID.String()+"/resolve", obj{"resolution": "talked to him"}).want(204)
	st.adam.call("GET", "/admin/reports", nil).want(200).has(`"reports":[]`)
	st.adam.call("GET", "/admin/reports?state=resolved", nil).want(200).has("talked to him")
	st.ben.call("GET", "/me/notices", nil).want(200).has(`"kind":"report_resolved"`)
}

func TestTheNumbersOfThePanelAreRight(t *testing.T) {
	st := newStaff(t)
	for range 3 {
		st.ben.call("POST", "/rooms/"+st.c.General.String()+"/messages", obj{"message_id": uuid.NewString(), "text": "today"}).want(201)
	}
	if err := st.App.FlushSeen(t.Context()); err != nil {
		t.Fatal(err)
	}
	st.Clock.Move(24 * time.Hour)
	st.ben.call("POST", "/rooms/"+st.c.General.String()+"/messages", obj{"message_id": uuid.NewString(), "text": "the day after"}).want(201)
	if err := st.App.FlushSeen(t.Context()); err != nil {
		t.Fatal(err)
	}
	var n app.Stats
	st.adam.call("GET", "/admin/stats", nil).want(200).into(&n)
	if n.People != 5 || n.Guests != 1 || n.Rooms != 1 || n.MessagesTotal != 4 || n.MessagesToday != 1 || n.UptimeMS != 86_400_000 || n.StorageBytes == 0 {
		t.Errorf("%+v", n)
	}
	if len(n.Days) != 30 || n.Days[28].Messages != 3 || n.Days[29].Messages != 1 || n.Days[28].People != 1 || n.Days[0].Messages != 0 {
		t.Errorf("days %+v", n.Days)
	}
	st.adam.call("GET", "/admin/users?q=ben", nil).want(200).has(`"sessions":2`).has(`"last_seen_ms":`)
	st.adam.call("GET", "/admin/health", nil).want(200).has(`"name":"database","state":"ok"`).has(`"name":"mail","state":"ok"`)
	st.zoe.call("GET", "/admin/stats", nil).problem(403, "admins_only")
}

func TestAMailThatCannotBeSentIsToldToTheAdmins(t *testing.T) {
	st := newStaff(t)
	st.Mail.Fail = errors.New("connection refused")
	st.nobody().call("POST", "/auth/forgot", obj{"email": "ben@alpineguides.example"}).want(204)
	for range 20 { // a night of attempts
		if err := st.App.DoJobs(t.Context()); err != nil {
			t.Fatal(err)
		}
		st.adam.call("GET", "/me/notices", nil).want(200)
		st.Clock.Move(time.Hour)
	}
	st.adam.call("GET", "/me/notices", nil).want(200).has(`"kind":"job_failed"`).has("connection refused")
	st.zoe.call("GET", "/me/notices", nil).want(200).hasNot("job_failed")
	st.adam.call("GET", "/admin/health", nil).want(200).has(`"name":"mail","state":"degraded"`)
	// One that comes back in the night is delivered, once.
	st.nobody().call("POST", "/auth/forgot", obj{"email": "zoe@alpineguides.example"}).want(204)
	if err := st.App.DoJobs(t.Context()); err != nil {
		t.Fatal(err)
	}
	st.Mail.Fail = nil
	st.Clock.Move(time.Hour)
	code := st.linkIn(chattestEmail("Zoe"), "/reset/")
	st.nobody().call("GET", "/auth/reset/"+code, nil).want(200).has(`"first_name":"Zoe"`)
	if err := st.App.DoJobs(t.Context()); err != nil || len(st.Mail.Take()) != 0 {
		t.Errorf("it was sent twice (%v)", err)
	}
}

func TestSettingsAreTheOwnersAndReachEverybody(t *testing.T) {
	st := newStaff(t)
	_, before := st.c.Changes(st.c.Ben, 0)
	st.adam.call("PATCH", "/admin/workspace", obj{"settings": obj{"signup": "open"}}).problem(403, "owner_only")
	st.anna.call("PATCH", "/admin/workspace", obj{"settings": obj{"signup": "perhaps"}}).problem(422, "invalid_input")
	st.anna.call("PATCH", "/admin/workspace", obj{"settings": obj{"mail_domains": []string{"not a domain"}}}).problem(422, "mail_domain_invalid")
	st.anna.call("PATCH", "/admin/workspace", obj{"settings": obj{"who_creates": "admins"}}).want(200)
	changes, _ := st.c.Changes(st.c.Ben, before)
	if len(changes) != 1 || changes[0].Type != chat.ChangeWorkspace {
		t.Errorf("Ben's feed brought %v", changes)
	}
	st.ben.call("POST", "/rooms", obj{"name": "Ski", "visibility": "public"}).problem(403, "admins_only")
	st.adam.call("POST", "/rooms", obj{"name": "Ski", "visibility": "public"}).want(201)
}
