package server

import (
	"context"
	"errors"
	"io"
	"net"
	"strings"
	"testing"

	"github.com/emersion/go-smtp"
)

// postbox is a real SMTP server that keeps what it gets and knows one recipient.
type postbox struct{ mails chan delivered }

type delivered struct{ from, to, text string }

func (p *postbox) NewSession(*smtp.Conn) (smtp.Session, error) { return &letter{box: p}, nil }

type letter struct {
	box *postbox
	delivered
}

func (l *letter) Mail(from string, _ *smtp.MailOptions) error { l.from = from; return nil }

func (l *letter) Rcpt(to string, _ *smtp.RcptOptions) error {
	if !strings.HasPrefix(to, "ben@") {
		return &smtp.SMTPError{Code: 550, EnhancedCode: smtp.EnhancedCode{5, 1, 1}, Message: "no such mailbox"}
	}
	l.to = to
	return nil
}

func (l *letter) Data(r io.Reader) error {
	b, err := io.ReadAll(r)
	l.text = string(b)
	l.box.mails <- l.delivered
	return err
}

func (l *letter) Reset()        {}
func (l *letter) Logout() error { return nil }

func TestMailReachesARealSMTPServer(t *testing.T) {
	box := &postbox{mails: make(chan delivered, 1)}
	srv := smtp.NewServer(box)
	srv.Domain, srv.AllowInsecureAuth = "mail.example.com", true
	ln, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	served := make(chan error, 1)
	go func() { served <- srv.Serve(ln) }()
	t.Cleanup(func() {
		if err := srv.Close(); err != nil {
			t.Error(err)
		}
		if err := <-served; err != nil && !errors.Is(err, smtp.ErrServerClosed) {
			t.Error(err)
		}
	})
	send := mailerTo(t, ln.Addr().String())
	if err := send(context.Background(), "ben@example.com", "Vær så god", "Reset: https://chat.example.com/reset/abc\n.\nÆrlig talt"); err != nil {
		t.Fatal(err)
	}
	m := <-box.mails
	if m.from != "guideops@example.com" || m.to != "ben@example.com" || !strings.Contains(m.text, "https://chat.example.com/reset/abc") ||
		!strings.Contains(m.text, "Subject: =?UTF-8?") {
		t.Errorf("it took from %s for %s:\n%s", m.from, m.to, m.text)
	}
	if err := send(context.Background(), "nobody@example.com", "x", "y"); err == nil || strings.Contains(err.Error(), "y\n") {
		t.Errorf("a refused recipient: %v", err)
	}
}
