package compat

import (
	"bytes"
	"encoding/json"
	"errors"
	"io"
	"mime"
	"net/http"
	"strconv"

	"github.com/guideops/guideops/internal/chat"
)

const maxBody = 1 << 20

// read decodes the JSON body. Old clients send more than is asked for: what is
// not known is not read, a user's id least of all.
func read(r *http.Request, into any) error {
	if t, _, err := mime.ParseMediaType(r.Header.Get("Content-Type")); err != nil || t != "application/json" {
		return chat.Bad("body", "media_type", "Send JSON, with Content-Type: application/json.")
	}
	b, err := io.ReadAll(http.MaxBytesReader(nil, r.Body, maxBody))
	var big *http.MaxBytesError
	if errors.As(err, &big) {
		return &chat.Error{Kind: chat.TooLarge, Code: "body_too_large", Message: "Send at most 1 MiB."}
	}
	if err != nil {
		return chat.Bad("body", "malformed", "The request did not arrive whole. Try again.")
	}
	if err := json.Unmarshal(b, into); err != nil {
		var domain *chat.Error
		if errors.As(err, &domain) {
			return domain
		}
		return chat.Bad("body", "malformed", "The request cannot be read: a JSON object of the right fields is needed.")
	}
	return nil
}

// answer writes JSON. HTML is not escaped: it is no page.
func (h *Handler) answer(w http.ResponseWriter, status int, v any) {
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	if err := e.Encode(v); err != nil {
		h.deps.Log.Error("encode an answer for an old client", "err", err)
		status = http.StatusInternalServerError
		b.Reset()
		b.WriteString("null\n")
	}
	w.Header().Set("Content-Type", "application/json")
	w.Header().Set("Content-Length", strconv.Itoa(b.Len()))
	w.WriteHeader(status)
	_, _ = w.Write(b.Bytes()) // the client has gone: nobody is left to tell
}

// statusOf is the one place where kinds of errors become the predecessors' statuses.
func statusOf(k chat.Kind) int {
	switch k {
	case chat.Invalid:
		return http.StatusBadRequest
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
	}
	return http.StatusInternalServerError
}

// public gives the status and the sentence of an error that may be shown; of
// any other the log has the text, and the client learns nothing.
func (h *Handler) public(w http.ResponseWriter, r *http.Request, err error) (int, string) {
	var e *chat.Error
	if !errors.As(err, &e) || e.Kind == chat.Internal {
		if r.Context().Err() == nil {
			h.deps.Log.Error("request of an old client", "route", r.Pattern, "err", err)
		}
		return http.StatusInternalServerError, "Something went wrong on the server. Try again in a moment."
	}
	if e.RetryAfterMS > 0 {
		w.Header().Set("Retry-After", strconv.FormatInt((e.RetryAfterMS+999)/1000, 10))
	}
	return statusOf(e.Kind), e.Message
}

func (h *Handler) failV2(w http.ResponseWriter, r *http.Request, err error) {
	status, text := h.public(w, r, err)
	h.answer(w, status, map[string]string{"error": text})
}

// failDemo answers as the demo does: its client shows the message of a login,
// and knows 403 for who is not signed in.
func (h *Handler) failDemo(w http.ResponseWriter, r *http.Request, err error) {
	if errors.Is(err, chat.ErrSignIn()) {
		h.answer(w, http.StatusForbidden, nil)
		return
	}
	status, text := h.public(w, r, err)
	h.answer(w, status, map[string]string{"message": text})
}

// own lets a person through who names himself, and refuses whom he is not,
// whether or not the other exists.
func own(given string, me chat.ID) error {
	if given != me.String() {
		return chat.Refuse("not_you", "You may ask this of yourself only.")
	}
	return nil
}

// queryInt reads a number of a query; it is between low and high.
func queryInt(r *http.Request, name string, missing, low, high int64) (int64, error) {
	text := r.URL.Query().Get(name)
	if text == "" {
		return missing, nil
	}
	n, err := strconv.ParseInt(text, 10, 64)
	if err != nil || n < low || n > high {
		return 0, chat.Bad(name, "number_out_of_range", "%s must be a number from %d to %d.", name, low, high)
	}
	return n, nil
}
