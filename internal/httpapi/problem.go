package httpapi

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"math"
	"net/http"
	"reflect"
	"strconv"
	"strings"

	"github.com/danielgtaylor/huma/v2"

	"github.com/guideops/guideops/internal/chat"
)

// Problem is an error as it leaves the server (RFC 9457).
type Problem struct {
	Type   string       `json:"type" doc:"always about:blank; the code says what it is"`
	Title  string       `json:"title"`
	Status int          `json:"status"`
	Code   string       `json:"code" doc:"stable, for programs"`
	Detail string       `json:"detail" doc:"what happened and what to do, for people"`
	Field  string       `json:"field,omitempty" doc:"the input that is wrong"`
	Errors []FieldError `json:"errors,omitempty" doc:"all inputs that are wrong"`

	data       any // extra members
	retryAfter int64
}

// FieldError is one wrong input. The value itself is never sent back.
type FieldError struct {
	Field   string `json:"field"`
	Message string `json:"message"`
}

func (p *Problem) Error() string { return p.Code }

// GetStatus, GetHeaders and ContentType are what huma asks an error for.
func (p *Problem) GetStatus() int { return p.Status }

// GetHeaders gives Retry-After where it is worth trying again.
func (p *Problem) GetHeaders() http.Header {
	if p.retryAfter == 0 {
		return nil
	}
	return http.Header{"Retry-After": {strconv.FormatInt(p.retryAfter, 10)}}
}

// ContentType names the format of problems.
func (p *Problem) ContentType(string) string { return "application/problem+json" }

// MarshalJSON writes the problem with its extra members beside the standard ones.
func (p *Problem) MarshalJSON() ([]byte, error) {
	type plain Problem
	q := plain(*p)
	q.Type, q.Title = "about:blank", http.StatusText(p.Status)
	b, err := json.Marshal(q)
	if err != nil || p.data == nil {
		return b, err
	}
	extra, err := json.Marshal(p.data)
	if err != nil {
		return nil, err
	}
	if len(extra) <= 2 || extra[0] != '{' {
		return b, nil
	}
	b[len(b)-1] = ','
	return append(b, extra[1:]...), nil
}

// statusOf is the one place where kinds of errors become statuses.
func statusOf(k chat.Kind) int {
	switch k {
	case chat.Invalid:
		return http.StatusUnprocessableEntity
	case chat.Unauthorized:
		return http.StatusUnauthorized
	case chat.Forbidden:
		return http.StatusForbidden
	case chat.NotFound:
		return http.StatusNotFound
	case chat.Conflict:
		return http.StatusConflict
	case chat.TooMany:
		return http.StatusTooManyRequests
	case chat.Unavailable:
		return http.StatusServiceUnavailable
	case chat.TooLarge:
		return http.StatusRequestEntityTooLarge
	case chat.Gone:
		return http.StatusGone
	case chat.Internal:
	}
	return http.StatusInternalServerError
}

// problem turns a verb's error into what the client may know of it.
func (h *Handler) problem(ctx context.Context, err error) *Problem {
	var p *Problem
	if errors.As(err, &p) {
		return p
	}
	var e *chat.Error
	if !errors.As(err, &e) {
		if ctx.Err() != nil {
			return &Problem{Status: http.StatusServiceUnavailable, Code: "timeout", retryAfter: 1,
				Detail: "This took too long. Try again in a moment."}
		}
		h.log.ErrorContext(ctx, "a verb failed", "err", err, "request", requestID(ctx))
		return internalProblem()
	}
	status := statusOf(e.Kind)
	if status >= http.StatusInternalServerError {
		h.log.ErrorContext(ctx, "a verb failed", "err", err, "request", requestID(ctx))
	}
	p = &Problem{Status: status, Code: e.Code, Detail: e.Message, Field: e.Field, data: e.Data}
	if status == http.StatusTooManyRequests || status == http.StatusServiceUnavailable {
		p.retryAfter = max(1, int64(math.Ceil(float64(e.RetryAfterMS)/1000)))
	}
	return p
}

func internalProblem() *Problem {
	return &Problem{Status: http.StatusInternalServerError, Code: "internal",
		Detail: "Something went wrong on the server. Try again in a moment."}
}

// asProblem replaces huma's own errors, which carry internal text and echo
// what was sent, maybe a password.
func asProblem(_ huma.Context, _ string, v any) (any, error) {
	m, ok := v.(*huma.ErrorModel)
	if !ok {
		return v, nil
	}
	p := &Problem{Status: m.Status}
	switch m.Status {
	case http.StatusRequestEntityTooLarge:
		p.Code, p.Detail = "body_too_large", "Send at most 1 MiB."
	case http.StatusRequestTimeout:
		p.Code, p.Detail = "body_timeout", "The request did not arrive in time. Try again."
	case http.StatusUnsupportedMediaType:
		p.Code, p.Detail = "media_type", "Send JSON, with Content-Type: application/json."
	case http.StatusBadRequest:
		p.Code, p.Detail = "malformed", "The request cannot be read: a JSON body is needed."
		if len(m.Errors) > 0 {
			p.Detail = "The request cannot be read: " + m.Errors[0].Message + "."
		}
	case http.StatusUnprocessableEntity:
		p.invalid(m.Errors)
	default:
		return internalProblem(), nil
	}
	return p, nil
}

func (p *Problem) invalid(details []*huma.ErrorDetail) {
	p.Code, p.Detail = "invalid_input", "The input is wrong."
	for _, d := range details {
		f := FieldError{Field: field(d.Location), Message: d.Message}
		if name, ok := strings.CutPrefix(d.Message, "expected required property "); ok {
			f.Field, f.Message = join(f.Field, strings.TrimSuffix(name, " to be present")), "is required"
		}
		if name, what, ok := strings.Cut(d.Message, ": "); ok && d.Location == "body" { // of strict
			f.Field, f.Message = name, what
		}
		if f.Message == "unexpected property" {
			f.Message = "is not a field of this request"
		}
		p.Errors = append(p.Errors, f)
	}
	if len(p.Errors) > 0 {
		p.Field = p.Errors[0].Field
		p.Detail = strings.TrimPrefix(p.Field+": ", ": ") + p.Errors[0].Message + "."
	}
}

// field is the input's name without the part of the request that it stood in.
func field(location string) string {
	for _, part := range []string{"body", "path", "query", "header"} {
		if location == part {
			return ""
		}
		if rest, ok := strings.CutPrefix(location, part+"."); ok {
			return rest
		}
	}
	return location
}

func join(a, b string) string {
	if a == "" {
		return b
	}
	return a + "." + b
}

// writeProblem answers outside huma.
func writeProblem(w http.ResponseWriter, p *Problem) {
	var b bytes.Buffer
	if err := encode(&b, p); err != nil {
		b.Reset()
	}
	for k, v := range p.GetHeaders() {
		w.Header()[k] = v
	}
	w.Header().Set("Content-Type", p.ContentType(""))
	w.WriteHeader(p.Status)
	_, _ = w.Write(b.Bytes()) // the client has gone: nobody is left to tell
}

func (h *Handler) problemResponse() *huma.Response {
	return &huma.Response{Description: "Error", Content: map[string]*huma.MediaType{
		"application/problem+json": {Schema: h.schema(reflect.TypeFor[Problem]())}}}
}
