package live

import (
	"context"
	"errors"
	"sort"
	"strconv"
	"sync"
	"sync/atomic"
	"time"

	"github.com/guideops/guideops/internal/chat"
)

// space is one workspace on this node: the window of frames and who listens.
type space struct {
	hub      *Hub
	id       chat.ID
	presence *presence
	recent   *recent
	count    atomic.Int64 // open connections
	sent     atomic.Int64 // frames delivered since this space is held
	idle     atomic.Int64 // since when there are none, Unix ms

	loading sync.Mutex // first load
	loaded  atomic.Bool
	dir     atomic.Pointer[chat.Directory]

	mu      sync.RWMutex
	frames  []frame
	first   int64 // position of frames[0]; positions only grow
	bytes   int   // of the window
	from    int64 // the window is complete after this seq
	head    int64 // last seq in the window
	target  int64 // last seq heard of
	reading bool  // a goroutine is closing a gap
	conns   map[*Conn]struct{}
}

func newSpace(h *Hub, ws chat.ID) *space {
	sp := &space{hub: h, id: ws, conns: map[*Conn]struct{}{}, recent: newRecent()}
	sp.presence = newPresence(sp)
	sp.idle.Store(h.cfg.Now().UnixMilli())
	return sp
}

// load reads the newest part of the feed, once.
func (sp *space) load(ctx context.Context) error {
	sp.loading.Lock()
	defer sp.loading.Unlock()
	if sp.loaded.Load() {
		return nil
	}
	head, err := sp.hub.cfg.Head(ctx, sp.id)
	if err != nil {
		return err
	}
	dir, err := sp.hub.cfg.Directory(ctx, sp.id, head)
	if err != nil {
		return err
	}
	sp.dir.Store(dir)
	since := max(0, head-preloadEntries)
	sp.mu.Lock()
	sp.frames, sp.bytes, sp.from, sp.head, sp.target = nil, 0, since, since, max(head, sp.target)
	sp.mu.Unlock()
	if err := sp.readTo(ctx, head); err != nil {
		return err
	}
	// Rings that came meanwhile only raised the target.
	sp.mu.Lock()
	sp.loaded.Store(true)
	behind := sp.head < sp.target
	sp.mu.Unlock()
	if behind {
		sp.catchUp()
	}
	return nil
}

// ring takes what a commit brought, or notes that there is a gap to read.
func (sp *space) ring(from, to int64, changes []chat.Change) {
	sp.mu.Lock()
	fits := len(changes) > 0 && from == sp.head+1 && !sp.reading && sp.loaded.Load()
	if fits {
		for _, c := range changes {
			sp.append(changeFrame(c))
			sp.noteRecent(c)
		}
		sp.head = to
	}
	sp.target = max(sp.target, to)
	behind := sp.head < sp.target
	sp.mu.Unlock()
	if fits {
		sp.wake()
	}
	if behind {
		sp.catchUp()
	}
}

// catchUp reads the gap in a goroutine of its own; one at a time.
func (sp *space) catchUp() {
	sp.mu.Lock()
	if sp.reading || !sp.loaded.Load() || sp.hub.ctx.Err() != nil {
		sp.mu.Unlock()
		return
	}
	sp.reading = true
	sp.mu.Unlock()
	sp.hub.wg.Go(func() {
		for {
			sp.mu.Lock()
			target := sp.target
			if sp.head >= target || sp.hub.ctx.Err() != nil {
				sp.reading = false
				sp.mu.Unlock()
				return
			}
			sp.mu.Unlock()
			if err := sp.readTo(sp.hub.ctx, target); err != nil {
				sp.hub.log.Warn("read the feed for the hub", "workspace", sp.id, "err", err)
				select {
				case <-sp.hub.ctx.Done():
				case <-time.After(headEvery / 4): // the database is away: try until it is back
				}
			}
		}
	})
}

// readTo appends the feed from the window's head to target.
func (sp *space) readTo(ctx context.Context, target int64) error {
	for {
		sp.mu.RLock()
		since := sp.head
		sp.mu.RUnlock()
		if since >= target {
			return nil
		}
		changes, scanned, err := sp.hub.cfg.Read(ctx, sp.id, since, readEntries)
		if errors.Is(err, ErrBelowFloor) && scanned > since {
			sp.beginAt(scanned)
			continue
		}
		if err != nil {
			return err
		}
		// Rights first: a frame must not be judged by rights older than itself. What
		// was read may go past the target, by what others have committed meanwhile.
		if _, err := sp.hub.cfg.Directory(ctx, sp.id, max(scanned, target)); err != nil {
			return err
		}
		sp.mu.Lock()
		for _, c := range changes {
			sp.append(changeFrame(c))
			sp.noteRecent(c)
		}
		sp.head = max(scanned, since)
		sp.mu.Unlock()
		for _, c := range changes {
			sp.enforce(c)
		}
		sp.wake()
		if scanned <= since {
			return nil // the floor rose over what we wanted: nothing to read there
		}
	}
}

// beginAt goes on at a floor that has risen: history was imported, and no
// device may come past the floor without beginning anew. So every stream ends
// before the head moves.
func (sp *space) beginAt(floor int64) {
	sp.closeWhere(func(*Conn) bool { return true }, resyncFrame())
	sp.mu.Lock()
	sp.first += int64(len(sp.frames))
	sp.frames, sp.bytes = nil, 0
	sp.from, sp.head, sp.target = floor, floor, max(sp.target, floor)
	sp.mu.Unlock()
	sp.recent.forget()
}

func (sp *space) noteRecent(c chat.Change) {
	if c.Type == chat.ChangeMessage {
		sp.recent.put(c)
	}
}

// append adds a frame to the window; the caller holds mu.
func (sp *space) append(f frame) {
	sp.frames = append(sp.frames, f)
	sp.bytes += len(f.sse)
	drop := 0
	for len(sp.frames)-drop > sp.hub.cfg.Window || (sp.bytes > windowBytes && len(sp.frames)-drop > 1) {
		sp.bytes -= len(sp.frames[drop].sse)
		sp.from = sp.frames[drop].upTo
		drop++
	}
	// Slicing forward is cheap; append moves the rest down when the array ends.
	if drop > 0 {
		clear(sp.frames[:drop])
		sp.frames = sp.frames[drop:]
		sp.first += int64(drop)
	}
}

// appendEphemeral adds an event that is lost without harm.
func (sp *space) appendEphemeral(f frame) {
	sp.mu.Lock()
	if len(sp.conns) > 0 {
		f.upTo = sp.head
		sp.append(f)
	}
	sp.mu.Unlock()
	sp.wake()
}

// appendCursor lets the cursor of a quiet reader move on.
func (sp *space) appendCursor(now time.Time) {
	sp.mu.Lock()
	if len(sp.conns) > 0 {
		data := append([]byte(`{"seq":`), strconv.FormatInt(sp.head, 10)...)
		data = append(data, `,"server_ms":`...)
		data = append(strconv.AppendInt(data, now.UnixMilli(), 10), '}')
		sp.append(frame{upTo: sp.head, sse: sse("cursor", sp.head, data)})
	}
	sp.mu.Unlock()
	sp.wake()
}

// checkHead finds rings that were lost.
func (sp *space) checkHead(ctx context.Context) {
	ctx, cancel := context.WithTimeout(ctx, headEvery)
	defer cancel()
	head, err := sp.hub.cfg.Head(ctx, sp.id)
	if err != nil {
		return // the next check or ring finds it
	}
	sp.ring(head+1, head, nil)
}

// enforce closes the connections whose right to listen a change has ended.
func (sp *space) enforce(c chat.Change) {
	switch c.Type {
	case chat.ChangeSession:
		sp.closeWhere(func(k *Conn) bool { return k.session == chat.ID(c.RowID) }, byeFrame("session_ended"))
	case chat.ChangeUser:
		u, ok := sp.dir.Load().User(chat.ID(c.RowID))
		switch {
		case !ok || u.DeactivatedMS != 0:
			sp.closeWhere(func(k *Conn) bool { return k.user == chat.ID(c.RowID) }, byeFrame("deactivated"))
		case u.FloorSeq == c.Seq:
			sp.closeWhere(func(k *Conn) bool { return k.user == u.ID }, resyncFrame())
		}
	}
}

// expireGuests ends the streams of guests whose time is over.
func (sp *space) expireGuests(now time.Time) {
	dir := sp.dir.Load()
	if dir == nil {
		return
	}
	for _, id := range sp.presence.people() {
		if u, ok := dir.User(id); ok && chat.Active(&u, now.UnixMilli()) != nil {
			sp.closeWhere(func(k *Conn) bool { return k.user == id }, byeFrame("deactivated"))
		}
	}
}

// closeWhere ends connections with a last frame.
func (sp *space) closeWhere(which func(*Conn) bool, last []byte) {
	sp.mu.RLock()
	var hit []*Conn
	for c := range sp.conns {
		if which(c) {
			hit = append(hit, c)
		}
	}
	sp.mu.RUnlock()
	for _, c := range hit {
		c.end(last)
	}
}

// position finds where a reader who has all up to since continues; false when
// the window does not reach back that far.
func (sp *space) position(since int64) (int64, bool) {
	if since > sp.head {
		return 0, false
	}
	if since == sp.head {
		return sp.first + int64(len(sp.frames)), true
	}
	i := sort.Search(len(sp.frames), func(i int) bool { return sp.frames[i].upTo > since })
	return sp.first + int64(i), sp.from <= since
}

// wake lets the pumps look at this workspace.
func (sp *space) wake() {
	for _, s := range sp.hub.shards {
		s.mark(sp)
	}
}

func (sp *space) idleSince(now time.Time) bool {
	return sp.count.Load() == 0 && now.UnixMilli()-sp.idle.Load() > idleFor.Milliseconds()
}
