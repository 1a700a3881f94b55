//go:build linux

package main

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"math/rand/v2"
	"time"

	"github.com/guideops/guideops/bench/internal/check"
	"github.com/guideops/guideops/bench/internal/loop"
	"github.com/guideops/guideops/bench/internal/target"
	"github.com/guideops/guideops/bench/internal/wire"
)

// idle is case C: what an open stream without traffic costs in the server.
func idle(ctx context.Context, b *bed) (figures, error) {
	// The first streams bring in what is needed once: code, pools, the directory of people.
	if _, err := b.listen(ctx, b.opt.people); err != nil {
		return nil, err
	}
	before, err := b.resident(ctx)
	if err != nil {
		return nil, err
	}
	streams, err := b.listen(ctx, b.opt.idle)
	if err != nil {
		return nil, err
	}
	after, err := b.resident(ctx)
	if err != nil {
		return nil, err
	}
	f := figures{"KiB per stream": float64(after-before) / 1024 / float64(b.opt.idle),
		"reopened": float64(streams.Reopened), "resident MiB": float64(after) / (1 << 20)}
	return f, b.oneReachesAll(ctx, streams)
}

// resident reads the server's memory when nothing has happened for a while.
func (b *bed) resident(ctx context.Context) (int64, error) {
	if err := b.drive(ctx, b.opt.rest, nil); err != nil {
		return 0, err
	}
	return target.RSS(b.server.proc.Pid())
}

// oneReachesAll proves that the idle streams were alive.
func (b *bed) oneReachesAll(ctx context.Context, streams *loop.Listeners) error {
	left := 1
	callers, err := b.send(1, func() bool { left--; return left >= 0 }, func(time.Duration) {})
	if err != nil {
		return err
	}
	callers.Kick()
	_, err = b.settle(ctx, callers, streams)
	return err
}

// newest is the first half of case D: the newest page of a long room.
func newest(ctx context.Context, b *bed) (figures, error) {
	var want []byte
	return b.pages(ctx, func() int64 { return 0 }, func(_ int64, body []byte) error {
		if want == nil {
			want = bytes.Clone(body)
			last, err := b.lastOf(body)
			return errors.Join(err, b.checkPage(body, last-49))
		}
		if !bytes.Equal(body, want) {
			return fmt.Errorf("the newest page changed from %.80q to %.80q", want, body)
		}
		return nil
	})
}

// sampled is which part of the older pages is decoded and checked: all would
// cost the generator more than the server.
const sampled = 64

// older is the second half of case D: pages from anywhere in the room.
func older(ctx context.Context, b *bed) (figures, error) {
	n := 0
	span := max(b.site.Last-b.site.First-50, 1)
	return b.pages(ctx, func() int64 { return b.site.First + 50 + rand.Int64N(span) }, func(before int64, body []byte) error {
		if n++; n%sampled != 1 {
			return nil
		}
		return b.checkPage(body, before-50)
	})
}

// pages asks for pages in a closed loop; position 0 is the newest.
func (b *bed) pages(ctx context.Context, position func() int64, verify func(before int64, body []byte) error) (figures, error) {
	callers, err := b.loop.Callers(b.addr, b.opt.pagers)
	if err != nil {
		return nil, err
	}
	path, host, token := b.site.Messages(), b.addr.String(), b.site.Token(0)
	newest := wire.Get(path+"?limit=50", host, token)
	asked := make([]int64, b.opt.pagers)
	reading, count, size := true, int64(0), 0
	callers.Next = func(c *loop.Caller) []byte {
		if !reading {
			return nil
		}
		if asked[c.Index] = position(); asked[c.Index] == 0 {
			return newest
		}
		return wire.Get(fmt.Sprintf("%s?before=%d&limit=50", path, asked[c.Index]), host, token)
	}
	callers.Answer = func(c *loop.Caller, resp *wire.Response, _ time.Duration) {
		count++
		size = len(resp.Body)
		if resp.Status != 200 {
			b.ledger.Fail(check.Refused, "status %d: %.200s", resp.Status, resp.Body)
		} else if err := verify(asked[c.Index], resp.Body); err != nil {
			b.ledger.Fail(check.Altered, "page before %d: %v", asked[c.Index], err)
		}
	}
	callers.Broken = b.breakDown
	callers.Kick()
	if err := b.drive(ctx, b.opt.warm, nil); err != nil {
		return nil, err
	}
	count = 0
	m, err := b.start()
	if err != nil {
		return nil, err
	}
	if err := b.drive(ctx, b.opt.measure, nil); err != nil {
		return nil, err
	}
	f, err := m.stop("pages/s", count)
	if err != nil {
		return nil, err
	}
	f["page bytes"] = float64(size)
	reading = false
	return f, b.ledger.Err()
}

// lastOf is the greatest seq of a page; the room may have grown since it was seeded, not shrunk.
func (b *bed) lastOf(body []byte) (int64, error) {
	var p page
	if !b.server.keeps {
		return 0, nil
	}
	if err := json.Unmarshal(body, &p); err != nil {
		return 0, err
	}
	if len(p.Messages) == 0 || p.Messages[len(p.Messages)-1].Seq < b.site.Last {
		return 0, fmt.Errorf("the page does not reach the newest message, seq %d", b.site.Last)
	}
	return p.Messages[len(p.Messages)-1].Seq, nil
}

// checkPage holds a page to the 50 messages from a seq on.
func (b *bed) checkPage(body []byte, from int64) error {
	if !b.server.keeps {
		return nil // the raw server has one page for everything
	}
	var p page
	if err := json.Unmarshal(body, &p); err != nil {
		return err
	}
	if len(p.Messages) != 50 {
		return fmt.Errorf("%d messages", len(p.Messages))
	}
	for i, m := range p.Messages {
		if m.Seq != from+int64(i) || len(m.Text) != wire.TextBytes {
			return fmt.Errorf("message %d of the page has seq %d instead of %d, %d bytes of text", i, m.Seq, from+int64(i), len(m.Text))
		}
	}
	return nil
}
