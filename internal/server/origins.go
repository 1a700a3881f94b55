package server

import (
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strings"
)

// Origins are other sites whose front ends may call the API. They sign in with
// tokens: a cookie that a browser sends along on their behalf never counts.
type Origins []string

// UnmarshalText reads a list such as "https://app.example.com,http://localhost:5173".
func (o *Origins) UnmarshalText(text []byte) error {
	*o = nil
	for word := range strings.SplitSeq(string(text), ",") {
		if word = strings.TrimSpace(word); word == "" {
			continue
		}
		origin, ok := parseOrigin(word)
		if !ok {
			return fmt.Errorf("GUIDEOPS_ALLOWED_ORIGINS takes origins such as https://app.example.com, each by name and without a path, not %q", word)
		}
		*o = append(*o, origin)
	}
	return nil
}

// parseOrigin gives an origin as browsers write it, which is how it is compared.
func parseOrigin(s string) (string, bool) {
	u, err := url.Parse(s)
	if err != nil || (u.Scheme != "http" && u.Scheme != "https") || u.Hostname() == "" || strings.ContainsAny(u.Host, "*, ") ||
		u.User != nil || strings.Trim(u.Path, "/") != "" || u.RawQuery != "" || u.ForceQuery || u.Fragment != "" {
		return "", false
	}
	host := strings.ToLower(u.Host)
	switch u.Scheme {
	case "http":
		host = strings.TrimSuffix(host, ":80")
	case "https":
		host = strings.TrimSuffix(host, ":443")
	}
	return u.Scheme + "://" + host, true
}

// What a front end elsewhere may send and read. Browsers keep the answer to a
// preflight for ten minutes, so a changed setting is felt soon.
const (
	corsMethods = "GET, POST, PUT, PATCH, DELETE"
	corsHeaders = "Authorization, Content-Type, Idempotency-Key, Last-Event-ID, If-None-Match"
	corsExposes = "Retry-After, X-Request-Id, ETag, Allow"
	corsMaxAge  = "600"
)

// cors lets the pages of the allowed origins read the answers to what they ask
// with a token. It reports whether the request is answered: it was a preflight.
func (f *front) cors(w http.ResponseWriter, r *http.Request) bool {
	if len(f.origins) == 0 || !isAPI(r.URL.Path) {
		return false
	}
	h := w.Header()
	h.Add("Vary", "Origin") // also where there is none: what is cached would lack the others' headers
	origin := r.Header.Get("Origin")
	if origin == "" || r.Header.Get("Sec-Fetch-Site") == "same-origin" {
		return false
	}
	preflight := r.Method == http.MethodOptions && r.Header.Get("Access-Control-Request-Method") != ""
	if !slices.Contains(f.origins, origin) {
		if preflight {
			writeProblem(w, http.StatusForbidden, "origin_not_allowed", "This server does not serve front ends of other sites than those in GUIDEOPS_ALLOWED_ORIGINS.")
		}
		return preflight
	}
	r.Header.Del("Cookie")
	h.Set("Access-Control-Allow-Origin", origin)
	if !preflight {
		h.Set("Access-Control-Expose-Headers", corsExposes)
		return false
	}
	h.Add("Vary", "Access-Control-Request-Method, Access-Control-Request-Headers")
	h.Set("Access-Control-Allow-Methods", corsMethods)
	h.Set("Access-Control-Allow-Headers", corsHeaders)
	h.Set("Access-Control-Max-Age", corsMaxAge)
	w.WriteHeader(http.StatusNoContent)
	return true
}
