package store

import (
	"context"
	"database/sql"
	"fmt"
	"slices"

	"github.com/guideops/guideops/internal/chat"
)

// Page says which messages of a room to read. At most one of Before, After
// and Around is set; none means the newest.
type Page struct {
	Before, After, Around int64
	Limit                 int
	FromSeq               int64 // nothing below is shown; chat.FirstSeq shows all
}

// History is a page of messages, ascending by seq.
type History struct {
	Messages   []*chat.Message
	MoreBefore bool
	MoreAfter  bool
}

// History reads a page of a room. It pages by seq, never by time: equal times would drop rows.
func (s *Store) History(ctx context.Context, room chat.ID, p Page) (History, error) {
	switch {
	case p.After != 0:
		ms, more, err := s.after(ctx, room, max(p.After, p.FromSeq-1), p.Limit)
		return History{Messages: ms, MoreAfter: more, MoreBefore: p.After >= p.FromSeq}, err
	case p.Around != 0:
		return s.around(ctx, room, p)
	case p.Before != 0:
		ms, more, err := s.before(ctx, room, p.Before, p.FromSeq, p.Limit)
		return History{Messages: ms, MoreBefore: more, MoreAfter: true}, err
	}
	ms, more, err := s.before(ctx, room, 1<<62, p.FromSeq, p.Limit)
	return History{Messages: ms, MoreBefore: more}, err
}

// before reads the limit messages just below seq, one more to know whether there are older.
func (s *Store) before(ctx context.Context, room chat.ID, seq, from int64, limit int) ([]*chat.Message, bool, error) {
	ms, err := s.page(ctx, room, `WHERE room_id = $1 AND seq < $2 AND seq >= $3 ORDER BY seq DESC LIMIT $4`, seq, from, limit+1)
	if err != nil {
		return nil, false, err
	}
	more := len(ms) > limit
	if more {
		ms = ms[:limit]
	}
	slices.Reverse(ms)
	return ms, more, nil
}

func (s *Store) after(ctx context.Context, room chat.ID, seq int64, limit int) ([]*chat.Message, bool, error) {
	ms, err := s.page(ctx, room, `WHERE room_id = $1 AND seq > $2 ORDER BY seq LIMIT $3`, seq, limit+1)
	if err != nil {
		return nil, false, err
	}
	if len(ms) > limit {
		return ms[:limit], true, nil
	}
	return ms, false, nil
}

func (s *Store) around(ctx context.Context, room chat.ID, p Page) (History, error) {
	older, moreBefore, err := s.before(ctx, room, p.Around, p.FromSeq, p.Limit/2)
	if err != nil {
		return History{}, err
	}
	newer, moreAfter, err := s.after(ctx, room, max(p.Around, p.FromSeq)-1, p.Limit-p.Limit/2)
	return History{Messages: append(older, newer...), MoreBefore: moreBefore, MoreAfter: moreAfter}, err
}

// plainColumns are what most messages consist of; the last says that the
// message has more than that. Reading a column costs more than anything else of
// a page (two locks in SQLite and a reflected conversion each, 411 µs a page of
// 50 for all 27), so the rest is read only for the messages that have it.
const plainColumns = `seq, change_seq, message_id, author_id, text, ts_ms, composed_ms, device_ms,
	CASE WHEN kind = 'message' AND edited_ms + deleted_ms + pinned_ms + reply_count + captured_ms = 0 AND mentions = '' AND reactions = ''
		AND lat IS NULL AND thread_id IS NULL AND reply_to IS NULL AND info = '' THEN 0 ELSE 1 END`

// page reads messages of a room in the order that where says.
func (s *Store) page(ctx context.Context, room chat.ID, where string, args ...any) ([]*chat.Message, error) {
	if s.read.prepare {
		// SQLite answers by itself; a context that can end costs a goroutine for each query.
		ctx = context.WithoutCancel(ctx)
	}
	var out []*chat.Message
	var rich []int
	err := each(ctx, s.read, `SELECT `+plainColumns+` FROM messages `+where, append([]any{int64(room)}, args...), func(r *sql.Rows) error {
		m := &chat.Message{V: 2, RoomID: room, Kind: chat.KindMessage}
		var deviceMS int64
		var more bool
		if err := r.Scan(&m.Seq, &m.ChangeSeq, &m.ID, &m.AuthorID, &m.Text, &m.TSMS, &m.ComposedMS, &deviceMS, &more); err != nil {
			return err
		}
		m.SkewMS = skew(deviceMS, m.TSMS)
		if more {
			rich = append(rich, len(out))
		}
		out = append(out, m)
		return nil
	})
	if err != nil {
		return nil, fmt.Errorf("read a page: %w", err)
	}
	return out, s.enrich(ctx, room, out, rich)
}

// enrich replaces the messages at the given places by their whole rows.
func (s *Store) enrich(ctx context.Context, room chat.ID, page []*chat.Message, places []int) error {
	for len(places) > 0 {
		size := padded(len(places), 64)
		n := min(len(places), size)
		args := []any{int64(room)}
		bySeq := make(map[int64]int, n)
		for i := range size {
			at := places[min(i, n-1)]
			bySeq[page[at].Seq] = at
			args = append(args, page[at].Seq)
		}
		whole, err := loadMessages(ctx, s.read, s.listSQL(`WHERE room_id = $1 AND seq`, 2, size), args...)
		if err != nil {
			return err
		}
		for _, m := range whole {
			page[bySeq[m.Seq]] = m
		}
		places = places[n:]
	}
	return nil
}

// Message reads one message by the id that its client gave it.
func (s *Store) Message(ctx context.Context, ws chat.ID, id chat.UUID) (*chat.Message, error) {
	return message(first(loadMessages(ctx, s.read, `WHERE workspace_id = $1 AND message_id = $2`, ws, id[:])))
}

// Message reads one message inside the transaction.
func (tx *Tx) Message(id chat.UUID) (*chat.Message, error) {
	return message(first(loadMessages(tx.ctx, tx, `WHERE workspace_id = $1 AND message_id = $2`, tx.ws, id[:])))
}

func message(m *chat.Message, err error) (*chat.Message, error) {
	if err == nil && m == nil {
		return nil, chat.Missing("message")
	}
	return m, err
}
