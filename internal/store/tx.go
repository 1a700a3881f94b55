package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"strings"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/stdlib"

	"github.com/guideops/guideops/internal/chat"
)

// Tx is what a closure given to Write may touch, and all it may touch: it can
// run twice, and shares its transaction with others. It validates first, so
// that a refusal costs nothing.
type Tx struct {
	s       *Store
	ctx     context.Context // the writer's, never the caller's: an interrupt would roll back the neighbours
	tx      *sql.Tx
	conn    *sql.Conn  // tx's, for what database/sql cannot do
	batch   *pgx.Batch // PostgreSQL: statements whose answers nobody waits for
	ws      chat.ID
	dir     *chat.Directory
	head    int64 // last number handed out
	nowMS   int64
	entries []chat.Entry
	sent    map[int64][]byte // seq of a message change -> its JSON
	daily   map[chat.ID]int64
	failed  error // a statement failed: the whole group is rolled back
	dirty   bool  // the present closure has written
	dirDirt bool  // who may do what has changed: ends the group
}

// Workspace is the workspace being written.
func (tx *Tx) Workspace() chat.ID { return tx.ws }

// Ctx is the context for reads inside the transaction.
func (tx *Tx) Ctx() context.Context { return tx.ctx }

// NowMS is the time of this group: never before the workspace's last.
func (tx *Tx) NowMS() int64 { return tx.nowMS }

// Head is the last number handed out, in this group or before it.
func (tx *Tx) Head() int64 { return tx.head }

// Dir is who is who as of the head, under the lock: what it says holds until commit.
func (tx *Tx) Dir() *chat.Directory { return tx.dir }

// Append takes the next number for a changed row and notes it in the feed.
// The caller stamps the row with it (change_seq).
func (tx *Tx) Append(t chat.ChangeType, rowID int64, room, user chat.ID) int64 {
	tx.head++
	tx.entries = append(tx.entries, chat.Entry{Seq: tx.head, Type: t, RowID: rowID, RoomID: room, UserID: user})
	tx.dirty = true
	switch t {
	case chat.ChangeWorkspace, chat.ChangeUser, chat.ChangeRoom, chat.ChangeMember, chat.ChangeSession:
		tx.dirDirt = true
	}
	return tx.head
}

// Exec runs a statement and gives the number of rows it touched.
func (tx *Tx) Exec(q string, args ...any) (int64, error) {
	if tx.failed != nil {
		return 0, tx.failed
	}
	tx.dirty = true
	if err := tx.flush(); err != nil {
		return 0, err
	}
	res, err := tx.exec(q, args)
	if err == nil {
		var n int64
		if n, err = res.RowsAffected(); err == nil {
			return n, nil
		}
	}
	tx.failed = fmt.Errorf("exec: %w", err)
	return 0, tx.failed
}

func (tx *Tx) exec(q string, args []any) (sql.Result, error) {
	if !tx.s.write.prepare {
		return tx.tx.ExecContext(tx.ctx, q, args...)
	}
	st, err := tx.stmt(q)
	if err != nil {
		return nil, err
	}
	return st.ExecContext(tx.ctx, args...)
}

// stmt prepares on the transaction's own connection: SQLite has one writer
// connection, and preparing through the pool would wait for it for ever.
func (tx *Tx) stmt(q string) (*sql.Stmt, error) {
	p := tx.s.write
	p.mu.RLock()
	st := p.stmts[q]
	p.mu.RUnlock()
	if st == nil {
		fresh, err := tx.tx.PrepareContext(tx.ctx, q)
		if err != nil {
			return nil, err
		}
		tx.s.wanted(q)
		return fresh, nil
	}
	return tx.tx.StmtContext(tx.ctx, st), nil
}

// Insert runs an INSERT … RETURNING id.
func (tx *Tx) Insert(q string, args ...any) (chat.ID, error) {
	if tx.failed != nil {
		return 0, tx.failed
	}
	tx.dirty = true
	var id int64
	if err := tx.scan(tx.ctx, q, args, &id); err != nil {
		tx.failed = fmt.Errorf("insert: %w", err)
		return 0, tx.failed
	}
	return chat.ID(id), nil
}

// Scan reads one row; sql.ErrNoRows where there is none.
func (tx *Tx) Scan(q string, args []any, dest ...any) error {
	if tx.failed != nil {
		return tx.failed
	}
	err := tx.scan(tx.ctx, q, args, dest...)
	if err != nil && !errors.Is(err, sql.ErrNoRows) {
		tx.failed = fmt.Errorf("query: %w", err)
		return tx.failed
	}
	return err
}

// Each runs a query and calls row for each row of it.
func (tx *Tx) Each(q string, args []any, row func(*sql.Rows) error) error {
	if tx.failed != nil {
		return tx.failed
	}
	if err := each(tx.ctx, tx, q, args, row); err != nil {
		tx.failed = fmt.Errorf("query: %w", err)
		return tx.failed
	}
	return nil
}

// later runs a statement whose answer nobody waits for: on PostgreSQL it leaves
// together with others, which saves a round trip each.
func (tx *Tx) later(q string, args ...any) error {
	if !tx.s.d.pipeline {
		_, err := tx.Exec(q, args...)
		return err
	}
	if tx.batch == nil {
		tx.batch = &pgx.Batch{}
	}
	tx.dirty = true
	tx.batch.Queue(q, args...)
	return tx.failed
}

// flush sends what later has gathered. Everything that reads or writes through
// the transaction flushes first, so statements run in the order of the program.
func (tx *Tx) flush() error {
	if tx.failed != nil || tx.batch == nil {
		return tx.failed
	}
	batch := tx.batch
	tx.batch = nil
	err := tx.conn.Raw(func(dc any) error {
		c, ok := dc.(*stdlib.Conn)
		if !ok {
			return fmt.Errorf("a batch needs pgx, not %T", dc)
		}
		return c.Conn().SendBatch(tx.ctx, batch).Close()
	})
	if err != nil {
		tx.failed = fmt.Errorf("batch: %w", err)
	}
	return tx.failed
}

// query and scan make a Tx a querier for the row loaders.
func (tx *Tx) query(ctx context.Context, q string, args ...any) (*sql.Rows, error) {
	if err := tx.flush(); err != nil {
		return nil, err
	}
	if !tx.s.write.prepare {
		return tx.tx.QueryContext(ctx, q, args...)
	}
	st, err := tx.stmt(q)
	if err != nil {
		return nil, err
	}
	return st.QueryContext(ctx, args...)
}

func (tx *Tx) scan(ctx context.Context, q string, args []any, dest ...any) error {
	if err := tx.flush(); err != nil {
		return err
	}
	if !tx.s.write.prepare {
		return tx.tx.QueryRowContext(ctx, q, args...).Scan(dest...)
	}
	st, err := tx.stmt(q)
	if err != nil {
		return err
	}
	return st.QueryRowContext(ctx, args...).Scan(dest...)
}

// insertRows inserts many rows with few statements. head is "INSERT INTO t (a,b)
// VALUES"; args holds the rows one after another.
func (tx *Tx) insertRows(head string, width int, args []any) error {
	for _, size := range tx.s.d.rowsPer {
		for len(args) >= size*width {
			if err := tx.later(tx.s.rowsSQL(head, width, size, ""), args[:size*width]...); err != nil {
				return err
			}
			args = args[size*width:]
		}
	}
	return nil
}

type rowsKey struct {
	head string
	size int
}

// rowsSQL builds (once) the text of a multi-row insert.
func (s *Store) rowsSQL(head string, width, size int, tail string) string {
	key := rowsKey{head, size}
	if q, ok := s.rowsText.Load(key); ok {
		return q.(string)
	}
	var b strings.Builder
	b.WriteString(head)
	for i := range size {
		if i > 0 {
			b.WriteByte(',')
		}
		b.WriteString(" (" + s.d.list(i*width+1, width) + ")")
	}
	b.WriteString(tail)
	s.rowsText.Store(key, b.String())
	return b.String()
}
