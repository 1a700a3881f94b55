package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"log/slog"
	"os"
	"path/filepath"
	"runtime"
	"sync"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/stdlib"

	"github.com/guideops/guideops/internal/chat"
)

// Options says where the record is kept.
type Options struct {
	// URL is a PostgreSQL URL, or empty for SQLite in Path.
	URL string
	// Path of the SQLite file. Its directory must exist.
	Path string
	// Now is the clock; nil is the machine's.
	Now func() time.Time
	Log *slog.Logger
	// Readers bounds concurrent reads; 0 chooses.
	Readers int
}

// Commit tells what a group brought: the numbers From..To of a workspace's
// feed. Changes holds them all, encoded, or is empty: then read the feed.
type Commit struct {
	Workspace chat.ID
	From, To  int64
	Changes   []chat.Change
}

// Store is one open system of record. All methods may be called from any goroutine.
type Store struct {
	d     dialect
	opt   Options
	log   *slog.Logger
	now   func() time.Time
	write *pool // SQLite: one connection
	read  *pool

	onCommit func(Commit)

	mu      sync.Mutex
	closed  bool
	writers map[chat.ID]*writer // key 0: the one writer of SQLite
	running sync.WaitGroup

	dirs     sync.Map // chat.ID -> *dirSlot
	rowsText sync.Map // rowsKey -> query text

	sessions    sync.Map // SHA-256 of a token -> Signed
	sessionHash sync.Map // session id -> SHA-256 of its token

	wantMu sync.Mutex
	want   map[string]struct{} // query texts to prepare when the writer is idle
}

// Open opens or creates the record and brings its schema up to date.
func Open(ctx context.Context, opt Options) (*Store, error) {
	s := &Store{opt: opt, log: opt.Log, now: opt.Now, writers: map[chat.ID]*writer{}, want: map[string]struct{}{}}
	if s.log == nil {
		s.log = slog.New(slog.DiscardHandler)
	}
	if s.now == nil {
		s.now = time.Now
	}
	if err := s.open(ctx); err != nil {
		return nil, errors.Join(err, s.Close())
	}
	return s, nil
}

func (s *Store) open(ctx context.Context) error {
	readers := s.opt.Readers
	if readers == 0 {
		readers = max(4, 2*runtime.GOMAXPROCS(0))
	}
	if s.opt.URL != "" {
		s.d = postgresDialect()
		db, err := openPostgres(ctx, s.opt.URL, readers+16)
		if err != nil {
			return fmt.Errorf("cannot reach PostgreSQL (check DATABASE_URL): %w", err)
		}
		s.write = newPool(db, false)
		s.read = s.write
		if err := s.assertPostgres(ctx); err != nil {
			return err
		}
		return s.migrate(ctx)
	}
	s.d = sqliteDialect()
	if _, err := os.Stat(filepath.Dir(s.opt.Path)); err != nil {
		return fmt.Errorf("the data directory is missing: %w", err)
	}
	if err := keepPrivate(s.opt.Path); err != nil {
		return err
	}
	db, err := openSQLite(ctx, sqliteDSN(s.opt.Path, true), 1)
	if err != nil {
		return fmt.Errorf("cannot open %s: %w", filepath.Base(s.opt.Path), err)
	}
	s.write = newPool(db, true)
	if err := s.assertSQLite(ctx); err != nil {
		return err
	}
	if err := s.migrate(ctx); err != nil {
		return err
	}
	if db, err = openSQLite(ctx, sqliteDSN(s.opt.Path, false), readers); err != nil {
		return fmt.Errorf("cannot open %s for reading: %w", filepath.Base(s.opt.Path), err)
	}
	s.read = newPool(db, true)
	return nil
}

// keepPrivate makes the file, and what SQLite keeps beside it, its owner's alone:
// the directory may have been there before, open to all. SQLite gives the files
// beside it the mode of the first.
func keepPrivate(path string) error {
	f, err := os.OpenFile(path, os.O_CREATE|os.O_RDWR, 0o600)
	if err != nil {
		return fmt.Errorf("cannot open %s: %w", filepath.Base(path), err)
	}
	if err := f.Close(); err != nil {
		return err
	}
	for _, name := range []string{path, path + "-wal", path + "-shm"} {
		info, err := os.Stat(name)
		switch {
		case errors.Is(err, os.ErrNotExist):
			continue
		case err == nil && info.Mode().Perm()&0o077 != 0:
			err = os.Chmod(name, 0o600)
		}
		if err != nil {
			return fmt.Errorf("keep %s from other users: %w", filepath.Base(name), err)
		}
	}
	return nil
}

// openPostgres turns sequential scans off where an index serves. A plan made
// while a table was empty is a sequential scan, is kept with the prepared
// statement, and made the repeat check of a send grow with the table until the
// first ANALYZE (13 ms a group at 10,000 messages instead of 3).
func openPostgres(ctx context.Context, url string, conns int) (*sql.DB, error) {
	cfg, err := pgx.ParseConfig(url)
	if err != nil {
		return nil, err
	}
	cfg.ConnectTimeout = 5 * time.Second
	db := stdlib.OpenDB(*cfg, stdlib.OptionAfterConnect(func(ctx context.Context, c *pgx.Conn) error {
		// Our queries are short: compiling one takes longer than running it.
		_, err := c.Exec(ctx, `SET enable_seqscan = off; SET jit = off`)
		return err
	}))
	return ready(ctx, db, conns)
}

func openSQLite(ctx context.Context, dsn string, conns int) (*sql.DB, error) {
	db, err := sql.Open("sqlite", dsn)
	if err != nil {
		return nil, err
	}
	return ready(ctx, db, conns)
}

func ready(ctx context.Context, db *sql.DB, conns int) (*sql.DB, error) {
	db.SetMaxOpenConns(conns)
	db.SetMaxIdleConns(conns) // a closed connection loses its prepared statements
	ctx, cancel := context.WithTimeout(ctx, 15*time.Second)
	defer cancel()
	if err := db.PingContext(ctx); err != nil {
		return nil, errors.Join(err, db.Close())
	}
	return db, nil
}

// assertSQLite refuses versions with the WAL-reset bug, which could lose commits.
func (s *Store) assertSQLite(ctx context.Context) error {
	var v string
	if err := s.write.scan(ctx, `SELECT sqlite_version()`, nil, &v); err != nil {
		return err
	}
	var a, b, c int
	if _, err := fmt.Sscanf(v, "%d.%d.%d", &a, &b, &c); err != nil {
		return fmt.Errorf("SQLite version %q: %w", v, err)
	}
	if a*1_000_000+b*1000+c < 3_051_003 {
		return fmt.Errorf("SQLite %s is older than 3.51.3 and may lose data", v)
	}
	return nil
}

// assertPostgres: an acknowledgement means durable, so a server (or role) that
// acknowledges before it has written is refused.
func (s *Store) assertPostgres(ctx context.Context) error {
	var num int
	var sync, fsync string
	err := s.write.scan(ctx, `SELECT current_setting('server_version_num')::int, current_setting('synchronous_commit'), current_setting('fsync')`,
		nil, &num, &sync, &fsync)
	if err != nil {
		return err
	}
	if num < 150000 {
		return fmt.Errorf("PostgreSQL 15 or newer is needed, this is %d.%d", num/10000, num%10000)
	}
	if sync == "off" || fsync == "off" {
		return errors.New("PostgreSQL runs with synchronous_commit or fsync off: it would acknowledge messages that it can lose; set both to on")
	}
	return nil
}

// OnCommit sets who is told after each commit. Call it before the first write.
func (s *Store) OnCommit(f func(Commit)) { s.onCommit = f }

// Close waits for the writers to finish what they have taken and closes the files.
func (s *Store) Close() error {
	s.mu.Lock()
	if s.closed {
		s.mu.Unlock()
		return nil
	}
	s.closed = true
	for _, w := range s.writers {
		close(w.queue)
	}
	s.mu.Unlock()
	s.running.Wait()
	var err error
	if s.read != nil && s.read != s.write {
		err = s.read.close()
	}
	if s.write != nil {
		err = errors.Join(err, s.write.close())
	}
	return err
}

// NowMS is the store's clock.
func (s *Store) NowMS() int64 { return s.now().UnixMilli() }

// Engine names the database for people: "SQLite" or "PostgreSQL".
func (s *Store) Engine() string {
	if s.d.manyGroup {
		return "PostgreSQL"
	}
	return "SQLite"
}

// Shared reports whether other nodes may write to the same record.
func (s *Store) Shared() bool { return s.d.manyGroup }

// Ping reports whether the database answers.
func (s *Store) Ping(ctx context.Context) error {
	var one int
	return s.read.scan(ctx, `SELECT 1`, nil, &one)
}

// unavailable turns a database error into what a person can be told; a full
// disk is said by name, because the operator can act on it.
func unavailable(err error) error {
	if err == nil {
		return nil
	}
	var e *chat.Error
	if errors.As(err, &e) {
		return err
	}
	if isFull(err) {
		return errors.Join(&chat.Error{Kind: chat.Unavailable, Code: "storage_full", RetryAfterMS: 30_000,
			Message: "The server's disk is full. Nothing was stored; your device keeps it and tries again."}, err)
	}
	return errors.Join(&chat.Error{Kind: chat.Unavailable, Code: "storage_unavailable", RetryAfterMS: 2000,
		Message: "The server cannot store this right now. Nothing was stored; try again in a moment."}, err)
}

func b2i(b bool) int64 {
	if b {
		return 1
	}
	return 0
}
