package app

import (
	"context"
	"slices"

	"github.com/guideops/guideops/internal/chat"
	"github.com/guideops/guideops/internal/live"
	"github.com/guideops/guideops/internal/store"
)

// GoLive starts the live side: from now on every commit rings it. Call it once,
// before the first request. The caller closes the hub it gets.
func (a *App) GoLive() *live.Hub {
	a.live = live.New(live.Config{
		Read: a.hubRead, Head: a.store.Head, Directory: a.hubDirectory,
		Shared: a.store.Shared(), Now: a.cfg.Now, Log: a.log,
	})
	a.store.OnCommit(func(c store.Commit) { a.live.Ring(c.Workspace, c.From, c.To, c.Changes) })
	return a.live
}

// hubRead reads the feed for the hub.
func (a *App) hubRead(ctx context.Context, ws chat.ID, since int64, limit int) ([]chat.Change, int64, error) {
	feed, err := a.store.Feed(ctx, ws)
	if err != nil {
		return nil, since, err
	}
	if since < feed.Floor {
		return nil, feed.Floor, live.ErrBelowFloor
	}
	entries, err := a.store.Entries(ctx, ws, since, limit)
	if err != nil || len(entries) == 0 {
		return nil, since, err
	}
	changes, err := a.store.Load(ctx, ws, entries)
	return changes, entries[len(entries)-1].Seq, err
}

// hubDirectory gives the hub who is who, up to at least seq.
func (a *App) hubDirectory(ctx context.Context, ws chat.ID, seq int64) (*chat.Directory, error) {
	if err := a.store.CatchUp(ctx, ws, seq); err != nil {
		return nil, err
	}
	return a.store.Directory(ctx, ws)
}

// Online lists who is here now. Guests learn nobody's presence.
func (a *App) Online(ctx context.Context, by Actor) ([]live.Presence, error) {
	dir, err := a.store.Directory(ctx, by.Workspace)
	if err != nil {
		return nil, err
	}
	u, ok := dir.User(by.User)
	if !ok {
		return nil, chat.ErrSignIn()
	}
	if a.live == nil || u.Role == chat.Guest {
		return []live.Presence{}, nil
	}
	out := a.live.Online(by.Workspace)
	slices.SortFunc(out, func(x, y live.Presence) int { return int(x.UserID - y.UserID) })
	if out == nil {
		out = []live.Presence{}
	}
	return out, nil
}

// SetPresence notes that a person uses the app (active) or has left it open (away).
func (a *App) SetPresence(_ context.Context, by Actor, away bool) {
	if a.live != nil {
		a.live.SetAway(by.Workspace, by.User, away)
	}
}

// Newest gives the newest page of a room that the person sees: from memory
// while this node is at the head, else from the record.
func (a *App) newest(ctx context.Context, ws, room chat.ID, limit int, from int64) (msgs []live.Encoded, more, ok bool, err error) {
	if a.live == nil {
		return nil, false, false, nil
	}
	return a.live.Newest(ctx, ws, room, limit, from, func(n int) ([]live.Encoded, bool, error) {
		h, err := a.store.History(ctx, room, store.Page{Limit: n, FromSeq: chat.FirstSeq})
		if err != nil {
			return nil, false, err
		}
		out := make([]live.Encoded, len(h.Messages))
		for i, m := range h.Messages {
			out[i] = live.Encoded{Seq: m.Seq, ChangeSeq: m.ChangeSeq, JSON: m.AppendJSON(nil)}
		}
		return out, !h.MoreBefore, nil
	})
}

// Presence is where one person stands.
type Presence = live.Presence
