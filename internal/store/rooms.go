package store

import (
	"context"
	"database/sql"
	"errors"

	"github.com/guideops/guideops/internal/chat"
)

// RoomKeys are the two ways in which a room is unique in its company: a
// public channel by its folded name, a direct room by its people. Empty is none.
type RoomKeys struct{ Name, Direct string }

func keyArg(s string) any {
	if s == "" {
		return nil
	}
	return s
}

// InsertRoom makes a room and gives it its id.
func (tx *Tx) InsertRoom(r *chat.Room, keys RoomKeys) error {
	r.CreatedMS, r.ChangeSeq = tx.nowMS, tx.head+1
	id, err := tx.Insert(`INSERT INTO rooms (workspace_id, kind, visibility, name, name_key, topic, is_general, posting, history,
		direct_key, created_by, created_ms, change_seq) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13) RETURNING id`,
		int64(tx.ws), r.Kind, r.Visibility, r.Name, keyArg(keys.Name), r.Topic, b2i(r.IsGeneral), r.Posting, r.History,
		keyArg(keys.Direct), int64(r.CreatedBy), r.CreatedMS, r.ChangeSeq)
	if err != nil {
		return err
	}
	r.ID = id
	tx.Append(chat.ChangeRoom, int64(id), id, 0)
	return nil
}

// UpdateRoom stores what can change of a room. toAll tells the whole company,
// so that those who lose sight of it forget it; else its members are told.
func (tx *Tx) UpdateRoom(r *chat.Room, nameKey string, toAll bool) error {
	audience := r.ID
	if toAll {
		audience = 0
	}
	r.ChangeSeq = tx.Append(chat.ChangeRoom, int64(r.ID), audience, 0)
	_, err := tx.Exec(`UPDATE rooms SET visibility = $1, name = $2, name_key = $3, topic = $4, posting = $5, history = $6,
		archived_ms = $7, deleted_ms = $8, purged_before_seq = $9, change_seq = $10 WHERE id = $11 AND workspace_id = $12`,
		r.Visibility, r.Name, keyArg(nameKey), r.Topic, r.Posting, r.History, r.ArchivedMS, r.DeletedMS, r.PurgedBeforeSeq, r.ChangeSeq,
		int64(r.ID), int64(tx.ws))
	return err
}

// RoomNamed gives the public room that has the name, or 0.
func (tx *Tx) RoomNamed(nameKey string) (chat.ID, error) {
	return tx.roomBy(`SELECT id FROM rooms WHERE workspace_id = $1 AND name_key = $2`, nameKey)
}

// DirectRoom gives the direct room of a set of people, or 0.
func (tx *Tx) DirectRoom(key string) (chat.ID, error) {
	return tx.roomBy(`SELECT id FROM rooms WHERE workspace_id = $1 AND direct_key = $2`, key)
}

func (tx *Tx) roomBy(q, key string) (chat.ID, error) {
	var id chat.ID
	err := tx.Scan(q, []any{int64(tx.ws), key}, &id)
	if errors.Is(err, sql.ErrNoRows) {
		return 0, nil
	}
	return id, err
}

// PutMember stores a membership, present or past, and tells the room.
func (tx *Tx) PutMember(m *chat.Member) error {
	m.ChangeSeq = tx.Append(chat.ChangeMember, int64(m.UserID), m.RoomID, 0)
	_, err := tx.Exec(`INSERT INTO members (room_id, user_id, workspace_id, role, joined_seq, joined_ms, left_ms, change_seq)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
		ON CONFLICT (room_id, user_id) DO UPDATE SET role = excluded.role, joined_seq = excluded.joined_seq,
			joined_ms = excluded.joined_ms, left_ms = excluded.left_ms, change_seq = excluded.change_seq`,
		int64(m.RoomID), int64(m.UserID), int64(tx.ws), m.Role, m.JoinedSeq, m.JoinedMS, m.LeftMS, m.ChangeSeq)
	return err
}

// Enter puts a person into a room, anew or again. What was written before
// counts as read; the change about himself brings him the room.
func (tx *Tx) Enter(room, user chat.ID, role string) (*chat.Member, error) {
	m := &chat.Member{RoomID: room, UserID: user, Role: role, JoinedSeq: tx.head + 1, JoinedMS: tx.nowMS}
	if err := tx.PutMember(m); err != nil {
		return nil, err
	}
	st, err := tx.State(room, user)
	if err != nil {
		return nil, err
	}
	st.ChangeSeq = tx.Append(chat.ChangeEntered, int64(room), room, user)
	st.ReadSeq, st.UnreadFromSeq, st.Hidden = max(st.ReadSeq, st.ChangeSeq), 0, false
	return m, tx.storeState(st)
}

// State reads a person's own view of a room, as of this transaction; a fresh
// one where he has none yet.
func (tx *Tx) State(room, user chat.ID) (*chat.RoomState, error) {
	st, err := first(loadStates(tx.ctx, tx, `WHERE user_id = $1 AND room_id = $2`, user, room))
	if err == nil && st == nil {
		st = &chat.RoomState{RoomID: room, UserID: user, Notify: chat.NotifyDefault}
	}
	return st, err
}

// PutState stores a person's own view of a room and tells him.
func (tx *Tx) PutState(st *chat.RoomState) error {
	st.ChangeSeq = tx.Append(chat.ChangeRoomState, int64(st.RoomID), st.RoomID, st.UserID)
	return tx.storeState(st)
}

func (tx *Tx) storeState(st *chat.RoomState) error {
	_, err := tx.Exec(`INSERT INTO room_states (user_id, room_id, workspace_id, read_seq, unread_from_seq, notify, muted_until_ms,
			favourite, hidden, change_seq) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)
		ON CONFLICT (user_id, room_id) DO UPDATE SET read_seq = excluded.read_seq, unread_from_seq = excluded.unread_from_seq,
			notify = excluded.notify, muted_until_ms = excluded.muted_until_ms, favourite = excluded.favourite,
			hidden = excluded.hidden, change_seq = excluded.change_seq`,
		int64(st.UserID), int64(st.RoomID), int64(tx.ws), st.ReadSeq, st.UnreadFromSeq, st.Notify, st.MutedUntilMS,
		b2i(st.Favourite), b2i(st.Hidden), st.ChangeSeq)
	return err
}

// State reads a person's own view of a room, or nil where he has none.
func (s *Store) State(ctx context.Context, room, user chat.ID) (*chat.RoomState, error) {
	return first(loadStates(ctx, s.read, `WHERE user_id = $1 AND room_id = $2`, user, room))
}

// ReadSeqs tells how far each present member of a room has read.
func (s *Store) ReadSeqs(ctx context.Context, room chat.ID) (map[chat.ID]int64, error) {
	out := map[chat.ID]int64{}
	err := each(ctx, s.read, `SELECT m.user_id, COALESCE(s.read_seq, 0) FROM members m
		LEFT JOIN room_states s ON s.user_id = m.user_id AND s.room_id = m.room_id
		WHERE m.room_id = $1 AND m.left_ms = 0`, []any{int64(room)}, func(r *sql.Rows) error {
		var user chat.ID
		var seq int64
		err := r.Scan(&user, &seq)
		out[user] = seq
		return err
	})
	return out, err
}

// Company reads the company as of this transaction.
func (tx *Tx) Company() (*chat.Workspace, error) { return loadWorkspace(tx.ctx, tx, tx.ws) }
