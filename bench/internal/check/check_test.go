package check

import (
	"strings"
	"testing"
)

// send has n messages acknowledged under seq 101, 102, …
func send(l *Ledger, n int) {
	for range n {
		i := l.Next()
		l.Ack(i, int64(101+i))
	}
}

func TestACorrectRunHasNoFault(t *testing.T) {
	var l Ledger
	send(&l, 70)
	late := l.View("late") // must not be blamed for what was sent before it came
	v := l.ViewAll("v")
	for n := range uint32(70) {
		v.Saw(n, int64(101+n))
	}
	v.Close()
	late.Close()
	if err := l.Err(); err != nil || !v.Complete() || v.Count() != 70 || l.Acked() != 70 {
		t.Fatalf("err %v, complete %v, %d seen, %d acknowledged", err, v.Complete(), v.Count(), l.Acked())
	}
}

func TestFaultsAreFound(t *testing.T) {
	type saw struct {
		n   uint32
		seq int64
	}
	for _, c := range []struct {
		want string
		saw  []saw
	}{
		{"1 lost (v: message 1, seq 102)", []saw{{0, 101}, {2, 103}}},
		{"1 lost (v: message 2, seq 103)", []saw{{0, 101}, {1, 102}}},
		{"3 lost", nil},
		{"1 doubled (v: message 1, seq 102)", []saw{{0, 101}, {1, 102}, {1, 102}, {2, 103}}},
		{"1 doubled (v: message 0, seq 101)", []saw{{0, 101}, {1, 102}, {2, 103}, {0, 101}}},
		{"1 reordered (v: message 1, seq 102 after seq 103)", []saw{{0, 101}, {2, 103}, {1, 102}}},
		{"1 altered (message 2 has seq 103 and seq 104)", []saw{{0, 101}, {1, 102}, {2, 104}}},
		{"1 invented (message 9, seq 110: only 3 were sent)", []saw{{0, 101}, {1, 102}, {2, 103}, {9, 110}}},
	} {
		var l Ledger
		v := l.View("v")
		send(&l, 3)
		for _, s := range c.saw {
			v.Saw(s.n, s.seq)
		}
		v.Close()
		if err := l.Err(); err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%v: got %v, want %s", c.saw, err, c.want)
		}
	}
}

func TestAFrameMayOvertakeItsAcknowledgement(t *testing.T) {
	var l Ledger
	v := l.View("v")
	n := l.Next()
	v.Saw(n, 101)
	l.Ack(n, 101)
	v.Close()
	if err := l.Err(); err != nil {
		t.Fatal(err)
	}
}

func TestAnUnacknowledgedMessageMayBeMissingButNotChangeItsSeq(t *testing.T) {
	var l Ledger
	a, b := l.View("a"), l.View("b")
	l.Next()
	n := l.Next()
	a.Saw(n, 102)
	a.Close()
	b.Close()
	if err := l.Err(); err != nil {
		t.Fatalf("nothing was acknowledged: %v", err)
	}
	l.Ack(n, 103) // the repeat was stored a second time
	if err := l.Err(); err == nil || !strings.Contains(err.Error(), "altered") {
		t.Fatalf("got %v, want altered", err)
	}
}

func TestExamplesAreBounded(t *testing.T) {
	var l Ledger
	v := l.View("v")
	send(&l, 1000)
	v.Close()
	if err := l.Err(); err == nil || len(err.Error()) > 300 || !strings.Contains(err.Error(), "1000 lost") {
		t.Fatalf("got %v", err)
	}
}
