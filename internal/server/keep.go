package server

import (
	"compress/gzip"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"time"

	"github.com/guideops/guideops/internal/store"
)

// Keeping the record: backup, restore, check, epoch. Each prints what it did.

// ErrFindings says that a check has found something wrong.
var ErrFindings = errors.New("the record is not in order")

func (c *Config) print(format string, args ...any) error {
	out := c.Out
	if out == nil {
		out = io.Discard
	}
	_, err := fmt.Fprintf(out, format+"\n", args...)
	return err
}

// options opens the record for a command, not for a server.
func (c *Config) options() store.Options {
	return store.Options{URL: c.databaseURL(toolProgram), Path: c.sqlitePath(), Log: c.newLogger()}
}

// Backup writes database, files and keys into one file, while the server runs.
func Backup(ctx context.Context, cfg Config, file string) error {
	if err := cfg.Validate(); err != nil {
		return err
	}
	s, err := store.OpenForReading(ctx, cfg.options())
	if err != nil {
		return err
	}
	end, err := writeArchive(ctx, s, &cfg, file)
	if err := errors.Join(err, s.Close()); err != nil {
		return fmt.Errorf("back up: %w", err)
	}
	return cfg.print("Backed up %d messages, %d people, %d rooms and %d files to %s", end.Rows["messages"], end.Rows["users"], end.Rows["rooms"], end.Files, file)
}

// writeArchive writes beside the file and renames: a file of that name is a
// whole backup, even after a power cut. It never replaces one.
func writeArchive(ctx context.Context, s *store.Store, cfg *Config, file string) (end ending, err error) {
	if _, err := os.Stat(file); err == nil {
		return end, fmt.Errorf("%s exists already: choose another name", file)
	}
	partial := file + ".partial"
	f, err := os.OpenFile(partial, os.O_CREATE|os.O_TRUNC|os.O_WRONLY, 0o600)
	if err != nil {
		return end, err
	}
	end, err = archive(ctx, s, cfg, f)
	if err == nil {
		err = f.Sync()
	}
	if err = errors.Join(err, f.Close()); err != nil {
		return end, errors.Join(err, os.Remove(partial))
	}
	return end, os.Rename(partial, file)
}

// Restore puts a backup in place of what is there. Something that is there
// already is replaced only by force, and is backed up first.
func Restore(ctx context.Context, cfg Config, file string, force bool) error {
	if err := readable(file); err != nil {
		return fmt.Errorf("restore: %w", err)
	}
	return cfg.alone(ctx, func(s *store.Store) error {
		empty, err := s.Empty(ctx)
		if err != nil {
			return err
		}
		if !empty && !force {
			return errors.New("there is a company in this database already: --force replaces it (and keeps a backup of it)")
		}
		f, err := os.Open(file)
		if err != nil {
			return err
		}
		if !empty {
			kept := filepath.Join(cfg.DataDir, "before-restore-"+time.Now().UTC().Format("20060102T150405Z")+".backup")
			if _, err := writeArchive(ctx, s, &cfg, kept); err != nil {
				return errors.Join(fmt.Errorf("back up what is there: %w", err), f.Close())
			}
			if err := cfg.print("What was there is kept in %s", kept); err != nil {
				return errors.Join(err, f.Close())
			}
		}
		return errors.Join(cfg.restore(ctx, s, f), f.Close())
	})
}

// readable reads a backup to its end before anything is made or opened for it.
func readable(file string) (err error) {
	f, err := os.Open(file)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, f.Close()) }()
	gz, err := gzip.NewReader(f)
	if err != nil {
		return fmt.Errorf("this is not a backup of GuideOps; nothing was changed: %w", noEOF(err))
	}
	_, err = io.Copy(io.Discard, gz) //nolint:gosec // it goes nowhere
	switch {
	case err == nil:
		return nil
	case errors.Is(err, io.ErrUnexpectedEOF):
		return errors.New("this backup is incomplete; nothing was changed")
	}
	return fmt.Errorf("this backup is damaged; nothing was changed: %w", err)
}

func (c *Config) restore(ctx context.Context, s *store.Store, r io.Reader) error {
	staging, err := os.MkdirTemp(c.DataDir, ".restore-")
	if err != nil {
		return err
	}
	a, m, err := newArchiveReader(r, staging)
	if err == nil {
		err = s.Import(ctx, m.Schema, a.next, a.confirm)
	}
	if err == nil {
		err = a.install(c.DataDir)
	}
	if err := errors.Join(err, os.RemoveAll(staging)); err != nil {
		return fmt.Errorf("restore: %w", err)
	}
	return c.print("Restored %d messages, %d people, %d rooms and %d files of %s. Every device notices and rebuilds what it holds.",
		a.end.Rows["messages"], a.end.Rows["users"], a.end.Rows["rooms"], a.end.Files, time.UnixMilli(m.CreatedMS).UTC().Format(time.RFC3339))
}

// alone opens the record for what no server may be running beside.
func (c *Config) alone(ctx context.Context, do func(*store.Store) error) error {
	if err := c.Validate(); err != nil {
		return err
	}
	if err := os.MkdirAll(c.DataDir, 0o700); err != nil {
		return fmt.Errorf("make the data directory: %w", err)
	}
	lock, err := c.lockData()
	if err != nil {
		return err
	}
	s, err := store.Open(ctx, c.options())
	if err != nil {
		return errors.Join(err, lock.Close())
	}
	n, err := s.Connected(ctx, serverProgram)
	switch {
	case err != nil:
	case n > 0:
		err = errors.New("a GuideOps server is connected to this database: stop every server first")
	default:
		err = do(s)
	}
	return errors.Join(err, s.Close(), lock.Close())
}

// Check looks for everything that must not be, also while the server runs.
func Check(ctx context.Context, cfg Config) error {
	if err := cfg.Validate(); err != nil {
		return err
	}
	s, err := store.OpenForReading(ctx, cfg.options())
	if err != nil {
		return err
	}
	findings, err := s.Check(ctx)
	if err := errors.Join(err, s.Close()); err != nil {
		return fmt.Errorf("check: %w", err)
	}
	for _, f := range findings {
		if err := cfg.print("WRONG  %s", f); err != nil {
			return err
		}
	}
	if len(findings) > 0 {
		return ErrFindings
	}
	return cfg.print("Everything is in order.")
}

// NewEpoch makes every device rebuild what it holds.
func NewEpoch(ctx context.Context, cfg Config) error {
	return cfg.alone(ctx, func(s *store.Store) error {
		if err := s.NewEpochs(ctx); err != nil {
			return err
		}
		return cfg.print("Every device will notice at its next contact and rebuild what it holds.")
	})
}
