package app_test

import (
	"context"
	"strings"
	"testing"

	"github.com/guideops/guideops/internal/app"
	"github.com/guideops/guideops/internal/chat"
)

func TestTheLastWhoRunsAPrivateRoomDeletesItInsteadOfLeaving(t *testing.T) {
	w := newWorld(t)
	ctx := context.Background()
	r := w.room(w.cleo, app.NewRoom{Name: "Heli", Visibility: chat.Private, UserIDs: ids(w.gus)})
	if err := w.app.LeaveRoom(ctx, w.cleo, r.ID); code(err) != "last_member" {
		t.Errorf("left to a guest: %v", err)
	}
	w.must(w.app.LeaveRoom(ctx, w.gus, r.ID))
	if err := w.app.LeaveRoom(ctx, w.cleo, r.ID); code(err) != "last_member" {
		t.Errorf("left for ever: %v", err)
	}
	if err := w.app.RemoveMember(ctx, w.cleo, r.ID, w.cleo.User); code(err) != "last_member" {
		t.Errorf("removed himself: %v", err)
	}
	if err := w.app.DeleteRoom(ctx, w.anna, r.ID, "Heli"); code(err) != "room_not_found" {
		t.Errorf("deleted by who does not see it: %v", err)
	}
	w.must(w.app.DeleteRoom(ctx, w.cleo, r.ID, "Heli"))
}

// The public room Heli was left by all and is archived.
func TestWhoPutsAnAbandonedPublicRoomInOrder(t *testing.T) {
	ctx := context.Background()
	var room chat.ID
	abandoned := func(t testing.TB) *world {
		w := newWorld(t)
		r := w.room(w.ben, app.NewRoom{Name: "Heli", Visibility: chat.Public})
		w.must(only(w.app.ArchiveRoom(ctx, w.ben, r.ID, true)))
		w.must(w.app.LeaveRoom(ctx, w.ben, r.ID))
		room = r.ID
		return w
	}
	const missing, archived, owners = "room_not_found", "room_archived", "room_owners_only"
	everybody(t, [7]string{archived, "", archived, missing, archived, "", missing}, abandoned,
		func(w *world, by app.Actor) error { return only(w.app.JoinRoom(ctx, by, room)) })
	everybody(t, [7]string{owners, "", owners, missing, owners, "", missing}, abandoned,
		func(w *world, by app.Actor) error { return only(w.app.ArchiveRoom(ctx, by, room, false)) })
	everybody(t, [7]string{owners, owners, owners, missing, owners, "", missing}, abandoned,
		func(w *world, by app.Actor) error { return w.app.DeleteRoom(ctx, by, room, "heli") })
}

func TestActsOnMembersAreInTheAuditLog(t *testing.T) {
	onBoth(t, func(t *testing.T, w *world) {
		ctx := context.Background()
		r := w.room(w.ben, app.NewRoom{Name: "Heli", Visibility: chat.Public, UserIDs: ids(w.cleo)})
		w.must(only(w.app.AddMembers(ctx, w.ben, r.ID, ids(w.cleo, w.eve), "")))
		w.must(only(w.app.SetMemberRole(ctx, w.ben, r.ID, w.eve.User, chat.RoomOwner)))
		if err := w.app.RemoveMember(ctx, w.cleo, r.ID, w.eve.User); code(err) != "room_owners_only" {
			t.Fatalf("a member removed an owner: %v", err)
		}
		w.must(w.app.RemoveMember(ctx, w.ben, r.ID, w.eve.User))
		w.must(w.app.LeaveRoom(ctx, w.cleo, r.ID))
		w.must(only(w.app.JoinRoom(ctx, w.cleo, r.ID)))
		if _, err := w.app.Audit(ctx, w.cleo, app.AuditFilter{}); code(err) != "admins_only" {
			t.Errorf("read by a guide: %v", err)
		}
		page, err := w.app.Audit(ctx, w.anna, app.AuditFilter{})
		w.must(err)
		var acts []string
		for _, e := range page.Entries {
			if e.TargetType == "room" && e.TargetID == r.ID.String() {
				acts = append(acts, e.Action+" "+string(e.Data))
			}
		}
		eve, cleo := w.eve.User.String(), w.cleo.User.String()
		want := []string{`room.member_remove {"user_id":"` + eve + `"}`, `room.member_role {"new":"owner","old":"member","user_id":"` + eve + `"}`,
			`room.members_add {"role":"member","user_ids":["` + eve + `"]}`, `room.create {"user_ids":["` + cleo + `"]}`}
		if strings.Join(acts, "\n") != strings.Join(want, "\n") {
			t.Errorf("noted %q, want %q", acts, want)
		}
	})
}

func TestADraftBelongsToAThreadThatIsThere(t *testing.T) {
	w := newWorld(t)
	ctx := context.Background()
	root := w.say(w.ben, w.patrol, "Avalanche")
	reply := w.say(w.cleo, w.patrol, "Where?", in(root))
	elsewhere := w.say(w.ben, w.general, "Hello")
	for name, c := range map[string]struct {
		by     app.Actor
		thread chat.UUID
		want   string
	}{
		"its first message":     {w.cleo, root.ID, ""},
		"an answer in it":       {w.cleo, reply.ID, "thread_not_found"},
		"of another room":       {w.cleo, elsewhere.ID, "thread_not_found"},
		"nobody's":              {w.cleo, newID(), "thread_not_found"},
		"who is not in it asks": {w.eve, root.ID, "room_not_found"},
	} {
		if _, err := w.app.SetDraft(ctx, c.by, w.patrol, app.NewDraft{Text: "half", ThreadID: c.thread}); code(err) != c.want {
			t.Errorf("%s: %v, want %q", name, err, c.want)
		}
	}
}

func TestTheSizeOfASharedDatabaseIsNoCompanysNumber(t *testing.T) {
	w := newWorld(t)
	stats, err := w.app.Stats(context.Background(), w.anna)
	w.must(err)
	if stats.StorageBytes != 0 || stats.MessagesTotal != 0 {
		t.Errorf("told %+v", stats)
	}
	if _, err := w.app.Stats(context.Background(), w.cleo); code(err) != "admins_only" {
		t.Errorf("told to a guide: %v", err)
	}
}
