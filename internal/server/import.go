package server

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"strings"

	"github.com/guideops/guideops/internal/app"
	"github.com/guideops/guideops/internal/importing"
	"github.com/guideops/guideops/internal/store"
)

// ImportFrom says what to move in from, and how.
type ImportFrom struct {
	Name, Company, Owner, Workspace string
	Report                          string // a file for what is refused; empty prints it
	DryRun                          bool
}

// ImportRedis moves in from the Redis of GuideOps V2 or of the chat demo, beside
// the server or without one: a running server learns of it by the feed, as of
// what another server of the same record does.
func ImportRedis(ctx context.Context, c Config, url string, in ImportFrom) (err error) {
	if err := c.Validate(); err != nil {
		return err
	}
	refusals, err := c.openReport(in.Report)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, refusals.close()) }()
	src, err := importing.OpenRedis(ctx, url, refusals.add)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, src.Close()) }()
	if err := os.MkdirAll(c.DataDir, 0o700); err != nil {
		return fmt.Errorf("make the data directory: %w", err)
	}
	s, err := store.Open(ctx, c.options())
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, s.Close()) }()
	bar := &progressBar{out: c.Log}
	out, err := app.New(app.Config{Hosting: c.Hosting, Signup: c.Signup, URL: c.linkBase(), Version: c.Version, Log: c.newLogger()}, s).
		Import(ctx, src, app.Import{Name: in.Name, Company: in.Company, Owner: in.Owner, Workspace: in.Workspace, DryRun: in.DryRun,
			Refuse: refusals.add, Progress: bar.show})
	bar.end()
	if err != nil {
		return fmt.Errorf("%w (run the import again: it goes on where it stopped)", err)
	}
	if in.DryRun {
		return c.print("Nothing was changed. It would bring %d people, %d rooms and %d messages; %d things would be refused.",
			out.People, out.Rooms, out.Messages, refusals.n)
	}
	return c.print("Brought %d people, %d rooms, %d memberships and %d messages into %s; looked at %d messages; %d things were refused.",
		out.People, out.Rooms, out.Members, out.Messages, out.Workspace, out.Seen, refusals.n)
}

// refusalReport writes one line for everything that was not taken over. It
// holds ids and reasons, never what somebody wrote.
type refusalReport struct {
	w    *bufio.Writer
	file io.Closer
	n    int
	err  error
}

func (c *Config) openReport(name string) (*refusalReport, error) {
	if name == "" {
		if c.Out == nil {
			return &refusalReport{w: bufio.NewWriter(io.Discard)}, nil
		}
		return &refusalReport{w: bufio.NewWriter(c.Out)}, nil
	}
	f, err := os.OpenFile(name, os.O_CREATE|os.O_TRUNC|os.O_WRONLY, 0o600)
	if err != nil {
		return nil, fmt.Errorf("open the report: %w", err)
	}
	return &refusalReport{w: bufio.NewWriter(f), file: f}, nil
}

func (r *refusalReport) add(x importing.Refusal) {
	r.n++
	if _, err := fmt.Fprintf(r.w, "refused %s %q: %s\n", x.Kind, x.ID, x.Reason); err != nil {
		r.err = err
	}
}

func (r *refusalReport) close() error {
	err := errors.Join(r.err, r.w.Flush())
	if r.file != nil {
		err = errors.Join(err, r.file.Close())
	}
	return err
}

// progressBar draws one line, anew at every percent.
type progressBar struct {
	out   io.Writer
	drawn int64
}

func (b *progressBar) show(done, total int64) {
	percent := done * 100 / max(total, 1)
	if b.out == nil || percent == b.drawn {
		return
	}
	b.drawn = percent
	full := int(percent / 5)
	// A terminal that is gone does not stop an import.
	_, _ = fmt.Fprintf(b.out, "\r[%s%s] %3d %%  %d of %d messages", strings.Repeat("#", full), strings.Repeat(".", 20-full), percent, done, total) //nolint:errcheck // see above
}

func (b *progressBar) end() {
	if b.out != nil && b.drawn > 0 {
		_, _ = fmt.Fprintln(b.out) //nolint:errcheck // see show
	}
}
