package httpapi

import (
	"compress/gzip"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
)

func TestLargeJSONIsCompressedForWhoAcceptsIt(t *testing.T) {
	large := `{"text":"` + strings.Repeat("snow ", 1000) + `"}`
	for name, c := range map[string]struct {
		accept, kind, body string
		zipped             bool
	}{
		"a browser":             {"gzip, deflate, br", "application/json", large, true},
		"a problem":             {"gzip", "application/problem+json", large, true},
		"who does not say":      {"", "application/json", large, false},
		"who refuses":           {"gzip;q=0, identity", "application/json", large, false},
		"who weighs":            {"br;q=1, gzip;q=0.5", "application/json", large, true},
		"a small answer":        {"gzip", "application/json", `{}`, false},
		"a picture":             {"gzip", "image/webp", large, false},
		"an answer of no bytes": {"gzip", "application/json", "", false},
	} {
		h := &Handler{}
		srv := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			if acceptsGzip(r) {
				z := &compressing{ResponseWriter: w, pool: &h.zips}
				defer z.finish()
				w = z
			}
			w.Header().Set("Content-Type", c.kind)
			w.WriteHeader(http.StatusCreated)
			_, _ = io.WriteString(w, c.body)
		}))
		for range 2 { // the second time with a used compressor
			r, err := http.NewRequestWithContext(t.Context(), "GET", srv.URL, nil)
			if err != nil {
				t.Fatal(err)
			}
			r.Header.Set("Accept-Encoding", c.accept)
			res, err := srv.Client().Do(r)
			if err != nil {
				t.Fatal(err)
			}
			var body io.Reader = res.Body
			if zipped := res.Header.Get("Content-Encoding") == "gzip"; zipped != c.zipped {
				t.Errorf("%s: zipped = %v", name, zipped)
			} else if zipped {
				if body, err = gzip.NewReader(res.Body); err != nil {
					t.Fatal(err)
				}
			}
			got, err := io.ReadAll(body)
			if err != nil || string(got) != c.body || res.StatusCode != http.StatusCreated {
				t.Errorf("%s: %d, %d bytes, %v", name, res.StatusCode, len(got), err)
			}
			if err := res.Body.Close(); err != nil {
				t.Error(err)
			}
		}
		srv.Close()
	}
}
