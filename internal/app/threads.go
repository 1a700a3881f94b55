package app

import (
	"context"

	"github.com/guideops/guideops/internal/chat"
	"github.com/guideops/guideops/internal/store"
)

const maxThreads = 200

// ThreadPage is a thread as one person sees it.
type ThreadPage struct {
	Root      *chat.Message     `json:"root"`
	Messages  []*chat.Message   `json:"messages"`
	State     *chat.ThreadState `json:"state"`
	MoreAfter bool              `json:"more_after"`
}

// Thread reads a thread, by its first message or by any reply in it.
func (a *App) Thread(ctx context.Context, by Actor, id chat.UUID, after, limit int64) (*ThreadPage, error) {
	if err := chat.CheckSeq("after", after); err != nil {
		return nil, err
	}
	n, err := checkLimit(limit)
	if err != nil {
		return nil, err
	}
	m, access, err := a.message(ctx, by, id)
	if err == nil && !m.ThreadID.IsZero() {
		m, access, err = a.message(ctx, by, m.ThreadID)
	}
	if err != nil {
		return nil, err
	}
	p := &ThreadPage{Root: m}
	if p.Messages, p.MoreAfter, err = a.store.Replies(ctx, m, after, access.FromSeq, n); err != nil {
		return nil, err
	}
	p.State, err = a.store.ThreadState(ctx, m, by.User)
	return p, err
}

// ThreadPatch changes what is not nil of a person's own view of a thread.
type ThreadPatch struct {
	ReadSeq   *int64 `json:"read_seq,omitempty" doc:"never moves back"`
	Following *bool  `json:"following,omitempty"`
}

// SetThreadState moves a person's reading mark in a thread, and follows it or not.
func (a *App) SetThreadState(ctx context.Context, by Actor, id chat.UUID, p ThreadPatch) (*chat.ThreadState, error) {
	if p.ReadSeq != nil {
		if err := chat.CheckSeq("read_seq", *p.ReadSeq); err != nil {
			return nil, err
		}
	}
	return write(ctx, a, by, func(tx *store.Tx) (*chat.ThreadState, error) {
		_, root, access, err := actingOn(tx, by, id)
		if err == nil && !root.ThreadID.IsZero() {
			_, root, access, err = actingOn(tx, by, root.ThreadID)
		}
		if err != nil {
			return nil, err
		}
		if err := chat.MayKeep(access); err != nil {
			return nil, err
		}
		st, err := tx.ThreadState(root, by.User)
		if err != nil {
			return nil, err
		}
		before := *st
		if p.ReadSeq != nil {
			st.ReadSeq = max(st.ReadSeq, min(*p.ReadSeq, tx.Head()))
		}
		set(&st.Following, p.Following)
		if *st == before {
			return st, nil
		}
		return st, tx.PutThreadState(st, root.Seq)
	})
}

// ListedThread is a thread in a person's list.
type ListedThread struct {
	Root        *chat.Message     `json:"root"`
	State       *chat.ThreadState `json:"state"`
	UnreadCount int64             `json:"unread_count"`
}

// Threads lists the threads that a person follows, those with the newest reply first.
func (a *App) Threads(ctx context.Context, by Actor) ([]ListedThread, error) {
	if _, _, err := a.reading(ctx, by); err != nil {
		return nil, err
	}
	ts, err := a.store.Threads(ctx, by.User, maxThreads)
	out := make([]ListedThread, len(ts))
	for i, t := range ts {
		out[i] = ListedThread{Root: t.Root, State: t.State, UnreadCount: t.Unread}
	}
	return out, err
}
