package server

import (
	"compress/gzip"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"testing/fstest"
)

const script = "console.log('a script long enough to be worth compressing');\n"

func builtApp(t *testing.T) *webApp {
	t.Helper()
	app, err := newWebApp(fstest.MapFS{
		"index.html":           {Data: []byte("<!doctype html><title>GuideOps</title>")},
		"sw.js":                {Data: []byte("// worker")},
		"manifest.webmanifest": {Data: []byte("{}")},
		"assets/app-1a2b.js":   {Data: []byte(strings.Repeat(script, 40))},
		"icons/icon.png":       {Data: []byte("\x89PNG")},
		".gitkeep":             {},
	}, "/", slog.New(slog.DiscardHandler))
	if err != nil {
		t.Fatal(err)
	}
	return app
}

func get(t *testing.T, h http.Handler, path string, header ...string) *http.Response {
	t.Helper()
	r := httptest.NewRequest("GET", path, nil)
	for i := 0; i+1 < len(header); i += 2 {
		r.Header.Set(header[i], header[i+1])
	}
	w := httptest.NewRecorder()
	h.ServeHTTP(w, r)
	return w.Result()
}

func TestFilesAreServedAsWhatTheyAre(t *testing.T) {
	app := builtApp(t)
	for _, test := range []struct {
		path        string
		status      int
		mime, cache string
	}{
		{"/", 200, "text/html; charset=utf-8", "no-cache"},
		{"/index.html", 200, "text/html; charset=utf-8", "no-cache"},
		{"/rooms/7/thread", 200, "text/html; charset=utf-8", "no-cache"}, // a screen of the app
		{"/join/AbC-1", 200, "text/html; charset=utf-8", "no-cache"},
		{"/assets/app-1a2b.js", 200, "text/javascript; charset=utf-8", "public, max-age=31536000, immutable"},
		{"/sw.js", 200, "text/javascript; charset=utf-8", "no-cache"},
		{"/manifest.webmanifest", 200, "application/manifest+json", "no-cache"},
		{"/icons/icon.png", 200, "image/png", "no-cache"},
		{"/assets/app-old.js", 404, "", ""}, // of the version before: no page in its place
		{"/missing.png", 404, "", ""},
		{"/.gitkeep", 404, "", ""},
		{"/../go.mod", 404, "", ""},
	} {
		t.Run(test.path, func(t *testing.T) {
			res := get(t, app, test.path)
			if res.StatusCode != test.status {
				t.Fatalf("status %d", res.StatusCode)
			}
			if test.status == 200 && (res.Header.Get("Content-Type") != test.mime || res.Header.Get("Cache-Control") != test.cache) {
				t.Errorf("Content-Type %q, Cache-Control %q", res.Header.Get("Content-Type"), res.Header.Get("Cache-Control"))
			}
		})
	}
}

func TestFilesAreCompressedForWhoUnderstandsIt(t *testing.T) {
	app := builtApp(t)
	res := get(t, app, "/assets/app-1a2b.js", "Accept-Encoding", "br, gzip;q=0.8")
	if res.Header.Get("Content-Encoding") != "gzip" || res.Header.Get("Vary") != "Accept-Encoding" {
		t.Fatalf("%v", res.Header)
	}
	z, err := gzip.NewReader(res.Body)
	if err != nil {
		t.Fatal(err)
	}
	if b, err := io.ReadAll(z); err != nil || string(b) != strings.Repeat(script, 40) {
		t.Fatalf("%d bytes, %v", len(b), err)
	}
	for _, accepts := range []string{"", "br", "gzip;q=0", "identity"} {
		if res := get(t, app, "/assets/app-1a2b.js", "Accept-Encoding", accepts); res.Header.Get("Content-Encoding") != "" {
			t.Errorf("compressed for %q", accepts)
		}
	}
}

func TestUnchangedPageIsNotSentAgain(t *testing.T) {
	app := builtApp(t)
	etag := get(t, app, "/").Header.Get("ETag")
	if etag == "" {
		t.Fatal("no ETag")
	}
	if res := get(t, app, "/", "If-None-Match", etag); res.StatusCode != http.StatusNotModified {
		t.Errorf("status %d", res.StatusCode)
	}
	if res := get(t, app, "/", "If-None-Match", `"other"`); res.StatusCode != http.StatusOK {
		t.Errorf("status %d", res.StatusCode)
	}
}

func TestPagesOnlyRead(t *testing.T) {
	w := httptest.NewRecorder()
	builtApp(t).ServeHTTP(w, httptest.NewRequest("POST", "/", nil))
	if w.Code != http.StatusMethodNotAllowed || w.Header().Get("Allow") != "GET, HEAD" {
		t.Errorf("status %d", w.Code)
	}
}

func TestBinaryWithoutTheAppSaysSo(t *testing.T) {
	app, err := newWebApp(fstest.MapFS{".gitkeep": {}}, "/", slog.New(slog.DiscardHandler))
	if err != nil {
		t.Fatal(err)
	}
	if res := get(t, app, "/"); res.StatusCode != http.StatusServiceUnavailable {
		t.Errorf("status %d", res.StatusCode)
	}
}
