package app_test

import (
	"context"
	"fmt"
	"math/rand/v2"
	"slices"
	"sync"
	"testing"
	"time"

	"github.com/guideops/guideops/internal/app"
	"github.com/guideops/guideops/internal/chat"
	"github.com/guideops/guideops/internal/store"
)

func TestTheReadingMarkOnlyGrowsAndStopsAtTheHead(t *testing.T) {
	onBoth(t, func(t *testing.T, w *world) {
		ctx := context.Background()
		one := w.say(w.cleo, w.patrol, "one")
		two := w.say(w.cleo, w.patrol, "two")
		st, err := w.app.Read(ctx, w.ben, w.patrol, two.Seq)
		w.must(err)
		if st.ReadSeq != two.Seq {
			t.Fatalf("read to %d, want %d", st.ReadSeq, two.Seq)
		}
		head := w.head(w.ben)
		st, err = w.app.Read(ctx, w.ben, w.patrol, one.Seq)
		w.must(err)
		if st.ReadSeq != two.Seq || w.head(w.ben) != head {
			t.Errorf("moved back to %d", st.ReadSeq)
		}
		st, err = w.app.Read(ctx, w.ben, w.patrol, chat.MaxExact)
		w.must(err)
		if st.ReadSeq != head {
			t.Errorf("read to %d, the head was %d", st.ReadSeq, head)
		}
		if _, err := w.app.Read(ctx, w.ben, w.patrol, 1<<53); code(err) != "seq_out_of_range" {
			t.Errorf("2^53: %v", err)
		}
	})
}

func TestMarkedUnreadIsClearedByTheNextReading(t *testing.T) {
	w := newWorld(t)
	ctx := context.Background()
	one := w.say(w.cleo, w.patrol, "one")
	two := w.say(w.cleo, w.patrol, "two")
	_, err := w.app.Read(ctx, w.ben, w.patrol, two.Seq)
	w.must(err)
	st, err := w.app.MarkUnread(ctx, w.ben, w.patrol, one.Seq)
	w.must(err)
	if st.UnreadFromSeq != one.Seq || st.ReadSeq != two.Seq {
		t.Errorf("marked: %+v", st)
	}
	if v := w.view(w.ben, w.patrol); v.UnreadCount != 2 {
		t.Errorf("%d unread, want 2", v.UnreadCount)
	}
	if readers, _, err := w.app.Readers(ctx, w.cleo, two.ID); err != nil || !slices.Contains(readers, w.ben.User) {
		t.Errorf("to the others he has read it: %v, %v", readers, err)
	}
	st, err = w.app.Read(ctx, w.ben, w.patrol, two.Seq)
	w.must(err)
	if v := w.view(w.ben, w.patrol); st.UnreadFromSeq != 0 || v.UnreadCount != 0 {
		t.Errorf("after reading: %+v, %d unread", st, v.UnreadCount)
	}
	if _, err := w.app.MarkUnread(ctx, w.ben, w.patrol, w.head(w.ben)+1); code(err) != "seq_unknown" {
		t.Errorf("unread from the future: %v", err)
	}
}

func TestOnlyInADirectRoomDoTheOthersLearnOfReading(t *testing.T) {
	w := newWorld(t)
	ctx := context.Background()
	d, err := w.app.OpenDirect(ctx, w.ben, ids(w.cleo))
	w.must(err)
	for room, want := range map[chat.ID]int{d.Room.ID: 1, w.patrol: 0} {
		m := w.say(w.cleo, room, "hi")
		since := w.head(w.ben)
		_, err := w.app.Read(ctx, w.ben, room, m.Seq)
		w.must(err)
		page, err := w.app.Sync(ctx, w.cleo, since, "", 0)
		w.must(err)
		if len(page.Changes) != want {
			t.Errorf("room %d: %d changes, want %d", room, len(page.Changes), want)
		}
		readers, waiting, err := w.app.Readers(ctx, w.cleo, m.ID)
		w.must(err)
		if !slices.Equal(readers, ids(w.ben)) || slices.Contains(waiting, w.cleo.User) {
			t.Errorf("room %d: readers %v, waiting %v", room, readers, waiting)
		}
	}
}

func TestTheOrderHoldsWhenTheClockIsSetBack(t *testing.T) {
	w := newWorld(t)
	one := w.say(w.cleo, w.patrol, "one")
	w.clock.Move(-time.Hour)
	two := w.say(w.cleo, w.patrol, "two")
	w.clock.Move(time.Minute)
	edited, err := w.app.EditMessage(context.Background(), w.cleo, one.ID, "one!", nil)
	w.must(err)
	if two.Seq <= one.Seq || two.TSMS < one.TSMS || edited.EditedMS < one.TSMS {
		t.Errorf("one at %d/%d, two at %d/%d, edited %d", one.Seq, one.TSMS, two.Seq, two.TSMS, edited.EditedMS)
	}
}

func TestTheJumpToADateFindsTheFirstMessageOfIt(t *testing.T) {
	onBoth(t, func(t *testing.T, w *world) {
		ctx := context.Background()
		r := w.room(w.ben, app.NewRoom{Name: "Days", Visibility: "private", History: "from_joining", UserIDs: ids(w.cleo)})
		var sent []*chat.Message
		for i := range 60 {
			w.clock.Move(time.Duration(i%4) * time.Hour) // several at the same time
			sent = append(sent, w.say(w.ben, r.ID, "x"))
			w.say(w.cleo, w.patrol, "between")
			if i == 30 {
				w.eveIn(r.ID)
			}
		}
		check := func(by app.Actor, from int64, ts int64) {
			t.Helper()
			want := int64(0)
			for _, m := range sent {
				if m.TSMS >= ts && m.Seq >= from {
					want = m.Seq
					break
				}
			}
			got, err := w.app.SeqAt(ctx, by, r.ID, ts)
			if got != want || (err == nil) != (want != 0) {
				t.Errorf("at %d: %d, %v, want %d", ts, got, err, want)
			}
		}
		for _, m := range sent[1:] {
			for _, ts := range []int64{m.TSMS - 1, m.TSMS, m.TSMS + 1} {
				check(w.cleo, 0, ts)
			}
		}
		if got, err := w.app.SeqAt(ctx, w.eve, r.ID, 0); err != nil || got <= sent[30].Seq {
			t.Errorf("Eve, who came later, is led to %d (%v)", got, err)
		}
		if _, err := w.app.SeqAt(ctx, w.anna, r.ID, 0); code(err) != "room_not_found" {
			t.Errorf("an outsider: %v", err)
		}
	})
}

func TestCountingStopsAtItsLimit(t *testing.T) {
	w := newWorld(t)
	var wg sync.WaitGroup
	for range 17 {
		wg.Go(func() {
			for range 60 {
				s := chat.Send{ID: newID(), Text: "x", Mentions: []string{"room"}}
				if _, err := w.app.Send(context.Background(), w.cleo, w.patrol, &s); err != nil {
					t.Error(err)
				}
			}
		})
	}
	wg.Wait()
	if v := w.view(w.ben, w.patrol); v.UnreadCount != store.CountLimit || v.MentionCount != store.CountLimit {
		t.Errorf("of 1020: %d unread, %d mentions", v.UnreadCount, v.MentionCount)
	}
}

// countModel is what unread means, said as simply as possible.
type countModel struct {
	msgs  []*modelMsg
	marks map[chat.ID]*modelMark
	reads map[modelThread]int64 // how far a person who has a state of a thread has read it
}

type modelThread struct {
	user chat.ID
	root chat.UUID
}

// follow gives people who are in the room a state of the thread that a reply is in.
func (c *countModel) follow(reply *modelMsg, people []chat.ID) {
	for _, root := range c.msgs {
		if root.ID != reply.ThreadID {
			continue
		}
		for _, user := range people {
			t := modelThread{user, root.ID}
			if _, has := c.reads[t]; !has && c.marks[user] != nil {
				c.reads[t] = root.Seq
			}
		}
	}
}

func (c *countModel) author(id chat.UUID) chat.ID {
	for _, m := range c.msgs {
		if m.ID == id {
			return m.AuthorID
		}
	}
	return 0
}

type modelMsg struct {
	*chat.Message
	named   []chat.ID
	deleted bool
}

type modelMark struct{ joined, read, from int64 }

func (c *countModel) counts(user chat.ID) (unread, mentions int64) {
	k := c.marks[user]
	if k == nil {
		return 0, 0
	}
	for _, m := range c.msgs {
		fresh := m.Seq > k.read && m.Seq >= k.joined
		marked := k.from != 0 && m.Seq >= k.from
		if m.deleted || m.AuthorID == user {
			continue
		}
		named := slices.Contains(m.named, user) && m.Seq >= k.joined
		if !m.ThreadID.IsZero() {
			if read, has := c.reads[modelThread{user, m.ThreadID}]; named && has && m.Seq > read {
				mentions++
			}
			continue
		}
		if fresh || marked {
			unread++
			if named {
				mentions++
			}
		}
	}
	return unread, mentions
}

// walker makes random events in one room and keeps the model beside them.
type walker struct {
	*world
	rnd    *rand.Rand
	model  countModel
	people []app.Actor
}

func (k *walker) someone() app.Actor { return k.people[k.rnd.IntN(len(k.people))] }

func (k *walker) inside() []chat.ID {
	var out []chat.ID
	for id := range k.model.marks {
		out = append(out, id)
	}
	return out
}

// naming chooses mentions and says whom of those in the room they name.
func (k *walker) naming(author chat.ID) ([]string, []chat.ID) {
	switch k.rnd.IntN(4) {
	case 0:
		return []string{"room"}, k.inside()
	case 1:
		other := k.someone().User
		if k.model.marks[other] == nil || other == author {
			return []string{other.String()}, nil
		}
		return []string{other.String()}, []chat.ID{other}
	}
	return nil, nil
}

func (k *walker) seq() int64 {
	if len(k.model.msgs) == 0 {
		return 1
	}
	return k.model.msgs[k.rnd.IntN(len(k.model.msgs))].Seq
}

func (k *walker) step() string {
	ctx := context.Background()
	by := k.someone()
	mark := k.model.marks[by.User]
	kind := k.rnd.IntN(14)
	if mark == nil {
		_, err := k.app.AddMembers(ctx, k.ben, k.patrol, []chat.ID{by.User}, "")
		k.must(err)
		m, _ := k.member(by)
		k.model.marks[by.User] = &modelMark{joined: m.JoinedSeq, read: k.view(by, k.patrol).State.ReadSeq}
		return "enter"
	}
	switch {
	case kind < 5:
		mentions, named := k.naming(by.User)
		more := []func(*chat.Send){naming(mentions...)}
		if len(k.model.msgs) > 0 && kind < 2 {
			more = append(more, in(k.model.msgs[k.rnd.IntN(len(k.model.msgs))].Message))
		}
		m := &modelMsg{Message: k.say(by, k.patrol, "x", more...), named: named}
		k.model.msgs = append(k.model.msgs, m)
		k.model.follow(m, append(slices.Clone(named), by.User, k.model.author(m.ThreadID)))
		return "send"
	case kind < 7:
		seq := k.seq()
		_, err := k.app.Read(ctx, by, k.patrol, seq)
		k.must(err)
		mark.read, mark.from = max(mark.read, seq), 0
		return "read"
	case kind < 9:
		seq := k.seq()
		_, err := k.app.MarkUnread(ctx, by, k.patrol, seq)
		k.must(err)
		mark.from = seq
		return "mark unread"
	case kind == 9 && by != k.ben:
		k.must(k.app.LeaveRoom(ctx, by, k.patrol))
		delete(k.model.marks, by.User)
		return "leave"
	case kind >= 12:
		return k.readThread(by)
	}
	return k.change(kind == 10)
}

// readThread reads a thread as far as one of its replies.
func (k *walker) readThread(by app.Actor) string {
	if len(k.model.msgs) == 0 {
		return "nothing"
	}
	m := k.model.msgs[k.rnd.IntN(len(k.model.msgs))]
	if m.ThreadID.IsZero() {
		return "nothing"
	}
	_, err := k.app.SetThreadState(context.Background(), by, m.ThreadID, app.ThreadPatch{ReadSeq: &m.Seq})
	k.must(err)
	t := modelThread{by.User, m.ThreadID}
	k.model.reads[t] = max(k.model.reads[t], m.Seq)
	return "read thread"
}

// change deletes or edits a message of somebody who is in the room.
func (k *walker) change(remove bool) string {
	ctx := context.Background()
	if len(k.model.msgs) == 0 {
		return "nothing"
	}
	m := k.model.msgs[k.rnd.IntN(len(k.model.msgs))]
	if m.deleted || k.model.marks[m.AuthorID] == nil {
		return "nothing"
	}
	author := app.Actor{Workspace: k.ben.Workspace, User: m.AuthorID}
	if remove {
		_, err := k.app.DeleteMessage(ctx, author, m.ID)
		k.must(err)
		m.deleted = true
		return "delete"
	}
	mentions, named := k.naming(m.AuthorID)
	_, err := k.app.EditMessage(ctx, author, m.ID, fmt.Sprint("edit ", k.rnd.Int()), &mentions)
	k.must(err)
	m.named = named
	k.model.follow(m, slices.DeleteFunc(slices.Clone(named), func(id chat.ID) bool { return id == m.AuthorID }))
	return "edit"
}

func (k *walker) member(by app.Actor) (*chat.Member, bool) {
	for _, m := range k.view(k.ben, k.patrol).Members {
		if m.UserID == by.User {
			return m, true
		}
	}
	return nil, false
}

func TestCountsAreRightAfterAnyOrderOfEvents(t *testing.T) {
	onBoth(t, func(t *testing.T, w *world) {
		seed := rand.Uint64()
		k := &walker{world: w, rnd: rand.New(rand.NewPCG(seed, 1)), people: []app.Actor{w.ben, w.cleo, w.dora, w.eve, w.gus}}
		k.model.marks, k.model.reads = map[chat.ID]*modelMark{}, map[modelThread]int64{}
		for _, m := range w.view(w.ben, w.patrol).Members {
			st, err := w.store.State(context.Background(), w.patrol, m.UserID)
			w.must(err)
			k.model.marks[m.UserID] = &modelMark{joined: m.JoinedSeq, read: st.ReadSeq}
		}
		check := func(i int, what string, p app.Actor) {
			counts, err := w.store.Counts(context.Background(), p.User)
			w.must(err)
			unread, mentions := k.model.counts(p.User)
			if got := counts[w.patrol]; got.Unread != unread || got.Mentions != mentions {
				t.Fatalf("seed %d, step %d (%s), person %d: %d unread and %d mentions, want %d and %d",
					seed, i, what, p.User, got.Unread, got.Mentions, unread, mentions)
			}
		}
		steps := 300
		if w.store.Engine() == "PostgreSQL" {
			steps = 100 // the same SQL, four round trips an event
		}
		for i := range steps {
			check(i, k.step(), k.someone())
		}
		for _, p := range k.people {
			check(steps, "in the end", p)
		}
	})
}
