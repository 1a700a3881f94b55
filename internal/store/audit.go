package store

import (
	"context"
	"database/sql"
	"encoding/json"

	"github.com/guideops/guideops/internal/chat"
)

// AuditEntry is one administrative act.
type AuditEntry struct {
	ID         chat.ID         `json:"id"`
	TSMS       int64           `json:"ts_ms"`
	ActorID    chat.ID         `json:"actor_id,omitempty" doc:"absent where it was done on the server's command line"`
	Action     string          `json:"action"`
	TargetType string          `json:"target_type,omitempty"`
	TargetID   string          `json:"target_id,omitempty"`
	Data       json.RawMessage `json:"data,omitempty"`
	IP         string          `json:"ip,omitempty"`
}

// InsertAudit notes an administrative act.
func (tx *Tx) InsertAudit(e AuditEntry) error {
	_, err := tx.Exec(`INSERT INTO audit (workspace_id, actor_id, action, target_type, target_id, data, ip, ts_ms)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8)`, int64(tx.ws), int64(e.ActorID), e.Action, e.TargetType, e.TargetID,
		string(e.Data), e.IP, tx.nowMS)
	return err
}

// AuditFilter narrows the audit log; zero fields do not.
type AuditFilter struct {
	Before chat.ID // entries older than this one
	Actor  chat.ID
	Action string
}

// Audit reads the newest acts of a company, one more than limit where there are more.
func (s *Store) Audit(ctx context.Context, ws chat.ID, f AuditFilter, limit int) ([]AuditEntry, error) {
	out := []AuditEntry{}
	err := each(ctx, s.read, `SELECT id, ts_ms, actor_id, action, target_type, target_id, data, ip FROM audit
		WHERE workspace_id = $1 AND (CAST($2 AS BIGINT) = 0 OR id < $2) AND (CAST($3 AS BIGINT) = 0 OR actor_id = $3) AND (CAST($4 AS TEXT) = '' OR action = $4)
		ORDER BY id DESC LIMIT $5`, []any{int64(ws), int64(f.Before), int64(f.Actor), f.Action, limit + 1}, func(r *sql.Rows) error {
		var e AuditEntry
		var data string
		if err := r.Scan(&e.ID, &e.TSMS, &e.ActorID, &e.Action, &e.TargetType, &e.TargetID, &data, &e.IP); err != nil {
			return err
		}
		if data != "" {
			e.Data = json.RawMessage(data)
		}
		out = append(out, e)
		return nil
	})
	return out, err
}
