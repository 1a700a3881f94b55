package server

import (
	"net/http"
	"strings"
)

// appPolicy lets the app load nothing from anywhere but here, and run no
// script or style that is written into a page.
const appPolicy = "default-src 'self'; script-src 'self'; style-src 'self'; img-src 'self' data: blob:; connect-src 'self'; " +
	"frame-ancestors 'none'; base-uri 'none'; form-action 'self'; object-src 'none'; worker-src 'self'; manifest-src 'self'"

// headers are the security headers, each made once: the map's values are
// shared between all answers, so handlers must replace them, never append.
type headers struct {
	common []header
	app    []header // pages and their parts
}

type header struct {
	name  string
	value []string
}

func newHeaders(https bool) headers {
	h := headers{
		common: []header{
			{"X-Content-Type-Options", []string{"nosniff"}},
			{"Referrer-Policy", []string{"same-origin"}},
		},
		app: []header{
			{"Content-Security-Policy", []string{appPolicy}},
			{"Permissions-Policy", []string{"geolocation=(self), camera=(self), microphone=(), payment=(), usb=(), browsing-topics=()"}},
			{"Cross-Origin-Resource-Policy", []string{"same-origin"}},
			{"X-Frame-Options", []string{"DENY"}},
		},
	}
	if https {
		h.common = append(h.common, header{"Strict-Transport-Security", []string{"max-age=31536000"}})
		// Browsers ignore it without https, and complain on the console.
		h.app = append(h.app, header{"Cross-Origin-Opener-Policy", []string{"same-origin"}})
	}
	return h
}

// set writes the headers. Answers of the API get few: they are no pages, and
// there are many of them. What the API serves as a page sets its own policy.
func (h *headers) set(to http.Header, path string) {
	for _, e := range h.common {
		to[e.name] = e.value
	}
	if isAPI(path) {
		return
	}
	for _, e := range h.app {
		to[e.name] = e.value
	}
}

func isAPI(path string) bool { return path == "/api" || strings.HasPrefix(path, "/api/") }
