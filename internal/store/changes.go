package store

import (
	"encoding/json"
	"strings"

	"github.com/guideops/guideops/internal/chat"
)

// What happens to a message after it was sent. Each method stores the change,
// stamps the message with its number and leaves in m what the members now see.

// touch takes the number under which a message's row changes.
func (tx *Tx) touch(m *chat.Message) { m.ChangeSeq = tx.Append(chat.ChangeMessage, m.Seq, m.RoomID, 0) }

// EditMessage gives a message another text and other mentions, and keeps what it said before.
func (tx *Tx) EditMessage(m *chat.Message, text string, mentions []string) error {
	if err := tx.keepRevision(m, ""); err != nil {
		return err
	}
	m.Text, m.Mentions, m.EditedMS = text, mentions, tx.nowMS
	tx.touch(m)
	if _, err := tx.Exec(`UPDATE messages SET text = $1, mentions = $2, edited_ms = $3, change_seq = $4 WHERE room_id = $5 AND seq = $6`,
		m.Text, strings.Join(mentions, ","), m.EditedMS, m.ChangeSeq, int64(m.RoomID), m.Seq); err != nil {
		return err
	}
	return tx.mentionAgain(m)
}

func (tx *Tx) unmention(m *chat.Message) error {
	_, err := tx.Exec(`DELETE FROM mentions WHERE room_id = $1 AND seq = $2`, int64(m.RoomID), m.Seq)
	return err
}

// keepRevision keeps the present text with the time at which it was written.
func (tx *Tx) keepRevision(m *chat.Message, position string) error {
	_, err := tx.Exec(`INSERT INTO revisions (room_id, seq, revision, text, mentions, position, user_id, ts_ms)
		SELECT $1, $2, COALESCE(MAX(revision), 0) + 1, $3, $4, $5, $6, $7 FROM revisions WHERE room_id = $1 AND seq = $2`,
		int64(m.RoomID), m.Seq, m.Text, strings.Join(m.Mentions, ","), position, int64(m.AuthorID), max(m.TSMS, m.EditedMS))
	return err
}

// position is where a message was written, for the audit of deleted ones.
type position struct {
	Lat        *float64 `json:"lat"`
	Long       *float64 `json:"long"`
	AccuracyM  float64  `json:"accuracy_m,omitempty"`
	AltitudeM  *float64 `json:"altitude_m,omitempty"`
	CapturedMS int64    `json:"captured_ms,omitempty"`
}

// DeleteMessage leaves a tombstone: that somebody wrote here, and nothing of
// what. The original stays among the revisions.
func (tx *Tx) DeleteMessage(m *chat.Message, by chat.ID) error {
	where := ""
	if m.Lat != nil {
		b, err := json.Marshal(position{m.Lat, m.Long, m.AccuracyM, m.AltitudeM, m.CapturedMS})
		if err != nil {
			return err
		}
		where = string(b)
	}
	if err := tx.keepRevision(m, where); err != nil {
		return err
	}
	m.Text, m.Mentions, m.Reactions = "", nil, nil
	m.Lat, m.Long, m.AltitudeM, m.AccuracyM, m.CapturedMS = nil, nil, nil, 0, 0
	m.PinnedMS, m.PinnedBy, m.DeletedMS, m.DeletedBy = 0, 0, tx.nowMS, by
	tx.touch(m)
	if _, err := tx.Exec(`UPDATE messages SET text = '', mentions = '', reactions = '', lat = NULL, long = NULL, altitude_m = NULL,
		accuracy_m = 0, captured_ms = 0, pinned_ms = 0, pinned_by = 0, deleted_ms = $1, deleted_by = $2, change_seq = $3
		WHERE room_id = $4 AND seq = $5`, m.DeletedMS, int64(by), m.ChangeSeq, int64(m.RoomID), m.Seq); err != nil {
		return err
	}
	if _, err := tx.Exec(`DELETE FROM reactions WHERE room_id = $1 AND seq = $2`, int64(m.RoomID), m.Seq); err != nil {
		return err
	}
	if err := tx.unmention(m); err != nil || m.ThreadID.IsZero() {
		return err
	}
	return tx.threadShrank(m)
}

// threadShrank takes a deleted reply out of the count at the thread's first
// message. Deleted replies are found as such: the tombstone is written before.
func (tx *Tx) threadShrank(m *chat.Message) error {
	root, err := tx.Message(m.ThreadID)
	if err != nil {
		return err
	}
	tx.touch(root)
	_, err = tx.Exec(`UPDATE messages SET change_seq = $1, reply_count = reply_count - 1,
		last_reply_ms = (SELECT COALESCE(MAX(r.ts_ms), 0) FROM messages r WHERE r.thread_id = $2 AND r.room_id = $3 AND r.deleted_ms = 0)
		WHERE room_id = $3 AND seq = $4`, root.ChangeSeq, root.ID[:], int64(root.RoomID), root.Seq)
	return err
}

// React adds or takes away one person's reaction; m.Reactions already shows it.
func (tx *Tx) React(m *chat.Message, emoji string, user chat.ID, add bool) error {
	var err error
	if add {
		_, err = tx.Exec(`INSERT INTO reactions (room_id, seq, emoji, user_id, n)
			SELECT $1, $2, $3, $4, COALESCE(MAX(n), 0) + 1 FROM reactions WHERE room_id = $1 AND seq = $2`,
			int64(m.RoomID), m.Seq, emoji, int64(user))
	} else {
		_, err = tx.Exec(`DELETE FROM reactions WHERE room_id = $1 AND seq = $2 AND emoji = $3 AND user_id = $4`,
			int64(m.RoomID), m.Seq, emoji, int64(user))
	}
	if err != nil {
		return err
	}
	text := ""
	if len(m.Reactions) > 0 {
		text = string(chat.AppendReactions(nil, m.Reactions))
	}
	tx.touch(m)
	_, err = tx.Exec(`UPDATE messages SET reactions = $1, change_seq = $2 WHERE room_id = $3 AND seq = $4`,
		text, m.ChangeSeq, int64(m.RoomID), m.Seq)
	return err
}

// Pin stores m.PinnedMS and m.PinnedBy.
func (tx *Tx) Pin(m *chat.Message) error {
	tx.touch(m)
	_, err := tx.Exec(`UPDATE messages SET pinned_ms = $1, pinned_by = $2, change_seq = $3 WHERE room_id = $4 AND seq = $5`,
		m.PinnedMS, int64(m.PinnedBy), m.ChangeSeq, int64(m.RoomID), m.Seq)
	return err
}

// Pinned counts the pinned messages of a room.
func (tx *Tx) Pinned(room chat.ID) (int, error) {
	var n int
	err := tx.Scan(`SELECT count(*) FROM messages WHERE room_id = $1 AND pinned_ms > 0`, []any{int64(room)}, &n)
	return n, err
}
