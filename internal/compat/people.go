package compat

import (
	"context"
	"net/http"

	"github.com/guideops/guideops/internal/app"
	"github.com/guideops/guideops/internal/chat"
)

// maxIDs is how many people a request may ask for.
const maxIDs = 500

// demoUser is a person as the demo shows him; V2 adds to it.
type demoUser struct {
	ID       chat.ID `json:"id"`
	Username string  `json:"username"`
	Online   bool    `json:"online"`
}

// online tells who is here.
func (h *Handler) online(ctx context.Context, by app.Actor) (map[chat.ID]bool, error) {
	all, err := h.app.Online(ctx, by)
	if err != nil {
		return nil, err
	}
	out := make(map[chat.ID]bool, len(all))
	for _, p := range all {
		out[p.UserID] = true
	}
	return out, nil
}

// askedFor gives those of ?ids[]= whom the caller may see.
func (h *Handler) askedFor(r *http.Request, by app.Actor) ([]chat.User, error) {
	q := r.URL.Query()
	ids := append(q["ids[]"], q["ids"]...)
	if len(ids) == 0 || len(ids) > maxIDs {
		return nil, chat.Bad("ids[]", "ids_missing", "Name 1 to %d people: ?ids[]=7&ids[]=9.", maxIDs)
	}
	c, err := h.castFor(r.Context(), by)
	if err != nil {
		return nil, err
	}
	var out []chat.User
	for _, text := range ids {
		if id, err := chat.ParseID(text); err == nil {
			if u, ok := c.users[id]; ok {
				out = append(out, u)
			}
		}
	}
	return out, nil
}
