package app

import (
	"fmt"
	"sync"
	"testing"
	"time"

	"github.com/guideops/guideops/internal/chat"
)

type stillClock struct{ t time.Time }

func (c *stillClock) now() time.Time { return c.t }

func TestWaitsDoubleAndAreForgottenWithTime(t *testing.T) {
	clock := &stillClock{time.Unix(1_000_000, 0)}
	th := newThrottle(clock.now)
	fail := func() int64 {
		_, err := th.attempt("anna", "198.51.100.1", nil)
		if err == nil {
			return 0
		}
		return err.(*chat.Error).RetryAfterMS //nolint:errorlint,forcetypeassert // attempt gives nothing else
	}
	for range freePair {
		if wait := fail(); wait != 0 {
			t.Fatalf("a free attempt waits %d ms", wait)
		}
	}
	for want := int64(1000); want <= 16_000; want *= 2 {
		if wait := fail(); wait != want {
			t.Fatalf("wait is %d ms, want %d", wait, want)
		}
		clock.t = clock.t.Add(time.Duration(want) * time.Millisecond)
		if wait := fail(); wait != 0 {
			t.Fatalf("after the wait it still takes %d ms", wait)
		}
	}
	clock.t = clock.t.Add(2 * time.Hour)
	if wait := fail(); wait != 0 {
		t.Fatalf("two hours later it waits %d ms", wait)
	}
}

func TestManyAttemptsAtOnceDoNotAllPass(t *testing.T) {
	clock := &stillClock{time.Unix(1_000_000, 0)}
	th := newThrottle(clock.now)
	var mu sync.Mutex
	passed := 0
	var wg sync.WaitGroup
	for range 50 {
		wg.Go(func() {
			if _, err := th.attempt("anna", "198.51.100.1", nil); err == nil {
				mu.Lock()
				passed++
				mu.Unlock()
			}
		})
	}
	wg.Wait()
	if passed != freePair {
		t.Fatalf("%d attempts passed at once, want %d", passed, freePair)
	}
}

func TestAnAllowanceRefills(t *testing.T) {
	clock := &stillClock{time.Unix(1_000_000, 0)}
	th := newThrottle(clock.now)
	for i := range 3 {
		if err := th.spend("k", 3, time.Minute); err != nil {
			t.Fatalf("%d: %v", i, err)
		}
	}
	if th.spend("k", 3, time.Minute) == nil {
		t.Fatal("the allowance has no end")
	}
	if err := th.spend("other", 3, time.Minute); err != nil {
		t.Fatal("one allowance is another's", err)
	}
	clock.t = clock.t.Add(time.Minute)
	if err := th.spend("k", 3, time.Minute); err != nil {
		t.Fatal(err)
	}
	if th.spend("k", 3, time.Minute) == nil {
		t.Fatal("a minute gave more than one")
	}
}

func TestTheThrottleForgetsWhatNoLongerCounts(t *testing.T) {
	clock := &stillClock{time.Unix(1_000_000, 0)}
	th := newThrottle(clock.now)
	flood := func(n int, tag string) {
		for i := range n {
			if _, err := th.attempt(fmt.Sprint(tag, i), fmt.Sprint(tag, i), nil); err != nil {
				t.Fatal(err)
			}
		}
	}
	flood(throttleKeep, "a")
	clock.t = clock.t.Add(2 * time.Hour)
	flood(1, "b")
	if n := len(th.tries); n > 10 {
		t.Fatalf("%d old entries are kept", n)
	}
	flood(throttleMost, "c") // all within one moment
	if n := len(th.tries); n > throttleMost {
		t.Fatalf("%d entries are kept", n)
	}
}
