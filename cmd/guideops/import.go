package main

import "github.com/guideops/guideops/internal/server"

type importCmd struct {
	Redis importRedisCmd `cmd:"" help:"From the Redis of GuideOps V2 or of the Redis chat demo."`
}

// importFlags hold for every chat that people come from.
type importFlags struct {
	Company   string `help:"Name of the company to be made, on an empty server."`
	Owner     string `help:"Who will own it: login, name or mail address. Default: its owner there, else who came first."`
	Workspace string `help:"Short name of the company to import into, where there are several."`
	Report    string `help:"Write what is refused, with the reason, into this file." placeholder:"FILE"`
	DryRun    bool   `help:"Look at everything, change nothing."`
}

func (f *importFlags) from(name string) server.ImportFrom {
	return server.ImportFrom{Name: name, Company: f.Company, Owner: f.Owner, Workspace: f.Workspace, Report: f.Report, DryRun: f.DryRun}
}

type importRedisCmd struct {
	URL  string `arg:"" help:"redis://user:password@host:6379/0"`
	Name string `default:"redis" help:"What this Redis is known by on a second run; give each its own."`
	importFlags
}

func (c *importRedisCmd) Run(e *env) error {
	return server.ImportRedis(e.ctx, e.settings, c.URL, c.from(c.Name))
}
