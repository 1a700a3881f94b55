package server

import (
	"context"
	"crypto/rand"
	"errors"
	"io/fs"
	"log/slog"
	"net/http"
	"net/url"
	"sync"
	"time"

	"github.com/prometheus/client_golang/prometheus"

	"github.com/guideops/guideops/internal/app"
	"github.com/guideops/guideops/internal/compat"
	"github.com/guideops/guideops/internal/httpapi"
	"github.com/guideops/guideops/internal/live"
	"github.com/guideops/guideops/internal/realtime"
	"github.com/guideops/guideops/internal/realtime/socketio"
	"github.com/guideops/guideops/internal/store"
	"github.com/guideops/guideops/web"
)

// parts is the house below the roof, wired: store -> app -> live -> doors.
type parts struct {
	store    *store.Store
	app      *app.App
	hub      *live.Hub
	api      http.Handler // everything under /api
	sockets  *socketio.Server
	compat   *compat.Handler // routes of a predecessor, or nil
	setupKey string
	working  sync.WaitGroup // run; the record stays open until it is done
}

// wire opens the record and connects everything to it. What it opens, close closes.
func wire(ctx context.Context, cfg *Config, log *slog.Logger, reg *prometheus.Registry) (*parts, error) {
	s, err := openStore(ctx, cfg, log)
	if err != nil {
		return nil, err
	}
	mail, err := cfg.mailer()
	if err != nil {
		return nil, errors.Join(err, s.Close())
	}
	p := &parts{store: s, setupKey: cfg.newSetupKey()}
	p.app = app.New(app.Config{Hosting: cfg.Hosting, Signup: cfg.Signup, SetupKey: p.setupKey, URL: cfg.URL, Version: cfg.Version,
		SendsPerMinute: cfg.SendsPerMinute, SendBurst: cfg.SendsPerMinute / 2, Mail: mail, Log: log}, s)
	p.hub = p.app.GoLive()
	watchHub(reg, p.hub)
	stream := &realtime.SSE{App: p.app, Hub: p.hub, Version: cfg.Version, Now: time.Now}
	p.sockets = socketio.New(socketio.Config{App: p.app, Hub: p.hub, Version: cfg.Version, Now: time.Now, Log: log, Token: httpapi.Token})
	api := httpapi.New(p.app, httpapi.Deps{Log: log, Stream: stream.Serve})
	p.api = api
	if cfg.appBase() != "/" {
		p.compat = compat.New(cfg.Compat, p.app, compat.Deps{Log: log, Hub: p.hub, Authenticate: api.Authenticate, Anonymous: httpapi.Anonymous,
			SetSession: httpapi.SetSession, EndSession: httpapi.EndSession, Ready: p.ready, Version: cfg.Version})
	}
	return p, nil
}

func openStore(ctx context.Context, cfg *Config, log *slog.Logger) (*store.Store, error) {
	return store.Open(ctx, store.Options{URL: cfg.databaseURL(serverProgram), Path: cfg.sqlitePath(), Log: log})
}

// newSetupKey makes the secret of the one-time link. A new one each start is
// enough: it is asked for only until the first company exists.
func (c *Config) newSetupKey() string {
	if c.Setup == "open" {
		return ""
	}
	return rand.Text()
}

// run works until ctx ends: what goes on beside the requests.
func (p *parts) run(ctx context.Context) error {
	p.working.Add(1)
	defer p.working.Done()
	others := make(chan error, 2)
	go func() { others <- p.app.RunJobs(ctx) }()
	go func() { others <- p.sockets.Run(ctx) }()
	err := p.app.RunHousekeeping(ctx)
	return errors.Join(err, <-others, <-others)
}

// ready reports whether requests can be answered.
func (p *parts) ready(ctx context.Context) error { return p.store.Ping(ctx) }

// bye tells every stream to come back to the server that follows.
func (p *parts) bye() {
	p.hub.Close()
	p.sockets.Close()
}

// close finishes what was accepted and closes the record, within ctx.
func (p *parts) close(ctx context.Context) error {
	done := make(chan error, 1)
	go func() {
		p.working.Wait()
		done <- p.store.Close()
	}()
	select {
	case err := <-done:
		return err
	case <-ctx.Done():
		return errors.Join(errors.New("the store did not close in time"), ctx.Err())
	}
}

// setupLink is the one-time link that creates the first company, or empty
// where there is one already.
func (p *parts) setupLink(ctx context.Context, base string) (string, error) {
	if p.setupKey == "" {
		return "", nil
	}
	st, err := p.app.Setup(ctx, false)
	if err != nil || !st.NeedsSetup {
		return "", err
	}
	// After the #, the key stays out of every server's and proxy's log.
	return base + "/setup#key=" + url.QueryEscape(p.setupKey), nil
}

// subDist is the web app inside the binary.
func subDist() fs.FS {
	dist, err := fs.Sub(web.Dist, "dist")
	if err != nil {
		return web.Dist // the name is a constant: it cannot fail
	}
	return dist
}
