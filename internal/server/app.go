package server

import (
	"bytes"
	"compress/gzip"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"io/fs"
	"log/slog"
	"mime"
	"net/http"
	"path"
	"strings"
	"sync"
	"time"
)

// webApp serves the built web app. Files under /assets/ have a hash in their
// names and never change; everything else is asked about again each time.
// Paths that are no file are screens of the app, and get its page.
type webApp struct {
	log   *slog.Logger
	base  string
	files map[string]*webFile
}

type webFile struct {
	name, mime string
	immutable  bool
	// The first request for a file prepares it, so that the server starts at once.
	load func() (webContent, error)
}

type webContent struct {
	plain, gzip []byte // gzip is nil where it gains nothing
	etag        string
}

// base is where it lives: "/", or a path that ends with a slash.
func newWebApp(dist fs.FS, base string, log *slog.Logger) (*webApp, error) {
	app := &webApp{log: log, base: base, files: map[string]*webFile{}}
	err := fs.WalkDir(dist, ".", func(name string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() || strings.HasPrefix(path.Base(name), ".") {
			return err
		}
		app.files[name] = &webFile{name: name, mime: contentType(name), immutable: strings.HasPrefix(name, "assets/"),
			load: sync.OnceValues(func() (webContent, error) { return loadFile(dist, name, base) })}
		return nil
	})
	if err != nil {
		return nil, fmt.Errorf("read the web app: %w", err)
	}
	return app, nil
}

// contentType does not ask the machine's own table: that differs from machine to machine.
func contentType(name string) string {
	switch path.Ext(name) {
	case ".js", ".mjs":
		return "text/javascript; charset=utf-8"
	case ".webmanifest":
		return "application/manifest+json"
	case ".woff2":
		return "font/woff2"
	case ".map":
		return "application/json"
	}
	if t := mime.TypeByExtension(path.Ext(name)); t != "" {
		return t
	}
	return "application/octet-stream"
}

// page is the app's one page. It names its parts from "./"; since the address of
// a screen may be of any depth, where the app lives is written in place of that.
const page = "index.html"

func loadFile(dist fs.FS, name, base string) (webContent, error) {
	plain, err := fs.ReadFile(dist, name)
	if err != nil {
		return webContent{}, err
	}
	if name == page {
		plain = bytes.ReplaceAll(plain, []byte(`"./`), []byte(`"`+base))
	}
	sum := sha256.Sum256(plain)
	c := webContent{plain: plain, etag: hex.EncodeToString(sum[:12])}
	var b bytes.Buffer
	z, err := gzip.NewWriterLevel(&b, gzip.BestCompression)
	if err != nil {
		return c, err
	}
	if _, err := z.Write(plain); err != nil {
		return c, err
	}
	if err := z.Close(); err != nil {
		return c, err
	}
	if b.Len() < len(plain)*9/10 {
		c.gzip = b.Bytes()
	}
	return c, nil
}

func (a *webApp) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	if r.Method != http.MethodGet && r.Method != http.MethodHead {
		w.Header().Set("Allow", "GET, HEAD")
		http.Error(w, "Only GET and HEAD work here.", http.StatusMethodNotAllowed)
		return
	}
	file := a.find(strings.TrimPrefix(r.URL.Path, a.base))
	if file == nil {
		a.missing(w, r)
		return
	}
	if err := file.serve(w, r); err != nil {
		a.log.Error("serve the web app", "err", err)
		http.Error(w, "This file cannot be read.", http.StatusInternalServerError)
	}
}

// find gives the file, or for the path of a screen the app's page. What looks
// like a file and is not there is missing: a page in place of a script would
// be an error that nobody understands.
func (a *webApp) find(p string) *webFile {
	if f := a.files[p]; f != nil {
		return f
	}
	if strings.HasPrefix(p, "assets/") || (path.Ext(p) != "" && !strings.Contains(path.Ext(p), "@")) {
		return nil
	}
	return a.files[page]
}

func (a *webApp) missing(w http.ResponseWriter, r *http.Request) {
	if a.files[page] == nil {
		http.Error(w, "This GuideOps was built without its web app: run `make build`. The API is under /api/v1.", http.StatusServiceUnavailable)
		return
	}
	http.NotFound(w, r)
}

func (f *webFile) serve(w http.ResponseWriter, r *http.Request) error {
	c, err := f.load()
	if err != nil {
		return fmt.Errorf("load %s: %w", f.name, err)
	}
	h := w.Header()
	h.Set("Content-Type", f.mime)
	if f.immutable {
		h.Set("Cache-Control", "public, max-age=31536000, immutable")
	} else {
		h.Set("Cache-Control", "no-cache")
	}
	body, etag := c.plain, `"`+c.etag+`"`
	if c.gzip != nil {
		h.Set("Vary", "Accept-Encoding")
		if acceptsGzip(r) {
			h.Set("Content-Encoding", "gzip")
			body, etag = c.gzip, `"`+c.etag+`-gz"`
		}
	}
	h.Set("ETag", etag)
	http.ServeContent(w, r, "", time.Time{}, bytes.NewReader(body))
	return nil
}

func acceptsGzip(r *http.Request) bool {
	for part := range strings.SplitSeq(r.Header.Get("Accept-Encoding"), ",") {
		coding, weight, _ := strings.Cut(strings.TrimSpace(part), ";")
		if strings.EqualFold(coding, "gzip") {
			weight = strings.ReplaceAll(weight, " ", "")
			return strings.Trim(strings.TrimPrefix(weight, "q="), "0.") != "" || weight == ""
		}
	}
	return false
}
