package live

import (
	"encoding/json"
	"sync"
	"time"

	"github.com/guideops/guideops/internal/chat"
)

// Presence states.
const (
	Online  = "online"
	Away    = "away"
	Offline = "offline"
)

// offlineAfter: a phone that changes its network is not gone.
const offlineAfter = 15 * time.Second

// Presence is where one person stands.
type Presence struct {
	UserID     chat.ID `json:"user_id"`
	State      string  `json:"state" enum:"online,away,offline"`
	SinceMS    int64   `json:"since_ms,omitempty"`
	LastSeenMS int64   `json:"last_seen_ms,omitempty" doc:"for offline"`
}

// presence counts the streams of each person of a workspace. Changes are
// gathered and sent together: a thousand people connecting at once cost a
// few frames, not a million.
type presence struct {
	sp      *space
	mu      sync.Mutex
	byUser  map[chat.ID]*person
	changed map[chat.ID]struct{}
}

type person struct {
	streams int
	away    bool
	told    string // last state sent
	since   int64
	leftMS  int64 // when the last stream ended
}

func newPresence(sp *space) *presence {
	return &presence{sp: sp, byUser: map[chat.ID]*person{}, changed: map[chat.ID]struct{}{}}
}

func (p *presence) join(user chat.ID) {
	p.mu.Lock()
	defer p.mu.Unlock()
	x := p.byUser[user]
	if x == nil {
		x = &person{told: Offline}
		p.byUser[user] = x
	}
	x.streams++
	x.leftMS = 0
	p.changed[user] = struct{}{}
}

func (p *presence) leave(user chat.ID) {
	now := p.sp.hub.cfg.Now().UnixMilli()
	p.mu.Lock()
	defer p.mu.Unlock()
	x := p.byUser[user]
	if x == nil {
		return
	}
	x.streams--
	if x.streams <= 0 {
		x.leftMS = now
		p.changed[user] = struct{}{}
	}
}

// set notes that a person uses the app, or has left it open.
func (p *presence) set(user chat.ID, away bool) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if x := p.byUser[user]; x != nil && x.away != away {
		x.away = away
		p.changed[user] = struct{}{}
	}
}

// people lists who has a stream.
func (p *presence) people() []chat.ID {
	p.mu.Lock()
	defer p.mu.Unlock()
	out := make([]chat.ID, 0, len(p.byUser))
	for id := range p.byUser {
		out = append(out, id)
	}
	return out
}

func (x *person) state(nowMS int64) string {
	switch {
	case x.streams <= 0 && nowMS-x.leftMS >= offlineAfter.Milliseconds():
		return Offline
	case x.away:
		return Away
	}
	return Online
}

// list gives everybody who is not offline.
func (p *presence) list(nowMS int64) []Presence {
	p.mu.Lock()
	defer p.mu.Unlock()
	out := make([]Presence, 0, len(p.byUser))
	for id, x := range p.byUser {
		if st := x.state(nowMS); st != Offline {
			out = append(out, Presence{UserID: id, State: st, SinceMS: x.since})
		}
	}
	return out
}

// flush sends what has changed since the last time as one event.
func (p *presence) flush(now time.Time) {
	nowMS := now.UnixMilli()
	var changes []Presence
	p.mu.Lock()
	for id := range p.changed {
		x := p.byUser[id]
		st := x.state(nowMS)
		if x.streams <= 0 && st != Offline {
			continue // still in the grace time: look again
		}
		delete(p.changed, id)
		if st != x.told {
			x.told, x.since = st, nowMS
			c := Presence{UserID: id, State: st, SinceMS: nowMS}
			if st == Offline {
				c = Presence{UserID: id, State: st, LastSeenMS: x.leftMS}
			}
			changes = append(changes, c)
		}
		if st == Offline {
			delete(p.byUser, id)
		}
	}
	p.mu.Unlock()
	if len(changes) == 0 {
		return
	}
	data, err := json.Marshal(map[string]any{"changes": changes})
	if err != nil {
		p.sp.hub.log.Error("encode presence", "err", err)
		return
	}
	p.sp.appendEphemeral(frame{staff: true, sse: sse("presence", 0, data)})
}

// Online lists who of a workspace is here now.
func (h *Hub) Online(ws chat.ID) []Presence {
	h.mu.Lock()
	sp := h.spaces[ws]
	h.mu.Unlock()
	if sp == nil {
		return nil
	}
	return sp.presence.list(h.cfg.Now().UnixMilli())
}

// SetAway notes whether a person looks at the app.
func (h *Hub) SetAway(ws, user chat.ID, away bool) {
	h.mu.Lock()
	sp := h.spaces[ws]
	h.mu.Unlock()
	if sp != nil {
		sp.presence.set(user, away)
	}
}

// Typing tells the others in a room that somebody is writing.
func (h *Hub) Typing(ws, room, user chat.ID, thread chat.UUID) {
	h.mu.Lock()
	sp := h.spaces[ws]
	h.mu.Unlock()
	if sp == nil {
		return
	}
	data, err := json.Marshal(struct {
		RoomID   chat.ID   `json:"room_id"`
		UserID   chat.ID   `json:"user_id"`
		ThreadID chat.UUID `json:"thread_id,omitzero"`
	}{room, user, thread})
	if err != nil {
		h.log.Error("encode typing", "err", err)
		return
	}
	sp.appendEphemeral(frame{entry: chat.Entry{RoomID: room, RowID: int64(user)}, skip: user, sse: sse("typing", 0, data)})
}
