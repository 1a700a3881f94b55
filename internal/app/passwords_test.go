package app

import (
	"context"
	"strings"
	"testing"

	"github.com/guideops/guideops/internal/chat"
)

func TestAHashMatchesItsPasswordAlone(t *testing.T) {
	p := newPasswords(1024)
	ctx := context.Background()
	hash, err := p.hash(ctx, "cornice and couloir")
	if err != nil || !strings.HasPrefix(hash, "$argon2id$v=19$m=1024,") || strings.Contains(hash, "cornice") {
		t.Fatalf("%q, %v", hash, err)
	}
	for password, want := range map[string]bool{"cornice and couloir": true, "Cornice and couloir": false, "": false} {
		if got, err := p.matches(ctx, password, hash); got != want || err != nil {
			t.Errorf("%q matches: %v, %v", password, got, err)
		}
	}
	// An account without a password: as much work, and never a match.
	if got, err := p.matches(ctx, "", ""); got || err != nil {
		t.Errorf("the empty hash matches: %v, %v", got, err)
	}
}

func TestOnlySoManyHashAtOnce(t *testing.T) {
	p := newPasswords(1024)
	for range cap(p.slots) {
		p.slots <- struct{}{}
	}
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	if _, err := p.hash(ctx, "cornice and couloir"); chat.KindOf(err) != chat.Unavailable {
		t.Fatalf("hashed beside a full house: %v", err)
	}
}

func TestTheListOfCommonPasswordsIsOne(t *testing.T) {
	p := newPasswords(1024)
	if len(p.common) < 1000 {
		t.Fatalf("%d common passwords", len(p.common))
	}
	for word := range p.common {
		if len(word) < minPassword || word != strings.ToLower(word) || strings.TrimSpace(word) != word {
			t.Errorf("%q can never be met", word)
		}
	}
	for _, word := range []string{"password", "12345678", "qwertyuiop", "Iloveyou1", "guideops123"} {
		if p.check("password", word, "") == nil {
			t.Errorf("%q is allowed", word)
		}
	}
}
