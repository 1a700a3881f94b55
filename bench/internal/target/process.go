//go:build linux

// Package target starts the servers under test as processes of their own and
// says what the generator needs to talk to them.
package target

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"os"
	"os/exec"
	"slices"
	"strings"
	"sync"
	"syscall"
	"time"
)

// startLimit is how long a server may take to answer.
const startLimit = 30 * time.Second

// Process is a running server.
type Process struct {
	Addr *net.TCPAddr
	cmd  *exec.Cmd
	done chan struct{} // closed when it has ended
	log  *tail
}

// Command says how to start a server on an address.
type Command struct {
	Path string
	Args []string
	Env  []string
}

// FreeAddr finds a loopback port that nobody listens on.
func FreeAddr(ctx context.Context) (*net.TCPAddr, error) {
	var lc net.ListenConfig
	ln, err := lc.Listen(ctx, "tcp4", "127.0.0.1:0")
	if err != nil {
		return nil, err
	}
	addr, ok := ln.Addr().(*net.TCPAddr)
	if !ok {
		return nil, errors.Join(fmt.Errorf("not a TCP address: %v", ln.Addr()), ln.Close())
	}
	return addr, ln.Close()
}

// Start starts a server and returns at once; it dies with ctx and with this process.
func (c Command) Start(ctx context.Context, addr *net.TCPAddr) (*Process, error) {
	p := &Process{Addr: addr, done: make(chan struct{}), log: &tail{}}
	p.cmd = exec.CommandContext(ctx, c.Path, c.Args...)
	p.cmd.Env = append(neutral(os.Environ()), c.Env...)
	p.cmd.Stdout, p.cmd.Stderr = p.log, p.log
	p.cmd.SysProcAttr = &syscall.SysProcAttr{Pdeathsig: syscall.SIGKILL, Setpgid: true}
	if err := p.cmd.Start(); err != nil {
		return nil, fmt.Errorf("start %s: %w", c.Path, err)
	}
	go func() {
		// How it ended is of no interest: we end it, or the log is told.
		_ = p.cmd.Wait()
		close(p.done)
	}()
	return p, nil
}

// neutral leaves out what the caller has set for a GuideOps of his own: the
// one under test must have the settings of the bench, and other data.
func neutral(environ []string) []string {
	return slices.DeleteFunc(environ, func(v string) bool {
		name, _, _ := strings.Cut(v, "=")
		return strings.HasPrefix(name, "GUIDEOPS_") || slices.Contains([]string{"PORT", "DATABASE_URL", "REDIS_URL"}, name)
	})
}

// Answers waits until the server accepts connections.
func (p *Process) Answers(ctx context.Context) error {
	ctx, cancel := context.WithTimeout(ctx, startLimit)
	defer cancel()
	for {
		c, err := net.DialTCP("tcp4", nil, p.Addr)
		if err == nil {
			return c.Close()
		}
		select {
		case <-p.done:
			return fmt.Errorf("the server ended: %s", p.log)
		case <-ctx.Done():
			return fmt.Errorf("the server does not answer: %w: %s", ctx.Err(), p.log)
		case <-time.After(200 * time.Microsecond):
		}
	}
}

// Kill ends the server as a power cut would.
func (p *Process) Kill() { p.end(syscall.SIGKILL, startLimit) }

// Stop ends the server in an orderly way, or kills it when it does not listen.
func (p *Process) Stop() {
	if !p.end(syscall.SIGTERM, startLimit) {
		p.Kill()
	}
}

func (p *Process) end(sig syscall.Signal, limit time.Duration) bool {
	// To the whole group, so that nothing it started stays. An error means that it has ended already.
	_ = syscall.Kill(-p.Pid(), sig)
	select {
	case <-p.done:
		return true
	case <-time.After(limit):
		return false
	}
}

// Log is the end of what the server has written.
func (p *Process) Log() string { return p.log.String() }

// Pid is the server's process.
func (p *Process) Pid() int { return p.cmd.Process.Pid }

// tail keeps the last few kilobytes of a log.
type tail struct {
	mu  sync.Mutex
	buf []byte
}

const tailBytes = 4 << 10

var _ io.Writer = (*tail)(nil)

func (t *tail) Write(b []byte) (int, error) {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.buf = append(t.buf, b...)
	if over := len(t.buf) - tailBytes; over > 0 {
		t.buf = append(t.buf[:0], t.buf[over:]...)
	}
	return len(b), nil
}

func (t *tail) String() string {
	t.mu.Lock()
	defer t.mu.Unlock()
	return strings.TrimSpace(string(t.buf))
}
