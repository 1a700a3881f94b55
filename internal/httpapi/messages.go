package httpapi

import (
	"context"
	"net/http"

	"github.com/guideops/guideops/internal/app"
	"github.com/guideops/guideops/internal/chat"
)

// messageRoutes: messages, threads, reactions, pins, saved messages and reports.
func (h *Handler) messageRoutes() {
	route(h, http.MethodGet, "/rooms/{id}/messages", "A page of a room's history", h.history, answers[historyAnswer](h, http.StatusOK))
	route(h, http.MethodPost, "/rooms/{id}/messages", "Send a message", h.send, answers[chat.Message](h, http.StatusCreated, http.StatusOK))
	get(h, "/messages/{message_id}", "A message", h.message)
	patch(h, "/messages/{message_id}", "Edit a message", h.editMessage)
	del(h, "/messages/{message_id}", "Delete a message, leaving a tombstone", h.deleteMessage)
	get(h, "/messages/{message_id}/revisions", "What a message has said", h.revisions)
	get(h, "/messages/{message_id}/thread", "A thread", h.thread)
	put(h, "/messages/{message_id}/thread", "My reading mark in a thread; follow it or not", h.setThread)
	put(h, "/messages/{message_id}/reactions/{emoji}", "React", h.react)
	del(h, "/messages/{message_id}/reactions/{emoji}", "Take a reaction away", h.unreact)
	put(h, "/messages/{message_id}/pin", "Pin a message to its room", h.pin)
	del(h, "/messages/{message_id}/pin", "Take a pinned message down", h.unpin)
	put(h, "/messages/{message_id}/save", "Keep a message for later", h.save)
	del(h, "/messages/{message_id}/save", "Keep a message no longer", h.unsave)
	get(h, "/messages/{message_id}/readers", "Who has read a message", h.readers)
	act(h, http.MethodPost, "/messages/{message_id}/report", "Bring a message before the admins", h.report)
	get(h, "/me/threads", "The threads that I follow", h.threads)
	get(h, "/me/saved", "What I keep for later", h.saved)
	get(h, "/me/notices", "What I was told", h.notices)
	act(h, http.MethodPut, "/me/notices/{id}", "I have seen a notice", h.readNotice)
}

// MessagePath names a message.
type MessagePath struct {
	Message PathUUID `path:"message_id"`
}

type historyInput struct {
	RoomPath
	Before int64 `query:"before" doc:"a seq: the messages just before it"`
	After  int64 `query:"after" doc:"a seq: the messages just after it"`
	Around int64 `query:"around" doc:"a seq: the messages on both sides of it"`
	Limit  int64 `query:"limit" minimum:"1" maximum:"200" default:"50"`
}

// historyAnswer documents what AppendHistory writes.
type historyAnswer struct {
	Messages   []chat.Message `json:"messages" doc:"ascending by seq; replies in threads are among them"`
	MoreBefore bool           `json:"more_before"`
	MoreAfter  bool           `json:"more_after"`
}

func (h *Handler) history(ctx context.Context, by app.Actor, in *historyInput) (*Raw, error) {
	page, err := h.app.AppendHistory(ctx, by, in.Room.ID, app.Page{Before: in.Before, After: in.After, Around: in.Around, Limit: in.Limit}, nil)
	if err != nil {
		return nil, err
	}
	return rawJSON(http.StatusOK, page), nil
}

type sendInput struct {
	RoomPath
	Body chat.Send
}

func (h *Handler) send(ctx context.Context, by app.Actor, in *sendInput) (*Raw, error) {
	sent, err := h.app.Send(ctx, by, in.Room.ID, &in.Body)
	if err != nil {
		return nil, err
	}
	status := http.StatusCreated
	if sent.Repeat {
		status = http.StatusOK
	}
	return rawJSON(status, sent.JSON), nil
}

func (h *Handler) message(ctx context.Context, by app.Actor, in *MessagePath) (*chat.Message, error) {
	return h.app.Message(ctx, by, in.Message.UUID)
}

type editInput struct {
	MessagePath
	Body struct {
		Text     string    `json:"text"`
		Mentions *[]string `json:"mentions,omitempty" doc:"left out: as before"`
	}
}

func (h *Handler) editMessage(ctx context.Context, by app.Actor, in *editInput) (*chat.Message, error) {
	return h.app.EditMessage(ctx, by, in.Message.UUID, in.Body.Text, in.Body.Mentions)
}

func (h *Handler) deleteMessage(ctx context.Context, by app.Actor, in *MessagePath) (*chat.Message, error) {
	return h.app.DeleteMessage(ctx, by, in.Message.UUID)
}

type revisionsAnswer struct {
	Revisions []app.Revision `json:"revisions" doc:"oldest first, the present text last; none of a deleted message"`
}

func (h *Handler) revisions(ctx context.Context, by app.Actor, in *MessagePath) (*revisionsAnswer, error) {
	rs, err := h.app.Revisions(ctx, by, in.Message.UUID)
	return &revisionsAnswer{Revisions: rs}, err
}

type threadInput struct {
	MessagePath
	After int64 `query:"after" doc:"a seq: the replies just after it"`
	Limit int64 `query:"limit" minimum:"1" maximum:"200" default:"50"`
}

func (h *Handler) thread(ctx context.Context, by app.Actor, in *threadInput) (*app.ThreadPage, error) {
	return h.app.Thread(ctx, by, in.Message.UUID, in.After, in.Limit)
}

type threadStateInput struct {
	MessagePath
	Body app.ThreadPatch
}

func (h *Handler) setThread(ctx context.Context, by app.Actor, in *threadStateInput) (*chat.ThreadState, error) {
	return h.app.SetThreadState(ctx, by, in.Message.UUID, in.Body)
}

type reactionInput struct {
	MessagePath
	Emoji string `path:"emoji" maxLength:"64"`
}

func (h *Handler) react(ctx context.Context, by app.Actor, in *reactionInput) (*chat.Message, error) {
	return h.app.React(ctx, by, in.Message.UUID, in.Emoji, true)
}

func (h *Handler) unreact(ctx context.Context, by app.Actor, in *reactionInput) (*chat.Message, error) {
	return h.app.React(ctx, by, in.Message.UUID, in.Emoji, false)
}

func (h *Handler) pin(ctx context.Context, by app.Actor, in *MessagePath) (*chat.Message, error) {
	return h.app.Pin(ctx, by, in.Message.UUID, true)
}

func (h *Handler) unpin(ctx context.Context, by app.Actor, in *MessagePath) (*chat.Message, error) {
	return h.app.Pin(ctx, by, in.Message.UUID, false)
}

func (h *Handler) save(ctx context.Context, by app.Actor, in *MessagePath) (*chat.Saved, error) {
	return h.app.Save(ctx, by, in.Message.UUID, true)
}

func (h *Handler) unsave(ctx context.Context, by app.Actor, in *MessagePath) (*chat.Saved, error) {
	return h.app.Save(ctx, by, in.Message.UUID, false)
}

type readersAnswer struct {
	Readers []chat.ID `json:"readers"`
	Waiting []chat.ID `json:"waiting" doc:"who has not read it yet"`
}

func (h *Handler) readers(ctx context.Context, by app.Actor, in *MessagePath) (*readersAnswer, error) {
	readers, waiting, err := h.app.Readers(ctx, by, in.Message.UUID)
	return &readersAnswer{Readers: readers, Waiting: waiting}, err
}

type reportInput struct {
	MessagePath
	Body struct {
		Reason string `json:"reason"`
	}
}

func (h *Handler) report(ctx context.Context, by app.Actor, in *reportInput) error {
	return h.app.Report(ctx, by, in.Message.UUID, in.Body.Reason)
}

type threadsAnswer struct {
	Threads []app.ListedThread `json:"threads"`
}

func (h *Handler) threads(ctx context.Context, by app.Actor, _ *none) (*threadsAnswer, error) {
	ts, err := h.app.Threads(ctx, by)
	return &threadsAnswer{Threads: ts}, err
}

func (h *Handler) saved(ctx context.Context, by app.Actor, _ *none) (*app.SavedList, error) {
	return h.app.Saved(ctx, by)
}

type noticesAnswer struct {
	Notices []*chat.Notice `json:"notices"`
}

func (h *Handler) notices(ctx context.Context, by app.Actor, _ *none) (*noticesAnswer, error) {
	ns, err := h.app.Notices(ctx, by)
	return &noticesAnswer{Notices: ns}, err
}

type noticePath struct {
	Notice PathID `path:"id"`
}

func (h *Handler) readNotice(ctx context.Context, by app.Actor, in *noticePath) error {
	return h.app.ReadNotice(ctx, by, in.Notice.ID)
}
