package live

import (
	"sync"
	"time"

	"github.com/guideops/guideops/internal/chat"
)

// shard is a pump: one goroutine that writes to its share of the connections.
// Under load a sweep takes longer than the next frame, so frames gather by
// themselves and leave in one write for each connection.
type shard struct {
	hub  *Hub
	wake chan struct{}

	mu      sync.Mutex
	joining []*Conn
	asking  []*Conn // have something of their own to say
	dirty   map[*space]struct{}

	spaces map[*space]map[*Conn]struct{} // the pump's own
}

// add takes a connection over.
func (s *shard) add(c *Conn) {
	s.mu.Lock()
	s.joining = append(s.joining, c)
	s.dirty[c.sp] = struct{}{}
	s.mu.Unlock()
	s.signal()
}

// mark notes that a workspace has something to write.
func (s *shard) mark(sp *space) {
	s.mu.Lock()
	s.dirty[sp] = struct{}{}
	s.mu.Unlock()
	s.signal()
}

// ask notes that one connection has something of its own to write: no reason to
// look at all others of its workspace.
func (s *shard) ask(c *Conn) {
	s.mu.Lock()
	s.asking = append(s.asking, c)
	s.mu.Unlock()
	s.signal()
}

func (s *shard) signal() {
	select {
	case s.wake <- struct{}{}:
	default:
	}
}

func (s *shard) run() {
	probe := time.NewTicker(probeEvery)
	defer probe.Stop()
	for {
		select {
		case <-s.wake:
			s.sweepDirty()
		case <-probe.C:
			s.probe()
		}
		if s.hub.ctx.Err() != nil {
			s.sweepDirty()
			return
		}
	}
}

// sweepDirty writes to every connection of the workspaces that were marked.
func (s *shard) sweepDirty() {
	s.mu.Lock()
	dirty := s.dirty
	s.dirty = make(map[*space]struct{}, len(dirty))
	for _, c := range s.joining {
		if s.spaces[c.sp] == nil {
			s.spaces[c.sp] = map[*Conn]struct{}{}
		}
		s.spaces[c.sp][c] = struct{}{}
	}
	asking := s.asking
	s.joining, s.asking = nil, nil
	s.mu.Unlock()
	for _, c := range asking {
		if _, held := s.spaces[c.sp][c]; held && !c.gone.Load() {
			s.serve(c, newSweep(c.sp))
		}
	}
	for sp := range dirty {
		conns := s.spaces[sp]
		sweep := newSweep(sp)
		for c := range conns {
			if c.gone.Load() {
				delete(conns, c)
				continue
			}
			s.serve(c, sweep)
		}
		if len(conns) == 0 {
			delete(s.spaces, sp)
		}
	}
}

// serve writes to a plain connection, or wakes who writes to another.
func (s *shard) serve(c *Conn, sweep *sweep) {
	if c.ready == nil {
		c.flush(sweep)
		return
	}
	select {
	case c.ready <- struct{}{}:
	default:
	}
}

// probe drops connections whose other side has gone: nobody reads from them,
// so nothing else would tell before the next write. Where somebody does read,
// he is told, and a look would have to wait for him.
func (s *shard) probe() {
	for _, conns := range s.spaces {
		for c := range conns {
			if c.ready == nil && c.own == nil && !c.gone.Load() && !c.alive() {
				c.Drop()
			}
		}
	}
}

// batchFrames is how many frames are judged and written at once: a verdict
// fits two bits of two words.
const batchFrames = 32

// sweep remembers what it has put together, since most connections of a
// workspace stand at the same place and see the same: they share one buffer.
type sweep struct {
	sp      *space
	batches map[int64]*batch // by first position
	judged  [batchFrames]chat.Verdict
}

type batch struct {
	frames  []frame
	entries []chat.Entry
	end     int64
	more    bool
	staff   bool
	old     bool // holds ephemeral frames
	bufs    map[bufKey]shared
	forms   map[*Encoding][]forms
}

// bufKey tells what a buffer holds: which verdicts, in which encoding (nil: SSE).
type bufKey struct {
	enc      *Encoding
	verdicts uint64
}

// forms is one frame in one encoding.
type forms struct{ deliver, forget []byte }

// shared is a put-together buffer and how many frames it holds.
type shared struct {
	buf    []byte
	frames int64
}

func newSweep(sp *space) *sweep { return &sweep{sp: sp, batches: map[int64]*batch{}} }

func (w *sweep) reset() { clear(w.batches) }

// batch gives the frames from pos on, or nil when the window has moved past it.
func (w *sweep) batch(pos int64) *batch {
	if b := w.batches[pos]; b != nil {
		return b
	}
	sp := w.sp
	sp.mu.RLock()
	defer sp.mu.RUnlock()
	if pos < sp.first {
		return nil
	}
	i := int(pos - sp.first)
	n := min(len(sp.frames)-i, batchFrames)
	b := &batch{frames: append([]frame(nil), sp.frames[i:i+n]...), end: pos + int64(n),
		more: i+n < len(sp.frames), bufs: map[bufKey]shared{}}
	for _, f := range b.frames {
		b.entries = append(b.entries, f.entry)
		b.staff = b.staff || f.staff
		b.old = b.old || f.entry.Seq == 0
	}
	w.batches[pos] = b
	return b
}

// nextBatch gives the bytes that the connection gets next and moves it on.
// The buffer is shared: read only.
func (c *Conn) nextBatch(w *sweep) (buf []byte, more bool) {
	b := w.batch(c.pos)
	if b == nil {
		// Too slow for the window: closed, and it resumes by its cursor.
		c.sp.hub.slow.Add(1)
		last := resyncFrame()
		c.final.CompareAndSwap(nil, &last)
		return nil, true
	}
	if len(b.frames) == 0 {
		return nil, false
	}
	dir := c.sp.dir.Load()
	verdicts := w.judged[:len(b.frames)]
	dir.Audiences(b.entries, c.user, verdicts)
	if b.staff || b.old {
		c.judgeEphemeral(b, dir, verdicts)
	}
	key := bufKey{enc: c.enc}
	for i, v := range verdicts {
		key.verdicts |= uint64(v) << (2 * i)
	}
	out, ok := b.bufs[key]
	if !ok {
		out = b.encode(c.enc, verdicts)
		b.bufs[key] = out
	}
	c.pos = b.end
	c.sp.hub.delivered.Add(out.frames)
	c.sp.sent.Add(out.frames)
	return out.buf, b.more
}

// judgeEphemeral takes out what is old news, one's own, or not for guests.
func (c *Conn) judgeEphemeral(b *batch, dir *chat.Directory, verdicts []chat.Verdict) {
	u, _ := dir.User(c.user)
	for i := range b.frames {
		f := &b.frames[i]
		if f.entry.Seq != 0 {
			continue
		}
		if c.pos+int64(i) < c.born || f.skip == c.user || (f.staff && u.Role == chat.Guest) {
			verdicts[i] = chat.Skip
		}
	}
}

func (b *batch) encode(enc *Encoding, verdicts []chat.Verdict) shared {
	var out shared
	size := 0
	for i := range b.frames {
		size += len(b.form(enc, i, verdicts[i]))
	}
	out.buf = make([]byte, 0, size)
	for i := range b.frames {
		if data := b.form(enc, i, verdicts[i]); data != nil {
			out.buf = append(out.buf, data...)
			out.frames++
		}
	}
	return out
}

// form is what a verdict makes of a frame. Encodings other than the frames' own
// are made when the first stream needs them.
func (b *batch) form(enc *Encoding, i int, v chat.Verdict) []byte {
	if enc == nil || v == chat.Skip {
		return b.frames[i].bytesFor(v)
	}
	if b.forms == nil {
		b.forms = map[*Encoding][]forms{}
	}
	fs := b.forms[enc]
	if fs == nil {
		fs = make([]forms, len(b.frames))
		b.forms[enc] = fs
	}
	f := &fs[i].deliver
	if v == chat.Forget {
		f = &fs[i].forget
	}
	if *f == nil {
		if own := b.frames[i].bytesFor(v); own != nil {
			*f = enc.Append(nil, eventOf(own, b.frames[i].entry))
		}
	}
	return *f
}
