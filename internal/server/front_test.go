package server

import (
	"bytes"
	"errors"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"
)

type frontTest struct {
	*httptest.Server
	log *bytes.Buffer
}

// serveFront runs the front before h on a real connection.
func serveFront(t *testing.T, cfg Config, h http.HandlerFunc) *frontTest {
	t.Helper()
	ft := &frontTest{log: &bytes.Buffer{}}
	log := slog.New(slog.NewTextHandler(ft.log, nil))
	f, err := newFront(&cfg, log, newMetrics("test"), h)
	if err != nil {
		t.Fatal(err)
	}
	ft.Server = httptest.NewServer(f)
	t.Cleanup(ft.Close)
	return ft
}

func (ft *frontTest) do(t *testing.T, method, path, body string, header ...string) (*http.Response, string) {
	t.Helper()
	r, err := http.NewRequestWithContext(t.Context(), method, ft.URL+path, strings.NewReader(body))
	if err != nil {
		t.Fatal(err)
	}
	for i := 0; i+1 < len(header); i += 2 {
		r.Header.Set(header[i], header[i+1])
	}
	res, err := ft.Client().Do(r)
	if err != nil {
		t.Fatal(err)
	}
	defer res.Body.Close()
	text, err := io.ReadAll(res.Body)
	if err != nil {
		t.Fatal(err)
	}
	return res, string(text)
}

func loopback(t *testing.T) Config {
	t.Helper()
	return *mustParse(t)
}

func TestClientAddressIsTakenOnlyFromTrustedProxies(t *testing.T) {
	echo := func(w http.ResponseWriter, r *http.Request) { io.WriteString(w, r.RemoteAddr+" "+r.URL.Scheme) }
	trusting := serveFront(t, loopback(t), echo)
	stranger := serveFront(t, *mustParse(t, "--trusted-proxies", "192.0.2.0/24"), echo)
	for _, test := range []struct {
		name, forwarded, want string
	}{
		{"one hop", "203.0.113.5", "203.0.113.5:0 https"},
		{"what the client wrote itself is not believed", "198.51.100.1, 203.0.113.5", "203.0.113.5:0 https"},
		{"proxies behind proxies", "203.0.113.5, 127.0.0.1", "203.0.113.5:0 https"},
		{"IPv6 with a port", "[2001:db8::1]:4711", "[2001:db8::1]:0 https"},
	} {
		t.Run(test.name, func(t *testing.T) {
			_, got := trusting.do(t, "GET", "/api/x", "", "X-Forwarded-For", test.forwarded, "X-Forwarded-Proto", "https")
			if got != test.want {
				t.Errorf("got %q, want %q", got, test.want)
			}
			_, got = stranger.do(t, "GET", "/api/x", "", "X-Forwarded-For", test.forwarded, "X-Forwarded-Proto", "https")
			if !strings.HasPrefix(got, "127.0.0.1:") || strings.Contains(got, "https") {
				t.Errorf("a stranger chose his address: %q", got)
			}
		})
	}
	if _, got := trusting.do(t, "GET", "/api/x", "", "X-Forwarded-For", "nonsense"); !strings.HasPrefix(got, "127.0.0.1:") {
		t.Errorf("got %q", got)
	}
}

func TestRequestIDIsMadeOrTakenFromAProxy(t *testing.T) {
	echo := func(w http.ResponseWriter, r *http.Request) { io.WriteString(w, r.Header.Get("X-Request-Id")) }
	front := serveFront(t, loopback(t), echo)
	res, own := front.do(t, "GET", "/api/x", "")
	if len(own) != 16 || res.Header.Get("X-Request-Id") != own {
		t.Fatalf("id %q, header %q", own, res.Header.Get("X-Request-Id"))
	}
	if _, got := front.do(t, "GET", "/api/x", "", "X-Request-Id", "proxy-1"); got != "proxy-1" {
		t.Errorf("the proxy's id became %q", got)
	}
	if _, got := front.do(t, "GET", "/api/x", "", "X-Request-Id", `a level=ERROR`); got == "a level=ERROR" {
		t.Error("an id may forge the log")
	}
}

func TestCrossSiteWritesAreRefusedExceptWithAToken(t *testing.T) {
	cfg := loopback(t)
	cfg.URL = "https://chat.example.com"
	front := serveFront(t, cfg, func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(http.StatusNoContent) })
	for _, test := range []struct {
		name, method string
		header       []string
		want         int
	}{
		{"own site", "POST", []string{"Sec-Fetch-Site", "same-origin"}, 204},
		{"a program", "POST", nil, 204},
		{"behind a proxy that rewrites Host", "POST", []string{"Origin", "https://chat.example.com"}, 204},
		{"another site", "POST", []string{"Sec-Fetch-Site", "cross-site", "Origin", "https://evil.example"}, 403},
		{"another site, old browser", "POST", []string{"Origin", "https://evil.example"}, 403},
		{"another site reads", "GET", []string{"Sec-Fetch-Site", "cross-site"}, 204},
		{"another site with a token", "POST", []string{"Sec-Fetch-Site", "cross-site", "Origin", "https://front.example", "Authorization", "Bearer x"}, 204},
	} {
		t.Run(test.name, func(t *testing.T) {
			res, body := front.do(t, test.method, "/api/x", "", test.header...)
			if res.StatusCode != test.want {
				t.Errorf("status %d: %s", res.StatusCode, body)
			}
			if test.want == 403 && !strings.Contains(body, `"code":"cross_site"`) {
				t.Errorf("body %s", body)
			}
		})
	}
}

func TestBodiesBeyondTheLimitAreRefused(t *testing.T) {
	front := serveFront(t, loopback(t), func(w http.ResponseWriter, r *http.Request) {
		_, err := io.Copy(io.Discard, r.Body)
		if tooLong := new(http.MaxBytesError); errors.As(err, &tooLong) {
			w.WriteHeader(http.StatusRequestEntityTooLarge)
		}
	})
	big := strings.Repeat("x", 10<<20)
	if res, body := front.do(t, "POST", "/api/x", big); res.StatusCode != 413 || !strings.Contains(body, `"code":"body_too_large"`) {
		t.Errorf("status %d: %s", res.StatusCode, body)
	}
	r, err := http.NewRequestWithContext(t.Context(), "POST", front.URL+"/api/x", io.MultiReader(strings.NewReader(big))) // of unknown length
	if err != nil {
		t.Fatal(err)
	}
	res, err := front.Client().Do(r)
	if err != nil {
		t.Fatal(err)
	}
	res.Body.Close()
	if res.StatusCode != 413 {
		t.Errorf("status %d", res.StatusCode)
	}
	if res, _ := front.do(t, "POST", "/api/x", strings.Repeat("x", 1<<20)); res.StatusCode != 200 {
		t.Errorf("a body within the limit got %d", res.StatusCode)
	}
}

func TestPanicIsAnsweredAndLoggedWithoutItsText(t *testing.T) {
	front := serveFront(t, loopback(t), func(http.ResponseWriter, *http.Request) { panic("secret of the handler") })
	res, body := front.do(t, "GET", "/api/x", "")
	if res.StatusCode != 500 || strings.Contains(body, "secret") || !strings.Contains(body, `"code":"internal"`) {
		t.Errorf("status %d: %s", res.StatusCode, body)
	}
	if !strings.Contains(front.log.String(), "secret of the handler") {
		t.Errorf("the log says only %s", front.log)
	}
}

func TestLogHoldsNoTokens(t *testing.T) {
	mux := http.NewServeMux()
	mux.HandleFunc("GET /api/v1/join/{code}", func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(http.StatusGone) })
	front := serveFront(t, loopback(t), mux.ServeHTTP)
	front.do(t, "GET", "/api/v1/join/SECRETCODE?token=SECRETTOKEN", "")
	front.do(t, "GET", "/api/v1/unknown/SECRETCODE", "")
	log := front.log.String()
	if !strings.Contains(log, "status=410") || !strings.Contains(log, `route="GET /api/v1/join/{code}"`) || !strings.Contains(log, "status=404") {
		t.Errorf("log: %s", log)
	}
	if strings.Contains(log, "SECRET") {
		t.Errorf("a secret is in the log: %s", log)
	}
}

func TestSuccessIsLoggedOnlyForDebugging(t *testing.T) {
	front := serveFront(t, loopback(t), func(http.ResponseWriter, *http.Request) {})
	front.do(t, "GET", "/api/x", "")
	if front.log.Len() != 0 {
		t.Errorf("log: %s", front.log)
	}
}

func TestStreamMayTakeTheConnectionAndOutliveTheLimits(t *testing.T) {
	front := serveFront(t, loopback(t), func(w http.ResponseWriter, r *http.Request) {
		if _, bounded := r.Context().Deadline(); bounded {
			t.Error("the stream's context has an end")
		}
		c, _, err := http.NewResponseController(w).Hijack()
		if err != nil {
			t.Error(err)
			return
		}
		defer c.Close()
		io.WriteString(c, "HTTP/1.1 200 OK\r\nConnection: close\r\n\r\ntaken")
	})
	if _, got := front.do(t, "GET", streamPath, ""); got != "taken" {
		t.Errorf("got %q", got)
	}
}

func TestOtherRequestsHaveADeadline(t *testing.T) {
	front := serveFront(t, loopback(t), func(w http.ResponseWriter, r *http.Request) {
		if at, ok := r.Context().Deadline(); !ok || time.Until(at) > handlerTime {
			w.WriteHeader(http.StatusTeapot)
		}
	})
	if res, _ := front.do(t, "GET", "/api/x", ""); res.StatusCode != 200 {
		t.Error("no deadline")
	}
}

func BenchmarkFront(b *testing.B) {
	cfg := Config{}
	f, err := newFront(&cfg, slog.New(slog.DiscardHandler), newMetrics("bench"), http.HandlerFunc(func(http.ResponseWriter, *http.Request) {}))
	if err != nil {
		b.Fatal(err)
	}
	r := httptest.NewRequest("GET", "/api/v1/me", nil)
	w := httptest.NewRecorder()
	b.ReportAllocs()
	for b.Loop() {
		f.ServeHTTP(w, r)
	}
}

func TestAWebSocketFromAnotherSiteIsRefused(t *testing.T) {
	s := start(t)
	upgrade := []string{"Upgrade", "websocket", "Connection", "Upgrade", "Sec-WebSocket-Version", "13", "Sec-WebSocket-Key", "AAAAAAAAAAAAAAAAAAAAAA=="}
	path := "/socket.io/?EIO=4&transport=websocket"
	for origin, want := range map[string]int{s.url: 101, "https://elsewhere.example": 403} {
		res, err := http.NewRequestWithContext(t.Context(), "GET", s.url+path, nil)
		if err != nil {
			t.Fatal(err)
		}
		res.Header.Set("Origin", origin)
		for i := 0; i < len(upgrade); i += 2 {
			res.Header.Set(upgrade[i], upgrade[i+1])
		}
		got, err := s.client.Do(res)
		if err != nil {
			t.Fatal(err)
		}
		got.Body.Close() //nolint:errcheck // nothing more is wanted
		if got.StatusCode != want {
			t.Errorf("from %s: %d, want %d", origin, got.StatusCode, want)
		}
	}
	for site, want := range map[string]int{"same-origin": 400, "cross-site": 403} {
		r, err := http.NewRequestWithContext(t.Context(), "POST", s.url+"/socket.io/?EIO=4&transport=polling&sid=x", strings.NewReader("40"))
		if err != nil {
			t.Fatal(err)
		}
		r.Header.Set("Sec-Fetch-Site", site)
		got, err := s.client.Do(r)
		if err != nil {
			t.Fatal(err)
		}
		got.Body.Close() //nolint:errcheck // nothing more is wanted
		if got.StatusCode != want {
			t.Errorf("a polling write, %s: %d, want %d", site, got.StatusCode, want)
		}
	}
}
