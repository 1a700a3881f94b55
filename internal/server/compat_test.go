package server

import (
	"net/http"
	"testing"
)

func TestBesideOldClientsTheAppLivesUnderItsOwnPath(t *testing.T) {
	for _, mode := range []string{"v2", "demo"} {
		t.Run(mode, func(t *testing.T) {
			s := start(t, "--compat", mode)
			s.client.CheckRedirect = func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }
			for from, to := range map[string]string{"/": "/app/", "/join/AbC?x=1": "/app/join/AbC?x=1"} {
				if res, _ := s.get(t, from); res.StatusCode != http.StatusTemporaryRedirect || res.Header.Get("Location") != to {
					t.Errorf("%s: %d to %s instead of %s", from, res.StatusCode, res.Header.Get("Location"), to)
				}
			}
			if res, _ := s.get(t, "/rooms/7"); res.StatusCode < 400 || res.Header.Get("Content-Type") != "application/json" {
				t.Errorf("an old route answered %d, %s", res.StatusCode, res.Header.Get("Content-Type"))
			}
			if res, _ := s.get(t, "/api/v1/setup"); res.StatusCode != http.StatusOK {
				t.Errorf("our API answered %d", res.StatusCode)
			}
		})
	}
}
