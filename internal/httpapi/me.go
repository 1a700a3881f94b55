package httpapi

import (
	"context"
	"net/http"

	"github.com/guideops/guideops/internal/app"
	"github.com/guideops/guideops/internal/chat"
)

// meRoutes: my account, my devices.
func (h *Handler) meRoutes() {
	get(h, "/me", "My account", h.me)
	patch(h, "/me", "Change my profile", h.patchMe)
	put(h, "/me/status", "Set my status", h.setStatus)
	put(h, "/me/email", "Change my mail address", h.setEmail)
	act(h, http.MethodPut, "/me/password", "Change my password; my other devices are signed out", h.setPassword)
	put(h, "/me/avatar", "Set my picture", h.setAvatar)
	del(h, "/me/avatar", "Take my picture away", h.dropAvatar)
	route(h, http.MethodGet, "/avatars/{hash}", "Somebody's picture", h.avatar)
	get(h, "/me/sessions", "My devices", h.sessions)
	act(h, http.MethodDelete, "/me/sessions", "Sign my other devices out", h.endOtherSessions)
	act(h, http.MethodDelete, "/me/sessions/{id}", "Sign one of my devices out", h.endSession)
}

func (h *Handler) me(ctx context.Context, by app.Actor, _ *none) (*app.Me, error) {
	return h.app.Me(ctx, by)
}

type patchMeInput struct {
	Body struct {
		FirstName *string `json:"first_name,omitempty"`
		LastName  *string `json:"last_name,omitempty"`
		Title     *string `json:"title,omitempty"`
		Locale    *string `json:"locale,omitempty"`
		TimeZone  *string `json:"time_zone,omitempty"`
		Phone     *string `json:"phone,omitempty"`
	}
}

func (h *Handler) patchMe(ctx context.Context, by app.Actor, in *patchMeInput) (*app.Me, error) {
	return h.app.UpdateMe(ctx, by, app.ProfilePatch{FirstName: in.Body.FirstName, LastName: in.Body.LastName,
		Title: in.Body.Title, Locale: in.Body.Locale, TimeZone: in.Body.TimeZone, Phone: in.Body.Phone})
}

type statusInput struct {
	Body struct {
		Emoji   string `json:"emoji,omitempty"`
		Text    string `json:"text,omitempty"`
		UntilMS int64  `json:"until_ms,omitempty" minimum:"0"`
	}
}

func (h *Handler) setStatus(ctx context.Context, by app.Actor, in *statusInput) (*chat.User, error) {
	return h.app.SetStatus(ctx, by, app.Status{Emoji: in.Body.Emoji, Text: in.Body.Text, UntilMS: in.Body.UntilMS})
}

type emailInput struct {
	Body struct {
		Email    string `json:"email"`
		Password string `json:"password"`
	}
}

func (h *Handler) setEmail(ctx context.Context, by app.Actor, in *emailInput) (*app.Me, error) {
	return h.app.SetMyEmail(ctx, by, in.Body.Email, in.Body.Password)
}

type passwordInput struct {
	Body struct {
		Current string `json:"current"`
		New     string `json:"new"`
	}
}

func (h *Handler) setPassword(ctx context.Context, by app.Actor, in *passwordInput) error {
	return h.app.SetMyPassword(ctx, by, in.Body.Current, in.Body.New)
}

type avatarInput struct {
	RawBody []byte `contentType:"image/webp"`
}

func (h *Handler) setAvatar(ctx context.Context, by app.Actor, in *avatarInput) (*chat.User, error) {
	return h.app.SetAvatar(ctx, by, in.RawBody)
}

func (h *Handler) dropAvatar(ctx context.Context, by app.Actor, _ *none) (*chat.User, error) {
	return h.app.SetAvatar(ctx, by, nil)
}

type avatarPath struct {
	Hash string `path:"hash" pattern:"^[0-9a-f]{32}$"`
}

type picture struct {
	Type   string `header:"Content-Type"`
	Cache  string `header:"Cache-Control"`
	Policy string `header:"Content-Security-Policy"`
	Body   []byte
}

func (h *Handler) avatar(ctx context.Context, by app.Actor, in *avatarPath) (*picture, error) {
	v, err := h.app.Avatar(ctx, by, in.Hash)
	if err != nil {
		return nil, err
	}
	// private: a shared cache must not show a picture to another company.
	return &picture{Type: v.MIME, Cache: "private, max-age=31536000, immutable", Policy: "default-src 'none'; sandbox", Body: v.Bytes}, nil
}

type sessionsAnswer struct {
	Sessions []*chat.Session `json:"sessions"`
}

func (h *Handler) sessions(ctx context.Context, by app.Actor, _ *none) (*sessionsAnswer, error) {
	ss, err := h.app.Sessions(ctx, by)
	return &sessionsAnswer{ss}, err
}

func (h *Handler) endOtherSessions(ctx context.Context, by app.Actor, _ *none) error {
	return h.app.EndOtherSessions(ctx, by)
}

type IDPath struct {
	ID PathID `path:"id"`
}

func (h *Handler) endSession(ctx context.Context, by app.Actor, in *IDPath) error {
	return h.app.EndSession(ctx, by, in.ID.ID)
}
