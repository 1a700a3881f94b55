package app

import (
	"context"
	"crypto/sha256"
	"errors"
	"time"

	"github.com/guideops/guideops/internal/chat"
	"github.com/guideops/guideops/internal/store"
)

const (
	ticketLifeMS = 30_000
	// A browser that reconnects in a storm of short outages needs a few; a
	// program that asks without end only fills the table.
	ticketBurst = 30
	ticketEvery = 2 * time.Second
)

// Ticket opens the stream once, for who cannot send a header: an EventSource of
// a front end on another site, whose cookie the browser keeps back.
type Ticket struct {
	Ticket    string `json:"ticket" doc:"for GET /stream?ticket=, once"`
	ExpiresMS int64  `json:"expires_ms"`
}

// StreamTicket makes a ticket of the caller's session. It lies in the record,
// so that any node takes it.
func (a *App) StreamTicket(ctx context.Context, by Actor) (*Ticket, error) {
	if err := a.throttle.spend("ticket\x00"+by.User.String(), ticketBurst, ticketEvery); err != nil {
		return nil, err
	}
	secret, hash := newSessionToken()
	t := &Ticket{Ticket: secret}
	err := a.store.Write(ctx, by.Workspace, func(tx *store.Tx) error {
		t.ExpiresMS = tx.NowMS() + ticketLifeMS
		return tx.InsertTicket(hash, by.User, by.Session, t.ExpiresMS)
	})
	if err != nil {
		return nil, err
	}
	return t, nil
}

func errTicketOver() error {
	return &chat.Error{Kind: chat.Unauthorized, Code: "ticket_over",
		Message: "This ticket was used already or is older than 30 seconds. Ask for a new one."}
}

// TakeTicket finds who stands behind a ticket, and uses it up.
func (a *App) TakeTicket(ctx context.Context, ticket, ip string) (Actor, error) {
	by := Actor{IP: ip}
	hash := sha256.Sum256([]byte(ticket))
	ws, t, err := a.store.TokenWorkspace(ctx, hash)
	if isOver(err) || (err == nil && t.Purpose != store.TokenStream) {
		return by, errTicketOver()
	}
	if err != nil {
		return by, err
	}
	err = a.store.Write(ctx, ws, func(tx *store.Tx) error {
		var err error
		if by.User, by.Session, err = tx.TakeTicket(hash); err != nil {
			return err
		}
		u, ok := tx.Dir().User(by.User)
		if !ok {
			return errTicketOver()
		}
		return chat.Active(&u, tx.NowMS())
	})
	if isOver(err) {
		return Actor{IP: ip}, errTicketOver()
	}
	if err != nil {
		return Actor{IP: ip}, err
	}
	by.Workspace = ws
	return by, nil
}

// isOver recognises the answer to a link that does not work (any more).
func isOver(err error) bool {
	var e *chat.Error
	return errors.As(err, &e) && e.Kind == chat.Gone
}
