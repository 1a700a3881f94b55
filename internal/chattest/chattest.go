// Package chattest is for tests: a real company on a temporary SQLite file, a
// clock that stands still until it is moved, Anna who owns the company and Ben
// who guides for it.
package chattest

import (
	"context"
	"path/filepath"
	"sync"
	"testing"
	"time"

	"github.com/guideops/guideops/internal/app"
	"github.com/guideops/guideops/internal/chat"
	"github.com/guideops/guideops/internal/store"
)

// Password is everybody's.
const Password = "cornice ridge couloir"

// Clock stands still until it is moved.
type Clock struct {
	mu  sync.Mutex
	now time.Time
}

// NewClock starts on a winter's morning.
func NewClock() *Clock { return &Clock{now: time.Date(2026, 2, 3, 7, 0, 0, 0, time.UTC)} }

// Now reads it.
func (c *Clock) Now() time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.now
}

// MS reads it in Unix milliseconds.
func (c *Clock) MS() int64 { return c.Now().UnixMilli() }

// Move moves it, also back.
func (c *Clock) Move(d time.Duration) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.now = c.now.Add(d)
}

// Mail is a mail that the server wanted to send.
type Mail struct{ To, Subject, Text string }

// Mailbox keeps mails. Fail makes it refuse them.
type Mailbox struct {
	mu    sync.Mutex
	mails []Mail
	Fail  error
}

// Send takes a mail.
func (b *Mailbox) Send(_ context.Context, to, subject, text string) error {
	b.mu.Lock()
	defer b.mu.Unlock()
	if b.Fail != nil {
		return b.Fail
	}
	b.mails = append(b.mails, Mail{to, subject, text})
	return nil
}

// Take gives the mails so far and forgets them.
func (b *Mailbox) Take() []Mail {
	b.mu.Lock()
	defer b.mu.Unlock()
	ms := b.mails
	b.mails = nil
	return ms
}

// House is a server without a network: record, verbs and clock.
type House struct {
	App   *app.App
	Store *store.Store
	Clock *Clock
	Mail  *Mailbox
}

// NewHouse opens an empty one. options change its configuration.
func NewHouse(t testing.TB, options ...func(*app.Config)) *House {
	t.Helper()
	return NewHouseAt(t, store.Options{Path: filepath.Join(t.TempDir(), "guideops.db")}, options...)
}

// NewHouseAt opens one on a given database.
func NewHouseAt(t testing.TB, at store.Options, options ...func(*app.Config)) *House {
	t.Helper()
	h := &House{Clock: NewClock(), Mail: &Mailbox{}}
	at.Now = h.Clock.Now
	s, err := store.Open(context.Background(), at)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := s.Close(); err != nil {
			t.Error(err)
		}
	})
	// 1 MiB for a password: what is tested is what follows from it, not its strength.
	cfg := app.Config{Hosting: app.HostingOne, Signup: app.SignupInvite, Version: "test", URL: "https://chat.example",
		Mail: h.Mail.Send, Now: h.Clock.Now, PasswordMemoryKiB: 1024}
	for _, o := range options {
		o(&cfg)
	}
	h.Store, h.App = s, app.New(cfg, s)
	return h
}

// Hosting many companies is what some tests need.
func Hosting(many string) func(*app.Config) { return func(c *app.Config) { c.Hosting = many } }

// Company is one company in a house.
type Company struct {
	*House
	ID      chat.ID
	Slug    string
	General chat.ID
	Anna    app.Actor // super_admin
	Ben     app.Actor // user
	t       testing.TB
}

// New is a house with a company of Anna and Ben.
func New(t testing.TB, options ...func(*app.Config)) *Company {
	t.Helper()
	return NewHouse(t, options...).Found(t, "Alpine Guides")
}

// Found makes a company of Anna and Ben. A house of many takes several.
func (h *House) Found(t testing.TB, name string) *Company {
	t.Helper()
	s, err := h.App.Register(context.Background(), app.Actor{IP: "192.0.2.1"}, app.Registration{FirstName: "Anna", LastName: "Berg",
		Email: "anna@" + domain(name), Password: Password, Company: name, Device: "Anna's phone", Local: true})
	if err != nil {
		t.Fatal(err)
	}
	c := &Company{House: h, ID: s.Workspace.ID, Slug: s.Workspace.Slug, Anna: actorOf(s), t: t}
	dir := c.Dir()
	for _, r := range dir.Rooms() {
		if r.IsGeneral {
			c.General = r.ID
		}
	}
	c.Ben = c.Join("Ben", chat.Person)
	return c
}

func domain(company string) string {
	b := make([]byte, 0, len(company))
	for i := range len(company) {
		if c := company[i] | 0x20; c >= 'a' && c <= 'z' {
			b = append(b, c)
		}
	}
	return string(b) + ".example"
}

func actorOf(s *app.SignedIn) app.Actor {
	return app.Actor{Workspace: s.Workspace.ID, User: s.User.ID, Session: s.SessionID, IP: "192.0.2.1"}
}

// Join lets somebody join by an invite of Anna's, which leads into rooms.
func (c *Company) Join(name string, role chat.Role, rooms ...chat.ID) app.Actor {
	c.t.Helper()
	s := c.JoinSignedIn(name, role, rooms...)
	return actorOf(s)
}

// JoinSignedIn is Join with the whole answer, the session's token in it.
func (c *Company) JoinSignedIn(name string, role chat.Role, rooms ...chat.ID) *app.SignedIn {
	c.t.Helper()
	ctx := context.Background()
	v, err := c.App.CreateInvite(ctx, c.Anna, app.NewInvite{Role: role, RoomIDs: rooms})
	if err != nil {
		c.t.Fatal(err)
	}
	s, err := c.App.Register(ctx, app.Actor{IP: "192.0.2.2"}, app.Registration{FirstName: name, Email: c.Email(name),
		Password: Password, Invite: v.Code, Device: name + "'s phone"})
	if err != nil {
		c.t.Fatal(err)
	}
	return s
}

// Email is the address of somebody of the company.
func (c *Company) Email(name string) string {
	return name + "@" + domain(c.Slug)
}

// SignIn opens one more session and gives its token.
func (c *Company) SignIn(login string) (app.Actor, string) {
	c.t.Helper()
	s, err := c.App.SignIn(context.Background(), app.Actor{IP: "192.0.2.3"}, app.SignIn{Login: login, Password: Password, Workspace: c.Slug, Device: "laptop"})
	if err != nil {
		c.t.Fatal(err)
	}
	return actorOf(s), s.Token
}

// Dir is who is who, as of now.
func (c *Company) Dir() *chat.Directory {
	c.t.Helper()
	ctx := context.Background()
	head, err := c.Store.Head(ctx, c.ID)
	if err == nil {
		err = c.Store.CatchUp(ctx, c.ID, head)
	}
	if err != nil {
		c.t.Fatal(err)
	}
	dir, err := c.Store.Directory(ctx, c.ID)
	if err != nil {
		c.t.Fatal(err)
	}
	return dir
}

// Changes gives what a person's feed brought after since, and the new cursor.
func (c *Company) Changes(by app.Actor, since int64) (changes []chat.Change, seq int64) {
	c.t.Helper()
	for {
		p, err := c.App.Sync(context.Background(), by, since, "", 0)
		if err != nil {
			c.t.Fatal(err)
		}
		if p.Reset {
			c.t.Fatalf("the feed was reset at %d", since)
		}
		changes, since = append(changes, p.Changes...), p.Seq
		if !p.More {
			return changes, since
		}
	}
}
