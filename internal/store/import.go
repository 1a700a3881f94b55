package store

import (
	"database/sql"

	"github.com/guideops/guideops/internal/chat"
)

// Imported history: rows that were written somewhere else, at their own times.
// Messages take negative numbers and no entries in the feed; when all are in,
// RaiseFloor lets every device begin anew.

// Kinds of things in imports.
const (
	ImportedUser    = "user"    // an account that the import has made
	ImportedPerson  = "person"  // somebody who had an account here already
	ImportedRoom    = "room"    // a room that the import has made
	ImportedInto    = "into"    // a room that was here already
	ImportedMessage = "message" // target is its seq
	importOpen      = "open"    // rows were written, the floor is not raised yet
)

// Imported reads what is known of a source by kind, by the foreign ids. It
// is for people and rooms, which are few.
func (tx *Tx) Imported(source string, kinds ...string) (map[string]chat.ID, error) {
	out := map[string]chat.ID{}
	for _, kind := range kinds {
		err := tx.Each(`SELECT external_id, target FROM imports WHERE workspace_id = $1 AND source = $2 AND kind = $3`,
			[]any{int64(tx.ws), source, kind}, func(r *sql.Rows) error {
				var id string
				var target chat.ID
				err := r.Scan(&id, &target)
				out[id] = target
				return err
			})
		if err != nil {
			return nil, err
		}
	}
	return out, nil
}

// NoteImport keeps by what foreign name a person or a room came.
func (tx *Tx) NoteImport(source, kind, id string, target chat.ID) error {
	if err := tx.openImport(source); err != nil {
		return err
	}
	_, err := tx.Exec(importRow+` ($1, $2, $3, $4, 0, $5)`, int64(tx.ws), source, kind, id, int64(target))
	return err
}

const importRow = `INSERT INTO imports (workspace_id, source, kind, external_id, room_id, target) VALUES`

// openImport notes that something was written which the devices have not been told.
func (tx *Tx) openImport(source string) error {
	_, err := tx.Exec(importRow+` ($1, $2, $3, '', 0, 0) ON CONFLICT DO NOTHING`, int64(tx.ws), source, importOpen)
	return err
}

// CloseImport ends an import that has written something, and reports whether
// it has. The floor rises over everything before, so that no device goes on
// without what has come in below its cursor.
func (tx *Tx) CloseImport(source string) (bool, error) {
	n, err := tx.Exec(`DELETE FROM imports WHERE workspace_id = $1 AND source = $2 AND kind = $3`, int64(tx.ws), source, importOpen)
	if err != nil || n == 0 {
		return false, err
	}
	seq := tx.Append(chat.ChangeWorkspace, int64(tx.ws), 0, 0)
	_, err = tx.Exec(`UPDATE workspaces SET floor_seq = $1, change_seq = $1 WHERE id = $2`, seq, int64(tx.ws))
	return true, err
}

// ForeignMessage is a message with the id that it had where it came from.
type ForeignMessage struct {
	ExternalID string
	Message    *chat.Message
}

// ImportMessages stores those messages of one room that are not there yet, at
// most 500, and gives all of them their numbers. It counts what it has stored.
func (tx *Tx) ImportMessages(source string, room chat.ID, batch []ForeignMessage) (int, error) {
	fresh, err := tx.unknown(source, batch)
	if err != nil || len(fresh) == 0 {
		return 0, err
	}
	if err := tx.number(room, fresh); err != nil {
		return 0, err
	}
	var rows, names []any
	for _, f := range fresh {
		m := f.Message
		rows = append(rows, messageArgs(tx.ws, m, 0, bodyHash(m))...)
		names = append(names, int64(tx.ws), source, ImportedMessage, f.ExternalID, int64(room), m.Seq)
	}
	if err := tx.openImport(source); err != nil {
		return 0, err
	}
	if err := tx.insertMessages(rows); err != nil {
		return 0, err
	}
	return len(fresh), tx.insertRows(importRow, 6, names)
}

// unknown leaves those that are not stored, and numbers those that are.
func (tx *Tx) unknown(source string, batch []ForeignMessage) ([]ForeignMessage, error) {
	known := make(map[string]int64, len(batch))
	for rest := batch; len(rest) > 0; {
		size := padded(len(rest), 64)
		n := min(len(rest), size)
		args := []any{int64(tx.ws), source, ImportedMessage}
		for i := range size {
			args = append(args, rest[min(i, n-1)].ExternalID)
		}
		err := tx.Each(tx.s.listSQL(`SELECT external_id, target FROM imports WHERE workspace_id = $1 AND source = $2 AND kind = $3 AND external_id`, 4, size),
			args, func(r *sql.Rows) error {
				var id string
				var seq int64
				err := r.Scan(&id, &seq)
				known[id] = seq
				return err
			})
		if err != nil {
			return nil, err
		}
		rest = rest[n:]
	}
	var fresh []ForeignMessage
	for _, f := range batch {
		if seq, ok := known[f.ExternalID]; ok {
			f.Message.Seq = seq
			continue
		}
		known[f.ExternalID] = 0 // named twice in one batch
		fresh = append(fresh, f)
	}
	return fresh, nil
}

// number gives each message the first free number of its time.
func (tx *Tx) number(room chat.ID, fresh []ForeignMessage) error {
	low, high := fresh[0].Message.TSMS, fresh[0].Message.TSMS
	for _, f := range fresh {
		low, high = min(low, f.Message.TSMS), max(high, f.Message.TSMS)
	}
	taken := map[int64]bool{}
	// More than a thousand in one millisecond run over into the next ones.
	err := tx.Each(`SELECT seq FROM messages WHERE room_id = $1 AND seq >= $2 AND seq < $3`,
		[]any{int64(room), chat.ImportSeq(low, 0), min(chat.ImportSeq(high, 1_000_000), 0)}, func(r *sql.Rows) error {
			var seq int64
			err := r.Scan(&seq)
			taken[seq] = true
			return err
		})
	if err != nil {
		return err
	}
	next := map[int64]int64{} // of each time, where to look on
	for _, f := range fresh {
		m := f.Message
		n := next[m.TSMS]
		for taken[chat.ImportSeq(m.TSMS, n)] {
			n++
		}
		m.Seq = chat.ImportSeq(m.TSMS, n)
		m.ChangeSeq = m.Seq // older than every change
		taken[m.Seq], next[m.TSMS] = true, n+1
	}
	return nil
}

// WasMember reports whether somebody is or ever was in a room.
func (tx *Tx) WasMember(room, user chat.ID) (bool, error) {
	var n int
	err := tx.Scan(`SELECT count(*) FROM members WHERE room_id = $1 AND user_id = $2`, []any{int64(room), int64(user)}, &n)
	return n > 0, err
}
