package server

import (
	"bytes"
	"encoding/json"
	"io"
	"net/http"
	"regexp"
	"strings"
	"testing"
)

// said runs a command and gives what it printed.
func said(t *testing.T, out *bytes.Buffer, err error) string {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
	text := out.String()
	out.Reset()
	return text
}

func TestAccountsAreLookedAfterBesideARunningServer(t *testing.T) {
	databases(t, func(t *testing.T, args ...string) {
		cfg, out := kept(t, append(args, "--url", "https://chat.example.com")...)
		s := full(t, cfg, args...)
		ctx, ben := t.Context(), Account{Login: "ben@example.com"}

		text := said(t, out, CreateUser(ctx, *cfg, NewUser{FirstName: "Ben", LastName: "Carter", Email: "ben@example.com"}))
		link := regexp.MustCompile(`https://chat\.example\.com(/reset/\S+)`).FindStringSubmatch(text)
		if link == nil {
			t.Fatalf("no link in %q", text)
		}
		if res, body := s.get(t, "/api/v1/auth"+link[1]); res.StatusCode != http.StatusOK || !strings.Contains(body, "Ben") {
			t.Errorf("the link is not taken: %d %s", res.StatusCode, body)
		}
		if text := said(t, out, ListUsers(ctx, *cfg, "")); !strings.Contains(text, "Anna Berg") || !regexp.MustCompile(`ben +Ben Carter +user +ben@example.com +active`).MatchString(text) {
			t.Errorf("listed\n%s", text)
		}
		said(t, out, SetRole(ctx, *cfg, ben, "admin"))
		said(t, out, SetActive(ctx, *cfg, ben, false))
		if text := said(t, out, ListUsers(ctx, *cfg, "")); !regexp.MustCompile(`Ben Carter +admin +ben@example.com +deactivated`).MatchString(text) {
			t.Errorf("listed\n%s", text)
		}
		said(t, out, SetActive(ctx, *cfg, ben, true))
		if text := said(t, out, ResetPassword(ctx, *cfg, ben)); !strings.Contains(text, "/reset/") {
			t.Errorf("said %q", text)
		}
		if err := Check(ctx, *cfg); err != nil {
			t.Errorf("%v: %s", err, out)
		}
	})
}

func TestOperatorIsToldWhatIsWrong(t *testing.T) {
	cfg, _ := kept(t)
	if err := ListUsers(t.Context(), *cfg, ""); err == nil || !strings.Contains(err.Error(), "GUIDEOPS_DATA_DIR") {
		t.Errorf("no database: %v", err)
	}
	full(t, cfg)
	if err := SetRole(t.Context(), *cfg, Account{Login: "nobody"}, "admin"); err == nil {
		t.Error("gave nobody a role")
	}
	if err := SetRole(t.Context(), *cfg, Account{Login: "anna"}, "emperor"); err == nil {
		t.Error("gave a role that does not exist")
	}
	if err := SetActive(t.Context(), *cfg, Account{Login: "anna"}, false); err == nil {
		t.Error("deactivated the owner")
	}
	if err := CreateUser(t.Context(), *cfg, NewUser{FirstName: "Anna", Email: "anna@example.com"}); err == nil {
		t.Error("gave one address to two people")
	}
}

func TestStreamOfSomebodyDeactivatedOnTheCommandLineFallsSilent(t *testing.T) {
	databases(t, func(t *testing.T, args ...string) {
		cfg, _ := kept(t, args...)
		s := full(t, cfg, append(args, "--signup", "open")...)
		ben := register(t, s, `{"first_name":"Ben","email":"ben@example.com","password":"a long enough secret","client":"token"}`)
		r, err := http.NewRequestWithContext(t.Context(), "GET", s.url+"/api/v1/stream", nil)
		if err != nil {
			t.Fatal(err)
		}
		r.Header.Set("Authorization", "Bearer "+ben)
		res, err := s.client.Do(r)
		if err != nil {
			t.Fatal(err)
		}
		defer res.Body.Close()
		if res.StatusCode != http.StatusOK {
			t.Fatalf("stream: %d", res.StatusCode)
		}
		if err := SetActive(t.Context(), *cfg, Account{Login: "ben@example.com"}, false); err != nil {
			t.Fatal(err)
		}
		rest, err := io.ReadAll(res.Body) // ends because the server ends the stream
		if err != nil || !strings.Contains(string(rest), "event: bye") {
			t.Errorf("%v, %q", err, rest)
		}
		if res, _ := s.get(t, "/api/v1/me", "Authorization", "Bearer "+ben); res.StatusCode != http.StatusUnauthorized {
			t.Errorf("the session still works: %d", res.StatusCode)
		}
	})
}

// register makes an account and gives its token.
func register(t *testing.T, s *started, body string) string {
	t.Helper()
	r, err := http.NewRequestWithContext(t.Context(), "POST", s.url+"/api/v1/auth/register", strings.NewReader(body))
	if err != nil {
		t.Fatal(err)
	}
	r.Header.Set("Content-Type", "application/json")
	res, err := s.client.Do(r)
	if err != nil {
		t.Fatal(err)
	}
	defer res.Body.Close()
	var in struct{ Token string }
	if err := json.NewDecoder(res.Body).Decode(&in); err != nil || res.StatusCode != http.StatusCreated {
		t.Fatalf("register: %d, %v", res.StatusCode, err)
	}
	return in.Token
}
