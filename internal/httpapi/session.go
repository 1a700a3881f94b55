package httpapi

import (
	"context"
	"crypto/hmac"
	"crypto/sha256"
	"net"
	"net/http"
	"net/netip"
	"strings"
	"unicode/utf8"

	"github.com/danielgtaylor/huma/v2"
	"github.com/danielgtaylor/huma/v2/adapters/humago"

	"github.com/guideops/guideops/internal/app"
	"github.com/guideops/guideops/internal/chat"
)

// The cookie. Under https it has the __Host- prefix, so that no other host of
// the same domain can set it.
const (
	cookieName       = "guideops_session"
	secureCookieName = "__Host-guideops_session"
	maxKey           = 200
	// cookieSeconds: the server decides how long a session lives; the cookie
	// lives as long as browsers let it.
	cookieSeconds = 400 * 24 * 3600
)

type actorKey struct{}

type requestKey struct{}

func requestID(ctx context.Context) string {
	id, _ := ctx.Value(requestKey{}).(string)
	return id
}

// https reports whether the client speaks https; the front sets the scheme
// where a trusted proxy has taken the encryption off.
func https(r *http.Request) bool { return r.TLS != nil || r.URL.Scheme == "https" }

// Token finds the session's token: a Bearer header, else the cookie.
func Token(r *http.Request) string {
	if auth := r.Header["Authorization"]; len(auth) > 0 {
		return bearer(auth[0])
	}
	name := cookieName
	if https(r) {
		name = secureCookieName
	}
	c, err := r.Cookie(name)
	if err != nil {
		return ""
	}
	return c.Value
}

// bearer reads "Bearer TOKEN"; the scheme's case does not matter (RFC 9110).
func bearer(header string) string {
	scheme, t, ok := strings.Cut(header, " ")
	if !ok || !strings.EqualFold(scheme, "bearer") {
		return ""
	}
	return strings.TrimSpace(t)
}

// anonymousActor is who calls without a session: an address.
func anonymousActor(r *http.Request) app.Actor {
	ip, _, err := net.SplitHostPort(r.RemoteAddr)
	if err != nil {
		ip = r.RemoteAddr
	}
	return app.Actor{IP: ip}
}

// local reports a caller on this very machine. What came through a proxy is
// not, even where the proxy runs here and is not told to us.
func local(r *http.Request) bool {
	a, err := netip.ParseAddr(anonymousActor(r).IP)
	return err == nil && a.IsLoopback() && len(r.Header["X-Forwarded-For"]) == 0 && len(r.Header["Forwarded"]) == 0
}

// Authenticate finds who calls.
func (h *Handler) Authenticate(r *http.Request) (app.Actor, error) {
	by := anonymousActor(r)
	t := Token(r)
	if t == "" {
		return by, chat.ErrSignIn()
	}
	return h.app.Authenticate(r.Context(), t, by.IP)
}

// session lets only signed-in callers through.
func (h *Handler) session(ctx huma.Context, next func(huma.Context)) {
	r, w := humago.Unwrap(ctx)
	by, err := h.Authenticate(r)
	if err != nil {
		writeProblem(w, h.problem(r.Context(), err))
		return
	}
	h.pass(ctx, r, by, next)
}

// anonymous lets everybody through.
func (h *Handler) anonymous(ctx huma.Context, next func(huma.Context)) {
	r, _ := humago.Unwrap(ctx)
	h.pass(ctx, r, anonymousActor(r), next)
}

func (h *Handler) pass(ctx huma.Context, r *http.Request, by app.Actor, next func(huma.Context)) {
	c := context.WithValue(r.Context(), actorKey{}, by)
	if id := r.Header["X-Request-Id"]; len(id) == 1 {
		c = context.WithValue(c, requestKey{}, id[0])
	}
	if key := r.Header["Idempotency-Key"]; len(key) > 0 && by.User != 0 {
		if len(key) > 1 || len(key[0]) == 0 || utf8.RuneCountInString(key[0]) > maxKey || !utf8.ValidString(key[0]) {
			_, w := humago.Unwrap(ctx)
			writeProblem(w, h.problem(c, chat.Bad("Idempotency-Key", "idempotency_key_bad", "The Idempotency-Key must be one text of 1 to %d characters.", maxKey)))
			return
		}
		c = context.WithValue(c, keyedKey{}, keyed{key: key[0], seed: seed(Token(r), key[0])})
	}
	next(huma.WithContext(ctx, c))
}

// seed is what secrets in the answer (an invite's code) are made from, so that
// a repeat can be answered with the same secret although only its hash is
// stored: it needs the session's token, which is stored nowhere.
func seed(token, key string) [32]byte {
	m := hmac.New(sha256.New, []byte(token))
	m.Write([]byte(key))
	return [32]byte(m.Sum(nil))
}

// sessionCookie makes the cookie for a token, or clears it.
func sessionCookie(secure bool, value string, seconds int) *http.Cookie {
	c := &http.Cookie{Name: cookieName, Value: value, Path: "/", HttpOnly: true, SameSite: http.SameSiteLaxMode, MaxAge: seconds, Secure: secure}
	if secure {
		c.Name = secureCookieName
	}
	return c
}

// SetSession gives a browser the session's cookie. For doors beside this one.
func SetSession(w http.ResponseWriter, r *http.Request, token string) {
	http.SetCookie(w, sessionCookie(https(r), token, cookieSeconds))
}

// EndSession takes the cookie away.
func EndSession(w http.ResponseWriter, r *http.Request) {
	http.SetCookie(w, sessionCookie(https(r), "", -1))
}

// Anonymous is who calls without a session, and whether from this very machine.
func Anonymous(r *http.Request) (by app.Actor, onThisMachine bool) {
	return anonymousActor(r), local(r)
}
