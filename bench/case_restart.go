//go:build linux

package main

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"time"

	"github.com/guideops/guideops/bench/internal/loop"
	"github.com/guideops/guideops/bench/internal/target"
	"github.com/guideops/guideops/bench/internal/wire"
)

const (
	// resumeRate is how many messages a second are sent before the kill.
	resumeRate = 100
	// missedMeanwhile is how many messages the streams miss while they are away.
	missedMeanwhile = 100
	// resumeLimit bounds the wait for the streams.
	resumeLimit = time.Minute
)

// resume is case E: the server is killed amid sends and comes back, more is
// sent while the streams are away, and every stream resumes after the last id
// it saw. The time runs from the start of the new process until the last
// stream has every acknowledged message.
func resume(ctx context.Context, b *bed) (figures, error) {
	streams, err := b.listen(ctx, b.opt.resuming)
	if err != nil {
		return nil, err
	}
	doubtful, err := b.sendUntilKilled(ctx, streams)
	if err != nil {
		return nil, err
	}
	start := time.Now()
	if err := b.server.restart(ctx); err != nil {
		return nil, err
	}
	f := figures{"server back ms": float64(time.Since(start).Milliseconds()), "in doubt": float64(len(doubtful))}
	// Under its old name each must be stored once, whether it was before or not.
	if err := b.sendAgain(ctx, doubtful, missedMeanwhile); err != nil {
		return nil, err
	}
	streams.Hold = false
	if err := b.greet(ctx, streams, b.opt.resuming); err != nil {
		return nil, err
	}
	f["open again s"] = time.Since(start).Seconds()
	if err := b.complete(ctx, streams); err != nil {
		return nil, err
	}
	f["resumed s"] = time.Since(start).Seconds()
	// The resumed streams are live again, and nobody gets anything twice.
	if err := b.sendAgain(ctx, nil, 1); err != nil {
		return nil, err
	}
	if err := b.complete(ctx, streams); err != nil {
		return nil, err
	}
	streams.Close()
	return f, b.readBack(ctx)
}

// sendUntilKilled sends at a rate and kills the server in the midst of it. It
// gives the messages whose answers the kill cut off.
func (b *bed) sendUntilKilled(ctx context.Context, streams *loop.Listeners) ([]uint32, error) {
	due, next := 0, time.Now()
	callers, err := b.send(b.opt.senders, func() bool { due--; return due >= 0 }, func(time.Duration) {})
	if err != nil {
		return nil, err
	}
	if err := b.drive(ctx, b.opt.warm, func() {
		for due = 0; !time.Now().Before(next); due++ {
			next = next.Add(time.Second / resumeRate)
		}
		callers.Kick()
	}); err != nil {
		return nil, err
	}
	// A burst, so that there are always sends under way when the server dies.
	due = b.opt.senders
	callers.Kick()
	due, streams.Hold = 0, true
	b.server.proc.Kill()
	died := func() bool { return streams.Greeted() == 0 && callers.Busy() == 0 }
	if err := b.loop.Until(ctx, resumeLimit, "every connection to notice the kill", nil, died); err != nil {
		return nil, err
	}
	callers.Close()
	b.broken = nil
	return b.unanswered(), nil
}

func (b *bed) unanswered() []uint32 {
	var ns []uint32
	for n := range b.ledger.Sent() {
		if !b.ledger.IsAcked(n) {
			ns = append(ns, n)
		}
	}
	return ns
}

// complete waits until every stream has every acknowledged message.
func (b *bed) complete(ctx context.Context, streams *loop.Listeners) error {
	all, lagging := streams.All(), 0
	var openErr error
	err := b.loop.Until(ctx, b.patience, "resuming", func() { openErr = streams.Open() }, func() bool {
		for lagging < len(all) && all[lagging].View.Complete() {
			lagging++
		}
		return lagging == len(all) || openErr != nil || b.ledger.Err() != nil
	})
	if openErr != nil {
		return openErr
	}
	if err != nil {
		for _, li := range all {
			li.View.Close()
		}
	}
	if fault := b.ledger.Err(); fault != nil {
		return fault
	}
	return err
}

// sendAgain sends messages once more under their names, each by its author,
// and some new ones.
func (b *bed) sendAgain(ctx context.Context, ns []uint32, more int) error {
	callers, err := b.loop.Callers(b.addr, 1)
	if err != nil {
		return err
	}
	defer callers.Close()
	ns = slices.Clone(ns)
	for range more {
		ns = append(ns, b.ledger.Next())
		b.author = append(b.author, 0)
	}
	var now uint32
	callers.Next = func(*loop.Caller) []byte {
		if len(ns) == 0 {
			return nil
		}
		now, ns = ns[0], ns[1:]
		return b.senders[b.author[now]].Request(now)
	}
	callers.Answer = func(_ *loop.Caller, resp *wire.Response, _ time.Duration) { b.acknowledged(now, resp) }
	callers.Broken = b.breakDown
	callers.Kick()
	if err := b.loop.Until(ctx, resumeLimit, "sending again what was in doubt", nil, func() bool {
		return b.broken != nil || (len(ns) == 0 && callers.Busy() == 0)
	}); err != nil {
		return err
	}
	return b.broken
}

// startUp is case F: from the start of the process over a large database to
// the first page of history, and the memory then.
func startUp(ctx context.Context, b *bed) (figures, error) {
	b.server.proc.Stop()
	start := time.Now()
	if err := b.server.restart(ctx); err != nil {
		return nil, err
	}
	if _, err := b.firstPage(ctx); err != nil {
		return nil, err
	}
	took := time.Since(start)
	rss, err := target.RSS(b.server.proc.Pid())
	if err != nil {
		return nil, err
	}
	return figures{"first answer ms": float64(took.Microseconds()) / 1000, "resident MiB": float64(rss) / (1 << 20)}, nil
}

// firstPage asks for the newest page once and gives its length.
func (b *bed) firstPage(ctx context.Context) (int, error) {
	callers, err := b.loop.Callers(b.addr, 1)
	if err != nil {
		return 0, err
	}
	defer callers.Close()
	asked, status, size := false, 0, 0
	callers.Next = func(*loop.Caller) []byte {
		if asked {
			return nil
		}
		asked = true
		return wire.Get(b.site.Messages()+"?limit=50", b.addr.String(), b.site.Token(0))
	}
	callers.Answer = func(_ *loop.Caller, resp *wire.Response, _ time.Duration) {
		status, size = resp.Status, len(resp.Body)
	}
	callers.Broken = b.breakDown
	callers.Kick()
	if err := b.loop.Until(ctx, time.Minute, "the first answer", nil, func() bool {
		return status != 0 || b.broken != nil
	}); err != nil {
		return 0, err
	}
	if status != 200 {
		return 0, errors.Join(fmt.Errorf("the first answer has status %d", status), b.broken)
	}
	return size, nil
}
