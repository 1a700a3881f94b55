package compat

import (
	"cmp"
	"net/http"
	"strings"

	"github.com/guideops/guideops/internal/app"
	"github.com/guideops/guideops/internal/chat"
)

// v2Routes are those of GuideOps V2.
func (h *Handler) v2Routes() {
	h.open("POST /register", h.v2Register)
	h.open("POST /login", h.v2Login)
	h.open("POST /logout", h.v2Logout)
	h.open("GET /system/status", h.v2Status)
	h.open("GET /v2/system/status", h.v2Status)
	h.route("GET /me", h.v2Me)
	h.route("GET /profile", h.v2Me)
	h.route("PUT /profile", h.v2PutProfile)
	h.route("GET /users", h.v2Users)
	h.route("GET /users/online", h.v2Online)
	h.route("GET /rooms/{user_id}", h.v2Rooms)
	h.route("GET /admin/stats", h.v2Stats)
	h.route("GET /admin/users", h.v2AdminUsers)
	h.route("PUT /admin/users/{id}/role", h.v2PutRole)
	h.v2ChannelRoutes()
	h.v2MessageRoutes()
}

// v2User is a person as V2 shows him: the demo's fields and more.
type v2User struct {
	demoUser
	Name      string    `json:"name"`
	FirstName string    `json:"first_name"`
	LastName  string    `json:"last_name,omitempty"`
	Role      chat.Role `json:"role"`
	Title     string    `json:"title,omitempty"`
	Email     string    `json:"email,omitempty"`
	Phone     string    `json:"phone,omitempty"`
	IsActive  bool      `json:"is_active"`
	CreatedMS int64     `json:"created_ms"`
}

func v2UserOf(u *chat.User, c *chat.Contact, here bool) v2User {
	out := v2User{demoUser: demoUser{u.ID, username(u), here}, Name: u.Name(), FirstName: u.FirstName, LastName: u.LastName,
		Role: u.Role, Title: u.Title, IsActive: u.DeactivatedMS == 0, CreatedMS: u.CreatedMS}
	if c != nil {
		out.Email, out.Phone = c.Email, c.Phone
	}
	return out
}

func done() map[string]bool { return map[string]bool{"ok": true} }

func (h *Handler) v2Register(w http.ResponseWriter, r *http.Request) (int, any, error) {
	var in struct {
		Name      string `json:"name"`
		Email     string `json:"email"`
		Password  string `json:"password"`
		Phone     string `json:"phone"`
		Company   string `json:"company"`
		SetupKey  string `json:"setup_key"`
		Invite    string `json:"invite"`
		Workspace string `json:"workspace"`
	}
	if err := read(r, &in); err != nil {
		return 0, nil, err
	}
	by, local := h.deps.Anonymous(r)
	first, last, _ := strings.Cut(strings.TrimSpace(in.Name), " ")
	reg := app.Registration{FirstName: first, LastName: last, Email: in.Email, Password: in.Password, Phone: in.Phone,
		Company: in.Company, SetupKey: in.SetupKey, Invite: in.Invite, Workspace: in.Workspace, Device: deviceV2, Local: local}
	setup, err := h.app.Setup(r.Context(), local)
	if err != nil {
		return 0, nil, err
	}
	if setup.NeedsSetup { // V2 never asked: the first to register founds the company
		reg.Company = cmp.Or(in.Company, "GuideOps")
	}
	s, err := h.app.Register(r.Context(), by, reg)
	if err != nil {
		return 0, nil, err
	}
	if s == nil {
		return http.StatusAccepted, map[string]string{"message": "Open the link in the mail that we have sent you, then sign in."}, nil
	}
	h.deps.SetSession(w, r, s.Token)
	return http.StatusCreated, v2UserOf(s.User, &chat.Contact{Email: in.Email, Phone: in.Phone}, false), nil
}

func (h *Handler) v2Login(w http.ResponseWriter, r *http.Request) (int, any, error) {
	var in struct {
		Username  string `json:"username"`
		Email     string `json:"email"`
		Password  string `json:"password"`
		Workspace string `json:"workspace"`
	}
	if err := read(r, &in); err != nil {
		return 0, nil, err
	}
	by, _ := h.deps.Anonymous(r)
	s, err := h.app.SignIn(r.Context(), by, app.SignIn{Login: cmp.Or(in.Username, in.Email), Password: in.Password, Workspace: in.Workspace, Device: deviceV2})
	if err != nil {
		return 0, nil, err
	}
	h.deps.SetSession(w, r, s.Token)
	return http.StatusOK, v2UserOf(s.User, nil, false), nil
}

func (h *Handler) v2Logout(w http.ResponseWriter, r *http.Request) (int, any, error) {
	by, err := h.deps.Authenticate(r)
	if err != nil {
		return 0, nil, err
	}
	h.deps.EndSession(w, r)
	return http.StatusOK, done(), h.app.SignOut(r.Context(), by)
}

// v2Status is for everybody, so it holds nothing of anybody.
func (h *Handler) v2Status(_ http.ResponseWriter, r *http.Request) (int, any, error) {
	status, state := http.StatusOK, "ok"
	if err := h.deps.Ready(r.Context()); err != nil {
		h.deps.Log.Warn("not ready", "err", err)
		status, state = http.StatusServiceUnavailable, "down"
	}
	return status, map[string]string{"status": state, "version": h.deps.Version}, nil
}

func (h *Handler) v2Me(r *http.Request, by app.Actor) (int, any, error) {
	me, err := h.app.Me(r.Context(), by)
	if err != nil {
		return 0, nil, err
	}
	return h.v2Myself(r, by, me)
}

func (h *Handler) v2Myself(r *http.Request, by app.Actor, me *app.Me) (int, any, error) {
	here, err := h.online(r.Context(), by)
	if err != nil {
		return 0, nil, err
	}
	return http.StatusOK, v2UserOf(me.User, me.Contact, here[by.User]), nil
}

func (h *Handler) v2PutProfile(r *http.Request, by app.Actor) (int, any, error) {
	var in struct {
		Name      *string `json:"name"`
		FirstName *string `json:"first_name"`
		LastName  *string `json:"last_name"`
		Title     *string `json:"title"`
		Phone     *string `json:"phone"`
	}
	if err := read(r, &in); err != nil {
		return 0, nil, err
	}
	if in.Name != nil && in.FirstName == nil && in.LastName == nil {
		first, last, _ := strings.Cut(strings.TrimSpace(*in.Name), " ")
		in.FirstName, in.LastName = &first, &last
	}
	me, err := h.app.UpdateMe(r.Context(), by, app.ProfilePatch{FirstName: in.FirstName, LastName: in.LastName, Title: in.Title, Phone: in.Phone})
	if err != nil {
		return 0, nil, err
	}
	return h.v2Myself(r, by, me)
}

func (h *Handler) v2Users(r *http.Request, by app.Actor) (int, any, error) {
	users, err := h.askedFor(r, by)
	if err != nil {
		return 0, nil, err
	}
	here, err := h.online(r.Context(), by)
	if err != nil {
		return 0, nil, err
	}
	out := map[chat.ID]v2User{}
	for _, u := range users {
		out[u.ID] = v2UserOf(&u, nil, here[u.ID])
	}
	return http.StatusOK, out, nil
}

func (h *Handler) v2Online(r *http.Request, by app.Actor) (int, any, error) {
	here, err := h.online(r.Context(), by)
	if err != nil {
		return 0, nil, err
	}
	people, err := h.app.Users(r.Context(), by, "")
	if err != nil {
		return 0, nil, err
	}
	out := []v2User{}
	for _, u := range people.Users {
		if here[u.ID] {
			out = append(out, v2UserOf(u, nil, true))
		}
	}
	return http.StatusOK, map[string]any{"users": out, "count": len(out)}, nil
}

func (h *Handler) v2Stats(r *http.Request, by app.Actor) (int, any, error) {
	s, err := h.app.Stats(r.Context(), by)
	if err != nil {
		return 0, nil, err
	}
	return http.StatusOK, map[string]int64{"total_users": s.People + s.Guests, "total_rooms": s.Rooms, "total_messages": s.MessagesTotal,
		"messages_today": s.MessagesToday, "online_users": int64(s.OnlineNow)}, nil
}

func (h *Handler) v2AdminUsers(r *http.Request, by app.Actor) (int, any, error) {
	all, err := h.app.AdminUsers(r.Context(), by, app.UserFilter{})
	if err != nil {
		return 0, nil, err
	}
	here, err := h.online(r.Context(), by)
	if err != nil {
		return 0, nil, err
	}
	out := []v2User{}
	for _, u := range all {
		out = append(out, v2UserOf(u.User, u.Contact, here[u.User.ID]))
	}
	return http.StatusOK, map[string]any{"users": out, "count": len(out)}, nil
}

func (h *Handler) v2PutRole(r *http.Request, by app.Actor) (int, any, error) {
	var in struct {
		Role chat.Role `json:"role"`
	}
	if err := read(r, &in); err != nil {
		return 0, nil, err
	}
	id, err := chat.ParseID(r.PathValue("id"))
	if err != nil {
		return 0, nil, chat.Missing("user")
	}
	if !in.Role.Valid() {
		return 0, nil, chat.Bad("role", "role_unknown", "The role must be one of: user, admin, guest.")
	}
	u, err := h.app.PatchPerson(r.Context(), by, id, app.PersonPatch{Role: &in.Role})
	if err != nil {
		return 0, nil, err
	}
	return http.StatusOK, v2UserOf(u, nil, false), nil
}
