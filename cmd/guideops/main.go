// Command guideops serves GuideOps and looks after its data.
package main

import (
	"context"
	"fmt"
	"io"
	"os"
	"os/signal"
	"runtime/debug"
	"syscall"

	"github.com/alecthomas/kong"

	"github.com/guideops/guideops/internal/server"
)

// cli is the command line: the settings, which hold for every command, and the commands.
type cli struct {
	Settings server.Config   `embed:""`
	Config   kong.ConfigFlag `placeholder:"FILE" help:"Configuration file: lines NAME=value with the names of the environment variables."`

	Serve   serveCmd   `cmd:"" help:"Serve GuideOps."`
	Backup  backupCmd  `cmd:"" help:"Write database, files and keys into one file, while the server runs."`
	Restore restoreCmd `cmd:"" help:"Put a backup in place; the server must not run."`
	Check   checkCmd   `cmd:"" help:"Look for anything wrong with the data; exit code 1 says that there is."`
	Epoch   epochCmd   `cmd:"" help:"After a recovery to a point in time or a failover of the database."`
	Import  importCmd  `cmd:"" help:"Move in from another chat; again to go on or to catch up."`
	User    userCmd    `cmd:"" help:"Look after accounts, also while the server runs."`
	Demo    demoCmd    `cmd:"" help:"Fill an empty server with a believable company."`
	Version versionCmd `cmd:"" help:"Print the version."`
}

// env is what a command works with, so that tests can run it.
type env struct {
	ctx      context.Context
	settings server.Config
	out      io.Writer
}

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	context.AfterFunc(ctx, stop) // a second signal ends the process at once
	if err := run(ctx, os.Args[1:], os.Stdout, os.Stderr); err != nil {
		fmt.Fprintln(os.Stderr, "guideops:", err)
		os.Exit(1)
	}
}

// run runs one command. It returns after --help has been printed.
func run(ctx context.Context, args []string, stdout, stderr io.Writer) error {
	var c cli
	helped := false
	parser, err := kong.New(&c, kong.Name("guideops"), kong.Description("Chat and coordination for mountain guide teams."),
		kong.Configuration(server.ReadConfigFile), kong.Writers(stdout, stderr),
		kong.Exit(func(int) { helped = true }), kong.ConfigureHelp(kong.HelpOptions{Compact: true, WrapUpperBound: 100}))
	if err != nil {
		return err
	}
	if len(args) == 0 {
		args = []string{"--help"}
	}
	k, err := parser.Parse(args)
	if helped {
		return nil
	}
	if err != nil {
		return fmt.Errorf("%w (guideops --help shows what there is)", err)
	}
	c.Settings.Out, c.Settings.Log, c.Settings.Version = stdout, stderr, version()
	return k.Run(&env{ctx: ctx, settings: c.Settings, out: stdout})
}

// version is the tag or commit that the binary was built from.
func version() string {
	if info, ok := debug.ReadBuildInfo(); ok && info.Main.Version != "" && info.Main.Version != "(devel)" {
		return info.Main.Version
	}
	return "dev"
}
