package compat

import (
	"bytes"
	"context"
	"encoding/json"
	"net/http"
	"slices"

	"github.com/google/uuid"

	"github.com/guideops/guideops/internal/app"
	"github.com/guideops/guideops/internal/chat"
)

func (h *Handler) v2MessageRoutes() {
	h.route("GET /v2/rooms/{id}/messages", h.v2History(func(*chat.Message) bool { return true }))
	h.route("GET /v2/rooms/{id}/messages/location", h.v2History(func(m *chat.Message) bool { return m.Lat != nil }))
	h.route("POST /v2/rooms/{id}/messages", h.v2Send)
	h.route("POST /v2/ack", h.v2Ack)
}

// v2Message is our message, which keeps V2's unified schema, under the room's
// name of V2 and with both spellings of what V2 spelled twice.
type v2Message struct {
	ID     string   `json:"id"` // of the stream
	RoomID string   `json:"room_id"`
	Text   string   `json:"text"`
	Same   string   `json:"message"`
	Lat    *float64 `json:"latitude,omitempty"`
	Long   *float64 `json:"longitude,omitempty"`
	rest   json.RawMessage
}

// MarshalJSON writes V2's members first, then those of ours that are not among them.
func (m v2Message) MarshalJSON() ([]byte, error) {
	type plain v2Message
	b, err := json.Marshal(plain(m))
	if err != nil {
		return nil, err
	}
	b[len(b)-1] = ','
	return append(b, m.rest[1:]...), nil
}

func (c *cast) v2Message(m *chat.Message) v2Message {
	ours := *m
	ours.Text = "" // told above
	rest := ours.AppendJSON(nil)
	rest = bytes.Replace(rest, []byte(`"room_id":"`+m.RoomID.String()+`",`), nil, 1) // told above
	return v2Message{ID: streamID(m.Seq), RoomID: c.roomName(m.RoomID), Text: m.Text, Same: m.Text, Lat: m.Lat, Long: m.Long, rest: rest}
}

// v2History makes a route of a page of what is wanted, oldest first.
func (h *Handler) v2History(wanted func(*chat.Message) bool) verb {
	return func(r *http.Request, by app.Actor) (int, any, error) {
		count, err := queryInt(r, "count", app.DefaultPage, 1, app.MaxPage)
		if err != nil {
			return 0, nil, err
		}
		before, err := parseBefore(r.URL.Query().Get("before"))
		if err != nil {
			return 0, nil, err
		}
		c, err := h.castFor(r.Context(), by)
		if err != nil {
			return 0, nil, err
		}
		name := r.PathValue("id")
		id, people, err := c.find(name)
		if err != nil {
			return 0, nil, err
		}
		out := []v2Message{}
		answer := map[string]any{"room_id": name, "messages": out, "count": 0, "has_more": false}
		if people != nil { // nothing has been said yet
			return http.StatusOK, answer, nil
		}
		last, atBegin, err := h.back(r.Context(), by, id, before, func(m *chat.Message) bool {
			if wanted(m) {
				if len(out) == int(count) {
					return false
				}
				out = append(out, c.v2Message(m))
			}
			return true
		})
		if err != nil {
			return 0, nil, err
		}
		slices.Reverse(out)
		answer["messages"], answer["count"], answer["has_more"] = out, len(out), !atBegin
		if !atBegin {
			answer["next_before"] = streamID(last)
		}
		return http.StatusOK, answer, nil
	}
}

func parseBefore(text string) (int64, error) {
	if text == "" {
		return 0, nil
	}
	seq, err := parseStreamID(text)
	if err == nil && seq == 0 {
		err = chat.Bad("before", "stream_id_invalid", "before must be the id of a message.")
	}
	return seq, err
}

// v2Send is what V2's clients say of a message, in either spelling.
type v2Send struct {
	MessageID string   `json:"message_id"`
	Text      *string  `json:"text"`
	Message   *string  `json:"message"`
	Lat       *float64 `json:"lat"`
	Long      *float64 `json:"long"`
	Latitude  *float64 `json:"latitude"`
	Longitude *float64 `json:"longitude"`
}

// namespace is where names of messages that are no UUID become one.
const namespace = "guideops-v2-message"

const maxName = 200

// send gives the message as our verb takes it. The same name of the same author
// gives the same UUID, so that what is sent again is stored once.
func (s *v2Send) send(author chat.ID) (*chat.Send, error) {
	out := &chat.Send{Lat: first(s.Lat, s.Latitude), Long: first(s.Long, s.Longitude)}
	if text := first(s.Text, s.Message); text != nil {
		out.Text = *text
	}
	if len(s.MessageID) > maxName {
		return nil, chat.Bad("message_id", "message_id_too_long", "message_id has at most %d bytes.", maxName)
	}
	switch id, err := chat.ParseUUID(s.MessageID); {
	case err == nil && !id.IsZero():
		out.ID = id
	case s.MessageID != "":
		out.ID = chat.UUID(uuid.NewSHA1(uuid.NameSpaceOID, []byte(namespace+"\x00"+author.String()+"\x00"+s.MessageID)))
	default:
		fresh, err := uuid.NewV7()
		if err != nil {
			return nil, err
		}
		out.ID = chat.UUID(fresh)
	}
	return out, nil
}

func first[T any](a, b *T) *T {
	if a != nil {
		return a
	}
	return b
}

func (h *Handler) v2Send(r *http.Request, by app.Actor) (int, any, error) {
	var in v2Send
	if err := read(r, &in); err != nil {
		return 0, nil, err
	}
	out, err := in.send(by.User)
	if err != nil {
		return 0, nil, err
	}
	if err := out.Check(); err != nil { // before a room is opened for it
		return 0, nil, err
	}
	c, err := h.castFor(r.Context(), by)
	if err != nil {
		return 0, nil, err
	}
	id, err := h.findOrOpen(r.Context(), by, c, r.PathValue("id"))
	if err != nil {
		return 0, nil, err
	}
	sent, err := h.app.Send(r.Context(), by, id, out)
	if err != nil {
		return 0, nil, err
	}
	if c, err = h.castFor(r.Context(), by); err != nil { // the room may be new
		return 0, nil, err
	}
	var m chat.Message
	if err := json.Unmarshal(sent.JSON, &m); err != nil {
		return 0, nil, err
	}
	status := http.StatusCreated
	if sent.Repeat {
		status = http.StatusOK
	}
	return status, c.v2Message(&m), nil
}

// maxAcks is how many rooms one request may mark as read.
const maxAcks = 500

// v2Ack moves reading marks, only forward; a room that is not there stops it
// before any mark has moved.
func (h *Handler) v2Ack(r *http.Request, by app.Actor) (int, any, error) {
	var in struct {
		Acks map[string]string `json:"acks"`
	}
	if err := read(r, &in); err != nil {
		return 0, nil, err
	}
	if len(in.Acks) > maxAcks {
		return 0, nil, chat.Bad("acks", "too_many_acks", "Acknowledge at most %d rooms at once.", maxAcks)
	}
	c, err := h.castFor(r.Context(), by)
	if err != nil {
		return 0, nil, err
	}
	seqs := map[string]int64{}
	rooms := map[string]chat.ID{}
	for name, ack := range in.Acks {
		id, people, err := c.find(name)
		if err == nil && (people != nil || !c.rooms[id].joined) {
			err = chat.Missing("room")
		}
		if err != nil {
			return 0, nil, err
		}
		if seqs[name], err = parseStreamID(ack); err != nil {
			return 0, nil, err
		}
		rooms[name] = id
	}
	acks, err := h.readAll(r.Context(), by, rooms, seqs)
	return http.StatusOK, map[string]any{"acks": acks}, err
}

func (h *Handler) readAll(ctx context.Context, by app.Actor, rooms map[string]chat.ID, seqs map[string]int64) (map[string]string, error) {
	marks := map[string]string{}
	for name, id := range rooms {
		st, err := h.app.Read(ctx, by, id, seqs[name])
		if err != nil {
			return nil, err
		}
		marks[name] = streamID(st.ReadSeq)
	}
	return marks, nil
}
