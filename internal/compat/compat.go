package compat

import (
	"context"
	"log/slog"
	"net/http"

	"github.com/guideops/guideops/internal/app"
	"github.com/guideops/guideops/internal/live"
)

// Modes: whose clients are served.
const (
	Off  = "off"
	V2   = "v2"
	Demo = "demo"
)

// StreamPath is where the demo's clients listen, for as long as they like.
const StreamPath = "/stream"

// Deps is what the door needs beside the verbs. Sessions are those of the app's
// own door: the same cookies, the same tokens.
type Deps struct {
	Log *slog.Logger
	Hub *live.Hub
	// Authenticate finds who calls, Anonymous his address and whether he sits at the server.
	Authenticate func(*http.Request) (app.Actor, error)
	Anonymous    func(*http.Request) (by app.Actor, onThisMachine bool)
	SetSession   func(w http.ResponseWriter, r *http.Request, token string)
	EndSession   func(http.ResponseWriter, *http.Request)
	// Ready reports whether the database answers.
	Ready   func(context.Context) error
	Version string
}

// Handler serves one predecessor's routes.
type Handler struct {
	app  *app.App
	deps Deps
	mux  *http.ServeMux
	// fail writes an error in the predecessor's shape.
	fail func(http.ResponseWriter, *http.Request, error)
}

// New makes the door for one of the modes.
func New(mode string, a *app.App, deps Deps) *Handler {
	if deps.Log == nil {
		deps.Log = slog.New(slog.DiscardHandler)
	}
	h := &Handler{app: a, deps: deps, mux: http.NewServeMux()}
	if mode == Demo {
		h.fail = h.failDemo
		h.demoRoutes()
		return h
	}
	h.fail = h.failV2
	h.v2Routes()
	return h
}

// Takes reports whether a request is for one of the routes.
func (h *Handler) Takes(r *http.Request) bool {
	_, pattern := h.mux.Handler(r)
	return pattern != ""
}

// ServeHTTP serves what Takes takes.
func (h *Handler) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	w.Header().Set("Cache-Control", "no-store")
	h.mux.ServeHTTP(w, r)
}

// verb is a route for a signed-in person: its result is the JSON answer.
type verb func(r *http.Request, by app.Actor) (status int, answer any, err error)

// route registers a route that none may use without a session.
func (h *Handler) route(pattern string, fn verb) {
	h.open(pattern, func(w http.ResponseWriter, r *http.Request) (int, any, error) {
		by, err := h.deps.Authenticate(r)
		if err != nil {
			return 0, nil, err
		}
		return fn(r, by)
	})
}

// open registers a route for everybody.
func (h *Handler) open(pattern string, fn func(http.ResponseWriter, *http.Request) (status int, answer any, err error)) {
	h.mux.HandleFunc(pattern, func(w http.ResponseWriter, r *http.Request) {
		status, answer, err := fn(w, r)
		if err != nil {
			h.fail(w, r, err)
			return
		}
		h.answer(w, status, answer)
	})
}
