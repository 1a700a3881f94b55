package chat

// Who may do what, next to one another. Each answers nil or a refusal that says
// what to do. Whether a person sees the thing at all is decided before, by
// Directory: what he may not see does not exist (404), and never gets here.

// Active reports why a person may not act at all, or nil.
func Active(u *User, nowMS int64) error {
	if u.DeactivatedMS != 0 || (u.Role == Guest && u.GuestUntilMS != 0 && u.GuestUntilMS <= nowMS) {
		return ErrSignIn()
	}
	return nil
}

// MayPost guards sending into a room.
func MayPost(u *User, a *Access, nowMS int64) error {
	if err := Active(u, nowMS); err != nil {
		return err
	}
	switch {
	case a.Room.ArchivedMS != 0:
		return Refuse("room_archived", "This room is archived. An admin can unarchive it; until then nobody can write in it.")
	case !a.In:
		return Refuse("not_a_member", "You are not in this room. Join it first.")
	case a.Room.Posting == PostingAdmins && !runs(u, a):
		return Refuse("announcements_only", "Only admins and the room's owners write in this room.")
	}
	return nil
}

// runs: a room is run by its owners and by the company's admins who are in it.
func runs(u *User, a *Access) bool {
	return a.In && (a.Member.Role == RoomOwner || u.Role.AtLeast(Admin))
}

// AtLeast reports whether r is as strong as other or stronger.
func (r Role) AtLeast(other Role) bool { return r.rank() >= other.rank() }

// Above reports whether r is strictly stronger than other.
func (r Role) Above(other Role) bool { return r.rank() > other.rank() }

// Valid reports whether r is a role.
func (r Role) Valid() bool { return r.rank() > 0 }

func (r Role) rank() int {
	switch r {
	case Guest:
		return 1
	case Bot:
		return 2
	case Person:
		return 3
	case Admin:
		return 4
	case SuperAdmin:
		return 5
	}
	return 0
}

// MayAdminister guards the admin panel.
func MayAdminister(u *User) error {
	if !u.Role.AtLeast(Admin) {
		return Refuse("admins_only", "Only admins may do that.")
	}
	return nil
}

// MayOwn guards what only the account owner does.
func MayOwn(u *User) error {
	if u.Role != SuperAdmin {
		return Refuse("owner_only", "Only the account owner may do that.")
	}
	return nil
}

// MaySetRole guards changing a person's role: nobody touches his equals or
// betters, nor raises anybody above himself; ownership is handed over, not set.
func MaySetRole(actor, target *User, to Role) error {
	switch {
	case !to.Valid():
		return Bad("role", "role_unknown", "The role must be admin, user or guest.")
	case to == SuperAdmin || target.Role == SuperAdmin:
		return Refuse("hand_over_instead", "There is exactly one account owner. Use “hand over ownership” instead.")
	case !actor.Role.AtLeast(Admin) || to.Above(actor.Role) || !actor.Role.Above(target.Role):
		return Refuse("role_too_high", "You may only change people below your own role, and not raise them above it.")
	}
	return nil
}

// MayManagePerson guards deactivation, sessions and reset links of others: strictly lower roles only.
func MayManagePerson(actor, target *User) error {
	if !actor.Role.AtLeast(Admin) || !actor.Role.Above(target.Role) {
		return Refuse("role_too_high", "You may only do that for people below your own role.")
	}
	return nil
}

// MayInvite guards making an invite with a role.
func MayInvite(u *User, ws *Workspace, role Role) error {
	switch {
	case u.Role == Guest:
		return Refuse("guests_do_not_invite", "Guests cannot invite people.")
	case ws.Settings.WhoInvites == "admins" && !u.Role.AtLeast(Admin):
		return Refuse("admins_only", "In this company only admins invite people.")
	case !role.Valid() || role == SuperAdmin || role == Bot:
		return Bad("role", "role_unknown", "An invite can make an admin, a user or a guest.")
	case role.Above(u.Role):
		return Refuse("role_too_high", "An invite carries at most your own role.")
	}
	return nil
}

// MayCreateChannel guards creating channels.
func MayCreateChannel(u *User, ws *Workspace) error {
	if u.Role == Guest {
		return Refuse("guests_do_not_create", "Guests cannot create rooms.")
	}
	if ws.Settings.WhoCreates == "admins" && !u.Role.AtLeast(Admin) {
		return Refuse("admins_only", "In this company only admins create rooms.")
	}
	return nil
}

// MayRunRoom guards renaming, topic, visibility, archiving and roles in a room.
func MayRunRoom(u *User, a *Access) error {
	if a.Room.Kind == Direct {
		return Refuse("direct_room", "A direct conversation has no settings of its own.")
	}
	if !runs(u, a) {
		return Refuse("room_owners_only", "Only the room's owners and admins who are in it may do that.")
	}
	return nil
}

// MayChangeRoom guards renaming, topic and rules of a room.
func MayChangeRoom(u *User, a *Access) error {
	if err := MayRunRoom(u, a); err != nil {
		return err
	}
	if a.Room.ArchivedMS != 0 {
		return Refuse("room_archived", "This room is archived. Unarchive it first.")
	}
	return nil
}

// MayArchive guards archiving and unarchiving. A public room may be left by all
// who ran it: any admin may open or close it.
func MayArchive(u *User, a *Access) error {
	if a.Room.IsGeneral {
		return Refuse("room_stays", "General stays open: everybody is in it.")
	}
	if publicChannel(a) && u.Role.AtLeast(Admin) {
		return nil
	}
	return MayRunRoom(u, a)
}

// MayBrowse guards listing the public rooms.
func MayBrowse(u *User) error {
	if u.Role == Guest {
		return Refuse("guests_do_not_browse", "Guests see only the rooms that they were added to.")
	}
	return nil
}

func publicChannel(a *Access) bool { return a.Room.Kind == Channel && a.Room.Visibility == Public }

// MayJoin guards entering a public channel by oneself. Who may not browse does
// not see it. Admins enter an archived one too, to put it in order.
func MayJoin(u *User, a *Access) error {
	if a.Room.ArchivedMS != 0 && !u.Role.AtLeast(Admin) {
		return Refuse("room_archived", "This room is archived. You can read it, but not join it.")
	}
	return nil
}

// MayLeave guards leaving by oneself; alone says that nobody but he can run the
// room. A private room without such a person is out of everybody's reach.
func MayLeave(a *Access, alone bool) error {
	switch {
	case a.Room.Kind == Direct:
		return Refuse("direct_room", "A direct conversation is not left. Hide it instead.")
	case a.Room.IsGeneral:
		return Refuse("room_stays", "Everybody is in General.")
	case alone && a.Room.Visibility == Private:
		return Clash("last_member", "Nobody else could run this room. Archive or delete it instead, or add somebody first.")
	}
	return nil
}

// MayRemoveMember guards removing another. General holds everybody but guests.
func MayRemoveMember(u, target *User, a *Access) error {
	if a.Room.IsGeneral && target.Role != Guest {
		return Refuse("room_stays", "Everybody is in General.")
	}
	return MayRunRoom(u, a)
}

// MayBeAdded guards who can be put into a room.
func MayBeAdded(target *User, room *Room, nowMS int64) error {
	switch {
	case Active(target, nowMS) != nil:
		return Bad("user_ids", "user_inactive", "%s has no active account.", target.Name())
	case target.Role == Guest && room.IsGeneral:
		return Refuse("general_without_guests", "Guests are not in General. Add them to another room.")
	}
	return nil
}

// MayKeep guards what a person has of a room for himself: reading marks, drafts, notifications.
func MayKeep(a *Access) error {
	if !a.In {
		return Refuse("not_a_member", "You are not in this room. Join it first.")
	}
	return nil
}

// MayDeleteRoom guards deletion for good: the room's owner, or the account
// owner where he is in it or it is public.
func MayDeleteRoom(u *User, a *Access) error {
	if a.Room.IsGeneral || a.Room.Kind == Direct {
		return Refuse("room_stays", "This room cannot be deleted.")
	}
	owner := a.In && a.Member.Role == RoomOwner
	if !owner && (u.Role != SuperAdmin || (!a.In && !publicChannel(a))) {
		return Refuse("room_owners_only", "Only the room's owner or the account owner may delete it.")
	}
	return nil
}

// MayClearRoom guards the end of everything said in a channel: as for deletion,
// and the account owner in General, too.
func MayClearRoom(u *User, a *Access) error {
	if a.Room.Kind == Direct {
		return Refuse("direct_room", "A direct conversation belongs to all who are in it and is not cleared.")
	}
	owner := a.In && a.Member.Role == RoomOwner
	if !owner && (u.Role != SuperAdmin || (!a.In && !publicChannel(a))) {
		return Refuse("room_owners_only", "Only the room's owner or the account owner may clear it.")
	}
	return nil
}

// MayAddMembers guards adding others: everybody in a channel but guests.
func MayAddMembers(u *User, a *Access) error {
	switch {
	case a.Room.Kind == Direct:
		return Refuse("direct_room", "A direct conversation is never widened. Start a new one.")
	case u.Role == Guest:
		return Refuse("guests_do_not_invite", "Guests cannot add people.")
	case !a.In:
		return Refuse("not_a_member", "You are not in this room. Join it first.")
	case a.Room.ArchivedMS != 0:
		return Refuse("room_archived", "This room is archived. Unarchive it first.")
	}
	return nil
}

// MayEdit guards editing: only the author.
func MayEdit(u *User, m *Message, a *Access, nowMS int64) error {
	if m.AuthorID != u.ID {
		return Refuse("not_the_author", "Only the author may edit a message.")
	}
	if m.Kind != KindMessage {
		return Refuse("info_message", "This line was written by the server and cannot be edited.")
	}
	if m.DeletedMS != 0 {
		return Clash("message_deleted", "This message is deleted and cannot be edited.")
	}
	return mayTouch(a)
}

// MayDelete guards deletion: the author, the room's owner, an admin who is in the room.
func MayDelete(u *User, m *Message, a *Access) error {
	if m.Kind != KindMessage {
		return Refuse("info_message", "This line was written by the server and cannot be deleted.")
	}
	if m.AuthorID != u.ID && !runs(u, a) {
		return Refuse("not_the_author", "Only the author, the room's owners and admins may delete a message.")
	}
	return mayTouch(a)
}

// MayReact guards reactions, pins and the like on a message.
func MayReact(u *User, m *Message, a *Access) error {
	if m.DeletedMS != 0 {
		return Clash("message_deleted", "This message is deleted.")
	}
	return mayTouch(a)
}

// mayTouch: messages of a room are changed by its members, while it is not archived.
func mayTouch(a *Access) error {
	if !a.In {
		return Refuse("not_a_member", "You are not in this room. Join it first.")
	}
	if a.Room.ArchivedMS != 0 {
		return Refuse("room_archived", "This room is archived. An admin can unarchive it.")
	}
	return nil
}

// ErrSignIn says that the session is over.
func ErrSignIn() *Error {
	return &Error{Kind: Unauthorized, Code: "sign_in", Message: "Sign in again. What you have not sent stays on this device."}
}

// ErrMessageIDTaken answers an id that names anything but this very message;
// the same answer whether or not the asker could see the other one.
func ErrMessageIDTaken() *Error {
	return Clash("message_id_taken", "This message_id names another message. Send yours again with a new id.")
}
