package server

import (
	"context"
	"encoding/hex"
	"encoding/json"
	"log/slog"
	"math/rand/v2"
	"net/http"
	"net/netip"
	"runtime/debug"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/guideops/guideops/internal/compat"
	"github.com/guideops/guideops/internal/realtime/socketio"
)

const (
	// maxBody bounds what a request may send; the doors set narrower limits.
	maxBody = 2 << 20
	// handlerTime bounds how long an answer may be worked on.
	handlerTime = 30 * time.Second
	streamPath  = "/api/v1/stream"
)

// front stands before every handler: request id, client address, headers,
// limits, cross-site check, recovery, log and metrics. It is one handler
// rather than a chain because it is passed 20,000 times a second.
//
// What it tells the handlers, it tells through the request itself: RemoteAddr
// is the client's address, URL.Scheme is "https" where the client used it, and
// the X-Request-Id header is set.
type front struct {
	next    http.Handler
	log     *slog.Logger
	proxies Proxies
	origins Origins
	headers headers
	cross   *http.CrossOriginProtection
	metrics *metrics
}

// streams reports the requests that live for hours or wait for news. Each bounds its own writes.
func streams(path string) bool {
	return path == streamPath || path == compat.StreamPath || strings.HasPrefix(path, socketio.Prefix)
}

func newFront(cfg *Config, log *slog.Logger, m *metrics, next http.Handler) (*front, error) {
	f := &front{next: next, log: log, proxies: cfg.TrustedProxies, origins: cfg.AllowedOrigins, headers: newHeaders(cfg.https()),
		cross: http.NewCrossOriginProtection(), metrics: m}
	if cfg.URL != "" {
		// A proxy may rewrite Host; what people see in the address bar is the same site.
		if err := f.cross.AddTrustedOrigin(cfg.URL); err != nil {
			return nil, err
		}
	}
	f.origins = slices.DeleteFunc(slices.Clone(f.origins), func(o string) bool { return o == cfg.URL }) // ours is no other site
	for _, origin := range f.origins {
		// Its cookies never count, so its writes need no suspicion.
		if err := f.cross.AddTrustedOrigin(origin); err != nil {
			return nil, err
		}
	}
	return f, nil
}

func (f *front) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	start := time.Now()
	rw := &responseWriter{ResponseWriter: w}
	f.identify(w, r)
	f.headers.set(w.Header(), r.URL.Path)
	r, cancel := limitTime(r)
	defer cancel()
	defer f.finish(rw, r, start)
	if !f.cors(rw, r) && !f.refuse(rw, r) {
		f.next.ServeHTTP(rw, r)
	}
}

// identify gives the request its id and the client's address and scheme.
func (f *front) identify(w http.ResponseWriter, r *http.Request) {
	if r.TLS != nil {
		r.URL.Scheme = "https"
	}
	id := r.Header["X-Request-Id"]
	if peer, err := netip.ParseAddrPort(r.RemoteAddr); err == nil && f.proxies.trusts(peer.Addr().Unmap()) {
		if client, ok := f.client(r.Header["X-Forwarded-For"]); ok {
			r.RemoteAddr = netip.AddrPortFrom(client, 0).String()
		}
		if r.Header.Get("X-Forwarded-Proto") == "https" {
			r.URL.Scheme = "https"
		}
	} else {
		id = nil // a stranger must not write into our log
	}
	if len(id) != 1 || !plain(id[0]) {
		id = []string{newRequestID()}
	}
	r.Header["X-Request-Id"] = id
	w.Header()["X-Request-Id"] = id
}

// client is the last address of X-Forwarded-For that is not one of our
// proxies: what stands before it, anybody may have written.
func (f *front) client(forwarded []string) (netip.Addr, bool) {
	var found netip.Addr
	hops := strings.Split(strings.Join(forwarded, ","), ",")
	for i := len(hops) - 1; i >= 0; i-- {
		hop := strings.TrimSpace(hops[i])
		a, err := netip.ParseAddr(strings.Trim(hop, "[]"))
		if err != nil {
			ap, err := netip.ParseAddrPort(hop)
			if err != nil {
				break
			}
			a = ap.Addr()
		}
		found = a.Unmap()
		if !f.proxies.trusts(found) {
			break
		}
	}
	return found, found.IsValid()
}

func newRequestID() string {
	var b [8]byte
	var text [16]byte
	n := rand.Uint64()
	for i := range b {
		b[i] = byte(n >> (8 * i))
	}
	hex.Encode(text[:], b[:])
	return string(text[:])
}

// plain accepts the request ids that proxies make, and nothing that could
// forge a line of the log.
func plain(s string) bool {
	for i := range len(s) {
		c := s[i]
		if !('a' <= c && c <= 'z' || 'A' <= c && c <= 'Z' || '0' <= c && c <= '9' || c == '-' || c == '_' || c == '.') {
			return false
		}
	}
	return s != "" && len(s) <= 64
}

// limitTime bounds the request, except the streams.
func limitTime(r *http.Request) (*http.Request, context.CancelFunc) {
	if streams(r.URL.Path) {
		return r, func() {}
	}
	ctx, cancel := context.WithTimeout(r.Context(), handlerTime)
	return r.WithContext(ctx), cancel
}

// refuse answers what must not reach a handler.
func (f *front) refuse(w http.ResponseWriter, r *http.Request) bool {
	if r.ContentLength > maxBody {
		writeProblem(w, http.StatusRequestEntityTooLarge, "body_too_large", "Send at most "+strconv.Itoa(maxBody>>20)+" MiB.")
		return true
	}
	if r.ContentLength < 0 { // unknown: stop reading at the limit
		r.Body = http.MaxBytesReader(w, r.Body, maxBody)
	}
	// A request with a token in its header was made by a program that holds the
	// token; only cookies are sent along by a browser on behalf of another site.
	if len(r.Header["Authorization"]) == 0 && f.cross.Check(asWrite(r)) != nil {
		writeProblem(w, http.StatusForbidden, "cross_site", "This request came from another site. Open GuideOps itself and try again there.")
		return true
	}
	return false
}

// asWrite is the request as the cross-site check must see it: who opens a
// WebSocket can write, though he asks by GET.
func asWrite(r *http.Request) *http.Request {
	if len(r.Header["Upgrade"]) == 0 {
		return r
	}
	w := *r
	w.Method = http.MethodPost
	return &w
}

// finish recovers from a panic of the handler, and logs and counts the request.
func (f *front) finish(w *responseWriter, r *http.Request, start time.Time) {
	if p := recover(); p != nil {
		if p == http.ErrAbortHandler { //nolint:errorlint // net/http compares it so
			panic(p)
		}
		f.log.Error("panic in a handler", "request", r.Header["X-Request-Id"][0], "route", route(r), "panic", p, "stack", string(debug.Stack()))
		if w.status == 0 {
			writeProblem(w, http.StatusInternalServerError, "internal", "Something went wrong on the server. Try again in a moment.")
		}
	}
	status := w.status
	if status == 0 {
		status = http.StatusOK
	}
	took := time.Since(start)
	if !streams(r.URL.Path) {
		f.metrics.request(status, took)
	}
	f.logRequest(r, status, took)
}

func (f *front) logRequest(r *http.Request, status int, took time.Duration) {
	level := slog.LevelDebug
	switch {
	case status >= 500:
		level = slog.LevelError
	case status >= 400:
		level = slog.LevelInfo
	}
	ctx := r.Context()
	if !f.log.Enabled(ctx, level) {
		return
	}
	f.log.LogAttrs(ctx, level, "request", slog.String("request", r.Header["X-Request-Id"][0]),
		slog.String("method", r.Method), slog.String("route", route(r)), slog.Int("status", status),
		slog.Duration("took", took), slog.String("client", r.RemoteAddr))
}

// route names what was asked for without what may be secret in it: paths hold
// invite codes and reset tokens, queries hold cursors and search words.
func route(r *http.Request) string {
	if r.Pattern != "" {
		return r.Pattern
	}
	if strings.HasPrefix(r.URL.Path, "/api/") {
		return "/api/…"
	}
	return "app"
}

// responseWriter remembers the status. Hijack, Flush and the deadlines are
// reached through http.ResponseController, by Unwrap.
type responseWriter struct {
	http.ResponseWriter
	status int
}

func (w *responseWriter) Unwrap() http.ResponseWriter { return w.ResponseWriter }

func (w *responseWriter) WriteHeader(status int) {
	if status >= 200 && w.status == 0 {
		w.status = status
	}
	w.ResponseWriter.WriteHeader(status)
}

func (w *responseWriter) Write(b []byte) (int, error) {
	if w.status == 0 {
		w.status = http.StatusOK
	}
	return w.ResponseWriter.Write(b)
}

// writeProblem answers as the doors do (RFC 9457), for what never reaches one.
func writeProblem(w http.ResponseWriter, status int, code, detail string) {
	body, err := json.Marshal(struct {
		Type   string `json:"type"`
		Title  string `json:"title"`
		Status int    `json:"status"`
		Code   string `json:"code"`
		Detail string `json:"detail"`
	}{"about:blank", http.StatusText(status), status, code, detail})
	if err != nil {
		status, body = http.StatusInternalServerError, nil
	}
	w.Header().Set("Content-Type", "application/problem+json")
	w.Header().Set("Content-Length", strconv.Itoa(len(body)))
	w.WriteHeader(status)
	_, _ = w.Write(body) // the client has gone: nobody is left to tell
}
