//go:build linux

package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"time"

	"github.com/guideops/guideops/bench/internal/target"
)

// side is which server a measurement is of.
type side uint8

const (
	rawSide side = iota
	ours
)

func (s side) String() string { return [...]string{"raw", "GuideOps"}[s] }

// test is one measurement of both servers.
type test struct {
	letter  rune
	name    string
	measure func(context.Context, *bed) (figures, error)
	// ours starts GuideOps with what the test needs; raw needs nothing.
	ours func(context.Context, *session) (*instance, func() error, error)
	// noRaw: there is nothing to compare with, or the raw figure of another test.
	noRaw bool
	// rawFor are the letters of the tests that are compared with this raw figure.
	rawFor string
	// restarts: the process ends meanwhile, so it cannot be profiled.
	restarts bool
}

// wants reports whether the test is to be made of a server.
func (t test) wants(o options, who side) bool {
	if who == ours {
		return !o.rawOnly && strings.ContainsRune(o.cases, t.letter)
	}
	return !t.noRaw && strings.ContainsAny(o.cases, string(t.letter)+t.rawFor)
}

const allCases = "ABCDEFMPT"

func tests(o options) []test {
	over := func(messages int) func(context.Context, *session) (*instance, func() error, error) {
		return func(ctx context.Context, s *session) (*instance, func() error, error) {
			return s.fixtures.start(ctx, messages)
		}
	}
	return []test{
		{letter: 'A', name: "A", measure: sends, ours: over(plain), rawFor: "MP"},
		{letter: 'M', name: "M", measure: sends, ours: over(o.million), noRaw: true},
		{letter: 'P', name: "P", measure: sends, ours: onPostgres, noRaw: true},
		{letter: 'B', name: "B latency", measure: deliveryLatency, ours: over(plain)},
		{letter: 'B', name: "B most", measure: mostDeliveries, ours: over(plain)},
		{letter: 'C', name: "C", measure: idle, ours: over(plain), rawFor: "T"},
		{letter: 'T', name: "T", measure: idleTLS, ours: overTLS, noRaw: true},
		{letter: 'D', name: "D newest", measure: newest, ours: over(o.pageRoom)},
		{letter: 'D', name: "D older", measure: older, ours: over(o.pageRoom)},
		{letter: 'E', name: "E", measure: resume, ours: over(plain), noRaw: true, restarts: true},
		{letter: 'F', name: "F", measure: startUp, ours: over(o.million), noRaw: true, restarts: true},
	}
}

// session is one run of the bench.
type session struct {
	opt      options
	fixtures *fixtures
	size     sizes
	postgres *instance
	pg       *target.Postgres
	errs     io.Writer
	results  results
}

// measure runs all rounds and prints the table. It fails when a server was wrong.
func measure(ctx context.Context, o options, out, errs io.Writer) (err error) {
	if _, err := target.RaiseFiles(uint64(o.idle+o.resuming) + 2000); err != nil {
		return err
	}
	work, err := os.MkdirTemp("", "guideops-bench-")
	if err != nil {
		return err
	}
	s := &session{opt: o, errs: errs, results: results{}}
	defer func() { err = errors.Join(err, s.close(), os.RemoveAll(work)) }()
	if err := s.prepare(ctx, work); err != nil {
		return err
	}
	var wrong []error
	for round := range o.rounds {
		wrong = append(wrong, s.round(ctx, round)...)
		if ctx.Err() != nil {
			return ctx.Err()
		}
	}
	if err := s.results.print(out, o, s.size); err != nil {
		return err
	}
	return errors.Join(wrong...)
}

// prepare builds GuideOps, makes the data and measures our sizes.
func (s *session) prepare(ctx context.Context, work string) error {
	if s.opt.rawOnly {
		return nil
	}
	s.fixtures = &fixtures{opt: s.opt, bin: s.opt.bin, dir: s.opt.keep, work: work, copies: map[int]string{}}
	if s.opt.keep == "" {
		s.fixtures.dir = work
	}
	if s.opt.bin == "" {
		s.fixtures.bin = filepath.Join(work, "guideops")
		if out, err := exec.CommandContext(ctx, "go", "build", "-o", s.fixtures.bin, "./cmd/guideops").CombinedOutput(); err != nil {
			return fmt.Errorf("build ./cmd/guideops (run the bench in the repository, or give -bin): %w: %s", err, out)
		}
	}
	s.tell("making the data …")
	var err error
	if s.size, err = measureSizes(ctx, s.fixtures); err != nil {
		return fmt.Errorf("the sizes of messages and pages: %w", err)
	}
	if strings.ContainsAny(s.opt.cases, "MF") {
		_, err = s.fixtures.path(ctx, s.opt.million)
	}
	return err
}

// round measures every test once on both servers, who take turns in going first.
func (s *session) round(ctx context.Context, n int) (wrong []error) {
	sides := []side{rawSide, ours}
	if n%2 == 1 {
		sides = []side{ours, rawSide}
	}
	for _, t := range tests(s.opt) {
		for _, who := range sides {
			if !t.wants(s.opt, who) || ctx.Err() != nil {
				continue
			}
			start := time.Now()
			f, err := s.one(ctx, t, who)
			if err != nil {
				err = fmt.Errorf("round %d, %s, %v: %w", n+1, t.name, who, err)
				wrong = append(wrong, err)
				s.tell("%v", err)
				continue
			}
			s.results.add(t.name, who, f)
			if s.opt.verbose {
				s.tell("round %d, %s, %v (%.0f s): %v", n+1, t.name, who, time.Since(start).Seconds(), f)
			}
		}
	}
	return wrong
}

// one is one measurement of one server.
func (s *session) one(ctx context.Context, t test, who side) (f figures, err error) {
	run := t.ours
	if who == rawSide {
		run = raws
	}
	in, done, err := run(ctx, s)
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, done()) }()
	b, err := newBed(s.opt, in)
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, b.close()) }()
	profiled := s.profile(ctx, t, who, in)
	f, err = t.measure(ctx, b)
	if err != nil {
		return nil, fmt.Errorf("%w; the server's log: %s", err, in.proc.Log())
	}
	return f, profiled()
}

// raws starts the raw server.
func raws(ctx context.Context, s *session) (*instance, func() error, error) {
	in, err := rawServer(ctx, s.size)
	return in, killer(in), err
}

func killer(in *instance) func() error {
	return func() error {
		in.proc.Kill()
		return nil
	}
}

// onPostgres starts GuideOps over PostgreSQL; the database serves all rounds.
func onPostgres(ctx context.Context, s *session) (*instance, func() error, error) {
	if s.postgres == nil {
		if err := s.foundPostgres(ctx); err != nil {
			return nil, nil, err
		}
	} else if err := s.postgres.restart(ctx); err != nil {
		return nil, nil, err
	}
	return s.postgres, killer(s.postgres), nil
}

func (s *session) foundPostgres(ctx context.Context) error {
	dsn := s.opt.dsn
	if dsn == "" {
		var err error
		if s.pg, err = target.StartPostgres(ctx); err != nil {
			return err
		}
		dsn = s.pg.DSN
	}
	dir, err := os.MkdirTemp(s.fixtures.work, "postgres-")
	if err != nil {
		return err
	}
	in, err := guideops(ctx, s.fixtures.bin, dir, dsn)
	if err != nil {
		return err
	}
	if s.pg != nil {
		in.beside = s.pg.Pid()
	}
	if err := found(ctx, s.opt, in, 0); err != nil {
		in.proc.Kill()
		return err
	}
	s.postgres = in
	return nil
}

func (s *session) close() error {
	if s.pg == nil {
		return nil
	}
	return s.pg.Stop()
}

func (s *session) tell(format string, args ...any) {
	// Progress for whoever watches; the table is what counts.
	_, _ = fmt.Fprintf(s.errs, format+"\n", args...)
}
