package app

import (
	"math"
	"sync"
	"time"

	"github.com/guideops/guideops/internal/chat"
)

// Guessing is slowed, never locked out: a lock would be a weapon against the
// account's owner. Three counts of failures each ask for a wait that doubles:
// of one address against one account, of one address against all, and of all
// addresses against one account. The last does not hold for an address from
// which the person has been signed in, so many strangers cannot keep him out.
type throttle struct {
	now   func() time.Time
	mu    sync.Mutex
	tries map[string]*tries
	known map[knownAt]int64 // last seen, ms
	spent map[string]int64  // until when an allowance is used up, ms

	nextSweepMS int64
}

type tries struct {
	n      int
	lastMS int64
}

type knownAt struct {
	user chat.ID
	ip   string
}

const (
	freePair     = 5
	freeAddress  = 30
	freeAccount  = 100
	maxWait      = 15 * time.Minute
	maxWaitKnown = 30 * time.Second
	forgetAfter  = time.Hour
	throttleKeep = 50_000
	throttleMost = 200_000
)

func newThrottle(now func() time.Time) *throttle {
	return &throttle{now: now, tries: map[string]*tries{}, known: map[knownAt]int64{}, spent: map[string]int64{}}
}

// spend takes one of an allowance of burst that refills by one each every.
func (t *throttle) spend(key string, burst int64, every time.Duration) error {
	t.mu.Lock()
	defer t.mu.Unlock()
	nowMS := t.now().UnixMilli()
	full := max(t.spent[key], nowMS) + every.Milliseconds()
	if wait := full - nowMS - burst*every.Milliseconds(); wait > 0 {
		return errTooMany(wait)
	}
	t.spent[key] = full
	t.tidy()
	return nil
}

func errTooMany(waitMS int64) error {
	return &chat.Error{Kind: chat.TooMany, Code: "too_many_attempts", RetryAfterMS: waitMS,
		Message: "Too many attempts. Wait a moment, then try again."}
}

// know notes that a person is signed in at an address.
func (t *throttle) know(user chat.ID, ip string) {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.known[knownAt{user, ip}] = t.now().UnixMilli()
	t.tidy()
}

// attempt charges one try beforehand, so that many at once do not all pass,
// and refuses with the time to wait. success takes the charge back.
func (t *throttle) attempt(account, ip string, users []chat.ID) (success func(), err error) {
	t.mu.Lock()
	defer t.mu.Unlock()
	nowMS := t.now().UnixMilli()
	known := false
	for _, u := range users {
		if _, ok := t.known[knownAt{u, ip}]; ok {
			known = true
		}
	}
	pair, address, all := "p"+account+"\x00"+ip, "i"+ip, "a"+account
	wait := max(t.wait(pair, freePair, nowMS), t.wait(address, freeAddress, nowMS))
	if known {
		wait = min(wait, maxWaitKnown)
	} else {
		wait = max(wait, t.wait(all, freeAccount, nowMS))
	}
	if wait > 0 {
		return nil, errTooMany(wait.Milliseconds())
	}
	keys := []string{pair, address, all}
	for _, k := range keys {
		t.charge(k, nowMS)
	}
	t.tidy()
	return func() { t.forgive(keys) }, nil
}

// wait is how long the key has still to wait.
func (t *throttle) wait(key string, free int, nowMS int64) time.Duration {
	f := t.tries[key]
	if f == nil || f.n < free {
		return 0
	}
	pause := min(time.Duration(math.Exp2(float64(min(f.n-free, 20))))*time.Second, maxWait)
	return max(0, time.UnixMilli(f.lastMS).Add(pause).Sub(time.UnixMilli(nowMS)))
}

func (t *throttle) charge(key string, nowMS int64) {
	f := t.tries[key]
	if f == nil || nowMS-f.lastMS > forgetAfter.Milliseconds() {
		f = &tries{}
		t.tries[key] = f
	}
	f.n++
	f.lastMS = nowMS
}

func (t *throttle) forgive(keys []string) {
	t.mu.Lock()
	defer t.mu.Unlock()
	delete(t.tries, keys[0]) // the owner is here: his own slips are forgotten
	for _, k := range keys[1:] {
		if f := t.tries[k]; f != nil && f.n > 0 {
			f.n--
		}
	}
}

// tidy bounds what is remembered. Sweeping is dear, so it is done once a minute
// at most; a flood of addresses in between drops arbitrary entries.
func (t *throttle) tidy() {
	nowMS := t.now().UnixMilli()
	if len(t.tries)+len(t.spent)+len(t.known) > throttleKeep && nowMS >= t.nextSweepMS {
		t.nextSweepMS = nowMS + time.Minute.Milliseconds()
		t.sweep(nowMS)
	}
	shrink(t.tries)
	shrink(t.spent)
	shrink(t.known)
}

func shrink[K comparable, V any](m map[K]V) {
	for k := range m {
		if len(m) <= throttleMost {
			return
		}
		delete(m, k)
	}
}

// sweep forgets what no longer counts.
func (t *throttle) sweep(nowMS int64) {
	old := nowMS - forgetAfter.Milliseconds()
	for k, f := range t.tries {
		if f.lastMS < old {
			delete(t.tries, k)
		}
	}
	for k, until := range t.spent {
		if until < nowMS {
			delete(t.spent, k)
		}
	}
	for k, at := range t.known {
		if at < nowMS-knownFor {
			delete(t.known, k)
		}
	}
}

// knownFor is how long an address counts as known: as long as an idle session lives.
const knownFor = 90 * 24 * 3_600_000
