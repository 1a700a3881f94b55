package socketio

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"

	"github.com/guideops/guideops/internal/app"
	"github.com/guideops/guideops/internal/chat"
)

// call is one thing that a client asks for.
type call struct {
	app *app.App
	by  app.Actor
	arg json.RawMessage
}

// verbs are the events that clients send, each the verb of a route of the API.
var verbs = [...]struct {
	event string
	run   func(ctx context.Context, c *call) (any, error)
}{
	{"message.send", sendMessage},
	{"message.edit", editMessage},
	{"message.delete", deleteMessage},
	{"message.react", react},
	{"typing", typing},
	{"read", read},
	{"room.join", joinRoom},
	{"room.leave", leaveRoom},
	{"presence", setPresence},
}

// answer is what an acknowledgement carries.
type answer struct {
	OK      bool     `json:"ok"`
	Data    any      `json:"data,omitempty"`
	Problem *problem `json:"problem,omitempty"`
}

// event does what a client asks for and answers; false ends the client.
func (c *session) event(ctx context.Context, p *packet) bool {
	name, arg, err := p.event()
	if err != nil {
		return false
	}
	if p.kind == typeBinaryEvent {
		err = chat.Bad("", "binary_unsupported", "Events carry JSON here. Send no binary data.")
	}
	var data any
	if err == nil {
		data, err = c.run(ctx, name, arg)
	}
	a := answer{OK: true, Data: data}
	if err != nil {
		a = answer{Problem: c.srv.problem(ctx, err)}
	}
	switch {
	case p.id >= 0:
		c.say(ackPacket(p.id, encodeJSON(a)))
	case a.Problem != nil: // nobody asked, but somebody has to know
		c.say(eventPacket("problem", encodeJSON(a.Problem), 0))
	}
	return true
}

func (c *session) run(ctx context.Context, name string, arg json.RawMessage) (any, error) {
	// Each time: sessions end, and the one that is used lives on.
	by, err := c.authenticate(ctx)
	if err != nil {
		return nil, err
	}
	for i := range verbs {
		if verbs[i].event == name {
			return verbs[i].run(ctx, &call{app: c.srv.cfg.App, by: by, arg: arg})
		}
	}
	return nil, chat.Bad("", "event_unknown", "There is no such event. docs/PROTOCOL.md lists them.")
}

// read decodes the argument as strictly as the API does.
func (c *call) read(v any) error {
	arg := c.arg
	if len(arg) == 0 {
		arg = []byte("{}")
	}
	d := json.NewDecoder(bytes.NewReader(arg))
	d.DisallowUnknownFields()
	err := d.Decode(v)
	if err == nil {
		err = chat.StrictJSON(arg)
	}
	if err == nil {
		return nil
	}
	var typ *json.UnmarshalTypeError
	if errors.As(err, &typ) {
		return chat.Bad(typ.Field, "invalid_input", "This value does not fit.")
	}
	return chat.Bad("", "invalid_input", "The input is wrong. The first argument is an object of the fields that docs/PROTOCOL.md names.")
}

func sendMessage(ctx context.Context, c *call) (any, error) {
	var in struct {
		RoomID chat.ID `json:"room_id"`
		chat.Send
	}
	if err := c.read(&in); err != nil {
		return nil, err
	}
	sent, err := c.app.Send(ctx, c.by, in.RoomID, &in.Send)
	return json.RawMessage(sent.JSON), err
}

func editMessage(ctx context.Context, c *call) (any, error) {
	var in struct {
		MessageID chat.UUID `json:"message_id"`
		Text      string    `json:"text"`
		Mentions  *[]string `json:"mentions"`
	}
	if err := c.read(&in); err != nil {
		return nil, err
	}
	return c.app.EditMessage(ctx, c.by, in.MessageID, in.Text, in.Mentions)
}

func deleteMessage(ctx context.Context, c *call) (any, error) {
	var in struct {
		MessageID chat.UUID `json:"message_id"`
	}
	if err := c.read(&in); err != nil {
		return nil, err
	}
	return c.app.DeleteMessage(ctx, c.by, in.MessageID)
}

func react(ctx context.Context, c *call) (any, error) {
	var in struct {
		MessageID chat.UUID `json:"message_id"`
		Emoji     string    `json:"emoji"`
		Remove    bool      `json:"remove"`
	}
	if err := c.read(&in); err != nil {
		return nil, err
	}
	return c.app.React(ctx, c.by, in.MessageID, in.Emoji, !in.Remove)
}

func typing(ctx context.Context, c *call) (any, error) {
	var in struct {
		RoomID   chat.ID   `json:"room_id"`
		ThreadID chat.UUID `json:"thread_id"`
	}
	if err := c.read(&in); err != nil {
		return nil, err
	}
	return nil, c.app.Typing(ctx, c.by, in.RoomID, in.ThreadID)
}

func read(ctx context.Context, c *call) (any, error) {
	var in struct {
		RoomID chat.ID `json:"room_id"`
		Seq    int64   `json:"seq"`
	}
	if err := c.read(&in); err != nil {
		return nil, err
	}
	return c.app.Read(ctx, c.by, in.RoomID, in.Seq)
}

// room is the argument of what is about a room as a whole.
func (c *call) room() (chat.ID, error) {
	var in struct {
		RoomID chat.ID `json:"room_id"`
	}
	err := c.read(&in)
	return in.RoomID, err
}

func joinRoom(ctx context.Context, c *call) (any, error) {
	id, err := c.room()
	if err != nil {
		return nil, err
	}
	return c.app.JoinRoom(ctx, c.by, id)
}

func leaveRoom(ctx context.Context, c *call) (any, error) {
	id, err := c.room()
	if err != nil {
		return nil, err
	}
	return nil, c.app.LeaveRoom(ctx, c.by, id)
}

func setPresence(ctx context.Context, c *call) (any, error) {
	var in struct {
		State string `json:"state"`
	}
	if err := c.read(&in); err != nil {
		return nil, err
	}
	if err := chat.OneOf("state", in.State, "active", "away"); err != nil {
		return nil, err
	}
	c.app.SetPresence(ctx, c.by, in.State == "away")
	return nil, nil
}
