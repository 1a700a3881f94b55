package httpapi

import (
	"context"
	"encoding/json"
	"net/http"

	"github.com/guideops/guideops/internal/app"
)

// feedRoutes: bootstrap, sync, the stream and who is here.
func (h *Handler) feedRoutes() {
	get(h, "/bootstrap", "What a fresh device needs at once", h.bootstrap)
	get(h, "/bootstrap/windows", "The newest messages of the next rooms", h.windows)
	route(h, http.MethodGet, "/sync", "The changes after a cursor", h.sync, answers[syncAnswer](h, http.StatusOK))
	get(h, "/users/online", "Who is here now", h.online)
	post(h, "/stream/ticket", "A ticket that opens the stream once, within 30 seconds, for who cannot send a header", h.streamTicket)
	act(h, http.MethodPut, "/me/presence", "Tell whether the app is being used", h.setPresence)
	if h.deps.Stream != nil {
		h.mux.HandleFunc("GET "+Prefix+"/stream", h.stream)
	}
}

func (h *Handler) bootstrap(ctx context.Context, by app.Actor, _ *none) (*app.Skeleton, error) {
	return h.app.Bootstrap(ctx, by)
}

type windowsInput struct {
	Page string `query:"page" maxLength:"8000" doc:"windows_next of the skeleton, or next of the page before"`
}

type windowsAnswer struct {
	Windows []app.Window `json:"windows"`
	Next    string       `json:"next,omitempty"`
}

func (h *Handler) windows(ctx context.Context, by app.Actor, in *windowsInput) (*windowsAnswer, error) {
	ws, next, err := h.app.Windows(ctx, by, in.Page)
	return &windowsAnswer{Windows: ws, Next: next}, err
}

type syncInput struct {
	Since int64  `query:"since" minimum:"0" maximum:"9007199254740991" doc:"the reader's cursor"`
	Epoch string `query:"epoch" maxLength:"64"`
	Limit int    `query:"limit" minimum:"1" maximum:"500" default:"500"`
}

// syncAnswer documents what SyncPage.AppendJSON writes.
type syncAnswer struct {
	Reset   bool         `json:"reset,omitempty" doc:"the cursor means nothing here: bootstrap anew"`
	Changes []syncChange `json:"changes,omitempty"`
	Seq     int64        `json:"seq,omitempty" doc:"the new cursor"`
	Epoch   string       `json:"epoch"`
	More    bool         `json:"more,omitempty"`
}

type syncChange struct {
	Type string          `json:"type" enum:"workspace,user,contact,room,member,entered,message,read,room_state,thread_state,draft,saved,notice,session,gone"`
	Seq  int64           `json:"seq"`
	Data json.RawMessage `json:"data" doc:"the row, as its type says"`
}

func (h *Handler) sync(ctx context.Context, by app.Actor, in *syncInput) (*Raw, error) {
	page, err := h.app.Sync(ctx, by, in.Since, in.Epoch, in.Limit)
	if err != nil {
		return nil, err
	}
	return rawJSON(http.StatusOK, page.AppendJSON(make([]byte, 0, 4096))), nil
}

type onlineAnswer struct {
	Presence []app.Presence `json:"presence"`
}

func (h *Handler) online(ctx context.Context, by app.Actor, _ *none) (*onlineAnswer, error) {
	list, err := h.app.Online(ctx, by)
	return &onlineAnswer{Presence: list}, err
}

type presenceInput struct {
	Body struct {
		State string `json:"state" enum:"active,away"`
	}
}

func (h *Handler) setPresence(ctx context.Context, by app.Actor, in *presenceInput) error {
	h.app.SetPresence(ctx, by, in.Body.State == "away")
	return nil
}

func (h *Handler) streamTicket(ctx context.Context, by app.Actor, _ *none) (*app.Ticket, error) {
	return h.app.StreamTicket(ctx, by)
}

// streamCaller finds who calls: by a ticket, else as everywhere.
func (h *Handler) streamCaller(r *http.Request) (app.Actor, error) {
	if ticket := r.URL.Query().Get("ticket"); ticket != "" {
		return h.app.TakeTicket(r.Context(), ticket, anonymousActor(r).IP)
	}
	return h.Authenticate(r)
}

// stream is on the mux itself: it takes the connection over, which huma's answers cannot.
func (h *Handler) stream(w http.ResponseWriter, r *http.Request) {
	by, err := h.streamCaller(r)
	if err == nil {
		err = h.deps.Stream(w, r, by)
	}
	if err != nil {
		writeProblem(w, h.problem(r.Context(), err))
	}
}
