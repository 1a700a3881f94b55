package app

import (
	"context"
	"strconv"

	"github.com/guideops/guideops/internal/chat"
)

const (
	syncScan    = 1000 // entries of the feed that one page looks at
	syncLimit   = 500  // changes that one page brings at most
	streamLimit = 4096 // further behind than this, a stream is told to sync first
)

// SyncPage answers a reader who has everything up to since.
type SyncPage struct {
	Reset   bool // the cursor means nothing here: bootstrap anew
	Changes []chat.Change
	Gone    []bool // per change: he may not see the row any more
	Seq     int64  // the new cursor
	Epoch   string
	More    bool
}

// Sync gives the changes after since that a person may see, in feed order.
func (a *App) Sync(ctx context.Context, by Actor, since int64, epoch string, limit int) (SyncPage, error) {
	feed, err := a.store.Feed(ctx, by.Workspace)
	if err != nil {
		return SyncPage{}, err
	}
	// The rights must be at least as new as the entries they judge.
	if err := a.store.CatchUp(ctx, by.Workspace, feed.Head); err != nil {
		return SyncPage{}, err
	}
	dir, err := a.store.Directory(ctx, by.Workspace)
	if err != nil {
		return SyncPage{}, err
	}
	u, ok := dir.User(by.User)
	if !ok {
		return SyncPage{}, chat.ErrSignIn()
	}
	if (epoch != "" && epoch != feed.Epoch) || since > feed.Head || since < max(feed.Floor, u.FloorSeq) {
		return SyncPage{Reset: true, Epoch: feed.Epoch}, nil
	}
	if limit <= 0 || limit > syncLimit {
		limit = syncLimit
	}
	entries, err := a.store.Entries(ctx, by.Workspace, since, syncScan)
	if err != nil {
		return SyncPage{}, err
	}
	page := SyncPage{Seq: since, Epoch: feed.Epoch}
	var mine []chat.Entry
	gone := map[int64]bool{}
	for _, e := range entries {
		page.Seq = e.Seq
		verdict := dir.Audience(e, by.User)
		if verdict == chat.Skip {
			continue
		}
		gone[e.Seq] = verdict == chat.Forget
		if mine = append(mine, e); len(mine) == limit {
			break
		}
	}
	page.More = page.Seq < feed.Head
	page.Changes, err = a.store.Load(ctx, by.Workspace, mine)
	for _, c := range page.Changes {
		page.Gone = append(page.Gone, gone[c.Seq] || c.Data == nil)
	}
	return page, err
}

// AppendJSON appends the page as the protocol has it.
func (p *SyncPage) AppendJSON(b []byte) []byte {
	if p.Reset {
		return append(append(append(b, `{"reset":true,"epoch":`...), chat.AppendQuoted(nil, p.Epoch)...), '}')
	}
	b = append(b, `{"changes":[`...)
	for i, c := range p.Changes {
		if i > 0 {
			b = append(b, ',')
		}
		b = append(b, `{"type":"`...)
		if p.Gone[i] {
			b = append(b, "gone"...)
		} else {
			b = append(b, c.Type.String()...)
		}
		b = append(b, `","seq":`...)
		b = strconv.AppendInt(b, c.Seq, 10)
		b = append(b, `,"data":`...)
		if p.Gone[i] {
			b = chat.AppendGone(b, c.Entry)
		} else {
			b = append(b, c.Data...)
		}
		b = append(b, '}')
	}
	b = append(b, `],"seq":`...)
	b = strconv.AppendInt(b, p.Seq, 10)
	b = append(b, `,"epoch":`...)
	b = chat.AppendQuoted(b, p.Epoch)
	b = append(b, `,"more":`...)
	return append(strconv.AppendBool(b, p.More), '}')
}

// StreamStart is where a stream begins.
type StreamStart struct {
	Since, Head int64
	Epoch       string
	Resync      bool // the reader must sync (or bootstrap) before a stream helps him
}

// StreamStart decides where a reader's stream begins. since < 0: at the head.
func (a *App) StreamStart(ctx context.Context, by Actor, since int64, epoch string) (StreamStart, error) {
	feed, err := a.store.Feed(ctx, by.Workspace)
	if err != nil {
		return StreamStart{}, err
	}
	dir, err := a.store.Directory(ctx, by.Workspace)
	if err != nil {
		return StreamStart{}, err
	}
	u, ok := dir.User(by.User)
	if !ok {
		return StreamStart{}, chat.ErrSignIn()
	}
	if err := chat.Active(&u, a.store.NowMS()); err != nil {
		return StreamStart{}, err
	}
	start := StreamStart{Since: since, Head: feed.Head, Epoch: feed.Epoch}
	if since < 0 {
		start.Since = feed.Head
		return start, nil
	}
	start.Resync = (epoch != "" && epoch != feed.Epoch) || since > feed.Head ||
		since < max(feed.Floor, u.FloorSeq) || feed.Head-since > streamLimit
	return start, nil
}
