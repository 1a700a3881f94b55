package store

import (
	"context"
	"database/sql"
	"encoding/json"
	"fmt"
	"strings"

	"github.com/guideops/guideops/internal/chat"
)

// One column list and one scan function for each row type: everything that
// reads a row reads it here.

const userColumns = `id, login, first_name, last_name, role, title, avatar, locale, time_zone, status_emoji,
	status_text, status_until_ms, guest_until_ms, deactivated_ms, last_seen_ms, floor_seq, created_ms, change_seq`

func scanUser(r *sql.Rows) (*chat.User, error) {
	u := new(chat.User)
	return u, r.Scan(&u.ID, &u.Login, &u.FirstName, &u.LastName, &u.Role, &u.Title, &u.Avatar, &u.Locale, &u.TimeZone,
		&u.StatusEmoji, &u.StatusText, &u.StatusUntilMS, &u.GuestUntilMS, &u.DeactivatedMS, &u.LastSeenMS, &u.FloorSeq,
		&u.CreatedMS, &u.ChangeSeq)
}

const roomColumns = `id, kind, visibility, name, topic, is_general, posting, history, archived_ms, deleted_ms,
	purged_before_seq, created_by, created_ms, change_seq`

func scanRoom(r *sql.Rows) (*chat.Room, error) {
	m := new(chat.Room)
	return m, r.Scan(&m.ID, &m.Kind, &m.Visibility, &m.Name, &m.Topic, &m.IsGeneral, &m.Posting, &m.History,
		&m.ArchivedMS, &m.DeletedMS, &m.PurgedBeforeSeq, &m.CreatedBy, &m.CreatedMS, &m.ChangeSeq)
}

const memberColumns = `room_id, user_id, role, joined_seq, joined_ms, left_ms, change_seq`

func scanMember(r *sql.Rows) (*chat.Member, error) {
	m := new(chat.Member)
	return m, r.Scan(&m.RoomID, &m.UserID, &m.Role, &m.JoinedSeq, &m.JoinedMS, &m.LeftMS, &m.ChangeSeq)
}

const contactColumns = `user_id, phone, email, COALESCE((SELECT last_seen_ms FROM users WHERE users.id = user_id), 0), change_seq`

func scanContact(r *sql.Rows) (*chat.Contact, error) {
	c := new(chat.Contact)
	return c, r.Scan(&c.UserID, &c.Phone, &c.Email, &c.LastSeenMS, &c.ChangeSeq)
}

const stateColumns = `room_id, user_id, read_seq, unread_from_seq, notify, muted_until_ms, favourite, hidden, change_seq`

func scanState(r *sql.Rows) (*chat.RoomState, error) {
	m := new(chat.RoomState)
	return m, r.Scan(&m.RoomID, &m.UserID, &m.ReadSeq, &m.UnreadFromSeq, &m.Notify, &m.MutedUntilMS, &m.Favourite, &m.Hidden, &m.ChangeSeq)
}

const threadStateColumns = `thread_id, room_id, user_id, read_seq, following, change_seq`

func scanThreadState(r *sql.Rows) (*chat.ThreadState, error) {
	m := new(chat.ThreadState)
	return m, r.Scan(&m.ThreadID, &m.RoomID, &m.UserID, &m.ReadSeq, &m.Following, &m.ChangeSeq)
}

func scanThreadMark(r *sql.Rows) (*ThreadMark, error) {
	m := new(ThreadMark)
	return m, r.Scan(&m.ThreadID, &m.RoomID, &m.UserID, &m.ReadSeq, &m.Following, &m.ChangeSeq, &m.RootSeq)
}

const draftColumns = `room_id, thread_id, user_id, text, reply_to, updated_ms, change_seq`

func scanDraft(r *sql.Rows) (*chat.Draft, error) {
	m := new(chat.Draft)
	return m, r.Scan(&m.RoomID, &m.ThreadID, &m.UserID, &m.Text, &m.ReplyTo, &m.UpdatedMS, &m.ChangeSeq)
}

const savedColumns = `message_id, room_id, user_id, seq, saved_ms, removed_ms, change_seq`

func scanSaved(r *sql.Rows) (*chat.Saved, error) {
	m := new(chat.Saved)
	return m, r.Scan(&m.MessageID, &m.RoomID, &m.UserID, &m.Seq, &m.SavedMS, &m.RemovedMS, &m.ChangeSeq)
}

const noticeColumns = `id, user_id, kind, data, created_ms, read_ms, change_seq`

func scanNotice(r *sql.Rows) (*chat.Notice, error) {
	m := new(chat.Notice)
	var data string
	err := r.Scan(&m.ID, &m.UserID, &m.Kind, &data, &m.CreatedMS, &m.ReadMS, &m.ChangeSeq)
	if data != "" {
		m.Data = json.RawMessage(data)
	}
	return m, err
}

const sessionColumns = `id, user_id, device, created_ms, last_seen_ms, expires_ms, ended_ms`

func scanSession(r *sql.Rows) (*chat.Session, error) {
	m := new(chat.Session)
	return m, r.Scan(&m.ID, &m.UserID, &m.Device, &m.CreatedMS, &m.LastSeenMS, &m.ExpiresMS, &m.EndedMS)
}

const messageColumns = `room_id, seq, change_seq, message_id, author_id, kind, text, ts_ms, composed_ms, device_ms,
	lat, long, accuracy_m, altitude_m, captured_ms, thread_id, reply_to, edited_ms, deleted_ms, deleted_by,
	pinned_ms, pinned_by, mentions, reactions, reply_count, last_reply_ms, info`

func scanMessage(r *sql.Rows) (*chat.Message, error) {
	m := &chat.Message{V: 2}
	var deviceMS int64
	var mentions, reactions, info string
	err := r.Scan(&m.RoomID, &m.Seq, &m.ChangeSeq, &m.ID, &m.AuthorID, &m.Kind, &m.Text, &m.TSMS, &m.ComposedMS, &deviceMS,
		&m.Lat, &m.Long, &m.AccuracyM, &m.AltitudeM, &m.CapturedMS, &m.ThreadID, &m.ReplyTo, &m.EditedMS, &m.DeletedMS,
		&m.DeletedBy, &m.PinnedMS, &m.PinnedBy, &mentions, &reactions, &m.ReplyCount, &m.LastReplyMS, &info)
	if err != nil {
		return nil, err
	}
	m.SkewMS = skew(deviceMS, m.TSMS)
	if mentions != "" {
		m.Mentions = strings.Split(mentions, ",")
	}
	if reactions != "" {
		if err := json.Unmarshal([]byte(reactions), &m.Reactions); err != nil {
			return nil, fmt.Errorf("reactions of message %d: %w", m.Seq, err)
		}
	}
	if info != "" {
		m.Info = new(chat.Info)
		if err := json.Unmarshal([]byte(info), m.Info); err != nil {
			return nil, fmt.Errorf("info of message %d: %w", m.Seq, err)
		}
	}
	return m, nil
}

// skew is how wrong the device's clock is known to be, where it is worth saying.
func skew(deviceMS, tsMS int64) int64 {
	d := deviceMS - tsMS
	if deviceMS == 0 || (d < chat.SkewMS && d > -chat.SkewMS) {
		return 0
	}
	return d
}

// load reads all rows of one type that a WHERE clause selects.
func load[T any](ctx context.Context, q querier, table, columns string, scan func(*sql.Rows) (*T, error), where string, args []any) ([]*T, error) {
	out := []*T{} // never nil: JSON would say null where clients expect a list
	err := each(ctx, q, `SELECT `+columns+` FROM `+table+` `+where, args, func(r *sql.Rows) error {
		row, err := scan(r)
		if err == nil {
			out = append(out, row)
		}
		return err
	})
	if err != nil {
		return nil, fmt.Errorf("read %s: %w", table, err)
	}
	return out, nil
}

// first gives the only row of a result, or nil.
func first[T any](rows []*T, err error) (*T, error) {
	if err != nil || len(rows) == 0 {
		return nil, err
	}
	return rows[0], nil
}

func loadUsers(ctx context.Context, q querier, where string, args ...any) ([]*chat.User, error) {
	return load(ctx, q, "users", userColumns, scanUser, where, plain(args))
}

func loadRooms(ctx context.Context, q querier, where string, args ...any) ([]*chat.Room, error) {
	return load(ctx, q, "rooms", roomColumns, scanRoom, where, plain(args))
}

func loadMembers(ctx context.Context, q querier, where string, args ...any) ([]*chat.Member, error) {
	return load(ctx, q, "members", memberColumns, scanMember, where, plain(args))
}

func loadContacts(ctx context.Context, q querier, where string, args ...any) ([]*chat.Contact, error) {
	return load(ctx, q, "contacts", contactColumns, scanContact, where, plain(args))
}

func loadStates(ctx context.Context, q querier, where string, args ...any) ([]*chat.RoomState, error) {
	return load(ctx, q, "room_states", stateColumns, scanState, where, plain(args))
}

func loadMessages(ctx context.Context, q querier, where string, args ...any) ([]*chat.Message, error) {
	return load(ctx, q, "messages", messageColumns, scanMessage, where, plain(args))
}

// plain turns our integer types into what every driver takes.
func plain(args []any) []any {
	for i, a := range args {
		if id, ok := a.(chat.ID); ok {
			args[i] = int64(id)
		}
	}
	return args
}
