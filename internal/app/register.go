package app

import (
	"context"
	"crypto/subtle"
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/google/uuid"

	"github.com/guideops/guideops/internal/chat"
	"github.com/guideops/guideops/internal/store"
)

// How companies are hosted, and who may join one.
const (
	HostingOne  = "one"
	HostingMany = "many"

	SignupInvite = "invite"
	SignupOpen   = "open"
	SignupClosed = "closed"
)

// Setup is what a device must know before anybody is signed in.
type Setup struct {
	NeedsSetup       bool   `json:"needs_setup" doc:"there is no company yet: the next to register creates it"`
	SetupKeyRequired bool   `json:"setup_key_required"`
	Hosting          string `json:"hosting" enum:"one,many"`
	Signup           string `json:"signup" enum:"invite,open,closed"`
	MailSignup       bool   `json:"mail_signup,omitempty" doc:"who confirms a mail address at the company may join without an invite"`
	Mail             bool   `json:"mail" doc:"the server can send mail"`
	Version          string `json:"version"`
	URL              string `json:"url,omitempty"`
}

// Setup tells how to begin. local: the caller sits at the server itself.
func (a *App) Setup(ctx context.Context, local bool) (*Setup, error) {
	ws, err := a.store.Workspaces(ctx, 1)
	if err != nil {
		return nil, err
	}
	s := &Setup{NeedsSetup: len(ws) == 0, Hosting: a.hosting(), Signup: a.signup(nil), Mail: a.cfg.Mail != nil, Version: a.cfg.Version, URL: a.cfg.URL}
	s.SetupKeyRequired = s.NeedsSetup && a.cfg.SetupKey != "" && !local
	if len(ws) == 1 && a.hosting() == HostingOne {
		s.Signup = a.signup(ws[0])
		s.MailSignup = s.Mail && s.Signup != SignupClosed && len(ws[0].Settings.MailDomains) > 0
	}
	return s, nil
}

func (a *App) hosting() string {
	if a.cfg.Hosting == HostingMany {
		return HostingMany
	}
	return HostingOne
}

// signup is who may join a company: its own choice, else the server's.
func (a *App) signup(ws *chat.Workspace) string {
	switch {
	case ws != nil && ws.Settings.Signup != "":
		return ws.Settings.Signup
	case a.cfg.Signup != "":
		return a.cfg.Signup
	}
	return SignupInvite
}

// Registration is what a person gives to get an account.
type Registration struct {
	FirstName, LastName, Email, Password string
	Phone, Title, Locale, TimeZone       string
	Company, SetupKey, Invite, Workspace string
	Device                               string
	Local                                bool // he sits at the server itself
}

// Register makes an account: by invite, as the founder of a company, or where a
// company is open. It gives nil where a mail must be confirmed first.
func (a *App) Register(ctx context.Context, by Actor, in Registration) (*SignedIn, error) {
	p, err := a.newPerson(ctx, by, &in)
	if err != nil {
		return nil, err
	}
	if in.Invite != "" {
		return a.joinByInvite(ctx, by, in.Invite, p, in.Device)
	}
	all, err := a.store.Workspaces(ctx, 2)
	if err != nil {
		return nil, err
	}
	switch {
	case len(all) == 0, a.hosting() == HostingMany && in.Company != "":
		return a.foundCompany(ctx, by, in, p, len(all) == 0)
	case in.Workspace != "":
		ws, err := a.store.WorkspaceBySlug(ctx, in.Workspace)
		if err != nil {
			return nil, err
		}
		return a.joinOpenly(ctx, by, ws, p, in.Device)
	case len(all) == 1 && a.hosting() == HostingOne:
		return a.joinOpenly(ctx, by, all[0], p, in.Device)
	}
	return nil, chat.Bad("company", "company_missing", "Name your company, or use the invitation link that you were given.")
}

// newPerson checks what was given and hashes the password, before any
// transaction: it takes a tenth of a second.
func (a *App) newPerson(ctx context.Context, by Actor, in *Registration) (*newPerson, error) {
	email, err := checkEmail(in.Email)
	if err != nil {
		return nil, err
	}
	if err := checkLines(line{"first_name", &in.FirstName, maxName}, line{"last_name", &in.LastName, maxName},
		line{"title", &in.Title, maxTitle}, line{"phone", &in.Phone, maxPhone}, line{"company", &in.Company, maxName}); err != nil {
		return nil, err
	}
	if in.FirstName == "" {
		return nil, chat.Bad("first_name", "name_missing", "Tell the others your name.")
	}
	if err := checkLocale(in.Locale); err != nil {
		return nil, err
	}
	if err := checkTimeZone(in.TimeZone); err != nil {
		return nil, err
	}
	hash, err := a.firstPassword(ctx, by, in.Password, email)
	if err != nil {
		return nil, err
	}
	return &newPerson{User: chat.User{FirstName: in.FirstName, LastName: in.LastName, Role: chat.Person, Title: in.Title,
		Locale: in.Locale, TimeZone: in.TimeZone}, Phone: in.Phone, Email: email, PasswordHash: hash}, nil
}

// firstPassword checks and hashes the password of a new account. name is what it must not be.
func (a *App) firstPassword(ctx context.Context, by Actor, password, name string) (string, error) {
	if err := a.passwords.check("password", password, name); err != nil {
		return "", err
	}
	// Hashing is dear. A whole team may sit behind one address, though.
	if err := a.throttle.spend("register\x00"+by.IP, 50, 10*time.Second); err != nil {
		return "", err
	}
	return a.passwords.hash(ctx, password)
}

// foundCompany makes a company with its owner and General in it.
func (a *App) foundCompany(ctx context.Context, by Actor, in Registration, p *newPerson, first bool) (*SignedIn, error) {
	if first && a.cfg.SetupKey != "" && !in.Local && subtle.ConstantTimeCompare([]byte(in.SetupKey), []byte(a.cfg.SetupKey)) != 1 {
		return nil, chat.Refuse("setup_key_wrong", "Open the link that the server printed when it started: it proves that the server is yours.")
	}
	if in.Company == "" {
		return nil, chat.Bad("company", "company_missing", "Name your company.")
	}
	var out *SignedIn
	base := slugOf(in.Company)
	for n := 1; n <= 50; n++ {
		slug := base
		if n > 1 {
			slug = fmt.Sprintf("%s-%d", base, n)
		}
		_, err := a.store.Create(ctx, slug, in.Company, uuid.NewString(), func(tx *store.Tx) error {
			var err error
			out, err = a.found(tx, by, *p, in.Device, first)
			return err
		})
		if chat.KindOf(err) == chat.Conflict && a.hosting() == HostingMany {
			continue // the short name is taken: try the next
		}
		if err != nil {
			return nil, err
		}
		a.throttle.know(out.User.ID, by.IP)
		return out, nil
	}
	return nil, chat.Clash("workspace_taken", "There are many companies of this name already. Add your town to it.")
}

// found runs in the transaction that makes the company. It may run twice, so p is a copy.
func (a *App) found(tx *store.Tx, by Actor, p newPerson, device string, first bool) (*SignedIn, error) {
	if err := a.foundWith(tx, by, &p, first); err != nil {
		return nil, err
	}
	return openSession(tx, &p.User, device)
}

// foundWith fills a new company: its owner, and General with him in it.
func (a *App) foundWith(tx *store.Tx, by Actor, p *newPerson, first bool) error {
	if first && a.hosting() == HostingOne {
		mine, err := tx.Claim("first_company", tx.Workspace().String())
		if err != nil {
			return err
		}
		if !mine {
			return chat.Clash("already_set_up", "Somebody has just created the company. Ask for an invitation.")
		}
	}
	p.User.Role = chat.SuperAdmin
	if err := insertPerson(tx, p); err != nil {
		return err
	}
	room, err := createGeneral(tx, p.User.ID)
	if err != nil {
		return err
	}
	if err := enterRoom(tx, room.ID, p.User.ID, chat.RoomOwner, &chat.Info{Event: "created"}, p.User.ID); err != nil {
		return err
	}
	by.User = p.User.ID
	return auditUser(tx, by, "workspace.create", p.User.ID, nil)
}

// joinOpenly joins a company without an invite, where it allows that.
func (a *App) joinOpenly(ctx context.Context, by Actor, ws *chat.Workspace, p *newPerson, device string) (*SignedIn, error) {
	_, domain, _ := strings.Cut(emailKey(p.Email), "@")
	signup := a.signup(ws)
	switch {
	case signup == SignupOpen:
		return a.join(ctx, by, ws.ID, p, device, nil)
	case signup != SignupClosed && slices.Contains(ws.Settings.MailDomains, domain):
		return nil, a.askToConfirm(ctx, ws.ID, p)
	case signup == SignupClosed:
		return nil, chat.Refuse("signup_closed", "This company takes nobody new at the moment.")
	}
	return nil, chat.Refuse("invite_needed", "You need an invitation. Ask somebody of the company for a link.")
}

// join makes the account and signs it in, in one transaction. also runs in it.
func (a *App) join(ctx context.Context, by Actor, ws chat.ID, p *newPerson, device string, also func(*store.Tx, *newPerson) error) (*SignedIn, error) {
	var out *SignedIn
	err := a.store.Write(ctx, ws, func(tx *store.Tx) error {
		fresh := *p
		if also == nil {
			also = func(tx *store.Tx, p *newPerson) error { return insertPerson(tx, p) }
		}
		if err := also(tx, &fresh); err != nil {
			return err
		}
		var err error
		out, err = openSession(tx, &fresh.User, device)
		return err
	})
	if err != nil {
		return nil, err
	}
	a.throttle.know(out.User.ID, by.IP)
	return out, nil
}

// pending is an account that waits for its mail to be confirmed.
type pending struct {
	FirstName    string `json:"first_name"`
	LastName     string `json:"last_name,omitempty"`
	Title        string `json:"title,omitempty"`
	Locale       string `json:"locale,omitempty"`
	TimeZone     string `json:"time_zone,omitempty"`
	Phone        string `json:"phone,omitempty"`
	Email        string `json:"email"`
	PasswordHash string `json:"password_hash"`
}

func (p *pending) person() *newPerson {
	return &newPerson{User: chat.User{FirstName: p.FirstName, LastName: p.LastName, Role: chat.Person, Title: p.Title, Locale: p.Locale,
		TimeZone: p.TimeZone}, Phone: p.Phone, Email: p.Email, PasswordHash: p.PasswordHash}
}

// askToConfirm sends a link to the address. Whether somebody has it already is
// told to that mailbox alone.
func (a *App) askToConfirm(ctx context.Context, ws chat.ID, p *newPerson) error {
	if a.cfg.Mail == nil {
		return chat.Refuse("invite_needed", "You need an invitation: this server cannot send mail to check your address.")
	}
	data, err := json.Marshal(pending{FirstName: p.User.FirstName, LastName: p.User.LastName, Title: p.User.Title, Locale: p.User.Locale,
		TimeZone: p.User.TimeZone, Phone: p.Phone, Email: p.Email, PasswordHash: p.PasswordHash})
	if err != nil {
		return err
	}
	defer a.ringJobs()
	return a.store.Write(ctx, ws, func(tx *store.Tx) error {
		owner, err := tx.EmailOwner(emailKey(p.Email))
		if err != nil {
			return err
		}
		if owner != 0 {
			return enqueueMail(tx, mailJob{Template: mailHaveAccount, To: p.Email, User: owner, Locale: p.User.Locale})
		}
		return enqueueMail(tx, mailJob{Template: mailConfirmSignup, To: p.Email, Locale: p.User.Locale, Data: string(data)})
	})
}
