// Package realtime encodes the live feed for its transports: each is an encoder
// and a pump over a live.Conn.
package realtime

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"math/rand/v2"
	"net"
	"net/http"
	"strconv"
	"time"

	"github.com/guideops/guideops/internal/app"
	"github.com/guideops/guideops/internal/chat"
	"github.com/guideops/guideops/internal/live"
)

// sinkWait is how long a sink that blocks may take to accept a write.
const sinkWait = 30 * time.Second

// SSE serves GET /api/v1/stream.
type SSE struct {
	App     *app.App
	Hub     *live.Hub
	Version string
	Now     func() time.Time
}

// Serve answers with the stream, or gives an error while nothing is written yet.
func (s *SSE) Serve(w http.ResponseWriter, r *http.Request, by app.Actor) error {
	since, err := cursor(r)
	if err != nil {
		return err
	}
	start, err := s.App.StreamStart(r.Context(), by, since, r.URL.Query().Get("epoch"))
	if err != nil {
		return err
	}
	var conn *live.Conn
	if !start.Resync {
		conn, err = s.Hub.Open(r.Context(), by.Workspace, by.User, by.Session, start.Since)
		if err != nil && !errors.Is(err, live.ErrResync) {
			return err
		}
	}
	s.serve(w, r, conn, s.greeting(start, conn == nil))
	return nil
}

// cursor reads where the reader stands: Last-Event-ID (a reconnecting browser
// sends it) beats ?since=; -1 without either.
func cursor(r *http.Request) (int64, error) {
	text := r.Header.Get("Last-Event-ID")
	if text == "" {
		text = r.URL.Query().Get("since")
	}
	return ParseCursor(text)
}

// ParseCursor reads a number that this server has given out; -1 for none.
func ParseCursor(text string) (int64, error) {
	if text == "" {
		return -1, nil
	}
	n, err := strconv.ParseInt(text, 10, 64)
	if err != nil || n < 0 || n > 1<<53 {
		return 0, chat.Bad("since", "cursor_invalid", "The cursor must be a number that this server has given out.")
	}
	return n, nil
}

// Hello is the data of the event that every stream begins with.
func Hello(start app.StreamStart, now time.Time, version string) []byte {
	hello, err := json.Marshal(struct {
		Epoch    string `json:"epoch"`
		Seq      int64  `json:"seq"`
		ServerMS int64  `json:"server_ms"`
		Version  string `json:"version"`
	}{start.Epoch, start.Head, now.UnixMilli(), version})
	if err != nil {
		hello = []byte(`{}`) // strings and numbers always marshal
	}
	return hello
}

// greeting is what every stream begins with. retry carries jitter, so that a
// restart does not bring everybody back in the same moment.
func (s *SSE) greeting(start app.StreamStart, resync bool) []byte {
	hello := Hello(start, s.Now(), s.Version)
	b := fmt.Appendf(nil, "retry: %d\nevent: hello\ndata: %s\n\n", 500+rand.IntN(1500), hello)
	if resync {
		b = append(b, "event: resync\ndata: {}\n\n"...)
	}
	return b
}

// serve takes a plain HTTP/1.1 connection over from net/http, which saves its
// buffers and goroutine (5 KiB a stream instead of 26); TLS and HTTP/2 keep
// theirs. A nil conn ends after the greeting.
func (s *SSE) serve(w http.ResponseWriter, r *http.Request, conn *live.Conn, hello []byte) {
	h := w.Header()
	h.Set("Content-Type", "text/event-stream")
	h.Set("Cache-Control", "no-store")
	h.Set("X-Accel-Buffering", "no")
	if conn != nil && r.ProtoMajor == 1 && r.TLS == nil {
		if netConn, rw, err := http.NewResponseController(w).Hijack(); err == nil {
			if rw.Reader.Buffered() == 0 && takeOver(netConn, h, hello) == nil && conn.Start(netConn) == nil {
				return
			}
			conn.Drop()
			netConn.Close() //nolint:errcheck // nothing more to say to it
			return
		}
	}
	w.WriteHeader(http.StatusOK)
	s.block(r.Context(), w, conn, hello)
}

// takeOver writes the head of the answer by hand. Its end is the connection's
// end, so no length and no chunks.
func takeOver(c net.Conn, h http.Header, hello []byte) error {
	var b bytes.Buffer
	b.WriteString("HTTP/1.1 200 OK\r\nConnection: close\r\n")
	if err := h.Write(&b); err != nil {
		return err
	}
	b.WriteString("\r\n")
	b.Write(hello)
	// net/http leaves its own deadlines on the connection.
	if err := c.SetDeadline(time.Time{}); err != nil {
		return err
	}
	if err := c.SetWriteDeadline(time.Now().Add(sinkWait)); err != nil {
		return err
	}
	if _, err := c.Write(b.Bytes()); err != nil {
		return err
	}
	return c.SetWriteDeadline(time.Time{})
}

// block serves a sink whose writes may block, each for a bounded time.
func (s *SSE) block(ctx context.Context, w http.ResponseWriter, conn *live.Conn, hello []byte) {
	rc := http.NewResponseController(w)
	write := func(b []byte) error {
		if err := rc.SetWriteDeadline(time.Now().Add(sinkWait)); err != nil {
			return err
		}
		if _, err := w.Write(b); err != nil {
			return err
		}
		return rc.Flush()
	}
	if rc.SetReadDeadline(time.Time{}) != nil || write(hello) != nil || conn == nil {
		if conn != nil {
			conn.Drop()
		}
		return
	}
	// An error means that the reader is gone or stuck: he resumes by his cursor.
	_ = conn.Serve(ctx, write) //nolint:errcheck // nobody is left to tell
}
