package httpapi

import (
	"context"
	"net/http"
	"strings"

	"github.com/danielgtaylor/huma/v2"
	"github.com/danielgtaylor/huma/v2/adapters/humago"

	"github.com/guideops/guideops/internal/app"
)

// accountRoutes: registration, sign-in, links by mail.
func (h *Handler) accountRoutes() {
	get(h, "/setup", "How to begin", h.setup, public)
	route(h, http.MethodPost, "/auth/register", "Make an account", h.register, public, answers[app.SignedIn](h, 201), answers[confirmFirst](h, 202))
	route(h, http.MethodPost, "/auth/login", "Sign in", h.login, public)
	route(h, http.MethodPost, "/auth/logout", "Sign out", h.logout, status(http.StatusNoContent))
	act(h, http.MethodPost, "/auth/forgot", "Send a link for a new password", h.forgot, public, status(http.StatusNoContent))
	get(h, "/auth/reset/{token}", "Whose password a link resets", h.resetInfo, public)
	route(h, http.MethodPost, "/auth/reset", "Set a new password by a link", h.reset, public)
	route(h, http.MethodPost, "/auth/confirm", "Take the link of a mail", h.confirm, public, answers[app.SignedIn](h, 200))
}

// Caller is what the door knows of a request beside its input.
type Caller struct {
	https, local  bool
	agent, origin string
}

// Resolve reads it off the request.
func (c *Caller) Resolve(ctx huma.Context) []error {
	r, _ := humago.Unwrap(ctx)
	c.https, c.local, c.agent = https(r), local(r), r.UserAgent()
	c.origin = "http://" + r.Host
	if c.https {
		c.origin = "https://" + r.Host
	}
	return nil
}

// device names the client for the list of devices.
func (c *Caller) device(given string) string {
	if given = strings.TrimSpace(given); given != "" {
		return given
	}
	return deviceName(c.agent)
}

// ClientChoice is how a program signs in.
type ClientChoice struct {
	Device string `json:"device,omitempty" maxLength:"100" doc:"what to call this device; else the browser is recognised"`
	Client string `json:"client,omitempty" enum:"cookie,token" doc:"token: the answer holds the token, and no cookie is set"`
}

type signedIn struct {
	Status int
	Cookie []http.Cookie `header:"Set-Cookie"`
	Body   app.SignedIn
}

// signedInAs hands the token over: as a cookie, or in the answer.
func (c *Caller) signedInAs(s *app.SignedIn, how string, status int) *signedIn {
	out := &signedIn{Status: status, Body: *s}
	if how != "token" {
		out.Cookie = []http.Cookie{*sessionCookie(c.https, s.Token, cookieSeconds)}
		out.Body.Token = ""
	}
	return out
}

func (h *Handler) setup(ctx context.Context, _ app.Actor, in *struct{ Caller }) (*app.Setup, error) {
	return h.app.Setup(ctx, in.local)
}

type registerInput struct {
	Caller
	Body struct {
		ClientChoice
		FirstName string `json:"first_name,omitempty"`
		LastName  string `json:"last_name,omitempty"`
		Name      string `json:"name,omitempty" doc:"instead of first_name and last_name"`
		Email     string `json:"email"`
		Password  string `json:"password"`
		Phone     string `json:"phone,omitempty"`
		Title     string `json:"title,omitempty"`
		Locale    string `json:"locale,omitempty" doc:"BCP 47 tag"`
		TimeZone  string `json:"time_zone,omitempty" doc:"IANA name"`
		Company   string `json:"company,omitempty" doc:"of the person who founds it"`
		SetupKey  string `json:"setup_key,omitempty" doc:"from the link that the server printed"`
		Invite    string `json:"invite,omitempty"`
		Workspace string `json:"workspace,omitempty" doc:"the company's short name"`
	}
}

// confirmFirst answers a registration whose mail must be confirmed first.
type confirmFirst struct {
	Confirm string `json:"confirm" enum:"mail_sent"`
}

type registered struct {
	Status int
	Cookie []http.Cookie `header:"Set-Cookie"`
	Body   any
}

func (h *Handler) register(ctx context.Context, by app.Actor, in *registerInput) (*registered, error) {
	b := &in.Body
	if b.FirstName == "" && b.LastName == "" {
		b.FirstName, b.LastName, _ = strings.Cut(strings.TrimSpace(b.Name), " ")
	}
	s, err := h.app.Register(ctx, by, app.Registration{FirstName: b.FirstName, LastName: b.LastName, Email: b.Email, Password: b.Password,
		Phone: b.Phone, Title: b.Title, Locale: b.Locale, TimeZone: b.TimeZone, Company: b.Company, SetupKey: b.SetupKey,
		Invite: b.Invite, Workspace: b.Workspace, Device: in.device(b.Device), Local: in.local})
	if err != nil {
		return nil, err
	}
	if s == nil {
		return &registered{Status: http.StatusAccepted, Body: confirmFirst{Confirm: "mail_sent"}}, nil
	}
	out := in.signedInAs(s, b.Client, http.StatusCreated)
	return &registered{Status: out.Status, Cookie: out.Cookie, Body: out.Body}, nil
}

type loginInput struct {
	Caller
	Body struct {
		ClientChoice
		Email     string `json:"email" maxLength:"254" doc:"the mail address, or the login"`
		Password  string `json:"password"`
		Workspace string `json:"workspace,omitempty" doc:"the company's short name, where the address has several"`
	}
}

func (h *Handler) login(ctx context.Context, by app.Actor, in *loginInput) (*signedIn, error) {
	s, err := h.app.SignIn(ctx, by, app.SignIn{Login: in.Body.Email, Password: in.Body.Password,
		Workspace: in.Body.Workspace, Device: in.device(in.Body.Device)})
	if err != nil {
		return nil, err
	}
	return in.signedInAs(s, in.Body.Client, http.StatusOK), nil
}

type loggedOut struct {
	Cookie []http.Cookie `header:"Set-Cookie"`
}

func (h *Handler) logout(ctx context.Context, by app.Actor, in *struct{ Caller }) (*loggedOut, error) {
	if err := h.app.SignOut(ctx, by); err != nil {
		return nil, err
	}
	return &loggedOut{Cookie: []http.Cookie{*sessionCookie(in.https, "", -1)}}, nil
}

type forgotInput struct {
	Body struct {
		Email     string `json:"email" maxLength:"254"`
		Workspace string `json:"workspace,omitempty"`
	}
}

func (h *Handler) forgot(ctx context.Context, by app.Actor, in *forgotInput) error {
	return h.app.Forgot(ctx, by, in.Body.Email, in.Body.Workspace)
}

type tokenPath struct {
	Token string `path:"token" maxLength:"200"`
}

func (h *Handler) resetInfo(ctx context.Context, _ app.Actor, in *tokenPath) (*app.ResetFor, error) {
	return h.app.ResetInfo(ctx, in.Token)
}

type resetInput struct {
	Caller
	Body struct {
		ClientChoice
		Token    string `json:"token"`
		Password string `json:"password"`
	}
}

func (h *Handler) reset(ctx context.Context, by app.Actor, in *resetInput) (*signedIn, error) {
	s, err := h.app.Reset(ctx, by, in.Body.Token, in.Body.Password, in.device(in.Body.Device))
	if err != nil {
		return nil, err
	}
	return in.signedInAs(s, in.Body.Client, http.StatusOK), nil
}

type confirmInput struct {
	Caller
	Body struct {
		ClientChoice
		Token string `json:"token"`
	}
}

func (h *Handler) confirm(ctx context.Context, by app.Actor, in *confirmInput) (*registered, error) {
	s, err := h.app.Confirm(ctx, by, in.Body.Token, in.device(in.Body.Device))
	if err != nil {
		return nil, err
	}
	if s == nil {
		return &registered{Status: http.StatusOK, Body: struct{}{}}, nil
	}
	out := in.signedInAs(s, in.Body.Client, http.StatusOK)
	return &registered{Status: out.Status, Cookie: out.Cookie, Body: out.Body}, nil
}
