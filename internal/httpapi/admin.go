package httpapi

import (
	"context"
	"net/http"

	"github.com/guideops/guideops/internal/app"
	"github.com/guideops/guideops/internal/chat"
)

// adminRoutes: the admin panel.
func (h *Handler) adminRoutes() {
	get(h, "/admin/stats", "Numbers of the company", h.stats)
	get(h, "/admin/health", "How the parts of the server are", h.health)
	get(h, "/admin/users", "People, with devices", h.adminUsers)
	patch(h, "/admin/users/{id}", "Change a role, a guest's end, deactivate, reactivate", h.patchPerson)
	get(h, "/admin/users/{id}/sessions", "Somebody's devices", h.sessionsOf)
	act(h, http.MethodDelete, "/admin/users/{id}/sessions", "Sign somebody out everywhere", h.endSessionsOf)
	post(h, "/admin/users/{id}/reset-link", "Make a link for a new password", h.resetLink)
	get(h, "/admin/rooms", "Rooms, with counts", h.adminRooms)
	get(h, "/admin/audit", "The audit log, newest first", h.audit)
	get(h, "/admin/reports", "Reported messages", h.reports)
	act(h, http.MethodPost, "/admin/reports/{id}/resolve", "Close a report", h.resolveReport)
	patch(h, "/admin/workspace", "Change the company's name and settings", h.patchWorkspace)
	post(h, "/admin/ownership", "Make somebody else the account owner", h.handOver)
}

func (h *Handler) stats(ctx context.Context, by app.Actor, _ *none) (*app.Stats, error) {
	return h.app.Stats(ctx, by)
}

type healthAnswer struct {
	Parts []app.Part `json:"parts"`
}

func (h *Handler) health(ctx context.Context, by app.Actor, _ *none) (*healthAnswer, error) {
	parts, err := h.app.Health(ctx, by)
	return &healthAnswer{parts}, err
}

type adminUsersInput struct {
	Q     string `query:"q" maxLength:"100"`
	Role  string `query:"role" enum:"super_admin,admin,user,guest,bot"`
	State string `query:"state" enum:"active,deactivated,guest"`
}

type adminUsersAnswer struct {
	Users []app.AdminUser `json:"users"`
}

func (h *Handler) adminUsers(ctx context.Context, by app.Actor, in *adminUsersInput) (*adminUsersAnswer, error) {
	us, err := h.app.AdminUsers(ctx, by, app.UserFilter{Q: in.Q, Role: in.Role, State: in.State})
	return &adminUsersAnswer{us}, err
}

type patchPersonInput struct {
	IDPath
	Body struct {
		Role         *chat.Role `json:"role,omitempty" enum:"admin,user,guest"`
		Deactivated  *bool      `json:"deactivated,omitempty"`
		GuestUntilMS *int64     `json:"guest_until_ms,omitempty"`
	}
}

func (h *Handler) patchPerson(ctx context.Context, by app.Actor, in *patchPersonInput) (*chat.User, error) {
	return h.app.PatchPerson(ctx, by, in.ID.ID, app.PersonPatch{Role: in.Body.Role, Deactivated: in.Body.Deactivated, GuestUntilMS: in.Body.GuestUntilMS})
}

func (h *Handler) sessionsOf(ctx context.Context, by app.Actor, in *IDPath) (*sessionsAnswer, error) {
	ss, err := h.app.SessionsOf(ctx, by, in.ID.ID)
	return &sessionsAnswer{ss}, err
}

func (h *Handler) endSessionsOf(ctx context.Context, by app.Actor, in *IDPath) error {
	return h.app.EndSessionsOf(ctx, by, in.ID.ID)
}

type resetLinkInput struct {
	Caller
	IDPath
}

func (h *Handler) resetLink(ctx context.Context, by app.Actor, in *resetLinkInput) (*app.ResetLink, error) {
	l, err := h.app.MakeResetLink(ctx, by, in.ID.ID)
	if err == nil {
		l.Link = in.absolute(l.Link)
	}
	return l, err
}

type adminRoomsAnswer struct {
	Rooms []app.AdminRoom `json:"rooms"`
}

func (h *Handler) adminRooms(ctx context.Context, by app.Actor, in *struct {
	Q string `query:"q" maxLength:"100"`
}) (*adminRoomsAnswer, error) {
	rs, err := h.app.AdminRooms(ctx, by, in.Q)
	return &adminRoomsAnswer{rs}, err
}

type auditInput struct {
	Before int64  `query:"before" minimum:"0" doc:"entries older than the one with this id"`
	Action string `query:"action" maxLength:"50" pattern:"^[a-z_.]*$"`
	Actor  int64  `query:"actor" minimum:"0"`
}

func (h *Handler) audit(ctx context.Context, by app.Actor, in *auditInput) (*app.AuditPage, error) {
	return h.app.Audit(ctx, by, app.AuditFilter{Before: chat.ID(in.Before), Action: in.Action, Actor: chat.ID(in.Actor)})
}

type reportsAnswer struct {
	Reports []app.ReportItem `json:"reports"`
}

func (h *Handler) reports(ctx context.Context, by app.Actor, in *struct {
	State string `query:"state" enum:"open,resolved" default:"open"`
}) (*reportsAnswer, error) {
	rs, err := h.app.Reports(ctx, by, in.State == "resolved")
	return &reportsAnswer{rs}, err
}

type resolveInput struct {
	IDPath
	Body struct {
		Resolution string `json:"resolution,omitempty" doc:"what was done"`
	}
}

func (h *Handler) resolveReport(ctx context.Context, by app.Actor, in *resolveInput) error {
	return h.app.ResolveReport(ctx, by, in.ID.ID, in.Body.Resolution)
}

type patchWorkspaceInput struct {
	Body struct {
		Name     *string        `json:"name,omitempty"`
		Settings *chat.Settings `json:"settings,omitempty"`
	}
}

func (h *Handler) patchWorkspace(ctx context.Context, by app.Actor, in *patchWorkspaceInput) (*chat.Workspace, error) {
	return h.app.PatchWorkspace(ctx, by, app.WorkspacePatch{Name: in.Body.Name, Settings: in.Body.Settings})
}

type handOverInput struct {
	Body struct {
		UserID   chat.ID `json:"user_id"`
		Password string  `json:"password" doc:"the caller's own"`
	}
}

type handOverAnswer struct {
	User *chat.User `json:"user"`
}

func (h *Handler) handOver(ctx context.Context, by app.Actor, in *handOverInput) (*handOverAnswer, error) {
	u, err := h.app.HandOver(ctx, by, in.Body.UserID, in.Body.Password)
	return &handOverAnswer{u}, err
}
