package chat

import (
	"encoding/json"
	"strconv"
	"unicode/utf8"
)

// Limits of a message.
const (
	MaxText     = 10_000 // characters (code points)
	MaxMentions = 100
	// LateMS is how long after its (corrected) writing time a message must
	// arrive to be shown as late.
	LateMS = 2 * 60_000
	// SkewMS is how wrong a phone's clock must be to be spoken of.
	SkewMS = 60_000
)

// Message kinds.
const (
	KindMessage = "message"
	KindInfo    = "info" // written by the server: joined, renamed, archived …
)

// MentionRoom in Mentions means everybody in the room (@room).
const MentionRoom = "room"

// Message is the unified schema of GuideOps V2 with our additions. JSON leaves
// out what is null or empty. It is encoded by AppendJSON; the struct tags serve
// decoding and the OpenAPI document.
type Message struct {
	V           int        `json:"v" doc:"schema version, 2"`
	ID          UUID       `json:"message_id"`
	RoomID      ID         `json:"room_id"`
	AuthorID    ID         `json:"author_id"`
	Text        string     `json:"text,omitempty"`
	TSMS        int64      `json:"ts_ms" doc:"the server's clock when it was stored; orders like seq"`
	Lat         *float64   `json:"lat,omitempty" doc:"degrees north, WGS 84"`
	Long        *float64   `json:"long,omitempty" doc:"degrees east, WGS 84"`
	Seq         int64      `json:"seq"`
	ChangeSeq   int64      `json:"change_seq"`
	Kind        string     `json:"kind" enum:"message,info"`
	ComposedMS  int64      `json:"composed_ms,omitempty" doc:"when it was written, by the device's clock"`
	SkewMS      int64      `json:"skew_ms,omitempty" doc:"device clock minus server clock at sending, where it was a minute or more"`
	AccuracyM   float64    `json:"accuracy_m,omitempty"`
	AltitudeM   *float64   `json:"altitude_m,omitempty"`
	CapturedMS  int64      `json:"captured_ms,omitempty" doc:"when the position was measured, by the device's clock"`
	ThreadID    UUID       `json:"thread_id,omitzero" doc:"the first message of the thread this one is in"`
	ReplyTo     UUID       `json:"reply_to,omitzero" doc:"the quoted message"`
	EditedMS    int64      `json:"edited_ms,omitempty"`
	DeletedMS   int64      `json:"deleted_ms,omitempty"`
	DeletedBy   ID         `json:"deleted_by,omitempty"`
	PinnedMS    int64      `json:"pinned_ms,omitempty"`
	PinnedBy    ID         `json:"pinned_by,omitempty"`
	Mentions    []string   `json:"mentions,omitempty" doc:"user ids, and \"room\" for everybody in it"`
	Reactions   []Reaction `json:"reactions,omitempty"`
	ReplyCount  int64      `json:"reply_count,omitempty"`
	LastReplyMS int64      `json:"last_reply_ms,omitempty"`
	Info        *Info      `json:"info,omitempty" doc:"for kind info"`
}

// Reaction is one emoji and who chose it, in the order they did.
type Reaction struct {
	Emoji   string `json:"emoji"`
	UserIDs []ID   `json:"user_ids"`
}

// Info is what an info message says; the reader's app puts it into words.
type Info struct {
	Event   string `json:"event" enum:"created,joined,left,added,removed,renamed,topic,archived,unarchived,made_public,made_private,posting,history"`
	UserIDs []ID   `json:"user_ids,omitempty" doc:"whom it was done to"`
	Old     string `json:"old,omitempty"`
	New     string `json:"new,omitempty"`
}

// AppendJSON appends the message's JSON. Hand-written because every message
// passes here once on its way to everybody: several times faster than
// reflection (measured in bench). message_test.go holds it equal to encoding/json.
func (m *Message) AppendJSON(b []byte) []byte {
	b = append(b, `{"v":2,"message_id":"`...)
	b = m.ID.appendText(b)
	b = append(b, `","room_id":"`...)
	b = strconv.AppendInt(b, int64(m.RoomID), 10)
	b = append(b, `","author_id":"`...)
	b = strconv.AppendInt(b, int64(m.AuthorID), 10)
	b = append(b, '"')
	if m.Text != "" {
		b = append(b, `,"text":`...)
		b = AppendQuoted(b, m.Text)
	}
	b = append(b, `,"ts_ms":`...)
	b = strconv.AppendInt(b, m.TSMS, 10)
	if m.Lat != nil && m.Long != nil {
		b = append(b, `,"lat":`...)
		b = appendFloat(b, *m.Lat)
		b = append(b, `,"long":`...)
		b = appendFloat(b, *m.Long)
	}
	b = append(b, `,"seq":`...)
	b = strconv.AppendInt(b, m.Seq, 10)
	b = append(b, `,"change_seq":`...)
	b = strconv.AppendInt(b, m.ChangeSeq, 10)
	b = append(b, `,"kind":`...)
	b = AppendQuoted(b, m.Kind)
	b = appendInt(b, `,"composed_ms":`, m.ComposedMS)
	b = appendInt(b, `,"skew_ms":`, m.SkewMS)
	if m.AccuracyM != 0 {
		b = append(b, `,"accuracy_m":`...)
		b = appendFloat(b, m.AccuracyM)
	}
	if m.AltitudeM != nil {
		b = append(b, `,"altitude_m":`...)
		b = appendFloat(b, *m.AltitudeM)
	}
	b = appendInt(b, `,"captured_ms":`, m.CapturedMS)
	b = appendUUID(b, `,"thread_id":"`, m.ThreadID)
	b = appendUUID(b, `,"reply_to":"`, m.ReplyTo)
	b = appendInt(b, `,"edited_ms":`, m.EditedMS)
	b = appendInt(b, `,"deleted_ms":`, m.DeletedMS)
	b = appendID(b, `,"deleted_by":"`, m.DeletedBy)
	b = appendInt(b, `,"pinned_ms":`, m.PinnedMS)
	b = appendID(b, `,"pinned_by":"`, m.PinnedBy)
	if len(m.Mentions) > 0 {
		b = append(b, `,"mentions":[`...)
		for i, s := range m.Mentions {
			if i > 0 {
				b = append(b, ',')
			}
			b = AppendQuoted(b, s)
		}
		b = append(b, ']')
	}
	if len(m.Reactions) > 0 {
		b = append(b, `,"reactions":`...)
		b = AppendReactions(b, m.Reactions)
	}
	b = appendInt(b, `,"reply_count":`, m.ReplyCount)
	b = appendInt(b, `,"last_reply_ms":`, m.LastReplyMS)
	if m.Info != nil {
		// Rare and small: reflection is good enough, and cannot fail on these types.
		if j, err := json.Marshal(m.Info); err == nil {
			b = append(b, `,"info":`...)
			b = append(b, j...)
		}
	}
	return append(b, '}')
}

// MarshalJSON makes encoding/json write exactly what AppendJSON writes.
func (m *Message) MarshalJSON() ([]byte, error) { return m.AppendJSON(make([]byte, 0, 512)), nil }

// AppendReactions appends the JSON array of reactions.
func AppendReactions(b []byte, rs []Reaction) []byte {
	b = append(b, '[')
	for i, r := range rs {
		if i > 0 {
			b = append(b, ',')
		}
		b = append(b, `{"emoji":`...)
		b = AppendQuoted(b, r.Emoji)
		b = append(b, `,"user_ids":[`...)
		for j, id := range r.UserIDs {
			if j > 0 {
				b = append(b, ',')
			}
			b = append(b, '"')
			b = strconv.AppendInt(b, int64(id), 10)
			b = append(b, '"')
		}
		b = append(b, `]}`...)
	}
	return append(b, ']')
}

func appendInt(b []byte, key string, n int64) []byte {
	if n == 0 {
		return b
	}
	return strconv.AppendInt(append(b, key...), n, 10)
}

func appendID(b []byte, key string, id ID) []byte {
	if id == 0 {
		return b
	}
	return append(strconv.AppendInt(append(b, key...), int64(id), 10), '"')
}

func appendUUID(b []byte, key string, u UUID) []byte {
	if u.IsZero() {
		return b
	}
	return append(u.appendText(append(b, key...)), '"')
}

func appendFloat(b []byte, f float64) []byte {
	return strconv.AppendFloat(b, f, 'f', -1, 64)
}

const hexDigits = "0123456789abcdef"

// AppendQuoted appends s as a JSON string, escaping no more than JSON and
// JavaScript need. Invalid UTF-8 becomes U+FFFD; our doors refuse it earlier.
func AppendQuoted(b []byte, s string) []byte {
	b = append(b, '"')
	start := 0
	for i := 0; i < len(s); {
		c := s[i]
		if c < utf8.RuneSelf {
			if c >= 0x20 && c != '"' && c != '\\' {
				i++
				continue
			}
			b = append(b, s[start:i]...)
			switch c {
			case '"', '\\':
				b = append(b, '\\', c)
			case '\n':
				b = append(b, '\\', 'n')
			case '\r':
				b = append(b, '\\', 'r')
			case '\t':
				b = append(b, '\\', 't')
			default:
				b = append(b, '\\', 'u', '0', '0', hexDigits[c>>4], hexDigits[c&15])
			}
			i++
			start = i
			continue
		}
		r, n := utf8.DecodeRuneInString(s[i:])
		if r == utf8.RuneError && n == 1 {
			b = append(b, s[start:i]...)
			b = append(b, "\ufffd"...)
			i++
			start = i
			continue
		}
		if r == '\u2028' || r == '\u2029' { // line ends to JavaScript, not to JSON
			b = append(b, s[start:i]...)
			b = append(b, '\\', 'u', '2', '0', '2', hexDigits[r&15])
			i += n
			start = i
			continue
		}
		i += n
	}
	b = append(b, s[start:]...)
	return append(b, '"')
}

// WrittenMS is the writing time corrected by the known error of the phone's
// clock; without a claim it is the arrival.
func (m *Message) WrittenMS() int64 {
	if m.ComposedMS == 0 {
		return m.TSMS
	}
	return m.ComposedMS - m.SkewMS
}

// Late reports whether the message arrived noticeably after it was written.
func (m *Message) Late() bool { return m.TSMS-m.WrittenMS() >= LateMS }
