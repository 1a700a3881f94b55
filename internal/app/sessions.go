package app

import (
	"context"
	"crypto/sha256"

	"github.com/guideops/guideops/internal/chat"
)

// Authenticate finds who stands behind a session's token.
func (a *App) Authenticate(ctx context.Context, token, ip string) (Actor, error) {
	by := Actor{IP: ip}
	signed, err := a.store.SessionByToken(ctx, sha256.Sum256([]byte(token)))
	if err != nil {
		return by, err
	}
	dir, err := a.store.Directory(ctx, signed.Workspace)
	if err != nil {
		return by, err
	}
	u, ok := dir.User(signed.User)
	if !ok {
		return by, chat.ErrSignIn()
	}
	if err := chat.Active(&u, a.store.NowMS()); err != nil {
		return by, err
	}
	by.Workspace, by.User, by.Session = signed.Workspace, signed.User, signed.Session
	return by, nil
}
