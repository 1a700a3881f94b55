//go:build linux

package main

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"strconv"

	"github.com/guideops/guideops/bench/internal/target"
)

// instance is a server that runs, over data of its own.
type instance struct {
	proc *target.Process
	site *target.Site
	// beside is the process of a database that works for the server, or 0.
	beside int
	keeps  bool // stores what it acknowledges: there is a history to check
	cmd    target.Command
}

// restart starts the server again on its address, after a stop or kill.
func (in *instance) restart(ctx context.Context) error {
	p, err := in.cmd.Start(ctx, in.proc.Addr)
	if err != nil {
		return err
	}
	in.proc = p
	return p.Answers(ctx)
}

func launch(ctx context.Context, in *instance, command func(addr string) (target.Command, error)) (*instance, error) {
	addr, err := target.FreeAddr(ctx)
	if err != nil {
		return nil, err
	}
	if in.cmd, err = command(addr.String()); err != nil {
		return nil, err
	}
	if in.proc, err = in.cmd.Start(ctx, addr); err != nil {
		return nil, err
	}
	if err := in.proc.Answers(ctx); err != nil {
		in.proc.Kill()
		return nil, err
	}
	return in, nil
}

// rawServer starts the raw server: this program in another role.
func rawServer(ctx context.Context, size sizes, args ...string) (*instance, error) {
	self, err := os.Executable()
	if err != nil {
		return nil, err
	}
	// A token as long as ours: both servers read the same number of bytes.
	site := &target.Site{Tokens: []string{fmt.Sprintf("%0*d", max(size.token, 1), 0)}, Room: "2"}
	return launch(ctx, &instance{site: site}, func(addr string) (target.Command, error) {
		return target.Command{Path: self, Args: append([]string{"raw", "-addr", addr, "-message-bytes", strconv.Itoa(size.message),
			"-page-bytes", strconv.Itoa(size.page)}, args...)}, nil
	})
}

// guideops starts the product over a data directory or a PostgreSQL.
func guideops(ctx context.Context, bin, dir, dsn string, more ...string) (*instance, error) {
	in := &instance{keeps: true}
	return launch(ctx, in, func(addr string) (target.Command, error) {
		return target.Command{Path: bin, Args: []string{"serve"}, Env: append([]string{
			"GUIDEOPS_ADDR=" + addr, "GUIDEOPS_DATA_DIR=" + filepath.Clean(dir), "GUIDEOPS_LOG_LEVEL=warn",
			"GUIDEOPS_SENDS_PER_MINUTE=0", "DATABASE_URL=" + dsn}, more...)}, nil
	})
}

// sizes are what the raw server has in common with ours.
type sizes struct{ message, page, token int }
