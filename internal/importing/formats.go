package importing

import (
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"strconv"
	"strings"
)

// What the values in the Redis of the predecessors mean. The demo keeps a
// room's messages as JSON in a sorted set; V2 as fields in a stream, in one of
// two shapes: message_id, author_id, ts_ms, lat, long; or user_id, ts_server,
// ts_iso, user_snapshot, location, kind.

var (
	errNotJSON  = errors.New("it is not a JSON object")
	errAuthor   = errors.New("it names no author")
	errTime     = errors.New("it has no time")
	errPosition = errors.New("its position is not one on earth")
)

// parseDemoMessage reads a member of the demo's sorted set.
func parseDemoMessage(room, member string, score float64) (Message, error) {
	f, ok := parseObject([]byte(member))
	if !ok {
		return Message{}, errNotJSON
	}
	m := Message{ID: room + "/" + demoID(member, score), Author: f.get("from", "user_id", "userId"), Text: f["message"]}
	if m.Author == "" {
		return m, errAuthor
	}
	if m.TSMS, ok = parseTime(f.get("date")); !ok {
		if m.TSMS, ok = parseTime(strconv.FormatFloat(score, 'f', -1, 64)); !ok {
			return m, errTime
		}
	}
	m.Pos = Pos{MS: m.TSMS}
	return m, nil
}

// demoID names a message of the demo, which has no names: a sorted set holds a text once.
func demoID(member string, score float64) string {
	sum := sha256.Sum256([]byte(member))
	return strconv.FormatFloat(score, 'f', -1, 64) + "-" + hex.EncodeToString(sum[:8])
}

// parseStreamEntry reads an entry of V2's streams, in either shape.
func parseStreamEntry(room, id string, values map[string]string) (Message, error) {
	f := fields(values)
	if len(f) == 1 {
		if inner, ok := parseObject([]byte(f.get("data", "payload", "message", "json"))); ok {
			f = inner
		}
	}
	m := Message{ID: room + "/" + id, Author: f.get("author_id", "user_id", "from", "sender_id")}
	for _, name := range [...]string{"text", "message", "content", "body"} {
		if m.Text = f[name]; m.Text != "" {
			break
		}
	}
	switch kind := f.get("kind", "type"); kind {
	case "", "message", "text", "chat", "location", "msg":
	default:
		return m, errors.New("it is no message of a person but a line of kind " + strconv.Quote(clip(kind)))
	}
	if m.Author == "" {
		snapshot, _ := parseObject([]byte(f["user_snapshot"]))
		if m.Author = snapshot.get("id", "user_id"); m.Author == "" {
			return m, errAuthor
		}
	}
	var timed bool
	m.Pos, timed = parsePos(id)
	for _, name := range [...]string{"ts_ms", "ts_server", "ts_iso", "timestamp", "date", "ts"} {
		if ms, ok := parseTime(f.get(name)); ok {
			m.TSMS = ms
			return m, m.locate(f)
		}
	}
	if m.TSMS = m.Pos.MS; !timed || m.TSMS == 0 {
		return m, errTime
	}
	return m, m.locate(f)
}

// locate takes over the position; half of one, or one off the earth, is an error.
func (m *Message) locate(f fields) error {
	if inner, ok := parseObject([]byte(f["location"])); ok {
		f = inner
	}
	lat, long := f.get("lat", "latitude"), f.get("long", "lng", "lon", "longitude")
	if lat == "" && long == "" {
		return nil
	}
	y, err1 := strconv.ParseFloat(lat, 64)
	x, err2 := strconv.ParseFloat(long, 64)
	if err1 != nil || err2 != nil || !(y >= -90 && y <= 90 && x >= -180 && x <= 180) {
		return errPosition
	}
	m.Lat, m.Long = &y, &x
	return nil
}

// parsePerson reads a user's hash: the demo's username and password, or V2's whole profile.
func parsePerson(id string, values map[string]string) (Person, error) {
	f := fields(values)
	p := Person{ID: id, Email: f.get("email"), Phone: f.get("phone"), Title: f.get("title", "job_title"), Role: f.get("role"),
		PasswordHash: f.get("password", "password_hash"), FirstName: f.get("first_name"), LastName: f.get("last_name")}
	p.Gone = f.is("deactivated", "disabled", "deleted")
	name, username := f.get("name", "full_name"), f.get("username", "login")
	if !strings.Contains(username, "@") {
		p.Login = username
	} else if p.Email == "" {
		p.Email = username
	}
	if p.FirstName == "" {
		if p.FirstName = name; name != "" && p.LastName == "" {
			p.FirstName, p.LastName, _ = strings.Cut(name, " ")
		}
	}
	if p.FirstName == "" {
		if p.FirstName = p.Login; p.FirstName == "" {
			p.FirstName, _, _ = strings.Cut(p.Email, "@")
		}
	}
	if p.FirstName == "" {
		return p, errors.New("it has no name and no address")
	}
	return p, nil
}

// setRoom takes over what a room's hash says.
func (r *Room) setRoom(values map[string]string) {
	f := fields(values)
	r.Name, r.Topic = f.get("name", "title"), f.get("topic", "description")
	r.Archived = f.is("archived", "is_archived") || f.get("archived_at", "archived_ms") != ""
	kind := strings.ToLower(f.get("type", "kind", "visibility"))
	r.Private = f.is("private", "is_private") || kind == "private"
	r.Direct = r.Direct || kind == "direct" || kind == "dm"
	r.General = r.General || f.is("is_general", "general")
	r.CreatedBy = f.get("created_by", "owner_id", "creator")
}

func clip(s string) string {
	if r := []rune(s); len(r) > 40 {
		return string(r[:40])
	}
	return s
}
