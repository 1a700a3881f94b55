package app

import (
	"context"
	"unicode/utf8"

	"github.com/guideops/guideops/internal/chat"
	"github.com/guideops/guideops/internal/store"
)

const (
	maxStatus = 100
	maxEmoji  = 16
)

// me gives the caller's own row as this node knows it, for deciding what to read.
func (a *App) me(ctx context.Context, by Actor) (*chat.User, error) {
	dir, err := a.store.Directory(ctx, by.Workspace)
	if err != nil {
		return nil, err
	}
	u, ok := dir.User(by.User)
	if !ok {
		return nil, chat.ErrSignIn()
	}
	return &u, nil
}

// Me gives the caller himself.
func (a *App) Me(ctx context.Context, by Actor) (*Me, error) {
	u, err := a.me(ctx, by)
	if err != nil {
		return nil, err
	}
	out := &Me{User: u, SessionID: by.Session}
	if out.Workspace, err = a.store.Workspace(ctx, by.Workspace); err != nil {
		return nil, err
	}
	if u.Role == chat.SuperAdmin && a.cfg.URL == "" {
		out.Setup = &MeSetup{URLMissing: true}
	}
	out.Contact, err = a.store.Contact(ctx, by.User)
	return out, err
}

// ProfilePatch is what a person may change of himself; nil leaves it.
type ProfilePatch struct {
	FirstName, LastName, Title, Locale, TimeZone, Phone *string
}

// apply checks and takes over what is to change of the public row.
func (p *ProfilePatch) apply(u *chat.User) error {
	if err := checkLines(line{"first_name", p.FirstName, maxName}, line{"last_name", p.LastName, maxName},
		line{"title", p.Title, maxTitle}, line{"phone", p.Phone, maxPhone}); err != nil {
		return err
	}
	if p.FirstName != nil && *p.FirstName == "" {
		return chat.Bad("first_name", "name_missing", "Tell the others your name.")
	}
	if p.Locale != nil {
		if err := checkLocale(*p.Locale); err != nil {
			return err
		}
	}
	if p.TimeZone != nil {
		if err := checkTimeZone(*p.TimeZone); err != nil {
			return err
		}
	}
	for _, f := range []struct {
		to   *string
		from *string
	}{{&u.FirstName, p.FirstName}, {&u.LastName, p.LastName}, {&u.Title, p.Title}, {&u.Locale, p.Locale}, {&u.TimeZone, p.TimeZone}} {
		if f.from != nil {
			*f.to = *f.from
		}
	}
	return nil
}

// UpdateMe changes the caller's profile.
func (a *App) UpdateMe(ctx context.Context, by Actor, p ProfilePatch) (*Me, error) {
	err := a.do(ctx, by, func(tx *store.Tx) error {
		u, err := actor(tx, by)
		if err != nil {
			return err
		}
		old := *u
		if err := p.apply(u); err != nil {
			return err
		}
		if *u != old {
			if err := tx.UpdateUser(u); err != nil {
				return err
			}
		}
		if p.Phone == nil {
			return nil
		}
		return tx.SetPhone(by.User, *p.Phone)
	})
	if err != nil {
		return nil, err
	}
	return a.Me(ctx, by)
}

// Status is what a person says of himself for a while.
type Status struct {
	Emoji, Text string
	UntilMS     int64
}

// SetStatus changes the caller's status; the empty one is none.
func (a *App) SetStatus(ctx context.Context, by Actor, s Status) (*chat.User, error) {
	if err := checkLines(line{"text", &s.Text, maxStatus}, line{"emoji", &s.Emoji, maxEmoji}); err != nil {
		return nil, err
	}
	return a.changeMe(ctx, by, func(tx *store.Tx, u *chat.User) error {
		if s.UntilMS != 0 && s.UntilMS <= tx.NowMS() {
			return chat.Bad("until_ms", "until_past", "This time is over already.")
		}
		if s.Emoji == "" && s.Text == "" {
			s.UntilMS = 0
		}
		u.StatusEmoji, u.StatusText, u.StatusUntilMS = s.Emoji, s.Text, s.UntilMS
		return nil
	})
}

// changeMe changes the caller's public row.
func (a *App) changeMe(ctx context.Context, by Actor, change func(*store.Tx, *chat.User) error) (*chat.User, error) {
	return write(ctx, a, by, func(tx *store.Tx) (*chat.User, error) {
		u, err := actor(tx, by)
		if err != nil {
			return nil, err
		}
		if err := change(tx, u); err != nil {
			return nil, err
		}
		return u, tx.UpdateUser(u)
	})
}

// confirmPassword asks for the password once more before what could take an
// account away. Guessing is throttled as at sign-in.
func (a *App) confirmPassword(ctx context.Context, by Actor, field, password string) error {
	success, err := a.throttle.attempt("confirm\x00"+by.User.String(), by.IP, []chat.ID{by.User})
	if err != nil {
		return err
	}
	hash, err := a.store.PasswordHash(ctx, by.User)
	if err != nil {
		return err
	}
	if utf8.RuneCountInString(password) > maxPassword {
		password = ""
	}
	ok, err := a.passwords.matches(ctx, password, hash)
	if err != nil {
		return err
	}
	if !ok {
		return chat.Bad(field, "password_wrong", "This is not your password.")
	}
	success()
	return nil
}

// SetMyPassword changes the caller's password and signs his other devices out.
func (a *App) SetMyPassword(ctx context.Context, by Actor, current, fresh string) error {
	c, err := a.store.Contact(ctx, by.User)
	if err != nil {
		return err
	}
	email := ""
	if c != nil {
		email = c.Email
	}
	if err := a.passwords.check("new", fresh, email); err != nil {
		return err
	}
	if err := a.confirmPassword(ctx, by, "current", current); err != nil {
		return err
	}
	hash, err := a.passwords.hash(ctx, fresh)
	if err != nil {
		return err
	}
	defer a.ringJobs()
	return a.do(ctx, by, func(tx *store.Tx) error {
		return replacePassword(tx, by, hash, by.Session, "user.password_change")
	})
}

// SetMyEmail changes the caller's address: at once where the server cannot send
// mail, else when the new mailbox has confirmed it.
func (a *App) SetMyEmail(ctx context.Context, by Actor, email, password string) (*Me, error) {
	email, err := checkEmail(email)
	if err != nil {
		return nil, err
	}
	if err := a.confirmPassword(ctx, by, "password", password); err != nil {
		return nil, err
	}
	err = a.do(ctx, by, func(tx *store.Tx) error {
		if a.cfg.Mail == nil || a.cfg.URL == "" {
			return setEmail(tx, by, email, 0)
		}
		if err := emailFree(tx, by.User, email); err != nil {
			return err
		}
		u, err := actor(tx, by)
		if err != nil {
			return err
		}
		return enqueueMail(tx, mailJob{Template: mailConfirmEmail, To: email, User: by.User, Locale: u.Locale, Data: email})
	})
	if err != nil {
		return nil, err
	}
	a.ringJobs()
	return a.Me(ctx, by)
}

func emailFree(tx *store.Tx, user chat.ID, email string) error {
	owner, err := tx.EmailOwner(emailKey(email))
	if err == nil && owner != 0 && owner != user {
		return chat.Clash("email_taken", "Somebody here has this mail address already.")
	}
	return err
}

// setEmail stores a person's address and tells the old mailbox.
func setEmail(tx *store.Tx, by Actor, email string, confirmedMS int64) error {
	if err := emailFree(tx, by.User, email); err != nil {
		return err
	}
	c, err := tx.Contact(by.User)
	if err != nil {
		return err
	}
	old := c.Email
	c.Email = email
	if err := tx.PutContact(c, emailKey(email), confirmedMS); err != nil {
		return err
	}
	if err := auditUser(tx, by, "user.email_change", by.User, nil); err != nil || old == "" || emailKey(old) == emailKey(email) {
		return err
	}
	return enqueueMail(tx, mailJob{Template: mailEmailChanged, To: old, User: by.User})
}
