package main

import (
	"errors"
	"fmt"

	"github.com/guideops/guideops/internal/server"
)

type serveCmd struct{}

func (serveCmd) Run(e *env) error { return server.Run(e.ctx, e.settings) }

type backupCmd struct {
	File string `arg:"" help:"The file to write; it must not exist."`
}

func (c *backupCmd) Run(e *env) error { return server.Backup(e.ctx, e.settings, c.File) }

type restoreCmd struct {
	File  string `arg:"" help:"The backup to read."`
	Force bool   `help:"Replace what is there; it is backed up into the data directory first."`
}

func (c *restoreCmd) Run(e *env) error { return server.Restore(e.ctx, e.settings, c.File, c.Force) }

type checkCmd struct{}

func (checkCmd) Run(e *env) error { return server.Check(e.ctx, e.settings) }

type epochCmd struct {
	New bool `help:"Begin a new epoch: every device rebuilds what it holds."`
}

func (c *epochCmd) Run(e *env) error {
	if !c.New {
		return errors.New("say `guideops epoch --new` to let every device rebuild what it holds")
	}
	return server.NewEpoch(e.ctx, e.settings)
}

type demoCmd struct {
	Messages int `default:"5000" help:"How many messages the season has."`
}

func (c *demoCmd) Run(e *env) error { return server.Demo(e.ctx, e.settings, c.Messages) }

type versionCmd struct{}

func (versionCmd) Run(e *env) error {
	_, err := fmt.Fprintln(e.out, "guideops", version())
	return err
}
