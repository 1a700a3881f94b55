package store

import (
	"context"
	"database/sql"
	"errors"
	"sync"

	"github.com/guideops/guideops/internal/chat"
)

// dirSlot holds one workspace's directory. load guards its first building.
type dirSlot struct {
	load sync.Mutex
	dir  *chat.Directory
}

// rowSet is what changed in a directory.
type rowSet struct {
	users   []*chat.User
	rooms   []*chat.Room
	members []*chat.Member
}

// Directory gives the workspace's directory as this node knows it. It may be
// behind the head by what other nodes have just committed; what guards a write
// uses Tx.Dir instead.
func (s *Store) Directory(ctx context.Context, ws chat.ID) (*chat.Directory, error) {
	v, _ := s.dirs.LoadOrStore(ws, &dirSlot{})
	slot := v.(*dirSlot)
	slot.load.Lock()
	defer slot.load.Unlock()
	if slot.dir != nil {
		return slot.dir, nil
	}
	// Read the head first: rows may then be newer than seq, never older, and
	// applying the same change again does no harm.
	seq, err := s.Head(ctx, ws)
	if err != nil {
		return nil, err
	}
	dir, err := loadDirectory(ctx, s.read, ws, seq)
	if err != nil {
		return nil, err
	}
	slot.dir = dir
	return dir, nil
}

func loadDirectory(ctx context.Context, q querier, ws chat.ID, seq int64) (*chat.Directory, error) {
	users, err := loadUsers(ctx, q, `WHERE workspace_id = $1`, ws)
	if err != nil {
		return nil, err
	}
	rooms, err := loadRooms(ctx, q, `WHERE workspace_id = $1`, ws)
	if err != nil {
		return nil, err
	}
	members, err := loadMembers(ctx, q, `WHERE workspace_id = $1`, ws)
	if err != nil {
		return nil, err
	}
	return chat.NewDirectory(seq, users, rooms, members), nil
}

// directoryAt gives the directory as of the head, which the caller holds locked.
func (s *Store) directoryAt(ctx context.Context, tx *Tx, ws chat.ID, head int64) (*chat.Directory, error) {
	v, _ := s.dirs.LoadOrStore(ws, &dirSlot{})
	slot := v.(*dirSlot)
	slot.load.Lock()
	defer slot.load.Unlock()
	if slot.dir == nil {
		dir, err := loadDirectory(ctx, tx, ws, head)
		if err != nil {
			return nil, err
		}
		slot.dir = dir
		return dir, nil
	}
	return slot.dir, s.catchUp(ctx, tx, ws, slot.dir, head)
}

// CatchUp brings the workspace's directory to the head as other nodes left it.
func (s *Store) CatchUp(ctx context.Context, ws chat.ID, head int64) error {
	dir, err := s.Directory(ctx, ws)
	if err != nil {
		return err
	}
	return s.catchUp(ctx, s.read, ws, dir, head)
}

// Refresh catches up with what other processes have committed, for every company
// that is held here: without a stream or a write of its own a node would go on
// with sessions and rights that were ended elsewhere. It costs one small query.
func (s *Store) Refresh(ctx context.Context) error {
	heads := map[chat.ID]int64{}
	err := each(ctx, s.read, `SELECT workspace_id, seq FROM heads`, nil, func(r *sql.Rows) error {
		var ws chat.ID
		var seq int64
		err := r.Scan(&ws, &seq)
		heads[ws] = seq
		return err
	})
	if err != nil {
		return err
	}
	for ws, head := range heads {
		if _, held := s.dirs.Load(ws); !held {
			continue
		}
		if err := s.CatchUp(ctx, ws, head); err != nil {
			return err
		}
	}
	return nil
}

// catchUp applies what the feed tells of people, rooms and members between the
// directory's seq and the head.
func (s *Store) catchUp(ctx context.Context, q querier, ws chat.ID, dir *chat.Directory, head int64) error {
	since := dir.Seq()
	if since >= head {
		return nil
	}
	var entries []chat.Entry
	err := each(ctx, q, `SELECT seq, type, row_id, room_id, user_id FROM feed
		WHERE workspace_id = $1 AND seq > $2 AND seq <= $3 AND type IN (2, 4, 5, 14) ORDER BY seq`,
		[]any{int64(ws), since, head}, func(r *sql.Rows) error {
			var e chat.Entry
			if err := r.Scan(&e.Seq, &e.Type, &e.RowID, &e.RoomID, &e.UserID); err != nil {
				return err
			}
			entries = append(entries, e)
			return nil
		})
	if err != nil {
		return err
	}
	up, err := s.directoryUpdate(ctx, q, entries)
	if err != nil {
		return err
	}
	dir.Apply(head, up.users, up.rooms, up.members)
	s.endSessions(entries)
	return nil
}

// directoryUpdate reads the present rows of the people, rooms and members that
// the entries name. Inside a transaction it sees that transaction's own writes.
func (s *Store) directoryUpdate(ctx context.Context, q querier, entries []chat.Entry) (rowSet, error) {
	var up rowSet
	for _, e := range entries {
		var err error
		switch e.Type {
		case chat.ChangeUser:
			var us []*chat.User
			us, err = loadUsers(ctx, q, `WHERE id = $1`, e.RowID)
			up.users = append(up.users, us...)
		case chat.ChangeRoom:
			var rs []*chat.Room
			rs, err = loadRooms(ctx, q, `WHERE id = $1`, e.RowID)
			up.rooms = append(up.rooms, rs...)
		case chat.ChangeMember:
			var ms []*chat.Member
			ms, err = loadMembers(ctx, q, `WHERE room_id = $1 AND user_id = $2`, int64(e.RoomID), e.RowID)
			up.members = append(up.members, ms...)
		}
		if err != nil {
			return rowSet{}, err
		}
	}
	return up, nil
}

// Head is the last committed number of a workspace.
func (s *Store) Head(ctx context.Context, ws chat.ID) (int64, error) {
	var seq int64
	err := s.read.scan(ctx, `SELECT seq FROM heads WHERE workspace_id = $1`, []any{int64(ws)}, &seq)
	if errors.Is(err, sql.ErrNoRows) {
		return 0, chat.Missing("workspace")
	}
	return seq, err
}
