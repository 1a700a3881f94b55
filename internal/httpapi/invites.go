package httpapi

import (
	"context"
	"net/http"
	"strings"

	"github.com/guideops/guideops/internal/app"
	"github.com/guideops/guideops/internal/chat"
)

// inviteRoutes: invites and who comes by them.
func (h *Handler) inviteRoutes() {
	get(h, "/join/{code}", "What an invitation says", h.invitation, public)
	get(h, "/invites", "My invitations; to admins the company's", h.invites)
	post(h, "/invites", "Invite people by a link", h.createInvite, created)
	act(h, http.MethodDelete, "/invites/{id}", "Revoke an invitation", h.revokeInvite)
}

type codePath struct {
	Code string `path:"code" maxLength:"200"`
}

func (h *Handler) invitation(ctx context.Context, by app.Actor, in *codePath) (*app.Invitation, error) {
	return h.app.Invitation(ctx, by, in.Code)
}

type invitesAnswer struct {
	Invites []*app.Invite `json:"invites"`
}

func (h *Handler) invites(ctx context.Context, by app.Actor, _ *none) (*invitesAnswer, error) {
	vs, err := h.app.Invites(ctx, by)
	return &invitesAnswer{vs}, err
}

type inviteInput struct {
	Caller
	Body struct {
		Role         chat.Role `json:"role,omitempty" enum:"admin,user,guest" doc:"user, if not given"`
		RoomIDs      []chat.ID `json:"room_ids,omitempty" maxItems:"100" doc:"channels to be in from the start; General comes by itself"`
		MaxUses      int64     `json:"max_uses,omitempty" doc:"0 = any number"`
		ExpiresMS    int64     `json:"expires_ms,omitempty" doc:"in a week, if not given"`
		Note         string    `json:"note,omitempty"`
		GuestUntilMS int64     `json:"guest_until_ms,omitempty" doc:"guests: when their time is over; in 30 days, if not given"`
	}
}

func (h *Handler) createInvite(ctx context.Context, by app.Actor, in *inviteInput) (*app.Invite, error) {
	v, err := h.app.CreateInvite(ctx, by, app.NewInvite{Role: in.Body.Role, RoomIDs: in.Body.RoomIDs, MaxUses: in.Body.MaxUses,
		ExpiresMS: in.Body.ExpiresMS, GuestUntilMS: in.Body.GuestUntilMS, Note: in.Body.Note})
	if err == nil {
		v.Link = in.absolute(v.Link)
	}
	return v, err
}

// absolute completes a link where the server does not know its public address:
// by the one under which the caller himself sees it. Never for mails to others,
// who would be sent wherever a forged Host header points.
func (c *Caller) absolute(link string) string {
	if !strings.HasPrefix(link, "/") {
		return link
	}
	return c.origin + link
}

func (h *Handler) revokeInvite(ctx context.Context, by app.Actor, in *IDPath) error {
	return h.app.RevokeInvite(ctx, by, in.ID.ID)
}
