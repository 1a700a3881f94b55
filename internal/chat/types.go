package chat

import "encoding/json"

// Role is what a person is in the company, weakest first: guest < bot < user <
// admin < super_admin (the account owner; there is always exactly one).
type Role string

const (
	Guest      Role = "guest"
	Bot        Role = "bot"
	Person     Role = "user"
	Admin      Role = "admin"
	SuperAdmin Role = "super_admin"
)

// Workspace is a company: the tenant, and the wall around everything below.
type Workspace struct {
	ID        ID       `json:"id"`
	Slug      string   `json:"slug" doc:"the company's short name in sign-in"`
	Name      string   `json:"name"`
	Settings  Settings `json:"settings"`
	CreatedMS int64    `json:"created_ms"`
	ChangeSeq int64    `json:"change_seq"`
}

// Settings are the owner's choices for the whole company.
type Settings struct {
	Signup      string   `json:"signup,omitempty" enum:"invite,open,closed" doc:"who may join; empty = the server's default"`
	MailDomains []string `json:"mail_domains,omitempty" doc:"people with a confirmed mail at these domains may join"`
	WhoInvites  string   `json:"who_invites,omitempty" enum:"everyone,admins" doc:"empty = everyone but guests"`
	WhoCreates  string   `json:"who_creates,omitempty" enum:"everyone,admins" doc:"who may create channels; empty = everyone but guests"`
}

// User is the public row of a person: what everybody who may see him sees.
type User struct {
	ID            ID     `json:"id"`
	Login         string `json:"login"`
	FirstName     string `json:"first_name"`
	LastName      string `json:"last_name,omitempty"`
	Role          Role   `json:"role" enum:"super_admin,admin,user,guest,bot"`
	Title         string `json:"title,omitempty"`
	Avatar        string `json:"avatar,omitempty" doc:"hash; the picture is at /api/v1/avatars/{hash}"`
	Locale        string `json:"locale,omitempty" doc:"BCP 47 tag"`
	TimeZone      string `json:"time_zone,omitempty" doc:"IANA name"`
	StatusEmoji   string `json:"status_emoji,omitempty"`
	StatusText    string `json:"status_text,omitempty"`
	StatusUntilMS int64  `json:"status_until_ms,omitempty" doc:"the status counts as empty from then on; 0 = until changed"`
	GuestUntilMS  int64  `json:"guest_until_ms,omitempty"`
	DeactivatedMS int64  `json:"deactivated_ms,omitempty"`
	CreatedMS     int64  `json:"created_ms"`
	ChangeSeq     int64  `json:"change_seq"`

	// FloorSeq is the person's own floor in the feed; it rises when his rights
	// shrink as a whole. LastSeenMS is told with the contact, which guests do not
	// get: they see nobody's presence. Neither is part of a user's JSON.
	FloorSeq   int64 `json:"-"`
	LastSeenMS int64 `json:"-"`
}

// Name is how the person is shown.
func (u *User) Name() string {
	if u.LastName == "" {
		return u.FirstName
	}
	return u.FirstName + " " + u.LastName
}

// Contact is how to reach a person outside the app. A row of its own, because
// guests see people but never their contacts, nor when they were here.
type Contact struct {
	UserID     ID     `json:"user_id"`
	Phone      string `json:"phone,omitempty"`
	Email      string `json:"email,omitempty"`
	LastSeenMS int64  `json:"last_seen_ms,omitempty" doc:"as of the row; live presence comes beside the feed"`
	ChangeSeq  int64  `json:"change_seq"`
}

// Room kinds, visibilities, posting rules and history rules.
const (
	Channel = "channel"
	Direct  = "direct"

	Public  = "public"
	Private = "private"

	PostingAll    = "all"
	PostingAdmins = "admins"

	HistoryAll         = "all"
	HistoryFromJoining = "from_joining"
)

// Room is a channel or a direct conversation of two or more.
type Room struct {
	ID              ID     `json:"id"`
	Kind            string `json:"kind" enum:"channel,direct"`
	Visibility      string `json:"visibility" enum:"public,private"`
	Name            string `json:"name,omitempty" doc:"empty for direct rooms"`
	Topic           string `json:"topic,omitempty"`
	IsGeneral       bool   `json:"is_general,omitempty"`
	Posting         string `json:"posting" enum:"all,admins" doc:"admins = an announcement room"`
	History         string `json:"history" enum:"all,from_joining"`
	ArchivedMS      int64  `json:"archived_ms,omitempty"`
	DeletedMS       int64  `json:"-"`
	PurgedBeforeSeq int64  `json:"purged_before_seq,omitempty" doc:"messages below this seq are gone"`
	CreatedBy       ID     `json:"created_by,omitempty"`
	CreatedMS       int64  `json:"created_ms"`
	ChangeSeq       int64  `json:"change_seq"`
}

// FirstSeq is the first number of the room that is still shown. 0 purged
// nothing: it must not hide imported history, whose numbers are negative.
func (r *Room) FirstSeq() int64 {
	if r.PurgedBeforeSeq == 0 {
		return FirstSeq
	}
	return r.PurgedBeforeSeq
}

// Roles in a room.
const (
	RoomOwner  = "owner"
	RoomMember = "member"
)

// Member is the public fact that somebody is (or was) in a room.
type Member struct {
	RoomID    ID     `json:"room_id"`
	UserID    ID     `json:"user_id"`
	Role      string `json:"role" enum:"owner,member"`
	JoinedSeq int64  `json:"joined_seq"`
	JoinedMS  int64  `json:"joined_ms"`
	LeftMS    int64  `json:"left_ms,omitempty"`
	ChangeSeq int64  `json:"change_seq"`
	User      *User  `json:"user,omitempty" doc:"the public row, in change-feed payloads: a guest may not have it yet"`
}

// Notification levels of a room for one person.
const (
	NotifyDefault  = "default" // direct rooms: all; channels: mentions
	NotifyAll      = "all"
	NotifyMentions = "mentions"
	NotifyNothing  = "nothing"
)

// RoomState is one person's own view of a room. Only its owner gets it.
type RoomState struct {
	RoomID        ID     `json:"room_id"`
	UserID        ID     `json:"user_id"`
	ReadSeq       int64  `json:"read_seq" doc:"never moves back"`
	UnreadFromSeq int64  `json:"unread_from_seq,omitempty" doc:"marked unread from here; cleared by the next read"`
	Notify        string `json:"notify" enum:"default,all,mentions,nothing"`
	MutedUntilMS  int64  `json:"muted_until_ms,omitempty"`
	Favourite     bool   `json:"favourite,omitempty"`
	Hidden        bool   `json:"hidden,omitempty" doc:"direct rooms: hidden while nothing is unread; reading further clears it"`
	ChangeSeq     int64  `json:"change_seq"`
}

// Read tells the others in a direct room how far somebody has read.
type Read struct {
	RoomID    ID    `json:"room_id"`
	UserID    ID    `json:"user_id"`
	ReadSeq   int64 `json:"read_seq"`
	ChangeSeq int64 `json:"change_seq"`
}

// ThreadState is one person's own view of a thread.
type ThreadState struct {
	ThreadID  UUID  `json:"thread_id"`
	RoomID    ID    `json:"room_id"`
	UserID    ID    `json:"user_id"`
	ReadSeq   int64 `json:"read_seq"`
	Following bool  `json:"following,omitempty"`
	ChangeSeq int64 `json:"change_seq"`
}

// Draft is an unfinished text, shared by a person's devices. The empty text is no draft.
type Draft struct {
	RoomID    ID     `json:"room_id"`
	ThreadID  UUID   `json:"thread_id,omitzero"`
	UserID    ID     `json:"user_id"`
	Text      string `json:"text"`
	ReplyTo   UUID   `json:"reply_to,omitzero"`
	UpdatedMS int64  `json:"updated_ms"`
	ChangeSeq int64  `json:"change_seq"`
}

// Saved is a message a person keeps for later.
type Saved struct {
	MessageID UUID  `json:"message_id"`
	RoomID    ID    `json:"room_id"`
	UserID    ID    `json:"user_id"`
	Seq       int64 `json:"seq" doc:"of the message"`
	SavedMS   int64 `json:"saved_ms"`
	RemovedMS int64 `json:"removed_ms,omitempty"`
	ChangeSeq int64 `json:"change_seq"`
}

// Notice tells one person something that he can act on: a report came in, his
// role changed, a mail could not be sent.
type Notice struct {
	ID        ID              `json:"id"`
	UserID    ID              `json:"user_id"`
	Kind      string          `json:"kind"`
	Data      json.RawMessage `json:"data,omitempty"`
	CreatedMS int64           `json:"created_ms"`
	ReadMS    int64           `json:"read_ms,omitempty"`
	ChangeSeq int64           `json:"change_seq"`
}

// Session is a signed-in device.
type Session struct {
	ID         ID     `json:"id"`
	UserID     ID     `json:"user_id"`
	Device     string `json:"device,omitempty" doc:"what the person sees in the list, e.g. Firefox on Android"`
	CreatedMS  int64  `json:"created_ms"`
	LastSeenMS int64  `json:"last_seen_ms"`
	ExpiresMS  int64  `json:"expires_ms"`
	EndedMS    int64  `json:"ended_ms,omitempty"`
	Current    bool   `json:"current,omitempty"`
}
