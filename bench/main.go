//go:build linux

// Command bench measures GuideOps in one run beside a minimal raw Go server,
// prints a table of both, and fails when anything was lost, doubled or
// reordered. README.md tells how to read it.
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"net"
	"os"
	"os/signal"
	"strings"
	"syscall"
	"time"

	"github.com/guideops/guideops/bench/raw"
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	err := run(ctx, os.Args[1:], os.Stdout, os.Stderr)
	stop()
	if errors.Is(err, flag.ErrHelp) {
		return
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, "bench:", err)
		os.Exit(1)
	}
}

// options are the flags.
type options struct {
	cases   string
	rounds  int
	bin     string
	dsn     string
	keep    string
	profile string
	rawOnly bool
	verbose bool

	warm, measure, rest time.Duration

	people, senders, listeners int
	streams, perSecond, window int
	idle, resuming, pagers     int
	pageRoom, million          int
}

func parse(args []string, errs io.Writer) (options, error) {
	var o options
	f := flag.NewFlagSet("bench", flag.ContinueOnError)
	f.SetOutput(errs)
	f.StringVar(&o.cases, "cases", allCases, "which cases, by their letters; M and P are A at a million stored and on PostgreSQL, T is C over TLS")
	f.IntVar(&o.rounds, "rounds", 3, "interleaved rounds; the table has their medians")
	f.StringVar(&o.bin, "bin", "", "the guideops binary; built from ./cmd/guideops when empty")
	f.StringVar(&o.dsn, "dsn", "", "an empty PostgreSQL database for P; a server of its own is started when empty")
	f.StringVar(&o.keep, "keep", "", "directory that keeps the seeded data between runs")
	f.StringVar(&o.profile, "profile", "", "directory for a profile of GuideOps in each case, made by perf")
	f.BoolVar(&o.rawOnly, "raw-only", false, "measure the raw server alone")
	f.BoolVar(&o.verbose, "v", false, "tell each measurement as it is made")
	f.DurationVar(&o.warm, "warm", time.Second, "load before each measurement")
	f.DurationVar(&o.measure, "measure", 6*time.Second, "length of each measurement")
	f.DurationVar(&o.rest, "rest", 3*time.Second, "C: how long streams lie idle before the memory is read")
	f.IntVar(&o.people, "people", 50, "people of the company")
	f.IntVar(&o.senders, "senders", 50, "A: senders")
	f.IntVar(&o.listeners, "listeners", 20, "A: listening streams")
	f.IntVar(&o.streams, "streams", 1000, "B: streams")
	f.IntVar(&o.perSecond, "per-second", 20, "B: messages a second while latency is measured")
	f.IntVar(&o.window, "window", 64, "B: messages on their way while the most deliveries are measured")
	f.IntVar(&o.idle, "idle", 10_000, "C: idle streams")
	f.IntVar(&o.pagers, "pagers", 50, "D: readers")
	f.IntVar(&o.pageRoom, "page-room", 100_000, "D: messages in the room")
	f.IntVar(&o.resuming, "resuming", 5000, "E: streams that resume")
	f.IntVar(&o.million, "million", 1_000_000, "M, F: messages stored")
	if err := f.Parse(args); err != nil {
		return o, err
	}
	if unknown := strings.Trim(o.cases, allCases); unknown != "" {
		return o, fmt.Errorf("there is no case %q: they are %s", unknown, allCases)
	}
	return o, nil
}

func run(ctx context.Context, args []string, out, errs io.Writer) error {
	if len(args) > 0 && args[0] == "raw" {
		return serveRaw(ctx, args[1:], raw.Options{}, errs)
	}
	o, err := parse(args, errs)
	if err != nil {
		return err
	}
	return measure(ctx, o, out, errs)
}

// serveRaw is the raw server's process: the bench starts itself with "raw".
func serveRaw(ctx context.Context, args []string, opt raw.Options, errs io.Writer) error {
	f := flag.NewFlagSet("bench raw", flag.ContinueOnError)
	f.SetOutput(errs)
	addr := f.String("addr", "127.0.0.1:0", "address to listen on")
	f.IntVar(&opt.MessageBytes, "message-bytes", 0, "least length of a message")
	f.IntVar(&opt.PageBytes, "page-bytes", 0, "length of a page")
	f.BoolVar(&opt.Store, "store", false, "keep messages")
	f.StringVar(&opt.File, "file", "", "where to keep them across restarts")
	if err := f.Parse(args); err != nil {
		return err
	}
	srv, err := raw.New(opt)
	if err != nil {
		return err
	}
	var lc net.ListenConfig
	ln, err := lc.Listen(ctx, "tcp4", *addr)
	if err != nil {
		return err
	}
	return srv.Run(ctx, ln)
}
