// Package importing reads the history that people bring from another chat: a
// live Redis of GuideOps V2 or of the Redis chat demo. It knows their formats
// and nothing of ours; what it gives is checked again by the verb that takes it.
package importing

import (
	"encoding/json"
	"math"
	"strconv"
	"strings"
	"time"
)

// Person is somebody of the other chat.
type Person struct {
	ID                        string
	Login                     string // what he signed in with, where that is no address
	FirstName, LastName       string
	Email, Phone, Title, Role string
	PasswordHash              string // bcrypt
	Gone                      bool   // he may not sign in any more
}

// Room is a place where they talked.
type Room struct {
	ID, Name, Topic          string
	General, Direct, Private bool
	Archived                 bool
	CreatedBy                string
	Members                  []string
	Reads                    map[string]Pos // how far each has read
	Count                    int64          // of messages, for the progress
}

// Pos is a place in a room's own order: the id of a Redis stream.
type Pos struct{ MS, N int64 }

// After reports whether p comes after q.
func (p Pos) After(q Pos) bool { return p.MS > q.MS || (p.MS == q.MS && p.N > q.N) }

// Message is one message. ID is unique in its source.
type Message struct {
	ID, Author, Text string
	TSMS             int64
	Pos              Pos
	Lat, Long        *float64
}

// Refusal is something that is not taken over, and why. It never holds the
// text of a message.
type Refusal struct{ Kind, ID, Reason string }

// Page is how many messages a source gives at once.
const Page = 500

// parsePos reads the id of a stream entry.
func parsePos(s string) (Pos, bool) {
	ms, n, hasN := strings.Cut(s, "-")
	p := Pos{}
	var err error
	if p.MS, err = strconv.ParseInt(ms, 10, 64); err != nil || p.MS < 0 {
		return Pos{}, false
	}
	if hasN {
		if p.N, err = strconv.ParseInt(n, 10, 64); err != nil || p.N < 0 {
			return Pos{}, false
		}
	}
	return p, true
}

// parseTime reads a time as it was written by one or the other: seconds, with
// or without a fraction, milliseconds, microseconds, or ISO 8601.
func parseTime(s string) (int64, bool) {
	s = strings.TrimSpace(s)
	if f, err := strconv.ParseFloat(s, 64); err == nil {
		switch {
		case math.IsNaN(f) || f <= 0 || f >= 1e17:
			return 0, false
		case f < 1e11:
			return int64(math.Round(f * 1000)), true
		case f < 1e14:
			return int64(f), true
		}
		return int64(f / 1000), true
	}
	for _, layout := range [...]string{time.RFC3339Nano, "2006-01-02T15:04:05.999999999", "2006-01-02 15:04:05.999999999"} {
		if t, err := time.Parse(layout, s); err == nil && t.UnixMilli() > 0 {
			return t.UnixMilli(), true
		}
	}
	return 0, false
}

// fields are the values of a hash, of a stream's entry or of a JSON object, as text.
type fields map[string]string

// get gives the first of the names that has a value.
func (f fields) get(names ...string) string {
	for _, n := range names {
		if v := strings.TrimSpace(f[n]); v != "" && v != "null" && v != "None" {
			return v
		}
	}
	return ""
}

func (f fields) is(names ...string) bool {
	switch strings.ToLower(f.get(names...)) {
	case "1", "true", "yes", "t":
		return true
	}
	return false
}

// parseObject reads a JSON object as fields; what is no text stays JSON.
func parseObject(b []byte) (fields, bool) {
	var raw map[string]json.RawMessage
	if json.Unmarshal(b, &raw) != nil || raw == nil {
		return nil, false
	}
	f := make(fields, len(raw))
	for k, v := range raw {
		var s string
		if json.Unmarshal(v, &s) == nil {
			f[k] = s
		} else {
			f[k] = string(v)
		}
	}
	return f, true
}
