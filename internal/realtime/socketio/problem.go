package socketio

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"

	"github.com/guideops/guideops/internal/chat"
)

// problem is an error as it leaves the server: the members of the API's that
// are not about HTTP.
type problem struct {
	Code         string `json:"code"`
	Detail       string `json:"detail"`
	Field        string `json:"field,omitempty"`
	RetryAfterMS int64  `json:"retry_after_ms,omitempty"`
}

// problem turns a verb's error into what the client may know of it.
func (s *Server) problem(ctx context.Context, err error) *problem {
	var e *chat.Error
	if errors.As(err, &e) {
		return &problem{Code: e.Code, Detail: e.Message, Field: e.Field, RetryAfterMS: e.RetryAfterMS}
	}
	if ctx.Err() != nil {
		return &problem{Code: "timeout", Detail: "This took too long. Try again in a moment.", RetryAfterMS: 1000}
	}
	s.cfg.Log.ErrorContext(ctx, "a verb failed", "err", err, "door", "socket.io")
	return &problem{Code: "internal", Detail: "Something went wrong on the server. Try again in a moment."}
}

// encodeJSON leaves <, > and & as they are: nobody puts this into a page's source.
func encodeJSON(v any) []byte {
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	if e.Encode(v) != nil {
		return []byte("null") // our rows always marshal
	}
	return bytes.TrimSuffix(b.Bytes(), []byte("\n"))
}
