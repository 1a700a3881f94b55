package demo

import (
	"context"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/guideops/guideops/internal/app"
	"github.com/guideops/guideops/internal/chat"
	"github.com/guideops/guideops/internal/dbtest"
	"github.com/guideops/guideops/internal/store"
)

var seasonEnd = time.Date(2026, 3, 20, 18, 0, 0, 0, time.UTC)

func seasonPlan(t *testing.T, n int) []line {
	t.Helper()
	s, err := readScript(seasonText)
	if err != nil {
		t.Fatal(err)
	}
	return plan(s, 2026, seasonEnd, n)
}

func TestSeasonHasWhatACompanyHas(t *testing.T) {
	lines := seasonPlan(t, 5000)
	if len(lines) != 5000 {
		t.Fatalf("%d messages", len(lines))
	}
	spoken, perRoom := map[int]int{}, map[int]int{}
	var threads, late, located, reacted, mentioned, pinned, quoted int
	for i, l := range lines {
		spoken[l.who]++
		perRoom[l.room]++
		if i > 0 && l.at.Before(lines[i-1].at) {
			t.Fatalf("line %d arrives before the one above", i)
		}
		if l.thread != noOne {
			threads++
			if l.thread >= i || lines[l.thread].room != l.room {
				t.Fatalf("line %d answers in a thread that is not there", i)
			}
		}
		if l.quote != noOne {
			quoted++
			if l.quote >= i {
				t.Fatalf("line %d quotes what comes later", i)
			}
		}
		if l.at.After(seasonEnd) || l.at.Before(seasonEnd.Add(-season)) {
			t.Fatalf("line %d arrives at %s", i, l.at)
		}
		if strings.ContainsAny(l.text, "{}") || l.text == "" || len(l.text) > 500 {
			t.Fatalf("line %d: %q", i, l.text)
		}
		late += b2i(!l.written.IsZero())
		located += b2i(l.where != nil)
		reacted += b2i(len(l.reactions) > 0)
		mentioned += b2i(len(l.mentions) > 0)
		pinned += b2i(l.pin)
	}
	if len(spoken) != 12 || len(perRoom) != 8 {
		t.Errorf("%d guides in %d rooms", len(spoken), len(perRoom))
	}
	for what, n := range map[string]int{"threads": threads, "late": late, "located": located, "reactions": reacted,
		"mentions": mentioned, "quotes": quoted} {
		if n < 40 {
			t.Errorf("only %d messages with %s", n, what)
		}
	}
	if pinned == 0 {
		t.Error("nothing is pinned")
	}
}

func b2i(b bool) int {
	if b {
		return 1
	}
	return 0
}

func TestTheSameSeedMakesTheSameSeason(t *testing.T) {
	a, b := seasonPlan(t, 300), seasonPlan(t, 300)
	for i := range a {
		if a[i].text != b[i].text || !a[i].at.Equal(b[i].at) {
			t.Fatalf("line %d differs", i)
		}
	}
}

func TestEverySectionThatIsNamedExists(t *testing.T) {
	s, err := readScript(seasonText)
	if err != nil {
		t.Fatal(err)
	}
	used := map[string]bool{}
	for name, lines := range s.sections {
		if strings.HasPrefix(name, "open ") || strings.HasPrefix(name, "reply ") {
			used[name] = true
		}
		for _, l := range lines {
			for _, slot := range s.slot.FindAllString(l, -1) {
				used[slot[1:len(slot)-1]] = true
			}
		}
	}
	for name := range s.sections {
		if !used[name] {
			t.Errorf("nothing says [%s]", name)
		}
	}
	for _, g := range cast() {
		if len(s.places[g.region]) < 3 {
			t.Errorf("%s has %d places", g.region, len(s.places[g.region]))
		}
	}
}

func TestPlayedSeasonIsInOrderOnBothDatabases(t *testing.T) {
	for name, opt := range map[string]store.Options{
		"sqlite":   {Path: filepath.Join(t.TempDir(), "demo.db")},
		"postgres": {URL: dbtest.Postgres(t)},
	} {
		t.Run(name, func(t *testing.T) {
			ctx := context.Background()
			clock := &Clock{}
			opt.Now = clock.Now
			s, err := store.Open(ctx, opt)
			if err != nil {
				t.Fatal(err)
			}
			t.Cleanup(func() { s.Close() })
			a := app.New(app.Config{Now: clock.Now, PasswordMemoryKiB: 64}, s)
			if err := Play(ctx, a, clock, seasonEnd, 400); err != nil {
				t.Fatal(err)
			}
			findings, err := s.Check(ctx)
			if err != nil || len(findings) > 0 {
				t.Errorf("check: %v, %v", findings, err)
			}
			in, err := a.SignIn(ctx, app.Actor{IP: "127.0.0.1"}, app.SignIn{Login: Owner, Password: Password})
			if err != nil {
				t.Fatal(err)
			}
			if in.User.Role != chat.SuperAdmin || in.Workspace.Name != Company {
				t.Errorf("signed in as %s of %s", in.User.Role, in.Workspace.Name)
			}
			owner := app.Actor{Workspace: in.Workspace.ID, User: in.User.ID, Session: in.SessionID}
			sees(t, a, owner)
			fewThreadsAreUnread(t, a, owner)
		})
	}
}

func sees(t *testing.T, a *app.App, owner app.Actor) {
	t.Helper()
	listed, err := a.Rooms(context.Background(), owner, "mine", "")
	if err != nil || len(listed) != 8 {
		t.Fatalf("%d rooms, %v", len(listed), err)
	}
	people, err := a.Users(context.Background(), owner, "")
	if err != nil || len(people.Users) != 12 {
		t.Fatalf("%v, %v", people, err)
	}
}

func fewThreadsAreUnread(t *testing.T, a *app.App, owner app.Actor) {
	t.Helper()
	listed, err := a.Threads(context.Background(), owner)
	if err != nil {
		t.Fatal(err)
	}
	unread := 0
	for _, th := range listed {
		unread += b2i(th.UnreadCount > 0)
	}
	if unread == 0 || unread > 3 || len(listed) <= unread {
		t.Errorf("%d of %d threads are unread", unread, len(listed))
	}
}
