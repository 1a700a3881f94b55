package httpapi

// adminRoutes: the admin panel.
func (h *Handler) adminRoutes() {}
