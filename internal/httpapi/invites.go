package httpapi

// inviteRoutes: invites and who comes by them.
func (h *Handler) inviteRoutes() {}
