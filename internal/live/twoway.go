package live

// A stream whose transport is heard, too: it has an encoding of its own, answers
// between the events, may be fetched instead of pushed, and can go on over
// another connection. Server-Sent Events need none of this.

// Speak sets how the stream is written and where the pump asks for what the
// transport itself has to say. own appends it and is asked again until it adds
// nothing. Call it before Start, Serve or Hold.
func (c *Conn) Speak(enc *Encoding, own func(b []byte) []byte) { c.enc, c.own = enc, own }

// Nudge lets the pump ask the transport. Before the stream is started it does nothing.
func (c *Conn) Nudge() { c.shard.ask(c) }

// Ended reports that nothing comes any more but, at most, the last frame.
func (c *Conn) Ended() bool { return c.gone.Load() || c.final.Load() != nil }

// Hold keeps the stream for a reader who fetches. ready is signalled when there
// may be something to fetch; it needs room for one signal.
func (c *Conn) Hold(ready chan struct{}) {
	c.ready = ready
	c.shard.add(c)
}

// Fetch gives what waits, no more than about limit bytes; last says that the
// stream ends with it. One caller at a time.
func (c *Conn) Fetch(limit int) (out []byte, last bool) {
	sweep := newSweep(c.sp)
	for len(out) < limit && !c.gone.Load() {
		buf, more, last := c.step(sweep)
		out = append(out, buf...)
		if last {
			c.Drop()
		}
		if last || !more {
			return out, last
		}
	}
	return out, c.gone.Load()
}

// Successor takes over from c at the same point of the feed, for the same reader
// on another transport; c is over without a word. nil: c had ended already.
// Nobody may be fetching from c.
func (c *Conn) Successor() *Conn {
	sp := c.sp
	next := &Conn{sp: sp, shard: c.shard, user: c.user, session: c.session, pos: c.pos, born: c.born}
	sp.mu.Lock()
	if c.gone.Swap(true) {
		sp.mu.Unlock()
		return nil
	}
	delete(sp.conns, c)
	sp.conns[next] = struct{}{}
	sp.mu.Unlock()
	// Whoever ends c meanwhile sees its heir, or has left his word where we look now.
	c.heir.Store(next)
	if last := c.final.Load(); last != nil {
		next.final.CompareAndSwap(nil, last)
	}
	c.shard.mark(sp)
	return next
}
