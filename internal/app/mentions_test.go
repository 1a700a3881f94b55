package app_test

import (
	"context"
	"fmt"
	"slices"
	"testing"
	"time"

	"github.com/guideops/guideops/internal/app"
	"github.com/guideops/guideops/internal/chat"
)

func (w *world) skeleton(by app.Actor) *app.Skeleton {
	w.t.Helper()
	sk, err := w.app.Bootstrap(context.Background(), by)
	w.must(err)
	return sk
}

// threadsOf tells of the threads in a person's bootstrap how much is unread.
func (w *world) threadsOf(by app.Actor) map[chat.UUID]int64 {
	out := map[chat.UUID]int64{}
	for _, st := range w.skeleton(by).ThreadStates {
		out[st.ThreadID] = st.UnreadCount
	}
	return out
}

func TestAMentionInAReplyIsReadWithItsThreadAndNotWithTheRoom(t *testing.T) {
	onBoth(t, func(t *testing.T, w *world) {
		ctx := context.Background()
		root := w.say(w.cleo, w.patrol, "Who takes the north face?")
		reply := w.say(w.cleo, w.patrol, "you?", in(root), naming(w.ben.User.String(), "room"))
		mentions := func(want int64, when string) {
			t.Helper()
			if v := w.view(w.ben, w.patrol); v.MentionCount != want {
				t.Errorf("%s: %d mentions, want %d", when, v.MentionCount, want)
			}
		}
		mentions(1, "at first")
		_, err := w.app.Read(ctx, w.ben, w.patrol, reply.Seq)
		w.must(err)
		mentions(1, "the room is read")
		_, err = w.app.SetThreadState(ctx, w.ben, root.ID, app.ThreadPatch{ReadSeq: &reply.Seq})
		w.must(err)
		mentions(0, "the thread is read")
		_, err = w.app.MarkUnread(ctx, w.ben, w.patrol, root.Seq)
		w.must(err)
		mentions(0, "the room is marked unread")
		second := w.say(w.cleo, w.patrol, "so?", in(root))
		_, err = w.app.EditMessage(ctx, w.cleo, second.ID, "so, Eve?", &[]string{"room"})
		w.must(err)
		mentions(1, "an edit names the room")
	})
}

func TestAReplyNeitherNamesNorFollowsForWhoCannotSeeTheFirstMessage(t *testing.T) {
	onBoth(t, func(t *testing.T, w *world) {
		ctx := context.Background()
		r := w.room(w.ben, app.NewRoom{Name: "Late", Visibility: "private", History: "from_joining", UserIDs: ids(w.cleo)})
		root := w.say(w.ben, r.ID, "before")
		w.eveIn(r.ID)
		since := w.head(w.eve)
		reply := w.say(w.cleo, r.ID, "Eve?", in(root), naming(w.eve.User.String(), "room"))
		if !slices.Equal(reply.Mentions, []string{"room"}) {
			t.Errorf("sent with mentions %v", reply.Mentions)
		}
		edited, err := w.app.EditMessage(ctx, w.cleo, reply.ID, "Eve!", &[]string{w.eve.User.String(), w.ben.User.String(), "room"})
		w.must(err)
		if !slices.Equal(edited.Mentions, []string{w.ben.User.String(), "room"}) {
			t.Errorf("edited with mentions %v", edited.Mentions)
		}
		if v := w.view(w.eve, r.ID); v.MentionCount != 0 || len(w.threadsOf(w.eve)) != 0 {
			t.Errorf("Eve has %d mentions and follows %v", v.MentionCount, w.threadsOf(w.eve))
		}
		if got := w.told(w.eve, since); got != "message" && got != "message message" {
			t.Errorf("Eve was told %q", got)
		}
		if v := w.view(w.ben, r.ID); v.MentionCount != 1 || w.threadsOf(w.ben)[root.ID] != 1 {
			t.Errorf("Ben has %d mentions and %v", v.MentionCount, w.threadsOf(w.ben))
		}
	})
}

func TestOnlyWhoIsInTheRoomStaysMentioned(t *testing.T) {
	onBoth(t, func(t *testing.T, w *world) {
		ctx := context.Background()
		w.must(w.app.LeaveRoom(ctx, w.gus, w.patrol))
		names := []string{"9007199254740000", w.otto.User.String(), w.gus.User.String(), w.eve.User.String(), w.ben.User.String(), "room"}
		want := []string{w.ben.User.String(), "room"}
		s := chat.Send{ID: newID(), Text: "all of you", Mentions: names}
		for _, repeat := range []bool{false, true} {
			sent, err := w.app.Send(ctx, w.cleo, w.patrol, &s)
			w.must(err)
			if sent.Repeat != repeat {
				t.Errorf("repeat is %v, want %v", sent.Repeat, repeat)
			}
		}
		if m := w.message(w.cleo, s.ID); !slices.Equal(m.Mentions, want) {
			t.Errorf("stored with mentions %v, want %v", m.Mentions, want)
		}
		other := w.say(w.cleo, w.patrol, "nobody")
		for range 2 {
			m, err := w.app.EditMessage(ctx, w.cleo, other.ID, "somebody", &names)
			w.must(err)
			if !slices.Equal(m.Mentions, want) {
				t.Errorf("edited with mentions %v, want %v", m.Mentions, want)
			}
		}
		if old, err := w.app.Revisions(ctx, w.cleo, other.ID); err != nil || len(old) != 2 {
			t.Errorf("the repeated edit is another revision: %v, %v", old, err)
		}
	})
}

func TestAMentionFromBeforeComingBackDoesNotCount(t *testing.T) {
	w := newWorld(t)
	ctx := context.Background()
	m := w.say(w.ben, w.patrol, "Cleo", naming(w.cleo.User.String()))
	w.must(w.app.LeaveRoom(ctx, w.cleo, w.patrol))
	_, err := w.app.AddMembers(ctx, w.ben, w.patrol, ids(w.cleo), "")
	w.must(err)
	_, err = w.app.Read(ctx, w.cleo, w.patrol, w.head(w.cleo))
	w.must(err)
	_, err = w.app.MarkUnread(ctx, w.cleo, w.patrol, m.Seq)
	w.must(err)
	if v := w.view(w.cleo, w.patrol); v.UnreadCount == 0 || v.MentionCount != 0 {
		t.Errorf("%d unread, %d mentions", v.UnreadCount, v.MentionCount)
	}
}

func TestABootstrapTellsWhatIsUnreadInEachThread(t *testing.T) {
	onBoth(t, func(t *testing.T, w *world) {
		ctx := context.Background()
		first := w.say(w.ben, w.patrol, "first")
		second := w.say(w.ben, w.patrol, "second")
		w.clock.Move(time.Minute)
		for i := range 3 {
			w.say(w.cleo, w.patrol, fmt.Sprint("reply ", i), in(first))
		}
		w.say(w.ben, w.patrol, "my own", in(first))
		w.clock.Move(time.Minute)
		read := w.say(w.cleo, w.patrol, "read", in(second))
		_, err := w.app.SetThreadState(ctx, w.ben, second.ID, app.ThreadPatch{ReadSeq: &read.Seq})
		w.must(err)
		left := w.say(w.cleo, w.patrol, "left", in(w.say(w.ben, w.patrol, "third")))
		_, err = w.app.SetThreadState(ctx, w.ben, left.ThreadID, app.ThreadPatch{Following: ptr(false)})
		w.must(err)
		_, err = w.app.SetThreadState(ctx, w.ben, first.ID, app.ThreadPatch{Following: ptr(true), ReadSeq: ptr(first.Seq + 1)})
		w.must(err) // the older thread changed last, and yet comes after the one with the newer reply
		got := w.skeleton(w.ben).ThreadStates
		if len(got) != 3 || got[2].ThreadID != left.ThreadID || got[2].UnreadCount != 1 || got[0].ThreadID != second.ID || got[0].UnreadCount != 0 || got[1].UnreadCount != 3 || got[1].RootSeq != first.Seq {
			t.Errorf("thread states %+v", got)
		}
	})
}

func TestABootstrapHoldsNothingOfRoomsOutOfSight(t *testing.T) {
	onBoth(t, func(t *testing.T, w *world) {
		ctx := context.Background()
		m := w.say(w.gus, w.patrol, "Cornice")
		w.say(w.cleo, w.patrol, "where?", in(m))
		_, err := w.app.Save(ctx, w.gus, m.ID, true)
		w.must(err)
		_, err = w.app.SetDraft(ctx, w.gus, w.patrol, app.NewDraft{Text: "Near"})
		w.must(err)
		held := func(want int) {
			t.Helper()
			if sk := w.skeleton(w.gus); len(sk.Drafts) != want || len(sk.Saved) != want || len(sk.ThreadStates) != want {
				t.Errorf("%d drafts, %d saved, %d threads, want %d of each", len(sk.Drafts), len(sk.Saved), len(sk.ThreadStates), want)
			}
		}
		held(1)
		w.must(w.app.RemoveMember(ctx, w.ben, w.patrol, w.gus.User))
		held(0)
	})
}
