package store

import (
	"context"
	"database/sql"
	"errors"

	"github.com/guideops/guideops/internal/chat"
)

// InsertSession stores a signed-in device; of its token only the hash.
func (tx *Tx) InsertSession(s *chat.Session, tokenHash [32]byte) error {
	s.CreatedMS, s.LastSeenMS = tx.nowMS, tx.nowMS
	id, err := tx.Insert(`INSERT INTO sessions (workspace_id, user_id, token_hash, device, created_ms, last_seen_ms, expires_ms)
		VALUES ($1, $2, $3, $4, $5, $6, $7) RETURNING id`, int64(tx.ws), int64(s.UserID), tokenHash[:], s.Device,
		s.CreatedMS, s.LastSeenMS, s.ExpiresMS)
	s.ID = id
	return err
}

// liveSessions is the part of a query that leaves out what is over.
const liveSessions = `user_id = $1 AND ended_ms = 0 AND expires_ms > $2`

// Sessions lists a person's live sessions, the one used last first.
func (s *Store) Sessions(ctx context.Context, user chat.ID) ([]*chat.Session, error) {
	return load(ctx, s.read, "sessions", sessionColumns, scanSession, `WHERE `+liveSessions+` ORDER BY last_seen_ms DESC, id DESC`,
		[]any{int64(user), s.NowMS()})
}

// EndSession ends one session of a person, and tells his device.
func (tx *Tx) EndSession(user, session chat.ID) error {
	var ended int64
	err := tx.Scan(`SELECT ended_ms FROM sessions WHERE id = $1 AND user_id = $2 AND workspace_id = $3`,
		[]any{int64(session), int64(user), int64(tx.ws)}, &ended)
	switch {
	case errors.Is(err, sql.ErrNoRows):
		return chat.Missing("session")
	case err != nil || ended != 0:
		return err
	}
	seq := tx.Append(chat.ChangeSession, int64(session), 0, user)
	_, err = tx.Exec(`UPDATE sessions SET ended_ms = $1, change_seq = $2 WHERE id = $3`, tx.nowMS, seq, int64(session))
	return err
}

// EndSessions ends all sessions of a person but one (0: all).
func (tx *Tx) EndSessions(user, except chat.ID) error {
	var ids []chat.ID
	err := tx.Each(`SELECT id FROM sessions WHERE user_id = $1 AND workspace_id = $2 AND ended_ms = 0 AND id <> $3 ORDER BY id`,
		[]any{int64(user), int64(tx.ws), int64(except)}, func(r *sql.Rows) error {
			var id chat.ID
			err := r.Scan(&id)
			ids = append(ids, id)
			return err
		})
	for _, id := range ids {
		if err == nil {
			err = tx.EndSession(user, id)
		}
	}
	return err
}

// Touch is a sign of life of a session.
type Touch struct{ User, Session chat.ID }

// Idle and absolute life of a session: it outlives a season without signal,
// but not a lost phone for ever.
const (
	SessionIdleMS = 90 * 24 * 3_600_000
	SessionLifeMS = 365 * 24 * 3_600_000
)

// MaxTouch is how many signs of life go into one transaction: few statements,
// so that nobody's message waits for them.
const MaxTouch = 64

// TouchSessions notes that sessions were in use up to a time: they live on, and
// their people were here that day.
func (tx *Tx) TouchSessions(atMS int64, ts []Touch) error {
	n := min(len(ts), MaxTouch)
	size := padded(n, MaxTouch)
	sessions, users := []any{atMS, int64(SessionLifeMS), atMS + SessionIdleMS, int64(tx.ws)}, []any{atMS, int64(tx.ws)}
	for i := range size {
		t := ts[min(i, n-1)]
		sessions, users = append(sessions, int64(t.Session)), append(users, int64(t.User))
	}
	if _, err := tx.Exec(tx.s.listSQL(`UPDATE sessions SET last_seen_ms = $1,
		expires_ms = CASE WHEN created_ms + $2 < $3 THEN created_ms + $2 ELSE $3 END
		WHERE workspace_id = $4 AND ended_ms = 0 AND last_seen_ms < $1 AND id`, 5, size), sessions...); err != nil {
		return err
	}
	if _, err := tx.Exec(tx.s.listSQL(`UPDATE users SET last_seen_ms = $1 WHERE workspace_id = $2 AND last_seen_ms < $1 AND id`, 3, size), users...); err != nil {
		return err
	}
	users[0] = atMS - atMS%dayMS
	// WHERE NOT EXISTS rather than ON CONFLICT: the list must stand at the end.
	_, err := tx.Exec(tx.s.listSQL(`INSERT INTO daily_people (workspace_id, day_ms, user_id)
		SELECT u.workspace_id, CAST($1 AS BIGINT), u.id FROM users u WHERE u.workspace_id = $2 AND NOT EXISTS
		(SELECT 1 FROM daily_people d WHERE d.workspace_id = u.workspace_id AND d.day_ms = $1 AND d.user_id = u.id) AND u.id`, 3, size), users...)
	return err
}

// Token is a single-use link. Only the hash of its secret is stored.
type Token struct {
	User      chat.ID
	Purpose   string
	Data      string
	CreatedBy chat.ID
	ExpiresMS int64
}

// Purposes of tokens.
const (
	TokenReset         = "reset"
	TokenConfirmSignup = "confirm_signup"
	TokenConfirmEmail  = "confirm_email"
)

// InsertToken stores a single-use link.
func (tx *Tx) InsertToken(hash [32]byte, t Token) error {
	_, err := tx.Exec(`INSERT INTO tokens (token_hash, workspace_id, user_id, purpose, data, created_by, created_ms, expires_ms)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8)`, hash[:], int64(tx.ws), int64(t.User), t.Purpose, t.Data,
		int64(t.CreatedBy), tx.nowMS, t.ExpiresMS)
	return err
}

// errLinkOver answers every link that does not work (any more).
func errLinkOver() error {
	return &chat.Error{Kind: chat.Gone, Code: "link_over", Message: "This link was used already or is too old. Ask for a new one."}
}

// TokenWorkspace finds a live single-use link of one of the purposes.
func (s *Store) TokenWorkspace(ctx context.Context, hash [32]byte) (chat.ID, Token, error) {
	var ws chat.ID
	var t Token
	var used int64
	err := s.read.scan(ctx, `SELECT workspace_id, user_id, purpose, data, created_by, expires_ms, used_ms FROM tokens WHERE token_hash = $1`,
		[]any{hash[:]}, &ws, &t.User, &t.Purpose, &t.Data, &t.CreatedBy, &t.ExpiresMS, &used)
	if errors.Is(err, sql.ErrNoRows) || (err == nil && (used != 0 || t.ExpiresMS <= s.NowMS())) {
		return 0, Token{}, errLinkOver()
	}
	return ws, t, err
}

// UseToken takes a single-use link; of two who race, one gets it.
func (tx *Tx) UseToken(hash [32]byte) error {
	n, err := tx.Exec(`UPDATE tokens SET used_ms = $1 WHERE token_hash = $2 AND workspace_id = $3 AND used_ms = 0 AND expires_ms > $1`,
		tx.nowMS, hash[:], int64(tx.ws))
	if err == nil && n == 0 {
		return errLinkOver()
	}
	return err
}

// VoidTokens makes all open links of a person useless.
func (tx *Tx) VoidTokens(user chat.ID, purpose string) error {
	_, err := tx.Exec(`UPDATE tokens SET used_ms = $1 WHERE user_id = $2 AND workspace_id = $3 AND purpose = $4 AND used_ms = 0`,
		tx.nowMS, int64(user), int64(tx.ws), purpose)
	return err
}
