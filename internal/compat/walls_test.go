package compat_test

import (
	"testing"

	"github.com/google/uuid"

	"github.com/guideops/guideops/internal/app"
	"github.com/guideops/guideops/internal/chattest"
	"github.com/guideops/guideops/internal/compat"
)

func newID() uuid.UUID { return uuid.Must(uuid.NewV7()) }

// On a private room nobody but Ben may anything: it does not exist for the others.
func inRoom(path string, body any) attack {
	return attack{path: path, body: body, ben: 200, far: 404, near: 404, guest: 404}
}

func TestV2IsAWallOnEveryRoute(t *testing.T) {
	s := newServer(t, compat.V2, chattest.Hosting(app.HostingMany))
	wrong := obj{"username": "anna@zuluguides.example", "password": "guessed wrong"}
	joins := obj{"name": "Eve", "email": "eve@e.example", "password": chattest.Password, "workspace": "zulu-guides"}
	said := inRoom("/v2/rooms/{room}/messages", obj{"message": "here", "user_id": "{anna}", "author_id": "{anna}"})
	said.ben = 201
	barred := func(path string, body any) attack {
		return attack{path: path, body: body, ben: 403, near: 403, guest: 403}
	}
	role := barred("/admin/users/{ben}/role", obj{"role": "guest"})
	role.far = 404
	ends := inRoom("/api/channels/{room}/delete", nil)
	ends.ben = 403
	clears := inRoom("/v2/rooms/{room}/clear", nil)
	clears.ben = 403
	mine := attack{ben: 200, far: 200, near: 200, guest: 200}
	s.wall(t, "v2", map[string]attack{
		"POST /register":                       {body: joins, ben: 403, far: 403, near: 403, guest: 403, open: true},
		"POST /login":                          {body: wrong, ben: 401, far: 401, near: 401, guest: 401, open: true},
		"POST /logout":                         mine,
		"GET /system/status":                   {ben: 200, far: 200, near: 200, guest: 200, open: true},
		"GET /v2/system/status":                {ben: 200, far: 200, near: 200, guest: 200, open: true},
		"GET /me":                              mine,
		"GET /profile":                         mine,
		"PUT /profile":                         {body: obj{"id": "{anna}", "user_id": "{anna}", "title": "Guide"}, ben: 200, far: 200, near: 200, guest: 200},
		"GET /users":                           {path: "/users?ids[]={anna}", ben: 200, far: 200, near: 200, guest: 200},
		"GET /users/online":                    mine,
		"GET /rooms/{user_id}":                 {path: "/rooms/{ben}", ben: 200, far: 403, near: 403, guest: 403},
		"GET /admin/stats":                     barred("", nil),
		"GET /admin/users":                     barred("", nil),
		"PUT /admin/users/{id}/role":           role,
		"POST /api/channels":                   {body: obj{"name": "Lift status", "user_id": "{anna}"}, ben: 201, far: 201, guest: 403},
		"GET /api/channels/available":          {ben: 200, far: 200, near: 200, guest: 403},
		"POST /api/channels/{id}/join":         inRoom("/api/channels/{room}/join", nil),
		"POST /api/channels/{id}/archive":      {path: "/api/channels/{room}/archive", ben: 403, far: 404, near: 404, guest: 404},
		"POST /api/channels/{id}/unarchive":    {path: "/api/channels/{room}/unarchive", ben: 403, far: 404, near: 404, guest: 404},
		"GET /api/channels/{id}/members":       inRoom("/api/channels/{room}/members", nil),
		"DELETE /api/channels/{id}/delete":     ends,
		"DELETE /v2/rooms/{id}/clear":          clears,
		"GET /v2/rooms/{id}/messages":          inRoom("/v2/rooms/{direct}/messages", nil),
		"GET /v2/rooms/{id}/messages/location": inRoom("/v2/rooms/{room}/messages/location", nil),
		"POST /v2/rooms/{id}/messages":         said,
		"POST /v2/ack":                         inRoom("/v2/ack", obj{"acks": obj{"{room}": "1-0"}}),
	}, 401)
}

func TestTheDemoIsAWallOnEveryRoute(t *testing.T) {
	s := newServer(t, compat.Demo, chattest.Hosting(app.HostingMany))
	mine := attack{ben: 200, far: 200, near: 200, guest: 200}
	s.wall(t, "demo", map[string]attack{
		"POST /login":             {body: obj{"username": "anna@zuluguides.example", "password": "guessed wrong"}, ben: 401, far: 401, near: 401, guest: 401, open: true},
		"POST /logout":            mine,
		"GET /links":              {ben: 200, far: 200, near: 200, guest: 200, open: true},
		"GET /me":                 {ben: 200, far: 200, near: 200, guest: 200, open: true},
		"GET /users/online":       mine,
		"GET /users":              {path: "/users?ids[]={anna}", ben: 200, far: 200, near: 200, guest: 200},
		"GET /rooms/{user_id}":    {path: "/rooms/{ben}", ben: 200, far: 403, near: 403, guest: 403},
		"POST /room":              {body: obj{"user1": "{anna}", "user2": "{ben}"}, ben: 201, far: 403, near: 403, guest: 403},
		"GET /room/{id}/messages": inRoom("/room/{direct}/messages?offset=0&size=15", nil),
		"GET /stream":             {}, // TestStream…
	}, 403)
}
