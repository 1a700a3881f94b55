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

// Touch is the last sign of life of a session.
type Touch struct {
	User, Session chat.ID
	AtMS          int64
}

// Idle and absolute life of a session: it outlives a season without signal,
// but not a lost phone for ever.
const (
	SessionIdleMS = 90 * 24 * 3_600_000
	SessionLifeMS = 365 * 24 * 3_600_000
)

// TouchSession notes that a session is in use: it lives on, and its person was here today.
func (tx *Tx) TouchSession(t Touch) error {
	if _, err := tx.Exec(`UPDATE sessions SET last_seen_ms = $1,
		expires_ms = CASE WHEN created_ms + $2 < $3 THEN created_ms + $2 ELSE $3 END
		WHERE id = $4 AND workspace_id = $5 AND ended_ms = 0 AND last_seen_ms < $1`,
		t.AtMS, int64(SessionLifeMS), t.AtMS+SessionIdleMS, int64(t.Session), int64(tx.ws)); err != nil {
		return err
	}
	if _, err := tx.Exec(`UPDATE users SET last_seen_ms = $1 WHERE id = $2 AND workspace_id = $3 AND last_seen_ms < $1`,
		t.AtMS, int64(t.User), int64(tx.ws)); err != nil {
		return err
	}
	_, err := tx.Exec(`INSERT INTO daily_people (workspace_id, day_ms, user_id) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING`,
		int64(tx.ws), t.AtMS-t.AtMS%86_400_000, int64(t.User))
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
