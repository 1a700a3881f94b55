package httpapi

import (
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
)

func TestTheSessionIsFoundWhereItMayBe(t *testing.T) {
	for _, c := range []struct {
		name   string
		secure bool
		header http.Header
		want   string
	}{
		{"cookie", false, http.Header{"Cookie": {"guideops_session=abc"}}, "abc"},
		{"host cookie under https", true, http.Header{"Cookie": {"__Host-guideops_session=abc"}}, "abc"},
		{"plain cookie under https: a neighbour may have set it", true, http.Header{"Cookie": {"guideops_session=abc"}}, ""},
		{"host cookie over http", false, http.Header{"Cookie": {"__Host-guideops_session=abc"}}, ""},
		{"bearer", true, http.Header{"Authorization": {"Bearer abc"}}, "abc"},
		{"bearer in any case", false, http.Header{"Authorization": {"bearer  abc "}}, "abc"},
		{"bearer beats the cookie", false, http.Header{"Authorization": {"Bearer abc"}, "Cookie": {"guideops_session=def"}}, "abc"},
		{"another scheme", false, http.Header{"Authorization": {"Basic abc"}}, ""},
		{"a scheme alone", false, http.Header{"Authorization": {"Bearer"}}, ""},
		{"nothing", false, http.Header{}, ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			r := httptest.NewRequest("GET", "/", nil)
			r.Header = c.header
			if c.secure {
				r.URL.Scheme = "https"
			}
			if got := Token(r); got != c.want {
				t.Errorf("token is %q, want %q", got, c.want)
			}
		})
	}
}

func FuzzToken(f *testing.F) {
	f.Add("Bearer abc", "guideops_session=x")
	f.Add("", "guideops_session=\"quoted\"; a=b")
	f.Add("Bearer \x00", "=;=;")
	f.Fuzz(func(t *testing.T, auth, cookie string) {
		r := &http.Request{Header: http.Header{"Cookie": {cookie}}, URL: httptest.NewRequest("GET", "/", nil).URL}
		if auth != "" {
			r.Header["Authorization"] = []string{auth}
		}
		got := Token(r)
		if got != "" && !strings.Contains(auth, got) && !strings.Contains(cookie, got) {
			t.Errorf("%q came from nowhere", got)
		}
	})
}

func TestDevicesAreNamedForPeople(t *testing.T) {
	for agent, want := range map[string]string{
		"Mozilla/5.0 (iPhone; CPU iPhone OS 19_0 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/19.0 Mobile/15E148 Safari/604.1":    "Safari on iPhone",
		"Mozilla/5.0 (Linux; Android 16; Pixel 9) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Mobile Safari/537.36":                      "Chrome on Android",
		"Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Safari/537.36 Edg/140.0.0.0":              "Edge on Windows",
		"Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0":                                                                     "Firefox on Linux",
		"Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.0 Safari/605.1.15":                      "Safari on Mac",
		"Mozilla/5.0 (Linux; Android 15; SM-S918B) AppleWebKit/537.36 (KHTML, like Gecko) SamsungBrowser/27.0 Chrome/125.0.0.0 Mobile Safari/537.36": "Samsung Internet on Android",
		"curl/8.5.0":    "curl",
		"":              "",
		"\x1b[31mred/1": "",
	} {
		if got := deviceName(agent); got != want {
			t.Errorf("%q is called %q, want %q", agent, got, want)
		}
	}
}

func FuzzDecode(f *testing.F) {
	f.Add([]byte(`{"first_name":"x"}`))
	f.Add([]byte("{\"a\":\"\xff\"}"))
	f.Add([]byte(`{} {}`))
	f.Fuzz(func(t *testing.T, b []byte) {
		var v patchMeInput
		if err := decode(b, &v.Body); err != nil && (strings.Contains(err.Error(), "Go ") || strings.Contains(err.Error(), "json:")) {
			t.Errorf("speaks of Go: %v", err)
		}
	})
}
