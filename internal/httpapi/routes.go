package httpapi

import (
	"context"
	"encoding/json"
	"net/http"
	"reflect"
	"strconv"
	"strings"
	"time"

	"github.com/danielgtaylor/huma/v2"

	"github.com/guideops/guideops/internal/app"
	"github.com/guideops/guideops/internal/chat"
)

// routes is the route table, by area. Each area lists its own, a line each.
func (h *Handler) routes() {
	h.accountRoutes()
	h.meRoutes()
	h.userRoutes()
	h.inviteRoutes()
	h.roomRoutes()
	h.messageRoutes()
	h.feedRoutes()
	h.adminRoutes()
}

// option changes how a route is registered.
type option func(*huma.Operation)

// public routes are served without a session; their Actor has an address only.
func public(op *huma.Operation) { op.Security = []map[string][]string{} }

// created makes the answer's status 201.
func created(op *huma.Operation) { op.DefaultStatus = http.StatusCreated }

// status sets the status of an answer without a body.
func status(code int) option { return func(op *huma.Operation) { op.DefaultStatus = code } }

// answers documents T as the answer under each status, for routes that write
// their own bytes (Raw) or choose between statuses.
func answers[T any](h *Handler, statuses ...int) option {
	schema := h.schema(reflect.TypeFor[T]())
	return func(op *huma.Operation) {
		for _, s := range statuses {
			op.Responses[strconv.Itoa(s)] = &huma.Response{Description: http.StatusText(s),
				Content: map[string]*huma.MediaType{"application/json": {Schema: schema}}}
		}
		op.DefaultStatus = statuses[0]
	}
}

// Raw is an answer whose bytes the verb has made already.
type Raw struct {
	Status int
	Type   string `header:"Content-Type"`
	Body   []byte
}

// rawJSON wraps encoded JSON.
func rawJSON(status int, body []byte) *Raw {
	return &Raw{Status: status, Type: "application/json", Body: body}
}

// none is the input of a route that takes nothing.
type none struct{}

type reply[T any] struct{ Body T }

type handler[I, O any] = func(context.Context, app.Actor, *I) (O, error)

// get, post, put, patch and del register a route whose verb's result is the JSON answer.
func get[I, O any](h *Handler, path, summary string, fn handler[I, O], opts ...option) {
	route(h, http.MethodGet, path, summary, body(fn), opts...)
}

func post[I, O any](h *Handler, path, summary string, fn handler[I, O], opts ...option) {
	route(h, http.MethodPost, path, summary, body(fn), opts...)
}

func put[I, O any](h *Handler, path, summary string, fn handler[I, O], opts ...option) {
	route(h, http.MethodPut, path, summary, body(fn), opts...)
}

func patch[I, O any](h *Handler, path, summary string, fn handler[I, O], opts ...option) {
	route(h, http.MethodPatch, path, summary, body(fn), opts...)
}

func del[I, O any](h *Handler, path, summary string, fn handler[I, O], opts ...option) {
	route(h, http.MethodDelete, path, summary, body(fn), opts...)
}

// act registers a route that answers 204.
func act[I any](h *Handler, method, path, summary string, fn func(context.Context, app.Actor, *I) error, opts ...option) {
	route(h, method, path, summary, func(ctx context.Context, by app.Actor, in *I) (*none, error) {
		return nil, fn(ctx, by, in)
	}, opts...)
}

func body[I, O any](fn handler[I, O]) handler[I, *reply[O]] {
	return func(ctx context.Context, by app.Actor, in *I) (*reply[O], error) {
		v, err := fn(ctx, by, in)
		if err != nil {
			return nil, err
		}
		return &reply[O]{Body: v}, nil
	}
}

// route registers a route whose function makes the whole answer (status, headers, body).
func route[I, O any](h *Handler, method, path, summary string, fn handler[I, *O], opts ...option) {
	op := huma.Operation{
		Method: method, Path: path, Summary: summary, OperationID: operationID(method, path),
		Tags: []string{tag(path)}, MaxBodyBytes: maxBody, BodyReadTimeout: bodySeconds * time.Second,
		Responses: map[string]*huma.Response{"default": h.problemResponse()},
	}
	for _, o := range opts {
		o(&op)
	}
	if op.Security == nil {
		op.Security = []map[string][]string{{"cookie": {}}, {"bearer": {}}}
		op.Middlewares = append(op.Middlewares, h.session)
	} else {
		op.Middlewares = append(op.Middlewares, h.anonymous)
	}
	huma.Register(h.api, op, func(ctx context.Context, in *I) (*O, error) {
		by, _ := ctx.Value(actorKey{}).(app.Actor)
		ctx = withIdempotency(ctx, method, path, in)
		out, err := fn(ctx, by, in)
		if err != nil {
			return nil, h.problem(ctx, err)
		}
		return out, nil
	})
}

type keyed struct {
	key  string
	seed [32]byte
}

type keyedKey struct{}

// withIdempotency hands an Idempotency-Key on to the verb, together with what
// it was used for: the same key with another request is a mistake.
func withIdempotency(ctx context.Context, method, path string, in any) context.Context {
	k, ok := ctx.Value(keyedKey{}).(keyed)
	if !ok {
		return ctx
	}
	body, err := json.Marshal(in)
	if err != nil {
		body = nil // inputs are plain data: this cannot happen, and would only widen the key
	}
	return app.WithIdempotent(ctx, app.Idempotent{Key: k.key, Seed: k.seed, Fingerprint: method + " " + path + " " + string(body)})
}

// operationID names an operation after its route: "post-rooms-id-messages".
func operationID(method, path string) string {
	return strings.ToLower(method) + strings.NewReplacer("/", "-", "{", "", "}", "", "_", "-").Replace(path)
}

func tag(path string) string {
	first, _, _ := strings.Cut(strings.TrimPrefix(path, "/"), "/")
	return first
}

// PathID is an id in a path. One thing has one spelling: no sign, no leading zero.
type PathID struct{ chat.ID }

// Schema describes it for the OpenAPI document and validation.
func (PathID) Schema(huma.Registry) *huma.Schema { return idSchema() }

// PathUUID is a message id in a path.
type PathUUID struct{ chat.UUID }

// Schema describes it for the OpenAPI document and validation.
func (PathUUID) Schema(huma.Registry) *huma.Schema { return uuidSchema() }
