package app

import (
	"context"

	"github.com/guideops/guideops/internal/chat"
	"github.com/guideops/guideops/internal/store"
)

// onState runs a change of the person's own view of a room that he is in. fn
// tells whether it changed anything.
func (a *App) onState(ctx context.Context, by Actor, room chat.ID,
	fn func(*store.Tx, *chat.Access, *chat.RoomState) (bool, error),
) (*chat.RoomState, error) {
	return write(ctx, a, by, func(tx *store.Tx) (*chat.RoomState, error) {
		_, access, err := acting(tx, by, room)
		if err != nil {
			return nil, err
		}
		if err := chat.MayKeep(access); err != nil {
			return nil, err
		}
		st, err := tx.State(room, by.User)
		if err != nil {
			return nil, err
		}
		changed, err := fn(tx, access, st)
		if err == nil && changed {
			err = tx.PutState(st)
		}
		return st, err
	})
}

// Read moves a person's reading mark. It is clamped to the head and never
// moves back; reading clears "mark unread" and shows a hidden room again.
func (a *App) Read(ctx context.Context, by Actor, room chat.ID, seq int64) (*chat.RoomState, error) {
	if err := chat.CheckSeq("seq", seq); err != nil {
		return nil, err
	}
	return a.onState(ctx, by, room, func(tx *store.Tx, access *chat.Access, st *chat.RoomState) (bool, error) {
		seq := min(seq, tx.Head())
		further := seq > st.ReadSeq
		if !further && st.UnreadFromSeq == 0 {
			return false, nil
		}
		st.UnreadFromSeq = 0
		if further {
			st.ReadSeq, st.Hidden = seq, false
		}
		if further && access.Room.Kind == chat.Direct {
			tx.Append(chat.ChangeRead, int64(by.User), room, 0)
		}
		return true, nil
	})
}

// MarkUnread marks a room unread from a message on. Who has read it stays so for the others.
func (a *App) MarkUnread(ctx context.Context, by Actor, room chat.ID, seq int64) (*chat.RoomState, error) {
	if err := chat.CheckSeq("seq", seq); err != nil {
		return nil, err
	}
	return a.onState(ctx, by, room, func(tx *store.Tx, access *chat.Access, st *chat.RoomState) (bool, error) {
		if seq == 0 || seq > tx.Head() {
			return false, chat.Bad("seq", "seq_unknown", "Mark unread from a message of this room.")
		}
		from := max(seq, access.FromSeq)
		if st.UnreadFromSeq == from {
			return false, nil
		}
		st.UnreadFromSeq = from
		return true, nil
	})
}

// StatePatch changes what is not nil of a person's own view of a room.
type StatePatch struct {
	Notify       *string `json:"notify,omitempty" enum:"default,all,mentions,nothing"`
	MutedUntilMS *int64  `json:"muted_until_ms,omitempty" doc:"0 = not muted"`
	Favourite    *bool   `json:"favourite,omitempty"`
	Hidden       *bool   `json:"hidden,omitempty" doc:"direct rooms only"`
}

func (p *StatePatch) check() error {
	if p.Notify != nil {
		if err := chat.OneOf("notify", *p.Notify, chat.NotifyDefault, chat.NotifyAll, chat.NotifyMentions, chat.NotifyNothing); err != nil {
			return err
		}
	}
	if ms := p.MutedUntilMS; ms != nil && (*ms < 0 || *ms > chat.MaxExact) {
		return chat.Bad("muted_until_ms", "time_out_of_range", "muted_until_ms must be Unix milliseconds, 0 for not muted.")
	}
	return nil
}

func (p *StatePatch) apply(st *chat.RoomState) {
	set(&st.Notify, p.Notify)
	set(&st.MutedUntilMS, p.MutedUntilMS)
	set(&st.Favourite, p.Favourite)
	set(&st.Hidden, p.Hidden)
}

func set[T any](field, v *T) {
	if v != nil {
		*field = *v
	}
}

// SetRoomState changes how a person is notified of a room and where it stands in his list.
func (a *App) SetRoomState(ctx context.Context, by Actor, room chat.ID, p StatePatch) (*chat.RoomState, error) {
	if err := p.check(); err != nil {
		return nil, err
	}
	return a.onState(ctx, by, room, func(_ *store.Tx, access *chat.Access, st *chat.RoomState) (bool, error) {
		if p.Hidden != nil && *p.Hidden && access.Room.Kind != chat.Direct {
			return false, chat.Bad("hidden", "not_a_direct_room", "Only direct conversations are hidden. Leave or mute this room.")
		}
		before := *st
		p.apply(st)
		return *st != before, nil
	})
}
