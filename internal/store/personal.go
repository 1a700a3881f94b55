package store

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"

	"github.com/guideops/guideops/internal/chat"
)

// What one person keeps for himself: drafts, saved messages, notices.

// Draft reads a draft as of this transaction; an empty one where there is none.
func (tx *Tx) Draft(user, room chat.ID, thread chat.UUID) (*chat.Draft, error) {
	d, err := first(load(tx.ctx, tx, "drafts", draftColumns, scanDraft, `WHERE user_id = $1 AND room_id = $2 AND thread_id = $3`,
		[]any{int64(user), int64(room), thread[:]}))
	if err == nil && d == nil {
		d = &chat.Draft{UserID: user, RoomID: room, ThreadID: thread}
	}
	return d, err
}

// PutDraft stores a draft. A row with the empty text stays, so that the other
// devices learn under which key there is none any more.
func (tx *Tx) PutDraft(d *chat.Draft) error {
	d.ChangeSeq = tx.head + 1
	id, err := tx.Insert(`INSERT INTO drafts (user_id, room_id, thread_id, text, reply_to, updated_ms, change_seq)
		VALUES ($1, $2, $3, $4, $5, $6, $7)
		ON CONFLICT (user_id, room_id, thread_id) DO UPDATE SET text = excluded.text, reply_to = excluded.reply_to,
			updated_ms = excluded.updated_ms, change_seq = excluded.change_seq
		RETURNING id`, int64(d.UserID), int64(d.RoomID), d.ThreadID[:], d.Text, uuidArg(d.ReplyTo), d.UpdatedMS, d.ChangeSeq)
	if err != nil {
		return err
	}
	tx.Append(chat.ChangeDraft, int64(id), d.RoomID, d.UserID)
	return nil
}

// SavedItem reads what a person keeps of a message, removed or not; nil where nothing.
func (tx *Tx) SavedItem(user chat.ID, m *chat.Message) (*chat.Saved, error) {
	return first(load(tx.ctx, tx, "saved", savedColumns, scanSaved, `WHERE user_id = $1 AND room_id = $2 AND seq = $3`,
		[]any{int64(user), int64(m.RoomID), m.Seq}))
}

// PutSaved stores that a person keeps a message, or keeps it no longer.
func (tx *Tx) PutSaved(v *chat.Saved) error {
	v.ChangeSeq = tx.Append(chat.ChangeSaved, v.Seq, v.RoomID, v.UserID)
	_, err := tx.Exec(`INSERT INTO saved (user_id, room_id, seq, message_id, saved_ms, removed_ms, change_seq)
		VALUES ($1, $2, $3, $4, $5, $6, $7)
		ON CONFLICT (user_id, room_id, seq) DO UPDATE SET saved_ms = excluded.saved_ms, removed_ms = excluded.removed_ms,
			change_seq = excluded.change_seq`,
		int64(v.UserID), int64(v.RoomID), v.Seq, v.MessageID[:], v.SavedMS, v.RemovedMS, v.ChangeSeq)
	return err
}

// Saved lists what a person keeps, newest first, and the messages as they are now.
func (s *Store) Saved(ctx context.Context, user chat.ID, limit int) ([]*chat.Saved, []*chat.Message, error) {
	items, err := load(ctx, s.read, "saved", savedColumns, scanSaved,
		`WHERE user_id = $1 AND removed_ms = 0 ORDER BY saved_ms DESC, seq DESC LIMIT $2`, []any{int64(user), limit})
	if err != nil {
		return nil, nil, err
	}
	ms, err := loadMessages(ctx, s.read, `WHERE (room_id, seq) IN (SELECT v.room_id, v.seq FROM saved v
		WHERE v.user_id = $1 AND v.removed_ms = 0 ORDER BY v.saved_ms DESC, v.seq DESC LIMIT $2)`, user, limit)
	return items, ms, err
}

// InsertNotice tells a person something that he can act on.
func (tx *Tx) InsertNotice(user chat.ID, kind string, data any) error {
	b, err := json.Marshal(data)
	if err != nil {
		return err
	}
	id, err := tx.Insert(`INSERT INTO notices (workspace_id, user_id, kind, data, created_ms, change_seq)
		VALUES ($1, $2, $3, $4, $5, $6) RETURNING id`, int64(tx.ws), int64(user), kind, string(b), tx.nowMS, tx.head+1)
	if err != nil {
		return err
	}
	tx.Append(chat.ChangeNotice, int64(id), 0, user)
	return nil
}

// ReadNotice marks a person's notice as read; again changes nothing.
func (tx *Tx) ReadNotice(user, id chat.ID) error {
	n, err := first(load(tx.ctx, tx, "notices", noticeColumns, scanNotice, `WHERE id = $1 AND user_id = $2 AND workspace_id = $3`,
		[]any{int64(id), int64(user), int64(tx.ws)}))
	if err != nil {
		return err
	}
	if n == nil {
		return chat.Missing("notice")
	}
	if n.ReadMS != 0 {
		return nil
	}
	seq := tx.Append(chat.ChangeNotice, int64(id), 0, user)
	_, err = tx.Exec(`UPDATE notices SET read_ms = $1, change_seq = $2 WHERE id = $3`, tx.nowMS, seq, int64(id))
	return err
}

// Notices lists a person's notices, newest first.
func (s *Store) Notices(ctx context.Context, user chat.ID, limit int) ([]*chat.Notice, error) {
	return load(ctx, s.read, "notices", noticeColumns, scanNotice, `WHERE user_id = $1 ORDER BY id DESC LIMIT $2`,
		[]any{int64(user), limit})
}

// Report is a person's complaint about a message.
type Report struct {
	RoomID, ReporterID chat.ID
	Seq                int64
	MessageID          chat.UUID
	Reason             string
}

// InsertReport stores a report and gives its id; 0 where the same person's
// report of the same message is still open.
func (tx *Tx) InsertReport(r *Report) (chat.ID, error) {
	var open chat.ID
	err := tx.Scan(`SELECT id FROM reports WHERE workspace_id = $1 AND resolved_ms = 0 AND room_id = $2 AND seq = $3 AND reporter_id = $4`,
		[]any{int64(tx.ws), int64(r.RoomID), r.Seq, int64(r.ReporterID)}, &open)
	if !errors.Is(err, sql.ErrNoRows) {
		return 0, err
	}
	return tx.Insert(`INSERT INTO reports (workspace_id, room_id, seq, message_id, reporter_id, reason, created_ms)
		VALUES ($1, $2, $3, $4, $5, $6, $7) RETURNING id`,
		int64(tx.ws), int64(r.RoomID), r.Seq, r.MessageID[:], int64(r.ReporterID), r.Reason, tx.nowMS)
}
