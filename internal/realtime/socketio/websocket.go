package socketio

import (
	"bufio"
	"context"
	"net"
	"net/http"
	"sync"
	"time"

	"github.com/gorilla/websocket"

	"github.com/guideops/guideops/internal/live"
)

const (
	// writeWait is how long a write that may block may take.
	writeWait = 10 * time.Second
	// readBuffer is small: listeners say a byte every 25 s. What is longer is read past it.
	readBuffer = 256
	// eventTime bounds what a client asks for, as the front does for requests.
	eventTime = 30 * time.Second
)

// newUpgrader makes connections that keep no write buffer: the pump writes.
// Other sites are refused by the front, which knows all addresses of this one.
func newUpgrader() websocket.Upgrader {
	return websocket.Upgrader{ReadBufferSize: readBuffer, WriteBufferSize: readBuffer, WriteBufferPool: &sync.Pool{},
		CheckOrigin: func(*http.Request) bool { return true }}
}

// Hijack reaches the connection through all that is wrapped around it.
func (h hijackable) Hijack() (net.Conn, *bufio.ReadWriter, error) {
	return http.NewResponseController(h.ResponseWriter).Hijack()
}

// socket is a WebSocket. gorilla reads from it; only the bytes of whole frames
// are written to it, by one writer at a time: first the reader, then the pump.
type socket struct {
	ws  *websocket.Conn
	net net.Conn
	tls bool
}

// write is for as long as the pump has not taken over.
func (k *socket) write(b []byte) error {
	if len(b) == 0 {
		return nil
	}
	if err := k.net.SetWriteDeadline(time.Now().Add(writeWait)); err != nil {
		return err
	}
	if _, err := k.net.Write(b); err != nil {
		return err
	}
	return k.net.SetWriteDeadline(time.Time{})
}

func (k *socket) close() { k.net.Close() } //nolint:errcheck // it is over either way

// accept makes a WebSocket of a request, or answers why not.
func (s *Server) accept(w http.ResponseWriter, r *http.Request) *socket {
	ws, err := s.upgrader.Upgrade(hijackable{w}, r, nil)
	if err != nil {
		return nil
	}
	ws.SetReadLimit(maxPayload)
	// Its own answers would go past the pump.
	ws.SetCloseHandler(func(int, string) error { return nil })
	return &socket{ws: ws, net: ws.NetConn(), tls: r.TLS != nil}
}

// serveSocket begins a client on a WebSocket.
func (s *Server) serveSocket(w http.ResponseWriter, r *http.Request, c *session) {
	sock := s.accept(w, r)
	if sock == nil {
		c.end()
		return
	}
	c.mu.Lock()
	c.sock = sock
	c.mu.Unlock()
	sock.ws.SetPingHandler(c.pong)
	ctx, cancel := context.WithTimeout(s.ctx, eventTime)
	defer cancel()
	c.open(ctx, []string{})
	s.reads.Go(func() { c.listen(sock) })
}

// pong answers a ping of the WebSocket itself.
func (c *session) pong(data string) error {
	c.say(append([]byte{rawFrame}, append(appendFrameHead(nil, 0x8a, len(data)), data...)...))
	return nil
}

// listen reads until the end of the connection.
func (c *session) listen(sock *socket) {
	defer c.end()
	defer sock.close()
	for {
		kind, data, err := sock.ws.ReadMessage()
		if err != nil || (kind == websocket.TextMessage && !c.hear(data)) {
			return
		}
	}
}

// hear takes one packet within a bounded time.
func (c *session) hear(data []byte) bool {
	ctx, cancel := context.WithTimeout(c.srv.ctx, eventTime)
	defer cancel()
	c.in.Lock()
	defer c.in.Unlock()
	return c.receive(ctx, data)
}

// pump gives the connection to the hub's pump.
func (c *session) pump(conn *live.Conn, sock *socket) {
	conn.Speak(c.srv.enc.socket, c.takeFrames)
	if !sock.tls {
		if conn.Start(sock.net) != nil {
			c.end()
		}
		return
	}
	c.srv.reads.Go(func() {
		defer c.end()
		_ = conn.Serve(c.srv.ctx, sock.write) //nolint:errcheck // who is gone or stuck resumes by his cursor
	})
}

func (c *session) takeFrames(b []byte) []byte { return c.take(b, appendOwn) }

// rawFrame begins a frame among the packets that wait: no packet begins so.
const rawFrame = 0

// appendOwn adds a packet as a frame, and a frame as it is.
func appendOwn(b, packet []byte) []byte {
	if packet[0] == rawFrame {
		return append(b, packet[1:]...)
	}
	return appendFrame(b, packet)
}

// change moves a polling client to a WebSocket: it sends a probe over the new
// way, takes what still waits on the old one, and then says that it has moved.
func (s *Server) change(w http.ResponseWriter, r *http.Request, c *session) {
	c.mu.Lock()
	may := c.sock == nil && !c.upgrading && !c.ended
	c.mu.Unlock()
	if !may {
		errRequest().write(w)
		return
	}
	sock := s.accept(w, r)
	if sock == nil {
		return
	}
	sock.ws.SetPingHandler(c.pong)
	s.reads.Go(func() {
		if c.probe(sock) && c.move(sock) {
			c.listen(sock)
			return
		}
		c.mu.Lock()
		c.upgrading = false // it may go on polling
		c.mu.Unlock()
		sock.close()
	})
}

// probe is the first half of a change; false: it came to nothing.
func (c *session) probe(sock *socket) bool {
	if sock.net.SetReadDeadline(time.Now().Add(connectWait)) != nil {
		return false
	}
	for _, want := range []string{probePing, string(rune(engineUpgrade))} {
		kind, data, err := sock.ws.ReadMessage()
		if err != nil || kind != websocket.TextMessage || string(data) != want {
			return false
		}
		if want != probePing {
			break
		}
		if sock.write(appendFrame(nil, []byte(probePong))) != nil {
			return false
		}
		c.mu.Lock()
		c.upgrading = true
		c.mu.Unlock()
		c.ring()
	}
	return sock.net.SetReadDeadline(time.Time{}) == nil
}

// move is the second half: what has not been fetched goes out on the new way.
func (c *session) move(sock *socket) bool {
	c.in.Lock()
	defer c.in.Unlock()
	c.fetch.Lock()
	defer c.fetch.Unlock()
	c.mu.Lock()
	if c.ended || c.sock != nil {
		c.mu.Unlock()
		return false
	}
	var next *live.Conn
	if c.conn != nil {
		if next = c.conn.Successor(); next == nil {
			c.mu.Unlock()
			return false
		}
		c.conn = next
	}
	c.sock, c.upgrading = sock, false
	c.mu.Unlock()
	if next != nil {
		c.pump(next, sock)
		return true
	}
	return sock.write(c.takeFrames(nil)) == nil
}
