package app

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"

	"github.com/guideops/guideops/internal/chat"
	"github.com/guideops/guideops/internal/store"
)

// Mails that the server sends.
const (
	mailConfirmSignup = "confirm_signup"
	mailHaveAccount   = "have_account"
	mailConfirmEmail  = "confirm_email"
	mailEmailChanged  = "email_changed"
	mailReset         = "reset"
	mailPassword      = "password_changed"
)

const (
	hourMS       = 3_600_000
	resetLifeMS  = 2 * hourMS
	ownerLifeMS  = 24 * hourMS // a link that an admin hands over in person
	signupLifeMS = 48 * hourMS
)

// mailJob is a mail to be written. It holds no secret: the link in the mail is
// made when it is sent, so that none lies in the database.
type mailJob struct {
	Template string  `json:"template"`
	To       string  `json:"to"`
	User     chat.ID `json:"user,omitempty"`
	Locale   string  `json:"locale,omitempty"`
	Data     string  `json:"data,omitempty"`
}

func enqueueMail(tx *store.Tx, m mailJob) error {
	payload, err := json.Marshal(m)
	if err != nil {
		return err
	}
	return tx.InsertJob(jobMail, string(payload))
}

// sendMail writes and sends one mail.
func (a *App) sendMail(ctx context.Context, j store.Job) error {
	var m mailJob
	if err := json.Unmarshal([]byte(j.Payload), &m); err != nil {
		return errors.Join(ErrHopeless, err)
	}
	ws, err := a.store.Workspace(ctx, j.Workspace)
	if err != nil {
		return err
	}
	link, err := a.mailLink(ctx, j.Workspace, m)
	if err != nil {
		return err
	}
	subject, text, err := letter(m.Template, ws.Name, link)
	if err != nil {
		return errors.Join(ErrHopeless, err)
	}
	return a.cfg.Mail(ctx, m.To, subject, text)
}

// mailLink makes the single-use link that a mail carries.
func (a *App) mailLink(ctx context.Context, ws chat.ID, m mailJob) (string, error) {
	t := store.Token{User: m.User, Data: m.Data}
	var path string
	switch m.Template {
	case mailReset:
		t.Purpose, t.ExpiresMS, path = store.TokenReset, resetLifeMS, "/reset/"
	case mailConfirmSignup:
		t.Purpose, t.ExpiresMS, path = store.TokenConfirmSignup, signupLifeMS, "/confirm/"
	case mailConfirmEmail:
		t.Purpose, t.ExpiresMS, path = store.TokenConfirmEmail, signupLifeMS, "/confirm/"
	default:
		return a.link("/"), nil
	}
	code, hash := newCode(ctx)
	err := a.store.Write(ctx, ws, func(tx *store.Tx) error {
		fresh := t
		fresh.ExpiresMS += tx.NowMS()
		return tx.InsertToken(hash, fresh)
	})
	return a.link(path + code), err
}

// letter is the words of a mail.
func letter(template, company, link string) (subject, text string, err error) {
	const foot = "\n\nIf you did not ask for this, do nothing: this mail alone changes nothing.\n"
	switch template {
	case mailReset:
		return "New password for " + company, "Choose a new password here (the link works once, for two hours):\n\n" + link + foot, nil
	case mailConfirmSignup:
		return "Welcome to " + company, "Confirm your address and start (the link works once, for two days):\n\n" + link + foot, nil
	case mailConfirmEmail:
		return "Confirm your new address at " + company, "Confirm that this is your address (the link works once, for two days):\n\n" + link + foot, nil
	case mailHaveAccount:
		return "You have an account at " + company, "Somebody, probably you, wanted to register this address. It has an account already. Sign in, or reset the password:\n\n" + link + "\n", nil
	case mailEmailChanged:
		return "Your address at " + company + " was changed", "Your account has another mail address now. If that was not you, tell an admin of your company at once:\n\n" + link + "\n", nil
	case mailPassword:
		return "Your password at " + company + " was changed", "Your password was changed and your other devices are signed out. If that was not you, tell an admin of your company at once:\n\n" + link + "\n", nil
	}
	return "", "", fmt.Errorf("there is no mail %q", template)
}
