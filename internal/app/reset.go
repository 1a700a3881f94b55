package app

import (
	"context"
	"encoding/json"
	"time"

	"github.com/guideops/guideops/internal/chat"
	"github.com/guideops/guideops/internal/store"
)

// errNoMail answers what needs mail where there is none.
func errNoMail() error {
	return &chat.Error{Kind: chat.NotFound, Code: "mail_not_configured",
		Message: "This server cannot send mail. Ask an admin of your company for a reset link."}
}

// Forgot sends a link for a new password. The answer never tells whether there
// is such an account.
func (a *App) Forgot(ctx context.Context, by Actor, email, slug string) error {
	if a.cfg.Mail == nil || a.cfg.URL == "" {
		return errNoMail() // without a public address the link would lead nowhere
	}
	key := emailKey(email)
	if err := a.throttle.spend("forgot\x00"+by.IP, 20, time.Minute); err != nil {
		return err
	}
	creds, err := a.store.Credentials(ctx, key, slug)
	if err != nil {
		return err
	}
	for _, c := range creds {
		if c.Email == "" || a.throttle.spend("forgot\x00"+key, 3, 20*time.Minute) != nil {
			continue // enough mails lie in that mailbox: silently, or the answer would tell
		}
		if err := a.store.Write(ctx, c.Workspace, func(tx *store.Tx) error {
			u, ok := tx.Dir().User(c.User)
			if active := ok && chat.Active(&u, tx.NowMS()) == nil; !active {
				return nil // no mail to those who cannot sign in anyhow
			}
			return enqueueMail(tx, mailJob{Template: mailReset, To: c.Email, User: c.User, Locale: u.Locale})
		}); err != nil {
			return err
		}
	}
	a.ringJobs()
	return nil
}

// ResetFor is whose password a link resets.
type ResetFor struct {
	FirstName string `json:"first_name"`
	LastName  string `json:"last_name,omitempty"`
	Login     string `json:"login"`
}

// ResetInfo tells whose password a link resets.
func (a *App) ResetInfo(ctx context.Context, code string) (*ResetFor, error) {
	ws, t, _, err := a.token(ctx, code, store.TokenReset)
	if err != nil {
		return nil, err
	}
	dir, err := a.store.Directory(ctx, ws)
	if err != nil {
		return nil, err
	}
	u, ok := dir.User(t.User)
	if !ok {
		return nil, chat.Missing("user")
	}
	return &ResetFor{FirstName: u.FirstName, LastName: u.LastName, Login: u.Login}, nil
}

// token finds a live link by its code.
func (a *App) token(ctx context.Context, code string, purposes ...string) (chat.ID, store.Token, [32]byte, error) {
	hash, ok := parseCode(code)
	over := &chat.Error{Kind: chat.Gone, Code: "link_over", Message: "This link was used already or is too old. Ask for a new one."}
	if !ok {
		return 0, store.Token{}, hash, over
	}
	ws, t, err := a.store.TokenWorkspace(ctx, hash)
	if err != nil {
		return 0, t, hash, err
	}
	for _, p := range purposes {
		if t.Purpose == p {
			return ws, t, hash, nil
		}
	}
	return 0, store.Token{}, hash, over
}

// Reset sets a new password by a link, and ends all other sessions.
func (a *App) Reset(ctx context.Context, by Actor, code, password, device string) (*SignedIn, error) {
	ws, t, hash, err := a.token(ctx, code, store.TokenReset)
	if err != nil {
		return nil, err
	}
	if err := a.passwords.check("password", password, ""); err != nil {
		return nil, err
	}
	stored, err := a.passwords.hash(ctx, password)
	if err != nil {
		return nil, err
	}
	by.Workspace, by.User = ws, t.User
	var out *SignedIn
	err = a.store.Write(ctx, ws, func(tx *store.Tx) error {
		u, ok := tx.Dir().User(t.User)
		if !ok || chat.Active(&u, tx.NowMS()) != nil {
			return chat.Refuse("account_inactive", "This account is not active (any more). Ask an admin of your company.")
		}
		if err := tx.UseToken(hash); err != nil {
			return err
		}
		if err := replacePassword(tx, by, stored, 0, "user.password_reset"); err != nil {
			return err
		}
		out, err = openSession(tx, &u, device)
		return err
	})
	if err != nil {
		return nil, err
	}
	a.throttle.know(t.User, by.IP)
	a.ringJobs()
	return out, nil
}

// replacePassword stores a password with all that follows: other sessions and
// open reset links end, the person is told by mail.
func replacePassword(tx *store.Tx, by Actor, hash string, keep chat.ID, action string) error {
	if err := tx.SetPassword(by.User, hash); err != nil {
		return err
	}
	if err := tx.VoidTokens(by.User, store.TokenReset); err != nil {
		return err
	}
	if err := tx.EndSessions(by.User, keep); err != nil {
		return err
	}
	if err := auditUser(tx, by, action, by.User, nil); err != nil {
		return err
	}
	c, err := tx.Contact(by.User)
	if err != nil || c.Email == "" {
		return err
	}
	return enqueueMail(tx, mailJob{Template: mailPassword, To: c.Email, User: by.User})
}

// Confirm takes the link of a mail: a new account is made and signed in, or a
// changed address counts from now on (then it gives nil).
func (a *App) Confirm(ctx context.Context, by Actor, code, device string) (*SignedIn, error) {
	ws, t, hash, err := a.token(ctx, code, store.TokenConfirmSignup, store.TokenConfirmEmail)
	if err != nil {
		return nil, err
	}
	if t.Purpose == store.TokenConfirmEmail {
		defer a.ringJobs()
		return nil, a.store.Write(ctx, ws, func(tx *store.Tx) error {
			if err := tx.UseToken(hash); err != nil {
				return err
			}
			return setEmail(tx, Actor{Workspace: ws, User: t.User, IP: by.IP}, t.Data, tx.NowMS())
		})
	}
	var p pending
	if err := json.Unmarshal([]byte(t.Data), &p); err != nil {
		return nil, err
	}
	return a.join(ctx, by, ws, p.person(), device,
		func(tx *store.Tx, fresh *newPerson) error {
			if err := tx.UseToken(hash); err != nil {
				return err
			}
			fresh.ConfirmedMS = tx.NowMS()
			return insertPerson(tx, fresh)
		})
}
