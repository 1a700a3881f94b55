package store

import (
	"context"
	"database/sql"
	"sync"
)

// pool is a *sql.DB that keeps its prepared statements. The set of query texts
// is small and fixed: lists in queries are padded to a power of two.
type pool struct {
	db      *sql.DB
	prepare bool
	mu      sync.RWMutex
	stmts   map[string]*sql.Stmt
}

func newPool(db *sql.DB, prepare bool) *pool {
	return &pool{db: db, prepare: prepare, stmts: map[string]*sql.Stmt{}}
}

func (p *pool) close() error { return p.db.Close() }

func (p *pool) stmt(ctx context.Context, q string) (*sql.Stmt, error) {
	p.mu.RLock()
	st := p.stmts[q]
	p.mu.RUnlock()
	if st != nil {
		return st, nil
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	if st = p.stmts[q]; st != nil {
		return st, nil
	}
	st, err := p.db.PrepareContext(ctx, q)
	if err != nil {
		return nil, err
	}
	p.stmts[q] = st
	return st, nil
}

func (p *pool) query(ctx context.Context, q string, args ...any) (*sql.Rows, error) {
	if !p.prepare {
		var rows *sql.Rows
		err := p.again(ctx, func() (err error) {
			rows, err = p.db.QueryContext(ctx, q, args...) //nolint:rowserrcheck // the caller reads it
			return err
		})
		return rows, err
	}
	st, err := p.stmt(ctx, q)
	if err != nil {
		return nil, err
	}
	return st.QueryContext(ctx, args...)
}

// scan reads one row; sql.ErrNoRows where there is none.
func (p *pool) scan(ctx context.Context, q string, args []any, dest ...any) error {
	if !p.prepare {
		return p.again(ctx, func() error { return p.db.QueryRowContext(ctx, q, args...).Scan(dest...) })
	}
	st, err := p.stmt(ctx, q)
	if err != nil {
		return err
	}
	return st.QueryRowContext(ctx, args...).Scan(dest...)
}

// again runs a read once more when its connection turns out to be dead: after
// a restart of PostgreSQL all pooled ones are. Only reads may be repeated.
func (p *pool) again(ctx context.Context, read func() error) error {
	err := read()
	if !isLost(err) || ctx.Err() != nil {
		return err
	}
	p.db.SetMaxIdleConns(0) // closes what is idle: most likely as dead
	p.db.SetMaxIdleConns(p.db.Stats().MaxOpenConnections)
	if err = read(); isLost(err) {
		return unavailable(err)
	}
	return err
}

// querier is what reads need: a pool, or a transaction.
type querier interface {
	query(ctx context.Context, q string, args ...any) (*sql.Rows, error)
	scan(ctx context.Context, q string, args []any, dest ...any) error
}

// each runs a query and calls row for every row of it.
func each(ctx context.Context, q querier, sqlText string, args []any, row func(*sql.Rows) error) (err error) {
	rows, err := q.query(ctx, sqlText, args...)
	if err != nil {
		return err
	}
	defer func() {
		if e := rows.Close(); err == nil {
			err = e
		}
	}()
	for rows.Next() {
		if err := row(rows); err != nil {
			return err
		}
	}
	return rows.Err()
}
