package httpapi

// meRoutes: my account, my devices.
func (h *Handler) meRoutes() {}
