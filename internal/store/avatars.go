package store

import (
	"context"
	"database/sql"
	"errors"

	"github.com/guideops/guideops/internal/chat"
)

// Avatar is a person's picture, named by a hash, so that it never changes.
type Avatar struct {
	Hash, MIME string
	User       chat.ID
	Bytes      []byte
}

// PutAvatar stores a picture; again changes nothing.
func (tx *Tx) PutAvatar(v Avatar) error {
	_, err := tx.Exec(`INSERT INTO avatars (hash, workspace_id, user_id, mime, bytes) VALUES ($1, $2, $3, $4, $5) ON CONFLICT (hash) DO NOTHING`,
		v.Hash, int64(tx.ws), int64(v.User), v.MIME, v.Bytes)
	return err
}

// DropAvatars removes a person's pictures but the one to keep.
func (tx *Tx) DropAvatars(user chat.ID, keep string) error {
	_, err := tx.Exec(`DELETE FROM avatars WHERE user_id = $1 AND workspace_id = $2 AND hash <> $3`, int64(user), int64(tx.ws), keep)
	return err
}

// Avatar reads a picture of the company.
func (s *Store) Avatar(ctx context.Context, ws chat.ID, hash string) (*Avatar, error) {
	v := &Avatar{Hash: hash}
	err := s.read.scan(ctx, `SELECT user_id, mime, bytes FROM avatars WHERE hash = $1 AND workspace_id = $2`, []any{hash, int64(ws)},
		&v.User, &v.MIME, &v.Bytes)
	if errors.Is(err, sql.ErrNoRows) {
		return nil, chat.Missing("avatar")
	}
	return v, err
}
