package store

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"strings"

	"github.com/guideops/guideops/internal/chat"
)

// Entries reads at most limit feed entries after since.
func (s *Store) Entries(ctx context.Context, ws chat.ID, since int64, limit int) ([]chat.Entry, error) {
	var out []chat.Entry
	err := each(ctx, s.read, `SELECT seq, type, row_id, room_id, user_id FROM feed
		WHERE workspace_id = $1 AND seq > $2 ORDER BY seq LIMIT $3`, []any{int64(ws), since, limit}, func(r *sql.Rows) error {
		var e chat.Entry
		err := r.Scan(&e.Seq, &e.Type, &e.RowID, &e.RoomID, &e.UserID)
		out = append(out, e)
		return err
	})
	return out, err
}

// Feed is what a reader must know before he reads: the end, the beginning and the epoch.
type Feed struct {
	Head, Floor int64
	Epoch       string
}

// Feed reads the state of a workspace's feed.
func (s *Store) Feed(ctx context.Context, ws chat.ID) (Feed, error) {
	var f Feed
	err := s.read.scan(ctx, `SELECT h.seq, w.floor_seq, w.epoch FROM heads h JOIN workspaces w ON w.id = h.workspace_id WHERE w.id = $1`,
		[]any{int64(ws)}, &f.Head, &f.Floor, &f.Epoch)
	if errors.Is(err, sql.ErrNoRows) {
		return f, chat.Missing("workspace")
	}
	return f, err
}

// Load gives the entries' rows in their current state, encoded. An entry whose
// row has since moved to a later number is left out: that number brings it. A
// row that is gone has nil data.
func (s *Store) Load(ctx context.Context, ws chat.ID, entries []chat.Entry) ([]chat.Change, error) {
	messages, err := s.loadByEntry(ctx, entries)
	if err != nil {
		return nil, err
	}
	out := make([]chat.Change, 0, len(entries))
	for _, e := range entries {
		var data []byte
		var at int64
		if e.Type == chat.ChangeMessage {
			if m := messages[[2]int64{int64(e.RoomID), e.RowID}]; m != nil {
				data, at = m.AppendJSON(nil), m.ChangeSeq
			}
		} else if data, at, err = s.loadRow(ctx, ws, e); err != nil {
			return nil, fmt.Errorf("load change %d (%s): %w", e.Seq, e.Type, err)
		}
		if data == nil || at <= e.Seq {
			out = append(out, chat.Change{Entry: e, Data: data})
		}
	}
	return out, nil
}

// loadByEntry reads all messages that the entries name, in few queries.
func (s *Store) loadByEntry(ctx context.Context, entries []chat.Entry) (map[[2]int64]*chat.Message, error) {
	var keys [][2]int64
	for _, e := range entries {
		if e.Type == chat.ChangeMessage {
			keys = append(keys, [2]int64{int64(e.RoomID), e.RowID})
		}
	}
	out := make(map[[2]int64]*chat.Message, len(keys))
	for len(keys) > 0 {
		size := padded(len(keys), 128)
		n := min(len(keys), size)
		args := make([]any, 0, 2*size)
		for i := range size {
			k := keys[min(i, n-1)]
			args = append(args, k[0], k[1])
		}
		ms, err := loadMessages(ctx, s.read, s.pairsSQL(size), args...)
		if err != nil {
			return nil, err
		}
		for _, m := range ms {
			out[[2]int64{int64(m.RoomID), m.Seq}] = m
		}
		keys = keys[n:]
	}
	return out, nil
}

// pairsSQL selects by (room_id, seq). PostgreSQL takes parameters in VALUES for
// text unless the first row says otherwise.
func (s *Store) pairsSQL(size int) string {
	key := rowsKey{"pairs", size}
	if q, ok := s.rowsText.Load(key); ok {
		return q.(string)
	}
	var b strings.Builder
	b.WriteString(`WHERE (room_id, seq) IN (VALUES (CAST($1 AS BIGINT), CAST($2 AS BIGINT))`)
	for i := 1; i < size; i++ {
		b.WriteString(", (" + s.d.list(2*i+1, 2) + ")")
	}
	b.WriteString(`)`)
	s.rowsText.Store(key, b.String())
	return b.String()
}

// loadRow reads any row but a message, with the number at which it last changed.
func (s *Store) loadRow(ctx context.Context, ws chat.ID, e chat.Entry) ([]byte, int64, error) {
	q := s.read
	switch e.Type {
	case chat.ChangeWorkspace:
		return encode(s.Workspace(ctx, ws))
	case chat.ChangeUser:
		return encode(first(loadUsers(ctx, q, `WHERE id = $1`, e.RowID)))
	case chat.ChangeContact:
		return encode(first(loadContacts(ctx, q, `WHERE user_id = $1`, e.RowID)))
	case chat.ChangeRoom:
		return encode(first(loadRooms(ctx, q, `WHERE id = $1 AND deleted_ms = 0`, e.RowID)))
	case chat.ChangeMember:
		m, err := first(loadMembers(ctx, q, `WHERE room_id = $1 AND user_id = $2`, e.RoomID, e.RowID))
		if err == nil && m != nil {
			m.User, err = first(loadUsers(ctx, q, `WHERE id = $1`, e.RowID))
		}
		return encode(m, err)
	case chat.ChangeEntered:
		return s.loadEntered(ctx, e)
	case chat.ChangeRead:
		st, err := first(loadStates(ctx, q, `WHERE user_id = $1 AND room_id = $2`, e.RowID, e.RoomID))
		if st == nil || err != nil {
			return nil, 0, err
		}
		// The state row may have changed since for its owner alone; what the
		// others get of it only grows, so its present value is right.
		return encode(&chat.Read{RoomID: st.RoomID, UserID: st.UserID, ReadSeq: st.ReadSeq, ChangeSeq: e.Seq}, nil)
	case chat.ChangeRoomState:
		return encode(first(loadStates(ctx, q, `WHERE user_id = $1 AND room_id = $2`, e.UserID, e.RoomID)))
	case chat.ChangeThreadState:
		return encode(first(load(ctx, q, "thread_states", threadStateColumns, scanThreadState,
			`WHERE user_id = $1 AND room_id = $2 AND root_seq = $3`, []any{int64(e.UserID), int64(e.RoomID), e.RowID})))
	case chat.ChangeDraft:
		return encode(first(load(ctx, q, "drafts", draftColumns, scanDraft, `WHERE id = $1`, []any{e.RowID})))
	case chat.ChangeSaved:
		return encode(first(load(ctx, q, "saved", savedColumns, scanSaved, `WHERE user_id = $1 AND room_id = $2 AND seq = $3`,
			[]any{int64(e.UserID), int64(e.RoomID), e.RowID})))
	case chat.ChangeNotice:
		return encode(first(load(ctx, q, "notices", noticeColumns, scanNotice, `WHERE id = $1`, []any{e.RowID})))
	case chat.ChangeSession:
		return encode(first(load(ctx, q, "sessions", sessionColumns, scanSession, `WHERE id = $1`, []any{e.RowID})))
	}
	return nil, 0, nil
}

// loadEntered gives a person the room he has entered. Always as of now: it has
// no row of its own that could move.
func (s *Store) loadEntered(ctx context.Context, e chat.Entry) ([]byte, int64, error) {
	room, err := first(loadRooms(ctx, s.read, `WHERE id = $1 AND deleted_ms = 0`, e.RoomID))
	if err != nil || room == nil {
		return nil, 0, err
	}
	state, err := first(loadStates(ctx, s.read, `WHERE user_id = $1 AND room_id = $2`, e.UserID, e.RoomID))
	if err != nil {
		return nil, 0, err
	}
	members, err := s.MembersWithUsers(ctx, e.RoomID)
	if err != nil {
		return nil, 0, err
	}
	return encode(&chat.Entered{Room: room, State: state, Members: members}, nil)
}

// MembersWithUsers lists who is in a room now, with their public rows.
func (s *Store) MembersWithUsers(ctx context.Context, room chat.ID) ([]*chat.Member, error) {
	members, err := loadMembers(ctx, s.read, `WHERE room_id = $1 AND left_ms = 0 ORDER BY joined_seq, user_id`, room)
	if err != nil {
		return nil, err
	}
	users, err := loadUsers(ctx, s.read, `WHERE id IN (SELECT user_id FROM members WHERE room_id = $1 AND left_ms = 0)`, room)
	if err != nil {
		return nil, err
	}
	byID := make(map[chat.ID]*chat.User, len(users))
	for _, u := range users {
		byID[u.ID] = u
	}
	for _, m := range members {
		m.User = byID[m.UserID]
	}
	return members, nil
}

// Workspace reads a company.
func (s *Store) Workspace(ctx context.Context, ws chat.ID) (*chat.Workspace, error) {
	return loadWorkspace(ctx, s.read, ws)
}

func loadWorkspace(ctx context.Context, q querier, ws chat.ID) (*chat.Workspace, error) {
	w := &chat.Workspace{}
	var settings string
	err := q.scan(ctx, `SELECT id, slug, name, settings, created_ms, change_seq FROM workspaces WHERE id = $1`, []any{int64(ws)},
		&w.ID, &w.Slug, &w.Name, &settings, &w.CreatedMS, &w.ChangeSeq)
	if errors.Is(err, sql.ErrNoRows) {
		return nil, chat.Missing("workspace")
	}
	if err != nil {
		return nil, err
	}
	return w, json.Unmarshal([]byte(settings), &w.Settings)
}

// encode gives a row's JSON and change_seq; a nil row is gone.
func encode[T any](row *T, err error) ([]byte, int64, error) {
	if err != nil || row == nil {
		return nil, 0, err
	}
	data, err := json.Marshal(row)
	return data, changeSeq(row), err
}

// changeSeq is the number at which a row last changed; 0 for rows that cannot
// move past their entry.
func changeSeq(row any) int64 {
	switch r := row.(type) {
	case *chat.Workspace:
		return r.ChangeSeq
	case *chat.User:
		return r.ChangeSeq
	case *chat.Contact:
		return r.ChangeSeq
	case *chat.Room:
		return r.ChangeSeq
	case *chat.Member:
		return r.ChangeSeq
	case *chat.RoomState:
		return r.ChangeSeq
	case *chat.ThreadState:
		return r.ChangeSeq
	case *chat.Draft:
		return r.ChangeSeq
	case *chat.Saved:
		return r.ChangeSeq
	case *chat.Notice:
		return r.ChangeSeq
	}
	return 0
}
