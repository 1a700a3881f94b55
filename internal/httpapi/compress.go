package httpapi

import (
	"compress/gzip"
	"io"
	"net/http"
	"strings"
	"sync"
)

// compressFrom is the smallest answer that is worth compressing: below it, the
// packet is not full anyway.
const compressFrom = 1200

// compressing makes larger JSON answers small for who accepts gzip: on one bar
// of signal a quarter of the bytes is a quarter of the wait.
type compressing struct {
	http.ResponseWriter
	pool   *sync.Pool
	zip    *gzip.Writer
	status int
	begun  bool
}

// acceptsGzip reads Accept-Encoding, leaving alone who says q=0.
func acceptsGzip(r *http.Request) bool {
	for _, line := range r.Header["Accept-Encoding"] {
		for part := range strings.SplitSeq(line, ",") {
			name, weight, _ := strings.Cut(part, ";")
			if strings.EqualFold(strings.TrimSpace(name), "gzip") {
				_, q, weighted := strings.Cut(weight, "q=")
				return !weighted || strings.Trim(q, " 0.") != ""
			}
		}
	}
	return false
}

// Unwrap lets the stream take the connection over.
func (c *compressing) Unwrap() http.ResponseWriter { return c.ResponseWriter }

// WriteHeader waits for the first bytes, which say how much there is.
func (c *compressing) WriteHeader(status int) {
	if status < 200 {
		c.ResponseWriter.WriteHeader(status)
		return
	}
	if c.status == 0 {
		c.status = status
	}
}

func (c *compressing) Write(p []byte) (int, error) {
	if !c.begun {
		c.begin(len(p))
	}
	if c.zip != nil {
		return c.zip.Write(p)
	}
	return c.ResponseWriter.Write(p)
}

func (c *compressing) begin(size int) {
	c.begun = true
	h := c.Header()
	if size >= compressFrom && h.Get("Content-Encoding") == "" && strings.Contains(h.Get("Content-Type"), "json") {
		h.Set("Content-Encoding", "gzip")
		h.Add("Vary", "Accept-Encoding")
		h.Del("Content-Length")
		zip, ok := c.pool.Get().(*gzip.Writer)
		if !ok {
			zip = gzip.NewWriter(io.Discard)
		}
		zip.Reset(c.ResponseWriter)
		c.zip = zip
	}
	if c.status == 0 {
		c.status = http.StatusOK
	}
	c.ResponseWriter.WriteHeader(c.status)
}

// finish sends what is left. An error means that the client has gone.
func (c *compressing) finish() {
	if !c.begun && c.status != 0 {
		c.begin(0)
	}
	if c.zip != nil {
		_ = c.zip.Close() // the client has gone: nobody is left to tell
		c.pool.Put(c.zip)
	}
}
