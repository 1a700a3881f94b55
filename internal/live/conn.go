package live

import (
	"context"
	"errors"
	"net"
	"sync/atomic"
	"syscall"
	"time"

	"github.com/guideops/guideops/internal/chat"
)

// writeWait is how long a stuck connection may take to accept what waits.
const writeWait = 30 * time.Second

// Conn is one open stream of one signed-in device. It owns no goroutine and no
// buffer: its shard writes what waits for it straight from the shared frames.
type Conn struct {
	sp      *space
	shard   *shard
	user    chat.ID
	session chat.ID
	pos     int64 // next frame
	born    int64 // ephemeral events before this position are old news

	net   net.Conn // plain TCP, taken over from net/http; or
	raw   syscall.RawConn
	ready chan struct{} // woken, for a sink that blocks (TLS, HTTP/2) or fetches

	enc  *Encoding             // nil: Server-Sent Events
	own  func(b []byte) []byte // what the transport itself has to say, where it is heard, too
	heir atomic.Pointer[Conn]  // goes on in its place

	busy  atomic.Bool            // a drain goroutine is writing the remainder
	final atomic.Pointer[[]byte] // the last frame: write it and close
	gone  atomic.Bool
}

// ErrResync says that a reader is too far behind (or ahead) for the window: it must sync first.
var ErrResync = errors.New("the cursor is outside the window")

// Open registers a stream that continues after since. Nothing is written yet,
// so that the caller can send its greeting first; then Start or Serve.
func (h *Hub) Open(ctx context.Context, ws, user, session chat.ID, since int64) (*Conn, error) {
	for {
		sp, err := h.space(ctx, ws)
		if err != nil {
			return nil, err
		}
		c, err := sp.open(user, session, since)
		if err != nil {
			return nil, err
		}
		// An idle workspace may have been dropped in between; rings would not reach it any more.
		h.mu.Lock()
		current := h.spaces[ws] == sp
		h.mu.Unlock()
		if current {
			return c, nil
		}
		c.Drop()
	}
}

func (sp *space) open(user, session chat.ID, since int64) (*Conn, error) {
	h := sp.hub
	c := &Conn{sp: sp, user: user, session: session}
	sp.mu.Lock()
	defer sp.mu.Unlock()
	pos, ok := sp.position(since)
	if !ok {
		return nil, ErrResync
	}
	c.pos, c.born = pos, sp.first+int64(len(sp.frames))
	c.shard = h.shards[int(h.next.Add(1))%len(h.shards)]
	sp.conns[c] = struct{}{}
	sp.count.Add(1)
	sp.presence.join(user)
	return c, nil
}

// Head is the number up to which the stream's workspace has been handed out.
func (c *Conn) Head() int64 {
	c.sp.mu.RLock()
	defer c.sp.mu.RUnlock()
	return c.sp.head
}

// Start hands a plain TCP connection to the pump and returns.
func (c *Conn) Start(conn net.Conn) error {
	sc, ok := conn.(syscall.Conn)
	if !ok {
		c.Drop()
		return errors.New("not a connection of the operating system")
	}
	raw, err := sc.SyscallConn()
	if err != nil {
		c.Drop()
		return err
	}
	c.net, c.raw = conn, raw
	c.shard.add(c)
	return nil
}

// Serve writes to a sink that may block, until the stream ends. write must
// fail once a bounded time has passed.
func (c *Conn) Serve(ctx context.Context, write func([]byte) error) error {
	c.ready = make(chan struct{}, 1)
	c.shard.add(c)
	defer c.Drop()
	sweep := newSweep(c.sp)
	for {
		for more := true; more; {
			var buf []byte
			var last bool
			buf, more, last = c.step(sweep)
			if len(buf) > 0 {
				if err := write(buf); err != nil {
					return err
				}
			}
			if last || c.gone.Load() {
				return nil
			}
		}
		sweep.reset()
		select {
		case <-ctx.Done():
			return nil
		case <-c.ready:
		}
	}
}

// step gives what is to be written next: what the transport itself says goes
// before the feed, and the last frame before all that it would have followed.
func (c *Conn) step(sweep *sweep) (buf []byte, more, last bool) {
	if c.own != nil {
		if buf = c.own(nil); len(buf) > 0 {
			return buf, true, false
		}
	}
	if final := c.final.Load(); final != nil {
		if c.enc != nil {
			return c.enc.Last(nil, eventOf(*final, chat.Entry{})), false, true
		}
		return *final, false, true
	}
	buf, more = c.nextBatch(sweep)
	return buf, more, false
}

// end closes the stream after one last frame.
func (c *Conn) end(last []byte) {
	c.final.CompareAndSwap(nil, &last)
	if heir := c.heir.Load(); heir != nil {
		heir.end(last)
		return
	}
	if c.busy.Load() {
		c.Drop() // it is stuck: silence matters more than a farewell
	}
	c.shard.mark(c.sp)
}

// Drop ends the stream now. It is safe to call it again.
func (c *Conn) Drop() {
	if c.gone.Swap(true) {
		return
	}
	if c.net != nil {
		c.net.Close() //nolint:errcheck // it is over either way
	}
	sp := c.sp
	sp.mu.Lock()
	delete(sp.conns, c)
	sp.mu.Unlock()
	if sp.count.Add(-1) == 0 {
		sp.idle.Store(sp.hub.cfg.Now().UnixMilli())
	}
	sp.presence.leave(c.user)
	c.shard.mark(sp)
}

// flush writes what waits for a plain connection, without blocking.
func (c *Conn) flush(sweep *sweep) {
	for !c.busy.Load() && !c.gone.Load() {
		buf, more, last := c.step(sweep)
		if last {
			// Best effort: what does not fit into the socket's buffer is not worth waiting for.
			_, _ = c.tryWrite(buf) //nolint:errcheck // closing anyway
			c.Drop()
			return
		}
		if len(buf) > 0 {
			n, err := c.tryWrite(buf)
			if err != nil {
				c.Drop()
				return
			}
			if n < len(buf) {
				c.drainRest(buf[n:])
				return
			}
		}
		if !more {
			return
		}
	}
}

// tryWrite writes as much as the socket takes at once.
func (c *Conn) tryWrite(buf []byte) (n int, err error) {
	werr := c.raw.Write(func(fd uintptr) bool {
		for {
			n, err = syscall.Write(int(fd), buf)
			if err != syscall.EINTR {
				return true
			}
		}
	})
	if err == syscall.EAGAIN {
		return 0, nil
	}
	if err == nil {
		err = werr
	}
	return max(n, 0), err
}

// drainRest waits for a full socket in a goroutine of its own. Only the
// remainder is kept: the frames behind it stay in the shared window.
func (c *Conn) drainRest(rest []byte) {
	c.busy.Store(true)
	rest = append([]byte(nil), rest...)
	go func() {
		err := c.net.SetWriteDeadline(time.Now().Add(writeWait))
		if err == nil {
			_, err = c.net.Write(rest)
		}
		if err == nil {
			err = c.net.SetWriteDeadline(time.Time{})
		}
		c.busy.Store(false)
		if err != nil || c.final.Load() != nil {
			if err != nil {
				c.sp.hub.slow.Add(1)
			}
			c.Drop()
			return
		}
		c.shard.mark(c.sp)
	}()
}

// alive looks whether the other side has closed, without reading.
func (c *Conn) alive() bool {
	ok := true
	err := c.raw.Read(func(fd uintptr) bool {
		var b [1]byte
		n, _, err := syscall.Recvfrom(int(fd), b[:], syscall.MSG_PEEK|syscall.MSG_DONTWAIT)
		ok = n > 0 || err == syscall.EAGAIN || err == syscall.EINTR
		return true
	})
	return ok && err == nil
}
