package socketio

import (
	"io"
	"net/http"
	"strconv"

	"github.com/guideops/guideops/internal/live"
)

// maxFetch is about how much one poll is answered.
const maxFetch = 256 << 10

func (c *session) polledEncoding() *live.Encoding {
	if c.version == 3 {
		return c.srv.enc.polled3
	}
	return c.srv.enc.polled4
}

func (c *session) polledFraming() framing {
	if c.version == 3 {
		return appendPolled3
	}
	return appendPolled4
}

func (c *session) takePolled(b []byte) []byte { return c.take(b, c.polledFraming()) }

// poll answers as soon as there is something to say.
func (c *session) poll(w http.ResponseWriter, r *http.Request) {
	if !c.beginPoll() {
		errRequest().write(w)
		return
	}
	defer c.endPoll()
	for {
		payload, last := c.fetchPayload()
		if len(payload) > 0 {
			writePayload(w, payload)
			if last {
				c.end()
			}
			return
		}
		select {
		case <-c.bell:
		case <-r.Context().Done():
			return
		}
	}
}

// beginPoll is false for a client who has moved to a WebSocket, and for two
// polls at once: the other one gets what waits.
func (c *session) beginPoll() bool {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.polling || c.sock != nil {
		return false
	}
	c.polling = true
	return true
}

func (c *session) endPoll() {
	c.mu.Lock()
	c.polling, c.polled = false, c.srv.now()
	c.mu.Unlock()
}

// fetchPayload gives what waits, as the body of an answer; nothing: wait.
func (c *session) fetchPayload() (payload []byte, last bool) {
	c.fetch.Lock()
	defer c.fetch.Unlock()
	c.mu.Lock()
	conn, moving, ended := c.conn, c.upgrading || c.sock != nil, c.ended
	c.mu.Unlock()
	if conn != nil && !moving {
		payload, last = conn.Fetch(maxFetch)
	} else if conn == nil {
		payload = c.takePolled(nil)
	}
	if len(payload) == 0 && (ended || last) {
		payload, last = c.polledFraming()(nil, []byte{engineClose}), true
	}
	if len(payload) == 0 && moving {
		payload = c.polledFraming()(nil, []byte{engineNoop})
	}
	if c.version == 4 && len(payload) > 0 {
		payload = payload[1:] // the first separator
	}
	return payload, last
}

func writePayload(w http.ResponseWriter, payload []byte) {
	h := w.Header()
	h.Set("Content-Type", "text/plain; charset=UTF-8")
	h.Set("Cache-Control", "no-store")
	h.Set("Content-Length", strconv.Itoa(len(payload)))
	w.WriteHeader(http.StatusOK)
	_, _ = w.Write(payload) // who does not get it comes again with his cursor
}

// post takes what the client sends.
func (c *session) post(w http.ResponseWriter, r *http.Request) {
	body, err := io.ReadAll(http.MaxBytesReader(w, r.Body, maxPayload))
	if err != nil {
		c.end()
		errRequest().writeStatus(w, http.StatusRequestEntityTooLarge)
		return
	}
	packets, err := splitPayload(c.version, body)
	if err != nil {
		c.end()
		errRequest().write(w)
		return
	}
	c.in.Lock()
	defer c.in.Unlock()
	for _, p := range packets {
		if !c.receive(r.Context(), p) {
			c.end()
			break
		}
	}
	writePayload(w, []byte("ok"))
}
