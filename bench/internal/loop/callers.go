//go:build linux

package loop

import (
	"context"
	"fmt"
	"net"
	"time"

	"github.com/guideops/guideops/bench/internal/wire"
)

// Caller is one connection that asks, waits for the answer, and asks again:
// no pipelining.
type Caller struct {
	Index int

	set  *Callers
	conn *Conn
	resp wire.Response
	busy bool
	at   time.Time // of the present request
}

// Callers are connections that work through requests in a closed loop.
type Callers struct {
	// Next gives a caller its next request, or nil to let it rest.
	Next func(c *Caller) []byte
	// Answer takes a complete answer; the response is only valid during the call.
	Answer func(c *Caller, resp *wire.Response, took time.Duration)
	// Broken is told of a connection that ended; the caller stays without one.
	Broken func(c *Caller, err error)

	loop    *Loop
	all     []*Caller
	resting []*Caller
	busy    int
}

// Callers opens n connections.
func (l *Loop) Callers(addr *net.TCPAddr, n int) (*Callers, error) {
	s := &Callers{loop: l}
	for i := range n {
		c := &Caller{Index: i, set: s}
		conn, err := l.Dial(addr, c, true)
		if err != nil {
			return nil, fmt.Errorf("caller %d of %d: %w", i, n, err)
		}
		c.conn = conn
		s.all = append(s.all, c)
	}
	s.resting = append(s.resting, s.all...)
	return s, nil
}

// Busy is how many requests are unanswered.
func (s *Callers) Busy() int { return s.busy }

// Kick gives work to callers that rest, as long as there is some.
func (s *Callers) Kick() {
	for n := len(s.resting); n > 0; n-- {
		c := s.resting[0]
		s.resting = s.resting[1:]
		if !c.next() {
			return
		}
	}
}

// next starts the next request; false when there is none now.
func (c *Caller) next() bool {
	req := c.set.Next(c)
	if req == nil {
		c.set.resting = append(c.set.resting, c)
		return false
	}
	c.at, c.busy = time.Now(), true
	c.set.busy++
	if err := c.conn.Write(req); err != nil {
		c.conn.Close()
		c.Closed(c.conn, err)
	}
	return true
}

// Data implements Reader.
func (c *Caller) Data(_ *Conn, b []byte, at time.Time) error {
	done, err := c.resp.Feed(b)
	if err != nil || !done {
		return err
	}
	if !c.busy {
		return fmt.Errorf("an answer to nothing: %.80q", b)
	}
	c.busy = false
	c.set.busy--
	c.set.Answer(c, &c.resp, at.Sub(c.at))
	c.next()
	return nil
}

// Closed implements Reader.
func (c *Caller) Closed(_ *Conn, err error) {
	if c.busy {
		c.busy = false
		c.set.busy--
	}
	c.set.Broken(c, err)
}

// Close ends all connections.
func (s *Callers) Close() {
	for _, c := range s.all {
		c.conn.Close()
	}
}

// Until polls until the condition holds; each is called between polls. It
// fails when ctx ends or the limit passes first.
func (l *Loop) Until(ctx context.Context, limit time.Duration, what string, each func(), done func() bool) error {
	for end := time.Now().Add(limit); !done(); {
		if err := ctx.Err(); err != nil {
			return err
		}
		if time.Now().After(end) {
			return fmt.Errorf("not within %v: %s", limit, what)
		}
		if each != nil {
			each()
		}
		if err := l.Poll(2 * time.Millisecond); err != nil {
			return err
		}
	}
	return nil
}
