package demo

import (
	"cmp"
	"context"
	"fmt"
	"slices"

	"github.com/guideops/guideops/internal/app"
)

// thread is a thread of the plan: its first line, its last, and who follows it.
type thread struct {
	root, last int
	followers  map[int]bool
}

// threads lists the threads, those with the newest reply first.
func threads(lines []line) []*thread {
	byRoot := map[int]*thread{}
	var all []*thread
	for i, l := range lines {
		if l.thread == noOne {
			continue
		}
		t := byRoot[l.thread]
		if t == nil {
			t = &thread{root: l.thread, followers: map[int]bool{lines[l.thread].who: true}}
			byRoot[l.thread] = t
			all = append(all, t)
		}
		t.last = i
		t.followers[l.who] = true
		for _, who := range l.mentions {
			t.followers[who] = true
		}
	}
	slices.SortFunc(all, func(a, b *thread) int { return cmp.Compare(b.last, a.last) })
	return all
}

// readThreads lets everybody have read the threads that he follows, but for
// two or three of the newest.
func (p *player) readThreads(ctx context.Context, all []*thread) error {
	for who, by := range p.people {
		unread := 2 + p.rng.IntN(2)
		for _, t := range all {
			if !t.followers[who] {
				continue
			}
			if unread > 0 {
				unread--
				continue
			}
			if _, err := p.app.SetThreadState(ctx, by, p.sent[t.root], app.ThreadPatch{ReadSeq: &p.seqs[t.last]}); err != nil {
				return fmt.Errorf("read a thread: %w", err)
			}
		}
	}
	return nil
}
