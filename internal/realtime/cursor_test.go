package realtime

import (
	"net/http"
	"net/url"
	"testing"
)

func FuzzCursor(f *testing.F) {
	for _, s := range []string{"", "0", "4720", "-1", "+5", "9007199254740992", "9007199254740993", "1e3", "\x00", "٣"} {
		f.Add(s, "")
		f.Add("", s)
	}
	f.Fuzz(func(t *testing.T, header, query string) {
		r := &http.Request{Header: http.Header{"Last-Event-Id": {header}}, URL: &url.URL{RawQuery: url.Values{"since": {query}}.Encode()}}
		n, err := cursor(r)
		if err == nil && (n < -1 || n > 1<<53 || (n == -1) != (header == "" && query == "")) {
			t.Fatalf("header %q, query %q: %d", header, query, n)
		}
	})
}
