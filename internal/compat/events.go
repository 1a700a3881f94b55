package compat

import (
	"encoding/json"
	"fmt"

	"github.com/guideops/guideops/internal/chat"
)

// Event is one of the demo's events: user.connected, user.disconnected,
// show.room, message.
type Event struct {
	Type string `json:"type"`
	Data any    `json:"data"`
}

// DemoMessage is a message as the demo writes it. Date is in Unix seconds.
type DemoMessage struct {
	From    chat.ID `json:"from"`
	Date    int64   `json:"date"`
	Message string  `json:"message"`
	RoomID  string  `json:"roomId"`
}

func (c *cast) message(m *chat.Message) DemoMessage {
	return DemoMessage{From: m.AuthorID, Date: m.TSMS / 1000, Message: demoText(m), RoomID: c.roomName(m.RoomID)}
}

// demoText shows a position as words: the demo knows none.
func demoText(m *chat.Message) string {
	if m.Text == "" && m.Lat != nil && m.Long != nil {
		return fmt.Sprintf("%.5f, %.5f", *m.Lat, *m.Long)
	}
	return m.Text
}

// shownKept is how many messages a translator remembers to have shown.
const shownKept = 1024

// Translator turns the live changes of one person, in their order, into the
// demo's events. It does nothing else, so that every transport can use it: feed
// it the name and the data of each event of our own stream.
type Translator struct {
	*cast
	here  map[chat.ID]bool
	since int64 // messages up to here were there before
	shown map[int64]struct{}
	order []int64 // of shown
}

func newTranslator(c *cast, here map[chat.ID]bool, since int64) *Translator {
	return &Translator{cast: c, here: here, since: since, shown: map[int64]struct{}{}}
}

// Events gives what a change is to the demo: mostly nothing.
func (t *Translator) Events(kind string, data []byte) ([]Event, error) {
	switch kind {
	case chat.ChangeMessage.String():
		return t.said(data)
	case "presence":
		return t.came(data)
	case chat.ChangeUser.String():
		var u chat.User
		err := json.Unmarshal(data, &u)
		if err == nil {
			t.users[u.ID] = u
		}
		return nil, err
	case chat.ChangeMember.String():
		var m chat.Member
		err := json.Unmarshal(data, &m)
		if err == nil {
			t.member(&m)
		}
		return nil, err
	case chat.ChangeEntered.String():
		return t.entered(data)
	case chat.ChangeRoom.String():
		var r chat.Room
		err := json.Unmarshal(data, &r)
		if known, ok := t.rooms[r.ID]; ok && err == nil {
			known.Room = r
			t.rooms[r.ID] = known
		}
		return nil, err
	}
	return nil, nil
}

// said shows a message once. What is changed later does not come again: the
// demo's clients append whatever comes.
func (t *Translator) said(data []byte) ([]Event, error) {
	var m chat.Message
	if err := json.Unmarshal(data, &m); err != nil {
		return nil, err
	}
	if m.Kind != chat.KindMessage || m.DeletedMS != 0 || m.Seq <= t.since {
		return nil, nil
	}
	if _, again := t.shown[m.Seq]; again {
		return nil, nil
	}
	t.shown[m.Seq] = struct{}{}
	if t.order = append(t.order, m.Seq); len(t.order) > shownKept {
		t.since = max(t.since, t.order[0])
		delete(t.shown, t.order[0])
		t.order = t.order[1:]
	}
	return []Event{{"message", t.message(&m)}}, nil
}

// came tells who has come and gone, the others as they are told to him.
func (t *Translator) came(data []byte) ([]Event, error) {
	var in struct {
		Changes []struct {
			UserID chat.ID `json:"user_id"`
			State  string  `json:"state"`
		} `json:"changes"`
	}
	if err := json.Unmarshal(data, &in); err != nil {
		return nil, err
	}
	var out []Event
	for _, c := range in.Changes {
		here := c.State != "offline"
		if _, known := t.users[c.UserID]; !known || c.UserID == t.me || here == t.here[c.UserID] {
			continue
		}
		t.here[c.UserID] = here
		kind := "user.disconnected"
		if here {
			kind = "user.connected"
		}
		out = append(out, Event{kind, demoUser{c.UserID, t.username(c.UserID), here}})
	}
	return out, nil
}

// entered shows a room that he is in now.
func (t *Translator) entered(data []byte) ([]Event, error) {
	var in chat.Entered
	if err := json.Unmarshal(data, &in); err != nil {
		return nil, err
	}
	if in.Room == nil {
		return nil, nil
	}
	for _, m := range in.Members {
		t.member(m)
	}
	r := room{Room: *in.Room, people: peopleOf(in.Members), members: len(in.Members), joined: true}
	t.rooms[r.ID] = r
	return []Event{{"show.room", demoRoom{r.name(), t.names(&r)}}}, nil
}

// member learns who somebody is, and forgets the room that he himself has left.
func (t *Translator) member(m *chat.Member) {
	if m.User != nil {
		t.users[m.UserID] = *m.User
	}
	if m.LeftMS != 0 && m.UserID == t.me {
		delete(t.rooms, m.RoomID)
	}
}
