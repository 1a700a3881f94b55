package server

import (
	"bytes"
	"io"
	"log"
	"log/slog"
	"os"
)

// newLogger writes the log of the whole server. Secrets, personal data and
// message text never go there.
func (c *Config) newLogger() *slog.Logger {
	w := c.Log
	if w == nil {
		w = os.Stderr
	}
	var level slog.Level
	if err := level.UnmarshalText([]byte(c.LogLevel)); err != nil {
		level = slog.LevelInfo // an empty Config, as tests make it
	}
	opts := &slog.HandlerOptions{Level: level}
	if c.LogFormat == "json" {
		return slog.New(slog.NewJSONHandler(w, opts))
	}
	return slog.New(slog.NewTextHandler(w, opts))
}

// httpErrors takes what net/http has to say. Broken handshakes are the noise
// of every public address; the rest (no more file descriptors) matters.
type httpErrors struct{ log *slog.Logger }

func newHTTPErrors(l *slog.Logger) *log.Logger { return log.New(httpErrors{l}, "", 0) }

func (h httpErrors) Write(p []byte) (int, error) {
	text := string(bytes.TrimSpace(p))
	if bytes.HasPrefix(p, []byte("http: TLS handshake error")) {
		h.log.Debug(text)
	} else {
		h.log.Warn(text)
	}
	return len(p), nil
}

var _ io.Writer = httpErrors{}
