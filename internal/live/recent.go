package live

import (
	"context"
	"slices"
	"sort"
	"sync"

	"github.com/guideops/guideops/internal/chat"
)

// recentKeep is how many messages of an active room are kept encoded.
const recentKeep = 256

// recentRooms bounds the memory of one workspace: about 100 MB at the very most.
const recentRooms = 512

// Encoded is a message ready to be sent.
type Encoded struct {
	Seq, ChangeSeq int64
	JSON           []byte
}

// recent keeps the newest messages of active rooms, so that the page everybody
// asks for costs no query.
type recent struct {
	mu    sync.RWMutex
	rooms map[chat.ID]*recentRoom
}

type recentRoom struct {
	ready bool
	whole bool // nothing older exists
	msgs  []Encoded
}

func newRecent() *recent { return &recent{rooms: map[chat.ID]*recentRoom{}} }

// put takes over a new or changed message of a room that is kept.
func (r *recent) put(c chat.Change) {
	r.mu.Lock()
	defer r.mu.Unlock()
	room := r.rooms[c.RoomID]
	if room == nil {
		return
	}
	if c.Data == nil {
		delete(r.rooms, c.RoomID) // purged: read anew
		return
	}
	room.merge(Encoded{Seq: c.RowID, ChangeSeq: c.Seq, JSON: c.Data})
	if room.ready {
		room.trim()
	}
}

func (m *recentRoom) merge(e Encoded) {
	n := len(m.msgs)
	if n == 0 || m.msgs[n-1].Seq < e.Seq {
		m.msgs = append(m.msgs, e)
		return
	}
	i := sort.Search(n, func(i int) bool { return m.msgs[i].Seq >= e.Seq })
	switch {
	case i < n && m.msgs[i].Seq == e.Seq:
		if m.msgs[i].ChangeSeq < e.ChangeSeq {
			m.msgs[i] = e
		}
	case !m.ready:
		m.msgs = slices.Insert(m.msgs, i, e)
	case i > 0 || m.whole:
		m.msgs = slices.Insert(m.msgs, i, e)
	}
}

// trim drops the oldest beyond twice the bound, so that a copy is rare.
func (m *recentRoom) trim() {
	if len(m.msgs) >= 2*recentKeep {
		m.msgs = append([]Encoded(nil), m.msgs[len(m.msgs)-recentKeep:]...)
		m.whole = false
	}
}

// page gives the newest limit messages at or above from.
func (r *recent) page(room chat.ID, limit int, from int64) (msgs []Encoded, more, ok bool) {
	r.mu.RLock()
	defer r.mu.RUnlock()
	m := r.rooms[room]
	if m == nil || !m.ready || (len(m.msgs) <= limit && !m.whole) {
		return nil, false, false
	}
	i := max(0, len(m.msgs)-limit)
	for i < len(m.msgs) && m.msgs[i].Seq < from {
		i++
	}
	more = (i > 0 && m.msgs[i-1].Seq >= from) || (i == 0 && !m.whole)
	return append(make([]Encoded, 0, limit), m.msgs[i:]...), more, true
}

// forget drops all rooms; those that are being read are not kept either.
func (r *recent) forget() {
	r.mu.Lock()
	defer r.mu.Unlock()
	clear(r.rooms)
}

// begin marks a room as being read: changes that come meanwhile are kept for it.
func (r *recent) begin(room chat.ID) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.rooms[room] != nil {
		return
	}
	if len(r.rooms) >= recentRooms {
		for id := range r.rooms { // any one: the map's order is random enough
			delete(r.rooms, id)
			break
		}
	}
	r.rooms[room] = &recentRoom{}
}

// fill completes a room with what was read after begin.
func (r *recent) fill(room chat.ID, msgs []Encoded, whole bool) {
	r.mu.Lock()
	defer r.mu.Unlock()
	m := r.rooms[room]
	if m == nil || m.ready {
		return
	}
	for _, e := range msgs {
		m.merge(e)
	}
	// A change of an older message that came meanwhile would leave a hole above it.
	if !whole && len(msgs) > 0 {
		i := sort.Search(len(m.msgs), func(i int) bool { return m.msgs[i].Seq >= msgs[0].Seq })
		m.msgs = m.msgs[i:]
	}
	m.ready, m.whole = true, whole
}

// Newest gives the newest limit messages of a room, encoded, and whether there
// are older ones. read is asked for (at most) n messages the first time. ok is
// false while this node has not caught up with the head, or for pages larger
// than what is kept: then read SQL.
func (h *Hub) Newest(ctx context.Context, ws, room chat.ID, limit int, from int64,
	read func(n int) (msgs []Encoded, whole bool, err error)) (msgs []Encoded, more, ok bool, err error) {
	if limit >= recentKeep {
		return nil, false, false, nil
	}
	sp, err := h.space(ctx, ws)
	if err != nil {
		return nil, false, false, err
	}
	if !sp.atHead(ctx) {
		return nil, false, false, nil
	}
	if msgs, more, ok = sp.recent.page(room, limit, from); ok {
		return msgs, more, true, nil
	}
	sp.recent.begin(room)
	all, whole, err := read(recentKeep)
	if err != nil {
		return nil, false, false, err
	}
	sp.recent.fill(room, all, whole)
	msgs, more, ok = sp.recent.page(room, limit, from)
	return msgs, more, ok, nil
}

// atHead: is what we hand out all that is committed?
func (sp *space) atHead(ctx context.Context) bool {
	sp.mu.RLock()
	head, target := sp.head, sp.target
	sp.mu.RUnlock()
	if head < target {
		return false
	}
	if !sp.hub.cfg.Shared {
		return true
	}
	now, err := sp.hub.cfg.Head(ctx, sp.id)
	return err == nil && now <= head
}
