package server

import (
	"bufio"
	"io"
	"net/http"
	"slices"
	"strings"
	"testing"
)

const frontEnd = "https://app.example.com"

func TestOriginsAreReadAsBrowsersWriteThem(t *testing.T) {
	c := mustParse(t, "--allowed-origins", "https://App.example.com:443/, http://localhost:5173,http://[::1]:80")
	if want := (Origins{"https://app.example.com", "http://localhost:5173", "http://[::1]"}); !slices.Equal(c.AllowedOrigins, want) {
		t.Errorf("%q", c.AllowedOrigins)
	}
	if c := mustParse(t); len(c.AllowedOrigins) != 0 {
		t.Errorf("without the setting %q may call", c.AllowedOrigins)
	}
}

func FuzzOrigins(f *testing.F) {
	f.Add("https://app.example.com,http://localhost:5173")
	f.Add("https://*.example.com")
	f.Fuzz(func(t *testing.T, text string) {
		var o Origins
		if o.UnmarshalText([]byte(text)) != nil {
			return
		}
		cross := http.NewCrossOriginProtection()
		for _, origin := range o {
			if again, ok := parseOrigin(origin); !ok || again != origin {
				t.Errorf("%q is read as %q", origin, again)
			}
			if strings.ContainsAny(origin, "*,") || origin == "null" {
				t.Errorf("%q is no one's origin", origin)
			}
			if err := cross.AddTrustedOrigin(origin); err != nil {
				t.Errorf("the server would not start with %q: %v", origin, err)
			}
		}
	})
}

func (s *started) do(t *testing.T, method, path, body string, header ...string) *http.Response {
	t.Helper()
	r, err := http.NewRequestWithContext(t.Context(), method, s.url+path, strings.NewReader(body))
	if err != nil {
		t.Fatal(err)
	}
	r.Header.Set("Content-Type", "application/json")
	for i := 0; i+1 < len(header); i += 2 {
		r.Header.Set(header[i], header[i+1])
	}
	res, err := s.client.Do(r)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { res.Body.Close() }) //nolint:errcheck // read as far as needed
	return res
}

func TestPreflightIsForAllowedOriginsOnly(t *testing.T) {
	with, without := start(t, "--allowed-origins", frontEnd), start(t)
	ask := func(s *started, origin string) *http.Response {
		return s.do(t, "OPTIONS", "/api/v1/me", "", "Origin", origin, "Sec-Fetch-Site", "cross-site",
			"Access-Control-Request-Method", "PATCH", "Access-Control-Request-Headers", "authorization,content-type,idempotency-key")
	}
	res := ask(with, frontEnd)
	if res.StatusCode != http.StatusNoContent || res.Header.Get("Access-Control-Allow-Origin") != frontEnd ||
		!strings.Contains(res.Header.Get("Access-Control-Allow-Methods"), "PATCH") ||
		!strings.Contains(res.Header.Get("Access-Control-Allow-Headers"), "Authorization") {
		t.Errorf("%d %v", res.StatusCode, res.Header)
	}
	if !strings.Contains(strings.Join(res.Header.Values("Vary"), ","), "Origin") || res.Header.Get("Access-Control-Allow-Credentials") != "" {
		t.Errorf("%v", res.Header)
	}
	for name, res := range map[string]*http.Response{"another site": ask(with, "https://evil.example"), "a look-alike": ask(with, frontEnd+".evil.example"),
		"a page from a file": ask(with, "null"), "by http": ask(with, "http://app.example.com"), "nobody is allowed": ask(without, frontEnd)} {
		if res.StatusCode < 400 || res.Header.Get("Access-Control-Allow-Origin") != "" {
			t.Errorf("%s: %d %v", name, res.StatusCode, res.Header)
		}
	}
}

func TestFrontEndElsewhereSignsInWithATokenAndReadsTheStream(t *testing.T) {
	databases(t, readsFromElsewhere)
}

func readsFromElsewhere(t *testing.T, args ...string) {
	s := start(t, append(args, "--allowed-origins", frontEnd)...)
	from := []string{"Origin", frontEnd, "Sec-Fetch-Site", "cross-site"}
	found(t, s)
	res := s.do(t, "POST", "/api/v1/auth/login", `{"email":"anna@example.com","password":"a long enough secret","client":"token"}`, from...)
	body, err := io.ReadAll(res.Body)
	if err != nil || res.StatusCode != http.StatusOK || res.Header.Get("Access-Control-Allow-Origin") != frontEnd {
		t.Fatalf("sign in: %d %s", res.StatusCode, body)
	}
	_, token, _ := strings.Cut(string(body), `"token":"`)
	token, _, _ = strings.Cut(token, `"`)
	bearer := append(from, "Authorization", "Bearer "+token)
	if res := s.do(t, "PATCH", "/api/v1/me", `{"title":"Guide"}`, bearer...); res.StatusCode != http.StatusOK ||
		!strings.Contains(res.Header.Get("Access-Control-Expose-Headers"), "Retry-After") {
		t.Errorf("a write: %d %v", res.StatusCode, res.Header)
	}
	for name, header := range map[string][]string{"with the token": bearer, "with a ticket": from} {
		query := ""
		if name == "with a ticket" {
			b, err := io.ReadAll(s.do(t, "POST", "/api/v1/stream/ticket", "", bearer...).Body)
			_, ticket, ok := strings.Cut(string(b), `"ticket":"`)
			if err != nil || !ok {
				t.Fatalf("ticket: %s, %v", b, err)
			}
			ticket, _, _ = strings.Cut(ticket, `"`)
			query = "?ticket=" + ticket
		}
		res := s.do(t, "GET", "/api/v1/stream"+query, "", header...)
		line, err := bufio.NewReader(res.Body).ReadString('\n')
		if err != nil || res.StatusCode != http.StatusOK || res.Header.Get("Access-Control-Allow-Origin") != frontEnd || !strings.HasPrefix(line, "retry:") {
			t.Errorf("the stream %s: %d %q %v", name, res.StatusCode, line, res.Header)
		}
	}
}

// A page elsewhere can make a browser send the cookie along, by accident or on
// purpose. It must count neither for the allowed nor for anybody else.
func TestCookieNeverCountsForAnotherSite(t *testing.T) {
	s := start(t, "--allowed-origins", frontEnd+",https://chat.example.com", "--url", "https://chat.example.com")
	found(t, s)
	res := s.do(t, "POST", "/api/v1/auth/login", `{"email":"anna@example.com","password":"a long enough secret"}`)
	if len(res.Cookies()) != 1 {
		t.Fatalf("sign in: %d %v", res.StatusCode, res.Header)
	}
	cookie := res.Cookies()[0].Name + "=" + res.Cookies()[0].Value
	for name, c := range map[string]struct {
		header []string
		want   int
	}{
		"our own page":              {[]string{"Sec-Fetch-Site", "same-origin", "Origin", "https://chat.example.com"}, http.StatusOK},
		"our own page, no metadata": {[]string{"Origin", "https://chat.example.com"}, http.StatusOK},
		"an allowed front end":      {[]string{"Sec-Fetch-Site", "cross-site", "Origin", frontEnd}, http.StatusUnauthorized},
		"an allowed neighbour":      {[]string{"Sec-Fetch-Site", "same-site", "Origin", frontEnd}, http.StatusUnauthorized},
		"another site":              {[]string{"Sec-Fetch-Site", "cross-site", "Origin", "https://evil.example"}, http.StatusForbidden},
	} {
		res := s.do(t, "PATCH", "/api/v1/me", `{"title":"Guide"}`, append(c.header, "Cookie", cookie)...)
		if res.StatusCode != c.want {
			t.Errorf("%s: %d, want %d", name, res.StatusCode, c.want)
		}
		if res.Header.Get("Access-Control-Allow-Credentials") != "" {
			t.Errorf("%s: cookies are asked for", name)
		}
	}
	if res := s.do(t, "GET", "/api/v1/me", "", "Origin", frontEnd, "Sec-Fetch-Site", "cross-site", "Cookie", cookie); res.StatusCode != http.StatusUnauthorized {
		t.Errorf("an allowed front end reads with the cookie: %d", res.StatusCode)
	}
}

func TestAnotherSiteCannotReadAnswers(t *testing.T) {
	s := start(t, "--allowed-origins", frontEnd)
	res := s.do(t, "GET", "/api/v1/setup", "", "Origin", "https://evil.example", "Sec-Fetch-Site", "cross-site")
	if res.Header.Get("Access-Control-Allow-Origin") != "" || res.Header.Get("Vary") == "" {
		t.Errorf("%v", res.Header)
	}
	if res := s.do(t, "GET", "/", "", "Origin", frontEnd); res.Header.Get("Access-Control-Allow-Origin") != "" {
		t.Error("the app's pages are for its own site")
	}
}
