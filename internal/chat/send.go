package chat

import (
	"math"
	"strings"
	"unicode/utf8"
)

// MaxExact is the largest integer that JavaScript holds exactly: a number
// beyond it did not arrive as it was meant.
const MaxExact = 1<<53 - 1

// Send is what a client says of a message: never its author, time or order.
type Send struct {
	ID         UUID     `json:"message_id" doc:"made by the client, best UUIDv7; sent again with the same id, the message is stored once"`
	Text       string   `json:"text,omitempty" doc:"1 to 10,000 characters; empty only with a position"`
	Lat        *float64 `json:"lat,omitempty" doc:"degrees north, WGS 84; with long or not at all"`
	Long       *float64 `json:"long,omitempty" doc:"degrees east, WGS 84"`
	AccuracyM  float64  `json:"accuracy_m,omitempty"`
	AltitudeM  *float64 `json:"altitude_m,omitempty"`
	CapturedMS int64    `json:"captured_ms,omitempty" doc:"when the position was measured, by the device's clock"`
	ComposedMS int64    `json:"composed_ms,omitempty" doc:"when it was written, by the device's clock"`
	DeviceMS   int64    `json:"device_ms,omitempty" doc:"the device's clock at this transmission"`
	ThreadID   UUID     `json:"thread_id,omitzero" doc:"the message whose thread this belongs to"`
	ReplyTo    UUID     `json:"reply_to,omitzero" doc:"the quoted message"`
	Mentions   []string `json:"mentions,omitempty" doc:"user ids, and \"room\" for everybody in it"`
}

// Message is the message as its author's words; the store stamps the rest.
func (s *Send) Message(room, author ID) Message {
	return Message{V: 2, ID: s.ID, RoomID: room, AuthorID: author, Kind: KindMessage, Text: s.Text,
		Lat: s.Lat, Long: s.Long, AccuracyM: s.AccuracyM, AltitudeM: s.AltitudeM, CapturedMS: s.CapturedMS,
		ComposedMS: s.ComposedMS, ThreadID: s.ThreadID, ReplyTo: s.ReplyTo, Mentions: s.Mentions}
}

// Check refuses what must not be stored, with the field to mend.
func (s *Send) Check() error {
	if s.ID.IsZero() {
		return Bad("message_id", "message_id_missing", "Name the message with a UUID of your own.")
	}
	if err := s.checkPosition(); err != nil {
		return err
	}
	if err := CheckText(s.Text, s.Lat != nil); err != nil {
		return err
	}
	for _, t := range []struct {
		field string
		ms    int64
	}{{"captured_ms", s.CapturedMS}, {"composed_ms", s.ComposedMS}, {"device_ms", s.DeviceMS}} {
		if t.ms < 0 || t.ms > MaxExact {
			return Bad(t.field, "time_out_of_range", "%s must be Unix milliseconds between 0 and 2^53.", t.field)
		}
	}
	return CheckMentions(s.Mentions)
}

// CheckText refuses a message's text that cannot be stored and shown as
// written. Only a position may stand without words.
func CheckText(text string, mayBeEmpty bool) error {
	switch {
	case !utf8.ValidString(text) || strings.ContainsRune(text, 0):
		return Bad("text", "text_invalid", "The text holds bytes that are not text (invalid UTF-8 or NUL).")
	case len(text) > MaxText && utf8.RuneCountInString(text) > MaxText:
		return Bad("text", "text_too_long", "A message has at most %d characters. Send it in parts.", MaxText)
	case !mayBeEmpty && Blank(text):
		return Bad("text", "text_empty", "Write something, or attach a position.")
	}
	return nil
}

// CheckMentions refuses what names nobody.
func CheckMentions(mentions []string) error {
	if len(mentions) > MaxMentions {
		return Bad("mentions", "too_many_mentions", "A message mentions at most %d people. Use \"room\" for everybody.", MaxMentions)
	}
	for _, m := range mentions {
		if m == MentionRoom {
			continue
		}
		if _, err := ParseID(m); err != nil {
			return Bad("mentions", "mention_invalid", "A mention is a person's id, or \"room\" for everybody.")
		}
	}
	return nil
}

func (s *Send) checkPosition() error {
	switch {
	case (s.Lat == nil) != (s.Long == nil):
		return Bad(missingOf(s.Lat), "position_incomplete", "lat and long come together or not at all.")
	case s.Lat == nil && (s.AccuracyM != 0 || s.AltitudeM != nil || s.CapturedMS != 0):
		return Bad("lat", "position_incomplete", "accuracy_m, altitude_m and captured_ms describe a position: send lat and long with them.")
	case s.Lat == nil:
		return nil
	case !within(*s.Lat, -90, 90):
		return Bad("lat", "lat_out_of_range", "lat must be between -90 and 90 degrees.")
	case !within(*s.Long, -180, 180):
		return Bad("long", "long_out_of_range", "long must be between -180 and 180 degrees.")
	case !within(s.AccuracyM, 0, math.MaxFloat64):
		return Bad("accuracy_m", "accuracy_out_of_range", "accuracy_m must be 0 or more metres.")
	case s.AltitudeM != nil && !within(*s.AltitudeM, -100_000, 100_000):
		return Bad("altitude_m", "altitude_out_of_range", "altitude_m must be within 100 km of sea level.")
	}
	return nil
}

func missingOf(lat *float64) string {
	if lat == nil {
		return "lat"
	}
	return "long"
}

// within is false for NaN, too.
func within(f, low, high float64) bool { return f >= low && f <= high }
