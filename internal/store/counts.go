package store

import (
	"context"
	"database/sql"

	"github.com/guideops/guideops/internal/chat"
)

// CountLimit is where counting stops: nobody reads "1000 unread" as a number.
const CountLimit = 1000

// Counts is what a room's line in the list shows a person.
type Counts struct {
	Unread   int64 // messages of others in the timeline, replies in threads not counted
	Mentions int64 // those that mention him, and unread replies that do
	LastSeq  int64 // the newest message of the room, whoever wrote it
	LastMS   int64
}

// countsSQL counts all rooms of a person in one statement. Each room costs a
// walk along (room_id, seq) from where he stopped reading to the limit, however
// much the room holds; without ORDER BY, PostgreSQL would collect all of it
// before the limit. Unread are messages behind the reading mark or from the
// "mark unread" on, and never what came before he joined. Mentions in threads
// are read in their thread: threadMentionsSQL counts those. Imported history is
// older than every membership, so it is unread for nobody who does not mark it.
const countsSQL = `
SELECT v.room_id,
  (SELECT count(*) FROM (SELECT 1 FROM messages m WHERE m.room_id = v.room_id AND m.seq >= v.from_seq AND m.author_id <> v.user_id
     AND m.thread_id IS NULL AND m.deleted_ms = 0 AND m.kind = 'message' ORDER BY m.seq LIMIT 1000) unread),
  (SELECT count(*) FROM (SELECT 1 FROM mentions n WHERE n.user_id = v.user_id AND n.room_id = v.room_id AND n.seq >= v.from_seq
     AND n.seq >= v.joined_seq AND (SELECT m.thread_id FROM messages m WHERE m.room_id = n.room_id AND m.seq = n.seq) IS NULL
     ORDER BY n.seq LIMIT 1000) mentioned),
  (SELECT m.seq FROM messages m WHERE m.room_id = v.room_id AND m.seq >= v.purged ORDER BY m.seq DESC LIMIT 1),
  (SELECT m.ts_ms FROM messages m WHERE m.room_id = v.room_id AND m.seq >= v.purged ORDER BY m.seq DESC LIMIT 1)
FROM (
  SELECT b.room_id, b.user_id, b.joined_seq, r.purged,
    CASE
      WHEN s.unread_from_seq <> 0 AND (s.unread_from_seq <= s.read_seq OR s.unread_from_seq < b.joined_seq)
        THEN CASE WHEN r.history = 'from_joining' AND b.joined_seq > s.unread_from_seq THEN b.joined_seq
          WHEN r.purged > s.unread_from_seq THEN r.purged ELSE s.unread_from_seq END
      WHEN COALESCE(s.read_seq, 0) >= b.joined_seq AND s.read_seq >= r.purged THEN s.read_seq + 1
      WHEN r.purged > b.joined_seq THEN r.purged
      ELSE b.joined_seq
    END AS from_seq
  FROM members b
  JOIN (SELECT id, history, CASE WHEN purged_before_seq = 0 THEN -9007199254740991 ELSE purged_before_seq END AS purged
    FROM rooms WHERE deleted_ms = 0) r ON r.id = b.room_id
  LEFT JOIN room_states s ON s.user_id = b.user_id AND s.room_id = b.room_id
  WHERE b.user_id = $1 AND b.left_ms = 0`

// threadMentionsSQL counts the mentions in unread replies, by room. It walks
// from the threads that the person has a state of along their unread replies,
// never along all that ever mentioned him. The bounds on n, not on m, leave
// SQLite no choice which one it takes for the walk.
const threadMentionsSQL = `
SELECT v.room_id, CAST(SUM(v.mentioned) AS BIGINT) FROM (
  SELECT t.room_id, (SELECT count(*) FROM (SELECT 1 FROM messages m WHERE m.thread_id = t.thread_id AND m.seq > t.read_seq
      AND (SELECT n.seq FROM mentions n WHERE n.user_id = t.user_id AND n.room_id = m.room_id AND n.seq = m.seq
        AND n.seq >= b.joined_seq AND (r.purged_before_seq = 0 OR n.seq >= r.purged_before_seq)) IS NOT NULL
      ORDER BY m.seq LIMIT 1000) unread) AS mentioned
  FROM thread_states t
  JOIN members b ON b.room_id = t.room_id AND b.user_id = t.user_id AND b.left_ms = 0
  JOIN rooms r ON r.id = t.room_id AND r.deleted_ms = 0
  WHERE t.user_id = $1 AND (r.purged_before_seq = 0 OR t.root_seq >= r.purged_before_seq)
    AND (r.history <> 'from_joining' OR t.root_seq >= b.joined_seq)`

// Counts counts what is unread in all rooms of a person.
func (s *Store) Counts(ctx context.Context, user chat.ID) (map[chat.ID]Counts, error) {
	return s.counts(ctx, ``, int64(user))
}

// CountsIn counts what is unread in one room.
func (s *Store) CountsIn(ctx context.Context, user, room chat.ID) (Counts, error) {
	all, err := s.counts(ctx, ` AND b.room_id = $2`, int64(user), int64(room))
	return all[room], err
}

func (s *Store) counts(ctx context.Context, where string, args ...any) (map[chat.ID]Counts, error) {
	out := map[chat.ID]Counts{}
	err := each(ctx, s.read, countsSQL+where+`) v`, args, func(r *sql.Rows) error {
		var room chat.ID
		var c Counts
		var seq, ms sql.NullInt64 // an empty room has no last message
		err := r.Scan(&room, &c.Unread, &c.Mentions, &seq, &ms)
		c.LastSeq, c.LastMS = seq.Int64, ms.Int64
		out[room] = c
		return err
	})
	if err != nil {
		return nil, err
	}
	err = each(ctx, s.read, threadMentionsSQL+where+`) v GROUP BY v.room_id`, args, func(r *sql.Rows) error {
		var room chat.ID
		var n int64
		err := r.Scan(&room, &n)
		if c, ok := out[room]; ok { // he may have entered between the two statements
			c.Mentions = min(c.Mentions+n, CountLimit)
			out[room] = c
		}
		return err
	})
	return out, err
}
