package app_test

import (
	"path/filepath"
	"testing"

	"github.com/guideops/guideops/internal/app"
	"github.com/guideops/guideops/internal/chat"
	"github.com/guideops/guideops/internal/chattest"
	"github.com/guideops/guideops/internal/dbtest"
	"github.com/guideops/guideops/internal/store"
)

// Another process (a second server, or `guideops user` beside this one) ends a
// session and a membership. Nobody has a stream here, so no ring tells of it.
func TestRightsThatEndElsewhereEndHere(t *testing.T) {
	for name, at := range map[string]func(*testing.T) store.Options{
		"sqlite": func(t *testing.T) store.Options {
			return store.Options{Path: filepath.Join(t.TempDir(), "guideops.db")}
		},
		"postgres": func(t *testing.T) store.Options { return store.Options{URL: dbtest.Postgres(t)} },
	} {
		t.Run(name, func(t *testing.T) {
			where := at(t)
			there := chattest.NewHouseAt(t, where).Found(t, "Alpine Guides")
			here := chattest.NewHouseAt(t, where)
			ben, token := there.SignIn("ben")
			_, kept := there.SignIn("ben")
			room, err := there.App.CreateRoom(t.Context(), there.Anna, app.NewRoom{Name: "Rescue", Visibility: chat.Private, UserIDs: []chat.ID{ben.User}})
			if err != nil {
				t.Fatal(err)
			}
			by, err := here.App.Authenticate(t.Context(), kept, "192.0.2.9")
			if err != nil {
				t.Fatal(err)
			}
			if _, err := here.App.Authenticate(t.Context(), token, "192.0.2.9"); err != nil {
				t.Fatal(err)
			}
			if _, err := here.App.Members(t.Context(), by, room.ID); err != nil {
				t.Fatal("he is not in it to begin with:", err)
			}
			if err := there.App.EndSession(t.Context(), ben, ben.Session); err != nil {
				t.Fatal(err)
			}
			if err := there.App.RemoveMember(t.Context(), there.Anna, room.ID, ben.User); err != nil {
				t.Fatal(err)
			}
			if err := here.Store.Refresh(t.Context()); err != nil {
				t.Fatal(err)
			}
			if _, err := here.App.Authenticate(t.Context(), token, "192.0.2.9"); err == nil {
				t.Error("the session that ended elsewhere lives on here")
			}
			if _, err := here.App.Members(t.Context(), by, room.ID); err == nil {
				t.Error("the room that he was removed from elsewhere is open here")
			}
			if _, err := here.App.Authenticate(t.Context(), kept, "192.0.2.9"); err != nil {
				t.Error("his other session ended too:", err)
			}
		})
	}
}
