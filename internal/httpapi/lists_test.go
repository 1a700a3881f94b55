package httpapi_test

import (
	"encoding/json"
	"maps"
	"slices"
	"strings"
	"testing"
)

// The document says that a list is never null, and clients loop over it as it is.
func TestNoListIsNull(t *testing.T) {
	s := newServer(t)
	c := s.Found(t, "Alpine Guides")
	anna := s.signIn("anna@alpineguides.example")
	routes := routesOf(t, s.handler.Spec())
	seen := 0
	for _, key := range slices.Sorted(maps.Keys(routes)) {
		path, isGet := strings.CutPrefix(key, "GET ")
		path = strings.NewReplacer("/users/{id}", "/users/"+c.Ben.User.String(), "/rooms/{id}", "/rooms/"+c.General.String()).Replace(path)
		if !isGet || routes[key] || strings.ContainsRune(path, '{') || path == "/stream" {
			continue
		}
		if strings.HasSuffix(path, "/seq-at") {
			path += "?ts_ms=1"
		}
		r := anna.call("GET", path, nil).want(200)
		var v any
		if err := json.Unmarshal(r.body, &v); err != nil {
			t.Errorf("%s: %v", r.what, err)
		}
		if at := findNull(v, ""); at != "" {
			t.Errorf("%s: %s is null", r.what, at)
		}
		seen++
	}
	if seen < 20 {
		t.Fatalf("looked at %d answers only", seen)
	}
}

func findNull(v any, at string) string {
	switch v := v.(type) {
	case nil:
		return at
	case map[string]any:
		for k, x := range v {
			if found := findNull(x, at+"."+k); found != "" {
				return found
			}
		}
	case []any:
		for _, x := range v {
			if found := findNull(x, at+"[]"); found != "" {
				return found
			}
		}
	}
	return ""
}
