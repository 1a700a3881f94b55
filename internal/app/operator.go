package app

import (
	"context"
	"strings"

	"github.com/guideops/guideops/internal/chat"
	"github.com/guideops/guideops/internal/store"
)

// What the operator does on the server's command line. Whoever can run commands
// there could change the database itself, so he is asked for no rights; what he
// does is in the audit log without an actor.

// Account names somebody: by login or mail address, and where there are several
// companies by the short name of his.
type Account struct{ Login, Workspace string }

// OperatorUser is one line of the operator's list.
type OperatorUser struct {
	Workspace string
	User      *chat.User
	Email     string
}

const maxOperatorList = 10_000

// ListUsers lists the people of a company, or with an empty slug of all.
func (a *App) ListUsers(ctx context.Context, slug string) ([]OperatorUser, error) {
	all, err := a.store.Workspaces(ctx, maxOperatorList)
	if err != nil {
		return nil, err
	}
	var out []OperatorUser
	found := slug == ""
	for _, ws := range all {
		if slug != "" && ws.Slug != slug {
			continue
		}
		found = true
		dir, err := a.store.Directory(ctx, ws.ID)
		if err != nil {
			return nil, err
		}
		contacts, err := a.store.Contacts(ctx, ws.ID)
		if err != nil {
			return nil, err
		}
		emails := make(map[chat.ID]string, len(contacts))
		for _, c := range contacts {
			emails[c.UserID] = c.Email
		}
		users := dir.Users()
		sortPeople(users)
		for _, u := range users {
			out = append(out, OperatorUser{Workspace: ws.Slug, User: u, Email: emails[u.ID]})
		}
	}
	if !found {
		return nil, chat.Missing("workspace")
	}
	return out, nil
}

// NewAccount is somebody to be created.
type NewAccount struct {
	FirstName, LastName, Email, Workspace string
	Role                                  chat.Role
}

// CreateUser makes an account without a password, and a link to choose one.
func (a *App) CreateUser(ctx context.Context, in NewAccount) (*chat.User, *ResetLink, error) {
	ws, err := a.onlyWorkspace(ctx, in.Workspace)
	if err != nil {
		return nil, nil, err
	}
	email, err := checkEmail(in.Email)
	if err != nil {
		return nil, nil, err
	}
	if err := checkLines(line{"first_name", &in.FirstName, maxName}, line{"last_name", &in.LastName, maxName}); err != nil {
		return nil, nil, err
	}
	if in.FirstName == "" {
		return nil, nil, chat.Bad("first_name", "name_missing", "A person needs a name.")
	}
	if in.Role == "" {
		in.Role = chat.Person
	}
	if !in.Role.Valid() || in.Role == chat.SuperAdmin {
		return nil, nil, chat.Bad("role", "role_unknown", "The role must be admin, user or guest. Ownership is handed over with the role of an existing person.")
	}
	code, hash := newCode(ctx)
	var u *chat.User
	link := &ResetLink{Link: a.link("/reset/" + code)}
	err = a.store.Write(ctx, ws.ID, func(tx *store.Tx) error {
		p := newPerson{User: chat.User{FirstName: in.FirstName, LastName: in.LastName, Role: in.Role}, Email: email}
		if in.Role == chat.Guest {
			p.User.GuestUntilMS = tx.NowMS() + guestLifeMS
		}
		if err := insertPerson(tx, &p); err != nil {
			return err
		}
		u = &p.User
		by := Actor{Workspace: ws.ID}
		if err := auditUser(tx, by, "user.create", u.ID, map[string]any{"role": in.Role}); err != nil {
			return err
		}
		link.ExpiresMS, err = insertResetToken(tx, by, u.ID, hash)
		return err
	})
	return u, link, err
}

// SetRole gives somebody another role. super_admin hands the company over to him.
func (a *App) SetRole(ctx context.Context, who Account, role chat.Role) (*chat.User, error) {
	return a.operate(ctx, who, func(tx *store.Tx, by Actor, u *chat.User) error {
		if role != chat.SuperAdmin {
			if err := notTheOwner(u); err != nil {
				return err
			}
			return patchPerson(tx, by, &chat.User{Role: chat.SuperAdmin}, u, PersonPatch{Role: &role})
		}
		for _, owner := range tx.Dir().Users() {
			if owner.Role == chat.SuperAdmin {
				old := *owner
				return handOver(tx, by, &old, u)
			}
		}
		return setRole(tx, by, u, role)
	})
}

// Deactivate ends somebody's access, or with active gives it back.
func (a *App) Deactivate(ctx context.Context, who Account, active bool) (*chat.User, error) {
	off := !active
	return a.operate(ctx, who, func(tx *store.Tx, by Actor, u *chat.User) error {
		if err := notTheOwner(u); err != nil {
			return err
		}
		return patchPerson(tx, by, &chat.User{Role: chat.SuperAdmin}, u, PersonPatch{Deactivated: &off})
	})
}

// notTheOwner refuses what would leave a company without its owner, in words
// for a command line.
func notTheOwner(u *chat.User) error {
	if u.Role == chat.SuperAdmin {
		return chat.Refuse("hand_over_instead", u.Name()+" owns the company. Make somebody else its owner first, with the role super_admin.")
	}
	return nil
}

// ResetPassword makes a link by which somebody chooses a new password. The
// owner too: this is his way back in.
func (a *App) ResetPassword(ctx context.Context, who Account) (*ResetLink, error) {
	code, hash := newCode(ctx)
	link := &ResetLink{Link: a.link("/reset/" + code)}
	_, err := a.operate(ctx, who, func(tx *store.Tx, by Actor, u *chat.User) (err error) {
		link.ExpiresMS, err = insertResetToken(tx, by, u.ID, hash)
		return err
	})
	return link, err
}

// operate finds the account and changes it in a transaction.
func (a *App) operate(ctx context.Context, who Account, fn func(*store.Tx, Actor, *chat.User) error) (*chat.User, error) {
	creds, err := a.store.Credentials(ctx, emailKey(who.Login), strings.TrimSpace(who.Workspace))
	if err != nil {
		return nil, err
	}
	switch len(creds) {
	case 0:
		return nil, chat.Missing("user")
	case 1:
	default:
		return nil, chat.Clash("choose_workspace", "There are several such accounts. Name the company.")
	}
	var out *chat.User
	err = a.store.Write(ctx, creds[0].Workspace, func(tx *store.Tx) error {
		u, ok := tx.Dir().User(creds[0].User)
		if !ok {
			return chat.Missing("user")
		}
		out = &u
		return fn(tx, Actor{Workspace: creds[0].Workspace}, &u)
	})
	return out, err
}

// onlyWorkspace finds a company by its short name, or the only one.
func (a *App) onlyWorkspace(ctx context.Context, slug string) (*chat.Workspace, error) {
	if slug != "" {
		return a.store.WorkspaceBySlug(ctx, slug)
	}
	all, err := a.store.Workspaces(ctx, 2)
	if err != nil {
		return nil, err
	}
	if len(all) != 1 {
		return nil, chat.Bad("workspace", "choose_workspace", "Name the company by its short name.")
	}
	return all[0], nil
}
