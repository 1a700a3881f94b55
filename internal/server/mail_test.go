package server

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"net"
	"strings"
	"testing"

	"github.com/guideops/guideops/internal/app"
)

// farEnd is an SMTP server that takes or refuses one mail.
type farEnd struct {
	addr   string
	got    chan string // the whole conversation, client's side
	hangUp chan struct{}
}

func startFarEnd(t *testing.T, answerToRecipient string) *farEnd {
	t.Helper()
	ln, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { ln.Close() })
	f := &farEnd{addr: ln.Addr().String(), got: make(chan string, 1), hangUp: make(chan struct{})}
	go func() {
		c, err := ln.Accept()
		if err != nil {
			return
		}
		go func() {
			<-f.hangUp
			c.Close()
		}()
		f.got <- converse(c, answerToRecipient)
	}()
	return f
}

func converse(c net.Conn, answerToRecipient string) string {
	var all strings.Builder
	lines := bufio.NewScanner(c)
	fmt.Fprint(c, "220 far end\r\n")
	inBody := false
	for lines.Scan() {
		line := lines.Text()
		all.WriteString(line + "\n")
		answer := "250 ok"
		switch verb, _, _ := strings.Cut(line, " "); {
		case inBody && line != ".":
			continue
		case inBody:
			inBody = false
		case verb == "DATA":
			inBody, answer = true, "354 go on"
		case verb == "RCPT":
			answer = answerToRecipient
		case verb == "QUIT":
			fmt.Fprint(c, "221 bye\r\n")
			return all.String()
		}
		fmt.Fprint(c, answer+"\r\n")
	}
	return all.String()
}

type sendMail func(ctx context.Context, to, subject, text string) error

func mailerTo(t *testing.T, addr string) sendMail {
	t.Helper()
	send, err := mustParse(t, "--smtp-url", "smtp://"+addr, "--mail-from", "guideops@example.com", "--url", "https://chat.example.com").mailer()
	if err != nil {
		t.Fatal(err)
	}
	return send
}

func TestMailArrivesAsWritten(t *testing.T) {
	f := startFarEnd(t, "250 ok")
	if err := mailerTo(t, f.addr)(context.Background(), "ben@example.com", "Velkommen på tur", "Open https://chat.example.com/reset/abc\n"); err != nil {
		t.Fatal(err)
	}
	got := <-f.got
	for _, want := range []string{"MAIL FROM:<guideops@example.com>", "RCPT TO:<ben@example.com>", "Subject: =?UTF-8?", "https://chat.example.com/reset/abc"} {
		if !strings.Contains(got, want) {
			t.Errorf("%q is not in %s", want, got)
		}
	}
}

func TestRefusalForGoodIsToldFromOneForNow(t *testing.T) {
	for answer, rejected := range map[string]bool{"550 no such mailbox": true, "451 try later": false} {
		f := startFarEnd(t, answer)
		err := mailerTo(t, f.addr)(context.Background(), "ben@example.com", "s", "t")
		if err == nil || errors.Is(err, app.ErrHopeless) != rejected {
			t.Errorf("%s: %v", answer, err)
		}
	}
}

func TestUnreachableServerIsTriedAgain(t *testing.T) {
	err := mailerTo(t, "127.0.0.1:1")(context.Background(), "ben@example.com", "s", "t")
	if err == nil || errors.Is(err, app.ErrHopeless) {
		t.Error(err)
	}
}

func TestWithoutSMTPThereIsNoMail(t *testing.T) {
	send, err := mustParse(t).mailer()
	if send != nil || err != nil {
		t.Errorf("%v", err)
	}
}

func TestPasswordIsNotSentUnencrypted(t *testing.T) {
	f := startFarEnd(t, "250 ok") // offers no STARTTLS
	send, err := mustParse(t, "--smtp-url", "smtp://user:secret@"+f.addr, "--mail-from", "a@example.com", "--url", "https://chat.example.com").mailer()
	if err != nil {
		t.Fatal(err)
	}
	if err := send(context.Background(), "ben@example.com", "s", "t"); err == nil || strings.Contains(err.Error(), "secret") {
		t.Errorf("sent: %v", err)
	}
	close(f.hangUp) // the client has given up, but holds the line
	if got := <-f.got; strings.Contains(got, "AUTH") || strings.Contains(got, "MAIL FROM") {
		t.Errorf("said %s", got)
	}
}
