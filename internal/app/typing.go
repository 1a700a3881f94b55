package app

import (
	"context"

	"github.com/guideops/guideops/internal/chat"
)

// Typing tells the others in a room that a person is writing there. Nothing is
// stored; it is lost without harm.
func (a *App) Typing(ctx context.Context, by Actor, room chat.ID, thread chat.UUID) error {
	dir, access, err := a.seeing(ctx, by, room)
	if err != nil {
		return err
	}
	u, _ := dir.User(by.User)
	if err := chat.MayPost(&u, access, a.store.NowMS()); err != nil {
		return err
	}
	if a.live != nil {
		a.live.Typing(by.Workspace, room, by.User, thread)
	}
	return nil
}
