//go:build linux

package main

import (
	"context"
	"encoding/json"
	"fmt"
	"net"
	"time"

	"github.com/guideops/guideops/bench/internal/check"
	"github.com/guideops/guideops/bench/internal/loop"
	"github.com/guideops/guideops/bench/internal/target"
	"github.com/guideops/guideops/bench/internal/wire"
	"github.com/guideops/guideops/internal/chat"
)

// figures are what one measurement found, by name.
type figures map[string]float64

// bed is one server with the generator attached, for one measurement.
type bed struct {
	opt    options
	server *instance
	addr   *net.TCPAddr
	site   *target.Site
	run    wire.Run
	ledger *check.Ledger
	loop   *loop.Loop
	// broken is the first connection of a sender that the server ended.
	broken error
	// sending is the message that each sender waits for; author who first sent each message.
	sending []uint32
	author  []int
	senders []*wire.Sender
	// patience bounds the wait for what was acknowledged and has not come.
	patience time.Duration
}

func newBed(opt options, server *instance) (*bed, error) {
	l, err := loop.New()
	if err != nil {
		return nil, err
	}
	return &bed{opt: opt, server: server, addr: server.proc.Addr, site: server.site,
		run: wire.NewRun(time.Now()), ledger: &check.Ledger{}, loop: l, patience: 30 * time.Second}, nil
}

// listen opens streams and waits until the server has greeted them all.
func (b *bed) listen(ctx context.Context, n int) (*loop.Listeners, error) {
	s := b.loop.Listeners(b.addr, n, b.run, b.ledger, func(i int, last int64) []byte {
		return wire.GetStream(b.site.Stream(), b.addr.String(), b.site.Token(i), last)
	})
	return s, b.greet(ctx, s, n)
}

// greet waits until n streams stand.
func (b *bed) greet(ctx context.Context, s *loop.Listeners, n int) error {
	var openErr error
	what := fmt.Sprintf("%d streams open", n)
	err := b.loop.Until(ctx, time.Minute, what, func() { openErr = s.Open() }, func() bool {
		return openErr != nil || b.ledger.Err() != nil || s.Greeted() == n
	})
	switch {
	case openErr != nil:
		return openErr
	case err != nil:
		return fmt.Errorf("%w: %d are", err, s.Greeted())
	}
	return b.ledger.Err()
}

// send makes n senders that ask more for leave before each message and tell
// took how long each acknowledgement took.
func (b *bed) send(n int, more func() bool, took func(time.Duration)) (*loop.Callers, error) {
	callers, err := b.loop.Callers(b.addr, n)
	if err != nil {
		return nil, err
	}
	b.sending = make([]uint32, n)
	b.senders = nil
	for i := range n {
		b.senders = append(b.senders, wire.NewSender(b.run, b.site.Messages(), b.addr.String(), b.site.Token(i)))
	}
	callers.Next = func(c *loop.Caller) []byte {
		if !more() {
			return nil
		}
		b.sending[c.Index] = b.ledger.Next()
		b.author = append(b.author, c.Index)
		return b.senders[c.Index].Request(b.sending[c.Index])
	}
	callers.Answer = func(c *loop.Caller, resp *wire.Response, d time.Duration) {
		if b.acknowledged(b.sending[c.Index], resp) {
			took(d)
		}
	}
	callers.Broken = b.breakDown
	return callers, nil
}

func (b *bed) breakDown(c *loop.Caller, err error) {
	if b.broken == nil {
		b.broken = fmt.Errorf("connection %d: %w", c.Index, err)
	}
}

// acknowledged takes the answer to a send.
func (b *bed) acknowledged(n uint32, resp *wire.Response) bool {
	if resp.Status != 201 && resp.Status != 200 {
		b.ledger.Fail(check.Refused, "status %d: %.200s", resp.Status, resp.Body)
		return false
	}
	seq, ok := wire.Int(resp.Body, `"seq":`)
	if got, ours := b.run.Number(wire.MessageID(resp.Body)); !ok || !ours || got != n {
		b.ledger.Fail(check.Altered, "message %d was answered with %.200s", n, resp.Body)
		return false
	}
	b.ledger.Ack(n, seq)
	return true
}

// drive keeps callers at work for a while.
func (b *bed) drive(ctx context.Context, d time.Duration, each func()) error {
	end := time.Now().Add(d)
	err := b.loop.Until(ctx, d+time.Minute, "the load", each, func() bool {
		return b.broken != nil || b.ledger.Refusals() > maxRefusals || !time.Now().Before(end)
	})
	if err == nil {
		err = b.broken
	}
	if err == nil && b.ledger.Refusals() > maxRefusals {
		err = b.ledger.Err()
	}
	return err
}

// maxRefusals ends a measurement that measures nothing but refusals.
const maxRefusals = 100

// settle waits until nothing is unanswered and every stream has all that was
// acknowledged, then holds the streams to it.
func (b *bed) settle(ctx context.Context, callers *loop.Callers, streams *loop.Listeners) (time.Duration, error) {
	start := time.Now()
	if err := b.loop.Until(ctx, b.patience, "answers to the last requests", nil, func() bool {
		return callers.Busy() == 0 || b.broken != nil
	}); err != nil {
		return 0, err
	}
	var openErr error
	lagging := 0 // streams before it have everything
	all := streams.All()
	err := b.loop.Until(ctx, b.patience, "delivery of the last messages", func() { openErr = streams.Open() }, func() bool {
		for lagging < len(all) && all[lagging].View.Count() >= b.ledger.Acked() {
			lagging++
		}
		return lagging == len(all) || openErr != nil
	})
	took := time.Since(start)
	for _, li := range all {
		li.View.Close()
	}
	// Streams that lack something say so below, and better than "not within".
	if fault := b.ledger.Err(); fault != nil {
		return took, fault
	}
	if openErr != nil {
		return took, openErr
	}
	return took, err
}

// readBack walks through the room's history and finds every acknowledged message in it.
func (b *bed) readBack(ctx context.Context) error {
	callers, err := b.loop.Callers(b.addr, 1)
	if err != nil {
		return err
	}
	defer callers.Close()
	view := b.ledger.ViewAll("history")
	after, more := b.ledger.FirstSeq()-1, true
	var pageErr error
	callers.Next = func(*loop.Caller) []byte {
		if !more {
			return nil
		}
		return wire.Get(fmt.Sprintf("%s?after=%d&limit=200", b.site.Messages(), after), b.addr.String(), b.site.Token(0))
	}
	callers.Answer = func(_ *loop.Caller, resp *wire.Response, _ time.Duration) {
		var last int64
		last, more, pageErr = b.page(resp, view)
		if pageErr == nil && more && last <= after {
			pageErr = fmt.Errorf("the page after seq %d does not go on: %.200s", after, resp.Body)
		}
		after, more = last, more && pageErr == nil
	}
	callers.Broken = func(_ *loop.Caller, err error) { pageErr = err }
	callers.Kick()
	if err := b.loop.Until(ctx, 5*time.Minute, "read everything back", nil, func() bool {
		return pageErr != nil || (!more && callers.Busy() == 0)
	}); err != nil {
		return err
	}
	if pageErr != nil {
		return pageErr
	}
	view.Close()
	return b.ledger.Err()
}

// page checks a page of history and reports its last seq and whether more follow.
func (b *bed) page(resp *wire.Response, view *check.View) (last int64, more bool, err error) {
	if resp.Status != 200 {
		return 0, false, fmt.Errorf("history: status %d: %.200s", resp.Status, resp.Body)
	}
	var p page
	if err := json.Unmarshal(resp.Body, &p); err != nil {
		return 0, false, fmt.Errorf("history: %w", err)
	}
	for _, m := range p.Messages {
		last = m.Seq
		n, ours := b.run.Number([]byte(m.ID.String()))
		if !ours {
			continue
		}
		view.Saw(n, m.Seq)
		if m.Text != string(b.run.AppendText(nil, n)) {
			b.ledger.Fail(check.Altered, "the text of message %d is %.80q", n, m.Text)
		}
	}
	return last, p.MoreAfter, nil
}

type page struct {
	Messages   []chat.Message `json:"messages"`
	MoreBefore bool           `json:"more_before"`
	MoreAfter  bool           `json:"more_after"`
}

func (b *bed) close() error { return b.loop.Shut() }
