package chattest_test

import (
	"testing"

	"github.com/guideops/guideops/internal/chat"
	"github.com/guideops/guideops/internal/chattest"
)

func TestACompanyHasAnnaWhoOwnsItAndBenInGeneral(t *testing.T) {
	c := chattest.New(t)
	dir := c.Dir()
	anna, _ := dir.User(c.Anna.User)
	ben, _ := dir.User(c.Ben.User)
	if anna.Role != chat.SuperAdmin || ben.Role != chat.Person {
		t.Fatalf("roles are %q and %q", anna.Role, ben.Role)
	}
	if n := len(dir.Members(c.General)); n != 2 {
		t.Fatalf("General has %d members, want 2", n)
	}
}
