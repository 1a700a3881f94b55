package app_test

import (
	"context"
	"errors"
	"testing"
	"time"

	"github.com/guideops/guideops/internal/app"
	"github.com/guideops/guideops/internal/chat"
	"github.com/guideops/guideops/internal/chattest"
)

func TestOneAccountCannotFloodACompany(t *testing.T) {
	ctx := context.Background()
	c := chattest.New(t, func(cfg *app.Config) { cfg.SendsPerMinute, cfg.SendBurst = 60, 3 })
	send := func(by app.Actor) (chat.UUID, error) {
		s := chat.Send{ID: newID(), Text: "x"}
		_, err := c.App.Send(ctx, by, c.General, &s)
		return s.ID, err
	}
	var last chat.UUID
	for range 3 {
		id, err := send(c.Ben)
		if err != nil {
			t.Fatal(err)
		}
		last = id
	}
	for name, do := range map[string]func() error{
		"send":        func() error { _, err := send(c.Ben); return err },
		"edit":        func() error { _, err := c.App.EditMessage(ctx, c.Ben, last, "y", nil); return err },
		"react":       func() error { _, err := c.App.React(ctx, c.Ben, last, "👍", true); return err },
		"open a room": func() error { _, err := c.App.OpenDirect(ctx, c.Ben, ids(c.Anna)); return err },
		"report":      func() error { return c.App.Report(ctx, c.Ben, last, "rude") },
		"make a room": func() error {
			_, err := c.App.CreateRoom(ctx, c.Ben, app.NewRoom{Name: "Heli", Visibility: "public"})
			return err
		},
	} {
		var e *chat.Error
		if err := do(); !errors.As(err, &e) || e.Kind != chat.TooMany || e.RetryAfterMS < 1 || e.RetryAfterMS > 1001 {
			t.Errorf("%s, right after three: %v", name, err)
		}
	}
	if _, err := send(c.Anna); err != nil {
		t.Errorf("Anna, meanwhile: %v", err)
	}
	c.Clock.Move(time.Second)
	if _, err := send(c.Ben); err != nil {
		t.Errorf("a second later: %v", err)
	}
}
