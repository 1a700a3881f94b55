package store

import (
	"context"
	"database/sql"
	"encoding/json"

	"github.com/guideops/guideops/internal/chat"
)

// UpdateWorkspace stores the company's name and settings and tells everybody.
func (tx *Tx) UpdateWorkspace(w *chat.Workspace) error {
	settings, err := json.Marshal(w.Settings)
	if err != nil {
		return err
	}
	w.ChangeSeq = tx.Append(chat.ChangeWorkspace, int64(tx.ws), 0, 0)
	_, err = tx.Exec(`UPDATE workspaces SET name = $1, settings = $2, change_seq = $3 WHERE id = $4`,
		w.Name, string(settings), w.ChangeSeq, int64(tx.ws))
	return err
}

// Seen is how many devices a person is signed in on, and when one was used last.
type Seen struct{ Live, LastMS int64 }

// SessionCounts counts the live sessions of each person of a company.
func (s *Store) SessionCounts(ctx context.Context, ws chat.ID) (map[chat.ID]Seen, error) {
	out := map[chat.ID]Seen{}
	err := each(ctx, s.read, `SELECT user_id, SUM(CASE WHEN ended_ms = 0 AND expires_ms > $2 THEN 1 ELSE 0 END), MAX(last_seen_ms)
		FROM sessions WHERE workspace_id = $1 GROUP BY user_id`, []any{int64(ws), s.NowMS()}, func(r *sql.Rows) error {
		var user chat.ID
		var v Seen
		err := r.Scan(&user, &v.Live, &v.LastMS)
		out[user] = v
		return err
	})
	return out, err
}

// RoomCounts counts the messages of each room of a company.
func (s *Store) RoomCounts(ctx context.Context, ws chat.ID) (map[chat.ID]int64, error) {
	out := map[chat.ID]int64{}
	err := each(ctx, s.read, `SELECT room_id, SUM(messages) FROM daily_messages WHERE workspace_id = $1 GROUP BY room_id`,
		[]any{int64(ws)}, func(r *sql.Rows) error {
			var room chat.ID
			var n int64
			err := r.Scan(&room, &n)
			out[room] = n
			return err
		})
	return out, err
}

// Day counts one UTC day.
type Day struct {
	DayMS    int64 `json:"day_ms"`
	Messages int64 `json:"messages"`
	People   int64 `json:"people"`
}

const dayMS = 86_400_000

// Days counts n days from the first on; days without anything are there too.
func (s *Store) Days(ctx context.Context, ws chat.ID, firstMS int64, n int) ([]Day, error) {
	out := make([]Day, n)
	for i := range out {
		out[i].DayMS = firstMS + int64(i)*dayMS
	}
	count := func(q string, to func(*Day) *int64) error {
		return each(ctx, s.read, q, []any{int64(ws), firstMS}, func(r *sql.Rows) error {
			var day, v int64
			if err := r.Scan(&day, &v); err != nil {
				return err
			}
			if i := (day - firstMS) / dayMS; i < int64(n) {
				*to(&out[i]) = v
			}
			return nil
		})
	}
	if err := count(`SELECT day_ms, SUM(messages) FROM daily_messages WHERE workspace_id = $1 AND day_ms >= $2 GROUP BY day_ms`,
		func(d *Day) *int64 { return &d.Messages }); err != nil {
		return nil, err
	}
	return out, count(`SELECT day_ms, COUNT(*) FROM daily_people WHERE workspace_id = $1 AND day_ms >= $2 GROUP BY day_ms`,
		func(d *Day) *int64 { return &d.People })
}

// Totals counts a company's messages and its open reports.
func (s *Store) Totals(ctx context.Context, ws chat.ID) (messages, reports int64, err error) {
	err = s.read.scan(ctx, `SELECT (SELECT COALESCE(SUM(messages), 0) FROM daily_messages WHERE workspace_id = $1),
		(SELECT COUNT(*) FROM reports WHERE workspace_id = $1 AND resolved_ms = 0)`, []any{int64(ws)}, &messages, &reports)
	return messages, reports, err
}

// Size is how much room the database takes, of all companies together.
func (s *Store) Size(ctx context.Context) (n int64, err error) {
	err = s.read.scan(ctx, s.d.size, nil, &n)
	return n, err
}

// JobCounts counts the company's jobs of a kind that wait and that were given up.
func (s *Store) JobCounts(ctx context.Context, ws chat.ID, kind string) (waiting, failed int64, err error) {
	err = s.read.scan(ctx, `SELECT COALESCE(SUM(CASE WHEN failed_ms = 0 THEN 1 ELSE 0 END), 0), COALESCE(SUM(CASE WHEN failed_ms > 0 THEN 1 ELSE 0 END), 0)
		FROM jobs WHERE workspace_id = $1 AND kind = $2`, []any{int64(ws), kind}, &waiting, &failed)
	return waiting, failed, err
}

// ReportRow is a complaint about a message as the admins see it.
type ReportRow struct {
	ID         chat.ID   `json:"id"`
	MessageID  chat.UUID `json:"message_id"`
	RoomID     chat.ID   `json:"room_id"`
	ReporterID chat.ID   `json:"reporter_id"`
	Reason     string    `json:"reason"`
	CreatedMS  int64     `json:"created_ms"`
	ResolvedMS int64     `json:"resolved_ms,omitempty"`
	ResolvedBy chat.ID   `json:"resolved_by,omitempty"`
	Resolution string    `json:"resolution,omitempty"`
}

const reportColumns = `id, message_id, room_id, reporter_id, reason, created_ms, resolved_ms, resolved_by, resolution`

func scanReport(r *sql.Rows) (*ReportRow, error) {
	v := new(ReportRow)
	return v, r.Scan(&v.ID, &v.MessageID, &v.RoomID, &v.ReporterID, &v.Reason, &v.CreatedMS, &v.ResolvedMS, &v.ResolvedBy, &v.Resolution)
}

// Reports lists a company's complaints, newest first.
func (s *Store) Reports(ctx context.Context, ws chat.ID, resolved bool, limit int) ([]*ReportRow, error) {
	where := `WHERE workspace_id = $1 AND resolved_ms = 0 ORDER BY id DESC LIMIT $2`
	if resolved {
		where = `WHERE workspace_id = $1 AND resolved_ms > 0 ORDER BY id DESC LIMIT $2`
	}
	return load(ctx, s.read, "reports", reportColumns, scanReport, where, []any{int64(ws), limit})
}

// ResolveReport closes a complaint; again changes nothing.
func (tx *Tx) ResolveReport(id, by chat.ID, resolution string) (*ReportRow, error) {
	r, err := first(load(tx.ctx, tx, "reports", reportColumns, scanReport, `WHERE id = $1 AND workspace_id = $2`, []any{int64(id), int64(tx.ws)}))
	if err != nil {
		return nil, err
	}
	if r == nil {
		return nil, chat.Missing("report")
	}
	_, err = tx.Exec(`UPDATE reports SET resolved_ms = $1, resolved_by = $2, resolution = $3 WHERE id = $4 AND workspace_id = $5 AND resolved_ms = 0`,
		tx.nowMS, int64(by), resolution, int64(id), int64(tx.ws))
	return r, err
}
