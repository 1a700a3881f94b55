package store

import (
	"bytes"
	"context"
	"crypto/rand"
	"database/sql"
	"encoding/base64"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"log/slog"
	"os"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/guideops/guideops/internal/chat"
)

// A backup holds rows, not pages: parts of at most partSize, each a first line
// {"table":…,"columns":[…]} and a line with a JSON array for each row, bytes in
// base64. So it restores on either engine, whichever it was made on.

// backupTables is everything that a backup holds. Left out are what belongs to
// one engine (commit_groups) and what goose keeps of the schema.
var backupTables = [...]string{"meta", "workspaces", "heads", "feed", "users", "contacts", "avatars", "rooms", "members",
	"room_states", "messages", "revisions", "reactions", "mentions", "thread_states", "drafts", "saved", "notices",
	"sessions", "invites", "tokens", "audit", "reports", "idempotency", "jobs", "daily_messages", "daily_people", "imports"}

const partSize = 1 << 20

// OpenForReading opens an existing record without changing anything about it:
// beside a running server, or one of another version. It refuses a schema that
// is not this version's.
func OpenForReading(ctx context.Context, opt Options) (*Store, error) {
	s := &Store{opt: opt, log: opt.Log, now: opt.Now}
	if s.log == nil {
		s.log = slog.New(slog.DiscardHandler)
	}
	if s.now == nil {
		s.now = time.Now
	}
	var db *sql.DB
	var err error
	if s.d = postgresDialect(); opt.URL != "" {
		db, err = openPostgres(ctx, opt.URL, 2)
	} else {
		s.d = sqliteDialect()
		if _, err := os.Stat(opt.Path); err != nil {
			return nil, fmt.Errorf("there is no database yet: %w", err)
		}
		db, err = openSQLite(ctx, sqliteDSN(opt.Path, false), 2)
	}
	if err != nil {
		return nil, fmt.Errorf("open the database: %w", err)
	}
	s.read = newPool(db, false)
	if err := s.assertSchema(ctx); err != nil {
		return nil, errors.Join(err, s.Close())
	}
	return s, nil
}

func (s *Store) assertSchema(ctx context.Context) error {
	known, err := SchemaVersion()
	if err != nil {
		return err
	}
	var found sql.NullInt64
	if err := s.read.scan(ctx, `SELECT MAX(version_id) FROM goose_db_version`, nil, &found); err != nil {
		return fmt.Errorf("this is not a GuideOps database: %w", err)
	}
	if found.Int64 != known {
		return fmt.Errorf("the database has schema %d, this version of GuideOps needs %d: use the version that serves it, or serve it once with this one", found.Int64, known)
	}
	return nil
}

// SchemaVersion is the schema that this version of GuideOps works with.
func SchemaVersion() (int64, error) {
	names, err := migrationNames()
	if err != nil {
		return 0, err
	}
	version, _, err := (&Store{d: sqliteDialect()}).script(names[len(names)-1])
	return version, err
}

func migrationNames() ([]string, error) {
	names, err := fs.Glob(migrationFiles, "migrations/*.sql")
	if err == nil && len(names) == 0 {
		err = errors.New("no migrations")
	}
	slices.Sort(names)
	return names, err
}

// Export gives all rows as of one moment, in parts, and counts them by table.
// The server goes on meanwhile.
func (s *Store) Export(ctx context.Context, part func(table string, body []byte) error) (counts map[string]int64, err error) {
	tx, err := s.snapshot(ctx)
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, tx.Rollback()) }()
	counts = map[string]int64{}
	for _, table := range backupTables {
		if counts[table], err = exportTable(ctx, tx, table, part); err != nil {
			return nil, fmt.Errorf("export %s: %w", table, err)
		}
	}
	return counts, nil
}

// snapshot begins a transaction that sees one moment from beginning to end.
func (s *Store) snapshot(ctx context.Context) (*sql.Tx, error) {
	return s.read.db.BeginTx(ctx, &sql.TxOptions{ReadOnly: true, Isolation: s.d.snapshot})
}

func exportTable(ctx context.Context, tx *sql.Tx, table string, part func(string, []byte) error) (n int64, err error) {
	rows, err := tx.QueryContext(ctx, `SELECT * FROM `+table)
	if err != nil {
		return 0, err
	}
	defer func() { err = errors.Join(err, rows.Close()) }()
	columns, err := rows.Columns()
	if err != nil {
		return 0, err
	}
	first, err := json.Marshal(partHead{table, columns})
	if err != nil {
		return 0, err
	}
	values, dest := make([]any, len(columns)), make([]any, len(columns))
	for i := range values {
		dest[i] = &values[i]
	}
	body := append(slices.Clone(first), '\n')
	for rows.Next() {
		if err := rows.Scan(dest...); err != nil {
			return n, err
		}
		if body, err = appendRow(body, values); err != nil {
			return n, err
		}
		n++
		if len(body) >= partSize {
			if err := part(table, body); err != nil {
				return n, err
			}
			body = append(body[:0], first...)
			body = append(body, '\n')
		}
	}
	if err := rows.Err(); err != nil {
		return n, err
	}
	return n, part(table, body)
}

type partHead struct {
	Table   string   `json:"table"`
	Columns []string `json:"columns"`
}

func appendRow(b []byte, values []any) ([]byte, error) {
	b = append(b, '[')
	for i, v := range values {
		if i > 0 {
			b = append(b, ',')
		}
		switch v := v.(type) {
		case nil:
			b = append(b, "null"...)
		case int64:
			b = strconv.AppendInt(b, v, 10)
		case float64:
			b = strconv.AppendFloat(b, v, 'g', -1, 64)
		case string:
			b = chat.AppendQuoted(b, v)
		case []byte:
			b = append(base64.StdEncoding.AppendEncode(append(b, '"'), v), '"')
		default:
			return b, fmt.Errorf("a value of type %T", v)
		}
	}
	return append(b, ']', '\n'), nil
}

// Empty reports whether there is no company in the record yet.
func (s *Store) Empty(ctx context.Context) (bool, error) {
	var n int64
	err := s.read.scan(ctx, `SELECT count(*) FROM workspaces`, nil, &n)
	return n == 0, err
}

// Import replaces everything in the record by a backup of the given schema, in
// one transaction: it is all there afterwards, or nothing has changed. next
// gives part after part and io.EOF at the end; confirm sees the number of rows
// of each table before they count. Every workspace gets a new epoch, by which
// its devices notice.
func (s *Store) Import(ctx context.Context, schema int64, next func() ([]byte, error), confirm func(map[string]int64) error) (err error) {
	tx, err := s.write.db.BeginTx(ctx, nil)
	if err != nil {
		return err
	}
	defer func() {
		if err != nil {
			err = errors.Join(err, tx.Rollback())
		}
	}()
	if err := s.rebuild(ctx, tx, schema); err != nil {
		return err
	}
	im := &importer{s: s, ctx: ctx, tx: tx, counts: map[string]int64{}, heads: map[string]partHead{}}
	for {
		body, err := next()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			return err
		}
		if err := im.part(body); err != nil {
			return err
		}
	}
	if err := confirm(im.counts); err != nil {
		return err
	}
	if err := s.afterImport(ctx, tx, schema, im.numbered()); err != nil {
		return err
	}
	return tx.Commit()
}

// rebuild drops everything and makes the tables as the backup's schema had them.
func (s *Store) rebuild(ctx context.Context, tx *sql.Tx, schema int64) error {
	for _, table := range append(backupTables[:], "commit_groups") {
		if _, err := tx.ExecContext(ctx, `DROP TABLE IF EXISTS `+table); err != nil {
			return err
		}
	}
	return s.runScripts(ctx, tx, func(version int64) bool { return version <= schema })
}

func (s *Store) runScripts(ctx context.Context, tx *sql.Tx, which func(version int64) bool) error {
	names, err := migrationNames()
	if err != nil {
		return err
	}
	for _, name := range names {
		version, statements, err := s.script(name)
		if err != nil {
			return err
		}
		if which(version) {
			if err := runScript(ctx, tx, name, statements); err != nil {
				return err
			}
		}
	}
	return nil
}

// afterImport brings the rows up to this version's schema, lets new rows be
// numbered after them and gives each workspace a new epoch.
func (s *Store) afterImport(ctx context.Context, tx *sql.Tx, schema int64, numbered []string) error {
	if err := s.runScripts(ctx, tx, func(version int64) bool { return version > schema }); err != nil {
		return err
	}
	if s.d.renumber != "" {
		for _, table := range numbered {
			if _, err := tx.ExecContext(ctx, strings.ReplaceAll(s.d.renumber, "{{table}}", table)); err != nil {
				return err
			}
		}
	}
	return newEpochs(ctx, tx)
}

// Connected counts the connections that a program of this name (its
// application_name) has to the database. An SQLite file knows no such thing.
func (s *Store) Connected(ctx context.Context, program string) (int, error) {
	if s.d.connected == "" {
		return 0, nil
	}
	var n int
	err := s.read.scan(ctx, s.d.connected, []any{program}, &n)
	return n, err
}

// NewEpochs makes every device rebuild what it holds: for after a restore, a
// recovery to a point in time or a failover, when numbers may have been given twice.
func (s *Store) NewEpochs(ctx context.Context) error {
	tx, err := s.write.db.BeginTx(ctx, nil)
	if err != nil {
		return err
	}
	if err := newEpochs(ctx, tx); err != nil {
		return errors.Join(err, tx.Rollback())
	}
	return tx.Commit()
}

func newEpochs(ctx context.Context, tx *sql.Tx) error {
	_, err := tx.ExecContext(ctx, `UPDATE workspaces SET epoch = $1 || '-' || CAST(id AS TEXT)`, rand.Text())
	return err
}

// importer inserts the parts of a backup.
type importer struct {
	s      *Store
	ctx    context.Context
	tx     *sql.Tx
	counts map[string]int64
	heads  map[string]partHead
}

// numbered lists the tables whose rows number themselves.
func (im *importer) numbered() []string {
	var tables []string
	for _, h := range im.heads {
		if slices.Contains(h.Columns, "id") {
			tables = append(tables, h.Table)
		}
	}
	return tables
}

func (im *importer) part(body []byte) error {
	line, rest, _ := bytes.Cut(body, []byte("\n"))
	var head partHead
	if err := json.Unmarshal(line, &head); err != nil {
		return fmt.Errorf("a part of the backup has no head: %w", err)
	}
	if !slices.Contains(backupTables[:], head.Table) {
		return fmt.Errorf("the backup holds a table %.40q, which this version does not know", head.Table)
	}
	kinds, err := im.kinds(head)
	if err != nil {
		return err
	}
	im.heads[head.Table] = head
	im.counts[head.Table] += 0 // a table without rows counts too
	var args []any
	for line := range bytes.SplitSeq(rest, []byte("\n")) {
		if len(line) == 0 {
			continue
		}
		if args, err = parseRow(args, line, kinds); err != nil {
			return fmt.Errorf("table %s: %w", head.Table, err)
		}
		im.counts[head.Table]++
	}
	return im.insert(head, args)
}

// kinds asks the target of which kind each column is; it also makes sure that
// there are no other columns than the table's.
func (im *importer) kinds(head partHead) (kinds []string, err error) {
	rows, err := im.tx.QueryContext(im.ctx, `SELECT * FROM `+head.Table+` LIMIT 0`)
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, rows.Close()) }()
	types, err := rows.ColumnTypes()
	if err != nil {
		return nil, err
	}
	byName := map[string]string{}
	for _, t := range types {
		byName[t.Name()] = t.DatabaseTypeName()
	}
	for _, c := range head.Columns {
		if byName[c] == "" {
			return nil, fmt.Errorf("the backup holds a column %s.%.40q, which its schema does not have", head.Table, c)
		}
		kinds = append(kinds, byName[c])
	}
	return kinds, rows.Err()
}

func parseRow(args []any, line []byte, kinds []string) ([]any, error) {
	var raw []json.RawMessage
	if err := json.Unmarshal(line, &raw); err != nil {
		return nil, err
	}
	if len(raw) != len(kinds) {
		return nil, fmt.Errorf("a row has %d values instead of %d", len(raw), len(kinds))
	}
	for i, r := range raw {
		v, err := parseValue(r, kinds[i])
		if err != nil {
			return nil, fmt.Errorf("value %d: %w", i+1, err)
		}
		args = append(args, v)
	}
	return args, nil
}

func parseValue(raw json.RawMessage, kind string) (any, error) {
	if string(raw) == "null" {
		return nil, nil
	}
	switch kind {
	case "BIGINT", "INTEGER", "INT8":
		return strconv.ParseInt(string(raw), 10, 64)
	case "DOUBLE PRECISION", "FLOAT8":
		return strconv.ParseFloat(string(raw), 64)
	case "BYTEA":
		var b []byte
		err := json.Unmarshal(raw, &b)
		return b, err
	case "TEXT":
		var s string
		err := json.Unmarshal(raw, &s)
		return s, err
	}
	return nil, fmt.Errorf("a column of kind %s", kind)
}

func (im *importer) insert(head partHead, args []any) error {
	width := len(head.Columns)
	text := `INSERT INTO ` + head.Table + ` (` + strings.Join(head.Columns, ",") + `) VALUES`
	for _, size := range [...]int{256, 16, 1} {
		for len(args) >= size*width {
			q := im.s.rowsSQL(text, width, size, "")
			if _, err := im.tx.ExecContext(im.ctx, q, args[:size*width]...); err != nil {
				return fmt.Errorf("table %s: %w", head.Table, err)
			}
			args = args[size*width:]
		}
	}
	return nil
}
