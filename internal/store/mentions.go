package store

import (
	"math"

	"github.com/guideops/guideops/internal/chat"
)

// reaches tells whether a person is in a room and sees the message of that seq.
func reaches(dir *chat.Directory, room, user chat.ID, seq int64) bool {
	a, ok := dir.See(room, user)
	return ok && a.In && seq >= a.FromSeq
}

// reached leaves of the mentions those that reach somebody; "room" stays.
// seenBy is the seq that one must see: of the thread's first message for a reply.
func reached(dir *chat.Directory, m *chat.Message, mentions []string, seenBy int64) []string {
	var out []string
	for _, s := range mentions {
		id, err := chat.ParseID(s)
		if s == chat.MentionRoom || (err == nil && reaches(dir, m.RoomID, id, seenBy)) {
			out = append(out, s)
		}
	}
	return out
}

// mentionArgs lists whom the message mentions, not its author. Nobody is
// mentioned in a thread that he cannot open: he could never read it.
func mentionArgs(dir *chat.Directory, m *chat.Message, seenBy int64) []any {
	var args []any
	seen := map[chat.ID]bool{m.AuthorID: true}
	note := func(user chat.ID) {
		if !seen[user] && reaches(dir, m.RoomID, user, seenBy) {
			seen[user] = true
			args = append(args, int64(user), int64(m.RoomID), m.Seq)
		}
	}
	for _, s := range m.Mentions {
		if s == chat.MentionRoom {
			for _, member := range dir.Members(m.RoomID) {
				note(member.UserID)
			}
			continue
		}
		id, err := chat.ParseID(s)
		if err != nil {
			continue // validated at the door; a bad one mentions nobody
		}
		note(id)
	}
	return args
}

// Reached leaves of the mentions for a stored message those that reach somebody now.
func (tx *Tx) Reached(m *chat.Message, mentions []string) ([]string, error) {
	root, err := tx.rootOf(m)
	return reached(tx.dir, m, mentions, root.seq), err
}

// rootOf finds the first message of the thread, the message itself outside of one.
func (tx *Tx) rootOf(m *chat.Message) (reference, error) {
	if m.ThreadID.IsZero() {
		return reference{room: m.RoomID, seq: m.Seq, author: m.AuthorID}, nil
	}
	found := map[chat.UUID]reference{}
	err := tx.lookUp([]chat.UUID{m.ThreadID}, found)
	if root, ok := found[m.ThreadID]; ok {
		return root, err
	}
	return reference{room: m.RoomID, seq: math.MinInt64}, err // purged: its seq is below whatever anybody sees
}

// mentionAgain replaces whom an edited message mentions; those named in a reply follow its thread.
func (tx *Tx) mentionAgain(m *chat.Message) error {
	if err := tx.unmention(m); err != nil {
		return err
	}
	root, err := tx.rootOf(m)
	if err != nil {
		return err
	}
	args := mentionArgs(tx.dir, m, root.seq)
	if !m.ThreadID.IsZero() {
		for i := 0; i < len(args); i += 3 {
			if err := tx.follow(m.ThreadID, m.RoomID, root.seq, chat.ID(args[i].(int64))); err != nil {
				return err
			}
		}
	}
	return tx.insertRows(`INSERT INTO mentions (user_id, room_id, seq) VALUES`, 3, args)
}
