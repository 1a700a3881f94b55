package app

import (
	"context"
	"crypto/rand"
	"crypto/sha256"
	"encoding/base32"
	"encoding/base64"
	"strings"
)

// newSessionToken makes a 256-bit secret and the hash that is stored of it.
func newSessionToken() (token string, hash [32]byte) {
	var b [32]byte
	rand.Read(b[:]) // never fails: it ends the program instead
	token = base64.RawURLEncoding.EncodeToString(b[:])
	return token, sha256.Sum256([]byte(token))
}

// codeBytes gives 130 bits in codeLength letters: enough that nobody guesses
// one, short enough for a QR code and a stubborn typist.
const (
	codeBytes  = 16
	codeLength = 26
)

// newCode makes the secret of a link and its stored hash. A call that carries
// an Idempotency-Key makes the same secret again, so that a repeat can be
// answered although only the hash is stored.
func newCode(ctx context.Context) (code string, hash [32]byte) {
	var b [codeBytes]byte
	if idem, ok := ctx.Value(idempotentKey{}).(Idempotent); ok {
		sum := sha256.Sum256(append(idem.Seed[:], "code"...))
		copy(b[:], sum[:])
	} else {
		rand.Read(b[:]) // never fails: it ends the program instead
	}
	code = strings.ToLower(base32.StdEncoding.WithPadding(base32.NoPadding).EncodeToString(b[:]))
	return code, sha256.Sum256([]byte(code))
}

// parseCode reads a code as people pass it on: in any case, with spaces or
// dashes in it. It gives the hash to look it up by.
func parseCode(s string) ([32]byte, bool) {
	if len(s) > 4*codeLength {
		return [32]byte{}, false
	}
	s = strings.ToLower(strings.Map(func(r rune) rune {
		if r == ' ' || r == '-' || r == '\n' || r == '\r' || r == '\t' {
			return -1
		}
		return r
	}, s))
	if len(s) != codeLength {
		return [32]byte{}, false
	}
	for i := range len(s) {
		if c := s[i]; (c < 'a' || c > 'z') && (c < '2' || c > '7') {
			return [32]byte{}, false
		}
	}
	return sha256.Sum256([]byte(s)), true
}

// link is the address of a page of the app; relative where the server does not
// know its public address, and then the door completes it.
func (a *App) link(path string) string { return strings.TrimSuffix(a.cfg.URL, "/") + path }
