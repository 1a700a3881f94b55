package compat

import (
	"cmp"
	"context"
	"net/http"

	"github.com/guideops/guideops/internal/app"
	"github.com/guideops/guideops/internal/chat"
)

func (h *Handler) v2ChannelRoutes() {
	h.route("POST /api/channels", h.v2CreateChannel)
	h.route("GET /api/channels/available", h.v2Available)
	h.route("POST /api/channels/{id}/join", h.onChannel(h.app.JoinRoom))
	h.route("POST /api/channels/{id}/archive", h.onChannel(func(ctx context.Context, by app.Actor, id chat.ID) (*chat.Room, error) {
		return h.app.ArchiveRoom(ctx, by, id, true)
	}))
	h.route("POST /api/channels/{id}/unarchive", h.onChannel(func(ctx context.Context, by app.Actor, id chat.ID) (*chat.Room, error) {
		return h.app.ArchiveRoom(ctx, by, id, false)
	}))
	h.route("GET /api/channels/{id}/members", h.v2Members)
	h.route("DELETE /api/channels/{id}/delete", h.v2DeleteChannel)
	h.route("DELETE /v2/rooms/{id}/clear", h.onChannel(h.app.ClearRoom))
}

// v2Room is a room as V2 shows it: the demo's fields and more.
type v2Room struct {
	ID          string `json:"id"`
	Names       []any  `json:"names,omitempty"`
	Name        string `json:"name,omitempty"`
	Type        string `json:"type"` // channel | direct
	Topic       string `json:"topic,omitempty"`
	IsPrivate   bool   `json:"is_private"`
	IsArchived  bool   `json:"is_archived"`
	Joined      bool   `json:"joined"`
	MemberCount int    `json:"member_count,omitempty"`
	CreatedMS   int64  `json:"created_ms"`
}

func v2RoomOf(r *room) v2Room {
	return v2Room{ID: r.name(), Name: r.Name, Type: r.Kind, Topic: r.Topic, IsPrivate: r.Visibility == chat.Private,
		IsArchived: r.ArchivedMS != 0, Joined: r.joined, MemberCount: r.members, CreatedMS: r.CreatedMS}
}

func (h *Handler) v2Rooms(r *http.Request, by app.Actor) (int, any, error) {
	if err := own(r.PathValue("user_id"), by.User); err != nil {
		return 0, nil, err
	}
	c, err := h.castFor(r.Context(), by)
	if err != nil {
		return 0, nil, err
	}
	out := []v2Room{}
	for _, r := range c.listed() {
		one := v2RoomOf(&r)
		one.Names = c.names(&r)
		out = append(out, one)
	}
	return http.StatusOK, out, nil
}

func (h *Handler) v2CreateChannel(r *http.Request, by app.Actor) (int, any, error) {
	var in struct {
		Name        string `json:"name"`
		Topic       string `json:"topic"`
		Description string `json:"description"`
		IsPrivate   bool   `json:"is_private"`
		Private     bool   `json:"private"`
	}
	if err := read(r, &in); err != nil {
		return 0, nil, err
	}
	visibility := chat.Public
	if in.IsPrivate || in.Private {
		visibility = chat.Private
	}
	made, err := h.app.CreateRoom(r.Context(), by, app.NewRoom{Name: in.Name, Topic: cmp.Or(in.Topic, in.Description), Visibility: visibility})
	if err != nil {
		return 0, nil, err
	}
	return http.StatusCreated, v2RoomOf(&room{Room: *made, joined: true, members: 1}), nil
}

// v2Available lists the channels that one may be in: joined tells which one is.
func (h *Handler) v2Available(r *http.Request, by app.Actor) (int, any, error) {
	rooms, err := h.app.Rooms(r.Context(), by, chat.Public, "")
	if err != nil {
		return 0, nil, err
	}
	out := []v2Room{}
	for _, r := range rooms {
		if r.ArchivedMS == 0 {
			out = append(out, v2RoomOf(&room{Room: r.Room, joined: r.Joined, members: r.MemberCount}))
		}
	}
	return http.StatusOK, map[string]any{"channels": out, "count": len(out)}, nil
}

// channel finds the room that a path names.
func (h *Handler) channel(r *http.Request, by app.Actor) (chat.ID, error) {
	c, err := h.castFor(r.Context(), by)
	if err != nil {
		return 0, err
	}
	id, people, err := c.find(r.PathValue("id"))
	if err == nil && people != nil {
		err = chat.Missing("room")
	}
	return id, err
}

// onChannel makes a route of a verb on a room.
func (h *Handler) onChannel(do func(context.Context, app.Actor, chat.ID) (*chat.Room, error)) verb {
	return func(r *http.Request, by app.Actor) (int, any, error) {
		id, err := h.channel(r, by)
		if err != nil {
			return 0, nil, err
		}
		if _, err := do(r.Context(), by, id); err != nil {
			return 0, nil, err
		}
		view, err := h.app.Room(r.Context(), by, id)
		if err != nil {
			return 0, nil, err
		}
		return http.StatusOK, v2RoomOf(&room{Room: *view.Room, people: peopleOf(view.Members), joined: view.State != nil, members: len(view.Members)}), nil
	}
}

func (h *Handler) v2Members(r *http.Request, by app.Actor) (int, any, error) {
	id, err := h.channel(r, by)
	if err != nil {
		return 0, nil, err
	}
	members, err := h.app.Members(r.Context(), by, id)
	if err != nil {
		return 0, nil, err
	}
	c, err := h.castFor(r.Context(), by)
	if err != nil {
		return 0, nil, err
	}
	here, err := h.online(r.Context(), by)
	if err != nil {
		return 0, nil, err
	}
	type member struct {
		v2User
		RoomRole string `json:"room_role"`
	}
	out := []member{}
	for _, m := range members {
		if u, ok := c.users[m.UserID]; ok {
			out = append(out, member{v2UserOf(&u, nil, here[u.ID]), m.Role})
		}
	}
	return http.StatusOK, map[string]any{"members": out, "count": len(out)}, nil
}

// v2DeleteChannel deletes at once, as V2 did: its clients have asked already.
func (h *Handler) v2DeleteChannel(r *http.Request, by app.Actor) (int, any, error) {
	id, err := h.channel(r, by)
	if err != nil {
		return 0, nil, err
	}
	view, err := h.app.Room(r.Context(), by, id)
	if err != nil {
		return 0, nil, err
	}
	return http.StatusOK, done(), h.app.DeleteRoom(r.Context(), by, id, view.Room.Name)
}
