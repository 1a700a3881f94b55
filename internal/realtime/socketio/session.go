package socketio

import (
	"context"
	"crypto/rand"
	"net/http"
	"sync"
	"time"

	"github.com/guideops/guideops/internal/app"
	"github.com/guideops/guideops/internal/live"
)

// maxOwn bounds the answers that wait for a client who does not take them. The
// feed's events wait in the hub's window, which is everybody's.
const maxOwn = 1 << 20

// session is one client of Engine.IO, from its handshake to its end.
type session struct {
	srv      *Server
	sid      string
	version  int       // of Engine.IO
	maker    app.Actor // whose credentials the handshake carried, if any
	byCookie bool
	token    string // as the handshake had it, later as CONNECT had it
	ip       string
	since    string // of 2.x, which connects by its handshake
	epoch    string

	in    sync.Mutex    // one packet of the client at a time
	fetch sync.Mutex    // one fetch from the stream at a time
	bell  chan struct{} // there may be something to fetch

	mu        sync.Mutex
	own       [][]byte // packets that are not of the feed
	ownSize   int
	conn      *live.Conn // nil until it has said who it is
	by        app.Actor
	sock      *socket // nil: polling
	polling   bool    // a poll waits
	upgrading bool    // polls are answered at once, so that the client can move
	ended     bool
	born      time.Duration // all by Server.now
	heard     time.Duration
	pinged    time.Duration
	polled    time.Duration // the end of the last poll
}

func (s *Server) newSession(r *http.Request, version int) *session {
	now := s.now()
	c := &session{srv: s, sid: rand.Text(), version: version, token: s.token(r, version), ip: address(r),
		bell: make(chan struct{}, 1), born: now, heard: now, pinged: now, polled: now}
	if version == 3 {
		q := r.URL.Query()
		c.since, c.epoch = q.Get("since"), q.Get("epoch")
	}
	if c.token != "" {
		// Who has none (any more) may still say who he is with CONNECT.
		if by, err := s.cfg.App.Authenticate(r.Context(), c.token, c.ip); err == nil {
			c.maker = by
			c.byCookie = len(r.Header["Authorization"]) == 0 && s.cfg.Token(r) != ""
		}
	}
	return c
}

// open says what every client hears first. 2.x is connected by that alone.
func (c *session) open(ctx context.Context, upgrades []string) {
	c.say(handshake{SID: c.sid, Upgrades: upgrades, PingInterval: c.srv.cfg.PingEvery.Milliseconds(),
		PingTimeout: c.srv.cfg.PingWait.Milliseconds(), MaxPayload: maxPayload}.packet())
	if c.version == 3 {
		c.in.Lock()
		defer c.in.Unlock()
		c.connect3(ctx)
	}
}

// stream is the client's place in the feed; nil until it has said who it is.
func (c *session) stream() *live.Conn {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.conn
}

// say queues a packet of our own. Whoever does not take his answers is dropped.
func (c *session) say(packet []byte) {
	c.mu.Lock()
	if c.ended {
		c.mu.Unlock()
		return
	}
	c.own = append(c.own, packet)
	c.ownSize += len(packet)
	full, conn, sock := c.ownSize > maxOwn, c.conn, c.sock
	c.mu.Unlock()
	switch {
	case full:
		c.end()
	case sock == nil:
		c.ring()
	case conn != nil:
		conn.Nudge()
	default: // nobody else writes yet
		if sock.write(c.takeFrames(nil)) != nil {
			c.end()
		}
	}
}

// take gives the packets that wait, in the form of the transport.
func (c *session) take(b []byte, frame framing) []byte {
	c.mu.Lock()
	defer c.mu.Unlock()
	for _, p := range c.own {
		b = frame(b, p)
	}
	c.own, c.ownSize = nil, 0
	return b
}

func (c *session) ring() {
	select {
	case c.bell <- struct{}{}:
	default:
	}
}

// end is the end of the client, without a word. It is safe to call it again.
func (c *session) end() {
	c.mu.Lock()
	if c.ended {
		c.mu.Unlock()
		return
	}
	c.ended, c.own = true, nil
	conn, sock := c.conn, c.sock
	c.mu.Unlock()
	c.srv.forget(c.sid, conn == nil)
	if conn != nil {
		conn.Drop()
	}
	if sock != nil {
		sock.close()
	}
	c.ring()
}

// tick does what goes by the clock.
func (c *session) tick(now time.Duration) {
	cfg := &c.srv.cfg
	c.mu.Lock()
	over := now-c.heard > cfg.PingEvery+cfg.PingWait ||
		(c.conn == nil && now-c.born > connectWait) ||
		(c.sock == nil && !c.polling && now-c.polled > cfg.PingWait)
	ping := !over && c.version == 4 && c.conn != nil && now-c.pinged >= cfg.PingEvery
	if ping {
		c.pinged = now
	}
	c.mu.Unlock()
	switch {
	case over:
		c.end()
	case ping:
		c.say([]byte{enginePing})
	}
}

// receive takes one packet of Engine.IO; false ends the client. The caller holds in.
func (c *session) receive(ctx context.Context, text []byte) bool {
	c.mu.Lock()
	c.heard = c.srv.now()
	ended := c.ended
	c.mu.Unlock()
	if ended || len(text) == 0 {
		return false
	}
	switch text[0] {
	case enginePing:
		if c.version == 3 { // in 4 the server asks
			c.say(append([]byte{enginePong}, text[1:]...))
		}
	case engineMessage:
		return c.handle(ctx, text[1:])
	case enginePong, engineNoop, engineBinary:
	default:
		return false
	}
	return true
}

// handle takes one packet of Socket.IO; false ends the client.
func (c *session) handle(ctx context.Context, text []byte) bool {
	p, err := parsePacket(text)
	if err != nil {
		return false
	}
	switch {
	case p.kind == typeConnect:
		c.connect(ctx, &p)
	case p.namespace != "/": // nobody is connected there
	case p.kind == typeDisconnect:
		return false
	case c.stream() == nil: // neither is he, yet
	case p.kind == typeEvent, p.kind == typeBinaryEvent:
		return c.event(ctx, &p)
	}
	return true
}

// hijackable lets the upgrade reach what stands behind the front's writer.
type hijackable struct{ http.ResponseWriter }
