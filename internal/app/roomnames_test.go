package app_test

import (
	"context"
	"testing"

	"github.com/guideops/guideops/internal/app"
	"github.com/guideops/guideops/internal/chat"
)

func TestANameOfAPrivateRoomIsTakenOnlyToItsMembers(t *testing.T) {
	onBoth(t, func(t *testing.T, w *world) {
		ctx := context.Background()
		for _, visibility := range []string{chat.Public, chat.Private} {
			for name, c := range map[string]struct {
				by   app.Actor
				want string
			}{"a member": {w.cleo, "room_name_taken"}, "who is not in it": {w.eve, ""}} {
				r, err := w.app.CreateRoom(ctx, c.by, app.NewRoom{Name: "PATROL", Visibility: visibility})
				if code(err) != c.want {
					t.Errorf("%s makes a %s room of its name: %v", name, visibility, err)
				}
				if err == nil {
					w.must(w.app.DeleteRoom(ctx, c.by, r.ID, "Patrol"))
				}
			}
		}
	})
}

func TestARoomsNameIsReservedWhileItIsPublic(t *testing.T) {
	onBoth(t, func(t *testing.T, w *world) {
		ctx := context.Background()
		open := w.room(w.eve, app.NewRoom{Name: "Patrol", Visibility: chat.Public})
		if _, err := w.app.ChangeRoom(ctx, w.ben, w.patrol, app.RoomPatch{Visibility: ptr(chat.Public)}); code(err) != "room_name_taken" {
			t.Errorf("made public under the name of a public room: %v", err)
		}
		w.must(only(w.app.ChangeRoom(ctx, w.ben, w.patrol, app.RoomPatch{Topic: ptr("Snow")})))
		w.must(only(w.app.ArchiveRoom(ctx, w.ben, w.patrol, true)))
		w.must(only(w.app.ArchiveRoom(ctx, w.ben, w.patrol, false)))
		w.must(only(w.app.ChangeRoom(ctx, w.eve, open.ID, app.RoomPatch{Visibility: ptr(chat.Private)})))
		w.must(only(w.app.ChangeRoom(ctx, w.ben, w.patrol, app.RoomPatch{Visibility: ptr(chat.Public)})))
		if _, err := w.app.ChangeRoom(ctx, w.eve, open.ID, app.RoomPatch{Visibility: ptr(chat.Public)}); code(err) != "room_name_taken" {
			t.Errorf("back under a name that is taken by now: %v", err)
		}
	})
}
