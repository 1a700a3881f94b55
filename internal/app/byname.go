package app

import (
	"context"
	"strings"

	"github.com/guideops/guideops/internal/chat"
	"github.com/guideops/guideops/internal/store"
)

// EnterByName signs in by a login name alone. Where the server's one company is
// open, a name that nobody has gets an account, without a mail address: fresh tells so.
func (a *App) EnterByName(ctx context.Context, by Actor, in SignIn) (s *SignedIn, fresh bool, err error) {
	ws, err := a.openCompany(ctx)
	if err != nil {
		return nil, false, err
	}
	if ws != nil && !strings.Contains(in.Login, "@") {
		known, err := a.store.Credentials(ctx, emailKey(in.Login), ws.Slug)
		if err != nil {
			return nil, false, err
		}
		if len(known) == 0 {
			s, err := a.signUpByName(ctx, by, ws.ID, in)
			return s, true, err
		}
	}
	s, err = a.SignIn(ctx, by, in)
	return s, false, err
}

// openCompany gives the server's one company if anybody may join it, else nil.
func (a *App) openCompany(ctx context.Context) (*chat.Workspace, error) {
	all, err := a.store.Workspaces(ctx, 2)
	if err != nil || len(all) != 1 || a.hosting() == HostingMany || a.signup(all[0]) != SignupOpen {
		return nil, err
	}
	return all[0], nil
}

// signUpByName makes an account whose login is the given name. It takes only
// names that are their own login, so that they lead back to the account.
func (a *App) signUpByName(ctx context.Context, by Actor, ws chat.ID, in SignIn) (*SignedIn, error) {
	name := strings.TrimSpace(in.Login)
	login := loginOf(name)
	if login == "" || login != strings.ToLower(name) {
		return nil, chat.Bad("username", "username_invalid", "A user name has up to 40 of the letters a to z, digits, dots, dashes and underscores, without spaces.")
	}
	hash, err := a.firstPassword(ctx, by, in.Password, name)
	if err != nil {
		return nil, err
	}
	p := &newPerson{User: chat.User{FirstName: name, Role: chat.Person}, PasswordHash: hash}
	return a.join(ctx, by, ws, p, in.Device, func(tx *store.Tx, p *newPerson) error {
		taken, err := tx.LoginTaken(login)
		if err != nil {
			return err
		}
		if taken {
			return chat.Clash("username_taken", "Somebody has just taken this name. Choose another.")
		}
		return insertPerson(tx, p)
	})
}
