package store

import (
	"context"
	"database/sql"
	"errors"
	"strings"
	"unicode/utf8"

	"github.com/guideops/guideops/internal/chat"
)

// Credential is an account that a sign-in may mean.
type Credential struct {
	User, Workspace chat.ID
	Slug, Name      string // of the workspace
	PasswordHash    string
	Email           string
}

// maxCredentials bounds how many companies one address can be tried against.
const maxCredentials = 20

// Credentials finds the accounts with a mail address (folded) or a login. An
// empty slug means every company.
func (s *Store) Credentials(ctx context.Context, key, slug string) ([]Credential, error) {
	if !storable(key) || !storable(slug) {
		return nil, nil // nobody can be called so
	}
	var out []Credential
	err := each(ctx, s.read, `SELECT u.id, u.workspace_id, w.slug, w.name, u.password_hash, COALESCE(c.email, '')
		FROM users u JOIN workspaces w ON w.id = u.workspace_id LEFT JOIN contacts c ON c.user_id = u.id
		WHERE u.id IN (SELECT user_id FROM contacts WHERE email_key = $1 UNION SELECT id FROM users WHERE login = $1)
			AND (CAST($2 AS TEXT) = '' OR w.slug = $2) ORDER BY u.id LIMIT $3`, []any{key, slug, maxCredentials}, func(r *sql.Rows) error {
		var c Credential
		err := r.Scan(&c.User, &c.Workspace, &c.Slug, &c.Name, &c.PasswordHash, &c.Email)
		out = append(out, c)
		return err
	})
	return out, err
}

// storable reports whether PostgreSQL can hold the text, or look for it.
func storable(s string) bool { return utf8.ValidString(s) && !strings.ContainsRune(s, 0) }

// PasswordHash reads a person's password hash inside the transaction.
func (tx *Tx) PasswordHash(user chat.ID) (string, error) {
	var hash string
	err := tx.Scan(`SELECT password_hash FROM users WHERE id = $1 AND workspace_id = $2`, []any{int64(user), int64(tx.ws)}, &hash)
	if errors.Is(err, sql.ErrNoRows) {
		return "", chat.Missing("user")
	}
	return hash, err
}

// PasswordHash reads a person's password hash.
func (s *Store) PasswordHash(ctx context.Context, user chat.ID) (string, error) {
	var hash string
	err := s.read.scan(ctx, `SELECT password_hash FROM users WHERE id = $1`, []any{int64(user)}, &hash)
	if errors.Is(err, sql.ErrNoRows) {
		return "", chat.Missing("user")
	}
	return hash, err
}

// SetPassword stores a new password hash. It is no change of the public row.
func (tx *Tx) SetPassword(user chat.ID, hash string) error {
	_, err := tx.Exec(`UPDATE users SET password_hash = $1 WHERE id = $2 AND workspace_id = $3`, hash, int64(user), int64(tx.ws))
	return err
}

// InsertUser makes an account and gives it its id.
func (tx *Tx) InsertUser(u *chat.User, passwordHash string) error {
	u.CreatedMS, u.ChangeSeq = tx.nowMS, tx.head+1
	id, err := tx.Insert(`INSERT INTO users (workspace_id, login, first_name, last_name, role, title, locale, time_zone,
		guest_until_ms, password_hash, created_ms, change_seq) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12) RETURNING id`,
		int64(tx.ws), u.Login, u.FirstName, u.LastName, string(u.Role), u.Title, u.Locale, u.TimeZone, u.GuestUntilMS,
		passwordHash, u.CreatedMS, u.ChangeSeq)
	if err != nil {
		return err
	}
	u.ID = id
	tx.Append(chat.ChangeUser, int64(id), 0, 0)
	return nil
}

// UpdateUser stores what can change of a person's public row and tells everybody.
func (tx *Tx) UpdateUser(u *chat.User) error {
	u.ChangeSeq = tx.Append(chat.ChangeUser, int64(u.ID), 0, 0)
	_, err := tx.Exec(`UPDATE users SET first_name = $1, last_name = $2, role = $3, title = $4, avatar = $5, locale = $6,
		time_zone = $7, status_emoji = $8, status_text = $9, status_until_ms = $10, guest_until_ms = $11,
		deactivated_ms = $12, floor_seq = $13, change_seq = $14 WHERE id = $15 AND workspace_id = $16`,
		u.FirstName, u.LastName, string(u.Role), u.Title, u.Avatar, u.Locale, u.TimeZone, u.StatusEmoji, u.StatusText,
		u.StatusUntilMS, u.GuestUntilMS, u.DeactivatedMS, u.FloorSeq, u.ChangeSeq, int64(u.ID), int64(tx.ws))
	return err
}

// LoginTaken reports whether somebody of the company has the login.
func (tx *Tx) LoginTaken(login string) (bool, error) {
	var n int
	err := tx.Scan(`SELECT count(*) FROM users WHERE workspace_id = $1 AND login = $2`, []any{int64(tx.ws), login}, &n)
	return n > 0, err
}

// EmailOwner gives who of the company has the folded address, or 0.
func (tx *Tx) EmailOwner(key string) (chat.ID, error) {
	var id chat.ID
	err := tx.Scan(`SELECT user_id FROM contacts WHERE workspace_id = $1 AND email_key = $2`, []any{int64(tx.ws), key}, &id)
	if errors.Is(err, sql.ErrNoRows) {
		return 0, nil
	}
	return id, err
}

// Contact reads a person's contact inside the transaction; a fresh one where he has none.
func (tx *Tx) Contact(user chat.ID) (*chat.Contact, error) {
	c, err := first(loadContacts(tx.ctx, tx, `WHERE user_id = $1 AND workspace_id = $2`, user, tx.ws))
	if err == nil && c == nil {
		c = &chat.Contact{UserID: user}
	}
	return c, err
}

// PutContact stores how a person is reached; key is the folded address.
// confirmedMS is when the address was proven to be his, or 0.
func (tx *Tx) PutContact(c *chat.Contact, key string, confirmedMS int64) error {
	c.ChangeSeq = tx.Append(chat.ChangeContact, int64(c.UserID), 0, 0)
	_, err := tx.Exec(`INSERT INTO contacts (user_id, workspace_id, phone, email, email_key, email_confirmed_ms, change_seq)
		VALUES ($1, $2, $3, $4, $5, $6, $7)
		ON CONFLICT (user_id) DO UPDATE SET phone = excluded.phone, email = excluded.email, email_key = excluded.email_key,
			email_confirmed_ms = excluded.email_confirmed_ms, change_seq = excluded.change_seq`,
		int64(c.UserID), int64(tx.ws), c.Phone, c.Email, keyArg(key), confirmedMS, c.ChangeSeq)
	return err
}

// SetPhone stores a person's phone number, leaving his address as it is.
func (tx *Tx) SetPhone(user chat.ID, phone string) error {
	seq := tx.Append(chat.ChangeContact, int64(user), 0, 0)
	_, err := tx.Exec(`INSERT INTO contacts (user_id, workspace_id, phone, change_seq) VALUES ($1, $2, $3, $4)
		ON CONFLICT (user_id) DO UPDATE SET phone = excluded.phone, change_seq = excluded.change_seq`,
		int64(user), int64(tx.ws), phone, seq)
	return err
}

// Claim takes a name that the whole installation has once; false where it is
// taken. Two racing claims wait for one another on the row.
func (tx *Tx) Claim(name, value string) (bool, error) {
	n, err := tx.Exec(`INSERT INTO meta (name, value) VALUES ($1, $2) ON CONFLICT (name) DO NOTHING`, name, value)
	return n == 1, err
}

// Workspaces lists all companies, oldest first.
func (s *Store) Workspaces(ctx context.Context, limit int) ([]*chat.Workspace, error) {
	var ids []chat.ID
	err := each(ctx, s.read, `SELECT id FROM workspaces ORDER BY id LIMIT $1`, []any{limit}, func(r *sql.Rows) error {
		var id chat.ID
		err := r.Scan(&id)
		ids = append(ids, id)
		return err
	})
	out := make([]*chat.Workspace, 0, len(ids))
	for _, id := range ids {
		if err != nil {
			break
		}
		var w *chat.Workspace
		w, err = loadWorkspace(ctx, s.read, id)
		out = append(out, w)
	}
	return out, err
}

// WorkspaceBySlug finds a company by its short name.
func (s *Store) WorkspaceBySlug(ctx context.Context, slug string) (*chat.Workspace, error) {
	if !storable(slug) {
		return nil, chat.Missing("workspace")
	}
	var id chat.ID
	err := s.read.scan(ctx, `SELECT id FROM workspaces WHERE slug = $1`, []any{slug}, &id)
	if errors.Is(err, sql.ErrNoRows) {
		return nil, chat.Missing("workspace")
	}
	if err != nil {
		return nil, err
	}
	return loadWorkspace(ctx, s.read, id)
}

// CurrentWorkspace reads the company inside the transaction.
func (tx *Tx) CurrentWorkspace() (*chat.Workspace, error) { return loadWorkspace(tx.ctx, tx, tx.ws) }
