//go:build linux

package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"syscall"
	"time"

	"github.com/guideops/guideops/bench/internal/target"
)

// fixtures are data directories of GuideOps that are made once and measured
// many times.
type fixtures struct {
	opt options
	bin string
	dir string // of the fixtures
	// work is where the copies go; copies are those that are used again.
	work   string
	copies map[int]string
}

// plain is a company without messages.
const plain = 0

const siteFile = "bench-site.json"

// path is the fixture with so many messages, made if need be.
func (f *fixtures) path(ctx context.Context, messages int) (string, error) {
	dir := filepath.Join(f.dir, fmt.Sprintf("people-%d-messages-%d", f.opt.people, messages))
	if _, err := os.Stat(filepath.Join(dir, siteFile)); err == nil {
		return dir, nil
	} else if !errors.Is(err, fs.ErrNotExist) {
		return "", err
	}
	// The site is written last: a directory without it was not finished.
	if err := os.RemoveAll(dir); err != nil {
		return "", err
	}
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return "", err
	}
	in, err := guideops(ctx, f.bin, dir, "")
	if err != nil {
		return "", err
	}
	defer in.proc.Stop()
	if err := found(ctx, f.opt, in, messages); err != nil {
		return "", fmt.Errorf("%w; the server's log: %s", err, in.proc.Log())
	}
	return dir, writeSite(dir, in.site)
}

// found sets a company up on a fresh server and fills its room.
func found(ctx context.Context, opt options, in *instance, messages int) error {
	site, err := target.Found(ctx, in.proc.Addr, opt.people)
	if err != nil {
		return err
	}
	in.site = site
	return seed(ctx, opt, in, messages)
}

// seed sends messages as fast as the server takes them, the way people do.
func seed(ctx context.Context, opt options, in *instance, messages int) (err error) {
	if messages == 0 {
		return nil
	}
	b, err := newBed(opt, in)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, b.close()) }()
	callers, err := b.send(opt.senders, func() bool { return int(b.ledger.Sent()) < messages }, func(time.Duration) {})
	if err != nil {
		return err
	}
	callers.Kick()
	// A thousand a second is far below what is asked of the server.
	limit := time.Minute + time.Duration(messages)*time.Millisecond
	if err := b.loop.Until(ctx, limit, "seeding", nil, func() bool {
		return b.ledger.Acked() == messages || b.broken != nil || b.ledger.Err() != nil
	}); err != nil {
		return err
	}
	if err := errors.Join(b.broken, b.ledger.Err()); err != nil {
		return err
	}
	in.site.First = b.ledger.FirstSeq()
	in.site.Last = in.site.First + int64(messages) - 1
	return nil
}

func writeSite(dir string, site *target.Site) error {
	j, err := json.Marshal(site)
	if err != nil {
		return err
	}
	return os.WriteFile(filepath.Join(dir, siteFile), j, 0o600)
}

func readSite(dir string) (*target.Site, error) {
	j, err := os.ReadFile(filepath.Join(dir, siteFile))
	if err != nil {
		return nil, err
	}
	site := new(target.Site)
	return site, json.Unmarshal(j, site)
}

// start runs GuideOps over a copy of a fixture; done stops it.
func (f *fixtures) start(ctx context.Context, messages int, env ...string) (in *instance, done func() error, err error) {
	dir, err := f.copy(ctx, messages)
	if err != nil {
		return nil, nil, err
	}
	site, err := readSite(dir)
	if err != nil {
		return nil, nil, err
	}
	in, err = guideops(ctx, f.bin, dir, "", env...)
	if err != nil {
		return nil, nil, err
	}
	in.site = site
	return in, func() error {
		in.proc.Kill()
		if messages != plain {
			return nil
		}
		return os.RemoveAll(dir)
	}, nil
}

// copy gives a fresh copy of the plain fixture, and of the others the same one
// for the whole run: copying a gigabyte would keep the disk busy while the
// server is measured, and a few more messages change nothing there.
func (f *fixtures) copy(ctx context.Context, messages int) (string, error) {
	if dir := f.copies[messages]; dir != "" {
		return dir, nil
	}
	dir, err := f.path(ctx, messages)
	if err != nil {
		return "", err
	}
	work, err := os.MkdirTemp(f.work, "run-")
	if err != nil {
		return "", err
	}
	if out, err := exec.CommandContext(ctx, "cp", "-a", dir+"/.", work).CombinedOutput(); err != nil {
		return "", fmt.Errorf("copy the fixture: %w: %s", err, out)
	}
	// What the copy left to write must not be written while the server is measured.
	syscall.Sync()
	if messages != plain {
		f.copies[messages] = work
	}
	return work, nil
}

// measureSizes finds out how long our messages, pages and tokens are, so that
// the raw server sends and reads as many bytes.
func measureSizes(ctx context.Context, f *fixtures) (size sizes, err error) {
	in, done, err := f.start(ctx, f.opt.pageRoom)
	if err != nil {
		return sizes{}, err
	}
	defer func() { err = errors.Join(err, done()) }()
	b, err := newBed(f.opt, in)
	if err != nil {
		return sizes{}, err
	}
	defer func() { err = errors.Join(err, b.close()) }()
	streams, err := b.listen(ctx, 1)
	if err != nil {
		return sizes{}, err
	}
	page, err := b.firstPage(ctx)
	if err != nil {
		return sizes{}, err
	}
	if err := b.oneReachesAll(ctx, streams); err != nil {
		return sizes{}, err
	}
	return sizes{message: int(streams.Bytes), page: page, token: len(in.site.Tokens[0])}, nil
}
