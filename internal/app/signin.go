package app

import (
	"context"

	"github.com/guideops/guideops/internal/chat"
	"github.com/guideops/guideops/internal/store"
)

// SignedIn is what a device gets that has just signed in. Token is for the
// cookie, or for a client that keeps it itself.
type SignedIn struct {
	User      *chat.User      `json:"user"`
	Workspace *chat.Workspace `json:"workspace"`
	SessionID chat.ID         `json:"session_id"`
	Token     string          `json:"token,omitempty" doc:"only where it was asked for with client=token"`
}

// SignIn is what a person gives to sign in.
type SignIn struct {
	Login, Password, Workspace, Device string
}

// WorkspaceChoice is a company that a sign-in may mean.
type WorkspaceChoice struct {
	Slug string `json:"slug"`
	Name string `json:"name"`
}

func errCredentials() error {
	return &chat.Error{Kind: chat.Unauthorized, Code: "wrong_credentials", Message: "The address or the password is wrong."}
}

// SignIn opens a session. Unknown accounts take as long as wrong passwords, and
// get the same answer.
func (a *App) SignIn(ctx context.Context, by Actor, in SignIn) (*SignedIn, error) {
	key := emailKey(in.Login)
	creds, err := a.store.Credentials(ctx, key, in.Workspace)
	if err != nil {
		return nil, err
	}
	users := make([]chat.ID, len(creds))
	for i, c := range creds {
		users[i] = c.User
	}
	success, err := a.throttle.attempt(key, by.IP, users)
	if err != nil {
		return nil, err
	}
	matching, err := a.matching(ctx, creds, in.Password)
	if err != nil {
		return nil, err
	}
	switch len(matching) {
	case 0:
		return nil, errCredentials()
	case 1:
		success()
		if err := a.renewHash(ctx, matching[0], in.Password); err != nil {
			return nil, err
		}
		return a.startSession(ctx, Actor{Workspace: matching[0].Workspace, User: matching[0].User, IP: by.IP}, in.Device)
	}
	success()
	choices := make([]WorkspaceChoice, len(matching))
	for i, c := range matching {
		choices[i] = WorkspaceChoice{Slug: c.Slug, Name: c.Name}
	}
	return nil, &chat.Error{Kind: chat.Conflict, Code: "choose_workspace", Message: "You belong to several companies. Choose one.",
		Data: map[string]any{"workspaces": choices}}
}

// renewHash replaces an imported hash by one of ours, now that the password is known.
func (a *App) renewHash(ctx context.Context, c store.Credential, password string) error {
	if !isOld(c.PasswordHash) {
		return nil
	}
	hash, err := a.passwords.hash(ctx, password)
	if err != nil {
		return err
	}
	return a.store.Write(ctx, c.Workspace, func(tx *store.Tx) error {
		now, err := tx.PasswordHash(c.User)
		if err != nil || now != c.PasswordHash {
			return err // chosen anew meanwhile
		}
		return tx.SetPassword(c.User, hash)
	})
}

// matching gives the accounts whose password this is.
func (a *App) matching(ctx context.Context, creds []store.Credential, password string) ([]store.Credential, error) {
	if len(password) > 4*maxPassword {
		password = "" // hashing megabytes is work that nobody needs; it matches nothing
	}
	if len(creds) == 0 {
		_, err := a.passwords.matches(ctx, password, "")
		return nil, err
	}
	var out []store.Credential
	for _, c := range creds {
		ok, err := a.passwords.matches(ctx, password, c.PasswordHash)
		if err != nil {
			return nil, err
		}
		if ok {
			out = append(out, c)
		}
	}
	return out, nil
}

// startSession opens a session of its own transaction.
func (a *App) startSession(ctx context.Context, by Actor, device string) (*SignedIn, error) {
	var out *SignedIn
	err := a.store.Write(ctx, by.Workspace, func(tx *store.Tx) error {
		u, err := actor(tx, by)
		if err != nil {
			return chat.Refuse("account_inactive", "This account is not active (any more). Ask an admin of your company.")
		}
		out, err = openSession(tx, u, device)
		return err
	})
	if err == nil {
		a.throttle.know(by.User, by.IP)
	}
	return out, err
}

// openSession makes a session inside a transaction.
func openSession(tx *store.Tx, u *chat.User, device string) (*SignedIn, error) {
	ws, err := tx.CurrentWorkspace()
	if err != nil {
		return nil, err
	}
	token, hash := newSessionToken()
	s := &chat.Session{UserID: u.ID, Device: deviceLine(device), ExpiresMS: tx.NowMS() + store.SessionIdleMS}
	if err := tx.InsertSession(s, hash); err != nil {
		return nil, err
	}
	return &SignedIn{User: u, Workspace: ws, SessionID: s.ID, Token: token}, nil
}

// SignOut ends the caller's session.
func (a *App) SignOut(ctx context.Context, by Actor) error {
	return a.store.Write(ctx, by.Workspace, func(tx *store.Tx) error { return tx.EndSession(by.User, by.Session) })
}
