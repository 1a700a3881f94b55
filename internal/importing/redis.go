package importing

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/redis/rueidis"
)

// Redis reads a live Redis. It only ever reads: SCAN, TYPE, and what gives the
// values of each type.
type Redis struct {
	client rueidis.Client
	refuse func(Refusal)
	people []Person
	rooms  map[string]*redisRoom
}

type redisRoom struct {
	Room
	demo, streams []string // the keys that hold its messages
	known         bool     // there is more of it than messages
}

// OpenRedis connects and looks at every key. refuse hears of what is not understood.
func OpenRedis(ctx context.Context, url string, refuse func(Refusal)) (*Redis, error) {
	opt, err := rueidis.ParseURL(url)
	if err != nil {
		return nil, errors.New("this is not the URL of a Redis, such as redis://user:password@host:6379/0") // the error would show the password
	}
	opt.DisableCache, opt.AlwaysRESP2, opt.ForceSingleClient = true, true, true // the demo's Redis may be an old one
	client, err := rueidis.NewClient(opt)
	if err != nil {
		return nil, fmt.Errorf("cannot reach the Redis to import from: %w", err)
	}
	r := &Redis{client: client, refuse: refuse, rooms: map[string]*redisRoom{}}
	if err := r.look(ctx); err != nil {
		client.Close()
		return nil, fmt.Errorf("read the Redis to import from: %w", err)
	}
	return r, nil
}

// Close ends the connection.
func (r *Redis) Close() error {
	r.client.Close()
	return nil
}

func (r *Redis) look(ctx context.Context) error {
	var cursor uint64
	seen := map[string]bool{} // SCAN may give a key twice
	for {
		page, err := r.client.Do(ctx, r.client.B().Scan().Cursor(cursor).Count(1000).Build()).AsScanEntry()
		if err != nil {
			return err
		}
		for _, key := range page.Elements {
			if seen[key] {
				continue
			}
			seen[key] = true
			if err := r.key(ctx, key); err != nil {
				return err
			}
		}
		if cursor = page.Cursor; cursor == 0 {
			r.settle()
			return nil
		}
	}
}

// key files one key by its name and type.
func (r *Redis) key(ctx context.Context, key string) error {
	parts := strings.Split(strings.TrimPrefix(key, "v2:"), ":")
	if parts[0] == "guideops" {
		return nil // our own
	}
	kind, err := r.client.Do(ctx, r.client.B().Type().Key(key).Build()).ToString()
	if err != nil {
		return err
	}
	switch parts[0] {
	case "user", "users":
		return r.userKey(ctx, key, kind, parts[1:])
	case "room", "rooms", "channel", "channels", "messages", "stream":
		return r.roomKey(ctx, key, kind, parts[1:])
	case "username", "email", "total_users", "total_rooms", "online_users", "online", "session", "sessions", "sess", "presence", "typing":
		return nil // indexes and what passes: nothing of it is history
	case "archived_rooms", "archived_channels":
		return r.archived(ctx, key, kind)
	}
	r.refuse(Refusal{"key", clip(key), "a key that neither V2 nor the demo has"})
	return nil
}

func (r *Redis) userKey(ctx context.Context, key, kind string, parts []string) error {
	switch {
	case len(parts) == 1 && kind == "hash":
		values, err := r.hash(ctx, key)
		if err != nil {
			return err
		}
		p, err := parsePerson(parts[0], values)
		if err != nil {
			r.refuse(Refusal{"person", parts[0], err.Error()})
		} else {
			r.people = append(r.people, p)
		}
		return nil
	case len(parts) == 2 && kind == "set" && slices.Contains([]string{"rooms", "channels"}, parts[1]):
		ids, err := r.client.Do(ctx, r.client.B().Smembers().Key(key).Build()).AsStrSlice()
		for _, id := range ids {
			room := r.room(id)
			room.Members, room.known = append(room.Members, parts[0]), true
		}
		return err
	case len(parts) == 2 && kind == "hash" && isRead(parts[1]):
		reads, err := r.hash(ctx, key)
		for id, at := range reads {
			r.read(id, parts[0], at)
		}
		return err
	case len(parts) >= 3 && kind == "string" && isRead(parts[len(parts)-1]):
		return r.readKey(ctx, key, strings.Join(trimRoom(parts[1:len(parts)-1]), ":"), parts[0])
	case len(parts) >= 3 && kind == "string" && isRead(parts[1]):
		return r.readKey(ctx, key, strings.Join(trimRoom(parts[2:]), ":"), parts[0])
	}
	r.refuse(Refusal{"key", clip(key), "a key of a person that is not understood (" + kind + ")"})
	return nil
}

func trimRoom(parts []string) []string {
	if len(parts) > 1 && (parts[0] == "room" || parts[0] == "channel") {
		return parts[1:]
	}
	return parts
}

func isRead(s string) bool {
	return slices.Contains([]string{"read", "reads", "last_read", "cursor", "cursors", "ack", "acks", "read_cursors", "read_cursor"}, s)
}

// roomKey: the id of a direct room has a colon in it, so the last part says what the key holds.
func (r *Redis) roomKey(ctx context.Context, key, kind string, parts []string) error {
	last := ""
	if len(parts) > 1 {
		last = parts[len(parts)-1]
	}
	id, inner := strings.Join(parts, ":"), strings.Join(parts[:max(0, len(parts)-1)], ":")
	switch {
	case id == "archived":
		return r.archived(ctx, key, kind)
	case id == "":
	case kind == "zset":
		r.room(id).demo = append(r.room(id).demo, key)
		return nil
	case kind == "stream":
		if last == "stream" || last == "messages" {
			id = inner
		}
		r.room(id).streams = append(r.room(id).streams, key)
		return nil
	case kind == "string" && last == "name":
		name, err := r.client.Do(ctx, r.client.B().Get().Key(key).Build()).ToString()
		r.room(inner).Name, r.room(inner).known = name, true
		return err
	case kind == "set" && (last == "members" || last == "users"):
		ids, err := r.client.Do(ctx, r.client.B().Smembers().Key(key).Build()).AsStrSlice()
		r.room(inner).Members, r.room(inner).known = append(r.room(inner).Members, ids...), true
		return err
	case kind == "hash" && isRead(last):
		reads, err := r.hash(ctx, key)
		for user, at := range reads {
			r.read(inner, user, at)
		}
		return err
	case kind == "hash":
		if last == "meta" || last == "info" {
			id = inner
		}
		values, err := r.hash(ctx, key)
		r.room(id).setRoom(values)
		r.room(id).known = true
		return err
	case kind == "set" && len(parts) == 1: // a list of ids, told by each room itself
		return nil
	}
	r.refuse(Refusal{"key", clip(key), "a key of a room that is not understood (" + kind + ")"})
	return nil
}

func (r *Redis) archived(ctx context.Context, key, kind string) error {
	if kind != "set" {
		r.refuse(Refusal{"key", clip(key), "a key that is not understood (" + kind + ")"})
		return nil
	}
	ids, err := r.client.Do(ctx, r.client.B().Smembers().Key(key).Build()).AsStrSlice()
	for _, id := range ids {
		r.room(id).archivedBySet()
	}
	return err
}

func (r *redisRoom) archivedBySet() { r.Archived, r.known = true, true }

func (r *Redis) hash(ctx context.Context, key string) (map[string]string, error) {
	return r.client.Do(ctx, r.client.B().Hgetall().Key(key).Build()).AsStrMap()
}

func (r *Redis) readKey(ctx context.Context, key, room, user string) error {
	at, err := r.client.Do(ctx, r.client.B().Get().Key(key).Build()).ToString()
	r.read(room, user, at)
	return err
}

func (r *Redis) read(room, user, at string) {
	pos, ok := parsePos(at)
	if !ok {
		r.refuse(Refusal{"read cursor", clip(room + "/" + user), "it is not the id of a stream's entry"})
		return
	}
	reads := r.room(room).Reads
	if pos.After(reads[user]) {
		reads[user] = pos
	}
}

func (r *Redis) room(id string) *redisRoom {
	room := r.rooms[id]
	if room == nil {
		room = &redisRoom{Room: Room{ID: id, General: id == "0" || id == "general", Reads: map[string]Pos{}}}
		r.rooms[id] = room
	}
	return room
}

// settle decides what the parts of each room mean together.
func (r *Redis) settle() {
	for id, room := range r.rooms {
		if a, b, ok := strings.Cut(id, ":"); ok && isNumber(a) && isNumber(b) {
			room.Direct = true
			room.Members = append(room.Members, a, b)
		}
		if strings.EqualFold(room.Name, "General") && !room.Direct {
			room.General = true
		}
		// Nothing says who may read it: only its members, until an owner opens it.
		room.Private = room.Private || (room.Name == "" && !room.General)
		if room.Name == "" && !room.Direct {
			room.Name = "Room " + id
		}
		slices.Sort(room.Members)
		room.Members = slices.Compact(room.Members)
	}
	slices.SortFunc(r.people, func(a, b Person) int { return byNumber(a.ID, b.ID) })
}

func isNumber(s string) bool {
	_, err := strconv.ParseUint(s, 10, 64)
	return err == nil
}

// byNumber orders ids as people count: 9 before 10.
func byNumber(a, b string) int {
	return cmp.Or(cmp.Compare(len(a), len(b)), cmp.Compare(a, b))
}

// People gives everybody, in the order in which they came.
func (r *Redis) People() []Person { return r.people }

// Rooms gives all rooms, the oldest ids first.
func (r *Redis) Rooms(ctx context.Context) ([]Room, error) {
	var out []Room
	for _, room := range r.rooms {
		for _, key := range room.demo {
			n, err := r.client.Do(ctx, r.client.B().Zcard().Key(key).Build()).AsInt64()
			if err != nil {
				return nil, err
			}
			room.Count += n
		}
		for _, key := range room.streams {
			n, err := r.client.Do(ctx, r.client.B().Xlen().Key(key).Build()).AsInt64()
			if err != nil {
				return nil, err
			}
			room.Count += n
		}
		if room.known || room.Count > 0 {
			out = append(out, room.Room)
		}
	}
	slices.SortFunc(out, func(a, b Room) int { return byNumber(a.ID, b.ID) })
	return out, nil
}

// Messages gives a room's messages, page by page, the oldest first.
func (r *Redis) Messages(ctx context.Context, id string, give func([]Message) error) error {
	room := r.rooms[id]
	for _, key := range room.demo {
		if err := r.demoMessages(ctx, key, id, give); err != nil {
			return err
		}
	}
	for _, key := range room.streams {
		if err := r.streamMessages(ctx, key, id, give); err != nil {
			return err
		}
	}
	return nil
}

func (r *Redis) demoMessages(ctx context.Context, key, room string, give func([]Message) error) error {
	for from := int64(0); ; from += Page {
		q := r.client.B().Zrange().Key(key).Min(strconv.FormatInt(from, 10)).Max(strconv.FormatInt(from+Page-1, 10)).Withscores().Build()
		entries, err := r.client.Do(ctx, q).AsZScores()
		if err != nil || len(entries) == 0 {
			return err
		}
		var page []Message
		for _, e := range entries {
			m, err := parseDemoMessage(room, e.Member, e.Score)
			if err != nil {
				r.refuse(Refusal{"message", clip(room) + "/" + demoID(e.Member, e.Score), err.Error()})
				continue
			}
			page = append(page, m)
		}
		if err := give(page); err != nil {
			return err
		}
	}
}

func (r *Redis) streamMessages(ctx context.Context, key, room string, give func([]Message) error) error {
	for from := "-"; ; {
		entries, err := r.client.Do(ctx, r.client.B().Xrange().Key(key).Start(from).End("+").Count(Page).Build()).AsXRange()
		if err != nil || len(entries) == 0 {
			return err
		}
		var page []Message
		for _, e := range entries {
			m, err := parseStreamEntry(room, e.ID, e.FieldValues)
			if err != nil {
				r.refuse(Refusal{"message", clip(m.ID), err.Error()})
				continue
			}
			page = append(page, m)
		}
		if err := give(page); err != nil {
			return err
		}
		last, ok := parsePos(entries[len(entries)-1].ID)
		if !ok {
			return errors.New("a stream has an entry without an id")
		}
		from = strconv.FormatInt(last.MS, 10) + "-" + strconv.FormatInt(last.N+1, 10)
	}
}
