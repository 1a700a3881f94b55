package main

import (
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net"
	"net/http"
	"os"
	"os/exec"
	"strconv"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"github.com/google/uuid"
)

// TestMain lets a test start this very binary as the real program, so that it
// can be killed as the kernel kills.
func TestMain(m *testing.M) {
	if os.Getenv("GUIDEOPS_TEST_AS_PROGRAM") != "" {
		main()
		return
	}
	os.Exit(m.Run())
}

// process is a GuideOps server in a process of its own, always on one port,
// so that clients find it again after a kill.
type process struct {
	t    testing.TB
	dir  string
	port string
	env  []string
	cmd  *exec.Cmd
	log  *bytes.Buffer
	http *http.Client
}

func newProcess(t testing.TB, dir string, env ...string) *process {
	t.Helper()
	ln, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	_, port, err := net.SplitHostPort(ln.Addr().String())
	if err != nil {
		t.Fatal(err)
	}
	if err := ln.Close(); err != nil {
		t.Fatal(err)
	}
	p := &process{t: t, dir: dir, port: port, env: env, http: &http.Client{Transport: &http.Transport{MaxIdleConnsPerHost: 64}, Timeout: 30 * time.Second}}
	t.Cleanup(p.kill)
	p.start()
	return p
}

func (p *process) url() string { return "http://127.0.0.1:" + p.port }

func (p *process) command(args ...string) *exec.Cmd {
	cmd := exec.Command(os.Args[0], args...)
	cmd.Env = append(os.Environ(), "GUIDEOPS_TEST_AS_PROGRAM=1", "GUIDEOPS_ADDR=127.0.0.1:"+p.port, "GUIDEOPS_DATA_DIR="+p.dir,
		"GUIDEOPS_SENDS_PER_MINUTE=0", "GUIDEOPS_LOG_LEVEL=warn")
	cmd.Env = append(cmd.Env, p.env...)
	return cmd
}

// start starts the server and returns when it serves.
func (p *process) start() {
	p.t.Helper()
	p.cmd, p.log = p.command("serve"), &bytes.Buffer{}
	p.cmd.Stderr = p.log
	out, err := p.cmd.StdoutPipe()
	if err != nil {
		p.t.Fatal(err)
	}
	if err := p.cmd.Start(); err != nil {
		p.t.Fatal(err)
	}
	line, err := bufio.NewReader(out).ReadString('\n')
	if err != nil || !strings.Contains(line, "GuideOps is running") {
		_ = p.cmd.Wait() // its log says more than its exit code
		p.t.Fatalf("the server did not start: %q %v\n%s", line, err, p.log)
	}
	go io.Copy(io.Discard, out) //nolint:errcheck // ends with the process
}

// kill ends the server as a crash does.
func (p *process) kill() {
	if p.cmd == nil {
		return
	}
	_ = p.cmd.Process.Kill() // it may be dead already
	_ = p.cmd.Wait()         // killed: an error is what we want
	p.cmd = nil
	p.http.CloseIdleConnections()
}

// stop asks the server to end and waits for it.
func (p *process) stop() {
	p.t.Helper()
	if err := p.cmd.Process.Signal(syscall.SIGTERM); err != nil {
		p.t.Fatal(err)
	}
	if err := p.cmd.Wait(); err != nil {
		p.t.Fatalf("graceful stop: %v\n%s", err, p.log)
	}
	p.cmd = nil
}

// run runs another command of the program on the same data.
func (p *process) run(args ...string) (string, error) {
	out, err := p.command(args...).CombinedOutput()
	return string(out), err
}

// check lets the program look for anything wrong with its data.
func (p *process) check() {
	p.t.Helper()
	if out, err := p.run("check"); err != nil {
		p.t.Fatalf("check found something: %v\n%s", err, out)
	}
}

// person is a signed-in client.
type person struct {
	p     *process
	token string
	id    string
	room  string // General
}

// do calls the API and decodes the answer into out, unless that is nil.
func (c *person) do(method, path string, in, out any) (int, error) {
	var body io.Reader
	if in != nil {
		b, err := json.Marshal(in)
		if err != nil {
			return 0, err
		}
		body = bytes.NewReader(b)
	}
	r, err := http.NewRequestWithContext(context.Background(), method, c.p.url()+"/api/v1"+path, body)
	if err != nil {
		return 0, err
	}
	if in != nil {
		r.Header.Set("Content-Type", "application/json")
	}
	if c.token != "" {
		r.Header.Set("Authorization", "Bearer "+c.token)
	}
	res, err := c.p.http.Do(r)
	if err != nil {
		return 0, err
	}
	defer res.Body.Close() //nolint:errcheck // read to its end
	data, err := io.ReadAll(res.Body)
	if err != nil {
		return 0, err
	}
	if out != nil && len(data) > 0 {
		if err := json.Unmarshal(data, out); err != nil {
			return res.StatusCode, fmt.Errorf("%s %s answered %q: %w", method, path, data, err)
		}
	}
	return res.StatusCode, nil
}

// must calls the API and fails the test unless the status is want.
func (c *person) must(want int, method, path string, in, out any) {
	c.p.t.Helper()
	var raw json.RawMessage
	status, err := c.do(method, path, in, &raw)
	if err != nil || status != want {
		c.p.t.Fatalf("%s %s: %d %v, want %d\n%s\n%s", method, path, status, err, want, raw, c.p.log)
	}
	if out != nil {
		if err := json.Unmarshal(raw, out); err != nil {
			c.p.t.Fatal(err)
		}
	}
}

type signedIn struct {
	User struct {
		ID string `json:"id"`
	} `json:"user"`
	Token string `json:"token"`
}

// owner registers the first person.
func (p *process) owner() *person {
	p.t.Helper()
	c := &person{p: p}
	var in signedIn
	c.must(http.StatusCreated, "POST", "/auth/register", map[string]any{"first_name": "Anna", "last_name": "Berg", "email": "anna@example.com",
		"password": "cornice-ridge-9", "company": "Lofoten Guides", "client": "token"}, &in)
	c.token, c.id = in.Token, in.User.ID
	c.findGeneral()
	return c
}

func (c *person) findGeneral() {
	c.p.t.Helper()
	var rooms struct {
		Rooms []struct {
			ID        string `json:"id"`
			IsGeneral bool   `json:"is_general"`
		} `json:"rooms"`
	}
	c.must(http.StatusOK, "GET", "/rooms?scope=mine", nil, &rooms)
	for _, r := range rooms.Rooms {
		if r.IsGeneral {
			c.room = r.ID
		}
	}
	if c.room == "" {
		c.p.t.Fatal("there is no General")
	}
}

// joins registers somebody with an invite of c.
func (c *person) invites(name string) *person {
	c.p.t.Helper()
	var invite struct {
		Code string `json:"code"`
	}
	c.must(http.StatusCreated, "POST", "/invites", map[string]any{"role": "user"}, &invite)
	n := &person{p: c.p, room: c.room}
	var in signedIn
	n.must(http.StatusCreated, "POST", "/auth/register", map[string]any{"first_name": name, "email": strings.ToLower(name) + "@example.com",
		"password": "cornice-ridge-9", "invite": invite.Code, "client": "token"}, &in)
	n.token, n.id = in.Token, in.User.ID
	return n
}

// sent is a message as its sender knows it.
type sent struct {
	ID   string `json:"message_id"`
	Text string `json:"text"`
	Seq  int64  `json:"seq,omitempty"`
}

// newSent makes a message that has not been sent.
func newSent(text string) sent { return sent{ID: uuid.Must(uuid.NewV7()).String(), Text: text} }

// send sends it; status 0 means that no answer came.
func (c *person) send(m sent) (status int, seq int64) {
	var stored sent
	status, err := c.do("POST", "/rooms/"+c.room+"/messages", map[string]any{"message_id": m.ID, "text": m.Text}, &stored)
	if err != nil {
		return 0, 0
	}
	return status, stored.Seq
}

// history reads the whole room, page by page.
func (c *person) history() []sent {
	c.p.t.Helper()
	var all []sent
	before := ""
	for {
		var page struct {
			Messages   []sent `json:"messages"`
			MoreBefore bool   `json:"more_before"`
		}
		c.must(http.StatusOK, "GET", "/rooms/"+c.room+"/messages?limit=200"+before, nil, &page)
		all = append(page.Messages, all...)
		if !page.MoreBefore {
			return all
		}
		before = "&before=" + strconv.FormatInt(all[0].Seq, 10)
	}
}

// stream is one connection to the live feed.
type stream struct {
	body io.ReadCloser
	buf  *bufio.Reader
}

// event is one Server-Sent Event.
type event struct {
	name, data string
	id         int64 // 0: none
}

// stream connects at a cursor; since < 0 starts at the head.
func (c *person) stream(since int64) (*stream, error) {
	r, err := http.NewRequestWithContext(c.p.t.Context(), "GET", c.p.url()+"/api/v1/stream", nil)
	if err != nil {
		return nil, err
	}
	r.Header.Set("Authorization", "Bearer "+c.token)
	if since >= 0 {
		r.Header.Set("Last-Event-ID", strconv.FormatInt(since, 10))
	}
	res, err := (&http.Client{Transport: &http.Transport{DisableKeepAlives: true}}).Do(r)
	if err != nil {
		return nil, err
	}
	if res.StatusCode != http.StatusOK {
		return nil, fmt.Errorf("stream: %s", res.Status)
	}
	return &stream{body: res.Body, buf: bufio.NewReader(res.Body)}, nil
}

func (s *stream) next() (event, error) {
	var e event
	for {
		line, err := s.buf.ReadString('\n')
		if err != nil {
			return e, err
		}
		line = strings.TrimSuffix(line, "\n")
		switch name, value, _ := strings.Cut(line, ": "); name {
		case "event":
			e.name = value
		case "data":
			e.data = value
		case "id":
			if e.id, err = strconv.ParseInt(value, 10, 64); err != nil {
				return e, err
			}
		case "":
			if e.name != "" {
				return e, nil
			}
		}
	}
}

func (s *stream) close() { _ = s.body.Close() } // a reader that goes away says nothing

// ledger is what the senders know: what was acknowledged, and what is open.
type ledger struct {
	mu    sync.Mutex
	acked map[string]int64 // id -> seq
	open  []sent
}

func newLedger() *ledger { return &ledger{acked: map[string]int64{}} }

func (l *ledger) note(m sent, status int, seq int64) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if status == http.StatusCreated || status == http.StatusOK {
		l.acked[m.ID] = seq
		return
	}
	l.open = append(l.open, m)
}

func (l *ledger) count() int {
	l.mu.Lock()
	defer l.mu.Unlock()
	return len(l.acked)
}

// resend sends what is open again, until everything is acknowledged.
func (l *ledger) resend(t testing.TB, c *person) {
	t.Helper()
	for _, m := range l.open {
		status, seq := c.send(m)
		if status != http.StatusCreated && status != http.StatusOK {
			t.Fatalf("sent again: status %d", status)
		}
		l.acked[m.ID] = seq
	}
	l.open = nil
}

// holds demands that the history has every acknowledged message once, at its seq, in order.
func (l *ledger) holds(t testing.TB, history []sent) {
	t.Helper()
	seen := map[string]int64{}
	var last int64
	for _, m := range history {
		if m.Seq <= last {
			t.Fatalf("seq %d stands after %d", m.Seq, last)
		}
		last = m.Seq
		if seen[m.ID] != 0 {
			t.Fatalf("message %s is stored twice", m.ID)
		}
		seen[m.ID] = m.Seq
	}
	for id, seq := range l.acked {
		if seen[id] != seq {
			t.Fatalf("message %s was acknowledged at %d and stands at %d", id, seq, seen[id])
		}
	}
}
