package store

import (
	"context"
	"database/sql"
	"errors"

	"github.com/guideops/guideops/internal/chat"
)

// Signed is what a token stands for.
type Signed struct {
	Workspace, User, Session chat.ID
	ExpiresMS                int64
}

// SessionByToken finds a live session by the SHA-256 of its token. Answers are
// kept in memory: the feed tells every node when a session ends.
func (s *Store) SessionByToken(ctx context.Context, hash [32]byte) (Signed, error) {
	if v, ok := s.sessions.Load(hash); ok {
		// What has expired here may live on in the record: use prolongs a session.
		if g, err := s.live(v.(Signed)); err == nil {
			return g, nil
		}
	}
	// The feed may end the session between our reading and our keeping it, so
	// the directory must stand at or past the head from before the reading.
	var g Signed
	var ended int64
	err := s.read.scan(ctx, `SELECT id, workspace_id, user_id, expires_ms, ended_ms FROM sessions WHERE token_hash = $1`,
		[]any{hash[:]}, &g.Session, &g.Workspace, &g.User, &g.ExpiresMS, &ended)
	if errors.Is(err, sql.ErrNoRows) || (err == nil && ended != 0) {
		return Signed{}, chat.ErrSignIn()
	}
	if err != nil {
		return Signed{}, unavailable(err)
	}
	if _, err := s.live(g); err != nil {
		return g, err
	}
	s.keepSession(hash, g)
	// Look once more: an end that was committed between reading and keeping is seen now.
	if err := s.read.scan(ctx, `SELECT ended_ms FROM sessions WHERE id = $1`, []any{int64(g.Session)}, &ended); err != nil || ended != 0 {
		s.forgetSession(g.Session)
		return Signed{}, errors.Join(chat.ErrSignIn(), unavailable(err))
	}
	return g, nil
}

func (s *Store) live(g Signed) (Signed, error) {
	if g.ExpiresMS <= s.NowMS() {
		s.forgetSession(g.Session)
		return Signed{}, chat.ErrSignIn()
	}
	return g, nil
}

func (s *Store) keepSession(hash [32]byte, g Signed) {
	s.sessions.Store(hash, g)
	s.sessionHash.Store(g.Session, hash)
}

func (s *Store) forgetSession(id chat.ID) {
	if h, ok := s.sessionHash.LoadAndDelete(id); ok {
		s.sessions.Delete(h)
	}
}

// endSessions forgets the sessions that the entries end.
func (s *Store) endSessions(entries []chat.Entry) {
	for _, e := range entries {
		if e.Type == chat.ChangeSession {
			s.forgetSession(chat.ID(e.RowID))
		}
	}
}
