package store

import (
	"context"
	"database/sql"

	"github.com/guideops/guideops/internal/chat"
)

// Job is work that was promised in a transaction and is done after it.
type Job struct {
	ID, Workspace chat.ID
	Kind, Payload string
	Attempts      int64
}

// InsertJob promises work: it exists if and only if the change does.
func (tx *Tx) InsertJob(kind, payload string) error {
	_, err := tx.Exec(`INSERT INTO jobs (workspace_id, kind, payload, run_at_ms, created_ms) VALUES ($1, $2, $3, $4, $4)`,
		int64(tx.ws), kind, payload, tx.nowMS)
	return err
}

// DueJobs lists what is to be done now and leased to nobody.
func (s *Store) DueJobs(ctx context.Context, kind string, limit int) ([]Job, error) {
	var out []Job
	err := each(ctx, s.read, `SELECT id, workspace_id, kind, payload, attempts FROM jobs
		WHERE failed_ms = 0 AND run_at_ms <= $1 AND lease_until_ms <= $1 AND kind = $2 ORDER BY run_at_ms, id LIMIT $3`,
		[]any{s.NowMS(), kind, limit}, func(r *sql.Rows) error {
			var j Job
			err := r.Scan(&j.ID, &j.Workspace, &j.Kind, &j.Payload, &j.Attempts)
			out = append(out, j)
			return err
		})
	return out, err
}

// LeaseJob takes a job for a time; false where another worker has it. A worker
// that dies loses it when the lease is over.
func (tx *Tx) LeaseJob(id chat.ID, untilMS int64) (bool, error) {
	n, err := tx.Exec(`UPDATE jobs SET lease_until_ms = $1, attempts = attempts + 1
		WHERE id = $2 AND workspace_id = $3 AND failed_ms = 0 AND lease_until_ms <= $4`, untilMS, int64(id), int64(tx.ws), tx.nowMS)
	return n == 1, err
}

// FinishJob forgets a job that is done.
func (tx *Tx) FinishJob(id chat.ID) error {
	_, err := tx.Exec(`DELETE FROM jobs WHERE id = $1 AND workspace_id = $2`, int64(id), int64(tx.ws))
	return err
}

// RetryJob lets a job run again later.
func (tx *Tx) RetryJob(id chat.ID, atMS int64, why string) error {
	_, err := tx.Exec(`UPDATE jobs SET run_at_ms = $1, lease_until_ms = 0, last_error = $2 WHERE id = $3 AND workspace_id = $4`,
		atMS, why, int64(id), int64(tx.ws))
	return err
}

// FailJob gives a job up. What it carried is dropped, why it failed is kept.
func (tx *Tx) FailJob(id chat.ID, why string) error {
	_, err := tx.Exec(`UPDATE jobs SET failed_ms = $1, lease_until_ms = 0, last_error = $2, payload = '' WHERE id = $3 AND workspace_id = $4`,
		tx.nowMS, why, int64(id), int64(tx.ws))
	return err
}
