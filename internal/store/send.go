package store

import (
	"context"
	"database/sql"
	"encoding/json"
	"hash/fnv"
	"strings"

	"github.com/guideops/guideops/internal/chat"
)

// SendRequest is one message to be stored. Message carries what its author
// wrote (already validated); the store stamps seq, time and author's rights.
type SendRequest struct {
	Message  chat.Message
	DeviceMS int64
	bodyHash int64
}

// Sent is the stored message, encoded; Repeat says that it was stored before.
type Sent struct {
	JSON   []byte
	Seq    int64
	Repeat bool
}

// Send stores a message in the workspace's next group: at most once by its id.
func (s *Store) Send(ctx context.Context, ws chat.ID, m chat.Message, deviceMS int64) (Sent, error) {
	send := &SendRequest{Message: m, DeviceMS: deviceMS, bodyHash: bodyHash(&m)}
	r := &request{ws: ws, send: send, done: make(chan struct{})}
	err := s.submit(ctx, r)
	return r.sent, err
}

// bodyHash recognises the same body under the same id. Edits do not change it.
func bodyHash(m *chat.Message) int64 {
	h := fnv.New64a()
	body := chat.Message{Text: m.Text, Lat: m.Lat, Long: m.Long, AccuracyM: m.AccuracyM, AltitudeM: m.AltitudeM,
		CapturedMS: m.CapturedMS, ThreadID: m.ThreadID, ReplyTo: m.ReplyTo, Mentions: m.Mentions, Kind: m.Kind}
	h.Write(body.AppendJSON(make([]byte, 0, 512)))
	return int64(h.Sum64())
}

// sendAll stores all sends of a group: one repeat check and one multi-row
// insert for all. Refusals are noted in their requests; an error is for all.
func (tx *Tx) sendAll(reqs []*request) error {
	var sends []*request
	for _, r := range reqs {
		if r.send != nil {
			r.err, r.sent = nil, Sent{}
			sends = append(sends, r)
		}
	}
	if len(sends) == 0 {
		return nil
	}
	known, err := tx.known(sends)
	if err != nil {
		return err
	}
	refs, err := tx.references(sends)
	if err != nil {
		return err
	}
	batch := &sendBatch{tx: tx, known: known, refs: refs}
	for _, r := range sends {
		batch.add(r)
	}
	return batch.store()
}

// stored is what the repeat check knows of an id.
type stored struct {
	room, author chat.ID
	hash, seq    int64
	by           *request // stored by an earlier request of this group
}

// known looks up which ids are stored already.
func (tx *Tx) known(sends []*request) (map[chat.UUID]stored, error) {
	ids := make([]chat.UUID, len(sends))
	for i, r := range sends {
		ids[i] = r.send.Message.ID
	}
	out := make(map[chat.UUID]stored, len(sends))
	err := tx.byUUID(`SELECT message_id, room_id, author_id, body_hash, seq FROM messages WHERE workspace_id = $1 AND message_id`,
		ids, func(rows *sql.Rows) error {
			var id chat.UUID
			var k stored
			if err := rows.Scan(&id, &k.room, &k.author, &k.hash, &k.seq); err != nil {
				return err
			}
			out[id] = k
			return nil
		})
	return out, err
}

// byUUID runs a query over many message ids, in chunks padded to a power of
// two so that few texts are prepared.
func (tx *Tx) byUUID(q string, ids []chat.UUID, row func(*sql.Rows) error) error {
	for len(ids) > 0 {
		size := padded(len(ids), 64)
		n := min(len(ids), size)
		args := make([]any, 0, size+1)
		args = append(args, int64(tx.ws))
		for i := range size {
			id := ids[min(i, n-1)]
			args = append(args, id[:])
		}
		if err := tx.Each(tx.s.listSQL(q, 2, size), args, row); err != nil {
			return err
		}
		ids = ids[n:]
	}
	return nil
}

// padded is the power of two that holds n, at most limit.
func padded(n, limit int) int {
	size := 1
	for size < n && size < limit {
		size *= 2
	}
	return size
}

// listSQL gives q followed by IN ($from, …), built once for each size.
func (s *Store) listSQL(q string, from, size int) string {
	key := rowsKey{q, size}
	if t, ok := s.rowsText.Load(key); ok {
		return t.(string)
	}
	t := q + ` IN (` + s.d.list(from, size) + `)`
	s.rowsText.Store(key, t)
	return t
}

// reference is what a reply must know of the message it answers.
type reference struct {
	room   chat.ID
	seq    int64
	author chat.ID
	thread chat.UUID
}

// references looks up the messages that are replied to.
func (tx *Tx) references(sends []*request) (map[chat.UUID]reference, error) {
	var ids []chat.UUID
	for _, r := range sends {
		if m := &r.send.Message; !m.ThreadID.IsZero() {
			ids = append(ids, m.ThreadID)
		}
		if m := &r.send.Message; !m.ReplyTo.IsZero() {
			ids = append(ids, m.ReplyTo)
		}
	}
	out := make(map[chat.UUID]reference, len(ids))
	if err := tx.lookUp(ids, out); err != nil {
		return nil, err
	}
	// A reply to a reply belongs to the thread of that one: its first message counts it.
	var roots []chat.UUID
	for _, f := range out {
		if _, ok := out[f.thread]; !ok && !f.thread.IsZero() {
			roots = append(roots, f.thread)
		}
	}
	return out, tx.lookUp(roots, out)
}

func (tx *Tx) lookUp(ids []chat.UUID, out map[chat.UUID]reference) error {
	return tx.byUUID(`SELECT message_id, room_id, seq, author_id, thread_id FROM messages WHERE workspace_id = $1 AND message_id`,
		ids, func(rows *sql.Rows) error {
			var id chat.UUID
			var f reference
			if err := rows.Scan(&id, &f.room, &f.seq, &f.author, &f.thread); err != nil {
				return err
			}
			out[id] = f
			return nil
		})
}

// sendBatch gathers the accepted messages of a group.
type sendBatch struct {
	tx       *Tx
	known    map[chat.UUID]stored
	refs     map[chat.UUID]reference
	rows     []any
	mentions []any
	accepted []*request
	repeats  []*request
}

// add authorises one message, gives it its number, or notes its refusal.
func (b *sendBatch) add(r *request) {
	m := &r.send.Message
	if k, ok := b.known[m.ID]; ok {
		if k.room != m.RoomID || k.author != m.AuthorID || k.hash != r.send.bodyHash {
			r.err = chat.ErrMessageIDTaken()
			return
		}
		r.sent = Sent{Seq: k.seq, Repeat: true}
		b.repeats = append(b.repeats, r)
		return
	}
	access, err := b.mayPost(m)
	if err == nil {
		err = b.resolve(m, access)
	}
	if err != nil {
		r.err = err
		return
	}
	tx := b.tx
	m.V, m.TSMS = 2, tx.nowMS
	m.SkewMS = skew(r.send.DeviceMS, m.TSMS)
	m.Seq = tx.head + 1
	seenBy := m.Seq
	if !m.ThreadID.IsZero() {
		seenBy = b.refs[m.ThreadID].seq
	}
	m.Mentions = reached(tx.dir, m, m.Mentions, seenBy)
	m.ChangeSeq = tx.Append(chat.ChangeMessage, m.Seq, m.RoomID, 0)
	b.known[m.ID] = stored{room: m.RoomID, author: m.AuthorID, hash: r.send.bodyHash, seq: m.Seq, by: r}
	b.refs[m.ID] = reference{room: m.RoomID, seq: m.Seq, author: m.AuthorID, thread: m.ThreadID}
	b.rows = append(b.rows, messageArgs(tx.ws, m, r.send.DeviceMS, r.send.bodyHash)...)
	b.mentions = append(b.mentions, mentionArgs(tx.dir, m, seenBy)...)
	tx.daily[m.RoomID]++
	r.sent = Sent{Seq: m.Seq, JSON: m.AppendJSON(make([]byte, 0, 256+len(m.Text)))}
	tx.sent[m.ChangeSeq] = r.sent.JSON
	b.accepted = append(b.accepted, r)
}

func (b *sendBatch) mayPost(m *chat.Message) (chat.Access, error) {
	u, ok := b.tx.dir.User(m.AuthorID)
	if !ok {
		return chat.Access{}, chat.ErrSignIn()
	}
	a, ok := b.tx.dir.See(m.RoomID, m.AuthorID)
	if !ok {
		return a, chat.Missing("room")
	}
	return a, chat.MayPost(&u, &a, b.tx.nowMS)
}

// resolve checks the messages that this one answers. A reply to a reply belongs to the same thread.
func (b *sendBatch) resolve(m *chat.Message, a chat.Access) error {
	if !m.ThreadID.IsZero() {
		f, ok := b.refs[m.ThreadID]
		if !ok || f.room != m.RoomID || f.seq < a.FromSeq {
			return chat.Bad("thread_id", "thread_not_found", "The thread is not in this room any more. Send it as a new message.")
		}
		if !f.thread.IsZero() {
			m.ThreadID = f.thread
		}
	}
	if !m.ReplyTo.IsZero() {
		if f, ok := b.refs[m.ReplyTo]; !ok || f.room != m.RoomID || f.seq < a.FromSeq {
			return chat.Bad("reply_to", "reply_to_not_found", "The quoted message is not in this room any more. Send it without the quote.")
		}
	}
	return nil
}

// store writes the accepted messages and what follows from them.
func (b *sendBatch) store() error {
	tx := b.tx
	if err := tx.insertMessages(b.rows); err != nil {
		return err
	}
	if err := tx.insertRows(`INSERT INTO mentions (user_id, room_id, seq) VALUES`, 3, b.mentions); err != nil {
		return err
	}
	for _, r := range b.accepted {
		if m := &r.send.Message; !m.ThreadID.IsZero() {
			if err := tx.threadGrew(m, b.refs[m.ThreadID]); err != nil {
				return err
			}
		}
	}
	for _, r := range b.repeats {
		if by := b.known[r.send.Message.ID].by; by != nil {
			r.sent.JSON = by.sent.JSON
			continue
		}
		m, err := first(loadMessages(tx.ctx, tx, `WHERE room_id = $1 AND seq = $2`, r.send.Message.RoomID, r.sent.Seq))
		if err != nil {
			return err
		}
		r.sent.JSON = m.AppendJSON(nil)
	}
	return nil
}

const messageWidth = 22

// insertMessages is the one place where messages come into being.
func (tx *Tx) insertMessages(rows []any) error {
	return tx.insertRows(`INSERT INTO messages (room_id, seq, workspace_id, change_seq, message_id, author_id, kind, text,
		body_hash, ts_ms, composed_ms, device_ms, lat, long, accuracy_m, altitude_m, captured_ms, thread_id, reply_to, mentions, info, reactions) VALUES`,
		messageWidth, rows)
}

// Info writes a server's message into a room: joined, renamed, archived …
func (tx *Tx) Info(room, actor chat.ID, id chat.UUID, info chat.Info) error {
	m := &chat.Message{V: 2, ID: id, RoomID: room, AuthorID: actor, Kind: chat.KindInfo, Info: &info, TSMS: tx.nowMS, Seq: tx.head + 1}
	m.ChangeSeq = tx.Append(chat.ChangeMessage, m.Seq, room, 0)
	tx.sent[m.ChangeSeq] = m.AppendJSON(nil)
	return tx.insertMessages(messageArgs(tx.ws, m, 0, 0))
}

func messageArgs(ws chat.ID, m *chat.Message, deviceMS, hash int64) []any {
	return []any{int64(m.RoomID), m.Seq, int64(ws), m.ChangeSeq, m.ID[:], int64(m.AuthorID), m.Kind, m.Text,
		hash, m.TSMS, m.ComposedMS, deviceMS, nullable(m.Lat), nullable(m.Long), m.AccuracyM, nullable(m.AltitudeM),
		m.CapturedMS, uuidArg(m.ThreadID), uuidArg(m.ReplyTo), strings.Join(m.Mentions, ","), infoText(m.Info), ""}
}

func infoText(i *chat.Info) string {
	if i == nil {
		return ""
	}
	b, err := json.Marshal(i)
	if err != nil {
		return "" // strings and numbers always marshal
	}
	return string(b)
}

func nullable(f *float64) any {
	if f == nil {
		return nil
	}
	return *f
}

func uuidArg(u chat.UUID) any {
	if u.IsZero() {
		return nil
	}
	return u[:]
}

// threadGrew counts a reply at the thread's first message, which changes too,
// and lets the two authors and the mentioned follow the thread, if they may see it.
func (tx *Tx) threadGrew(m *chat.Message, root reference) error {
	seq := tx.Append(chat.ChangeMessage, root.seq, m.RoomID, 0)
	if _, err := tx.Exec(`UPDATE messages SET reply_count = reply_count + 1, last_reply_ms = $1, change_seq = $2
		WHERE room_id = $3 AND seq = $4`, m.TSMS, seq, int64(m.RoomID), root.seq); err != nil {
		return err
	}
	followers := []chat.ID{m.AuthorID}
	if reaches(tx.dir, m.RoomID, root.author, root.seq) {
		followers = append(followers, root.author)
	}
	args := mentionArgs(tx.dir, m, root.seq)
	for i := 0; i < len(args); i += 3 {
		followers = append(followers, chat.ID(args[i].(int64)))
	}
	for _, u := range followers {
		if err := tx.follow(m.ThreadID, m.RoomID, root.seq, u); err != nil {
			return err
		}
	}
	return nil
}

// follow lets a person follow a thread, unless he already has a state of it
// (who stopped following stays so). What was imported of the thread is read.
func (tx *Tx) follow(thread chat.UUID, room chat.ID, rootSeq int64, user chat.ID) error {
	var n int
	if err := tx.Scan(`SELECT count(*) FROM thread_states WHERE user_id = $1 AND thread_id = $2`,
		[]any{int64(user), thread[:]}, &n); err != nil || n > 0 {
		return err
	}
	seq := tx.Append(chat.ChangeThreadState, rootSeq, room, user)
	_, err := tx.Exec(`INSERT INTO thread_states (user_id, thread_id, workspace_id, room_id, root_seq, read_seq, following, change_seq)
		VALUES ($1, $2, $3, $4, $5, $6, 1, $7)`, int64(user), thread[:], int64(tx.ws), int64(room), rootSeq, max(rootSeq, 0), seq)
	return err
}
