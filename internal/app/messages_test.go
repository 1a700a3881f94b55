package app_test

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/guideops/guideops/internal/app"
	"github.com/guideops/guideops/internal/chat"
	"github.com/guideops/guideops/internal/store"
)

// Cleo wrote the message, in the private room Patrol.
func TestWhoMayDoWhatWithAMessage(t *testing.T) {
	ctx := context.Background()
	const missing, author = "message_not_found", "not_the_author"
	everyMember := [7]string{"", "", "", "", missing, missing, missing}
	for name, c := range map[string]struct {
		do   func(*world, app.Actor, chat.UUID) error
		want [7]string
	}{
		"see": {func(w *world, by app.Actor, id chat.UUID) error { return only(w.app.Message(ctx, by, id)) }, everyMember},
		"edit": {func(w *world, by app.Actor, id chat.UUID) error {
			return only(w.app.EditMessage(ctx, by, id, "better", nil))
		},
			[7]string{author, author, "", author, missing, missing, missing}},
		"delete": {func(w *world, by app.Actor, id chat.UUID) error { return only(w.app.DeleteMessage(ctx, by, id)) },
			[7]string{"", "", "", author, missing, missing, missing}},
		"react":          {func(w *world, by app.Actor, id chat.UUID) error { return only(w.app.React(ctx, by, id, "👍", true)) }, everyMember},
		"pin":            {func(w *world, by app.Actor, id chat.UUID) error { return only(w.app.Pin(ctx, by, id, true)) }, everyMember},
		"save":           {func(w *world, by app.Actor, id chat.UUID) error { return only(w.app.Save(ctx, by, id, true)) }, everyMember},
		"see revisions":  {func(w *world, by app.Actor, id chat.UUID) error { return only(w.app.Revisions(ctx, by, id)) }, everyMember},
		"see its thread": {func(w *world, by app.Actor, id chat.UUID) error { return only(w.app.Thread(ctx, by, id, 0, 0)) }, everyMember},
		"follow its thread": {func(w *world, by app.Actor, id chat.UUID) error {
			return only(w.app.SetThreadState(ctx, by, id, app.ThreadPatch{Following: ptr(true)}))
		}, everyMember},
		"see its readers": {func(w *world, by app.Actor, id chat.UUID) error {
			_, _, err := w.app.Readers(ctx, by, id)
			return err
		}, everyMember},
		"report": {func(w *world, by app.Actor, id chat.UUID) error { return w.app.Report(ctx, by, id, "rude") }, everyMember},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			said := map[*world]chat.UUID{}
			everybody(t, c.want, func(t testing.TB) *world {
				w := newWorld(t)
				said[w] = w.say(w.cleo, w.patrol, "Cornice").ID
				return w
			}, func(w *world, by app.Actor) error { return c.do(w, by, said[w]) })
		})
	}
}

func TestAPersonWhoBrowsesAPublicRoomReadsAndDoesNotWrite(t *testing.T) {
	w := newWorld(t)
	ctx := context.Background()
	r := w.room(w.ben, app.NewRoom{Name: "Heli", Visibility: "public"})
	m := w.say(w.ben, r.ID, "Landing at noon")
	w.message(w.eve, m.ID)
	if _, err := w.app.Message(ctx, w.gus, m.ID); code(err) != "message_not_found" {
		t.Errorf("a guest reads a public room: %v", err)
	}
	for name, do := range map[string]func() error{
		"send":  func() error { _, err := w.app.Send(ctx, w.eve, r.ID, &chat.Send{ID: newID(), Text: "hi"}); return err },
		"react": func() error { _, err := w.app.React(ctx, w.eve, m.ID, "👍", true); return err },
		"pin":   func() error { _, err := w.app.Pin(ctx, w.eve, m.ID, true); return err },
		"read":  func() error { _, err := w.app.Read(ctx, w.eve, r.ID, m.Seq); return err },
		"draft": func() error { _, err := w.app.SetDraft(ctx, w.eve, r.ID, app.NewDraft{Text: "x"}); return err },
		"type":  func() error { return w.app.Typing(ctx, w.eve, r.ID, chat.UUID{}) },
	} {
		if err := do(); code(err) != "not_a_member" {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func TestWhatTheServerWroteStays(t *testing.T) {
	w := newWorld(t)
	ctx := context.Background()
	h, err := w.store.History(ctx, w.patrol, store.Page{Limit: 10})
	w.must(err)
	created := h.Messages[0]
	if created.Kind != chat.KindInfo || created.AuthorID != w.ben.User {
		t.Fatalf("the room begins with %+v", created)
	}
	for name, err := range map[string]error{
		"edit":   only(w.app.EditMessage(ctx, w.ben, created.ID, "never", nil)),
		"delete": only(w.app.DeleteMessage(ctx, w.ben, created.ID)),
		"report": w.app.Report(ctx, w.ben, created.ID, "rude"),
	} {
		if code(err) != "info_message" {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func TestEveryEditIsKept(t *testing.T) {
	onBoth(t, func(t *testing.T, w *world) {
		ctx := context.Background()
		m := w.say(w.cleo, w.patrol, "one", naming(w.ben.User.String()))
		w.clock.Move(time.Minute)
		two, err := w.app.EditMessage(ctx, w.cleo, m.ID, "two", &[]string{w.dora.User.String()})
		w.must(err)
		w.clock.Move(time.Minute)
		_, err = w.app.EditMessage(ctx, w.cleo, m.ID, "three", nil)
		w.must(err)
		head := w.head(w.ben)
		same, err := w.app.EditMessage(ctx, w.cleo, m.ID, "three", nil)
		w.must(err)
		if w.head(w.ben) != head || same.Text != "three" || same.Mentions[0] != w.dora.User.String() {
			t.Errorf("an edit that changes nothing: %+v", same)
		}
		if two.EditedMS != m.TSMS+60_000 || two.Seq != m.Seq || two.ChangeSeq <= m.ChangeSeq || two.TSMS != m.TSMS {
			t.Errorf("edited: %+v", two)
		}
		revisions, err := w.app.Revisions(ctx, w.ben, m.ID)
		w.must(err)
		want := []app.Revision{{"one", m.TSMS, w.cleo.User}, {"two", m.TSMS + 60_000, w.cleo.User}, {"three", m.TSMS + 120_000, w.cleo.User}}
		if !slices.Equal(revisions, want) {
			t.Errorf("revisions %+v", revisions)
		}
		if v := w.view(w.ben, w.patrol); v.MentionCount != 0 || v.UnreadCount != 1 {
			t.Errorf("Ben, not mentioned any more: %d, %d", v.UnreadCount, v.MentionCount)
		}
		if v := w.view(w.dora, w.patrol); v.MentionCount != 1 {
			t.Errorf("Dora, mentioned now: %d", v.MentionCount)
		}
		if _, err := w.app.EditMessage(ctx, w.cleo, m.ID, "", nil); code(err) != "text_empty" {
			t.Errorf("edited to nothing: %v", err)
		}
	})
}

func TestADeletedMessageLeavesATombstoneAndNothingElse(t *testing.T) {
	onBoth(t, func(t *testing.T, w *world) {
		ctx := context.Background()
		m := w.say(w.cleo, w.patrol, "secret", naming("room"), func(s *chat.Send) {
			s.Lat, s.Long, s.AccuracyM, s.CapturedMS = ptr(0.0), ptr(0.0), 8, 1
		})
		_, err := w.app.React(ctx, w.ben, m.ID, "👍", true)
		w.must(err)
		_, err = w.app.Pin(ctx, w.ben, m.ID, true)
		w.must(err)
		gone, err := w.app.DeleteMessage(ctx, w.dora, m.ID)
		w.must(err)
		stored := w.message(w.ben, m.ID)
		if a, b := string(gone.AppendJSON(nil)), string(stored.AppendJSON(nil)); a != b {
			t.Errorf("answered %s, stored %s", a, b)
		}
		want := chat.Message{V: 2, ID: m.ID, RoomID: m.RoomID, AuthorID: m.AuthorID, TSMS: m.TSMS, Seq: m.Seq, Kind: m.Kind,
			ChangeSeq: stored.ChangeSeq, DeletedMS: stored.DeletedMS, DeletedBy: w.dora.User}
		if a, b := string(stored.AppendJSON(nil)), string(want.AppendJSON(nil)); a != b || stored.DeletedMS == 0 {
			t.Errorf("the tombstone is %s, want %s", a, b)
		}
		revisions, err := w.app.Revisions(ctx, w.ben, m.ID)
		w.must(err)
		if len(revisions) != 0 {
			t.Errorf("members still read %+v", revisions)
		}
		kept, err := w.store.Revisions(ctx, m.RoomID, m.Seq)
		w.must(err)
		if len(kept) != 1 || kept[0].Text != "secret" {
			t.Errorf("kept for the audit: %+v", kept)
		}
		if v := w.view(w.ben, w.patrol); v.UnreadCount != 0 || v.MentionCount != 0 {
			t.Errorf("the deleted message counts: %d, %d", v.UnreadCount, v.MentionCount)
		}
		if pins, err := w.app.Pins(ctx, w.ben, w.patrol); err != nil || len(pins) != 0 {
			t.Errorf("pins %v, %v", pins, err)
		}
		head := w.head(w.ben)
		_, err = w.app.DeleteMessage(ctx, w.cleo, m.ID)
		w.must(err)
		if w.head(w.ben) != head {
			t.Error("deleting again changed something")
		}
		if _, err := w.app.EditMessage(ctx, w.cleo, m.ID, "back", nil); code(err) != "message_deleted" {
			t.Errorf("edited after deletion: %v", err)
		}
		if _, err := w.app.React(ctx, w.ben, m.ID, "👍", true); code(err) != "message_deleted" {
			t.Errorf("reacted after deletion: %v", err)
		}
	})
}

func TestReactionsAreCountedOncePerPerson(t *testing.T) {
	onBoth(t, func(t *testing.T, w *world) {
		ctx := context.Background()
		m := w.say(w.cleo, w.patrol, "Summit!")
		for range 2 {
			_, err := w.app.React(ctx, w.ben, m.ID, "👍", true)
			w.must(err)
		}
		_, err := w.app.React(ctx, w.dora, m.ID, "🎿", true)
		w.must(err)
		got, err := w.app.React(ctx, w.cleo, m.ID, "👍", true)
		w.must(err)
		want := fmt.Sprintf(`[{"emoji":"👍","user_ids":["%d","%d"]},{"emoji":"🎿","user_ids":["%d"]}]`, w.ben.User, w.cleo.User, w.dora.User)
		if s := string(chat.AppendReactions(nil, got.Reactions)); s != want {
			t.Errorf("reactions %s, want %s", s, want)
		}
		_, err = w.app.React(ctx, w.dora, m.ID, "🎿", false)
		w.must(err)
		if stored := w.message(w.ben, m.ID); len(stored.Reactions) != 1 {
			t.Errorf("after taking one away: %+v", stored.Reactions)
		}
		for i := range chat.MaxReactions {
			_, err = w.app.React(ctx, w.ben, m.ID, string(rune('🌀'+i)), true)
		}
		if code(err) != "too_many_reactions" {
			t.Errorf("the 21st emoji: %v", err)
		}
		if _, err := w.app.React(ctx, w.ben, m.ID, "lol", true); code(err) != "emoji_invalid" {
			t.Errorf("a word as a reaction: %v", err)
		}
	})
}

func TestARoomHoldsAHundredPins(t *testing.T) {
	w := newWorld(t)
	ctx := context.Background()
	var last *chat.Message
	for range chat.MaxPins {
		last = w.say(w.cleo, w.patrol, "pin me")
		_, err := w.app.Pin(ctx, w.ben, last.ID, true)
		w.must(err)
		w.clock.Move(time.Second)
	}
	one := w.say(w.cleo, w.patrol, "one more")
	if _, err := w.app.Pin(ctx, w.ben, one.ID, true); code(err) != "too_many_pins" {
		t.Errorf("the 101st pin: %v", err)
	}
	_, err := w.app.Pin(ctx, w.gus, last.ID, false)
	w.must(err)
	_, err = w.app.Pin(ctx, w.ben, one.ID, true)
	w.must(err)
	pins, err := w.app.Pins(ctx, w.ben, w.patrol)
	w.must(err)
	if len(pins) != chat.MaxPins || pins[0].ID != one.ID || pins[0].PinnedBy != w.ben.User {
		t.Errorf("%d pins, first %+v", len(pins), pins[0])
	}
}

func TestAThreadCountsItsRepliesAndTellsItsFollowers(t *testing.T) {
	onBoth(t, func(t *testing.T, w *world) {
		ctx := context.Background()
		root := w.say(w.cleo, w.patrol, "Who takes the north face?")
		one := w.say(w.ben, w.patrol, "I do", in(root))
		w.clock.Move(time.Minute)
		two := w.say(w.dora, w.patrol, "me too", in(one), naming(w.gus.User.String()))
		if two.ThreadID != root.ID {
			t.Errorf("a reply to a reply is in thread %s", two.ThreadID)
		}
		if got := w.message(w.eveIn(w.patrol), root.ID); got.ReplyCount != 2 || got.LastReplyMS != two.TSMS {
			t.Errorf("the first message counts %d replies, the last at %d", got.ReplyCount, got.LastReplyMS)
		}
		unread := func(by app.Actor) string {
			ts, err := w.app.Threads(ctx, by)
			w.must(err)
			out := ""
			for _, th := range ts {
				out += fmt.Sprintf("%s:%d ", th.Root.Text[:3], th.UnreadCount)
			}
			return out
		}
		for name, c := range map[string]struct {
			by   app.Actor
			want string
		}{"author": {w.cleo, "Who:2 "}, "replier": {w.ben, "Who:1 "}, "mentioned": {w.gus, "Who:2 "}, "stranger": {w.eve, ""}} {
			if got := unread(c.by); got != c.want {
				t.Errorf("%s: %q, want %q", name, got, c.want)
			}
		}
		if v := w.view(w.cleo, w.patrol); v.UnreadCount != 0 {
			t.Errorf("replies count in the room: %d", v.UnreadCount)
		}
		st, err := w.app.SetThreadState(ctx, w.cleo, two.ID, app.ThreadPatch{ReadSeq: ptr(int64(chat.MaxExact))})
		w.must(err)
		if st.ReadSeq != w.head(w.cleo)-1 || unread(w.cleo) != "Who:0 " {
			t.Errorf("read to %d of %d; %s", st.ReadSeq, w.head(w.cleo), unread(w.cleo))
		}
		page, err := w.app.Thread(ctx, w.cleo, two.ID, one.Seq, 10)
		w.must(err)
		if page.Root.ID != root.ID || len(page.Messages) != 1 || page.Messages[0].ID != two.ID || !page.State.Following {
			t.Errorf("the thread after the first reply: %+v", page)
		}
		_, err = w.app.DeleteMessage(ctx, w.dora, two.ID)
		w.must(err)
		if got := w.message(w.cleo, root.ID); got.ReplyCount != 1 || got.LastReplyMS != one.TSMS {
			t.Errorf("after a reply was deleted: %d, %d", got.ReplyCount, got.LastReplyMS)
		}
		if got := unread(w.gus); got != "Who:1 " {
			t.Errorf("the deleted reply is unread: %s", got)
		}
		_, err = w.app.SetThreadState(ctx, w.cleo, root.ID, app.ThreadPatch{Following: ptr(false)})
		w.must(err)
		w.say(w.ben, w.patrol, "done", in(root))
		if got := unread(w.cleo); got != "" {
			t.Errorf("who stopped following still sees %s", got)
		}
	})
}

// eveIn adds Eve to a room and gives her.
func (w *world) eveIn(room chat.ID) app.Actor {
	w.t.Helper()
	_, err := w.app.AddMembers(context.Background(), w.ben, room, ids(w.eve), "")
	w.must(err)
	return w.eve
}

// told lists what a person's feed has brought since a change, by type.
func (w *world) told(by app.Actor, since int64) string {
	w.t.Helper()
	page, err := w.app.Sync(context.Background(), by, since, "", 0)
	w.must(err)
	var out []string
	for _, c := range page.Changes {
		out = append(out, c.Type.String())
	}
	return strings.Join(out, " ")
}

func TestDraftsAndSavedMessagesAreTheirOwnersAlone(t *testing.T) {
	onBoth(t, func(t *testing.T, w *world) {
		ctx := context.Background()
		m := w.say(w.cleo, w.patrol, "Cornice")
		since := w.head(w.ben)
		_, err := w.app.SetDraft(ctx, w.ben, w.patrol, app.NewDraft{Text: "Sn", UpdatedMS: 2_000})
		w.must(err)
		d, err := w.app.SetDraft(ctx, w.ben, w.patrol, app.NewDraft{Text: "Snow", UpdatedMS: 1_000, ReplyTo: m.ID})
		w.must(err)
		if d.Text != "Snow" || d.UpdatedMS != 1_000 || d.ReplyTo != m.ID {
			t.Errorf("the last arrival wins: %+v", d)
		}
		_, err = w.app.SetDraft(ctx, w.ben, w.patrol, app.NewDraft{Text: "in the thread", ThreadID: m.ID})
		w.must(err)
		_, err = w.app.SetDraft(ctx, w.ben, w.patrol, app.NewDraft{Text: ""})
		w.must(err)
		if _, err := w.app.SetDraft(ctx, w.ben, w.general, app.NewDraft{Text: "x", ReplyTo: m.ID}); code(err) != "reply_to_not_found" {
			t.Errorf("a draft that quotes another room's message: %v", err)
		}
		_, err = w.app.Save(ctx, w.ben, m.ID, true)
		w.must(err)
		if list, err := w.app.Saved(ctx, w.ben); err != nil || len(list.Saved) != 1 || list.Messages[0].ID != m.ID {
			t.Errorf("saved %+v, %v", list, err)
		}
		removed, err := w.app.Save(ctx, w.ben, m.ID, false)
		w.must(err)
		if removed.RemovedMS == 0 || removed.Seq != m.Seq {
			t.Errorf("removed %+v", removed)
		}
		if got := w.told(w.ben, since); got != "draft draft saved" {
			t.Errorf("Ben was told %q", got)
		}
		if got := w.told(w.cleo, since); got != "" {
			t.Errorf("Cleo was told %q", got)
		}
	})
}

func TestWhatIsSavedGoesOutOfSightWithItsRoom(t *testing.T) {
	w := newWorld(t)
	ctx := context.Background()
	m := w.say(w.cleo, w.patrol, "Cornice")
	_, err := w.app.Save(ctx, w.gus, m.ID, true)
	w.must(err)
	w.must(w.app.RemoveMember(ctx, w.ben, w.patrol, w.gus.User))
	if list, err := w.app.Saved(ctx, w.gus); err != nil || len(list.Saved)+len(list.Messages) != 0 {
		t.Errorf("the one removed still reads %+v, %v", list, err)
	}
}

func TestAReportReachesEveryAdminOnceAndNobodyElse(t *testing.T) {
	onBoth(t, func(t *testing.T, w *world) {
		ctx := context.Background()
		m := w.say(w.cleo, w.patrol, "Cornice")
		since := w.head(w.ben)
		w.must(w.app.Report(ctx, w.ben, m.ID, " rude "))
		w.must(w.app.Report(ctx, w.ben, m.ID, "again"))
		for name, c := range map[string]struct {
			by   app.Actor
			want string
		}{"ben": {w.ben, ""}, "cleo": {w.cleo, ""}, "dora": {w.dora, "notice"}, "anna": {w.anna, "notice"}, "eve": {w.eve, ""}} {
			if got := w.told(c.by, since); got != c.want {
				t.Errorf("%s was told %q, want %q", name, got, c.want)
			}
		}
		notices, err := w.app.Notices(ctx, w.dora)
		w.must(err)
		if len(notices) != 1 || notices[0].Kind != "report" || strings.Contains(string(notices[0].Data), "Cornice") {
			t.Fatalf("the admin's notice: %+v", notices)
		}
		if err := w.app.ReadNotice(ctx, w.ben, notices[0].ID); code(err) != "notice_not_found" {
			t.Errorf("another's notice: %v", err)
		}
		w.must(w.app.ReadNotice(ctx, w.dora, notices[0].ID))
		notices, err = w.app.Notices(ctx, w.dora)
		w.must(err)
		if notices[0].ReadMS == 0 {
			t.Error("the notice is still unread")
		}
	})
}
