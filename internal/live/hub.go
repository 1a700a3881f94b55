package live

import (
	"context"
	"errors"
	"log/slog"
	"runtime"
	"sync"
	"sync/atomic"
	"time"

	"github.com/guideops/guideops/internal/chat"
)

// Config is what the hub needs of the world.
type Config struct {
	// Read gives the changes after since, at most limit entries of the feed, and
	// the number up to which it has looked. Where since lies below the floor of
	// the feed, it gives the floor and ErrBelowFloor.
	Read func(ctx context.Context, ws chat.ID, since int64, limit int) (changes []chat.Change, scanned int64, err error)
	// Head gives the last committed number, Directory who is who up to at least seq.
	Head      func(ctx context.Context, ws chat.ID) (int64, error)
	Directory func(ctx context.Context, ws chat.ID, seq int64) (*chat.Directory, error)
	// Shared: other nodes write to the same record, so a page must ask for the head.
	Shared bool
	Now    func() time.Time
	Log    *slog.Logger
	// Window is how many frames of each workspace are kept for those who resume.
	Window int
}

const (
	windowFrames   = 4096
	windowBytes    = 8 << 20
	preloadEntries = 2048
	readEntries    = 512
	cursorEvery    = 20 * time.Second
	headEvery      = 2 * time.Second
	presenceEvery  = 2 * time.Second
	probeEvery     = 5 * time.Second
	// idleFor: a workspace without connections is forgotten after this long.
	idleFor = 10 * time.Minute
)

// ErrBelowFloor says that the feed begins later than asked: what came before is not told any more.
var ErrBelowFloor = errors.New("below the floor of the feed")

// Hub is the live side of one node.
type Hub struct {
	cfg    Config
	log    *slog.Logger
	shards []*shard
	next   atomic.Uint64 // round robin over shards

	mu     sync.Mutex
	spaces map[chat.ID]*space
	closed bool

	ctx  context.Context
	stop context.CancelFunc
	wg   sync.WaitGroup

	delivered atomic.Int64
	left      map[chat.ID]int64 // frames delivered by spaces that were dropped
	slow      atomic.Int64
}

// New starts a hub. Close ends it.
func New(cfg Config) *Hub {
	if cfg.Now == nil {
		cfg.Now = time.Now
	}
	if cfg.Log == nil {
		cfg.Log = slog.New(slog.DiscardHandler)
	}
	if cfg.Window == 0 {
		cfg.Window = windowFrames
	}
	h := &Hub{cfg: cfg, log: cfg.Log, spaces: map[chat.ID]*space{}, left: map[chat.ID]int64{}}
	h.ctx, h.stop = context.WithCancel(context.Background())
	for range max(2, runtime.GOMAXPROCS(0)) {
		s := &shard{hub: h, wake: make(chan struct{}, 1), spaces: map[*space]map[*Conn]struct{}{}, dirty: map[*space]struct{}{}}
		h.shards = append(h.shards, s)
		h.wg.Go(s.run)
	}
	h.wg.Go(h.tick)
	return h
}

// Ring tells that a workspace's feed has reached to. changes holds all of
// from..to or nothing. It never blocks for long and may be called in any order.
func (h *Hub) Ring(ws chat.ID, from, to int64, changes []chat.Change) {
	h.mu.Lock()
	sp := h.spaces[ws]
	h.mu.Unlock()
	if sp != nil {
		sp.ring(from, to, changes)
	}
}

// space gives the workspace's live state, reading its newest frames the first time.
func (h *Hub) space(ctx context.Context, ws chat.ID) (*space, error) {
	h.mu.Lock()
	if h.closed {
		h.mu.Unlock()
		return nil, errClosed()
	}
	sp := h.spaces[ws]
	if sp == nil {
		sp = newSpace(h, ws)
		h.spaces[ws] = sp
	}
	h.mu.Unlock()
	return sp, sp.load(ctx)
}

func errClosed() error {
	return &chat.Error{Kind: chat.Unavailable, Code: "stopping", RetryAfterMS: 2000, Message: "The server is restarting. Try again in a moment."}
}

// tick runs what happens by the clock: cursors, presence, lost rings, idle workspaces.
func (h *Hub) tick() {
	fast := time.NewTicker(presenceEvery)
	defer fast.Stop()
	lastCursor := h.cfg.Now()
	for {
		select {
		case <-h.ctx.Done():
			return
		case <-fast.C:
		}
		now := h.cfg.Now()
		cursor := now.Sub(lastCursor) >= cursorEvery
		if cursor {
			lastCursor = now
		}
		for _, sp := range h.all() {
			sp.presence.flush(now)
			sp.expireGuests(now)
			if cursor {
				sp.appendCursor(now)
			}
			// Alone on SQLite too: the operator's commands write from their own process.
			sp.checkHead(h.ctx)
		}
		if cursor {
			h.dropIdle(now)
		}
	}
}

func (h *Hub) all() []*space {
	h.mu.Lock()
	defer h.mu.Unlock()
	out := make([]*space, 0, len(h.spaces))
	for _, sp := range h.spaces {
		out = append(out, sp)
	}
	return out
}

func (h *Hub) dropIdle(now time.Time) {
	h.mu.Lock()
	defer h.mu.Unlock()
	for id, sp := range h.spaces {
		if sp.idleSince(now) {
			h.left[id] += sp.sent.Load()
			delete(h.spaces, id)
		}
	}
}

// Stats are the hub's live numbers.
type Stats struct {
	Streams, Delivered, ClosedSlow int64
}

// Stats counts open connections and frames delivered since the start: of one
// workspace, or (0) of all and with the connections closed for being slow.
func (h *Hub) Stats(ws chat.ID) Stats {
	var st Stats
	if ws == 0 {
		st.Delivered, st.ClosedSlow = h.delivered.Load(), h.slow.Load()
	} else {
		h.mu.Lock()
		st.Delivered = h.left[ws]
		h.mu.Unlock()
	}
	for _, sp := range h.all() {
		switch {
		case ws == 0:
			st.Streams += sp.count.Load()
		case sp.id == ws:
			st.Streams += sp.count.Load()
			st.Delivered += sp.sent.Load()
		}
	}
	return st
}

// Close says goodbye to every connection, so that clients come back to the next process, and ends the hub.
func (h *Hub) Close() {
	h.mu.Lock()
	h.closed = true
	h.mu.Unlock()
	for _, sp := range h.all() {
		sp.closeWhere(func(*Conn) bool { return true }, byeFrame("restart"))
	}
	h.stop()
	for _, s := range h.shards {
		s.signal()
	}
	h.wg.Wait()
}
