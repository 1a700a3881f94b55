//go:build linux

package main

import (
	"context"
	"fmt"
	"slices"
	"time"
)

// latencies are measured times, kept whole: a run has some 100,000 of them.
type latencies []time.Duration

// percentile is in milliseconds; p is within 0 and 1.
func (l latencies) percentile(p float64) float64 {
	if len(l) == 0 {
		return 0
	}
	slices.Sort(l)
	return float64(l[int(p*float64(len(l)-1))]) / float64(time.Millisecond)
}

// sends is case A: how many messages a second are acknowledged while a few
// streams listen, and that all of them are stored and were delivered.
func sends(ctx context.Context, b *bed) (figures, error) {
	streams, err := b.listen(ctx, b.opt.listeners)
	if err != nil {
		return nil, err
	}
	var acks latencies
	acks = make(latencies, 0, 1<<20)
	sending, measuring := true, false
	callers, err := b.send(b.opt.senders, func() bool { return sending }, func(d time.Duration) {
		if measuring {
			acks = append(acks, d)
		}
	})
	if err != nil {
		return nil, err
	}
	callers.Kick()
	if err := b.drive(ctx, b.opt.warm, nil); err != nil {
		return nil, err
	}
	measuring = true
	m, err := b.start()
	if err != nil {
		return nil, err
	}
	if err := b.drive(ctx, b.opt.measure, nil); err != nil {
		return nil, err
	}
	f, err := m.stop("sends/s", int64(len(acks)))
	if err != nil {
		return nil, err
	}
	sending, measuring = false, false
	behind, err := b.settle(ctx, callers, streams)
	if err != nil {
		return nil, err
	}
	f["ack p50"], f["ack p99"] = acks.percentile(0.50), acks.percentile(0.99)
	f["streams behind ms"] = float64(behind.Milliseconds())
	f["reopened"] = float64(streams.Reopened)
	streams.Close()
	if !b.server.keeps {
		return f, nil
	}
	return f, b.readBack(ctx)
}

// deliveryLatency is the first half of case B: how long after its sending a
// message is complete at each of many streams, at a moderate rate.
func deliveryLatency(ctx context.Context, b *bed) (figures, error) {
	streams, err := b.listen(ctx, b.opt.streams)
	if err != nil {
		return nil, err
	}
	took := make(latencies, 0, 1<<20)
	var sentAt []time.Time
	measuring := false
	streams.OnMessage = func(n uint32, at time.Time) {
		if measuring && int(n) < len(sentAt) {
			took = append(took, at.Sub(sentAt[n]))
		}
	}
	due := 0
	callers, err := b.send(paced, func() bool {
		if due == 0 {
			return false
		}
		due--
		sentAt = append(sentAt, time.Now())
		return true
	}, func(time.Duration) {})
	if err != nil {
		return nil, err
	}
	next, every := time.Now(), time.Second/time.Duration(b.opt.perSecond)
	tick := func() {
		for !time.Now().Before(next) {
			due++
			next = next.Add(every)
		}
		callers.Kick()
	}
	if err := b.drive(ctx, b.opt.warm, tick); err != nil {
		return nil, err
	}
	measuring = true
	m, err := b.start()
	if err != nil {
		return nil, err
	}
	if err := b.drive(ctx, b.opt.measure, tick); err != nil {
		return nil, err
	}
	f, err := m.stop("deliveries/s", int64(len(took)))
	if err != nil {
		return nil, err
	}
	due = 0
	if _, err := b.settle(ctx, callers, streams); err != nil {
		return nil, err
	}
	f["latency p50"], f["latency p99"] = took.percentile(0.50), took.percentile(0.99)
	f["reopened"] = float64(streams.Reopened)
	streams.Close()
	return f, nil
}

// paced is how many connections share the sends at a given rate: one that
// waits for its answer must not delay the next message.
const paced = 8

// mostDeliveries is the second half of case B: as many messages as go through
// while a bounded number of them is on its way to the streams.
func mostDeliveries(ctx context.Context, b *bed) (figures, error) {
	streams, err := b.listen(ctx, b.opt.streams)
	if err != nil {
		return nil, err
	}
	sending := true
	callers, err := b.send(min(b.opt.senders, b.opt.window), func() bool {
		onTheWay := int64(b.ledger.Sent())*int64(b.opt.streams) - streams.Delivered
		return sending && onTheWay < int64(b.opt.window)*int64(b.opt.streams)
	}, func(time.Duration) {})
	if err != nil {
		return nil, err
	}
	if err := b.drive(ctx, b.opt.warm, callers.Kick); err != nil {
		return nil, err
	}
	before := streams.Delivered
	m, err := b.start()
	if err != nil {
		return nil, err
	}
	if err := b.drive(ctx, b.opt.measure, callers.Kick); err != nil {
		return nil, err
	}
	f, err := m.stop("deliveries/s", streams.Delivered-before)
	if err != nil {
		return nil, err
	}
	sending = false
	if _, err := b.settle(ctx, callers, streams); err != nil {
		return nil, err
	}
	f["reopened"] = float64(streams.Reopened)
	if streams.Delivered == 0 {
		return nil, fmt.Errorf("nothing was delivered")
	}
	streams.Close()
	return f, nil
}
