package main

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"math/rand/v2"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"github.com/guideops/guideops/internal/dbtest"
)

// write lets n writers send until the server stops answering or stop is closed.
func write(c *person, l *ledger, n int, stop <-chan struct{}) *sync.WaitGroup {
	var wg sync.WaitGroup
	for w := range n {
		wg.Go(func() {
			for i := 0; ; i++ {
				select {
				case <-stop:
					return
				default:
				}
				m := newSent(fmt.Sprintf("writer %d, message %d", w, i))
				status, seq := c.send(m)
				l.note(m, status, seq)
				if status != http.StatusCreated {
					return
				}
			}
		})
	}
	return &wg
}

// reach waits until so many messages are acknowledged.
func (l *ledger) reach(t testing.TB, n int) {
	t.Helper()
	until(t, fmt.Sprintf("%d acknowledged messages", n), func() bool { return l.count() >= n })
}

// until waits for a condition.
func until(t testing.TB, what string, ok func() bool) {
	t.Helper()
	deadline := time.Now().Add(30 * time.Second)
	for !ok() {
		if time.Now().After(deadline) {
			t.Fatalf("waited in vain for %s", what)
		}
		time.Sleep(5 * time.Millisecond) // the condition is in another process: there is nothing to wait on
	}
}

func TestKillAmidSixteenWritersKeepsEveryAcknowledgedMessageOnceInItsPlace(t *testing.T) {
	p := newProcess(t, t.TempDir())
	c := p.owner()
	l := newLedger()
	for round := range 3 {
		wg := write(c, l, 16, nil)
		l.reach(t, l.count()+200)
		p.kill()
		wg.Wait()
		if len(l.open) == 0 {
			t.Fatalf("round %d: nothing was under way when it was killed", round)
		}
		p.start()
		l.holds(t, c.history())
		l.resend(t, c)
		l.holds(t, c.history())
	}
	p.stop()
	p.check()
}

func TestKillOfPostgreSQLAmidWritersLosesNothingAndRecoversByItself(t *testing.T) {
	db := dbtest.Own(t)
	p := newProcess(t, t.TempDir(), "DATABASE_URL="+db.Database(t))
	c := p.owner()
	l := newLedger()
	wg := write(c, l, 16, nil)
	l.reach(t, 200)
	db.Crash(t)
	wg.Wait()
	status, err := c.do("POST", "/rooms/"+c.room+"/messages", map[string]any{"message_id": newSent("").ID, "text": "while it is away"}, nil)
	if err != nil || status != http.StatusServiceUnavailable {
		t.Fatalf("a send while the database is away: %d %v, want a clear 503", status, err)
	}
	db.Restart(t)
	until(t, "the server to store again", func() bool {
		m := newSent("after the crash")
		status, seq := c.send(m)
		if status == http.StatusCreated {
			l.note(m, status, seq)
		}
		return status == http.StatusCreated
	})
	l.resend(t, c)
	l.holds(t, c.history())
	p.stop()
	p.check()
}

func TestAStreamCutFortyTimesUnderLoadBringsEachChangeOnceInOrder(t *testing.T) {
	p := newProcess(t, t.TempDir())
	c := p.owner()
	reader := c.invites("Ben")
	l := newLedger()
	stop := make(chan struct{})
	wg := write(c, l, 4, stop)
	rnd := rand.New(rand.NewPCG(40, 40))
	got := map[string]int{}
	var cursor int64 = -1
	read := func(s *stream, until func(event) bool) {
		for {
			e, err := s.next()
			if err != nil {
				t.Fatalf("the stream broke by itself: %v", err)
			}
			if e.name == "resync" {
				t.Fatal("told to resync although the cursor is fresh")
			}
			if e.name == "hello" && cursor < 0 {
				var hello struct {
					Seq int64 `json:"seq"`
				}
				if err := json.Unmarshal([]byte(e.data), &hello); err != nil {
					t.Fatal(err)
				}
				cursor = hello.Seq
			}
			if e.name == "message" {
				if e.id <= cursor {
					t.Fatalf("change %d came after %d", e.id, cursor)
				}
				var m sent
				if err := json.Unmarshal([]byte(e.data), &m); err != nil {
					t.Fatal(err)
				}
				got[m.ID]++
			}
			cursor = max(cursor, e.id)
			if until(e) {
				return
			}
		}
	}
	var began int64
	for cut := range 40 {
		s, err := reader.stream(cursor)
		if err != nil {
			t.Fatal(err)
		}
		n := 5 + rnd.IntN(40)
		read(s, func(event) bool { n--; return n <= 0 })
		if cut == 0 {
			began = cursor
		}
		s.close()
	}
	close(stop)
	wg.Wait()
	var last int64
	for _, seq := range l.acked {
		last = max(last, seq)
	}
	s, err := reader.stream(cursor)
	if err != nil {
		t.Fatal(err)
	}
	defer s.close()
	if cursor < last {
		read(s, func(e event) bool { return e.id >= last })
	}
	for id, seq := range l.acked {
		if seq > began && got[id] != 1 {
			t.Fatalf("message at %d came %d times", seq, got[id])
		}
	}
}

func TestAFullDiskIsRefusedClearlyAndMendsItself(t *testing.T) {
	dir := t.TempDir()
	if err := syscall.Mount("tmpfs", dir, "tmpfs", 0, "size=12m"); err != nil {
		if os.Getenv("CI") != "true" {
			t.Skipf("a small disk of its own needs root: %v", err)
		}
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := syscall.Unmount(dir, syscall.MNT_DETACH); err != nil {
			t.Error(err)
		}
	})
	p := newProcess(t, dir)
	c := p.owner()
	l := newLedger()
	first := newSent("before the disk is full")
	status, seq := c.send(first)
	l.note(first, status, seq)

	ballast := filepath.Join(dir, "ballast")
	fill(t, ballast)
	text := strings.Repeat("snow ", 1500)
	var problem struct {
		Code string `json:"code"`
	}
	until(t, "a refusal", func() bool {
		m := newSent(text)
		problem.Code = ""
		status, err := c.do("POST", "/rooms/"+c.room+"/messages", map[string]any{"message_id": m.ID, "text": m.Text}, &problem)
		if err != nil {
			t.Fatalf("the server broke instead of refusing: %v", err)
		}
		if status == http.StatusCreated {
			return false
		}
		l.open = append(l.open, m)
		return status == http.StatusServiceUnavailable
	})
	if problem.Code != "storage_full" {
		t.Fatalf("the refusal says %q, want storage_full", problem.Code)
	}
	if got := c.history(); len(got) == 0 {
		t.Fatal("reading does not work while the disk is full")
	}
	if err := os.Remove(ballast); err != nil {
		t.Fatal(err)
	}
	until(t, "the server to store again", func() bool {
		status, _ := c.send(l.open[0])
		return status == http.StatusCreated || status == http.StatusOK
	})
	l.resend(t, c)
	l.holds(t, c.history())
	p.stop()
	p.check()
}

// fill writes until the disk is full.
func fill(t *testing.T, name string) {
	t.Helper()
	f, err := os.Create(name)
	if err != nil {
		t.Fatal(err)
	}
	for block := make([]byte, 64<<10); len(block) > 0; {
		if _, err := f.Write(block); errors.Is(err, syscall.ENOSPC) {
			block = block[:len(block)/2]
		} else if err != nil {
			t.Fatal(err)
		}
	}
	if err := f.Close(); err != nil {
		t.Fatal(err)
	}
}

func TestAGracefulStopAnswersWhatItTookAndSaysGoodbye(t *testing.T) {
	p := newProcess(t, t.TempDir())
	c := p.owner()
	s, err := c.stream(-1)
	if err != nil {
		t.Fatal(err)
	}
	defer s.close()
	l := newLedger()
	wg := write(c, l, 8, nil)
	l.reach(t, 100)
	p.stop()
	wg.Wait()
	for {
		e, err := s.next()
		if errors.Is(err, io.EOF) || err != nil {
			t.Fatalf("the stream ended without a goodbye: %v", err)
		}
		if e.name == "bye" {
			if !strings.Contains(e.data, "restart") {
				t.Fatalf("goodbye says %s", e.data)
			}
			break
		}
	}
	p.start()
	l.resend(t, c)
	l.holds(t, c.history())
	p.stop()
	p.check()
}

func TestARestoreFromYesterdaySendsEveryDeviceBackToTheStart(t *testing.T) {
	p := newProcess(t, t.TempDir())
	c := p.owner()
	status, _ := c.send(newSent("yesterday"))
	if status != http.StatusCreated {
		t.Fatal(status)
	}
	backup := filepath.Join(t.TempDir(), "yesterday.guideops")
	if out, err := p.run("backup", backup); err != nil {
		t.Fatalf("backup: %v\n%s", err, out)
	}
	c.send(newSent("today, lost with the disk"))
	var page struct {
		Reset bool   `json:"reset"`
		Seq   int64  `json:"seq"`
		Epoch string `json:"epoch"`
	}
	c.must(http.StatusOK, "GET", "/sync?since=0", nil, &page)
	p.stop()
	if out, err := p.run("restore", backup, "--force"); err != nil {
		t.Fatalf("restore: %v\n%s", err, out)
	}
	p.start()
	old := page
	page.Reset = false
	c.must(http.StatusOK, "GET", fmt.Sprintf("/sync?since=%d&epoch=%s", old.Seq, old.Epoch), nil, &page)
	if !page.Reset || page.Epoch == old.Epoch {
		t.Fatalf("the device of before the restore was not sent back: %+v", page)
	}
	if got := c.history(); len(got) == 0 || got[len(got)-1].Text != "yesterday" {
		t.Fatalf("restored history ends with %+v", got)
	}
	p.stop()
	p.check()
}
