package httpapi_test

import (
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/guideops/guideops/internal/app"
	"github.com/guideops/guideops/internal/chat"
	"github.com/guideops/guideops/internal/chattest"
)

func founder() obj {
	return obj{"name": "Anna Berg", "email": "Anna@Alpine.example", "password": chattest.Password, "company": "Alpine Guides", "client": "token"}
}

func TestTheFirstPersonFoundsTheCompanyAndIsInGeneral(t *testing.T) {
	s := newServer(t)
	s.nobody().call("GET", "/setup", nil).want(200).has(`"needs_setup":true`)
	var in app.SignedIn
	s.nobody().call("POST", "/auth/register", founder()).want(201).into(&in)
	if in.User.Role != chat.SuperAdmin || in.Token == "" || in.Workspace.Slug != "alpine-guides" || in.User.Login != "anna" {
		t.Fatalf("signed in as %+v of %+v", in.User, in.Workspace)
	}
	anna := s.of(&in)
	anna.call("GET", "/rooms", nil).want(200).has(`"name":"General"`).has(`"is_general":true`)
	s.nobody().call("GET", "/setup", nil).want(200).has(`"needs_setup":false`)
	// The door is closed behind her.
	second := founder()
	second["email"] = "eve@alpine.example"
	s.nobody().call("POST", "/auth/register", second).problem(403, "invite_needed")
}

func TestOffTheMachineTheFounderNeedsTheSetupKey(t *testing.T) {
	s := newServer(t, func(c *app.Config) { c.SetupKey = "k-1234" })
	far := []string{"X-Forwarded-For", "203.0.113.9"}
	s.nobody().call("GET", "/setup", nil, far...).want(200).has(`"setup_key_required":true`)
	s.nobody().call("GET", "/setup", nil).want(200).has(`"setup_key_required":false`)
	s.nobody().call("POST", "/auth/register", founder(), far...).problem(403, "setup_key_wrong")
	body := founder()
	body["setup_key"] = "k-1235"
	s.nobody().call("POST", "/auth/register", body, far...).problem(403, "setup_key_wrong")
	body["setup_key"] = "k-1234"
	s.nobody().call("POST", "/auth/register", body, far...).want(201)
}

func TestRegistrationNamesWhatIsWrong(t *testing.T) {
	s := newServer(t)
	for _, c := range []struct {
		name  string
		edit  func(obj)
		code  string
		field string
	}{
		{"short password", func(b obj) { b["password"] = "seven77" }, "password_short", "password"},
		{"common password", func(b obj) { b["password"] = "Password123" }, "password_common", "password"},
		{"one letter", func(b obj) { b["password"] = "zzzzzzzzzzzz" }, "password_common", "password"},
		{"the address as password", func(b obj) { b["password"] = "ANNA@alpine.example" }, "password_common", "password"},
		{"endless password", func(b obj) { b["password"] = strings.Repeat("long ", 100) }, "password_long", "password"},
		{"no address", func(b obj) { b["email"] = "anna" }, "email_invalid", "email"},
		{"address with a name", func(b obj) { b["email"] = "Anna <anna@alpine.example>" }, "email_invalid", "email"},
		{"address with a line break", func(b obj) { b["email"] = "anna@alpine.example\nBcc: x@y.example" }, "email_invalid", "email"},
		{"no name", func(b obj) { b["name"] = " " }, "name_missing", "first_name"},
		{"endless name", func(b obj) { b["name"] = strings.Repeat("A", 81) }, "first_name_too_long", "first_name"},
		{"name with control characters", func(b obj) { b["name"] = "An\u0007na" }, "first_name_invalid", "first_name"},
		{"no company", func(b obj) { delete(b, "company") }, "company_missing", "company"},
		{"no such time zone", func(b obj) { b["time_zone"] = "Mars/Olympus" }, "time_zone_unknown", "time_zone"},
		{"no language", func(b obj) { b["locale"] = "english please" }, "locale_invalid", "locale"},
		{"unknown field", func(b obj) { b["role"] = "super_admin" }, "invalid_input", "role"},
		{"other spelling of a field", func(b obj) { b["Company"] = "x" }, "invalid_input", "Company"},
		{"missing field", func(b obj) { delete(b, "password") }, "invalid_input", "password"},
		{"wrong type", func(b obj) { b["email"] = 7 }, "invalid_input", "email"},
	} {
		t.Run(c.name, func(t *testing.T) {
			body := founder()
			c.edit(body)
			s.nobody().call("POST", "/auth/register", body).problem(422, c.code).has(`"field":"` + c.field + `"`).hasNot("Password123")
		})
	}
	s.nobody().call("GET", "/setup", nil).want(200).has(`"needs_setup":true`) // nothing half-stored
}

func TestTheCookieIsHostBoundUnderHTTPSAndNoTokenIsShown(t *testing.T) {
	s := newServer(t)
	body := founder()
	delete(body, "client")
	a := s.nobody().call("POST", "/auth/register", body).want(201).hasNot(`"token"`)
	cookie := a.header.Get("Set-Cookie")
	for _, part := range []string{"guideops_session=", "HttpOnly", "SameSite=Lax", "Path=/"} {
		if !strings.Contains(cookie, part) {
			t.Errorf("no %q in %q", part, cookie)
		}
	}
	if strings.Contains(cookie, "Secure") || strings.Contains(cookie, "Domain") {
		t.Errorf("over http: %q", cookie)
	}
	value, _, _ := strings.Cut(strings.TrimPrefix(cookie, "guideops_session="), ";")
	s.nobody().call("GET", "/me", nil, "Cookie", "guideops_session="+value).want(200).has(`"first_name":"Anna"`)
	s.nobody().call("GET", "/me", nil, "Cookie", "guideops_session="+value+"x").problem(401, "sign_in")
	s.nobody().call("POST", "/auth/logout", nil, "Cookie", "guideops_session="+value).want(204)
	s.nobody().call("GET", "/me", nil, "Cookie", "guideops_session="+value).problem(401, "sign_in")
}

func TestSignInTakesAddressOrLoginAndTellsNothingOfOthers(t *testing.T) {
	s := newServer(t)
	c := s.Found(t, "Alpine Guides")
	for _, who := range []string{"anna@alpineguides.example", " ANNA@alpineguides.example ", "anna"} {
		s.nobody().call("POST", "/auth/login", obj{"email": who, "password": chattest.Password}).want(200).has(`"first_name":"Anna"`)
	}
	wrong := s.nobody().call("POST", "/auth/login", obj{"email": "anna", "password": "not hers at all"}).problem(401, "wrong_credentials")
	none := s.nobody().call("POST", "/auth/login", obj{"email": "zoe", "password": "not hers at all"}).problem(401, "wrong_credentials")
	if string(wrong.body) != string(none.body) {
		t.Errorf("the answers differ:\n%s\n%s", wrong.body, none.body)
	}
	s.nobody().call("POST", "/auth/login", obj{"email": "anna", "password": chattest.Password, "workspace": "other"}).problem(401, "wrong_credentials")
	_ = c
}

func TestGuessingIsSlowedWithoutLockingTheOwnerOut(t *testing.T) {
	s := newServer(t)
	s.Found(t, "Alpine Guides")
	guess := func(password, from string) *reply {
		t.Helper()
		a, err := s.App.SignIn(t.Context(), app.Actor{IP: from}, app.SignIn{Login: "anna", Password: password})
		switch {
		case err == nil:
			return &reply{t: t, what: a.User.FirstName, status: 200}
		case chat.KindOf(err) == chat.TooMany:
			return &reply{t: t, what: err.Error(), status: 429}
		}
		return &reply{t: t, what: err.Error(), status: 401}
	}
	for range 5 {
		guess("wrong password", "198.51.100.7").want(401)
	}
	guess("wrong password", "198.51.100.7").want(429)
	guess(chattest.Password, "198.51.100.7").want(429) // not even the right one, from there, for now
	guess(chattest.Password, "192.0.2.1").want(200)    // the owner's own address
	s.Clock.Move(2 * time.Second)
	guess("wrong password", "198.51.100.7").want(401)
	guess("wrong password", "198.51.100.7").want(429) // the wait has doubled
	s.Clock.Move(time.Hour)
	guess(chattest.Password, "198.51.100.7").want(200)
	// Many strangers at once do not keep her out of where she has been.
	for i := range 130 {
		guess("wrong password", "203.0.113."+string(rune('a'+i%26))+string(rune('a'+i/26)))
	}
	guess(chattest.Password, "203.0.113.250").want(429)
	guess(chattest.Password, "192.0.2.1").want(200)
}

func TestOneAddressInSeveralCompaniesChooses(t *testing.T) {
	s := newServer(t, chattest.Hosting(app.HostingMany))
	one := founder()
	s.nobody().call("POST", "/auth/register", one).want(201)
	two := founder()
	two["company"] = "Other Guides"
	s.nobody().call("POST", "/auth/register", two).want(201)
	three := founder()
	three["company"], three["password"] = "Third Guides", "quite another secret"
	s.nobody().call("POST", "/auth/register", three).want(201)
	login := obj{"email": "anna@alpine.example", "password": chattest.Password}
	s.nobody().call("POST", "/auth/login", login).problem(409, "choose_workspace").
		has(`{"slug":"alpine-guides","name":"Alpine Guides"}`).has("other-guides").hasNot("third-guides")
	login["workspace"] = "other-guides"
	s.nobody().call("POST", "/auth/login", login).want(200).has(`"name":"Other Guides"`)
	// The same name once more gets another short name.
	again := founder()
	again["email"] = "zoe@alpine.example"
	s.nobody().call("POST", "/auth/register", again).want(201).has(`"slug":"alpine-guides-2"`)
}

func TestOpenAndClosedSignUp(t *testing.T) {
	s := newServer(t)
	s.nobody().call("POST", "/auth/register", founder()).want(201)
	anna := s.signIn("anna@alpine.example")
	newcomer := obj{"first_name": "Zoe", "email": "zoe@else.example", "password": chattest.Password, "client": "token"}
	set := func(settings obj) {
		t.Helper()
		anna.call("PATCH", "/admin/workspace", obj{"settings": settings}).want(200)
	}
	set(obj{"signup": "closed"})
	s.nobody().call("POST", "/auth/register", newcomer).problem(403, "signup_closed")
	set(obj{"signup": "open"})
	s.nobody().call("POST", "/auth/register", newcomer).want(201).has(`"role":"user"`)
	s.nobody().call("POST", "/auth/register", newcomer).problem(409, "email_taken")
	newcomer["email"], newcomer["workspace"] = "ida@else.example", "nowhere"
	s.nobody().call("POST", "/auth/register", newcomer).problem(404, "workspace_not_found")
	s.nobody().call("GET", "/setup", nil).want(200).has(`"signup":"open"`)
}

func TestAMailDomainNeedsAConfirmedMail(t *testing.T) {
	s := newServer(t)
	s.nobody().call("POST", "/auth/register", founder()).want(201)
	anna := s.signIn("anna@alpine.example")
	anna.call("PATCH", "/admin/workspace", obj{"settings": obj{"mail_domains": []string{"@Alpine.example"}}}).want(200)
	newcomer := obj{"first_name": "Zoe", "email": "zoe@alpine.example", "password": chattest.Password}
	s.nobody().call("POST", "/auth/register", newcomer).want(202).has(`"confirm":"mail_sent"`)
	s.nobody().call("POST", "/auth/login", obj{"email": "zoe@alpine.example", "password": chattest.Password}).problem(401, "wrong_credentials")
	code := s.linkIn("zoe@alpine.example", "/confirm/")
	s.nobody().call("POST", "/auth/confirm", obj{"token": strings.Map(otherLetter, code)}).problem(410, "link_over")
	s.nobody().call("POST", "/auth/reset", obj{"token": code, "password": chattest.Password}).problem(410, "link_over") // not its purpose
	s.nobody().call("POST", "/auth/confirm", obj{"token": code, "client": "token"}).want(200).has(`"first_name":"Zoe"`).has(`"token"`)
	s.nobody().call("POST", "/auth/confirm", obj{"token": code}).problem(410, "link_over")
	// Who has an account already learns it in his mailbox, not here.
	s.nobody().call("POST", "/auth/register", newcomer).want(202)
	s.mailTo("zoe@alpine.example", "You have an account")
	newcomer["email"] = "zoe@alpine.example.evil.example"
	s.nobody().call("POST", "/auth/register", newcomer).problem(403, "invite_needed")
}

// otherLetter makes another code of the same form.
func otherLetter(r rune) rune {
	if r == 'a' {
		return 'b'
	}
	return 'a'
}

// mailTo runs the jobs and gives the text of the newest mail to somebody.
func (s *server) mailTo(to, subject string) string {
	s.t.Helper()
	if err := s.App.DoJobs(s.t.Context()); err != nil {
		s.t.Fatal(err)
	}
	mails := s.Mail.Take()
	for i := len(mails) - 1; i >= 0; i-- {
		if m := mails[i]; m.To == to && strings.Contains(m.Subject, subject) {
			return m.Text
		}
	}
	s.t.Fatalf("no mail to %s about %q among %v", to, subject, mails)
	return ""
}

// linkIn gives the code of the link in the newest mail to somebody.
func (s *server) linkIn(to, path string) string {
	s.t.Helper()
	_, rest, ok := strings.Cut(s.mailTo(to, ""), "https://chat.example"+path)
	if !ok {
		s.t.Fatalf("no link to %s in the mail", path)
	}
	code, _, _ := strings.Cut(rest, "\n")
	return code
}

func TestWithoutMailNobodyWaitsForOne(t *testing.T) {
	s := newServer(t, func(c *app.Config) { c.Mail = nil })
	s.nobody().call("POST", "/auth/register", founder()).want(201)
	s.nobody().call("POST", "/auth/forgot", obj{"email": "anna@alpine.example"}).problem(http.StatusNotFound, "mail_not_configured")
	s.nobody().call("GET", "/setup", nil).want(200).has(`"mail":false`)
}
