package app

import (
	"context"

	"github.com/guideops/guideops/internal/chat"
	"github.com/guideops/guideops/internal/store"
)

// React adds one's reaction to a message, or takes it away; again changes nothing.
func (a *App) React(ctx context.Context, by Actor, id chat.UUID, emoji string, add bool) (*chat.Message, error) {
	if err := chat.CheckEmoji(emoji); err != nil {
		return nil, err
	}
	return a.onMessage(ctx, by, id, func(tx *store.Tx, u *chat.User, m *chat.Message, access *chat.Access) error {
		if err := chat.MayReact(u, m, access); err != nil {
			return err
		}
		var changed bool
		if add {
			m.Reactions, changed = chat.AddReaction(m.Reactions, emoji, by.User)
		} else {
			m.Reactions, changed = chat.RemoveReaction(m.Reactions, emoji, by.User)
		}
		switch {
		case !changed:
			return nil
		case len(m.Reactions) > chat.MaxReactions:
			return chat.Clash("too_many_reactions", "This message has enough different reactions. Choose one of them.")
		}
		return tx.React(m, emoji, by.User, add)
	})
}

// Pin pins a message to its room, or takes it down; again changes nothing.
func (a *App) Pin(ctx context.Context, by Actor, id chat.UUID, pin bool) (*chat.Message, error) {
	return a.onMessage(ctx, by, id, func(tx *store.Tx, u *chat.User, m *chat.Message, access *chat.Access) error {
		if err := chat.MayReact(u, m, access); err != nil || pin == (m.PinnedMS != 0) {
			return err
		}
		if !pin {
			m.PinnedMS, m.PinnedBy = 0, 0
			return tx.Pin(m)
		}
		n, err := tx.Pinned(m.RoomID)
		if err != nil {
			return err
		}
		if n >= chat.MaxPins {
			return chat.Clash("too_many_pins", "This room has 100 pinned messages. Take one down first.")
		}
		m.PinnedMS, m.PinnedBy = tx.NowMS(), by.User
		return tx.Pin(m)
	})
}
