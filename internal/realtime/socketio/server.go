package socketio

import (
	"context"
	"log/slog"
	"net"
	"net/http"
	"sync"
	"time"

	"github.com/gorilla/websocket"

	"github.com/guideops/guideops/internal/app"
	"github.com/guideops/guideops/internal/live"
)

// Prefix is where Socket.IO clients look by default.
const Prefix = "/socket.io/"

const (
	pingEvery = 25 * time.Second
	pingWait  = 20 * time.Second
	// connectWait is how long a connection may stay without saying who it is;
	// maxWaiting bounds how many do.
	connectWait = 20 * time.Second
	maxWaiting  = 4096
)

// Config is what the door needs beside the verbs.
type Config struct {
	App     *app.App
	Hub     *live.Hub
	Version string
	Now     func() time.Time
	Log     *slog.Logger
	// Token finds a session's token in the headers of a request.
	Token func(*http.Request) string
	// Encode is nil for the names and payloads of the stream.
	Encode Encoder
	// PingEvery and PingWait are 25 s and 20 s, but in tests.
	PingEvery, PingWait time.Duration
}

// Server is the door. Run lets its clock run, Close begins its end.
type Server struct {
	cfg      Config
	enc      *encodings
	upgrader websocket.Upgrader
	started  time.Time

	ctx   context.Context // of what clients ask for over their WebSockets
	stop  context.CancelFunc
	reads sync.WaitGroup

	mu       sync.Mutex
	sessions map[string]*session
	waiting  int // have not said who they are
	closed   bool
}

// New makes the door.
func New(cfg Config) *Server {
	if cfg.Log == nil {
		cfg.Log = slog.New(slog.DiscardHandler)
	}
	if cfg.Encode == nil {
		cfg.Encode = encodeEvent
	}
	if cfg.PingEvery == 0 {
		cfg.PingEvery, cfg.PingWait = pingEvery, pingWait
	}
	s := &Server{cfg: cfg, enc: newEncodings(cfg.Encode), started: time.Now(), sessions: map[string]*session{}}
	s.ctx, s.stop = context.WithCancel(context.Background())
	s.upgrader = newUpgrader()
	return s
}

// Run ends clients that have fallen silent, until ctx ends; then it closes the
// door and waits for what has been begun.
func (s *Server) Run(ctx context.Context) error {
	tick := time.NewTicker(max(s.cfg.PingWait/10, time.Millisecond))
	defer tick.Stop()
	for {
		select {
		case <-ctx.Done():
			s.Close()
			for _, c := range s.all() {
				c.end()
			}
			s.reads.Wait()
			s.stop()
			return nil
		case <-tick.C:
			now := s.now()
			for _, c := range s.all() {
				c.tick(now)
			}
		}
	}
}

// Close lets nobody in any more and ends who has not said who he is. The others
// are told by the hub.
func (s *Server) Close() {
	s.mu.Lock()
	s.closed = true
	s.mu.Unlock()
	for _, c := range s.all() {
		if c.stream() == nil {
			c.end()
		}
	}
}

// now is the time since the start, by a clock that is never set.
func (s *Server) now() time.Duration { return time.Since(s.started) }

func (s *Server) all() []*session {
	s.mu.Lock()
	defer s.mu.Unlock()
	out := make([]*session, 0, len(s.sessions))
	for _, c := range s.sessions {
		out = append(out, c)
	}
	return out
}

// admit takes a new client in; false while there is no room or the server stops.
func (s *Server) admit(c *session) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.closed || s.waiting >= maxWaiting {
		return false
	}
	s.waiting++
	s.sessions[c.sid] = c
	return true
}

// known notes that a client has said who it is.
func (s *Server) known() {
	s.mu.Lock()
	s.waiting--
	s.mu.Unlock()
}

func (s *Server) forget(sid string, waiting bool) {
	s.mu.Lock()
	delete(s.sessions, sid)
	if waiting {
		s.waiting--
	}
	s.mu.Unlock()
}

// ServeHTTP serves everything under Prefix.
func (s *Server) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	q := r.URL.Query()
	version := 4
	switch q.Get("EIO") {
	case "4":
	case "3":
		version = 3
	default:
		errVersion().write(w)
		return
	}
	transport, sid := q.Get("transport"), q.Get("sid")
	if transport != "polling" && transport != "websocket" || q.Has("j") { // JSONP is for browsers of before 2012
		errTransport().write(w)
		return
	}
	if sid == "" {
		s.handshake(w, r, version, transport == "websocket")
		return
	}
	c := s.find(r, version, sid)
	switch {
	case c == nil:
		errSID().write(w)
	case transport == "websocket":
		s.change(w, r, c) //nolint:contextcheck // the socket outlives the request: it ends with the server
	case r.Method == http.MethodGet:
		c.poll(w, r)
	case r.Method == http.MethodPost:
		c.post(w, r)
	default:
		errRequest().write(w)
	}
}

// handshake begins a new client.
func (s *Server) handshake(w http.ResponseWriter, r *http.Request, version int, socket bool) {
	if r.Method != http.MethodGet {
		errMethod().write(w)
		return
	}
	c := s.newSession(r, version)
	if !s.admit(c) {
		w.Header().Set("Retry-After", "2")
		errRequest().writeStatus(w, http.StatusServiceUnavailable)
		return
	}
	if socket {
		s.serveSocket(w, r, c) //nolint:contextcheck // as above
		return
	}
	c.open(r.Context(), []string{"websocket"})
	c.poll(w, r)
}

// find gives the client of an id, to none but who made it: an id that somebody
// else has come by does not exist.
func (s *Server) find(r *http.Request, version int, sid string) *session {
	s.mu.Lock()
	c := s.sessions[sid]
	s.mu.Unlock()
	if c == nil || c.version != version {
		return nil
	}
	token := s.token(r, version)
	if token == "" {
		if c.byCookie { // browsers send it each time
			return nil
		}
		return c
	}
	by, err := s.cfg.App.Authenticate(r.Context(), token, address(r))
	if err != nil {
		// A session that has ended may still fetch its farewell.
		if conn := c.stream(); c.maker.User == 0 || (conn != nil && conn.Ended()) {
			return c
		}
		return nil
	}
	if by.Workspace != c.maker.Workspace || by.User != c.maker.User {
		return nil
	}
	return c
}

// token finds the token of a request. 2.x has no other place for one than the query.
func (s *Server) token(r *http.Request, version int) string {
	t := s.cfg.Token(r)
	if t == "" && version == 3 {
		t = r.URL.Query().Get("token")
	}
	return t
}

func address(r *http.Request) string {
	ip, _, err := net.SplitHostPort(r.RemoteAddr)
	if err != nil {
		return r.RemoteAddr
	}
	return ip
}
