package server

import (
	"context"
	"errors"
	"fmt"
	"os"
	"time"

	"github.com/guideops/guideops/internal/app"
	"github.com/guideops/guideops/internal/demo"
	"github.com/guideops/guideops/internal/store"
)

// Demo fills an empty record with a company and its season of messages.
func Demo(ctx context.Context, cfg Config, messages int) (err error) {
	if err := cfg.Validate(); err != nil {
		return err
	}
	if err := os.MkdirAll(cfg.DataDir, 0o700); err != nil {
		return fmt.Errorf("make the data directory: %w", err)
	}
	lock, err := cfg.lockData()
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, lock.Close()) }()
	clock := &demo.Clock{}
	opt := cfg.options()
	opt.Now = clock.Now
	s, err := store.Open(ctx, opt)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, s.Close()) }()
	empty, err := s.Empty(ctx)
	if err != nil {
		return err
	}
	if !empty {
		return cfg.print("There is a company already; the demonstration only fills an empty server.")
	}
	a := app.New(app.Config{Hosting: cfg.Hosting, Signup: cfg.Signup, URL: cfg.URL, Version: cfg.Version, Now: clock.Now, Log: opt.Log}, s)
	if err := demo.Play(ctx, a, clock, time.Now(), messages); err != nil {
		return fmt.Errorf("fill the demonstration: %w", err)
	}
	return cfg.print("%s is there: 12 guides, 8 rooms, %d messages.\nSign in as %s with the password %s (everybody's is the same).",
		demo.Company, messages, demo.Owner, demo.Password)
}
