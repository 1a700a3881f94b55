package app_test

import (
	"context"
	"testing"

	"github.com/guideops/guideops/internal/app"
	"github.com/guideops/guideops/internal/chat"
)

func TestClearedRoomsBeginAnewForEverybody(t *testing.T) {
	onBoth(t, func(t *testing.T, w *world) {
		ctx := context.Background()
		old := w.say(w.cleo, w.patrol, "before")
		for _, x := range []struct {
			by   app.Actor
			want string
		}{{w.dora, "room_owners_only"}, {w.cleo, "room_owners_only"}, {w.eve, "room_not_found"}, {w.anna, "room_not_found"}, {w.otto, "room_not_found"}} {
			if _, err := w.app.ClearRoom(ctx, x.by, w.patrol); code(err) != x.want {
				t.Errorf("person %d: %v", x.by.User, err)
			}
		}
		w.message(w.dora, old.ID) // it is there
		if _, err := w.app.ClearRoom(ctx, w.ben, w.patrol); err != nil {
			t.Fatal(err)
		}
		if _, err := w.app.Message(ctx, w.dora, old.ID); chat.KindOf(err) != chat.NotFound {
			t.Errorf("the old message: %v", err)
		}
		w.message(w.dora, w.say(w.ben, w.patrol, "after").ID)
		if v := w.view(w.dora, w.patrol); v.UnreadCount != 1 {
			t.Errorf("unread %d", v.UnreadCount)
		}
		if _, err := w.app.ClearRoom(ctx, w.anna, w.general); err != nil {
			t.Errorf("General by the account owner: %v", err)
		}
		direct, err := w.app.OpenDirect(ctx, w.ben, ids(w.cleo))
		w.must(err)
		if _, err := w.app.ClearRoom(ctx, w.ben, direct.Room.ID); code(err) != "direct_room" {
			t.Errorf("a direct room: %v", err)
		}
	})
}

func TestNamesSignUpOnlyWhereThatIsOpen(t *testing.T) {
	onBoth(t, func(t *testing.T, w *world) { // many companies: never
		_, fresh, err := w.app.EnterByName(context.Background(), app.Actor{IP: "192.0.2.9"}, app.SignIn{Login: "pablo", Password: "cornice ridge couloir"})
		if fresh || code(err) != "wrong_credentials" {
			t.Errorf("fresh %v, %v", fresh, err)
		}
	})
}
