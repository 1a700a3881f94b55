package store

import (
	"context"
	"database/sql"
	"errors"

	"github.com/guideops/guideops/internal/chat"
)

// Pins reads the pinned messages of a room, the last pinned first.
func (s *Store) Pins(ctx context.Context, room chat.ID, from int64) ([]*chat.Message, error) {
	return loadMessages(ctx, s.read, `WHERE room_id = $1 AND pinned_ms > 0 AND seq >= $2 ORDER BY pinned_ms DESC, seq DESC LIMIT $3`,
		room, from, chat.MaxPins)
}

// SeqAt finds the first message of a room at or after a time, by halving: in a
// room, time grows with seq, and an index on time would cost every send.
func (s *Store) SeqAt(ctx context.Context, room chat.ID, from, tsMS int64) (int64, error) {
	var low, high, ms int64
	if err := s.at(ctx, lastAt, room, from, &high, &ms); err != nil {
		return 0, err
	}
	if ms < tsMS {
		return 0, chat.Missing("message")
	}
	if err := s.at(ctx, firstAt, room, from, &low, &ms); err != nil || ms >= tsMS {
		return low, err
	}
	// The number we look for is the smallest whose next message is late enough.
	for low++; low < high; {
		middle := low + (high-low)/2
		var seq int64
		if err := s.at(ctx, firstAt, room, middle, &seq, &ms); err != nil {
			return 0, err
		}
		if ms >= tsMS {
			high = middle
		} else {
			low = seq + 1
		}
	}
	err := s.at(ctx, firstAt, room, low, &high, &ms)
	return high, err
}

const (
	firstAt = `SELECT seq, ts_ms FROM messages WHERE room_id = $1 AND seq >= $2 ORDER BY seq LIMIT 1`
	lastAt  = `SELECT seq, ts_ms FROM messages WHERE room_id = $1 AND seq >= $2 ORDER BY seq DESC LIMIT 1`
)

func (s *Store) at(ctx context.Context, q string, room chat.ID, from int64, seq, ms *int64) error {
	err := s.read.scan(ctx, q, []any{int64(room), from}, seq, ms)
	if errors.Is(err, sql.ErrNoRows) {
		return chat.Missing("message")
	}
	return err
}

// Revision is what a message said before.
type Revision struct {
	Text   string
	TSMS   int64
	UserID chat.ID
}

// Revisions reads what a message said before, oldest first.
func (s *Store) Revisions(ctx context.Context, room chat.ID, seq int64) ([]Revision, error) {
	var out []Revision
	err := each(ctx, s.read, `SELECT text, ts_ms, user_id FROM revisions WHERE room_id = $1 AND seq = $2 ORDER BY revision`,
		[]any{int64(room), seq}, func(r *sql.Rows) error {
			var v Revision
			err := r.Scan(&v.Text, &v.TSMS, &v.UserID)
			out = append(out, v)
			return err
		})
	return out, err
}
