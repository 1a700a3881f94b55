package app_test

import (
	"context"
	"fmt"
	"slices"
	"testing"

	"github.com/guideops/guideops/internal/app"
	"github.com/guideops/guideops/internal/chat"
)

func ptr[T any](v T) *T { return &v }

// only drops a verb's result: what counts here is whether it may be done.
func only[T any](_ T, err error) error { return err }

// tries says, for each verb, what each kind of person is answered; "" is done.
type tries map[string]struct {
	do   func(*world, app.Actor) error
	want [7]string // of ben, dora, cleo, gus, eve, anna, otto
}

func (c tries) run(t *testing.T) {
	t.Helper()
	for name, try := range c {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			everybody(t, try.want, newWorld, try.do)
		})
	}
}

// Ben owns the private room Patrol, Dora is an admin in it, Cleo a member, Gus a
// guest in it; Eve and Anna (who owns the company) are not in it, Otto is of
// another company.
func TestWhoMayDoWhatInAPrivateRoom(t *testing.T) {
	ctx := context.Background()
	const missing, owners, guests = "room_not_found", "room_owners_only", "guests_do_not_invite"
	everyMember := [7]string{"", "", "", "", missing, missing, missing}
	itsOwners := [7]string{"", "", owners, owners, missing, missing, missing}
	tries{
		"see":     {func(w *world, by app.Actor) error { return only(w.app.Room(ctx, by, w.patrol)) }, everyMember},
		"members": {func(w *world, by app.Actor) error { return only(w.app.Members(ctx, by, w.patrol)) }, everyMember},
		"rename": {func(w *world, by app.Actor) error {
			return only(w.app.ChangeRoom(ctx, by, w.patrol, app.RoomPatch{Name: ptr("Rescue")}))
		}, itsOwners},
		"archive": {func(w *world, by app.Actor) error { return only(w.app.ArchiveRoom(ctx, by, w.patrol, true)) }, itsOwners},
		"delete": {func(w *world, by app.Actor) error { return w.app.DeleteRoom(ctx, by, w.patrol, "patrol") },
			[7]string{"", owners, owners, owners, missing, missing, missing}},
		"join":  {func(w *world, by app.Actor) error { return only(w.app.JoinRoom(ctx, by, w.patrol)) }, everyMember},
		"leave": {func(w *world, by app.Actor) error { return w.app.LeaveRoom(ctx, by, w.patrol) }, everyMember},
		"add Eve": {func(w *world, by app.Actor) error {
			return only(w.app.AddMembers(ctx, by, w.patrol, ids(w.eve), ""))
		}, [7]string{"", "", "", guests, missing, missing, missing}},
		"add Eve as an owner": {func(w *world, by app.Actor) error {
			return only(w.app.AddMembers(ctx, by, w.patrol, ids(w.eve), "owner"))
		}, [7]string{"", "", owners, guests, missing, missing, missing}},
		"remove Cleo": {func(w *world, by app.Actor) error { return w.app.RemoveMember(ctx, by, w.patrol, w.cleo.User) },
			[7]string{"", "", "", owners, missing, missing, missing}}, // Cleo leaves
		"remove Gus": {func(w *world, by app.Actor) error { return w.app.RemoveMember(ctx, by, w.patrol, w.gus.User) },
			[7]string{"", "", owners, "", missing, missing, missing}}, // Gus leaves
		"make Cleo an owner": {func(w *world, by app.Actor) error {
			return only(w.app.SetMemberRole(ctx, by, w.patrol, w.cleo.User, "owner"))
		}, itsOwners},
		"mute": {func(w *world, by app.Actor) error {
			return only(w.app.SetRoomState(ctx, by, w.patrol, app.StatePatch{Notify: ptr("nothing")}))
		}, everyMember},
		"draft": {func(w *world, by app.Actor) error {
			return only(w.app.SetDraft(ctx, by, w.patrol, app.NewDraft{Text: "Sno"}))
		}, everyMember},
		"type":  {func(w *world, by app.Actor) error { return w.app.Typing(ctx, by, w.patrol, chat.UUID{}) }, everyMember},
		"read":  {func(w *world, by app.Actor) error { return only(w.app.Read(ctx, by, w.patrol, 1)) }, everyMember},
		"pins":  {func(w *world, by app.Actor) error { return only(w.app.Pins(ctx, by, w.patrol)) }, everyMember},
		"dates": {func(w *world, by app.Actor) error { return only(w.app.SeqAt(ctx, by, w.patrol, 0)) }, everyMember},
	}.run(t)
}

func TestWhoMayDoWhatInTheCompany(t *testing.T) {
	ctx := context.Background()
	const missing, stays, owners, without = "room_not_found", "room_stays", "room_owners_only", "general_without_guests"
	nobody := [7]string{stays, stays, stays, missing, stays, stays, missing}
	tries{
		"read General":    {func(w *world, by app.Actor) error { return only(w.app.Read(ctx, by, w.general, 1)) }, [7]string{"", "", "", missing, "", "", missing}},
		"archive General": {func(w *world, by app.Actor) error { return only(w.app.ArchiveRoom(ctx, by, w.general, true)) }, nobody},
		"delete General":  {func(w *world, by app.Actor) error { return w.app.DeleteRoom(ctx, by, w.general, "General") }, nobody},
		"leave General":   {func(w *world, by app.Actor) error { return w.app.LeaveRoom(ctx, by, w.general) }, nobody},
		"hide General from all": {func(w *world, by app.Actor) error {
			return only(w.app.ChangeRoom(ctx, by, w.general, app.RoomPatch{Visibility: ptr("private")}))
		}, [7]string{owners, stays, owners, missing, owners, stays, missing}},
		"add a guest to General": {func(w *world, by app.Actor) error {
			return only(w.app.AddMembers(ctx, by, w.general, ids(w.gus), ""))
		}, [7]string{without, without, without, missing, without, without, missing}},
		"browse": {func(w *world, by app.Actor) error { return only(w.app.Rooms(ctx, by, "public", "")) },
			[7]string{"", "", "", "guests_do_not_browse", "", "", ""}},
		"create": {func(w *world, by app.Actor) error {
			return only(w.app.CreateRoom(ctx, by, app.NewRoom{Name: "Heli", Visibility: "public"}))
		}, [7]string{"", "", "", "guests_do_not_create", "", "", ""}},
		"talk to Eve directly": {func(w *world, by app.Actor) error { return only(w.app.OpenDirect(ctx, by, ids(w.eve))) },
			[7]string{"", "", "", "user_not_found", "too_few_people", "", "user_not_found"}},
		"talk to Gus directly": {func(w *world, by app.Actor) error { return only(w.app.OpenDirect(ctx, by, ids(w.gus))) },
			[7]string{"", "", "", "too_few_people", "guest_meets_nobody", "guest_meets_nobody", "user_not_found"}},
	}.run(t)
}

// everybody lets each person try and compares what he is answered. Who is
// refused leaves nothing behind; who is not gets a world of his own.
func everybody(t *testing.T, want [7]string, newWorld func(testing.TB) *world, do func(*world, app.Actor) error) {
	t.Helper()
	shared := newWorld(t)
	for i, name := range []string{"ben", "dora", "cleo", "gus", "eve", "anna", "otto"} {
		w := shared
		if want[i] == "" {
			w = newWorld(t)
		}
		by := [7]app.Actor{w.ben, w.dora, w.cleo, w.gus, w.eve, w.anna, w.otto}[i]
		before := w.head(w.anna)
		err := do(w, by)
		if code(err) != want[i] {
			t.Errorf("%s: %v, want %q", name, err, want[i])
		}
		if err != nil && w.head(w.anna) != before {
			t.Errorf("%s was refused, and something changed", name)
		}
	}
}

func TestARoomLivesThroughItsWholeLife(t *testing.T) {
	onBoth(t, func(t *testing.T, w *world) {
		ctx := context.Background()
		r := w.room(w.ben, app.NewRoom{Name: " Heli  base ", Topic: "Daily", Visibility: "public", UserIDs: ids(w.cleo, w.ben)})
		if r.Name != "Heli base" || r.Posting != "all" || r.History != "all" {
			t.Fatalf("made %+v", r)
		}
		_, err := w.app.CreateRoom(ctx, w.eve, app.NewRoom{Name: "HELI BASE", Visibility: "private"})
		if code(err) != "room_name_taken" {
			t.Fatalf("a second room of the name: %v", err)
		}
		_, err = w.app.JoinRoom(ctx, w.eve, r.ID)
		w.must(err)
		_, err = w.app.ChangeRoom(ctx, w.ben, r.ID, app.RoomPatch{Name: ptr("Heli"), Topic: ptr(""), Posting: ptr("admins"), History: ptr("from_joining")})
		w.must(err)
		head := w.head(w.ben)
		_, err = w.app.ChangeRoom(ctx, w.ben, r.ID, app.RoomPatch{Name: ptr("Heli"), Posting: ptr("admins")})
		w.must(err)
		if w.head(w.ben) != head {
			t.Error("a change to what is already so was written")
		}
		if _, err := w.app.Send(ctx, w.cleo, r.ID, &chat.Send{ID: newID(), Text: "hi"}); code(err) != "announcements_only" {
			t.Errorf("a member in an announcement room: %v", err)
		}
		_, err = w.app.ArchiveRoom(ctx, w.ben, r.ID, true)
		w.must(err)
		if _, err := w.app.Send(ctx, w.ben, r.ID, &chat.Send{ID: newID(), Text: "hi"}); code(err) != "room_archived" {
			t.Errorf("writing in an archived room: %v", err)
		}
		_, err = w.app.ArchiveRoom(ctx, w.ben, r.ID, false)
		w.must(err)
		w.must(w.app.RemoveMember(ctx, w.ben, r.ID, w.cleo.User))
		w.must(w.app.LeaveRoom(ctx, w.eve, r.ID))
		var events []string
		for _, i := range w.infos(r.ID) {
			events = append(events, i.Event)
		}
		want := []string{"created", "joined", "renamed", "topic", "posting", "history", "archived", "unarchived", "removed", "left"}
		if !slices.Equal(events, want) {
			t.Errorf("the room was told %v, want %v", events, want)
		}
		if err := w.app.DeleteRoom(ctx, w.ben, r.ID, "Helli"); code(err) != "name_differs" {
			t.Errorf("deleted without confirmation: %v", err)
		}
		w.must(w.app.DeleteRoom(ctx, w.ben, r.ID, "heli"))
		if _, err := w.app.Room(ctx, w.ben, r.ID); code(err) != "room_not_found" {
			t.Errorf("the deleted room: %v", err)
		}
		w.room(w.eve, app.NewRoom{Name: "Heli", Visibility: "public"}) // the name is free again
	})
}

func TestWhoLosesSightOfARoomIsToldToForgetIt(t *testing.T) {
	ctx := context.Background()
	for name, c := range map[string]struct {
		do   func(*world, chat.ID) error
		want map[string]string // person -> the last that the feed tells him of the room
	}{
		"made private": {func(w *world, r chat.ID) error {
			_, err := w.app.ChangeRoom(ctx, w.ben, r, app.RoomPatch{Visibility: ptr("private")})
			return err
		}, map[string]string{"ben": "room", "cleo": "room", "eve": "gone", "gus": "", "otto": ""}},
		"deleted": {func(w *world, r chat.ID) error { return w.app.DeleteRoom(ctx, w.ben, r, "Heli") },
			map[string]string{"ben": "gone", "cleo": "gone", "eve": "gone", "gus": "", "otto": ""}},
		"renamed": {func(w *world, r chat.ID) error {
			_, err := w.app.ChangeRoom(ctx, w.ben, r, app.RoomPatch{Name: ptr("Air")})
			return err
		}, map[string]string{"ben": "room", "cleo": "room", "eve": "", "gus": "", "otto": ""}},
		"Cleo removed": {func(w *world, r chat.ID) error { return w.app.RemoveMember(ctx, w.ben, r, w.cleo.User) },
			map[string]string{"ben": "member", "cleo": "member", "eve": "", "gus": "", "otto": ""}},
	} {
		t.Run(name, func(t *testing.T) {
			w := newWorld(t)
			r := w.room(w.ben, app.NewRoom{Name: "Heli", Visibility: "public", UserIDs: ids(w.cleo)})
			since := map[chat.ID]int64{w.ben.Workspace: w.head(w.ben), w.otto.Workspace: w.head(w.otto)}
			w.must(c.do(w, r.ID))
			for who, by := range map[string]app.Actor{"ben": w.ben, "cleo": w.cleo, "eve": w.eve, "gus": w.gus, "otto": w.otto} {
				page, err := w.app.Sync(ctx, by, since[by.Workspace], "", 0)
				w.must(err)
				last := ""
				for i, ch := range page.Changes {
					if ch.Type != chat.ChangeMessage && (ch.RoomID == r.ID || ch.RowID == int64(r.ID)) {
						last = ch.Type.String()
						if page.Gone[i] {
							last = "gone"
						}
					}
				}
				if last != c.want[who] {
					t.Errorf("%s was told %q, want %q", who, last, c.want[who])
				}
			}
		})
	}
}

func TestThereIsOneDirectRoomForASetOfPeople(t *testing.T) {
	onBoth(t, func(t *testing.T, w *world) {
		ctx := context.Background()
		first, err := w.app.OpenDirect(ctx, w.ben, ids(w.cleo, w.eve))
		w.must(err)
		if !first.New || first.Room.Kind != "direct" || first.Room.Visibility != "private" {
			t.Fatalf("made %+v", first)
		}
		again, err := w.app.OpenDirect(ctx, w.eve, ids(w.ben, w.cleo, w.ben, w.eve))
		w.must(err)
		if again.New || again.Room.ID != first.Room.ID {
			t.Fatalf("a second one for the same people: %+v", again)
		}
		pair, err := w.app.OpenDirect(ctx, w.ben, ids(w.cleo))
		w.must(err)
		if !pair.New {
			t.Fatal("two of the three share their room")
		}
		if _, err := w.app.AddMembers(ctx, w.ben, pair.Room.ID, ids(w.eve), ""); code(err) != "direct_room" {
			t.Errorf("widened: %v", err)
		}
		if err := w.app.LeaveRoom(ctx, w.ben, pair.Room.ID); code(err) != "direct_room" {
			t.Errorf("left: %v", err)
		}
		if _, err := w.app.Room(ctx, w.anna, pair.Room.ID); code(err) != "room_not_found" {
			t.Errorf("the company's owner sees a direct room of others: %v", err)
		}
	})
}

func TestADirectRoomOutlivesTheOther(t *testing.T) {
	w := newWorld(t)
	ctx := context.Background()
	first, err := w.app.OpenDirect(ctx, w.ben, ids(w.cleo))
	w.must(err)
	w.must(only(w.app.PatchPerson(ctx, w.anna, w.cleo.User, app.PersonPatch{Deactivated: ptr(true)})))
	again, err := w.app.OpenDirect(ctx, w.ben, ids(w.cleo))
	w.must(err)
	if again.New || again.Room.ID != first.Room.ID {
		t.Errorf("opened %+v", again)
	}
	if _, err := w.app.OpenDirect(ctx, w.dora, ids(w.cleo)); code(err) != "user_inactive" {
		t.Errorf("a new one with somebody who has gone: %v", err)
	}
}

func TestAHiddenDirectRoomComesBackWithReading(t *testing.T) {
	w := newWorld(t)
	ctx := context.Background()
	d, err := w.app.OpenDirect(ctx, w.ben, ids(w.cleo))
	w.must(err)
	hide := app.StatePatch{Hidden: ptr(true)}
	if _, err := w.app.SetRoomState(ctx, w.ben, w.patrol, hide); code(err) != "not_a_direct_room" {
		t.Errorf("a channel was hidden: %v", err)
	}
	st, err := w.app.SetRoomState(ctx, w.ben, d.Room.ID, hide)
	w.must(err)
	if !st.Hidden {
		t.Fatal("not hidden")
	}
	m := w.say(w.cleo, d.Room.ID, "are you there?")
	if v := w.view(w.ben, d.Room.ID); v.UnreadCount != 1 {
		t.Errorf("%d unread in the hidden room", v.UnreadCount)
	}
	st, err = w.app.Read(ctx, w.ben, d.Room.ID, m.Seq)
	w.must(err)
	if st.Hidden {
		t.Error("still hidden after reading")
	}
}

func TestTheLastOwnerHandsTheRoomOn(t *testing.T) {
	w := newWorld(t)
	ctx := context.Background()
	r := w.room(w.ben, app.NewRoom{Name: "Heli", Visibility: "private", UserIDs: ids(w.gus)})
	_, err := w.app.AddMembers(ctx, w.ben, r.ID, ids(w.eve), "")
	w.must(err)
	_, err = w.app.AddMembers(ctx, w.ben, r.ID, ids(w.cleo), "")
	w.must(err)
	if _, err := w.app.SetMemberRole(ctx, w.ben, r.ID, w.ben.User, "member"); code(err) != "last_owner" {
		t.Errorf("the last owner stepped down: %v", err)
	}
	if _, err := w.app.SetMemberRole(ctx, w.ben, r.ID, w.gus.User, "owner"); code(err) != "guest_owns_nothing" {
		t.Errorf("a guest was made owner: %v", err)
	}
	w.must(w.app.LeaveRoom(ctx, w.ben, r.ID))
	roles := map[chat.ID]string{}
	for _, m := range w.view(w.eve, r.ID).Members {
		roles[m.UserID] = m.Role
	}
	if roles[w.eve.User] != "owner" || roles[w.cleo.User] != "member" || roles[w.gus.User] != "member" || len(roles) != 3 {
		t.Errorf("after the owner left: %v", roles)
	}
}

func TestNewMembersSeeTheHistoryThatTheOwnerChose(t *testing.T) {
	w := newWorld(t)
	ctx := context.Background()
	for _, history := range []string{"all", "from_joining"} {
		r := w.room(w.ben, app.NewRoom{Name: "Room " + history, Visibility: "private", History: history})
		before := w.say(w.ben, r.ID, "before")
		_, err := w.app.AddMembers(ctx, w.ben, r.ID, ids(w.cleo), "")
		w.must(err)
		after := w.say(w.ben, r.ID, "after")
		_, err = w.app.Message(ctx, w.cleo, before.ID)
		if (err == nil) != (history == "all") {
			t.Errorf("history %s: the message before: %v", history, err)
		}
		w.message(w.cleo, after.ID)
		w.must(w.app.LeaveRoom(ctx, w.cleo, r.ID))
		missed := w.say(w.ben, r.ID, "while away")
		_, err = w.app.AddMembers(ctx, w.ben, r.ID, ids(w.cleo), "")
		w.must(err)
		_, err = w.app.Message(ctx, w.cleo, missed.ID)
		if (err == nil) != (history == "all") {
			t.Errorf("history %s: the message while away: %v", history, err)
		}
		if v := w.view(w.cleo, r.ID); v.UnreadCount != 0 {
			t.Errorf("history %s: %d unread on coming back", history, v.UnreadCount)
		}
	}
}

func TestListsShowWhatAPersonMaySee(t *testing.T) {
	w := newWorld(t)
	w.room(w.ben, app.NewRoom{Name: "avalanche", Topic: "Snow", Visibility: "public"})
	list := func(by app.Actor, scope, q string) string {
		rooms, err := w.app.Rooms(context.Background(), by, scope, q)
		w.must(err)
		out := ""
		for _, r := range rooms {
			out += fmt.Sprintf("%s/%d/%v ", r.Name, r.MemberCount, r.Joined)
		}
		return out
	}
	for _, c := range []struct {
		by       app.Actor
		scope, q string
		want     string
	}{
		{w.ben, "mine", "", "General/5/true avalanche/1/true Patrol/4/true "},
		{w.eve, "mine", "", "General/5/true "},
		{w.eve, "public", "", "General/5/true avalanche/1/false "},
		{w.eve, "public", "SNOW", "avalanche/1/false "},
		{w.eve, "public", "patrol", ""},
		{w.gus, "mine", "", "Patrol/4/true "},
		{w.otto, "public", "", "General/2/true "},
	} {
		if got := list(c.by, c.scope, c.q); got != c.want {
			t.Errorf("%s %q: %q, want %q", c.scope, c.q, got, c.want)
		}
	}
}

func TestARepeatedWriteIsAnsweredAsTheFirst(t *testing.T) {
	w := newWorld(t)
	ctx := app.WithIdempotent(context.Background(), app.Idempotent{Key: "k1", Fingerprint: "POST /rooms Heli"})
	first := w.room(w.ben, app.NewRoom{Name: "Heli", Visibility: "public"})
	_ = first
	one, err := w.app.CreateRoom(ctx, w.ben, app.NewRoom{Name: "Ski", Visibility: "public"})
	w.must(err)
	two, err := w.app.CreateRoom(ctx, w.ben, app.NewRoom{Name: "Ski", Visibility: "public"})
	w.must(err)
	if *one != *two {
		t.Errorf("first %+v, then %+v", one, two)
	}
}
