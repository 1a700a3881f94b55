package store

import (
	"context"
	"database/sql"
	"embed"
	"fmt"
	"io/fs"
	"os"
	"strconv"
	"strings"

	"github.com/pressly/goose/v3"
	"github.com/pressly/goose/v3/database"
	"github.com/pressly/goose/v3/lock"
)

//go:embed migrations/*.sql
var migrationFiles embed.FS

// migrate brings the schema up to date: numbered files, one transaction each.
// An SQLite file with something in it is copied first, so that an upgrade that
// goes wrong can be undone by hand. PostgreSQL is guarded by an advisory lock,
// which the server drops when a migrating node dies.
func (s *Store) migrate(ctx context.Context) error {
	var migrations []*goose.Migration
	names, err := fs.Glob(migrationFiles, "migrations/*.sql")
	if err != nil {
		return err
	}
	for _, name := range names {
		m, err := s.migration(name)
		if err != nil {
			return err
		}
		migrations = append(migrations, m)
	}
	opts := []goose.ProviderOption{goose.WithGoMigrations(migrations...), goose.WithDisableGlobalRegistry(true)}
	if s.d.manyGroup {
		locker, err := lock.NewPostgresSessionLocker()
		if err != nil {
			return err
		}
		opts = append(opts, goose.WithSessionLocker(locker))
	}
	p, err := goose.NewProvider(database.Dialect(s.d.name), s.write.db, nil, opts...)
	if err != nil {
		return fmt.Errorf("prepare migrations: %w", err)
	}
	current, target, err := p.GetVersions(ctx)
	if err != nil {
		return fmt.Errorf("read the schema's version: %w", err)
	}
	if current > target {
		return fmt.Errorf("the database was written by a newer GuideOps (schema %d, this one knows %d): run that version, or restore an older backup", current, target)
	}
	if current > 0 && current < target && !s.d.manyGroup {
		if err := s.copyBefore(ctx, current); err != nil {
			return fmt.Errorf("back up before the upgrade: %w", err)
		}
	}
	if _, err := p.Up(ctx); err != nil {
		return fmt.Errorf("upgrade the schema from version %d: %w", current, err)
	}
	return nil
}

func (s *Store) migration(name string) (*goose.Migration, error) {
	version, statements, err := s.script(name)
	if err != nil {
		return nil, err
	}
	run := func(ctx context.Context, tx *sql.Tx) error { return runScript(ctx, tx, name, statements) }
	return goose.NewGoMigration(version, &goose.GoFunc{RunTx: run}, nil), nil
}

// script reads a migration in the words of this engine.
func (s *Store) script(name string) (version int64, statements []string, err error) {
	text, err := migrationFiles.ReadFile(name)
	if err != nil {
		return 0, nil, err
	}
	digits, _, _ := strings.Cut(strings.TrimPrefix(name, "migrations/"), "_")
	version, err = strconv.ParseInt(digits, 10, 64)
	if err != nil {
		return 0, nil, fmt.Errorf("migration %s is not named NNNN_what.sql", name)
	}
	for stmt := range strings.SplitSeq(s.d.replace.Replace(string(text)), ";\n") {
		if strings.TrimSpace(stmt) != "" {
			statements = append(statements, stmt)
		}
	}
	return version, statements, nil
}

func runScript(ctx context.Context, tx *sql.Tx, name string, statements []string) error {
	for _, stmt := range statements {
		if _, err := tx.ExecContext(ctx, stmt); err != nil {
			return fmt.Errorf("%s: %w", name, err)
		}
	}
	return nil
}

// copyBefore writes FILE.before-vN beside the database. VACUUM INTO makes a
// whole, consistent file even while the WAL holds newer pages.
func (s *Store) copyBefore(ctx context.Context, version int64) error {
	to := fmt.Sprintf("%s.before-v%d", s.opt.Path, version+1)
	if err := os.Remove(to); err != nil && !os.IsNotExist(err) {
		return err
	}
	_, err := s.write.db.ExecContext(ctx, `VACUUM INTO $1`, to)
	return err
}
