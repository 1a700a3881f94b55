package demo

import (
	"cmp"
	"math/rand/v2"
	"slices"
	"strings"
	"time"
)

const (
	season = 110 * 24 * time.Hour
	noOne  = -1
)

// line is one message of the plan. People and rooms are named by their place in the lists.
type line struct {
	at        time.Time // when it reaches the server
	written   time.Time // zero: at once
	who, room int
	text      string
	mentions  []int
	where     *place
	thread    int // index of the line that begins the thread, or noOne
	quote     int // index of the quoted line, or noOne
	reactions []reaction
	pin       bool
}

type reaction struct {
	after time.Duration
	who   int
	emoji string
}

// planner makes up a season. The same seed makes the same season.
type planner struct {
	*script
	rng    *rand.Rand
	guides []guide
	rooms  []room
	lines  []line
}

// plan gives n messages of a season that ends at end, in the order of arrival.
func plan(s *script, seed uint64, end time.Time, n int) []line {
	p := &planner{script: s, rng: rand.New(rand.NewPCG(seed, 7)), guides: cast(), rooms: rooms()}
	for len(p.lines) < n {
		p.conversation(end, n)
	}
	return inOrder(p.lines)
}

// inOrder sorts by arrival and keeps the references right.
func inOrder(lines []line) []line {
	order := make([]int, len(lines))
	for i := range order {
		order[i] = i
	}
	slices.SortStableFunc(order, func(a, b int) int { return lines[a].at.Compare(lines[b].at) })
	place := make([]int, len(lines))
	for to, from := range order {
		place[from] = to
	}
	out := make([]line, len(lines))
	for to, from := range order {
		l := lines[from]
		if l.thread != noOne {
			l.thread = place[l.thread]
		}
		if l.quote != noOne {
			l.quote = place[l.quote]
		}
		out[to] = l
	}
	return out
}

// conversation adds one opening and what the others say to it.
func (p *planner) conversation(end time.Time, most int) {
	roomIndex := p.pickRoom()
	r := p.rooms[roomIndex]
	kind := r.kinds[p.rng.IntN(len(r.kinds))]
	author := p.opener(r.region, kind)
	at := p.daytime(end, p.guides[author].offset)
	open := p.spoken(line{at: at, who: author, room: roomIndex, thread: noOne, quote: noOne}, "open", kind)
	if open.where != nil && p.rng.IntN(100) < 12 { // from a place without signal
		open.written, open.at = at, at.Add(time.Duration(30+p.rng.IntN(420))*time.Minute)
		if open.at.After(end) {
			open.at = end
		}
	}
	open.pin = p.rng.IntN(150) == 0
	first := len(p.lines)
	p.lines = append(p.lines, p.react(open))
	inThread := p.rng.IntN(100) < 35
	now := open.at
	said := map[string]bool{}
	for range p.rng.IntN(7) {
		now = now.Add(time.Duration(20+p.rng.IntN(1500)) * time.Second)
		if len(p.lines) >= most || now.After(end) {
			return
		}
		reply := line{at: now, who: p.pickGuide(r.region, p.lines[len(p.lines)-1].who), room: roomIndex, thread: noOne, quote: noOne}
		if inThread {
			reply.thread = first
		} else if p.rng.IntN(100) < 12 {
			reply.quote = first
		}
		answer := p.spoken(reply, "reply", kind)
		for range 5 {
			if !said[answer.text] {
				break
			}
			answer = p.spoken(reply, "reply", kind)
		}
		said[answer.text] = true
		p.lines = append(p.lines, p.react(answer))
	}
}

func (p *planner) pickRoom() int {
	n := p.rng.IntN(100)
	for i, r := range p.rooms {
		if n -= r.weight; n < 0 {
			return i
		}
	}
	return 0
}

// opener begins a conversation: about a region somebody who is there, about the
// weather mostly the forecaster.
func (p *planner) opener(region, kind string) int {
	for {
		i := p.rng.IntN(len(p.guides))
		if kind == "forecast" && p.rng.IntN(10) < 6 {
			i = forecaster
		}
		if region == "" || p.guides[i].region == region {
			return i
		}
	}
}

// pickGuide takes somebody of the region, or now and then somebody who looks in, but not the one given.
func (p *planner) pickGuide(region string, not int) int {
	for {
		i := p.rng.IntN(len(p.guides))
		if i != not && (region == "" || p.guides[i].region == region || p.rng.IntN(12) == 0) {
			return i
		}
	}
}

// daytime is a waking hour of the guide's own day, more often in the morning.
// Days towards the end have as much as those before, so the last one is full too.
func (p *planner) daytime(end time.Time, offset time.Duration) time.Time {
	for {
		at := end.Add(-time.Duration(p.rng.Int64N(int64(season))))
		local := at.Add(offset).UTC().Hour()
		if local >= 5 && local < 22 && (local < 11 || local > 14 || p.rng.IntN(2) == 0) {
			return at
		}
	}
}

// spoken gives the line its words, in the speaker's own language now and then.
func (p *planner) spoken(l line, part, kind string) line {
	g := p.guides[l.who]
	w := &words{script: p.script, rng: p.rng, region: cmp.Or(p.rooms[l.room].region, g.region)}
	w.who = func() string {
		i := p.pickGuide(p.rooms[l.room].region, l.who)
		if !slices.Contains(l.mentions, i) {
			l.mentions = append(l.mentions, i)
		}
		return p.guides[i].first + " " + p.guides[i].last
	}
	w.guide = func() string { return p.guides[p.pickGuide("", l.who)].first }
	language := "en"
	if p.rng.IntN(100) < 40 && p.rooms[l.room].region == g.region {
		language = g.own
	}
	l.text = w.say(p.section(part, kind, language))
	if part == "open" && w.at != nil && strings.Contains(l.text, w.at.name) && p.rng.IntN(100) < 60 {
		l.where = w.at
	}
	return l
}

// section falls back: to what is said of conditions, and to English.
func (p *planner) section(part, kind, language string) string {
	for _, name := range []string{part + " " + kind + " " + language, part + " " + kind + " en"} {
		if len(p.sections[name]) > 0 {
			return name
		}
	}
	return part + " conditions en"
}

func (p *planner) react(l line) line {
	if p.rng.IntN(100) >= 28 {
		return l
	}
	emojis := []string{"👍", "👍", "👍", "🙏", "👀", "❄️", "✅"}
	if p.rooms[l.room].region == "" {
		emojis = []string{"👍", "👍", "❤️", "🎉", "💪", "🙏", "😄"}
	}
	for range 1 + p.rng.IntN(4) {
		r := reaction{after: time.Duration(10+p.rng.IntN(3000)) * time.Second, who: p.pickGuide(p.rooms[l.room].region, l.who),
			emoji: emojis[p.rng.IntN(len(emojis))]}
		if !slices.ContainsFunc(l.reactions, func(o reaction) bool { return o.who == r.who && o.emoji == r.emoji }) {
			l.reactions = append(l.reactions, r)
		}
	}
	return l
}
