package httpapi

import (
	"context"
	"net/http"

	"github.com/guideops/guideops/internal/app"
	"github.com/guideops/guideops/internal/chat"
)

// roomRoutes: rooms, members, reading and drafts.
func (h *Handler) roomRoutes() {
	get(h, "/rooms", "My rooms, or the public ones", h.rooms)
	post(h, "/rooms", "Make a channel", h.createRoom, created)
	route(h, http.MethodPost, "/rooms/direct", "Open the direct room of a set of people", h.openDirect, answers[chat.Room](h, http.StatusOK, http.StatusCreated))
	get(h, "/rooms/{id}", "A room with its members and my view of it", h.room)
	patch(h, "/rooms/{id}", "Rename a channel, change its topic or rules", h.changeRoom)
	act(h, http.MethodDelete, "/rooms/{id}", "Delete a channel for good", h.deleteRoom)
	post(h, "/rooms/{id}/archive", "Close a channel for writing", h.archiveRoom)
	post(h, "/rooms/{id}/unarchive", "Open an archived channel again", h.unarchiveRoom)
	post(h, "/rooms/{id}/join", "Join a public channel", h.joinRoom)
	act(h, http.MethodPost, "/rooms/{id}/leave", "Leave a channel", h.leaveRoom)
	act(h, http.MethodPost, "/rooms/{id}/typing", "Tell that I am writing", h.typing)
	get(h, "/rooms/{id}/members", "Who is in a room", h.members)
	post(h, "/rooms/{id}/members", "Add people to a channel", h.addMembers)
	patch(h, "/rooms/{id}/members/{user_id}", "Make somebody an owner of the room, or a member", h.setMemberRole)
	act(h, http.MethodDelete, "/rooms/{id}/members/{user_id}", "Remove somebody from a channel", h.removeMember)
	put(h, "/rooms/{id}/read", "Move my reading mark", h.read)
	put(h, "/rooms/{id}/unread", "Mark unread from a message on", h.markUnread)
	put(h, "/rooms/{id}/state", "Notifications, favourite, hidden", h.setRoomState)
	put(h, "/rooms/{id}/draft", "Keep an unfinished text for my other devices", h.setDraft)
	get(h, "/rooms/{id}/pins", "Pinned messages", h.pins)
	get(h, "/rooms/{id}/seq-at", "The first message at or after a time", h.seqAt)
}

// RoomPath and the like are exported because huma fills only exported embedded fields.
type RoomPath struct {
	Room PathID `path:"id"`
}

type roomsInput struct {
	Scope string `query:"scope" enum:"mine,public" default:"mine"`
	Q     string `query:"q" maxLength:"100" doc:"part of a name or topic"`
}

type roomsAnswer struct {
	Rooms []app.ListedRoom `json:"rooms"`
}

func (h *Handler) rooms(ctx context.Context, by app.Actor, in *roomsInput) (*roomsAnswer, error) {
	rooms, err := h.app.Rooms(ctx, by, in.Scope, in.Q)
	return &roomsAnswer{Rooms: rooms}, err
}

type createRoomInput struct{ Body app.NewRoom }

func (h *Handler) createRoom(ctx context.Context, by app.Actor, in *createRoomInput) (*chat.Room, error) {
	return h.app.CreateRoom(ctx, by, in.Body)
}

type peopleInput struct {
	Body struct {
		UserIDs []chat.ID `json:"user_ids"`
	}
}

type roomAnswer struct {
	Status int
	Body   *chat.Room
}

func (h *Handler) openDirect(ctx context.Context, by app.Actor, in *peopleInput) (*roomAnswer, error) {
	opened, err := h.app.OpenDirect(ctx, by, in.Body.UserIDs)
	status := http.StatusOK
	if opened.New {
		status = http.StatusCreated
	}
	return &roomAnswer{Status: status, Body: opened.Room}, err
}

func (h *Handler) room(ctx context.Context, by app.Actor, in *RoomPath) (*app.RoomView, error) {
	return h.app.Room(ctx, by, in.Room.ID)
}

type changeRoomInput struct {
	RoomPath
	Body app.RoomPatch
}

func (h *Handler) changeRoom(ctx context.Context, by app.Actor, in *changeRoomInput) (*chat.Room, error) {
	return h.app.ChangeRoom(ctx, by, in.Room.ID, in.Body)
}

type deleteRoomInput struct {
	RoomPath
	Body struct {
		ConfirmName string `json:"confirm_name" doc:"the room's name, typed once more"`
	}
}

func (h *Handler) deleteRoom(ctx context.Context, by app.Actor, in *deleteRoomInput) error {
	return h.app.DeleteRoom(ctx, by, in.Room.ID, in.Body.ConfirmName)
}

func (h *Handler) archiveRoom(ctx context.Context, by app.Actor, in *RoomPath) (*chat.Room, error) {
	return h.app.ArchiveRoom(ctx, by, in.Room.ID, true)
}

func (h *Handler) unarchiveRoom(ctx context.Context, by app.Actor, in *RoomPath) (*chat.Room, error) {
	return h.app.ArchiveRoom(ctx, by, in.Room.ID, false)
}

func (h *Handler) joinRoom(ctx context.Context, by app.Actor, in *RoomPath) (*chat.Room, error) {
	return h.app.JoinRoom(ctx, by, in.Room.ID)
}

func (h *Handler) leaveRoom(ctx context.Context, by app.Actor, in *RoomPath) error {
	return h.app.LeaveRoom(ctx, by, in.Room.ID)
}

type typingInput struct {
	RoomPath
	Body *struct {
		ThreadID chat.UUID `json:"thread_id,omitzero"`
	} `required:"false"`
}

func (h *Handler) typing(ctx context.Context, by app.Actor, in *typingInput) error {
	var thread chat.UUID
	if in.Body != nil {
		thread = in.Body.ThreadID
	}
	return h.app.Typing(ctx, by, in.Room.ID, thread)
}

type membersAnswer struct {
	Members []*chat.Member `json:"members"`
}

func (h *Handler) members(ctx context.Context, by app.Actor, in *RoomPath) (*membersAnswer, error) {
	ms, err := h.app.Members(ctx, by, in.Room.ID)
	return &membersAnswer{Members: ms}, err
}

type addMembersInput struct {
	RoomPath
	Body struct {
		UserIDs []chat.ID `json:"user_ids"`
		Role    string    `json:"role,omitempty" enum:"owner,member"`
	}
}

func (h *Handler) addMembers(ctx context.Context, by app.Actor, in *addMembersInput) (*membersAnswer, error) {
	ms, err := h.app.AddMembers(ctx, by, in.Room.ID, in.Body.UserIDs, in.Body.Role)
	return &membersAnswer{Members: ms}, err
}

// MemberPath names a room and somebody in it.
type MemberPath struct {
	RoomPath
	User PathID `path:"user_id"`
}

type memberRoleInput struct {
	MemberPath
	Body struct {
		Role string `json:"role" enum:"owner,member"`
	}
}

func (h *Handler) setMemberRole(ctx context.Context, by app.Actor, in *memberRoleInput) (*chat.Member, error) {
	return h.app.SetMemberRole(ctx, by, in.Room.ID, in.User.ID, in.Body.Role)
}

func (h *Handler) removeMember(ctx context.Context, by app.Actor, in *MemberPath) error {
	return h.app.RemoveMember(ctx, by, in.Room.ID, in.User.ID)
}

type seqInput struct {
	RoomPath
	Body struct {
		Seq int64 `json:"seq" doc:"of a message"`
	}
}

func (h *Handler) read(ctx context.Context, by app.Actor, in *seqInput) (*chat.RoomState, error) {
	return h.app.Read(ctx, by, in.Room.ID, in.Body.Seq)
}

func (h *Handler) markUnread(ctx context.Context, by app.Actor, in *seqInput) (*chat.RoomState, error) {
	return h.app.MarkUnread(ctx, by, in.Room.ID, in.Body.Seq)
}

type roomStateInput struct {
	RoomPath
	Body app.StatePatch
}

func (h *Handler) setRoomState(ctx context.Context, by app.Actor, in *roomStateInput) (*chat.RoomState, error) {
	return h.app.SetRoomState(ctx, by, in.Room.ID, in.Body)
}

type draftInput struct {
	RoomPath
	Body app.NewDraft
}

func (h *Handler) setDraft(ctx context.Context, by app.Actor, in *draftInput) (*chat.Draft, error) {
	return h.app.SetDraft(ctx, by, in.Room.ID, in.Body)
}

type messagesAnswer struct {
	Messages []*chat.Message `json:"messages"`
}

func (h *Handler) pins(ctx context.Context, by app.Actor, in *RoomPath) (*messagesAnswer, error) {
	ms, err := h.app.Pins(ctx, by, in.Room.ID)
	return &messagesAnswer{Messages: ms}, err
}

type seqAtInput struct {
	RoomPath
	TSMS int64 `query:"ts_ms" required:"true"`
}

type seqAnswer struct {
	Seq int64 `json:"seq"`
}

func (h *Handler) seqAt(ctx context.Context, by app.Actor, in *seqAtInput) (*seqAnswer, error) {
	seq, err := h.app.SeqAt(ctx, by, in.Room.ID, in.TSMS)
	return &seqAnswer{Seq: seq}, err
}
