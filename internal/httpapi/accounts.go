package httpapi

// accountRoutes: registration, sign-in, links by mail.
func (h *Handler) accountRoutes() {}
