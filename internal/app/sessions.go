package app

import (
	"context"
	"crypto/sha256"
	"slices"
	"sync"
	"time"

	"github.com/guideops/guideops/internal/chat"
	"github.com/guideops/guideops/internal/store"
)

// Authenticate finds who stands behind a session's token.
func (a *App) Authenticate(ctx context.Context, token, ip string) (Actor, error) {
	by := Actor{IP: ip}
	signed, err := a.store.SessionByToken(ctx, sha256.Sum256([]byte(token)))
	if err != nil {
		return by, err
	}
	dir, err := a.store.Directory(ctx, signed.Workspace)
	if err != nil {
		return by, err
	}
	u, ok := dir.User(signed.User)
	if !ok {
		return by, chat.ErrSignIn()
	}
	if err := chat.Active(&u, a.store.NowMS()); err != nil {
		return by, err
	}
	by.Workspace, by.User, by.Session = signed.Workspace, signed.User, signed.Session
	if a.touched.note(by) {
		a.throttle.know(by.User, ip)
	}
	return by, nil
}

// touched gathers signs of life between two flushes: a write for each request
// would cost more than the request.
type touched struct {
	mu    sync.Mutex
	since map[chat.ID]map[chat.ID]chat.ID // workspace -> session -> person
}

func newTouched() *touched { return &touched{since: map[chat.ID]map[chat.ID]chat.ID{}} }

// note keeps the sign of life; true for a session's first since the last flush.
func (t *touched) note(by Actor) bool {
	t.mu.Lock()
	defer t.mu.Unlock()
	m := t.since[by.Workspace]
	if m == nil {
		m = map[chat.ID]chat.ID{}
		t.since[by.Workspace] = m
	}
	if _, seen := m[by.Session]; seen {
		return false
	}
	m[by.Session] = by.User
	return true
}

func (t *touched) take() map[chat.ID]map[chat.ID]chat.ID {
	t.mu.Lock()
	defer t.mu.Unlock()
	m := t.since
	t.since = map[chat.ID]map[chat.ID]chat.ID{}
	return m
}

// FlushSeen stores who was here: sessions in use live on. Times are those of
// the flush, a minute late at most.
func (a *App) FlushSeen(ctx context.Context) error {
	now := a.store.NowMS()
	for ws, sessions := range a.touched.take() {
		ts := make([]store.Touch, 0, len(sessions))
		for session, user := range sessions {
			ts = append(ts, store.Touch{User: user, Session: session})
		}
		for part := range slices.Chunk(ts, store.MaxTouch) {
			if err := a.store.Write(ctx, ws, func(tx *store.Tx) error { return tx.TouchSessions(now, part) }); err != nil {
				return err
			}
		}
	}
	return nil
}

const (
	housekeepEvery = time.Minute
	// refreshEvery bounds how long a right that another process has ended goes on here.
	refreshEvery = 2 * time.Second
)

// RunHousekeeping does what has to be done now and then, until ctx ends.
func (a *App) RunHousekeeping(ctx context.Context) error {
	tick := time.NewTicker(housekeepEvery)
	defer tick.Stop()
	fresh := time.NewTicker(refreshEvery)
	defer fresh.Stop()
	for {
		select {
		case <-fresh.C:
			if err := a.store.Refresh(ctx); err != nil && ctx.Err() == nil {
				a.log.Warn("look for what other servers have committed", "err", err)
			}
		case <-ctx.Done():
			// What was noted last counts too; the store is still open.
			return a.FlushSeen(context.WithoutCancel(ctx))
		case <-tick.C:
			if err := a.Housekeep(ctx); err != nil && ctx.Err() == nil {
				a.log.Error("housekeeping", "err", err)
			}
		}
	}
}

// Housekeep stores who was here, ends the sessions of guests whose time is
// over, and forgets what nobody can ask for any more.
func (a *App) Housekeep(ctx context.Context) error {
	if err := a.FlushSeen(ctx); err != nil {
		return err
	}
	expired, err := a.store.ExpiredGuests(ctx)
	if err != nil {
		return err
	}
	for _, g := range expired {
		if err := a.store.Write(ctx, g.Workspace, func(tx *store.Tx) error { return tx.EndSessions(g.User, 0) }); err != nil {
			return err
		}
	}
	stale, err := a.store.StaleWorkspaces(ctx)
	if err != nil {
		return err
	}
	for _, ws := range stale {
		if err := a.store.Write(ctx, ws, func(tx *store.Tx) error { return tx.ForgetStale() }); err != nil {
			return err
		}
	}
	return nil
}

// Sessions lists a person's own devices.
func (a *App) Sessions(ctx context.Context, by Actor) ([]*chat.Session, error) {
	ss, err := a.store.Sessions(ctx, by.User)
	for _, s := range ss {
		s.Current = s.ID == by.Session
	}
	return list(ss), err
}

// EndSession signs one of a person's own devices out.
func (a *App) EndSession(ctx context.Context, by Actor, session chat.ID) error {
	return a.do(ctx, by, func(tx *store.Tx) error { return tx.EndSession(by.User, session) })
}

// EndOtherSessions signs all other devices out.
func (a *App) EndOtherSessions(ctx context.Context, by Actor) error {
	return a.do(ctx, by, func(tx *store.Tx) error { return tx.EndSessions(by.User, by.Session) })
}

// do is write for verbs that answer nothing.
func (a *App) do(ctx context.Context, by Actor, fn func(*store.Tx) error) error {
	_, err := write(ctx, a, by, func(tx *store.Tx) (struct{}, error) { return struct{}{}, fn(tx) })
	return err
}
