package compat

import (
	"bytes"
	"context"
	"encoding/json"
	"net/http"
	"time"

	"github.com/guideops/guideops/internal/app"
)

const (
	// sinkWait is how long a client may take to accept a write.
	sinkWait = 30 * time.Second
	// beat keeps proxies from closing a quiet stream.
	beat = ": here\n\n"
)

// stream serves the demo's GET /stream: `data: {"type","data"}`.
func (h *Handler) stream(w http.ResponseWriter, r *http.Request) {
	by, err := h.deps.Authenticate(r)
	if err != nil {
		h.fail(w, r, err)
		return
	}
	start, err := h.app.StreamStart(r.Context(), by, -1, "")
	if err != nil {
		h.fail(w, r, err)
		return
	}
	t, err := h.Translator(r.Context(), by, start.Head)
	if err != nil {
		h.fail(w, r, err)
		return
	}
	conn, err := h.deps.Hub.Open(r.Context(), by.Workspace, by.User, by.Session, start.Since)
	if err != nil {
		h.fail(w, r, err)
		return
	}
	defer conn.Drop()
	write := writer(w)
	w.Header().Set("Content-Type", "text/event-stream")
	w.Header().Set("X-Accel-Buffering", "no")
	w.WriteHeader(http.StatusOK)
	if http.NewResponseController(w).SetReadDeadline(time.Time{}) != nil || write([]byte(beat)) != nil {
		return
	}
	// An error means that the reader is gone or stuck: he comes again.
	_ = conn.Serve(r.Context(), func(frames []byte) error { //nolint:errcheck // nobody is left to tell
		b, err := t.encode(frames)
		if err != nil {
			h.deps.Log.Error("translate a change for an old client", "err", err)
			return err
		}
		return write(b)
	})
}

// Translator begins at the number since, with who and what is there now.
func (h *Handler) Translator(ctx context.Context, by app.Actor, since int64) (*Translator, error) {
	c, err := h.castFor(ctx, by)
	if err != nil {
		return nil, err
	}
	here, err := h.online(ctx, by)
	if err != nil {
		return nil, err
	}
	return newTranslator(c, here, since), nil
}

// writer writes and flushes, each time within a bound.
func writer(w http.ResponseWriter) func([]byte) error {
	rc := http.NewResponseController(w)
	return func(b []byte) error {
		if err := rc.SetWriteDeadline(time.Now().Add(sinkWait)); err != nil {
			return err
		}
		if _, err := w.Write(b); err != nil {
			return err
		}
		return rc.Flush()
	}
}

// encode makes the demo's stream of frames of our own. Where nothing of them is
// for the demo, a beat says that the stream lives.
func (t *Translator) encode(frames []byte) ([]byte, error) {
	var out bytes.Buffer
	for frame := range bytes.SplitSeq(frames, []byte("\n\n")) {
		events, err := t.Events(fields(frame))
		if err != nil {
			return nil, err
		}
		for _, e := range events {
			b, err := json.Marshal(e)
			if err != nil {
				return nil, err
			}
			out.WriteString("data: ")
			out.Write(b)
			out.WriteString("\n\n")
		}
	}
	if out.Len() == 0 {
		out.WriteString(beat)
	}
	return out.Bytes(), nil
}

// fields reads the event and the data of one of our own frames.
func fields(frame []byte) (kind string, data []byte) {
	for line := range bytes.SplitSeq(frame, []byte("\n")) {
		if v, ok := bytes.CutPrefix(line, []byte("event: ")); ok {
			kind = string(v)
		}
		if v, ok := bytes.CutPrefix(line, []byte("data: ")); ok {
			data = v
		}
	}
	return kind, data
}
