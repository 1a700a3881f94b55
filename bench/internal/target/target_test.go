//go:build linux

package target

import (
	"bytes"
	"context"
	"errors"
	"net"
	"net/http"
	"net/http/httptest"
	"os"
	"slices"
	"strings"
	"testing"
	"time"
)

func start(t *testing.T, script string, env ...string) *Process {
	t.Helper()
	addr, err := FreeAddr(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	p, err := Command{Path: "/bin/sh", Args: []string{"-c", script}, Env: env}.Start(t.Context(), addr)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(p.Kill)
	return p
}

func TestAServerThatEndsSaysWhatItWrote(t *testing.T) {
	p := start(t, "echo the port is taken >&2; exit 3")
	if err := p.Answers(t.Context()); err == nil || !strings.Contains(err.Error(), "the port is taken") {
		t.Fatalf("got %v", err)
	}
}

func TestWaitingForAServerEndsWithTheRun(t *testing.T) {
	p := start(t, "sleep 60")
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if err := p.Answers(ctx); !errors.Is(err, context.Canceled) {
		t.Fatalf("got %v", err)
	}
}

func TestAServerAnswersOnceItListens(t *testing.T) {
	p := start(t, "sleep 60")
	ln, err := net.ListenTCP("tcp4", p.Addr)
	if err != nil {
		t.Fatal(err)
	}
	defer ln.Close()
	if err := p.Answers(t.Context()); err != nil {
		t.Fatal(err)
	}
}

func TestStoppingEndsTheProcess(t *testing.T) {
	p := start(t, "sleep 60")
	if !alive(p.Pid()) {
		t.Fatal("it did not run")
	}
	p.Stop()
	if alive(p.Pid()) {
		t.Fatal("it still runs")
	}
}

func alive(pid int) bool {
	_, err := stat(pid)
	return err == nil
}

func TestOwnSettingsOfTheCallerDoNotReachTheServer(t *testing.T) {
	got := neutral([]string{"PATH=/bin", "PORT=1", "DATABASE_URL=x", "REDIS_URL=y", "GUIDEOPS_DATA_DIR=/precious", "PORTS=2"})
	if !slices.Equal(got, []string{"PATH=/bin", "PORTS=2"}) {
		t.Fatalf("%q", got)
	}
}

func TestTheLogKeepsItsEnd(t *testing.T) {
	var l tail
	for range 100 {
		if _, err := l.Write(bytes.Repeat([]byte("x"), 1000)); err != nil {
			t.Fatal(err)
		}
	}
	if _, err := l.Write([]byte("the end\n")); err != nil {
		t.Fatal(err)
	}
	if s := l.String(); len(s) > tailBytes || !strings.HasSuffix(s, "the end") {
		t.Fatalf("%d bytes, ending in %q", len(s), s[len(s)-10:])
	}
}

func TestTheChildrensTimeCounts(t *testing.T) {
	// The shell waits for a child that works for a while, and is alive itself until told otherwise.
	p := start(t, `i=0; (while [ $i -lt 200000 ]; do i=$((i+1)); done); echo done; sleep 60`)
	for p.Log() != "done" {
		select {
		case <-p.done:
			t.Fatal("the shell ended")
		case <-t.Context().Done():
			t.Fatal(t.Context().Err())
		case <-time.After(5 * time.Millisecond):
		}
	}
	if d, err := CPU(p.Pid()); err != nil || d <= 0 {
		t.Fatalf("%v, %v", d, err)
	}
	if rss, err := RSS(p.Pid()); err != nil || rss <= 0 {
		t.Fatalf("%d, %v", rss, err)
	}
}

func TestPostgresStartsDurableAndLeavesNothing(t *testing.T) {
	p, err := StartPostgres(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	if cpu, err := CPU(p.Pid()); err != nil || cpu <= 0 {
		t.Errorf("%v, %v", cpu, err)
	}
	if err := p.Stop(); err != nil {
		t.Fatal(err)
	}
	if _, err := os.Stat(p.dir); !errors.Is(err, os.ErrNotExist) {
		t.Fatalf("%s is still there: %v", p.dir, err)
	}
}

func TestACompanyIsFoundedThroughTheAPI(t *testing.T) {
	var calls []string
	srv := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		calls = append(calls, r.URL.Path+" "+r.Header.Get("Authorization"))
		answers := map[string]string{"/api/v1/auth/register": `{"token":"t` + string(rune('0'+len(calls))) + `","user":{"id":"7"}}`,
			"/api/v1/invites": `{"code":"c"}`, "/api/v1/rooms": `{"id":"5"}`}
		if _, err := w.Write([]byte(answers[r.URL.Path])); err != nil {
			t.Error(err)
		}
	}))
	defer srv.Close()
	addr, ok := srv.Listener.Addr().(*net.TCPAddr)
	if !ok {
		t.Fatal(srv.Listener.Addr())
	}
	site, err := Found(t.Context(), addr, 3)
	if err != nil {
		t.Fatal(err)
	}
	if !slices.Equal(site.Tokens, []string{"t1", "t3", "t4"}) || site.Messages() != "/api/v1/rooms/5/messages" || site.Token(4) != "t3" {
		t.Fatalf("%+v after %q", site, calls)
	}
}

func TestARefusedRegistrationSaysWhy(t *testing.T) {
	srv := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		http.Error(w, "too many people", http.StatusTooManyRequests)
	}))
	defer srv.Close()
	addr, ok := srv.Listener.Addr().(*net.TCPAddr)
	if !ok {
		t.Fatal(srv.Listener.Addr())
	}
	if _, err := Found(t.Context(), addr, 3); err == nil || !strings.Contains(err.Error(), "too many people") {
		t.Fatalf("got %v", err)
	}
}
