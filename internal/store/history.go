package store

import (
	"context"
	"slices"

	"github.com/guideops/guideops/internal/chat"
)

// Page says which messages of a room to read. At most one of Before, After
// and Around is set; none means the newest.
type Page struct {
	Before, After, Around int64
	Limit                 int
	FromSeq               int64 // nothing below is shown
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
	ms, err := loadMessages(ctx, s.read, `WHERE room_id = $1 AND seq < $2 AND seq >= $3 ORDER BY seq DESC LIMIT $4`, room, seq, from, limit+1)
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
	ms, err := loadMessages(ctx, s.read, `WHERE room_id = $1 AND seq > $2 ORDER BY seq LIMIT $3`, room, seq, limit+1)
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
