package realtime_test

import (
	"encoding/json"
	"io"
	"net/http"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/guideops/guideops/internal/app"
	"github.com/guideops/guideops/internal/httpapi"
)

// ticket asks for one as the holder of a token does.
func (w *world) ticket(t *testing.T, token string) string {
	t.Helper()
	r, err := http.NewRequestWithContext(t.Context(), "POST", w.srv.URL+httpapi.Prefix+"/stream/ticket", nil)
	if err != nil {
		t.Fatal(err)
	}
	r.Header.Set("Authorization", "Bearer "+token)
	res, err := w.srv.Client().Do(r)
	if err != nil {
		t.Fatal(err)
	}
	defer res.Body.Close()
	var out app.Ticket
	if err := json.NewDecoder(res.Body).Decode(&out); err != nil || res.StatusCode != http.StatusOK || out.Ticket == "" {
		t.Fatalf("ticket: %d, %v", res.StatusCode, err)
	}
	return out.Ticket
}

// refused asks for the stream with a ticket and gives the code of the refusal.
func (w *world) refused(t *testing.T, ticket string) string {
	t.Helper()
	s := w.open(t, "", "?ticket="+ticket)
	if s.res.StatusCode == http.StatusOK {
		t.Fatal("the ticket was taken")
	}
	body, err := io.ReadAll(s.res.Body)
	if err != nil {
		t.Fatal(err)
	}
	var p struct{ Code string }
	if err := json.Unmarshal(body, &p); err != nil || s.res.StatusCode != http.StatusUnauthorized {
		t.Fatalf("%d %s", s.res.StatusCode, body)
	}
	return p.Code
}

func TestATicketOpensTheStreamOnceForItsPerson(t *testing.T) {
	both(t, func(t *testing.T, w *world) {
		_, ben := w.SignIn(w.Email("Ben"))
		ticket := w.ticket(t, ben)
		s := w.open(t, "", "?ticket="+ticket)
		s.until("hello", "epoch")
		w.send(t, w.Anna, w.General, "by ticket")
		s.until("message", "by ticket")
		if code := w.refused(t, ticket); code != "ticket_over" {
			t.Errorf("a used ticket: %s", code)
		}
		// It opens the stream and nothing else.
		r, err := http.NewRequestWithContext(t.Context(), "GET", w.srv.URL+httpapi.Prefix+"/me?ticket="+w.ticket(t, ben), nil)
		if err != nil {
			t.Fatal(err)
		}
		res, err := w.srv.Client().Do(r)
		if err != nil {
			t.Fatal(err)
		}
		defer res.Body.Close()
		if res.StatusCode == http.StatusOK {
			t.Error("a ticket for the stream answers for a session")
		}
	})
}

func TestATicketEnds(t *testing.T) {
	w := newWorld(t, false)
	actor, ben := w.SignIn(w.Email("Ben"))
	late := w.ticket(t, ben)
	w.Clock.Move(30 * time.Second)
	if code := w.refused(t, late); code != "ticket_over" {
		t.Errorf("an old ticket: %s", code)
	}
	live := w.ticket(t, ben)
	w.Clock.Move(29 * time.Second)
	w.open(t, "", "?ticket="+live).until("hello", "epoch")
	// Who has signed out, has signed out with his tickets.
	after := w.ticket(t, ben)
	if err := w.App.SignOut(t.Context(), actor); err != nil {
		t.Fatal(err)
	}
	if code := w.refused(t, after); code != "ticket_over" {
		t.Errorf("the ticket of a session that has ended: %s", code)
	}
	if code := w.refused(t, "never-given"); code != "ticket_over" {
		t.Errorf("a made-up ticket: %s", code)
	}
	// The secret of a session, or of another kind of link, is no ticket.
	_, anna := w.SignIn(w.Email("Anna"))
	if code := w.refused(t, anna); code != "ticket_over" {
		t.Errorf("a session's token: %s", code)
	}
}

func TestOfTwoWhoTakeATicketAtOnceOneGetsIt(t *testing.T) {
	w := newWorld(t, false)
	_, ben := w.SignIn(w.Email("Ben"))
	ticket := w.ticket(t, ben)
	var got atomic.Int32
	var all sync.WaitGroup
	for range 8 {
		all.Go(func() {
			if by, err := w.App.TakeTicket(t.Context(), ticket, "192.0.2.9"); err == nil && by.User == w.Ben.User && by.Workspace == w.ID {
				got.Add(1)
			}
		})
	}
	all.Wait()
	if got.Load() != 1 {
		t.Errorf("%d of eight got in", got.Load())
	}
}

func TestTicketsAreBounded(t *testing.T) {
	w := newWorld(t, false)
	by, _ := w.SignIn(w.Email("Ben"))
	for n := range 100 {
		if _, err := w.App.StreamTicket(t.Context(), by); err != nil {
			if n < 10 {
				t.Errorf("refused after %d", n)
			}
			return
		}
	}
	t.Error("nothing bounds them")
}
