package app_test

import (
	"context"
	"errors"
	"path/filepath"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/google/uuid"

	"github.com/guideops/guideops/internal/app"
	"github.com/guideops/guideops/internal/chat"
	"github.com/guideops/guideops/internal/chattest"
	"github.com/guideops/guideops/internal/dbtest"
	"github.com/guideops/guideops/internal/store"
)

// housesOnBoth runs a test over an empty house on either engine.
func housesOnBoth(t *testing.T, test func(t *testing.T, h *chattest.House), options ...func(*app.Config)) {
	t.Helper()
	t.Run("sqlite", func(t *testing.T) { test(t, chattest.NewHouse(t, options...)) })
	t.Run("postgres", func(t *testing.T) {
		test(t, chattest.NewHouseAt(t, store.Options{URL: dbtest.Postgres(t)}, options...))
	})
}

func registration(email string) app.Registration {
	return app.Registration{FirstName: "Zoe", Email: email, Password: chattest.Password}
}

// race runs n calls at once and counts those that succeed.
func race(n int, call func(i int) error) (succeeded int64) {
	var ok atomic.Int64
	var wg sync.WaitGroup
	for i := range n {
		wg.Go(func() {
			if call(i) == nil {
				ok.Add(1)
			}
		})
	}
	wg.Wait()
	return ok.Load()
}

func TestOfRacingFoundersOneFoundsTheCompany(t *testing.T) {
	housesOnBoth(t, func(t *testing.T, h *chattest.House) {
		won := race(8, func(i int) error {
			in := registration(string(rune('a'+i)) + "@one.example")
			in.Company = "Alpine Guides " + string(rune('a'+i))
			_, err := h.App.Register(t.Context(), app.Actor{IP: "192.0.2.1"}, in)
			return err
		})
		all, err := h.Store.Workspaces(t.Context(), 10)
		if err != nil || won != 1 || len(all) != 1 {
			t.Fatalf("%d won, %d companies, %v", won, len(all), err)
		}
	})
}

func TestRacingGuestsOfAOneUseInviteGetOneSeat(t *testing.T) {
	housesOnBoth(t, func(t *testing.T, h *chattest.House) {
		c := h.Found(t, "Alpine Guides")
		v, err := c.App.CreateInvite(t.Context(), c.Anna, app.NewInvite{MaxUses: 1})
		if err != nil {
			t.Fatal(err)
		}
		joined := race(8, func(i int) error {
			in := registration(string(rune('a'+i)) + "@one.example")
			in.Invite = v.Code
			_, err := c.App.Register(t.Context(), app.Actor{IP: "192.0.2.1"}, in)
			return err
		})
		if joined != 1 || len(c.Dir().Users()) != 3 {
			t.Fatalf("%d joined, %d people", joined, len(c.Dir().Users()))
		}
	})
}

func TestOneAddressIsOneAccountInACompany(t *testing.T) {
	housesOnBoth(t, func(t *testing.T, h *chattest.House) {
		c := h.Found(t, "Alpine Guides")
		v, err := c.App.CreateInvite(t.Context(), c.Anna, app.NewInvite{})
		if err != nil {
			t.Fatal(err)
		}
		joined := race(6, func(i int) error {
			in := registration("Zoe@Alpine.example")
			if i%2 == 0 {
				in.Email = "zoe@alpine.EXAMPLE"
			}
			in.Invite = v.Code
			_, err := c.App.Register(t.Context(), app.Actor{IP: "192.0.2.1"}, in)
			return err
		})
		if joined != 1 {
			t.Fatalf("%d accounts with one address", joined)
		}
	})
}

func TestARacingResetLinkWorksOnce(t *testing.T) {
	housesOnBoth(t, func(t *testing.T, h *chattest.House) {
		c := h.Found(t, "Alpine Guides")
		l, err := c.App.MakeResetLink(t.Context(), c.Anna, c.Ben.User)
		if err != nil {
			t.Fatal(err)
		}
		code := l.Link[strings.LastIndexByte(l.Link, '/')+1:]
		used := race(4, func(int) error {
			_, err := c.App.Reset(t.Context(), app.Actor{IP: "192.0.2.1"}, code, "moraine and meadow", "")
			return err
		})
		if used != 1 {
			t.Fatalf("the link worked %d times", used)
		}
	})
}

func TestTheEndOfASessionIsInTheFeedOfItsOwnerAlone(t *testing.T) {
	housesOnBoth(t, func(t *testing.T, h *chattest.House) {
		c := h.Found(t, "Alpine Guides")
		laptop, token := c.SignIn("ben")
		_, ben := c.Changes(c.Ben, 0)
		_, anna := c.Changes(c.Anna, 0)
		if _, err := c.App.Authenticate(t.Context(), token, "192.0.2.3"); err != nil {
			t.Fatal(err)
		}
		if err := c.App.EndSession(t.Context(), c.Ben, laptop.Session); err != nil {
			t.Fatal(err)
		}
		if _, err := c.App.Authenticate(t.Context(), token, "192.0.2.3"); chat.KindOf(err) != chat.Unauthorized {
			t.Fatalf("the session lives on: %v", err)
		}
		mine, _ := c.Changes(c.Ben, ben)
		if len(mine) != 1 || mine[0].Type != chat.ChangeSession || chat.ID(mine[0].RowID) != laptop.Session {
			t.Errorf("Ben's feed brought %v", mine)
		}
		if others, _ := c.Changes(c.Anna, anna); len(others) != 0 {
			t.Errorf("Anna's feed brought %v", others)
		}
	})
}

func TestTheOperatorCreatesResetsAndDeactivates(t *testing.T) {
	housesOnBoth(t, func(t *testing.T, h *chattest.House) {
		c := h.Found(t, "Alpine Guides")
		ctx := t.Context()
		u, link, err := c.App.CreateUser(ctx, app.NewAccount{FirstName: "Ida", Email: "ida@alpine.example", Role: chat.Admin})
		if err != nil || !strings.HasPrefix(link.Link, "https://chat.example/reset/") {
			t.Fatalf("%v, %v", link, err)
		}
		if _, err := c.App.SignIn(ctx, app.Actor{IP: "192.0.2.9"}, app.SignIn{Login: "ida", Password: ""}); chat.KindOf(err) != chat.Unauthorized {
			t.Errorf("an account without a password lets in: %v", err)
		}
		if _, err := c.App.Reset(ctx, app.Actor{}, strings.TrimPrefix(link.Link, "https://chat.example/reset/"), chattest.Password, ""); err != nil {
			t.Fatal(err)
		}
		if _, err := c.App.SetRole(ctx, app.Account{Login: "IDA@alpine.example"}, chat.SuperAdmin); err != nil {
			t.Fatal(err)
		}
		anna, _ := c.Dir().User(c.Anna.User)
		ida, _ := c.Dir().User(u.ID)
		if anna.Role != chat.Admin || ida.Role != chat.SuperAdmin {
			t.Errorf("roles are %s and %s", anna.Role, ida.Role)
		}
		_, demoted := c.App.SetRole(ctx, app.Account{Login: "ida"}, chat.Person)
		_, ended := c.App.Deactivate(ctx, app.Account{Login: "ida"}, false)
		for _, err := range []error{demoted, ended} {
			if err == nil || !strings.Contains(err.Error(), "Make somebody else its owner first, with the role super_admin.") {
				t.Errorf("the company lost its owner, or its operator is not told how: %v", err)
			}
		}
		if _, err := c.App.Deactivate(ctx, app.Account{Login: "ben"}, false); err != nil {
			t.Fatal(err)
		}
		if _, err := c.App.Me(ctx, c.Ben); err != nil {
			t.Fatal(err)
		}
		list, err := c.App.ListUsers(ctx, "")
		if err != nil || len(list) != 3 || list[1].User.FirstName != "Ben" || list[1].User.DeactivatedMS == 0 || list[2].Email != "ida@alpine.example" {
			t.Errorf("%+v, %v", list, err)
		}
		if _, err := c.App.ListUsers(ctx, "nowhere"); chat.KindOf(err) != chat.NotFound {
			t.Errorf("a list of nowhere: %v", err)
		}
		if _, err := c.App.ResetPassword(ctx, app.Account{Login: "nobody"}); chat.KindOf(err) != chat.NotFound {
			t.Errorf("a link for nobody: %v", err)
		}
		page, err := c.App.Audit(ctx, c.Anna, app.AuditFilter{Action: "user.create"})
		if err != nil || len(page.Entries) != 1 || page.Entries[0].ActorID != 0 {
			t.Errorf("%+v, %v", page, err)
		}
	})
}

func TestThePanelReadsTheSameOnBothEngines(t *testing.T) {
	housesOnBoth(t, func(t *testing.T, h *chattest.House) {
		c := h.Found(t, "Alpine Guides")
		ctx := t.Context()
		if _, err := c.App.Send(ctx, c.Ben, c.General, &chat.Send{ID: chat.UUID(uuid.New()), Text: "counted"}); err != nil {
			t.Fatal(err)
		}
		if _, token := c.SignIn("ben"); token == "" {
			t.Fatal("no token")
		}
		stats, err := c.App.Stats(ctx, c.Anna)
		if err != nil || stats.People != 2 || stats.MessagesTotal != 1 || stats.StorageBytes == 0 {
			t.Errorf("%+v, %v", stats, err)
		}
		rooms, err := c.App.AdminRooms(ctx, c.Anna, "")
		if err != nil || len(rooms) != 1 || rooms[0].MessageCount != 1 || rooms[0].LastTSMS == 0 {
			t.Errorf("%+v, %v", rooms, err)
		}
		people, err := c.App.AdminUsers(ctx, c.Anna, app.UserFilter{Role: "user"})
		if err != nil || len(people) != 1 || people[0].Sessions != 2 {
			t.Errorf("%+v, %v", people, err)
		}
		health, err := c.App.Health(ctx, c.Anna)
		if err != nil || health[0].State != "ok" {
			t.Errorf("%+v, %v", health, err)
		}
		for range 5 {
			if err := c.App.RevokeInvite(ctx, c.Anna, invite(t, c).ID); err != nil {
				t.Fatal(err)
			}
		}
		page, err := c.App.Audit(ctx, c.Anna, app.AuditFilter{Actor: c.Anna.User})
		if err != nil || len(page.Entries) < 10 || page.More {
			t.Fatalf("%d entries, %v", len(page.Entries), err)
		}
		older, err := c.App.Audit(ctx, c.Anna, app.AuditFilter{Before: page.Entries[3].ID})
		if err != nil || older.Entries[0].ID >= page.Entries[3].ID {
			t.Errorf("%+v, %v", older, err)
		}
		c.Clock.Move(60 * 24 * time.Hour)
		if err := c.App.Housekeep(ctx); err != nil {
			t.Error(err)
		}
	})
}

func invite(t *testing.T, c *chattest.Company) *app.Invite {
	t.Helper()
	v, err := c.App.CreateInvite(t.Context(), c.Anna, app.NewInvite{})
	if err != nil {
		t.Fatal(err)
	}
	return v
}

func TestAJobIsDoneOnceByManyWorkersAndAgainAfterADeadOne(t *testing.T) {
	housesOnBoth(t, func(t *testing.T, h *chattest.House) {
		c := h.Found(t, "Alpine Guides")
		ctx := t.Context()
		forgot := func() {
			t.Helper()
			if err := c.App.Forgot(ctx, app.Actor{IP: "192.0.2.1"}, "anna@alpineguides.example", ""); err != nil {
				t.Fatal(err)
			}
		}
		forgot()
		race(6, func(int) error { return c.App.DoJobs(ctx) })
		if n := len(c.Mail.Take()); n != 1 {
			t.Fatalf("%d mails, want 1", n)
		}
		// A worker that dies while it sends leaves the job leased, not lost.
		forgot()
		dying, die := context.WithCancelCause(ctx)
		c.Mail.Fail = errors.New("killed")
		die(errors.New("killed"))
		if err := c.App.DoJobs(dying); err == nil {
			t.Fatal("a dead worker reports success")
		}
		c.Mail.Fail = nil
		c.Clock.Move(6 * time.Minute)
		if err := c.App.DoJobs(ctx); err != nil {
			t.Fatal(err)
		}
		if n := len(c.Mail.Take()); n != 1 {
			t.Fatalf("%d mails after the dead worker, want 1", n)
		}
		if err := c.App.DoJobs(ctx); err != nil || len(c.Mail.Take()) != 0 {
			t.Fatal("a mail was sent twice")
		}
	})
}

func TestAnUndeliverableMailIsGivenUpAtOnce(t *testing.T) {
	c := chattest.New(t)
	c.Mail.Fail = app.ErrHopeless
	if err := c.App.Forgot(t.Context(), app.Actor{}, "anna@alpineguides.example", ""); err != nil {
		t.Fatal(err)
	}
	if err := c.App.DoJobs(t.Context()); err != nil {
		t.Fatal(err)
	}
	notices, err := c.App.Notices(t.Context(), c.Anna)
	if err != nil || len(notices) != 1 || notices[0].Kind != "job_failed" {
		t.Fatalf("%v, %v", notices, err)
	}
}

func TestManySignsOfLifeAreStoredInFewStatements(t *testing.T) {
	housesOnBoth(t, func(t *testing.T, h *chattest.House) {
		c := h.Found(t, "Alpine Guides")
		var tokens []string
		for range store.MaxTouch + 6 { // more than one transaction takes
			_, token := c.SignIn("ben")
			tokens = append(tokens, token)
		}
		c.Clock.Move(time.Hour)
		for _, token := range tokens {
			if _, err := c.App.Authenticate(t.Context(), token, "192.0.2.3"); err != nil {
				t.Fatal(err)
			}
		}
		if err := c.App.FlushSeen(t.Context()); err != nil {
			t.Fatal(err)
		}
		ss, err := c.Store.Sessions(t.Context(), c.Ben.User)
		if err != nil || len(ss) != len(tokens)+1 {
			t.Fatalf("%d sessions, %v", len(ss), err)
		}
		fresh := 0
		for _, s := range ss {
			if s.LastSeenMS == c.Clock.MS() && s.ExpiresMS == c.Clock.MS()+store.SessionIdleMS {
				fresh++
			}
		}
		stats, err := c.App.Stats(t.Context(), c.Anna)
		if err != nil || fresh != len(tokens) || stats.Days[29].People != 1 {
			t.Fatalf("%d of %d sessions were prolonged, %d people today, %v", fresh, len(tokens), stats.Days[29].People, err)
		}
	})
}

func TestTextThatADatabaseCannotHoldIsNobodysName(t *testing.T) {
	housesOnBoth(t, func(t *testing.T, h *chattest.House) {
		c := h.Found(t, "Alpine Guides")
		ctx := t.Context()
		for _, bad := range []string{"an\x00na", "an\xffna"} {
			if _, err := c.App.SignIn(ctx, app.Actor{IP: "192.0.2.8"}, app.SignIn{Login: bad, Password: chattest.Password}); chat.KindOf(err) != chat.Unauthorized {
				t.Errorf("sign in as %q: %v", bad, err)
			}
			if _, err := c.App.SignIn(ctx, app.Actor{IP: "192.0.2.8"}, app.SignIn{Login: "anna", Workspace: bad, Password: chattest.Password}); chat.KindOf(err) != chat.Unauthorized {
				t.Errorf("sign in at %q: %v", bad, err)
			}
			in := registration("zoe@one.example")
			in.Workspace = bad
			if _, err := c.App.Register(ctx, app.Actor{IP: "192.0.2.8"}, in); chat.KindOf(err) != chat.NotFound {
				t.Errorf("register at %q: %v", bad, err)
			}
			in.Workspace, in.FirstName = "", bad
			if _, err := c.App.Register(ctx, app.Actor{IP: "192.0.2.8"}, in); chat.KindOf(err) != chat.Invalid {
				t.Errorf("register as %q: %v", bad, err)
			}
			if _, err := c.App.SetStatus(ctx, c.Ben, app.Status{Text: bad}); chat.KindOf(err) != chat.Invalid {
				t.Errorf("status %q: %v", bad, err)
			}
			if _, err := c.App.SignIn(ctx, app.Actor{IP: "192.0.2.1"}, app.SignIn{Login: "anna", Password: chattest.Password, Device: bad + "'s \u202ephone"}); err != nil {
				t.Errorf("sign in on %q: %v", bad, err)
			}
		}
		ss, err := c.App.Sessions(ctx, c.Anna)
		if err != nil || ss[0].Device != "anna's phone" {
			t.Errorf("the device is called %q, %v", ss[0].Device, err)
		}
		if _, err := c.App.UpdateMe(ctx, c.Ben, app.ProfilePatch{FirstName: new("\u202eannA")}); chat.KindOf(err) != chat.Invalid {
			t.Errorf("a name that reads backwards: %v", err)
		}
	})
}

func TestAnAddressThatLooksLikeAnotherIsNone(t *testing.T) {
	c := chattest.NewHouseAt(t, store.Options{Path: filepath.Join(t.TempDir(), "guideops.db")}).Found(t, "Alpine Guides")
	for _, bad := range []string{"zo\u200be@one.example", "zo\u202ee@one.example", "zoe@one\u00ad.example", "zo\u3164e@one.example", "zoe@one.example\u2060"} {
		var e *chat.Error
		if _, err := c.App.Register(t.Context(), app.Actor{IP: "192.0.2.8"}, registration(bad)); !errors.As(err, &e) || e.Code != "email_invalid" {
			t.Errorf("%q: %v", bad, err)
		}
	}
}
