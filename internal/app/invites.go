package app

import (
	"context"
	"time"

	"github.com/guideops/guideops/internal/chat"
	"github.com/guideops/guideops/internal/store"
)

const (
	dayMS         = 24 * hourMS
	inviteLifeMS  = 7 * dayMS
	inviteLongest = 365 * dayMS
	guestLifeMS   = 30 * dayMS
	guestLongest  = 3 * 365 * dayMS
	maxNote       = 200
	maxInviteUses = 10_000
	maxInvites    = 500
)

// NewInvite is what a person chooses of an invite. Zero fields take the usual.
type NewInvite struct {
	Role         chat.Role
	RoomIDs      []chat.ID
	MaxUses      int64
	ExpiresMS    int64
	GuestUntilMS int64
	Note         string
}

// CreateInvite makes a link by which others join. Its code is in this answer only.
func (a *App) CreateInvite(ctx context.Context, by Actor, in NewInvite) (*store.Invite, error) {
	if err := checkLines(line{"note", &in.Note, maxNote}); err != nil {
		return nil, err
	}
	if in.Role == "" {
		in.Role = chat.Person
	}
	if in.MaxUses < 0 || in.MaxUses > maxInviteUses {
		return nil, chat.Bad("max_uses", "max_uses_range", "max_uses must be between 0 (any number) and %d.", maxInviteUses)
	}
	code, hash := newCode(ctx)
	v, err := write(ctx, a, by, func(tx *store.Tx) (*store.Invite, error) {
		v, err := plannedInvite(tx, by, in)
		if err != nil {
			return nil, err
		}
		if err := tx.InsertInvite(v, hash); err != nil {
			return nil, err
		}
		return v, audit(tx, by, "invite.create", "invite", v.ID.String(), map[string]any{"role": v.Role, "room_ids": v.RoomIDs})
	})
	if err != nil {
		return nil, err
	}
	v.Code, v.Link = code, a.link("/join/"+code)
	return v, nil
}

// plannedInvite checks an invite against the rights of the one who makes it.
func plannedInvite(tx *store.Tx, by Actor, in NewInvite) (*store.Invite, error) {
	me, err := actor(tx, by)
	if err != nil {
		return nil, err
	}
	ws, err := tx.CurrentWorkspace()
	if err != nil {
		return nil, err
	}
	if err := chat.MayInvite(me, ws, in.Role); err != nil {
		return nil, err
	}
	rooms, err := checkRooms(tx.Dir(), by.User, in.RoomIDs)
	if err != nil {
		return nil, err
	}
	now := tx.NowMS()
	v := &store.Invite{Role: in.Role, RoomIDs: rooms, MaxUses: in.MaxUses, ExpiresMS: in.ExpiresMS, Note: in.Note, CreatedBy: by.User}
	if v.ExpiresMS == 0 {
		v.ExpiresMS = now + inviteLifeMS
	}
	if v.ExpiresMS <= now || v.ExpiresMS > now+inviteLongest {
		return nil, chat.Bad("expires_ms", "expires_range", "An invitation must end within a year from now.")
	}
	if in.Role == chat.Guest {
		v.GuestUntilMS, err = guestEnd(in.GuestUntilMS, now)
	} else if in.GuestUntilMS != 0 {
		err = chat.Bad("guest_until_ms", "guest_until_not_guest", "Only guests have an end.")
	}
	return v, err
}

// guestEnd is when a guest's time is over: there is always an end.
func guestEnd(untilMS, now int64) (int64, error) {
	if untilMS == 0 {
		return now + guestLifeMS, nil
	}
	if untilMS <= now || untilMS > now+guestLongest {
		return 0, chat.Bad("guest_until_ms", "guest_until_range", "A guest's time must end in the future, within three years.")
	}
	return untilMS, nil
}

// Invites lists a person's own invites; to admins, the company's.
func (a *App) Invites(ctx context.Context, by Actor) ([]*store.Invite, error) {
	me, err := a.me(ctx, by)
	if err != nil {
		return nil, err
	}
	owner := by.User
	if me.Role.AtLeast(chat.Admin) {
		owner = 0
	}
	vs, err := a.store.Invites(ctx, by.Workspace, owner, maxInvites)
	return list(vs), err
}

// RevokeInvite makes an invite useless: one's own, or as an admin anybody's.
func (a *App) RevokeInvite(ctx context.Context, by Actor, id chat.ID) error {
	_, err := write(ctx, a, by, func(tx *store.Tx) (struct{}, error) {
		me, err := actor(tx, by)
		if err != nil {
			return struct{}{}, err
		}
		v, err := tx.Invite(id)
		if err != nil {
			return struct{}{}, err
		}
		if v.CreatedBy != by.User && !me.Role.AtLeast(chat.Admin) {
			return struct{}{}, chat.Missing("invite")
		}
		if err := tx.RevokeInvite(id); err != nil {
			return struct{}{}, err
		}
		return struct{}{}, audit(tx, by, "invite.revoke", "invite", id.String(), nil)
	})
	return err
}

// Invitation is what an invite says to the one who holds it.
type Invitation struct {
	Workspace    WorkspaceChoice `json:"workspace"`
	InvitedBy    string          `json:"invited_by"`
	Role         chat.Role       `json:"role" enum:"admin,user,guest"`
	Rooms        []string        `json:"rooms"`
	ExpiresMS    int64           `json:"expires_ms"`
	GuestUntilMS int64           `json:"guest_until_ms,omitempty"`
}

// Invitation shows an invite before anybody joins by it.
func (a *App) Invitation(ctx context.Context, by Actor, code string) (*Invitation, error) {
	ws, v, err := a.invite(ctx, by, code)
	if err != nil {
		return nil, err
	}
	dir, err := a.store.Directory(ctx, ws)
	if err != nil {
		return nil, err
	}
	company, err := a.store.Workspace(ctx, ws)
	if err != nil {
		return nil, err
	}
	host, err := stillInvites(dir, company, v, a.store.NowMS())
	if err != nil {
		return nil, err
	}
	out := &Invitation{Workspace: WorkspaceChoice{Slug: company.Slug, Name: company.Name}, InvitedBy: host.Name(), Role: v.Role,
		Rooms: []string{}, ExpiresMS: v.ExpiresMS, GuestUntilMS: v.GuestUntilMS}
	for _, r := range openRooms(dir, v) {
		out.Rooms = append(out.Rooms, r.Name)
	}
	return out, nil
}

// invite finds an invite by its code. Guessing is throttled by address.
func (a *App) invite(ctx context.Context, by Actor, code string) (chat.ID, *store.Invite, error) {
	if err := a.throttle.spend("code\x00"+by.IP, 100, 5*time.Second); err != nil {
		return 0, nil, err
	}
	hash, ok := parseCode(code)
	if !ok {
		return 0, nil, store.ErrInviteOver()
	}
	return a.store.InviteByCode(ctx, hash)
}

// stillInvites checks an invite as of now: its maker must still be allowed to make it.
func stillInvites(dir *chat.Directory, ws *chat.Workspace, v *store.Invite, nowMS int64) (*chat.User, error) {
	host, ok := dir.User(v.CreatedBy)
	if !ok || !v.Live(nowMS) || chat.Active(&host, nowMS) != nil || chat.MayInvite(&host, ws, v.Role) != nil ||
		(v.GuestUntilMS != 0 && v.GuestUntilMS <= nowMS) {
		return nil, store.ErrInviteOver()
	}
	return &host, nil
}

// openRooms are the rooms that an invite leads into today: those its maker is still in.
func openRooms(dir *chat.Directory, v *store.Invite) []chat.Room {
	var out []chat.Room
	for _, id := range v.RoomIDs {
		r, ok := dir.Room(id)
		if _, in := dir.Member(id, v.CreatedBy); ok && in && r.ArchivedMS == 0 {
			out = append(out, r)
		}
	}
	return out
}

// joinByInvite makes an account by an invite.
func (a *App) joinByInvite(ctx context.Context, by Actor, code string, p *newPerson, device string) (*SignedIn, error) {
	ws, v, err := a.invite(ctx, by, code)
	if err != nil {
		return nil, err
	}
	return a.join(ctx, by, ws, p, device, func(tx *store.Tx, fresh *newPerson) error {
		now, err := tx.Invite(v.ID) // as of the lock: it may have been used up since
		if err != nil {
			return err
		}
		company, err := tx.CurrentWorkspace()
		if err != nil {
			return err
		}
		if _, err := stillInvites(tx.Dir(), company, now, tx.NowMS()); err != nil {
			return err
		}
		fresh.User.Role, fresh.User.GuestUntilMS = now.Role, now.GuestUntilMS
		if err := insertPerson(tx, fresh); err != nil {
			return err
		}
		for _, r := range openRooms(tx.Dir(), now) {
			if r.IsGeneral && now.Role != chat.Guest {
				continue // he is in it already
			}
			if err := enterRoom(tx, r.ID, fresh.User.ID, chat.RoomMember, joined(fresh.User.ID), fresh.User.ID); err != nil {
				return err
			}
		}
		if err := tx.CountInvite(now.ID); err != nil {
			return err
		}
		by.User = fresh.User.ID
		return audit(tx, by, "invite.use", "invite", now.ID.String(), nil)
	})
}

// list makes nil an empty list, which JSON writes as [].
func list[T any](vs []T) []T {
	if vs == nil {
		return []T{}
	}
	return vs
}
