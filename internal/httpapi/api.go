package httpapi

import (
	"encoding/json"
	"log/slog"
	"net/http"
	"sync"

	"github.com/danielgtaylor/huma/v2"
	"github.com/danielgtaylor/huma/v2/adapters/humago"

	"github.com/guideops/guideops/internal/app"
)

// Prefix is where the API lives; the version is part of it.
const Prefix = "/api/v1"

const (
	maxBody = 1 << 20
	// bodySeconds is generous: a phone on a mountain sends slowly.
	bodySeconds = 60
)

// Deps is what the door needs beside the verbs.
type Deps struct {
	Log *slog.Logger
	// Stream serves GET /stream to a signed-in caller; nil where there is no live side.
	// An error means that nothing has been written yet.
	Stream func(http.ResponseWriter, *http.Request, app.Actor) error
}

// Handler is the REST door.
type Handler struct {
	app  *app.App
	deps Deps
	log  *slog.Logger
	mux  *http.ServeMux
	api  huma.API
	// table builds mux and api, once; spec renders the document, once.
	table func()
	spec  func() []byte
	// pages keeps the buffers of history pages: at 20,000 pages/s the garbage of
	// one page each was a third of the server's time.
	pages sync.Pool
	zips  sync.Pool
}

// strictHuma sets huma's package-wide switches, once: they have no counterpart
// in its Config. Field names are compared exactly (a second spelling of a name
// would slip past its limits), and a list is never null.
var strictHuma = sync.OnceFunc(func() {
	huma.ValidateStrictCasing = true
	huma.DefaultArrayNullable = false
})

// New makes the door over the verbs.
func New(a *app.App, deps Deps) *Handler {
	strictHuma()
	if deps.Log == nil {
		deps.Log = slog.New(slog.DiscardHandler)
	}
	h := &Handler{app: a, deps: deps, log: deps.Log, mux: http.NewServeMux()}
	h.table = sync.OnceFunc(h.buildTable)
	h.spec = sync.OnceValue(h.renderSpec)
	return h
}

// buildTable registers all routes. Their schemas are a third of the time that a
// start takes, so they wait for the first request that needs them.
func (h *Handler) buildTable() {
	h.api = humago.NewWithPrefix(h.mux, Prefix, h.config())
	h.routes()
	h.finishSchemas()
	h.mux.HandleFunc("GET "+Prefix+"/openapi.json", h.serveSpec)
	h.mux.HandleFunc("GET /api/docs", h.serveDocs)
	h.mux.HandleFunc("GET /api/docs.css", h.serveDocsCSS)
	h.mux.HandleFunc("/", h.missing)
}

func (h *Handler) config() huma.Config {
	c := huma.Config{
		OpenAPI: &huma.OpenAPI{
			OpenAPI: "3.1.0",
			Info: &huma.Info{Title: "GuideOps", Version: "1",
				Description: "Ids are strings, times are Unix milliseconds UTC, empty fields are left out. Errors are application/problem+json with a stable code."},
			Components: &huma.Components{
				Schemas: newRegistry(),
				SecuritySchemes: map[string]*huma.SecurityScheme{
					"cookie": {Type: "apiKey", In: "cookie", Name: cookieName},
					"bearer": {Type: "http", Scheme: "bearer"},
				},
			},
		},
		// "json" stands for every type that ends in +json, such as that of problems.
		Formats:       map[string]huma.Format{"application/json": {Marshal: encode, Unmarshal: decode}, "json": {Marshal: encode, Unmarshal: decode}},
		DefaultFormat: "application/json",
		Transformers:  []huma.Transformer{asProblem},
	}
	return c
}

// noStore is shared between all answers: replace it, never append to it.
var noStore = []string{"no-store"}

// ServeHTTP serves everything under /api.
func (h *Handler) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	w.Header()["Cache-Control"] = noStore
	if acceptsGzip(r) {
		c := &compressing{ResponseWriter: w, pool: &h.zips}
		defer c.finish()
		w = c
	}
	if !h.hot(w, r) {
		h.table()
		h.mux.ServeHTTP(w, r)
	}
}

// missing answers what no route matches, and says which methods would have worked.
func (h *Handler) missing(w http.ResponseWriter, r *http.Request) {
	var allowed []string
	for _, m := range []string{"GET", "POST", "PUT", "PATCH", "DELETE"} {
		probe := &http.Request{Method: m, URL: r.URL, Host: r.Host}
		if _, pattern := h.mux.Handler(probe); pattern != "/" && pattern != "" {
			allowed = append(allowed, m)
		}
	}
	if len(allowed) == 0 {
		writeProblem(w, &Problem{Status: http.StatusNotFound, Code: "no_such_route",
			Detail: "There is nothing at this address. The routes are listed at /api/docs."})
		return
	}
	for _, m := range allowed {
		w.Header().Add("Allow", m)
	}
	writeProblem(w, &Problem{Status: http.StatusMethodNotAllowed, Code: "method_not_allowed",
		Detail: "This address does not take " + r.Method + "."})
}

func (h *Handler) renderSpec() []byte {
	h.table()
	b, err := json.MarshalIndent(h.api.OpenAPI(), "", "  ")
	if err != nil {
		h.log.Error("render the OpenAPI document", "err", err)
		return []byte("{}")
	}
	return append(b, '\n')
}

// Spec is the OpenAPI document.
func (h *Handler) Spec() []byte { return h.spec() }

func (h *Handler) serveSpec(w http.ResponseWriter, _ *http.Request) {
	w.Header().Set("Content-Type", "application/openapi+json")
	_, _ = w.Write(h.spec()) // the client has gone: nobody is left to tell
}
