package app_test

import (
	"context"
	"errors"
	"strings"
	"testing"
	"time"

	"github.com/guideops/guideops/internal/app"
	"github.com/guideops/guideops/internal/chattest"
)

func TestAPromisedMailGoesOutAtOnce(t *testing.T) {
	sent := make(chan string, 1)
	c := chattest.New(t, func(cfg *app.Config) {
		cfg.Mail = func(_ context.Context, to, _, _ string) error {
			sent <- to
			return nil
		}
	})
	ctx, stop := context.WithCancel(t.Context())
	ended := make(chan error, 1)
	go func() { ended <- c.App.RunJobs(ctx) }()
	if err := c.App.Forgot(ctx, app.Actor{}, "anna@alpineguides.example", ""); err != nil {
		t.Fatal(err)
	}
	if to := <-sent; to != "anna@alpineguides.example" {
		t.Errorf("a mail to %q", to)
	}
	stop()
	if err := <-ended; err != nil {
		t.Error(err)
	}
}

func TestWhoWasHereIsStoredWhenTheServerStops(t *testing.T) {
	c := chattest.New(t)
	_, token := c.SignIn("ben")
	c.Clock.Move(time.Hour)
	if _, err := c.App.Authenticate(t.Context(), token, "192.0.2.3"); err != nil {
		t.Fatal(err)
	}
	ctx, stop := context.WithCancel(t.Context())
	stop()
	if err := c.App.RunHousekeeping(ctx); err != nil {
		t.Fatal(err)
	}
	ss, err := c.Store.Sessions(t.Context(), c.Ben.User)
	if err != nil || ss[0].LastSeenMS != c.Clock.MS() {
		t.Fatalf("last seen %d, want %d, %v", ss[0].LastSeenMS, c.Clock.MS(), err)
	}
}

func TestWhatAMailServerSaysIsStoredWhateverItSays(t *testing.T) {
	housesOnBoth(t, func(t *testing.T, h *chattest.House) {
		c := h.Found(t, "Alpine Guides")
		c.Mail.Fail = errors.Join(app.ErrHopeless, errors.New("\xff\x00"+strings.Repeat("é", 400)))
		if err := c.App.Forgot(t.Context(), app.Actor{}, "anna@alpineguides.example", ""); err != nil {
			t.Fatal(err)
		}
		if err := c.App.DoJobs(t.Context()); err != nil {
			t.Fatal(err)
		}
		notices, err := c.App.Notices(t.Context(), c.Anna)
		if err != nil || len(notices) != 1 || !strings.Contains(string(notices[0].Data), "éé") {
			t.Fatalf("%v, %v", notices, err)
		}
	})
}

func TestAnswersAndLinksThatAreOverAreForgotten(t *testing.T) {
	housesOnBoth(t, func(t *testing.T, h *chattest.House) {
		c := h.Found(t, "Alpine Guides")
		keyed := func() error {
			ctx := app.WithIdempotent(t.Context(), app.Idempotent{Key: "k", Fingerprint: "status"})
			_, err := c.App.SetStatus(ctx, c.Ben, app.Status{Text: "on the glacier"})
			return err
		}
		if err := keyed(); err != nil {
			t.Fatal(err)
		}
		if _, err := c.App.MakeResetLink(t.Context(), c.Anna, c.Ben.User); err != nil {
			t.Fatal(err)
		}
		head, err := c.Store.Head(t.Context(), c.ID)
		if err != nil {
			t.Fatal(err)
		}
		if err := keyed(); err != nil { // a repeat changes nothing
			t.Fatal(err)
		}
		if now, err := c.Store.Head(t.Context(), c.ID); err != nil || now != head {
			t.Fatalf("the repeat moved the feed from %d to %d, %v", head, now, err)
		}
		c.Clock.Move(9 * 24 * time.Hour)
		if err := c.App.Housekeep(t.Context()); err != nil {
			t.Fatal(err)
		}
		stale, err := c.Store.StaleWorkspaces(t.Context())
		if err != nil || len(stale) != 0 {
			t.Fatalf("left in %v, %v", stale, err)
		}
		if err := keyed(); err != nil {
			t.Fatal(err)
		}
		if now, err := c.Store.Head(t.Context(), c.ID); err != nil || now == head {
			t.Fatalf("the old answer is still given, %v", err)
		}
	})
}
