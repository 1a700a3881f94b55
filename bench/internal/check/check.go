// Package check decides whether a run was correct: every acknowledged message
// seen by every listener exactly once, in order, under its number, and stored.
package check

import (
	"fmt"
	"strings"
)

// Fault is a way to be wrong.
type Fault uint8

const (
	Lost      Fault = iota // acknowledged and not seen
	Doubled                // seen twice by one listener
	Reordered              // seen after a greater seq
	Altered                // two answers about one message disagree
	Invented               // seen, and never sent
	Resynced               // a listener was told to start anew
	Refused                // a request got no 2xx
	faults
)

func (f Fault) String() string {
	return [...]string{"lost", "doubled", "reordered", "altered", "invented", "resynced", "refused"}[f]
}

// maxExamples bounds what is told of each fault.
const maxExamples = 3

// Ledger holds what was sent, and under which seq the server says it stored it.
// It is used by one goroutine.
type Ledger struct {
	sent  uint32  // numbers handed out
	seqs  []int64 // by message number; 0: not known yet
	acked []bool
	nAck  int

	count    [faults]int
	examples [faults][]string
}

// Refusals is how many requests got no 2xx.
func (l *Ledger) Refusals() int { return l.count[Refused] }

// FirstSeq is the least seq that is known of any message, or 1.
func (l *Ledger) FirstSeq() int64 {
	first := int64(0)
	for _, seq := range l.seqs {
		if seq != 0 && (first == 0 || seq < first) {
			first = seq
		}
	}
	return max(first, 1)
}

// Next hands out the number of the next message.
func (l *Ledger) Next() uint32 {
	n := l.sent
	l.sent++
	l.seqs = append(l.seqs, 0)
	l.acked = append(l.acked, false)
	return n
}

// Sent is how many numbers were handed out.
func (l *Ledger) Sent() uint32 { return l.sent }

// Acked is how many messages were acknowledged.
func (l *Ledger) Acked() int { return l.nAck }

// IsAcked reports whether message n was acknowledged.
func (l *Ledger) IsAcked(n uint32) bool { return l.acked[n] }

// Ack records an acknowledgement. A repeat is no fault as long as it names the same seq.
func (l *Ledger) Ack(n uint32, seq int64) {
	if !l.agree(n, seq) {
		return
	}
	if !l.acked[n] {
		l.acked[n] = true
		l.nAck++
	}
}

// agree holds every word about a message against the first one.
func (l *Ledger) agree(n uint32, seq int64) bool {
	if n >= l.sent {
		l.Fail(Invented, "message %d, seq %d: only %d were sent", n, seq, l.sent)
		return false
	}
	if l.seqs[n] == 0 {
		l.seqs[n] = seq
	}
	if l.seqs[n] != seq || seq == 0 {
		l.Fail(Altered, "message %d has seq %d and seq %d", n, l.seqs[n], seq)
		return false
	}
	return true
}

// Fail records a fault.
func (l *Ledger) Fail(f Fault, format string, args ...any) {
	l.count[f]++
	if len(l.examples[f]) < maxExamples {
		l.examples[f] = append(l.examples[f], fmt.Sprintf(format, args...))
	}
}

// Err tells all faults, or is nil.
func (l *Ledger) Err() error {
	var parts []string
	for f, n := range l.count {
		if n > 0 {
			parts = append(parts, fmt.Sprintf("%d %s (%s)", n, Fault(f), strings.Join(l.examples[f], "; ")))
		}
	}
	if parts == nil {
		return nil
	}
	return fmt.Errorf("not correct: %s", strings.Join(parts, ", "))
}

// View is what one reader has seen: a listener, or a walk through the history.
type View struct {
	Name string

	ledger *Ledger
	from   uint32 // what was sent before is not expected
	last   int64  // greatest seq seen
	seen   []uint64
	nSeen  int
}

// View begins a reader that must see all that is sent from now on.
func (l *Ledger) View(name string) *View { return &View{Name: name, ledger: l, from: l.sent} }

// ViewAll begins a reader that must see all that was ever sent.
func (l *Ledger) ViewAll(name string) *View { return &View{Name: name, ledger: l} }

// Saw records that the reader got message n under seq.
func (v *View) Saw(n uint32, seq int64) {
	if !v.ledger.agree(n, seq) {
		return
	}
	word, bit := int(n/64), uint64(1)<<(n%64)
	for word >= len(v.seen) {
		v.seen = append(v.seen, 0)
	}
	switch {
	case v.seen[word]&bit != 0:
		v.ledger.Fail(Doubled, "%s: message %d, seq %d", v.Name, n, seq)
		return
	case seq <= v.last:
		v.ledger.Fail(Reordered, "%s: message %d, seq %d after seq %d", v.Name, n, seq, v.last)
	default:
		v.last = seq
	}
	v.seen[word] |= bit
	v.nSeen++
}

// Count is how many different messages the reader has seen.
func (v *View) Count() int { return v.nSeen }

// Has reports whether the reader has seen message n.
func (v *View) Has(n uint32) bool {
	return int(n/64) < len(v.seen) && v.seen[n/64]&(1<<(n%64)) != 0
}

// Complete reports whether nothing acknowledged is missing.
func (v *View) Complete() bool { return v.missing(nil) == 0 }

// Close records as lost what the reader should have seen and has not.
func (v *View) Close() {
	v.missing(func(n uint32) {
		v.ledger.Fail(Lost, "%s: message %d, seq %d", v.Name, n, v.ledger.seqs[n])
	})
}

func (v *View) missing(each func(n uint32)) int {
	lost := 0
	for n := v.from; n < v.ledger.sent; n++ {
		if v.ledger.acked[n] && !v.Has(n) {
			lost++
			if each != nil {
				each(n)
			}
		}
	}
	return lost
}
