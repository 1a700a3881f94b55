package demo

import (
	"context"
	"encoding/binary"
	"fmt"
	"math/rand/v2"
	"slices"
	"sync/atomic"
	"time"

	"github.com/guideops/guideops/internal/app"
	"github.com/guideops/guideops/internal/chat"
)

// Clock is the time that the season is played by. The record and the verbs
// must be opened with its Now.
type Clock struct{ ms atomic.Int64 }

// Now is the moment of the season.
func (c *Clock) Now() time.Time { return time.UnixMilli(c.ms.Load()) }

// set moves on to t; time never runs back.
func (c *Clock) set(t time.Time) { c.ms.Store(max(c.ms.Load(), t.UnixMilli())) }

// player plays a plan through the verbs.
type player struct {
	app    *app.App
	clock  *Clock
	rng    *rand.Rand
	guides []guide
	people []app.Actor
	rooms  []chat.ID
	sent   []chat.UUID
	seqs   []int64
}

// Play fills an empty server with the season of messages that ends at end.
func Play(ctx context.Context, a *app.App, clock *Clock, end time.Time, messages int) error {
	s, err := readScript(seasonText)
	if err != nil {
		return err
	}
	lines := plan(s, 2026, end, messages)
	p := &player{app: a, clock: clock, rng: rand.New(rand.NewPCG(2026, 11)), guides: cast()}
	clock.set(lines[0].at.Add(-48 * time.Hour))
	if err := p.company(ctx); err != nil {
		return fmt.Errorf("found the company: %w", err)
	}
	if err := p.makeRooms(ctx); err != nil {
		return fmt.Errorf("make the rooms: %w", err)
	}
	if err := p.perform(ctx, events(lines), lines); err != nil {
		return fmt.Errorf("play the season: %w", err)
	}
	clock.set(end)
	if err := p.leaveReadMarks(ctx, lines); err != nil {
		return fmt.Errorf("read the rooms: %w", err)
	}
	return p.readThreads(ctx, threads(lines))
}

// company registers the owner, who invites everybody else.
func (p *player) company(ctx context.Context) error {
	for i, g := range p.guides {
		reg := app.Registration{FirstName: g.first, LastName: g.last, Email: g.login + "@fiveranges.example", Password: Password,
			Phone: g.phone, Title: g.title, Locale: g.locale, TimeZone: g.zone, Device: "Demonstration", Local: true}
		if i == 0 {
			reg.Company = Company
		} else {
			inv, err := p.app.CreateInvite(ctx, p.people[0], app.NewInvite{Role: chat.Role(g.role), MaxUses: 1, Note: g.first})
			if err != nil {
				return err
			}
			reg.Invite = inv.Code
		}
		p.clock.set(p.clock.Now().Add(time.Duration(5+p.rng.IntN(50)) * time.Minute))
		in, err := p.app.Register(ctx, app.Actor{IP: "127.0.0.1"}, reg)
		if err != nil {
			return fmt.Errorf("%s: %w", g.first, err)
		}
		p.people = append(p.people, app.Actor{Workspace: in.Workspace.ID, User: in.User.ID, Session: in.SessionID, IP: "127.0.0.1"})
	}
	return nil
}

func (p *player) makeRooms(ctx context.Context) error {
	mine, err := p.app.Rooms(ctx, p.people[0], "mine", "")
	if err != nil {
		return err
	}
	if len(mine) != 1 {
		return fmt.Errorf("a new company has %d rooms instead of General", len(mine))
	}
	p.rooms = append(p.rooms, mine[0].ID)
	var all []chat.ID
	for _, a := range p.people[1:] {
		all = append(all, a.User)
	}
	for _, r := range rooms()[1:] {
		p.clock.set(p.clock.Now().Add(3 * time.Minute))
		made, err := p.app.CreateRoom(ctx, p.people[0], app.NewRoom{Name: r.name, Topic: r.topic, Visibility: chat.Public, UserIDs: all})
		if err != nil {
			return fmt.Errorf("%s: %w", r.name, err)
		}
		p.rooms = append(p.rooms, made.ID)
	}
	return nil
}

// event is what happens at one moment: a message, or something done to it.
type event struct {
	at   time.Time
	line int
	do   *reaction // nil: the message itself
	pin  bool
}

// events orders all that happens. What is done to a message comes after it.
func events(lines []line) []event {
	var all []event
	for i, l := range lines {
		all = append(all, event{at: l.at, line: i})
		for _, r := range l.reactions {
			all = append(all, event{at: l.at.Add(r.after), line: i, do: &r})
		}
		if l.pin {
			all = append(all, event{at: l.at.Add(time.Hour), line: i, pin: true})
		}
	}
	last := lines[len(lines)-1].at
	for i := range all {
		if all[i].at.After(last) {
			all[i].at = last
		}
	}
	slices.SortStableFunc(all, func(a, b event) int { return a.at.Compare(b.at) })
	return all
}

func (p *player) perform(ctx context.Context, all []event, lines []line) error {
	p.sent, p.seqs = make([]chat.UUID, len(lines)), make([]int64, len(lines))
	for _, e := range all {
		p.clock.set(e.at)
		l := &lines[e.line]
		var err error
		switch {
		case e.do != nil:
			_, err = p.app.React(ctx, p.people[e.do.who], p.sent[e.line], e.do.emoji, true)
		case e.pin:
			_, err = p.app.Pin(ctx, p.people[l.who], p.sent[e.line], true)
		default:
			err = p.send(ctx, e.line, l)
		}
		if err != nil {
			return err
		}
	}
	return nil
}

func (p *player) send(ctx context.Context, i int, l *line) error {
	nowMS := p.clock.Now().UnixMilli()
	p.sent[i] = p.newID(nowMS)
	m := &chat.Send{ID: p.sent[i], Text: l.text, DeviceMS: nowMS}
	writtenMS := nowMS
	if !l.written.IsZero() {
		writtenMS = l.written.UnixMilli()
		m.ComposedMS = writtenMS
	}
	if l.thread != noOne {
		m.ThreadID = p.sent[l.thread]
	}
	if l.quote != noOne {
		m.ReplyTo = p.sent[l.quote]
	}
	for _, who := range l.mentions {
		m.Mentions = append(m.Mentions, p.people[who].User.String())
	}
	if l.where != nil {
		p.locate(m, l.where, writtenMS)
	}
	stored, err := p.app.Send(ctx, p.people[l.who], p.rooms[l.room], m)
	p.seqs[i] = stored.Seq
	return err
}

// locate puts the message near the place, as a phone measures it.
func (p *player) locate(m *chat.Send, at *place, writtenMS int64) {
	lat, long := at.lat+(p.rng.Float64()-0.5)/150, at.long+(p.rng.Float64()-0.5)/100
	alt := float64(int(at.alt) - p.rng.IntN(120))
	lat, long = float64(int(lat*1e5))/1e5, float64(int(long*1e5))/1e5
	m.Lat, m.Long, m.AltitudeM = &lat, &long, &alt
	m.AccuracyM = float64(4 + p.rng.IntN(26))
	m.CapturedMS = writtenMS - int64(p.rng.IntN(180_000))
}

// newID makes a UUIDv7 of the season's time, so that ids and times agree.
func (p *player) newID(ms int64) chat.UUID {
	var u chat.UUID
	binary.BigEndian.PutUint64(u[0:8], uint64(ms)<<16|uint64(p.rng.Uint32()&0x0fff)|0x7000)
	binary.BigEndian.PutUint64(u[8:16], p.rng.Uint64()&0x3fffffffffffffff|0x8000000000000000)
	return u
}

// leaveReadMarks lets everybody have read all but the last of some rooms, as on a working day.
func (p *player) leaveReadMarks(ctx context.Context, lines []line) error {
	for who, by := range p.people {
		for i, id := range p.rooms {
			var seqs []int64
			for n, l := range lines {
				if l.room == i {
					seqs = append(seqs, p.seqs[n])
				}
			}
			unread := 0
			if p.rng.IntN(100) < 45 || (who == 0 && i%3 == 1) {
				unread = 1 + p.rng.IntN(6)
			}
			if len(seqs) <= unread {
				continue
			}
			if _, err := p.app.Read(ctx, by, id, seqs[len(seqs)-1-unread]); err != nil {
				return err
			}
		}
	}
	return nil
}
