package store

import (
	"context"
	"database/sql"

	"github.com/guideops/guideops/internal/chat"
)

// staleMS is how long an answer is kept for repeats, and what is over for questions.
const staleMS = 7 * 24 * 3_600_000

// ExpiredGuests lists guests whose time is over and who are still signed in.
func (s *Store) ExpiredGuests(ctx context.Context) ([]Signed, error) {
	var out []Signed
	err := each(ctx, s.read, `SELECT DISTINCT u.workspace_id, u.id FROM users u JOIN sessions s ON s.user_id = u.id
		WHERE u.role = 'guest' AND u.guest_until_ms > 0 AND u.guest_until_ms <= $1 AND s.ended_ms = 0`, []any{s.NowMS()}, func(r *sql.Rows) error {
		var g Signed
		err := r.Scan(&g.Workspace, &g.User)
		out = append(out, g)
		return err
	})
	return out, err
}

// StaleWorkspaces lists the companies in which ForgetStale would find something.
func (s *Store) StaleWorkspaces(ctx context.Context) ([]chat.ID, error) {
	var out []chat.ID
	err := each(ctx, s.read, `SELECT DISTINCT u.workspace_id FROM idempotency i JOIN users u ON u.id = i.user_id WHERE i.created_ms < $1
		UNION SELECT DISTINCT workspace_id FROM tokens WHERE expires_ms < $1`, []any{s.NowMS() - staleMS}, func(r *sql.Rows) error {
		var id chat.ID
		err := r.Scan(&id)
		out = append(out, id)
		return err
	})
	return out, err
}

// ForgetStale removes old answers to repeats and links that are long over.
func (tx *Tx) ForgetStale() error {
	if _, err := tx.Exec(`DELETE FROM idempotency WHERE created_ms < $1 AND user_id IN (SELECT id FROM users WHERE workspace_id = $2)`,
		tx.nowMS-staleMS, int64(tx.ws)); err != nil {
		return err
	}
	_, err := tx.Exec(`DELETE FROM tokens WHERE expires_ms < $1 AND workspace_id = $2`, tx.nowMS-staleMS, int64(tx.ws))
	return err
}
