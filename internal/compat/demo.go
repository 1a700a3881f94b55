package compat

import (
	"context"
	"net/http"
	"strings"

	"github.com/google/uuid"

	"github.com/guideops/guideops/internal/app"
	"github.com/guideops/guideops/internal/chat"
)

// demoRoutes are those of the Redis chat demo.
func (h *Handler) demoRoutes() {
	h.open("POST /login", h.demoLogin)
	h.open("GET /links", func(http.ResponseWriter, *http.Request) (int, any, error) { return 200, struct{}{}, nil })
	h.open("GET /me", h.demoMe)
	h.open("POST /logout", h.demoLogout)
	h.route("GET /users/online", h.demoOnline)
	h.route("GET /users", h.demoUsers)
	h.route("GET /rooms/{user_id}", h.demoRooms)
	h.route("POST /room", h.demoOpenRoom)
	h.route("GET /room/{id}/messages", h.demoMessages)
	h.mux.HandleFunc("GET "+StreamPath, h.stream)
}

// demoMe is who the demo's client takes itself for.
type demoMe struct {
	ID       chat.ID `json:"id"`
	Username string  `json:"username"`
}

func (h *Handler) demoLogin(w http.ResponseWriter, r *http.Request) (int, any, error) {
	var in struct {
		Username  string `json:"username"`
		Password  string `json:"password"`
		Workspace string `json:"workspace"`
	}
	if err := read(r, &in); err != nil {
		return 0, nil, err
	}
	by, _ := h.deps.Anonymous(r)
	s, fresh, err := h.app.EnterByName(r.Context(), by, app.SignIn{Login: in.Username, Password: in.Password, Workspace: in.Workspace, Device: deviceDemo})
	if err != nil {
		return 0, nil, err
	}
	h.deps.SetSession(w, r, s.Token)
	status := http.StatusOK
	if fresh {
		status = http.StatusCreated
	}
	return status, demoMe{s.User.ID, username(s.User)}, nil
}

// What the list of devices calls a session of an old client.
const (
	deviceDemo = "Redis chat demo"
	deviceV2   = "GuideOps V2"
)

// demoMe answers null to who is not signed in: the client then shows its login.
func (h *Handler) demoMe(_ http.ResponseWriter, r *http.Request) (int, any, error) {
	by, err := h.deps.Authenticate(r)
	if chat.KindOf(err) == chat.Unauthorized {
		return http.StatusOK, nil, nil
	}
	if err != nil {
		return 0, nil, err
	}
	me, err := h.app.Me(r.Context(), by)
	if err != nil {
		return 0, nil, err
	}
	return http.StatusOK, demoMe{me.User.ID, username(me.User)}, nil
}

func (h *Handler) demoLogout(w http.ResponseWriter, r *http.Request) (int, any, error) {
	by, err := h.deps.Authenticate(r)
	if err != nil {
		return 0, nil, err
	}
	h.deps.EndSession(w, r)
	return http.StatusOK, nil, h.app.SignOut(r.Context(), by)
}

func (h *Handler) demoOnline(r *http.Request, by app.Actor) (int, any, error) {
	here, err := h.online(r.Context(), by)
	if err != nil {
		return 0, nil, err
	}
	c, err := h.castFor(r.Context(), by)
	if err != nil {
		return 0, nil, err
	}
	out := map[chat.ID]demoUser{}
	for id := range here {
		if _, ok := c.users[id]; ok {
			out[id] = demoUser{id, c.username(id), true}
		}
	}
	return http.StatusOK, out, nil
}

func (h *Handler) demoUsers(r *http.Request, by app.Actor) (int, any, error) {
	if q := r.URL.Query(); len(q["ids[]"]) == 0 && len(q["ids"]) == 0 {
		return http.StatusNotFound, nil, nil
	}
	users, err := h.askedFor(r, by)
	if err != nil {
		return 0, nil, err
	}
	here, err := h.online(r.Context(), by)
	if err != nil {
		return 0, nil, err
	}
	out := map[chat.ID]demoUser{}
	for _, u := range users {
		out[u.ID] = demoUser{u.ID, username(&u), here[u.ID]}
	}
	return http.StatusOK, out, nil
}

// demoRoom is a room as the demo lists and shows it.
type demoRoom struct {
	ID    string `json:"id"`
	Names []any  `json:"names"`
}

func (h *Handler) demoRooms(r *http.Request, by app.Actor) (int, any, error) {
	if err := own(r.PathValue("user_id"), by.User); err != nil {
		return 0, nil, err
	}
	c, err := h.castFor(r.Context(), by)
	if err != nil {
		return 0, nil, err
	}
	out := []demoRoom{}
	for _, r := range c.listed() {
		out = append(out, demoRoom{r.name(), c.names(&r)})
	}
	return http.StatusOK, out, nil
}

// looseID is an id as clients write it, with or without quotes.
type looseID string

// UnmarshalJSON takes both.
func (l *looseID) UnmarshalJSON(b []byte) error {
	*l = looseID(strings.Trim(string(b), `"`))
	return nil
}

func (h *Handler) demoOpenRoom(r *http.Request, by app.Actor) (int, any, error) {
	var in struct {
		User1 looseID `json:"user1"`
		User2 looseID `json:"user2"`
	}
	if err := read(r, &in); err != nil {
		return 0, nil, err
	}
	one, err1 := chat.ParseID(string(in.User1))
	two, err2 := chat.ParseID(string(in.User2))
	switch {
	case err1 != nil || err2 != nil || one == two:
		return 0, nil, chat.Bad("user1", "people_invalid", "Name two different people by their ids.")
	case one != by.User && two != by.User:
		return 0, nil, chat.Refuse("not_you", "You may open a room of yourself and somebody else only.")
	}
	opened, err := h.app.OpenDirect(r.Context(), by, []chat.ID{one, two})
	if err != nil {
		return 0, nil, err
	}
	c, err := h.castFor(r.Context(), by)
	if err != nil {
		return 0, nil, err
	}
	room := c.rooms[opened.Room.ID]
	return http.StatusCreated, demoRoom{pair(one, two), c.names(&room)}, nil
}

// maxDemoSize is how many messages the demo's clients may ask for at once.
const maxDemoSize = 200

// demoMessages gives a page, the newest first, as the demo does.
func (h *Handler) demoMessages(r *http.Request, by app.Actor) (int, any, error) {
	offset, err := queryInt(r, "offset", 0, 0, maxBack-maxDemoSize)
	if err != nil {
		return 0, nil, err
	}
	size, err := queryInt(r, "size", app.DefaultPage, 1, maxDemoSize)
	if err != nil {
		return 0, nil, err
	}
	c, err := h.castFor(r.Context(), by)
	if err != nil {
		return 0, nil, err
	}
	id, people, err := c.find(r.PathValue("id"))
	if err != nil {
		return 0, nil, err
	}
	out := []DemoMessage{}
	if people != nil { // nothing has been said yet
		return http.StatusOK, out, nil
	}
	_, _, err = h.back(r.Context(), by, id, 0, func(m *chat.Message) bool {
		if offset > 0 {
			offset--
			return true
		}
		out = append(out, c.message(m))
		return len(out) < int(size)
	})
	return http.StatusOK, out, err
}

// Say sends what a demo client says in a room of a name, and opens the direct
// room that is not there yet. Who says it is the session's own person.
func (h *Handler) Say(ctx context.Context, by app.Actor, roomName, text string) error {
	c, err := h.castFor(ctx, by)
	if err != nil {
		return err
	}
	id, err := h.findOrOpen(ctx, by, c, roomName)
	if err != nil {
		return err
	}
	name, err := uuid.NewV7()
	if err != nil {
		return err
	}
	_, err = h.app.Send(ctx, by, id, &chat.Send{ID: chat.UUID(name), Text: text})
	return err
}

func (h *Handler) findOrOpen(ctx context.Context, by app.Actor, c *cast, name string) (chat.ID, error) {
	id, people, err := c.find(name)
	if err != nil || people == nil {
		return id, err
	}
	opened, err := h.app.OpenDirect(ctx, by, people)
	if err != nil {
		return 0, err
	}
	return opened.Room.ID, nil
}
