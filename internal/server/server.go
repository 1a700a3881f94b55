// Package server is the roof: one configuration, everything wired together,
// served, and stopped without losing anything.
package server

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net"
	"net/http"
	"net/url"
	"os"
	"runtime/debug"
	"strings"
	"sync/atomic"
	"time"

	"github.com/guideops/guideops/internal/realtime/socketio"
)

const (
	readHeaderTime = 10 * time.Second
	readTime       = time.Minute // a picture over a mountain's network
	writeTime      = 2 * time.Minute
	idleTime       = 2 * time.Minute
	maxHeader      = 32 << 10
	// stopTime bounds the graceful stop; platforms kill after 30 s or less.
	stopTime  = 15 * time.Second
	readyTime = 2 * time.Second
	gcPercent = 300
)

// Run serves until ctx ends, then stops gracefully. main and the tests run
// the same Run, the tests on port 0.
func Run(ctx context.Context, cfg Config) (err error) {
	if err := cfg.Validate(); err != nil {
		return err
	}
	if err := os.MkdirAll(cfg.DataDir, 0o700); err != nil {
		return fmt.Errorf("make the data directory: %w", err)
	}
	lock, err := cfg.lockData()
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, lock.Close()) }()
	// The live heap is a few MiB, so the collector would run twenty times a
	// second under load to save memory that nobody misses (a seventh of a send).
	if os.Getenv("GOGC") == "" {
		debug.SetGCPercent(gcPercent)
	}
	log := cfg.newLogger()
	m := newMetrics(cfg.Version)
	parts, err := wire(ctx, &cfg, log, m.registry)
	if err != nil {
		return err
	}
	s := &running{cfg: &cfg, log: log, parts: parts}
	if err := s.listen(ctx, m); err != nil {
		return errors.Join(err, parts.close(ctx))
	}
	return s.serve(ctx)
}

// running is a server between its start and its stop.
type running struct {
	cfg       *Config
	log       *slog.Logger
	parts     *parts
	http      *http.Server
	ln        net.Listener
	plain     http.Handler // the http side of an ACME server
	serveHTTP func() error
	stopping  atomic.Bool
}

func (s *running) listen(ctx context.Context, m *metrics) error {
	app, err := newWebApp(subDist(), s.cfg.appBase(), s.log)
	if err != nil {
		return err
	}
	front, err := newFront(s.cfg, s.log, m, s.routes(app, m))
	if err != nil {
		return fmt.Errorf("GUIDEOPS_URL: %w", err)
	}
	tlsCfg, plain, err := s.cfg.tlsConfig(s.log)
	if err != nil {
		return err
	}
	var lc net.ListenConfig
	ln, err := lc.Listen(ctx, "tcp", s.cfg.Addr)
	if err != nil {
		return fmt.Errorf("listen on %s (GUIDEOPS_ADDR or PORT chooses another): %w", s.cfg.Addr, err)
	}
	s.http = &http.Server{Handler: front, ReadHeaderTimeout: readHeaderTime, ReadTimeout: readTime,
		WriteTimeout: writeTime, IdleTimeout: idleTime, MaxHeaderBytes: maxHeader, TLSConfig: tlsCfg,
		ErrorLog: newHTTPErrors(s.log)}
	s.ln, s.plain = ln, plain
	s.serveHTTP = func() error { return s.http.Serve(ln) }
	if tlsCfg != nil {
		s.serveHTTP = func() error { return s.http.ServeTLS(ln, "", "") }
	}
	return nil
}

// routes is all that is not the API.
func (s *running) routes(app http.Handler, m *metrics) http.Handler {
	mux := http.NewServeMux()
	mux.HandleFunc("GET /healthz", func(w http.ResponseWriter, _ *http.Request) { writeText(w, http.StatusOK, "ok") })
	mux.HandleFunc("GET /readyz", s.readyz)
	mux.Handle("GET /metrics", m.handler(s.cfg.MetricsToken))
	mux.Handle(socketio.Prefix, s.parts.sockets)
	mux.Handle(s.cfg.appBase(), app)
	if s.cfg.appBase() != "/" {
		mux.HandleFunc("/", s.toApp)
	}
	api, old := s.parts.api, s.parts.compat
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		switch {
		case old != nil && old.Takes(r):
			old.ServeHTTP(w, r)
		case isAPI(r.URL.Path):
			api.ServeHTTP(w, r)
		default:
			mux.ServeHTTP(w, r)
		}
	})
}

// toApp leads from the addresses that the app has where no predecessor's routes
// are at /, as mails, QR codes and bookmarks hold them, to where it lives now.
// What stands behind a # the browser takes along.
func (s *running) toApp(w http.ResponseWriter, r *http.Request) {
	if r.Method != http.MethodGet && r.Method != http.MethodHead {
		writeProblem(w, http.StatusNotFound, "no_such_route", "There is nothing at this address. The routes are listed at /api/docs.")
		return
	}
	to := url.URL{Path: s.cfg.appBase() + strings.TrimLeft(r.URL.Path, "/"), RawQuery: r.URL.RawQuery}
	w.Header().Set("Cache-Control", "no-store")
	http.Redirect(w, r, to.String(), http.StatusTemporaryRedirect)
}

// readyz says whether this server should get requests: the database answers
// and no stop has begun.
func (s *running) readyz(w http.ResponseWriter, r *http.Request) {
	if s.stopping.Load() {
		writeText(w, http.StatusServiceUnavailable, "stopping")
		return
	}
	ctx, cancel := context.WithTimeout(r.Context(), readyTime)
	defer cancel()
	if err := s.parts.ready(ctx); err != nil {
		s.log.Warn("not ready", "err", err)
		writeText(w, http.StatusServiceUnavailable, "the database does not answer")
		return
	}
	writeText(w, http.StatusOK, "ready")
}

func writeText(w http.ResponseWriter, status int, text string) {
	w.Header().Set("Content-Type", "text/plain; charset=utf-8")
	w.Header().Set("Cache-Control", "no-store")
	w.WriteHeader(status)
	_, _ = io.WriteString(w, text+"\n") // the asker has gone: nobody is left to tell
}

// serve runs until ctx ends or a part fails, and stops.
func (s *running) serve(ctx context.Context) error {
	work, endWork := context.WithCancel(context.WithoutCancel(ctx))
	defer endWork()
	failed := make(chan error, 2)
	go func() { failed <- s.serveHTTP() }()
	go func() { failed <- s.parts.run(work) }()
	if s.plain != nil {
		go servePlain(work, s.log, s.plain)
	}
	s.announce(ctx)
	var err error
	select {
	case <-ctx.Done():
		s.log.Info("stopping")
	case err = <-failed:
	}
	return errors.Join(err, s.stop(ctx, endWork))
}

// stop lets requests finish and tells the streams to come back, then lets the
// parts finish what they have accepted. New connections are refused from the
// first moment; whoever sends meanwhile keeps his message and tries again.
func (s *running) stop(ctx context.Context, endWork context.CancelFunc) error {
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), stopTime)
	defer cancel()
	s.stopping.Store(true)
	s.parts.bye()
	err := s.http.Shutdown(ctx)
	if err != nil {
		s.log.Warn("requests did not finish in time", "err", err)
		err = s.http.Close()
	}
	endWork()
	return errors.Join(err, s.parts.close(ctx))
}

// announce tells the operator where the server is.
func (s *running) announce(ctx context.Context) {
	url := s.localURL()
	public := s.cfg.URL
	if public == "" {
		public = url
	}
	s.log.Info("serving", "addr", s.ln.Addr().String(), "url", public, "version", s.cfg.Version)
	out := s.cfg.Out
	if out == nil {
		out = io.Discard
	}
	lines := []string{"GuideOps is running: " + public}
	link, err := s.parts.setupLink(ctx, public)
	if err != nil {
		s.log.Error("look for the first company", "err", err)
	}
	if link != "" {
		lines = append(lines, "Create your company there on this machine, or from anywhere with this link, which works once:", "  "+link)
	}
	if _, err := fmt.Fprintln(out, strings.Join(lines, "\n")); err != nil {
		s.log.Warn("print the address", "err", err)
	}
	if s.cfg.OnListen != nil {
		s.cfg.OnListen(url)
	}
}

// localURL is how this machine reaches the server.
func (s *running) localURL() string {
	scheme := "http"
	if s.cfg.servesTLS() {
		scheme = "https"
	}
	host, port, err := net.SplitHostPort(s.ln.Addr().String())
	if err != nil {
		return scheme + "://" + s.ln.Addr().String()
	}
	if ip := net.ParseIP(host); ip != nil && ip.IsUnspecified() {
		host = "localhost"
	}
	return scheme + "://" + net.JoinHostPort(host, port)
}
