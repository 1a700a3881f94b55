package store

import (
	"context"
	"database/sql"
	"errors"
	"strings"

	"github.com/guideops/guideops/internal/chat"
)

// Invite lets people join. Of its code only the hash is stored.
type Invite struct {
	ID           chat.ID   `json:"id"`
	Role         chat.Role `json:"role" enum:"admin,user,guest"`
	RoomIDs      []chat.ID `json:"room_ids"`
	MaxUses      int64     `json:"max_uses" doc:"0 = any number"`
	Uses         int64     `json:"uses"`
	ExpiresMS    int64     `json:"expires_ms"`
	RevokedMS    int64     `json:"revoked_ms,omitempty"`
	GuestUntilMS int64     `json:"guest_until_ms,omitempty"`
	Note         string    `json:"note,omitempty"`
	CreatedBy    chat.ID   `json:"created_by"`
	CreatedMS    int64     `json:"created_ms"`
	Code         string    `json:"code,omitempty" doc:"only in the answer that made it"`
	Link         string    `json:"link,omitempty" doc:"only in the answer that made it"`
}

// Live reports whether the invite still works.
func (v *Invite) Live(nowMS int64) bool {
	return v.RevokedMS == 0 && v.ExpiresMS > nowMS && (v.MaxUses == 0 || v.Uses < v.MaxUses)
}

const inviteColumns = `id, role, room_ids, max_uses, uses, expires_ms, revoked_ms, guest_until_ms, note, created_by, created_ms`

func scanInvite(r *sql.Rows) (*Invite, error) {
	v := &Invite{RoomIDs: []chat.ID{}}
	var rooms string
	err := r.Scan(&v.ID, &v.Role, &rooms, &v.MaxUses, &v.Uses, &v.ExpiresMS, &v.RevokedMS, &v.GuestUntilMS, &v.Note, &v.CreatedBy, &v.CreatedMS)
	if err != nil || rooms == "" {
		return v, err
	}
	for s := range strings.SplitSeq(rooms, ",") {
		id, err := chat.ParseID(s)
		if err != nil {
			return nil, err
		}
		v.RoomIDs = append(v.RoomIDs, id)
	}
	return v, nil
}

// InsertInvite stores an invite and gives it its id.
func (tx *Tx) InsertInvite(v *Invite, codeHash [32]byte) error {
	rooms := make([]string, len(v.RoomIDs))
	for i, id := range v.RoomIDs {
		rooms[i] = id.String()
	}
	v.CreatedMS = tx.nowMS
	id, err := tx.Insert(`INSERT INTO invites (workspace_id, code_hash, role, room_ids, max_uses, expires_ms, guest_until_ms, note, created_by, created_ms)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10) RETURNING id`, int64(tx.ws), codeHash[:], string(v.Role),
		strings.Join(rooms, ","), v.MaxUses, v.ExpiresMS, v.GuestUntilMS, v.Note, int64(v.CreatedBy), v.CreatedMS)
	v.ID = id
	return err
}

// InviteByCode finds an invite and its company.
func (s *Store) InviteByCode(ctx context.Context, hash [32]byte) (chat.ID, *Invite, error) {
	var ws chat.ID
	err := s.read.scan(ctx, `SELECT workspace_id FROM invites WHERE code_hash = $1`, []any{hash[:]}, &ws)
	if errors.Is(err, sql.ErrNoRows) {
		return 0, nil, ErrInviteOver()
	}
	if err != nil {
		return 0, nil, err
	}
	v, err := first(load(ctx, s.read, "invites", inviteColumns, scanInvite, `WHERE code_hash = $1`, []any{hash[:]}))
	if err == nil && v == nil {
		err = ErrInviteOver()
	}
	return ws, v, err
}

// ErrInviteOver answers every code that does not work (any more), so that
// guessing codes tells nothing.
func ErrInviteOver() error {
	return &chat.Error{Kind: chat.Gone, Code: "invite_over", Message: "This invitation does not work any more. Ask for a new one."}
}

// Invite reads an invite inside the transaction.
func (tx *Tx) Invite(id chat.ID) (*Invite, error) {
	v, err := first(load(tx.ctx, tx, "invites", inviteColumns, scanInvite, `WHERE id = $1 AND workspace_id = $2`, []any{int64(id), int64(tx.ws)}))
	if err == nil && v == nil {
		err = chat.Missing("invite")
	}
	return v, err
}

// CountInvite notes that somebody joined by an invite.
func (tx *Tx) CountInvite(id chat.ID) error {
	_, err := tx.Exec(`UPDATE invites SET uses = uses + 1 WHERE id = $1 AND workspace_id = $2`, int64(id), int64(tx.ws))
	return err
}

// RevokeInvite makes an invite useless.
func (tx *Tx) RevokeInvite(id chat.ID) error {
	_, err := tx.Exec(`UPDATE invites SET revoked_ms = $1 WHERE id = $2 AND workspace_id = $3 AND revoked_ms = 0`, tx.nowMS, int64(id), int64(tx.ws))
	return err
}

// Invites lists a company's invites, newest first; by narrows to one person's, 0 to nobody's.
func (s *Store) Invites(ctx context.Context, ws, by chat.ID, limit int) ([]*Invite, error) {
	return load(ctx, s.read, "invites", inviteColumns, scanInvite,
		`WHERE workspace_id = $1 AND (CAST($2 AS BIGINT) = 0 OR created_by = $2) ORDER BY id DESC LIMIT $3`, []any{int64(ws), int64(by), limit})
}
