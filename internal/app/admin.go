package app

import (
	"context"
	"slices"
	"strings"

	"github.com/guideops/guideops/internal/chat"
	"github.com/guideops/guideops/internal/store"
)

// admin lets only admins through, and gives the caller.
func (a *App) admin(ctx context.Context, by Actor) (*chat.User, error) {
	me, err := a.me(ctx, by)
	if err != nil {
		return nil, err
	}
	return me, chat.MayAdminister(me)
}

// administer runs an administrative act: by an admin, in a transaction.
func administer[T any](ctx context.Context, a *App, by Actor, fn func(*store.Tx, *chat.User) (T, error)) (T, error) {
	return write(ctx, a, by, func(tx *store.Tx) (T, error) {
		var zero T
		me, err := actor(tx, by)
		if err != nil {
			return zero, err
		}
		if err := chat.MayAdminister(me); err != nil {
			return zero, err
		}
		return fn(tx, me)
	})
}

// PersonPatch is what an admin may change of somebody; nil leaves it.
type PersonPatch struct {
	Role         *chat.Role
	Deactivated  *bool
	GuestUntilMS *int64
}

// PatchPerson changes somebody's role, end or activity.
func (a *App) PatchPerson(ctx context.Context, by Actor, id chat.ID, p PersonPatch) (*chat.User, error) {
	return administer(ctx, a, by, func(tx *store.Tx, me *chat.User) (*chat.User, error) {
		u, ok := tx.Dir().User(id)
		if !ok {
			return nil, chat.Missing("user")
		}
		return &u, patchPerson(tx, by, me, &u, p)
	})
}

// patchPerson checks all of a patch before it changes anything.
func patchPerson(tx *store.Tx, by Actor, me, u *chat.User, p PersonPatch) error {
	role := u.Role
	if p.Role != nil && *p.Role != u.Role {
		if err := chat.MaySetRole(me, u, *p.Role); err != nil {
			return err
		}
		role = *p.Role
	}
	if p.Deactivated != nil || p.GuestUntilMS != nil {
		if err := chat.MayManagePerson(me, u); err != nil {
			return err
		}
	}
	until, err := newEnd(u, role, p.GuestUntilMS, tx.NowMS())
	if err != nil {
		return err
	}
	old := *u
	u.GuestUntilMS = until
	if p.Deactivated != nil && *p.Deactivated != (u.DeactivatedMS != 0) {
		if err := setActive(tx, by, u, !*p.Deactivated); err != nil {
			return err
		}
	}
	if u.GuestUntilMS != old.GuestUntilMS && role == old.Role {
		if err := auditUser(tx, by, "user.guest_until", u.ID, map[string]any{"until_ms": until}); err != nil {
			return err
		}
	}
	if role != old.Role {
		err = setRole(tx, by, u, role)
	} else if *u != old {
		err = tx.UpdateUser(u)
	}
	if err != nil || u.DeactivatedMS == 0 || old.DeactivatedMS != 0 {
		return err
	}
	return endAccess(tx, u.ID)
}

// endAccess comes after the row: streams end with the reason that they hear of first.
func endAccess(tx *store.Tx, user chat.ID) error {
	if err := tx.EndSessions(user, 0); err != nil {
		return err
	}
	return tx.VoidTokens(user, store.TokenReset)
}

// newEnd is when a person's time is over after a patch: guests have an end, others none.
func newEnd(u *chat.User, role chat.Role, untilMS *int64, nowMS int64) (int64, error) {
	switch {
	case role != chat.Guest && untilMS != nil:
		return 0, chat.Bad("guest_until_ms", "guest_until_not_guest", "Only guests have an end.")
	case role != chat.Guest:
		return 0, nil
	case untilMS != nil:
		return guestEnd(*untilMS, nowMS)
	case u.Role != chat.Guest:
		return guestEnd(0, nowMS)
	}
	return u.GuestUntilMS, nil
}

// setActive deactivates or reactivates. The row itself is stored by the caller.
func setActive(tx *store.Tx, by Actor, u *chat.User, active bool) error {
	if active {
		u.DeactivatedMS = 0
		return auditUser(tx, by, "user.reactivate", u.ID, nil)
	}
	u.DeactivatedMS = tx.NowMS()
	return auditUser(tx, by, "user.deactivate", u.ID, nil)
}

// setRole stores a person with another role and lets him into or out of
// General. A guest sees less than anybody: his floor rises to this very change,
// so that his devices drop what they hold and begin anew.
func setRole(tx *store.Tx, by Actor, u *chat.User, role chat.Role) error {
	old := u.Role
	u.Role = role
	if role == chat.Guest {
		u.FloorSeq = tx.Head() + 1
	}
	if err := tx.UpdateUser(u); err != nil {
		return err
	}
	if err := auditUser(tx, by, "user.role", u.ID, map[string]any{"old": old, "new": role}); err != nil {
		return err
	}
	if err := tx.InsertNotice(u.ID, "role_changed", map[string]any{"old": old, "role": role}); err != nil {
		return err
	}
	room, ok := general(tx.Dir())
	if !ok {
		return nil
	}
	m, in := tx.Dir().Member(room.ID, u.ID)
	switch {
	case role == chat.Guest && in:
		return goOut(tx, m, by.User, &chat.Info{Event: "removed", UserIDs: []chat.ID{u.ID}})
	case role != chat.Guest && !in:
		return enterRoom(tx, room.ID, u.ID, chat.RoomMember, &chat.Info{Event: "added", UserIDs: []chat.ID{u.ID}}, by.User)
	}
	return nil
}

// HandOver makes somebody else the account owner; the caller becomes an admin.
func (a *App) HandOver(ctx context.Context, by Actor, to chat.ID, password string) (*chat.User, error) {
	me, err := a.me(ctx, by)
	if err != nil {
		return nil, err
	}
	if err := chat.MayOwn(me); err != nil {
		return nil, err
	}
	if err := a.confirmPassword(ctx, by, "password", password); err != nil {
		return nil, err
	}
	return write(ctx, a, by, func(tx *store.Tx) (*chat.User, error) {
		me, err := actor(tx, by)
		if err != nil {
			return nil, err
		}
		if err := chat.MayOwn(me); err != nil {
			return nil, err
		}
		u, ok := tx.Dir().User(to)
		if !ok {
			return nil, chat.Missing("user")
		}
		return &u, handOver(tx, by, me, &u)
	})
}

// handOver swaps the roles in one transaction: there is always exactly one owner.
func handOver(tx *store.Tx, by Actor, from, to *chat.User) error {
	if from.ID == to.ID {
		return chat.Clash("owner_already", "This is the owner already.")
	}
	if to.Role == chat.Guest || to.Role == chat.Bot || chat.Active(to, tx.NowMS()) != nil {
		return chat.Clash("owner_unfit", "Only an active person of the company can become its owner. Change his role first.")
	}
	if err := setRole(tx, by, from, chat.Admin); err != nil {
		return err
	}
	if err := setRole(tx, by, to, chat.SuperAdmin); err != nil {
		return err
	}
	return auditUser(tx, by, "workspace.hand_over", to.ID, map[string]any{"from": from.ID})
}

// managed finds somebody whom the admin may manage.
func (a *App) managed(ctx context.Context, by Actor, id chat.ID) (*chat.User, error) {
	me, err := a.admin(ctx, by)
	if err != nil {
		return nil, err
	}
	dir, err := a.store.Directory(ctx, by.Workspace)
	if err != nil {
		return nil, err
	}
	u, ok := dir.User(id)
	if !ok {
		return nil, chat.Missing("user")
	}
	return &u, chat.MayManagePerson(me, &u)
}

// SessionsOf lists somebody's devices.
func (a *App) SessionsOf(ctx context.Context, by Actor, id chat.ID) ([]*chat.Session, error) {
	if _, err := a.managed(ctx, by, id); err != nil {
		return nil, err
	}
	ss, err := a.store.Sessions(ctx, id)
	return list(ss), err
}

// EndSessionsOf signs somebody out everywhere.
func (a *App) EndSessionsOf(ctx context.Context, by Actor, id chat.ID) error {
	_, err := administer(ctx, a, by, func(tx *store.Tx, me *chat.User) (struct{}, error) {
		u, ok := tx.Dir().User(id)
		if !ok {
			return struct{}{}, chat.Missing("user")
		}
		if err := chat.MayManagePerson(me, &u); err != nil {
			return struct{}{}, err
		}
		if err := tx.EndSessions(id, 0); err != nil {
			return struct{}{}, err
		}
		return struct{}{}, auditUser(tx, by, "user.sessions_end", id, nil)
	})
	return err
}

// ResetLink is a link to hand over in person.
type ResetLink struct {
	Link      string `json:"link"`
	ExpiresMS int64  `json:"expires_ms"`
}

// MakeResetLink makes a link by which somebody of a lower role sets a new password.
func (a *App) MakeResetLink(ctx context.Context, by Actor, id chat.ID) (*ResetLink, error) {
	code, hash := newCode(ctx)
	out, err := administer(ctx, a, by, func(tx *store.Tx, me *chat.User) (*ResetLink, error) {
		u, ok := tx.Dir().User(id)
		if !ok {
			return nil, chat.Missing("user")
		}
		if err := chat.MayManagePerson(me, &u); err != nil {
			return nil, err
		}
		expires, err := insertResetToken(tx, by, id, hash)
		return &ResetLink{ExpiresMS: expires}, err
	})
	if err == nil {
		out.Link = a.link("/reset/" + code)
	}
	return out, err
}

// insertResetToken replaces a person's open reset links by a new one.
func insertResetToken(tx *store.Tx, by Actor, user chat.ID, hash [32]byte) (expiresMS int64, err error) {
	if err := tx.VoidTokens(user, store.TokenReset); err != nil {
		return 0, err
	}
	t := store.Token{User: user, Purpose: store.TokenReset, CreatedBy: by.User, ExpiresMS: tx.NowMS() + ownerLifeMS}
	if err := tx.InsertToken(hash, t); err != nil {
		return 0, err
	}
	return t.ExpiresMS, auditUser(tx, by, "user.reset_link", user, nil)
}

// WorkspacePatch is what the owner may change of the company; nil leaves it.
type WorkspacePatch struct {
	Name     *string
	Settings *chat.Settings
}

// PatchWorkspace changes the company's name and settings.
func (a *App) PatchWorkspace(ctx context.Context, by Actor, p WorkspacePatch) (*chat.Workspace, error) {
	if err := checkLines(line{"name", p.Name, maxName}); err != nil {
		return nil, err
	}
	if p.Name != nil && *p.Name == "" {
		return nil, chat.Bad("name", "name_missing", "Name your company.")
	}
	if p.Settings != nil {
		if err := checkSettings(p.Settings); err != nil {
			return nil, err
		}
	}
	return administer(ctx, a, by, func(tx *store.Tx, me *chat.User) (*chat.Workspace, error) {
		if err := chat.MayOwn(me); err != nil {
			return nil, err
		}
		ws, err := tx.CurrentWorkspace()
		if err != nil {
			return nil, err
		}
		if p.Name != nil {
			ws.Name = *p.Name
		}
		if p.Settings != nil {
			ws.Settings = *p.Settings
		}
		if err := tx.UpdateWorkspace(ws); err != nil {
			return nil, err
		}
		return ws, audit(tx, by, "workspace.change", "workspace", ws.ID.String(), map[string]any{"name": ws.Name, "settings": ws.Settings})
	})
}

const maxMailDomains = 20

func checkSettings(s *chat.Settings) error {
	for _, c := range []struct {
		field, value string
		allowed      []string
	}{
		{"settings.signup", s.Signup, []string{"", SignupInvite, SignupOpen, SignupClosed}},
		{"settings.who_invites", s.WhoInvites, []string{"", "everyone", "admins"}},
		{"settings.who_creates", s.WhoCreates, []string{"", "everyone", "admins"}},
	} {
		if !slices.Contains(c.allowed, c.value) {
			return chat.Bad(c.field, "value_unknown", "This must be one of: %s.", strings.Join(c.allowed[1:], ", "))
		}
	}
	if len(s.MailDomains) > maxMailDomains {
		return chat.Bad("settings.mail_domains", "too_many", "At most %d mail domains.", maxMailDomains)
	}
	for i, d := range s.MailDomains {
		d = strings.ToLower(strings.TrimPrefix(strings.TrimSpace(d), "@"))
		if email, err := checkEmail("x@" + d); err != nil || email != "x@"+d || !strings.Contains(d, ".") {
			return chat.Bad("settings.mail_domains", "mail_domain_invalid", "A mail domain looks like guides.example.")
		}
		s.MailDomains[i] = d
	}
	return nil
}
