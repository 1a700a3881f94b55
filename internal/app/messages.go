package app

import (
	"cmp"
	"context"
	"slices"
	"strconv"

	"github.com/guideops/guideops/internal/chat"
	"github.com/guideops/guideops/internal/store"
)

// Send stores a message, at most once by the id that its client gave it.
func (a *App) Send(ctx context.Context, by Actor, room chat.ID, s *chat.Send) (store.Sent, error) {
	if err := s.Check(); err != nil {
		return store.Sent{}, err
	}
	if err := a.limit.take(by.User); err != nil {
		return store.Sent{}, err
	}
	return a.store.Send(ctx, by.Workspace, s.Message(room, by.User), s.DeviceMS)
}

// Page says which messages of a room are asked for: one of Before, After and
// Around, or none for the newest.
type Page struct{ Before, After, Around, Limit int64 }

// MaxPage is how many messages a page has at most, DefaultPage where nothing is asked.
const (
	MaxPage     = 200
	DefaultPage = 50
)

func (p Page) check() (store.Page, error) {
	given := 0
	for _, s := range []struct {
		field string
		seq   int64
	}{{"before", p.Before}, {"after", p.After}, {"around", p.Around}} {
		if err := chat.CheckSeq(s.field, s.seq); err != nil {
			return store.Page{}, err
		}
		if s.seq != 0 {
			given++
		}
	}
	if given > 1 {
		return store.Page{}, chat.Bad("before", "page_ambiguous", "Give one of before, after and around.")
	}
	limit, err := checkLimit(p.Limit)
	return store.Page{Before: p.Before, After: p.After, Around: p.Around, Limit: limit}, err
}

func checkLimit(n int64) (int, error) {
	if n < 0 || n > MaxPage {
		return 0, chat.Bad("limit", "limit_out_of_range", "limit must be between 1 and %d.", MaxPage)
	}
	return int(cmp.Or(n, DefaultPage)), nil
}

// AppendHistory appends the JSON of a page of a room, ascending by seq. The
// newest page comes from memory while this node is at the head.
func (a *App) AppendHistory(ctx context.Context, by Actor, room chat.ID, p Page, b []byte) ([]byte, error) {
	_, access, err := a.seeing(ctx, by, room)
	if err != nil {
		return b, err
	}
	page, err := p.check()
	if err != nil {
		return b, err
	}
	page.FromSeq = access.FromSeq
	b = append(b, `{"messages":[`...)
	if p.Before == 0 && p.After == 0 && p.Around == 0 {
		newest, more, ok, err := a.newest(ctx, by.Workspace, room, page.Limit, page.FromSeq)
		if err != nil {
			return b, err
		}
		if ok {
			for i := range newest {
				b = append(comma(b, i), newest[i].JSON...)
			}
			return endPage(b, more, false), nil
		}
	}
	h, err := a.store.History(ctx, room, page)
	if err != nil {
		return b, err
	}
	for i, m := range h.Messages {
		b = m.AppendJSON(comma(b, i))
	}
	return endPage(b, h.MoreBefore, h.MoreAfter), nil
}

func comma(b []byte, i int) []byte {
	if i > 0 {
		return append(b, ',')
	}
	return b
}

func endPage(b []byte, moreBefore, moreAfter bool) []byte {
	b = append(b, `],"more_before":`...)
	b = strconv.AppendBool(b, moreBefore)
	b = append(b, `,"more_after":`...)
	b = strconv.AppendBool(b, moreAfter)
	return append(b, '}')
}

// SeqAt finds the first message at or after a time: the jump to a date.
func (a *App) SeqAt(ctx context.Context, by Actor, room chat.ID, tsMS int64) (int64, error) {
	_, access, err := a.seeing(ctx, by, room)
	if err != nil {
		return 0, err
	}
	return a.store.SeqAt(ctx, room, access.FromSeq, tsMS)
}

// Pins lists the pinned messages of a room, the last pinned first.
func (a *App) Pins(ctx context.Context, by Actor, room chat.ID) ([]*chat.Message, error) {
	_, access, err := a.seeing(ctx, by, room)
	if err != nil {
		return nil, err
	}
	return a.store.Pins(ctx, room, access.FromSeq)
}

// Message gives one message.
func (a *App) Message(ctx context.Context, by Actor, id chat.UUID) (*chat.Message, error) {
	m, _, err := a.message(ctx, by, id)
	return m, err
}

// message finds a message that the reader may see.
func (a *App) message(ctx context.Context, by Actor, id chat.UUID) (*chat.Message, *chat.Access, error) {
	dir, _, err := a.reading(ctx, by)
	if err != nil {
		return nil, nil, err
	}
	m, err := a.store.Message(ctx, by.Workspace, id)
	if err != nil {
		return nil, nil, err
	}
	access, ok := dir.See(m.RoomID, by.User)
	if !ok || m.Seq < access.FromSeq {
		return nil, nil, chat.Missing("message")
	}
	return m, &access, nil
}

// onMessage runs a change of a message that the person may see, and gives the
// message as fn leaves it.
func (a *App) onMessage(ctx context.Context, by Actor, id chat.UUID,
	fn func(*store.Tx, *chat.User, *chat.Message, *chat.Access) error,
) (*chat.Message, error) {
	if err := a.limit.take(by.User); err != nil {
		return nil, err
	}
	return write(ctx, a, by, func(tx *store.Tx) (*chat.Message, error) {
		u, m, access, err := actingOn(tx, by, id)
		if err != nil {
			return nil, err
		}
		return m, fn(tx, u, m, access)
	})
}

// actingOn finds a message that the person may see, as of the head.
func actingOn(tx *store.Tx, by Actor, id chat.UUID) (*chat.User, *chat.Message, *chat.Access, error) {
	m, err := tx.Message(id)
	if err != nil {
		return nil, nil, nil, err
	}
	u, err := actor(tx, by)
	if err != nil {
		return nil, nil, nil, err
	}
	access, ok := tx.Dir().See(m.RoomID, by.User)
	if !ok || m.Seq < access.FromSeq {
		return nil, nil, nil, chat.Missing("message")
	}
	return u, m, &access, nil
}

// EditMessage gives a message another text and, where mentions is not nil,
// other mentions. What it said before stays among the revisions.
func (a *App) EditMessage(ctx context.Context, by Actor, id chat.UUID, text string, mentions *[]string) (*chat.Message, error) {
	return a.onMessage(ctx, by, id, func(tx *store.Tx, u *chat.User, m *chat.Message, access *chat.Access) error {
		if err := chat.MayEdit(u, m, access, tx.NowMS()); err != nil {
			return err
		}
		if err := chat.CheckText(text, m.Lat != nil); err != nil {
			return err
		}
		named := m.Mentions
		if mentions != nil {
			named = *mentions
		}
		if err := chat.CheckMentions(named); err != nil {
			return err
		}
		if text == m.Text && slices.Equal(named, m.Mentions) {
			return nil
		}
		named, err := tx.Reached(m, named)
		if err != nil || (text == m.Text && slices.Equal(named, m.Mentions)) {
			return err
		}
		return tx.EditMessage(m, text, named)
	})
}

// DeleteMessage leaves a tombstone; again changes nothing.
func (a *App) DeleteMessage(ctx context.Context, by Actor, id chat.UUID) (*chat.Message, error) {
	return a.onMessage(ctx, by, id, func(tx *store.Tx, u *chat.User, m *chat.Message, access *chat.Access) error {
		if err := chat.MayDelete(u, m, access); err != nil || m.DeletedMS != 0 {
			return err
		}
		if err := tx.DeleteMessage(m, by.User); err != nil {
			return err
		}
		if m.AuthorID == by.User {
			return nil
		}
		return audit(tx, by, "message.delete", "message", m.ID.String(), map[string]any{"room_id": m.RoomID, "author_id": m.AuthorID})
	})
}

// Revision is what a message said at one time.
type Revision struct {
	Text string  `json:"text"`
	TSMS int64   `json:"ts_ms"`
	By   chat.ID `json:"by"`
}

// Revisions lists what a message has said, the present text last. Of a deleted
// message nothing is left for members.
func (a *App) Revisions(ctx context.Context, by Actor, id chat.UUID) ([]Revision, error) {
	m, _, err := a.message(ctx, by, id)
	if err != nil {
		return nil, err
	}
	if m.DeletedMS != 0 {
		return []Revision{}, nil
	}
	old, err := a.store.Revisions(ctx, m.RoomID, m.Seq)
	if err != nil {
		return nil, err
	}
	out := make([]Revision, 0, len(old)+1)
	for _, r := range old {
		out = append(out, Revision{Text: r.Text, TSMS: r.TSMS, By: r.UserID})
	}
	return append(out, Revision{Text: m.Text, TSMS: max(m.TSMS, m.EditedMS), By: m.AuthorID}), nil
}

// Readers tells who has read a message and who has not yet: of those in the
// room, or of those who follow the thread for a reply in it.
func (a *App) Readers(ctx context.Context, by Actor, id chat.UUID) (readers, waiting []chat.ID, err error) {
	m, access, err := a.message(ctx, by, id)
	if err != nil {
		return nil, nil, err
	}
	if err := chat.MayKeep(access); err != nil {
		return nil, nil, err
	}
	var read map[chat.ID]int64
	if m.ThreadID.IsZero() {
		read, err = a.store.ReadSeqs(ctx, m.RoomID)
	} else {
		read, err = a.store.ThreadReadSeqs(ctx, m.ThreadID)
	}
	readers, waiting = []chat.ID{}, []chat.ID{}
	for user, seq := range read {
		switch {
		case user == m.AuthorID:
		case seq >= m.Seq:
			readers = append(readers, user)
		default:
			waiting = append(waiting, user)
		}
	}
	slices.Sort(readers)
	slices.Sort(waiting)
	return readers, waiting, err
}
