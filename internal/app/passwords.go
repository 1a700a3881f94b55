package app

import (
	"context"
	_ "embed"
	"encoding/base64"
	"fmt"
	"runtime"
	"strings"
	"unicode/utf8"

	"github.com/alexedwards/argon2id"
	"golang.org/x/crypto/bcrypt"

	"github.com/guideops/guideops/internal/chat"
)

const (
	minPassword = 8
	maxPassword = 256
	// One hashing takes 64 MiB, in KiB, and one pass over it: more than OWASP asks
	// for, and short enough for a whole team signing in on a small machine.
	passwordMemory = 64 << 10
	passwordPasses = 1
)

//go:embed common_passwords.txt
var commonPasswords string

// passwords hashes and checks. Each takes 64 MiB, so only as many run at once
// as the machine has processors; the others wait.
type passwords struct {
	params argon2id.Params
	slots  chan struct{}
	common map[string]struct{}
	dummy  string
}

func newPasswords(memoryKiB uint32) *passwords {
	if memoryKiB == 0 {
		memoryKiB = passwordMemory
	}
	p := &passwords{params: argon2id.Params{Memory: memoryKiB, Iterations: passwordPasses, Parallelism: 2, SaltLength: 16, KeyLength: 32},
		slots: make(chan struct{}, max(1, runtime.GOMAXPROCS(0)/2)), common: map[string]struct{}{}}
	for line := range strings.Lines(commonPasswords) {
		p.common[strings.TrimSpace(line)] = struct{}{}
	}
	// A hash that no password has, to spend the same work on unknown accounts.
	b64 := base64.RawStdEncoding.EncodeToString
	p.dummy = fmt.Sprintf("$argon2id$v=19$m=%d,t=%d,p=%d$%s$%s", memoryKiB, p.params.Iterations, p.params.Parallelism,
		b64(make([]byte, p.params.SaltLength)), b64(make([]byte, p.params.KeyLength)))
	return p
}

func (p *passwords) slot(ctx context.Context) error {
	select {
	case p.slots <- struct{}{}:
		return nil
	case <-ctx.Done():
		return &chat.Error{Kind: chat.Unavailable, Code: "busy", RetryAfterMS: 2000, Message: "Many people are signing in right now. Try again in a moment."}
	}
}

// hash makes what is stored of a password.
func (p *passwords) hash(ctx context.Context, password string) (string, error) {
	if err := p.slot(ctx); err != nil {
		return "", err
	}
	defer func() { <-p.slots }()
	return argon2id.CreateHash(password, &p.params)
}

// matches compares a password with a stored hash. The empty hash (an account
// that has no password yet) costs as much and never matches.
func (p *passwords) matches(ctx context.Context, password, hash string) (bool, error) {
	if err := p.slot(ctx); err != nil {
		return false, err
	}
	defer func() { <-p.slots }()
	if isOld(hash) {
		// A wrong password and a broken hash are the same to who signs in.
		return bcrypt.CompareHashAndPassword([]byte(hash), []byte(password)) == nil, nil
	}
	if hash == "" {
		hash = p.dummy
	}
	return argon2id.ComparePasswordAndHash(password, hash)
}

// isOld recognises a hash that was imported: at the next sign-in ours takes its place.
func isOld(hash string) bool { return strings.HasPrefix(hash, "$2") }

// maxCost bounds how long checking an imported hash takes: a second or so.
const maxCost = 14

// importable reports whether a foreign hash is one that matches can check.
func importable(hash string) bool {
	cost, err := bcrypt.Cost([]byte(hash))
	return err == nil && cost <= maxCost
}

// check refuses passwords that are guessed first.
func (p *passwords) check(field, password, email string) error {
	name, _, _ := strings.Cut(email, "@")
	folded := strings.ToLower(password)
	_, common := p.common[folded]
	switch {
	case !utf8.ValidString(password):
		return chat.Bad(field, "password_invalid", "The password holds bytes that are not text.")
	case utf8.RuneCountInString(password) < minPassword:
		return chat.Bad(field, "password_short", "The password needs at least %d characters. Three or four random words are easy to remember.", minPassword)
	case utf8.RuneCountInString(password) > maxPassword:
		return chat.Bad(field, "password_long", "The password has at most %d characters.", maxPassword)
	case common || oneCharacter(folded):
		return chat.Bad(field, "password_common", "This is one of the passwords that are tried first. Choose another, for example three or four random words.")
	case email != "" && (folded == strings.ToLower(email) || folded == strings.ToLower(name)):
		return chat.Bad(field, "password_common", "The password must not be your address. Choose another.")
	}
	return nil
}

func oneCharacter(s string) bool {
	return s != "" && strings.Count(s, s[:1]) == len(s)
}
