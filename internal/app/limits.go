package app

import (
	"sync"
	"time"

	"golang.org/x/time/rate"

	"github.com/guideops/guideops/internal/chat"
)

// limits bounds how fast one account may write what others see, so that it
// cannot flood a company: messages and what is done with them, rooms, reports.
type limits struct {
	now   func() time.Time
	every rate.Limit
	burst int
	mu    sync.Mutex
	users map[chat.ID]*rate.Limiter
}

func newLimits(cfg Config) *limits {
	return &limits{now: cfg.Now, every: rate.Limit(float64(cfg.SendsPerMinute) / 60), burst: cfg.SendBurst, users: map[chat.ID]*rate.Limiter{}}
}

// take refuses with the time to wait when the person sends too fast.
func (l *limits) take(user chat.ID) error {
	if l.every == 0 {
		return nil
	}
	now := l.now()
	l.mu.Lock()
	r := l.users[user]
	if r == nil {
		r = rate.NewLimiter(l.every, l.burst)
		l.users[user] = r
	}
	if len(l.users) > 10_000 {
		l.sweep(now)
	}
	l.mu.Unlock()
	res := r.ReserveN(now, 1)
	wait := res.DelayFrom(now)
	if wait == 0 {
		return nil
	}
	res.CancelAt(now)
	return &chat.Error{Kind: chat.TooMany, Code: "too_fast", RetryAfterMS: wait.Milliseconds() + 1,
		Message: "You are sending faster than this company allows. It is kept and goes out in a moment."}
}

// sweep forgets those whose allowance is full again.
func (l *limits) sweep(now time.Time) {
	for id, r := range l.users {
		if r.TokensAt(now) >= float64(l.burst) {
			delete(l.users, id)
		}
	}
}
