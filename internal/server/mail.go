package server

import (
	"context"
	"errors"
	"fmt"
	"net/url"
	"strconv"
	"time"

	"github.com/wneessen/go-mail"

	"github.com/guideops/guideops/internal/app"
)

const mailTime = 30 * time.Second

// mailer sends mail through the configured server; nil where there is none.
func (c *Config) mailer() (func(ctx context.Context, to, subject, text string) error, error) {
	if c.SMTPURL == "" {
		return nil, nil
	}
	u, err := url.Parse(c.SMTPURL)
	if err != nil {
		return nil, errors.New("GUIDEOPS_SMTP_URL is not a URL") // its text holds a password
	}
	opts := []mail.Option{mail.WithTimeout(mailTime)}
	if port, err := strconv.Atoi(u.Port()); err == nil {
		opts = append(opts, mail.WithPort(port))
	} else if u.Scheme == "smtps" {
		opts = append(opts, mail.WithPort(465))
	} else {
		opts = append(opts, mail.WithPort(587))
	}
	if u.Scheme == "smtps" {
		opts = append(opts, mail.WithSSL())
	}
	password, secret := u.User.Password()
	if secret {
		// A password never crosses the network in the clear.
		opts = append(opts, mail.WithTLSPolicy(mail.TLSMandatory), mail.WithSMTPAuth(mail.SMTPAuthAutoDiscover),
			mail.WithUsername(u.User.Username()), mail.WithPassword(password))
	} else {
		opts = append(opts, mail.WithTLSPolicy(mail.TLSOpportunistic))
	}
	// Made once to refuse a wrong configuration at the start; a client is not
	// safe for several mails at a time, so each mail makes its own.
	if _, err := mail.NewClient(u.Hostname(), opts...); err != nil {
		return nil, fmt.Errorf("GUIDEOPS_SMTP_URL: %w", err)
	}
	return func(ctx context.Context, to, subject, text string) error {
		m := mail.NewMsg()
		if err := m.FromFormat("GuideOps", c.MailFrom); err != nil {
			return fmt.Errorf("GUIDEOPS_MAIL_FROM: %w", err)
		}
		if err := m.To(to); err != nil {
			return errors.Join(app.ErrHopeless, err)
		}
		m.Subject(subject)
		m.SetBodyString(mail.TypeTextPlain, text)
		client, err := mail.NewClient(u.Hostname(), opts...)
		if err != nil {
			return err
		}
		return undeliverable(client.DialAndSendWithContext(ctx, m))
	}, nil
}

// undeliverable marks what the mail server refused for good: an address that
// it does not know will not exist in an hour either.
func undeliverable(err error) error {
	var refused *mail.SendError
	if errors.As(err, &refused) && refused.Reason == mail.ErrSMTPRcptTo && !refused.IsTemp() && refused.ErrorCode() >= 500 {
		return errors.Join(app.ErrHopeless, err)
	}
	return err
}
