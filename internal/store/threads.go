package store

import (
	"context"
	"database/sql"

	"github.com/guideops/guideops/internal/chat"
)

// Replies reads the replies of a thread after a seq, ascending, and whether there are more.
func (s *Store) Replies(ctx context.Context, root *chat.Message, after, from int64, limit int) ([]*chat.Message, bool, error) {
	if after == 0 {
		after = from - 1 // from the beginning, which may be imported history
	}
	ms, err := loadMessages(ctx, s.read, `WHERE thread_id = $1 AND seq > $2 AND seq >= $3 AND room_id = $4 ORDER BY seq LIMIT $5`,
		root.ID[:], after, from, root.RoomID, limit+1)
	if err != nil || len(ms) <= limit {
		return ms, false, err
	}
	return ms[:limit], true, nil
}

// threadState reads a person's view of a thread; a fresh one where he has none.
func threadState(ctx context.Context, q querier, root *chat.Message, user chat.ID) (*chat.ThreadState, error) {
	st, err := first(load(ctx, q, "thread_states", threadStateColumns, scanThreadState,
		`WHERE user_id = $1 AND thread_id = $2`, []any{int64(user), root.ID[:]}))
	if err == nil && st == nil {
		st = &chat.ThreadState{ThreadID: root.ID, RoomID: root.RoomID, UserID: user}
	}
	return st, err
}

// ThreadState reads a person's view of a thread.
func (s *Store) ThreadState(ctx context.Context, root *chat.Message, user chat.ID) (*chat.ThreadState, error) {
	return threadState(ctx, s.read, root, user)
}

// ThreadState reads a person's view of a thread, as of this transaction.
func (tx *Tx) ThreadState(root *chat.Message, user chat.ID) (*chat.ThreadState, error) {
	return threadState(tx.ctx, tx, root, user)
}

// PutThreadState stores a person's view of a thread and tells him.
func (tx *Tx) PutThreadState(st *chat.ThreadState, rootSeq int64) error {
	st.ChangeSeq = tx.Append(chat.ChangeThreadState, rootSeq, st.RoomID, st.UserID)
	_, err := tx.Exec(`INSERT INTO thread_states (user_id, thread_id, workspace_id, room_id, root_seq, read_seq, following, change_seq)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
		ON CONFLICT (user_id, thread_id) DO UPDATE SET read_seq = excluded.read_seq, following = excluded.following,
			change_seq = excluded.change_seq`,
		int64(st.UserID), st.ThreadID[:], int64(tx.ws), int64(st.RoomID), rootSeq, st.ReadSeq, b2i(st.Following), st.ChangeSeq)
	return err
}

// Thread is a thread in a person's list.
type Thread struct {
	Root   *chat.Message
	State  *chat.ThreadState
	Unread int64
}

// Threads lists the threads that a person follows in rooms he is in, those
// with the newest reply first. Unread counts stop at CountLimit.
func (s *Store) Threads(ctx context.Context, user chat.ID, limit int) ([]*Thread, error) {
	roots, err := loadMessages(ctx, s.read, `WHERE (room_id, seq) IN (`+followed+`) ORDER BY last_reply_ms DESC, seq DESC LIMIT $2`, user, limit)
	if err != nil {
		return nil, err
	}
	states, err := load(ctx, s.read, "thread_states", threadStateColumns, scanThreadState, `WHERE user_id = $1 AND following = 1`, []any{int64(user)})
	if err != nil {
		return nil, err
	}
	unread, err := s.threadCounts(ctx, user)
	if err != nil {
		return nil, err
	}
	byID := make(map[chat.UUID]*chat.ThreadState, len(states))
	for _, st := range states {
		byID[st.ThreadID] = st
	}
	var out []*Thread
	for _, root := range roots {
		if st := byID[root.ID]; st != nil {
			out = append(out, &Thread{Root: root, State: st, Unread: unread[root.ID]})
		}
	}
	return out, nil
}

// followed selects the first messages of the followed threads that are still to be seen.
const followed = `SELECT t.room_id, t.root_seq FROM thread_states t
	JOIN members b ON b.room_id = t.room_id AND b.user_id = t.user_id AND b.left_ms = 0
	JOIN rooms r ON r.id = t.room_id AND r.deleted_ms = 0
	WHERE t.user_id = $1 AND t.following = 1 AND (r.purged_before_seq = 0 OR t.root_seq >= r.purged_before_seq)
	AND (r.history <> 'from_joining' OR t.root_seq >= b.joined_seq)`

// threadCounts counts the unread replies of others in the threads of a person.
func (s *Store) threadCounts(ctx context.Context, user chat.ID) (map[chat.UUID]int64, error) {
	out := map[chat.UUID]int64{}
	err := each(ctx, s.read, `SELECT t.thread_id, (SELECT count(*) FROM (SELECT 1 FROM messages m
			WHERE m.thread_id = t.thread_id AND m.seq > t.read_seq AND m.author_id <> t.user_id AND m.deleted_ms = 0
			AND m.kind = 'message' ORDER BY m.seq LIMIT 1000) unread)
		FROM thread_states t WHERE t.user_id = $1`, []any{int64(user)}, func(r *sql.Rows) error {
		var id chat.UUID
		var n int64
		err := r.Scan(&id, &n)
		out[id] = n
		return err
	})
	return out, err
}

// ThreadReadSeqs tells how far those who follow a thread have read it.
func (s *Store) ThreadReadSeqs(ctx context.Context, thread chat.UUID) (map[chat.ID]int64, error) {
	out := map[chat.ID]int64{}
	err := each(ctx, s.read, `SELECT t.user_id, t.read_seq FROM thread_states t
		JOIN members b ON b.room_id = t.room_id AND b.user_id = t.user_id AND b.left_ms = 0
		WHERE t.thread_id = $1 AND t.following = 1`, []any{thread[:]}, func(r *sql.Rows) error {
		var user chat.ID
		var seq int64
		err := r.Scan(&user, &seq)
		out[user] = seq
		return err
	})
	return out, err
}
