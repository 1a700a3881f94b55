package store

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"

	"github.com/guideops/guideops/internal/chat"
)

// Finding is one thing that is wrong with the record.
type Finding struct {
	What    string // the rule that is broken
	Count   int64
	Example string // the first row that breaks it
}

func (f Finding) String() string {
	return fmt.Sprintf("%s: %d, such as %s", f.What, f.Count, f.Example)
}

// rule is a query for rows that must not exist; each names itself in a text column "what".
type rule struct{ what, rows string }

// Check looks for everything that must not be: a feed with gaps, rows without
// a number, orphans, counts that do not agree. It reads one moment of the
// record and changes nothing, so it may run beside the server.
func (s *Store) Check(ctx context.Context) (findings []Finding, err error) {
	tx, err := s.snapshot(ctx)
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, tx.Rollback()) }()
	for _, r := range s.rules() {
		f := Finding{What: r.what}
		err := tx.QueryRowContext(ctx, `SELECT count(*), COALESCE(MIN(what), '') FROM (`+r.rows+`) broken`).Scan(&f.Count, &f.Example)
		if err != nil {
			return nil, fmt.Errorf("check that there is no %s: %w", r.what, err)
		}
		if f.Count > 0 {
			findings = append(findings, f)
		}
	}
	f, err := checkReactions(ctx, tx)
	if err == nil && f.Count > 0 {
		findings = append(findings, f)
	}
	return findings, err
}

func (s *Store) rules() []rule {
	all := append(feedRules(), numberRules()...)
	all = append(all, orphanRules()...)
	all = append(all, countRules()...)
	if s.d.integrity != "" {
		all = append(all, rule{"damage in the database file", s.d.integrity})
	}
	return all
}

// feedRules: each workspace's feed is gapless from its floor to its head.
func feedRules() []rule {
	return []rule{
		{"workspace without a head", `SELECT 'workspace ' || CAST(w.id AS TEXT) AS what FROM workspaces w
			WHERE NOT EXISTS (SELECT 1 FROM heads h WHERE h.workspace_id = w.id)`},
		{"feed with a gap between its floor and its head", `SELECT 'workspace ' || CAST(w.id AS TEXT) AS what
			FROM workspaces w JOIN heads h ON h.workspace_id = w.id
			WHERE h.seq - w.floor_seq <> (SELECT count(*) FROM feed f WHERE f.workspace_id = w.id AND f.seq > w.floor_seq AND f.seq <= h.seq)`},
		{"feed entry beyond the head", `SELECT 'workspace ' || CAST(f.workspace_id AS TEXT) || ' seq ' || CAST(f.seq AS TEXT) AS what
			FROM feed f JOIN heads h ON h.workspace_id = f.workspace_id WHERE f.seq > h.seq`},
		{"message that is older than the one before it", `SELECT 'workspace ' || CAST(workspace_id AS TEXT) || ' seq ' || CAST(seq AS TEXT) AS what
			FROM (SELECT workspace_id, seq, ts_ms, LAG(ts_ms) OVER (PARTITION BY workspace_id ORDER BY seq) AS before FROM messages WHERE seq > 0) m
			WHERE ts_ms < before`},
		{"message newer than the clock of its feed", `SELECT 'room ' || CAST(m.room_id AS TEXT) || ' seq ' || CAST(m.seq AS TEXT) AS what
			FROM messages m JOIN heads h ON h.workspace_id = m.workspace_id WHERE m.ts_ms > h.ts_ms`},
	}
}

// numbered says how the entries of a table's rows look in the feed.
type numbered struct {
	table, from string // from: the table as t, and w, its workspace
	entry       string // what must hold for the feed entry f of the row t
}

// numberRules: the last number of every row stands in the feed, and is the
// row's. Rows at 0 have never been announced; those below the floor were
// announced in entries that may be gone.
func numberRules() []rule {
	own := ` JOIN workspaces w ON w.id = t.workspace_id`
	ofUser := ` JOIN users u ON u.id = t.user_id JOIN workspaces w ON w.id = u.workspace_id`
	var rules []rule
	for _, n := range []numbered{
		{"workspaces", `workspaces t JOIN workspaces w ON w.id = t.id`, is(chat.ChangeWorkspace) + ` AND f.row_id = t.id`},
		{"users", `users t` + own, is(chat.ChangeUser) + ` AND f.row_id = t.id`},
		{"contacts", `contacts t` + own, is(chat.ChangeContact) + ` AND f.row_id = t.user_id`},
		{"rooms", `rooms t` + own, is(chat.ChangeRoom) + ` AND f.row_id = t.id`},
		{"members", `members t` + own, is(chat.ChangeMember) + ` AND f.row_id = t.user_id AND f.room_id = t.room_id`},
		{"messages", `messages t` + own, is(chat.ChangeMessage) + ` AND f.row_id = t.seq AND f.room_id = t.room_id`},
		{"room_states", `room_states t` + own, `(` + is(chat.ChangeRoomState) + ` OR ` + is(chat.ChangeEntered) + `) AND f.room_id = t.room_id AND f.user_id = t.user_id`},
		{"thread_states", `thread_states t` + own, is(chat.ChangeThreadState) + ` AND f.row_id = t.root_seq AND f.user_id = t.user_id`},
		{"drafts", `drafts t` + ofUser, is(chat.ChangeDraft) + ` AND f.row_id = t.id AND f.user_id = t.user_id`},
		{"saved", `saved t` + ofUser, is(chat.ChangeSaved) + ` AND f.row_id = t.seq AND f.user_id = t.user_id`},
		{"notices", `notices t` + own, is(chat.ChangeNotice) + ` AND f.row_id = t.id AND f.user_id = t.user_id`},
		{"sessions", `sessions t` + own, is(chat.ChangeSession) + ` AND f.row_id = t.id`},
	} {
		rules = append(rules, rule{"row of " + n.table + " whose change is not in the feed",
			`SELECT 'workspace ' || CAST(w.id AS TEXT) || ' change_seq ' || CAST(t.change_seq AS TEXT) AS what FROM ` + n.from + `
			WHERE t.change_seq > w.floor_seq AND t.change_seq > 0
			AND NOT EXISTS (SELECT 1 FROM feed f WHERE f.workspace_id = w.id AND f.seq = t.change_seq AND ` + n.entry + `)`})
	}
	return append(rules, rule{"message whose arrival is not in the feed",
		`SELECT 'room ' || CAST(t.room_id AS TEXT) || ' seq ' || CAST(t.seq AS TEXT) AS what FROM messages t` + own + `
		WHERE t.seq > w.floor_seq AND t.seq > 0 AND NOT EXISTS (SELECT 1 FROM feed f WHERE f.workspace_id = w.id AND f.seq = t.seq
		AND ` + is(chat.ChangeMessage) + ` AND f.row_id = t.seq)`})
}

func is(t chat.ChangeType) string { return fmt.Sprintf("f.type = %d", t) }

// orphanRules: what a row belongs to exists, in the same workspace.
func orphanRules() []rule {
	var rules []rule
	orphan := func(table, owner, on string) {
		rules = append(rules, rule{"row of " + table + " without its " + owner,
			`SELECT CAST(` + firstColumn(table) + ` AS TEXT) AS what FROM ` + table + ` t WHERE NOT EXISTS (SELECT 1 FROM ` + on + `)`})
	}
	for _, table := range []string{"heads", "feed", "users", "rooms", "invites", "audit", "jobs", "daily_messages", "imports"} {
		orphan(table, "workspace", `workspaces w WHERE w.id = t.workspace_id`)
	}
	for _, table := range []string{"contacts", "members", "room_states", "thread_states", "notices", "sessions", "avatars", "daily_people"} {
		orphan(table, "person", `users u WHERE u.id = t.user_id AND u.workspace_id = t.workspace_id`)
	}
	for _, table := range []string{"drafts", "saved", "reactions", "mentions", "revisions"} {
		orphan(table, "person", `users u WHERE u.id = t.user_id`)
	}
	for _, table := range []string{"members", "room_states", "messages", "thread_states", "daily_messages"} {
		orphan(table, "room", `rooms r WHERE r.id = t.room_id AND r.workspace_id = t.workspace_id`)
	}
	for _, table := range []string{"drafts"} {
		orphan(table, "room", `rooms r WHERE r.id = t.room_id`)
	}
	for _, table := range []string{"revisions", "reactions", "mentions"} {
		orphan(table, "message", `messages m WHERE m.room_id = t.room_id AND m.seq = t.seq`)
	}
	rules = append(rules,
		rule{"message without its author", `SELECT 'room ' || CAST(m.room_id AS TEXT) || ' seq ' || CAST(m.seq AS TEXT) AS what FROM messages m
			WHERE m.author_id <> 0 AND NOT EXISTS (SELECT 1 FROM users u WHERE u.id = m.author_id AND u.workspace_id = m.workspace_id)`},
		rule{"reply without its thread", `SELECT 'room ' || CAST(m.room_id AS TEXT) || ' seq ' || CAST(m.seq AS TEXT) AS what FROM messages m
			JOIN rooms r ON r.id = m.room_id WHERE m.thread_id IS NOT NULL AND r.purged_before_seq = 0
			AND NOT EXISTS (SELECT 1 FROM messages p WHERE p.workspace_id = m.workspace_id AND p.message_id = m.thread_id AND p.room_id = m.room_id)`})
	return rules
}

// firstColumn is what names a row of the table best.
func firstColumn(table string) string {
	switch table {
	case "heads", "feed", "daily_messages", "daily_people", "imports":
		return "t.workspace_id"
	case "contacts", "avatars", "thread_states", "room_states":
		return "t.user_id"
	case "members", "messages", "saved", "reactions", "mentions", "revisions":
		return "t.room_id"
	}
	return "t.id"
}

// countRules: what is kept as a number equals what there is to count.
func countRules() []rule {
	return []rule{
		{"message with a wrong number of replies", `SELECT 'room ' || CAST(p.room_id AS TEXT) || ' seq ' || CAST(p.seq AS TEXT) AS what FROM messages p
			LEFT JOIN (SELECT room_id, thread_id, count(*) AS n FROM messages WHERE thread_id IS NOT NULL AND deleted_ms = 0 GROUP BY room_id, thread_id) c
			ON c.room_id = p.room_id AND c.thread_id = p.message_id WHERE p.reply_count <> COALESCE(c.n, 0)`},
		{"room with a wrong number of messages", `SELECT 'room ' || CAST(r.id AS TEXT) AS what FROM rooms r
			LEFT JOIN (SELECT room_id, SUM(messages) AS n FROM daily_messages GROUP BY room_id) d ON d.room_id = r.id
			LEFT JOIN (SELECT room_id, count(*) AS n FROM messages WHERE kind = 'message' AND seq > 0 GROUP BY room_id) m ON m.room_id = r.id
			WHERE r.purged_before_seq = 0 AND COALESCE(d.n, 0) <> COALESCE(m.n, 0)`},
		{"company without exactly one owner", `SELECT 'workspace ' || CAST(w.id AS TEXT) AS what FROM workspaces w
			WHERE (SELECT count(*) FROM users u WHERE u.workspace_id = w.id AND u.role = 'super_admin') <> 1`},
		{"company without exactly one General", `SELECT 'workspace ' || CAST(w.id AS TEXT) AS what FROM workspaces w
			WHERE (SELECT count(*) FROM rooms r WHERE r.workspace_id = w.id AND r.is_general = 1) <> 1`},
	}
}

// checkReactions compares the reactions that a message shows with those that
// are stored. It compares in Go, because the engines read JSON differently.
func checkReactions(ctx context.Context, tx *sql.Tx) (f Finding, err error) {
	f.What = "message with wrong reactions"
	rows, err := tx.QueryContext(ctx, `SELECT m.room_id, m.seq, m.reactions, COALESCE(c.n, 0) FROM messages m
		LEFT JOIN (SELECT room_id, seq, count(*) AS n FROM reactions GROUP BY room_id, seq) c ON c.room_id = m.room_id AND c.seq = m.seq
		WHERE m.reactions <> '' OR c.n > 0`)
	if err != nil {
		return f, err
	}
	defer func() { err = errors.Join(err, rows.Close()) }()
	for rows.Next() {
		var room, seq, stored int64
		var text string
		if err := rows.Scan(&room, &seq, &text, &stored); err != nil {
			return f, err
		}
		if shown(text) != stored {
			f.Count++
			f.Example = fmt.Sprintf("room %d seq %d", room, seq)
		}
	}
	return f, rows.Err()
}

// shown counts the reactions in a message's JSON; unreadable text counts as wrong.
func shown(text string) int64 {
	if text == "" {
		return 0
	}
	var rs []chat.Reaction
	if json.Unmarshal([]byte(text), &rs) != nil {
		return -1
	}
	var n int64
	for _, r := range rs {
		n += int64(len(r.UserIDs))
	}
	return n
}
