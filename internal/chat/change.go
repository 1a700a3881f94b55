package chat

// ChangeType names what a change is about; the same names are the event names
// of the stream. The numbers are stored in the feed and must never be reused.
type ChangeType uint8

const (
	ChangeWorkspace   ChangeType = 1  // data: Workspace
	ChangeUser        ChangeType = 2  // data: User
	ChangeContact     ChangeType = 3  // data: Contact
	ChangeRoom        ChangeType = 4  // data: Room
	ChangeMember      ChangeType = 5  // data: Member, with the user's public row
	ChangeEntered     ChangeType = 6  // data: Entered; personal: what I now see of a room
	ChangeMessage     ChangeType = 7  // data: Message
	ChangeRead        ChangeType = 8  // data: Read; direct rooms only
	ChangeRoomState   ChangeType = 9  // data: RoomState; personal
	ChangeThreadState ChangeType = 10 // data: ThreadState; personal
	ChangeDraft       ChangeType = 11 // data: Draft; personal
	ChangeSaved       ChangeType = 12 // data: Saved; personal
	ChangeNotice      ChangeType = 13 // data: Notice; personal
	ChangeSession     ChangeType = 14 // data: Session; personal, when it ends
)

var changeNames = [...]string{"", "workspace", "user", "contact", "room", "member", "entered", "message",
	"read", "room_state", "thread_state", "draft", "saved", "notice", "session"}

// String is the name on the wire, or "" for a type this version does not know.
func (t ChangeType) String() string {
	if int(t) < len(changeNames) {
		return changeNames[t]
	}
	return ""
}

// Entry is one line of the feed: that a row changed, and for whom.
//
// Audience: UserID != 0 — that person alone; else RoomID != 0 — the room's
// members; else the whole workspace.
type Entry struct {
	Seq    int64
	Type   ChangeType
	RowID  int64 // message: its seq; member, read: the user; others: the row's id
	RoomID ID
	UserID ID
}

// Change is an entry with the current state of its row, encoded once for
// everybody who gets it.
type Change struct {
	Entry
	Data []byte // JSON of the row; nil when the row is gone
}

// Entered is what a person learns who enters a room: the room, his own state
// in it and its members with their public rows. Messages are paged.
type Entered struct {
	Room    *Room      `json:"room"`
	State   *RoomState `json:"state"`
	Members []*Member  `json:"members"`
}

// GoneData is the payload of "gone": the named thing is to be forgotten.
type GoneData struct {
	Type   string `json:"type" doc:"room, message …"`
	ID     string `json:"id" doc:"a message is named by its seq"`
	RoomID ID     `json:"room_id,omitempty"`
}

// AppendGone appends the JSON of the "gone" payload for an entry.
func AppendGone(b []byte, e Entry) []byte {
	b = append(b, `{"type":"`...)
	b = append(b, e.Type.String()...)
	b = append(b, `","id":"`...)
	b = append(b, ID(e.RowID).String()...)
	b = append(b, '"')
	b = appendID(b, `,"room_id":"`, e.RoomID)
	return append(b, '}')
}
