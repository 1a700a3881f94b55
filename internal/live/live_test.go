package live

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"net"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/guideops/guideops/internal/chat"
)

// record is a feed in memory with its directory: the far end of the hub.
type record struct {
	mu      sync.Mutex
	changes []chat.Change
	dir     *chat.Directory
}

const (
	testWS   = chat.ID(1)
	testRoom = chat.ID(10)
	anna     = chat.ID(1)
	ben      = chat.ID(2)
)

func newRecord() *record {
	users := []*chat.User{{ID: anna, Role: chat.Person}, {ID: ben, Role: chat.Person}}
	rooms := []*chat.Room{{ID: testRoom, Kind: chat.Channel, Visibility: chat.Private, History: chat.HistoryAll}}
	members := []*chat.Member{{RoomID: testRoom, UserID: anna}, {RoomID: testRoom, UserID: ben}}
	return &record{dir: chat.NewDirectory(0, users, rooms, members)}
}

// add appends n messages and gives the numbers.
func (r *record) add(n int) (from, to int64, changes []chat.Change) {
	r.mu.Lock()
	defer r.mu.Unlock()
	from = int64(len(r.changes)) + 1
	for range n {
		seq := int64(len(r.changes)) + 1
		c := chat.Change{Entry: chat.Entry{Seq: seq, Type: chat.ChangeMessage, RowID: seq, RoomID: testRoom}, Data: fmt.Appendf(nil, `{"seq":%d}`, seq)}
		r.changes = append(r.changes, c)
		changes = append(changes, c)
	}
	return from, int64(len(r.changes)), changes
}

// put appends any change.
func (r *record) put(c chat.Change) (seq int64, changes []chat.Change) {
	r.mu.Lock()
	defer r.mu.Unlock()
	c.Seq = int64(len(r.changes)) + 1
	r.changes = append(r.changes, c)
	return c.Seq, nil
}

func (r *record) config() Config {
	return Config{
		Window: 512,
		Read: func(_ context.Context, _ chat.ID, since int64, limit int) ([]chat.Change, int64, error) {
			r.mu.Lock()
			defer r.mu.Unlock()
			part := r.changes[min(int(since), len(r.changes)):]
			part = part[:min(limit, len(part))]
			return append([]chat.Change(nil), part...), since + int64(len(part)), nil
		},
		Head: func(context.Context, chat.ID) (int64, error) {
			r.mu.Lock()
			defer r.mu.Unlock()
			return int64(len(r.changes)), nil
		},
		Directory: func(context.Context, chat.ID, int64) (*chat.Directory, error) { return r.dir, nil },
	}
}

func startHub(t *testing.T, r *record) *Hub {
	t.Helper()
	h := New(r.config())
	t.Cleanup(h.Close)
	return h
}

// reader is the client side of a stream over real TCP.
type reader struct {
	net.Conn
	buf *bufio.Reader
}

func listen(t *testing.T, h *Hub, user, session chat.ID, since int64) *reader {
	t.Helper()
	ln, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer ln.Close() //nolint:errcheck // a test's listener
	client, err := net.Dial("tcp", ln.Addr().String())
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { client.Close() }) //nolint:errcheck // may be closed already
	server, err := ln.Accept()
	if err != nil {
		t.Fatal(err)
	}
	c, err := h.Open(t.Context(), testWS, user, session, since)
	if err != nil {
		t.Fatal(err)
	}
	if err := c.Start(server); err != nil {
		t.Fatal(err)
	}
	if err := client.SetReadDeadline(time.Now().Add(20 * time.Second)); err != nil {
		t.Fatal(err)
	}
	return &reader{Conn: client, buf: bufio.NewReader(client)}
}

// next reads one event: its name and id.
func (r *reader) next() (event string, id int64, data string, err error) {
	for {
		line, err := r.buf.ReadString('\n')
		if err != nil {
			return "", 0, "", err
		}
		line = strings.TrimSuffix(line, "\n")
		switch name, value, _ := strings.Cut(line, ": "); name {
		case "event":
			event = value
		case "id":
			id, err = strconv.ParseInt(value, 10, 64)
			if err != nil {
				return "", 0, "", err
			}
		case "data":
			data = value
		case "":
			return event, id, data, nil
		}
	}
}

// messages reads until the message numbered last has come, and demands every
// number after since, once and in order.
func (r *reader) messages(t *testing.T, since, last int64) {
	t.Helper()
	for want := since + 1; want <= last; {
		event, id, _, err := r.next()
		if err != nil {
			t.Fatalf("waiting for %d: %v", want, err)
		}
		if event != "message" {
			continue
		}
		if id != want {
			t.Fatalf("got message %d, want %d", id, want)
		}
		want++
	}
}

func TestOrderHoldsWhenRingsAreLostRepeatedAndReordered(t *testing.T) {
	r := newRecord()
	r.add(3)
	h := startHub(t, r)
	c := listen(t, h, anna, 1, 0)
	rnd := rand.New(rand.NewPCG(7, 7))
	type ringing struct {
		from, to int64
		changes  []chat.Change
	}
	var rings []ringing
	for range 200 {
		from, to, changes := r.add(1 + rnd.IntN(3))
		if rnd.IntN(3) == 0 {
			changes = nil // the courtesy is optional
		}
		rings = append(rings, ringing{from, to, changes})
	}
	last := rings[len(rings)-1]
	rnd.Shuffle(len(rings), func(i, j int) { rings[i], rings[j] = rings[j], rings[i] })
	for i, g := range rings {
		if i%4 == 0 {
			continue // lost
		}
		h.Ring(testWS, g.from, g.to, g.changes)
		if i%5 == 0 {
			h.Ring(testWS, g.from, g.to, g.changes)
		}
	}
	h.Ring(testWS, last.from, last.to, nil)
	c.messages(t, 0, last.to)
}

func TestAReaderThatStopsReadingIsClosedAndHarmsNobody(t *testing.T) {
	r := newRecord()
	r.add(1)
	h := startHub(t, r)
	stuck := listen(t, h, ben, 2, 1)
	good := listen(t, h, anna, 1, 1)
	const rounds, each = 400, 40
	pad := strings.Repeat("x", 2000)
	for range rounds {
		from, to, changes := r.add(each)
		for i := range changes {
			changes[i].Data = fmt.Appendf(nil, `{"seq":%d,"pad":%q}`, changes[i].Seq, pad)
		}
		h.Ring(testWS, from, to, changes)
		good.messages(t, from-1, to)
	}
	sp, err := h.space(t.Context(), testWS)
	if err != nil {
		t.Fatal(err)
	}
	sp.mu.RLock()
	frames, bytes := len(sp.frames), sp.bytes
	sp.mu.RUnlock()
	if frames > 512 || bytes > windowBytes {
		t.Fatalf("the window grew to %d frames, %d bytes", frames, bytes)
	}
	// The stuck one reads at last: what it gets is in order, and then it is told to resync or is cut.
	var last int64 = 1
	for {
		event, id, _, err := stuck.next()
		if err != nil || event == "resync" {
			break
		}
		if id != 0 && event == "message" {
			if id != last+1 {
				t.Fatalf("message %d after %d", id, last)
			}
			last = id
		}
	}
	if last == 1+rounds*each {
		t.Fatal("the stuck reader got everything: it was never stuck, so this shows nothing")
	}
	if h.Stats(0).ClosedSlow == 0 {
		t.Fatal("no stream was closed for being slow")
	}
}

func TestARemovedMemberAndAnEndedSessionFallSilent(t *testing.T) {
	r := newRecord()
	r.add(1)
	h := startHub(t, r)
	removed := listen(t, h, ben, 2, 1)
	stays := listen(t, h, anna, 1, 1)
	other := listen(t, h, anna, 9, 1)
	from, to, changes := r.add(1)
	h.Ring(testWS, from, to, changes)
	removed.messages(t, 1, 2) // he did get messages before

	seq, _ := r.put(chat.Change{Entry: chat.Entry{Type: chat.ChangeMember, RowID: int64(ben), RoomID: testRoom}, Data: []byte(`{"left_ms":5}`)})
	r.dir.Apply(seq, nil, nil, []*chat.Member{{RoomID: testRoom, UserID: ben, LeftMS: 5, ChangeSeq: seq}})
	h.Ring(testWS, seq, seq, nil)
	if event, id, _, err := removed.next(); err != nil || event != "member" || id != seq {
		t.Fatalf("the removed got %q %d, %v; want his own removal", event, id, err)
	}
	end, _ := r.put(chat.Change{Entry: chat.Entry{Type: chat.ChangeSession, RowID: 9, UserID: anna}, Data: []byte(`{}`)})
	h.Ring(testWS, end, end, nil)
	from, to, changes = r.add(3)
	h.Ring(testWS, from, to, changes)

	for want := int64(2); want <= to; want++ {
		event, id, _, err := stays.next()
		if err != nil || id != want {
			t.Fatalf("who stays got %q %d, %v; want %d", event, id, err, want)
		}
	}
	for {
		event, id, data, err := other.next()
		if err != nil {
			t.Fatalf("the ended session was cut without a word: %v", err)
		}
		if event == "bye" {
			if !strings.Contains(data, "session_ended") {
				t.Fatalf("bye says %s", data)
			}
			break
		}
		if id > end {
			t.Fatalf("the ended session got %q %d", event, id)
		}
	}
	h.Close()
	for {
		event, id, _, err := removed.next()
		if err != nil || event == "bye" {
			break
		}
		if event == "message" {
			t.Fatalf("the removed member got message %d", id)
		}
	}
}

func TestWhatWasReadPastTheTargetIsJudgedByItsOwnRights(t *testing.T) {
	rec := newRecord()
	var known atomic.Int64
	cfg := rec.config()
	cfg.Directory = func(_ context.Context, _ chat.ID, seq int64) (*chat.Directory, error) {
		known.Store(max(known.Load(), seq))
		return rec.dir, nil
	}
	h := New(cfg)
	t.Cleanup(h.Close)
	r := listen(t, h, ben, 1, 0)
	_, first, _ := rec.add(1)
	rec.add(2) // another node commits on before we have read what it rang for
	h.Ring(testWS, first, first, nil)
	r.messages(t, 0, 3)
	if got := known.Load(); got < 3 {
		t.Fatalf("frames up to 3 were handed out by the rights of %d", got)
	}
}

func TestACursorOutsideTheWindowMustSync(t *testing.T) {
	r := newRecord()
	_, to, _ := r.add(3000)
	h := startHub(t, r)
	if _, err := h.Open(t.Context(), testWS, anna, 1, to-600); !errors.Is(err, ErrResync) {
		t.Fatalf("a cursor before the window: %v", err)
	}
	if _, err := h.Open(t.Context(), testWS, anna, 1, to+1); !errors.Is(err, ErrResync) {
		t.Fatalf("a cursor beyond the head: %v", err)
	}
	listen(t, h, anna, 1, to-500).messages(t, to-500, to)
}

func TestPresenceIsBatchedAndNotForGuests(t *testing.T) {
	r := newRecord()
	guest := chat.ID(3)
	r.dir.Apply(0, []*chat.User{{ID: guest, Role: chat.Guest}}, nil, []*chat.Member{{RoomID: testRoom, UserID: guest}})
	r.add(1)
	h := startHub(t, r)
	member := listen(t, h, anna, 1, 1)
	visitor := listen(t, h, guest, 3, 1)
	for {
		event, _, data, err := member.next()
		if err != nil {
			t.Fatal(err)
		}
		if event == "presence" && strings.Contains(data, `"user_id":"3","state":"online"`) {
			break
		}
	}
	from, to, changes := r.add(1)
	h.Ring(testWS, from, to, changes)
	if event, _, _, err := visitor.next(); err != nil || event != "message" {
		t.Fatalf("the guest got %q first (%v); presence is not his", event, err)
	}
}

func TestNewestPageHoldsEveryChangeUpToTheHead(t *testing.T) {
	r := newRecord()
	r.add(300)
	h := startHub(t, r)
	read := func(n int) ([]Encoded, bool, error) {
		r.mu.Lock()
		defer r.mu.Unlock()
		var out []Encoded
		for _, c := range r.changes[max(0, len(r.changes)-n):] {
			out = append(out, Encoded{Seq: c.RowID, ChangeSeq: c.Seq, JSON: c.Data})
		}
		return out, len(r.changes) <= n, nil
	}
	for round := range 20 {
		from, to, changes := r.add(1)
		h.Ring(testWS, from, to, changes)
		msgs, more, ok, err := h.Newest(t.Context(), testWS, testRoom, 50, 0, read)
		if err != nil || !ok || !more || len(msgs) != 50 || msgs[49].Seq != to || msgs[0].Seq != to-49 {
			t.Fatalf("round %d: %d messages, more=%v ok=%v err=%v", round, len(msgs), more, ok, err)
		}
	}
	msgs, more, ok, err := h.Newest(t.Context(), testWS, testRoom, 50, 310, read)
	if err != nil || !ok || more || len(msgs) == 0 || msgs[0].Seq != 310 {
		t.Fatalf("from joining: %d messages, more=%v ok=%v err=%v", len(msgs), more, ok, err)
	}
}

func TestACompanysNumbersAreItsOwn(t *testing.T) {
	r := newRecord()
	h := startHub(t, r)
	c := listen(t, h, ben, 1, 0)
	from, to, changes := r.add(3)
	h.Ring(testWS, from, to, changes)
	c.messages(t, 0, to)
	own, all, other := h.Stats(testWS), h.Stats(0), h.Stats(testWS+1) // the sum last: it only grows
	if own.Streams != 1 || own.Delivered < 3 || all.Streams != 1 || all.Delivered < own.Delivered {
		t.Errorf("its own %+v of %+v", own, all)
	}
	if other != (Stats{}) {
		t.Errorf("another company is told %+v", other)
	}
}
