package store

import (
	"context"
	"database/sql"
	"database/sql/driver"
	"errors"
	"fmt"
	"math/rand/v2"
	"time"

	"github.com/guideops/guideops/internal/chat"
)

const (
	maxGroup = 256 // requests that share a transaction
	// lingerFrom: a group after one of this size waits a little for company.
	lingerFrom = 4
	linger     = 200 * time.Microsecond
	// groupTime bounds a transaction with a database that does not answer;
	// outcomeWait the wait for it to say whether a COMMIT happened.
	groupTime   = 20 * time.Second
	outcomeWait = 5 * time.Second
)

// request is one waiting call of Write or Send.
type request struct {
	ws   chat.ID
	fn   func(*Tx) error // Write
	send *SendRequest    // Send
	make *newWorkspace   // Create: together with fn
	sent Sent
	err  error
	done chan struct{}
}

// writer takes requests from its queue and commits them in groups. SQLite has
// one, PostgreSQL one for each active workspace.
type writer struct {
	s         *Store
	queue     chan *request
	held      []*request // taken from the queue, for a later group
	lastGroup int
}

// Write runs fn in the workspace's next group and returns when the outcome is
// known. A refusal (a *chat.Error that fn returns) comes back as it is.
func (s *Store) Write(ctx context.Context, ws chat.ID, fn func(*Tx) error) error {
	r := &request{ws: ws, fn: fn, done: make(chan struct{})}
	return s.submit(ctx, r)
}

// newWorkspace is a company to be made.
type newWorkspace struct {
	slug, name, epoch string
	id                chat.ID
}

// Create makes a workspace and runs fn in it, in one transaction: there is
// never a company without its owner.
func (s *Store) Create(ctx context.Context, slug, name, epoch string, fn func(*Tx) error) (chat.ID, error) {
	r := &request{fn: fn, make: &newWorkspace{slug: slug, name: name, epoch: epoch}, done: make(chan struct{})}
	err := s.submit(ctx, r)
	return r.make.id, err
}

// submit queues the request. The caller's context counts only until it is queued.
func (s *Store) submit(ctx context.Context, r *request) error {
	w, err := s.writerFor(r.ws)
	if err != nil {
		return err
	}
	if err := w.enqueue(ctx, r); err != nil {
		return err
	}
	<-r.done
	return r.err
}

func (w *writer) enqueue(ctx context.Context, r *request) (err error) {
	// Close closes the queue while callers may be about to send: that panics here, and only here.
	defer func() {
		if recover() != nil {
			err = stopping()
		}
	}()
	select {
	case w.queue <- r:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}

func stopping() error {
	return &chat.Error{Kind: chat.Unavailable, Code: "stopping", RetryAfterMS: 2000,
		Message: "The server is restarting. Nothing was stored; try again in a moment."}
}

func (s *Store) writerFor(ws chat.ID) (*writer, error) {
	key := ws
	if !s.d.manyGroup {
		key = 0
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.closed {
		return nil, stopping()
	}
	w := s.writers[key]
	if w == nil {
		w = &writer{s: s, queue: make(chan *request, maxGroup)}
		s.writers[key] = w
		s.running.Go(w.run)
	}
	return w, nil
}

func (w *writer) run() {
	for {
		group := w.next()
		if group == nil {
			return
		}
		w.lastGroup = len(group)
		w.runGroup(group)
		if len(w.held) == 0 && len(w.queue) == 0 {
			w.s.prepareWanted(context.Background())
		}
	}
}

// groupContext bounds a group on PostgreSQL. SQLite gets none: it answers by
// itself, and a context that can end costs a goroutine for each statement.
func (s *Store) groupContext() (context.Context, context.CancelFunc) {
	if s.d.manyGroup {
		return context.WithTimeout(context.Background(), groupTime)
	}
	return context.Background(), func() {}
}

// next waits for a request and takes along what else waits for the same workspace.
func (w *writer) next() []*request {
	if len(w.held) == 0 {
		r, ok := <-w.queue
		if !ok {
			return nil
		}
		w.held = append(w.held, r)
		if w.lastGroup >= lingerFrom && len(w.queue) < w.lastGroup {
			time.Sleep(linger)
		}
	}
	for len(w.held) < 2*maxGroup {
		select {
		case r, ok := <-w.queue:
			if ok {
				w.held = append(w.held, r)
				continue
			}
		default:
		}
		break
	}
	ws := w.held[0].ws
	var group, rest []*request
	for _, r := range w.held {
		if r.ws == ws && len(group) < maxGroup && (r.make == nil || len(group) == 0) {
			group = append(group, r)
		} else {
			rest = append(rest, r)
		}
	}
	w.held = rest
	return group
}

// runGroup commits the group, without those members that break it.
func (w *writer) runGroup(group []*request) {
	for len(group) > 0 {
		ctx, cancel := w.s.groupContext()
		g := &groupRun{w: w, ctx: ctx, ws: group[0].ws, reqs: group}
		culprit := g.try()
		cancel()
		if culprit == nil {
			// Requests after one that changed the directory wait for the next group.
			w.held = append(g.later, w.held...)
			return
		}
		close(culprit.done)
		rest := make([]*request, 0, len(group)-1)
		for _, r := range group {
			if r != culprit {
				rest = append(rest, r)
			}
		}
		group = rest
	}
}

// groupRun is one attempt to commit a group.
type groupRun struct {
	w     *writer
	ctx   context.Context
	ws    chat.ID
	reqs  []*request
	later []*request
	tx    *Tx
	old   int64 // the head before
}

// try runs the group in one transaction. It gives back the request that broke
// it, whose error is set, or nil when all are answered.
func (g *groupRun) try() (culprit *request) {
	if err := g.begin(); err != nil {
		g.answerAll(unavailable(err))
		return nil
	}
	if err := g.tx.sendAll(g.reqs); err != nil {
		g.rollback()
		g.answerAll(unavailable(err))
		return nil
	}
	for i, r := range g.reqs {
		if r.send != nil {
			continue
		}
		// What the sends have queued leaves first: its failure is not this closure's.
		if err := g.tx.flush(); err != nil {
			g.rollback()
			g.answerAll(unavailable(err))
			return nil
		}
		g.tx.dirty = false
		if r.err = call(r.fn, g.tx); r.err == nil {
			r.err = g.tx.flush() // and what it has queued fails here, not at its neighbour's
		}
		if g.tx.failed != nil && r.err == nil {
			r.err = g.tx.failed // a closure must not swallow it
		}
		if r.err != nil && (g.tx.dirty || g.tx.failed != nil) {
			g.rollback()
			r.err = unavailable(r.err)
			return r
		}
		if g.tx.dirDirt {
			g.split(i + 1)
			break
		}
	}
	g.commit()
	return nil
}

// split leaves the closures from i on to a later group. The sends are done.
func (g *groupRun) split(i int) {
	done := g.reqs[:i:i]
	for _, r := range g.reqs[i:] {
		if r.send != nil {
			done = append(done, r)
		} else {
			g.later = append(g.later, r)
		}
	}
	g.reqs = done
}

// call runs a closure; its panic is its own.
func call(fn func(*Tx) error, tx *Tx) (err error) {
	defer func() {
		if p := recover(); p != nil {
			tx.dirty = true
			err = fmt.Errorf("panic in a write: %v", p)
		}
	}()
	return fn(tx)
}

// begin opens the transaction and locks the head.
func (g *groupRun) begin() error {
	s := g.w.s
	conn, err := s.write.db.Conn(g.ctx)
	if err != nil {
		return err
	}
	sqlTx, err := conn.BeginTx(g.ctx, nil)
	if err != nil {
		return errors.Join(err, conn.Close())
	}
	g.tx = &Tx{s: s, ctx: g.ctx, tx: sqlTx, conn: conn, ws: g.ws, sent: map[int64][]byte{}, daily: map[chat.ID]int64{}}
	if n := g.reqs[0].make; n != nil {
		if err = g.tx.createWorkspace(n); err != nil {
			g.rollback()
			return err
		}
		g.ws = n.id
		return nil
	}
	var lastMS int64
	err = g.tx.scan(g.ctx, `SELECT seq, ts_ms FROM heads WHERE workspace_id = $1`+s.d.lockRow, []any{int64(g.ws)}, &g.old, &lastMS)
	if errors.Is(err, sql.ErrNoRows) {
		err = chat.Missing("workspace")
	}
	if err == nil {
		g.tx.head, g.tx.nowMS = g.old, max(s.NowMS(), lastMS)
		g.tx.dir, err = s.directoryAt(g.ctx, g.tx, g.ws, g.old)
	}
	if err != nil {
		g.rollback()
	}
	return err
}

// createWorkspace inserts the company and the head of its feed. Nobody else
// can see it before the commit, so there is nothing to lock.
func (tx *Tx) createWorkspace(n *newWorkspace) error {
	tx.nowMS, tx.dir = tx.s.NowMS(), chat.NewDirectory(0, nil, nil, nil)
	id, err := tx.Insert(`INSERT INTO workspaces (slug, name, epoch, created_ms) VALUES ($1, $2, $3, $4) RETURNING id`,
		n.slug, n.name, n.epoch, tx.nowMS)
	if isUnique(err) {
		return chat.Clash("workspace_taken", "A company with this short name exists already. Choose another.")
	}
	if err != nil {
		return err
	}
	n.id, tx.ws = id, id
	_, err = tx.Exec(`INSERT INTO heads (workspace_id, seq, ts_ms) VALUES ($1, 0, $2)`, int64(id), tx.nowMS)
	return err
}

func (g *groupRun) rollback() {
	if err := g.tx.tx.Rollback(); err != nil && !errors.Is(err, sql.ErrTxDone) {
		g.w.s.log.Error("roll back a group", "err", err)
	}
	g.release()
}

// release gives the connection back to the pool. After a broken connection
// there is nothing to give back, which is no error of the group.
func (g *groupRun) release() {
	if err := g.tx.conn.Close(); err != nil && !errors.Is(err, sql.ErrConnDone) && !errors.Is(err, driver.ErrBadConn) {
		g.w.s.log.Warn("release a connection", "err", err)
	}
}

func (g *groupRun) answerAll(err error) {
	for _, r := range g.reqs {
		r.err = err
		close(r.done)
	}
}

// commit stores the feed and the head last, commits, and rings.
func (g *groupRun) commit() {
	s, tx := g.w.s, g.tx
	id := rand.Int64()
	if err := tx.finish(id); err != nil {
		g.rollback()
		g.fail(err)
		return
	}
	update, err := s.directoryUpdate(g.ctx, tx, tx.entries)
	if err != nil {
		g.rollback()
		g.fail(err)
		return
	}
	err = tx.tx.Commit()
	g.release()
	if err != nil && !g.committed(id) {
		g.fail(err)
		return
	}
	tx.dir.Apply(tx.head, update.users, update.rooms, update.members)
	s.endSessions(tx.entries)
	if s.onCommit != nil && tx.head > g.old {
		s.onCommit(Commit{Workspace: g.ws, From: g.old + 1, To: tx.head, Changes: tx.changes()})
	}
	for _, r := range g.reqs {
		close(r.done)
	}
}

// fail answers those who would have been stored; who was refused keeps his answer.
func (g *groupRun) fail(err error) {
	err = unavailable(err)
	for _, r := range g.reqs {
		if r.err == nil {
			r.err = err
		}
		close(r.done)
	}
}

// committed decides a COMMIT whose answer was lost (the connection broke, the
// server was killed): the group's id is stored if and only if it was committed.
// It waits for the database, but not for ever: who then gets an error sends
// again, and a repeat is answered with what was stored.
func (g *groupRun) committed(id int64) bool {
	if !g.w.s.d.manyGroup || g.tx.head == g.old {
		return false // SQLite knows: an error means rolled back
	}
	ctx, cancel := context.WithTimeout(context.Background(), outcomeWait)
	defer cancel()
	for !g.w.s.isClosed() && ctx.Err() == nil {
		var n int
		err := g.w.s.read.scan(ctx, `SELECT count(*) FROM commit_groups WHERE workspace_id = $1 AND group_id = $2`,
			[]any{int64(g.ws), id}, &n)
		if err == nil {
			return n > 0
		}
		select {
		case <-ctx.Done():
		case <-time.After(50 * time.Millisecond):
		}
	}
	return false
}

func (s *Store) isClosed() bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.closed
}

// finish writes the feed, the day's counts and, last, the head.
func (tx *Tx) finish(group int64) error {
	if len(tx.entries) == 0 {
		return tx.flush()
	}
	args := make([]any, 0, 6*len(tx.entries))
	for _, e := range tx.entries {
		args = append(args, int64(tx.ws), e.Seq, int64(e.Type), e.RowID, int64(e.RoomID), int64(e.UserID))
	}
	if err := tx.insertRows(`INSERT INTO feed (workspace_id, seq, type, row_id, room_id, user_id) VALUES`, 6, args); err != nil {
		return err
	}
	day := tx.nowMS - tx.nowMS%86_400_000
	for room, n := range tx.daily {
		if err := tx.later(`INSERT INTO daily_messages (workspace_id, day_ms, room_id, messages) VALUES ($1, $2, $3, $4)
			ON CONFLICT (workspace_id, day_ms, room_id) DO UPDATE SET messages = daily_messages.messages + excluded.messages`,
			int64(tx.ws), day, int64(room), n); err != nil {
			return err
		}
	}
	if tx.s.d.manyGroup {
		if err := tx.noteGroup(group); err != nil {
			return err
		}
	}
	if err := tx.later(`UPDATE heads SET seq = $1, ts_ms = $2 WHERE workspace_id = $3`, tx.head, tx.nowMS, int64(tx.ws)); err != nil {
		return err
	}
	return tx.flush()
}

// noteGroup stores the group's id for committed, and drops old ones now and then.
func (tx *Tx) noteGroup(id int64) error {
	if id&1023 == 0 {
		if err := tx.later(`DELETE FROM commit_groups WHERE workspace_id = $1 AND seq < $2`, int64(tx.ws), tx.head-100_000); err != nil {
			return err
		}
	}
	return tx.later(`INSERT INTO commit_groups (workspace_id, group_id, seq) VALUES ($1, $2, $3)`, int64(tx.ws), id, tx.head)
}

// changes gives all changes of the group where they are at hand, else none.
func (tx *Tx) changes() []chat.Change {
	if len(tx.sent) != len(tx.entries) {
		return nil
	}
	cs := make([]chat.Change, len(tx.entries))
	for i, e := range tx.entries {
		cs[i] = chat.Change{Entry: e, Data: tx.sent[e.Seq]}
	}
	return cs
}

// wanted notes a query text that the writer used unprepared.
func (s *Store) wanted(q string) {
	s.wantMu.Lock()
	s.want[q] = struct{}{}
	s.wantMu.Unlock()
}

// prepareWanted prepares noted texts while no transaction holds the writer connection.
func (s *Store) prepareWanted(ctx context.Context) {
	s.wantMu.Lock()
	texts := s.want
	if len(texts) > 0 {
		s.want = map[string]struct{}{}
	}
	s.wantMu.Unlock()
	for q := range texts {
		if _, err := s.write.stmt(ctx, q); err != nil {
			s.log.Warn("prepare a statement", "err", err)
		}
	}
}
