//go:build linux

package loop

import (
	"errors"
	"fmt"
	"net"
	"time"

	"github.com/guideops/guideops/bench/internal/check"
	"github.com/guideops/guideops/bench/internal/wire"
)

// openAtOnce bounds the streams that are being opened: beyond the kernel's
// accept queue a connection waits a whole second for its repeat, and the
// kernel would be measured instead of the server.
const openAtOnce = 256

// maxReopens stops a listener that the server always ends at once.
const maxReopens = 20

// Listeners are streams of one server that check what they get.
type Listeners struct {
	Run    wire.Run
	Ledger *check.Ledger
	// OnMessage is told of each complete message frame, when set.
	OnMessage func(n uint32, at time.Time)
	// Hold keeps closed streams closed until it is lifted.
	Hold bool

	Delivered int64 // complete message frames
	Frames    int64 // all complete frames
	Bytes     int64 // of the message frames' data
	Reopened  int   // streams that the server ended and that resumed

	loop    *Loop
	addr    *net.TCPAddr
	request func(i int, last int64) []byte
	all     []*Listener
	closed  []*Listener
	opening int
	greeted int
}

// Listener is one stream. It resumes by itself after the last id it saw.
type Listener struct {
	View *check.View

	set     *Listeners
	index   int
	conn    *Conn
	stream  wire.Stream
	last    int64
	greeted bool
	reopens int
	at      time.Time
}

// Listeners prepares n streams; request formats the request of stream i.
func (l *Loop) Listeners(addr *net.TCPAddr, n int, run wire.Run, ledger *check.Ledger, request func(i int, last int64) []byte) *Listeners {
	s := &Listeners{Run: run, Ledger: ledger, loop: l, addr: addr, request: request}
	for i := range n {
		li := &Listener{set: s, index: i, last: wire.AtHead, View: ledger.View(fmt.Sprintf("stream %d", i))}
		li.stream.OnFrame = li.frame
		s.all = append(s.all, li)
	}
	s.closed = append(s.closed, s.all...)
	return s
}

// Greeted is how many streams are open and have had the server's hello.
func (s *Listeners) Greeted() int { return s.greeted }

// All are the listeners.
func (s *Listeners) All() []*Listener { return s.all }

// Open opens streams that are closed, a bounded number at once. Call it between polls.
func (s *Listeners) Open() error {
	for !s.Hold && len(s.closed) > 0 && s.opening < openAtOnce {
		li := s.closed[0]
		if err := li.open(); err != nil {
			return err
		}
		s.closed = s.closed[1:]
	}
	return nil
}

func (li *Listener) open() error {
	if li.reopens > maxReopens {
		return fmt.Errorf("the server ended stream %d %d times", li.index, li.reopens)
	}
	conn, err := li.set.loop.Dial(li.set.addr, li, false)
	if err != nil {
		return fmt.Errorf("stream %d of %d: %w", li.index, len(li.set.all), err)
	}
	li.stream.Reset()
	li.conn, li.greeted = conn, false
	li.set.opening++
	if err := conn.Write(li.set.request(li.index, li.last)); err != nil {
		conn.Close()
		li.Closed(conn, err)
	}
	return nil
}

// Data implements Reader.
func (li *Listener) Data(_ *Conn, b []byte, at time.Time) error {
	li.at = at
	return li.stream.Feed(b)
}

// Closed implements Reader.
func (li *Listener) Closed(_ *Conn, err error) {
	s := li.set
	if li.greeted {
		s.greeted--
		s.Reopened++
	} else {
		s.opening--
		// A stream that never stood says why: a refused one would otherwise be tried in silence.
		if refused := (*wire.StatusError)(nil); errors.As(err, &refused) {
			s.Ledger.Fail(check.Refused, "stream %d: %v", li.index, err)
		}
	}
	li.reopens++
	li.greeted = false
	s.closed = append(s.closed, li)
}

func (li *Listener) frame(f wire.Frame) {
	s := li.set
	s.Frames++
	if f.ID != 0 {
		// Also the id of a cursor: resuming after it must not lose anything.
		li.last = f.ID
	}
	if string(f.Event) == "message" {
		s.message(li, f)
		return
	}
	switch string(f.Event) {
	case "hello":
		// Who has seen nothing yet resumes from where the stream began.
		if seq, ok := wire.Int(f.Data, `"seq":`); ok && li.last == wire.AtHead {
			li.last = seq
		}
		if !li.greeted {
			li.greeted = true
			s.greeted++
			s.opening--
		}
	case "resync":
		s.Ledger.Fail(check.Resynced, "stream %d after seq %d", li.index, li.last)
	}
}

func (s *Listeners) message(li *Listener, f wire.Frame) {
	n, ours := s.Run.Number(wire.MessageID(f.Data))
	if !ours {
		return
	}
	s.Delivered++
	s.Bytes += int64(len(f.Data))
	li.View.Saw(n, f.ID)
	if s.OnMessage != nil {
		s.OnMessage(n, li.at)
	}
}

// Close ends all streams.
func (s *Listeners) Close() {
	for _, li := range s.all {
		if li.conn != nil {
			li.conn.Close()
		}
	}
}
