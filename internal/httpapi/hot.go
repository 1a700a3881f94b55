package httpapi

import (
	"bytes"
	"context"
	"io"
	"net/http"
	"strconv"
	"strings"

	"github.com/guideops/guideops/internal/app"
	"github.com/guideops/guideops/internal/chat"
)

// maxHot is the largest body that is read at once; 10,000 characters fit.
const maxHot = 64 << 10

// hot serves what a busy company asks for all day, sending a message and
// reading a page of a room, several times cheaper than the route table does.
// It takes only the plain form of both. Anything else it leaves untouched to
// the route table, which alone decides what is wrong with it.
func (h *Handler) hot(w http.ResponseWriter, r *http.Request) bool {
	rest, ok := strings.CutPrefix(r.URL.Path, Prefix+"/rooms/")
	if !ok {
		return false
	}
	id, ok := strings.CutSuffix(rest, "/messages")
	if !ok {
		return false
	}
	room, err := chat.ParseID(id)
	if err != nil {
		return false
	}
	switch r.Method {
	case http.MethodPost:
		return h.hotSend(w, r, room)
	case http.MethodGet:
		return h.hotHistory(w, r, room)
	}
	return false
}

func (h *Handler) hotSend(w http.ResponseWriter, r *http.Request, room chat.ID) bool {
	n := int(r.ContentLength)
	if n <= 0 || n > maxHot || r.URL.RawQuery != "" || len(r.Header["Content-Type"]) != 1 || r.Header["Content-Type"][0] != "application/json" {
		return false
	}
	body := make([]byte, n)
	read, err := io.ReadFull(r.Body, body)
	s, plain := chat.ParseSend(body[:read])
	if err != nil || !plain {
		r.Body = struct {
			io.Reader
			io.Closer
		}{io.MultiReader(bytes.NewReader(body[:read]), r.Body), r.Body}
		return false
	}
	r.Pattern = "POST " + Prefix + "/rooms/{id}/messages"
	by, err := h.Authenticate(r)
	if err != nil {
		h.hotProblem(w, r, err)
		return true
	}
	sent, err := h.app.Send(r.Context(), by, room, &s)
	if err != nil {
		h.hotProblem(w, r, err)
		return true
	}
	status := http.StatusCreated
	if sent.Repeat {
		status = http.StatusOK
	}
	writeJSON(w, status, sent.JSON)
	return true
}

func (h *Handler) hotHistory(w http.ResponseWriter, r *http.Request, room chat.ID) bool {
	page, ok := parsePage(r.URL.RawQuery)
	if !ok {
		return false
	}
	r.Pattern = "GET " + Prefix + "/rooms/{id}/messages"
	by, err := h.Authenticate(r)
	if err != nil {
		h.hotProblem(w, r, err)
		return true
	}
	buf, ok := h.pages.Get().(*[]byte)
	if !ok {
		buf = new([]byte)
	}
	defer h.pages.Put(buf)
	if *buf, err = h.app.AppendHistory(r.Context(), by, room, page, (*buf)[:0]); err != nil {
		h.hotProblem(w, r, err)
		return true
	}
	writeJSON(w, http.StatusOK, *buf)
	return true
}

// parsePage reads a query of before, after, around and limit, each once at most.
func parsePage(query string) (p app.Page, ok bool) {
	for query != "" {
		var pair string
		pair, query, _ = strings.Cut(query, "&")
		key, value, _ := strings.Cut(pair, "=")
		n, err := strconv.ParseInt(value, 10, 64)
		if err != nil || n == 0 || value[0] == '+' || n > chat.MaxExact || n < -chat.MaxExact {
			return p, false
		}
		var field *int64
		switch key {
		case "before":
			field = &p.Before
		case "after":
			field = &p.After
		case "around":
			field = &p.Around
		case "limit":
			field = &p.Limit
		}
		if field == nil || *field != 0 {
			return p, false
		}
		*field = n
	}
	return p, p.Limit >= 0 && p.Limit <= 200
}

// jsonType is shared between all answers: replace it, never append to it.
var jsonType = []string{"application/json"}

func writeJSON(w http.ResponseWriter, status int, body []byte) {
	w.Header()["Content-Type"] = jsonType
	w.Header().Set("Content-Length", strconv.Itoa(len(body)))
	w.WriteHeader(status)
	_, _ = w.Write(body) // the client has gone: nobody is left to tell
}

func (h *Handler) hotProblem(w http.ResponseWriter, r *http.Request, err error) {
	ctx := r.Context()
	if id := r.Header["X-Request-Id"]; len(id) == 1 {
		ctx = context.WithValue(ctx, requestKey{}, id[0])
	}
	writeProblem(w, h.problem(ctx, err))
}
