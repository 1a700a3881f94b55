package store

import (
	"context"
	"database/sql"

	"github.com/guideops/guideops/internal/chat"
)

// Personal is everything that belongs to one person alone, besides his rooms.
type Personal struct {
	States       []*chat.RoomState
	Reads        []*chat.Read // of the others in his direct rooms
	Drafts       []*chat.Draft
	Saved        []*chat.Saved
	ThreadStates []*ThreadMark
	Notices      []*chat.Notice
}

// ThreadMark is a person's view of a thread with where it begins and how much of it is unread.
type ThreadMark struct {
	chat.ThreadState
	RootSeq int64
	Unread  int64
}

// Personal reads what belongs to one person.
func (s *Store) Personal(ctx context.Context, user chat.ID) (*Personal, error) {
	var p Personal
	var err error
	id := []any{int64(user)}
	if p.States, err = loadStates(ctx, s.read, `WHERE user_id = $1`, user); err != nil {
		return nil, err
	}
	if p.Drafts, err = load(ctx, s.read, "drafts", draftColumns, scanDraft, `WHERE user_id = $1 AND text <> ''`, id); err != nil {
		return nil, err
	}
	if p.Saved, err = load(ctx, s.read, "saved", savedColumns, scanSaved, `WHERE user_id = $1 AND removed_ms = 0 ORDER BY saved_ms DESC LIMIT 500`, id); err != nil {
		return nil, err
	}
	if p.ThreadStates, err = s.threadMarks(ctx, user); err != nil {
		return nil, err
	}
	if p.Notices, err = load(ctx, s.read, "notices", noticeColumns, scanNotice, `WHERE user_id = $1 ORDER BY id DESC LIMIT 100`, id); err != nil {
		return nil, err
	}
	p.Reads, err = s.readsOfOthers(ctx, user)
	return &p, err
}

// threadMarks reads a person's views of threads: those that he follows and
// with the newest reply first, since there are more than a device needs.
func (s *Store) threadMarks(ctx context.Context, user chat.ID) ([]*ThreadMark, error) {
	marks, err := load(ctx, s.read, "thread_states", threadStateColumns+`, root_seq`, scanThreadMark,
		`WHERE user_id = $1 ORDER BY following DESC, COALESCE((SELECT m.last_reply_ms FROM messages m
			WHERE m.room_id = thread_states.room_id AND m.seq = thread_states.root_seq), 0) DESC, root_seq DESC LIMIT 500`, []any{int64(user)})
	if err != nil {
		return nil, err
	}
	unread, err := s.threadCounts(ctx, user)
	for _, t := range marks {
		t.Unread = unread[t.ThreadID]
	}
	return marks, err
}

func (s *Store) readsOfOthers(ctx context.Context, user chat.ID) ([]*chat.Read, error) {
	out := []*chat.Read{}
	err := each(ctx, s.read, `SELECT o.room_id, o.user_id, o.read_seq, o.change_seq
		FROM members m JOIN rooms r ON r.id = m.room_id AND r.kind = 'direct'
		JOIN room_states o ON o.room_id = m.room_id AND o.user_id <> m.user_id
		WHERE m.user_id = $1 AND m.left_ms = 0`, []any{int64(user)}, func(r *sql.Rows) error {
		m := new(chat.Read)
		err := r.Scan(&m.RoomID, &m.UserID, &m.ReadSeq, &m.ChangeSeq)
		out = append(out, m)
		return err
	})
	return out, err
}

// Last is the newest message of a room, for the order of rooms.
type Last struct{ Seq, TSMS int64 }

// Last reads the newest message's number and time of each room that has one.
func (s *Store) Last(ctx context.Context, rooms []chat.ID) (map[chat.ID]Last, error) {
	out := make(map[chat.ID]Last, len(rooms))
	for _, id := range rooms {
		err := each(ctx, s.read, `SELECT seq, ts_ms FROM messages WHERE room_id = $1 ORDER BY seq DESC LIMIT 1`, []any{int64(id)},
			func(r *sql.Rows) error {
				var l Last
				err := r.Scan(&l.Seq, &l.TSMS)
				out[id] = l
				return err
			})
		if err != nil {
			return nil, err
		}
	}
	return out, nil
}

// Contacts reads the contacts of a company.
func (s *Store) Contacts(ctx context.Context, ws chat.ID) ([]*chat.Contact, error) {
	return loadContacts(ctx, s.read, `WHERE workspace_id = $1`, ws)
}

// Contact reads one person's contact, or nil.
func (s *Store) Contact(ctx context.Context, user chat.ID) (*chat.Contact, error) {
	return first(loadContacts(ctx, s.read, `WHERE user_id = $1`, user))
}
