package httpapi

import (
	"context"

	"github.com/guideops/guideops/internal/app"
)

// userRoutes: the people of the company.
func (h *Handler) userRoutes() {
	get(h, "/users", "People", h.users)
	get(h, "/users/{id}", "A person", h.user)
}

type usersInput struct {
	Q string `query:"q" maxLength:"100" doc:"part of a name, login or title"`
}

func (h *Handler) users(ctx context.Context, by app.Actor, in *usersInput) (*app.People, error) {
	return h.app.Users(ctx, by, in.Q)
}

type userInput struct {
	User PathID `path:"id"`
}

func (h *Handler) user(ctx context.Context, by app.Actor, in *userInput) (*app.PersonCard, error) {
	return h.app.User(ctx, by, in.User.ID)
}
