//go:build linux

// Package loop drives all connections of the generator from one goroutine
// over epoll: 10,000 streams cost no goroutine, no buffer and no lock each,
// and what they see needs no lock either.
package loop

import (
	"errors"
	"fmt"
	"io"
	"net"
	"os"
	"syscall"
	"time"
)

// Reader is told what a connection has.
type Reader interface {
	// Data takes bytes that are only valid during the call, and when they were
	// read. An error closes the connection.
	Data(c *Conn, b []byte, at time.Time) error
	// Closed tells that the connection ended other than by Close.
	Closed(c *Conn, err error)
}

// Conn is one connection of the loop.
type Conn struct {
	loop   *Loop
	fd     int
	reader Reader
	urgent bool
}

// Loop owns connections. It must be used by one goroutine.
type Loop struct {
	ep     int
	conns  []*Conn // by file descriptor
	events [1024]syscall.EpollEvent
	buf    []byte
	open   int
}

// New makes an empty loop.
func New() (*Loop, error) {
	ep, err := syscall.EpollCreate1(syscall.EPOLL_CLOEXEC)
	if err != nil {
		return nil, os.NewSyscallError("epoll_create1", err)
	}
	return &Loop{ep: ep, buf: make([]byte, 256<<10)}, nil
}

// Open is how many connections are open.
func (l *Loop) Open() int { return l.open }

// Dial connects to a loopback port. Urgent connections (senders, whose
// latency is measured) are read before the others of a wake-up.
func (l *Loop) Dial(addr *net.TCPAddr, r Reader, urgent bool) (*Conn, error) {
	fd, err := syscall.Socket(syscall.AF_INET, syscall.SOCK_STREAM|syscall.SOCK_CLOEXEC, 0)
	if err != nil {
		return nil, os.NewSyscallError("socket", err)
	}
	c, err := l.connect(fd, addr, r)
	if err != nil {
		return nil, errors.Join(err, os.NewSyscallError("close", syscall.Close(fd)))
	}
	c.urgent = urgent
	return c, nil
}

func (l *Loop) connect(fd int, addr *net.TCPAddr, r Reader) (*Conn, error) {
	to := &syscall.SockaddrInet4{Port: addr.Port}
	copy(to.Addr[:], addr.IP.To4())
	// Blocking: on loopback a connection stands at once or never.
	if err := syscall.Connect(fd, to); err != nil {
		return nil, os.NewSyscallError("connect", err)
	}
	if err := syscall.SetNonblock(fd, true); err != nil {
		return nil, os.NewSyscallError("nonblock", err)
	}
	if err := syscall.SetsockoptInt(fd, syscall.IPPROTO_TCP, syscall.TCP_NODELAY, 1); err != nil {
		return nil, os.NewSyscallError("nodelay", err)
	}
	// Closing resets: tens of thousands of ports in TIME_WAIT would end a long run.
	if err := syscall.SetsockoptLinger(fd, syscall.SOL_SOCKET, syscall.SO_LINGER, &syscall.Linger{Onoff: 1}); err != nil {
		return nil, os.NewSyscallError("linger", err)
	}
	ev := syscall.EpollEvent{Events: syscall.EPOLLIN | syscall.EPOLLRDHUP, Fd: int32(fd)}
	if err := syscall.EpollCtl(l.ep, syscall.EPOLL_CTL_ADD, fd, &ev); err != nil {
		return nil, os.NewSyscallError("epoll_ctl", err)
	}
	for fd >= len(l.conns) {
		l.conns = append(l.conns, make([]*Conn, fd+64-len(l.conns))...)
	}
	c := &Conn{loop: l, fd: fd, reader: r}
	l.conns[fd] = c
	l.open++
	return c, nil
}

// Write sends a request. Requests are small and one at a time, so that the
// socket's buffer always takes them whole.
func (c *Conn) Write(b []byte) error {
	for {
		n, err := syscall.Write(c.fd, b)
		switch {
		case err == syscall.EINTR:
			continue
		case err != nil:
			return os.NewSyscallError("write", err)
		case n < len(b):
			return fmt.Errorf("write: %w", io.ErrShortWrite)
		}
		return nil
	}
}

// Close ends the connection without telling its reader.
func (c *Conn) Close() {
	if c.fd < 0 {
		return
	}
	c.loop.conns[c.fd] = nil
	c.loop.open--
	// Nothing can be done about an error of close, and no data is at stake: everything was read.
	_ = syscall.Close(c.fd)
	c.fd = -1
}

// Poll waits for at most the given time and reads what is there, once.
func (l *Loop) Poll(wait time.Duration) error {
	ms := int(wait.Milliseconds())
	if wait > 0 && ms == 0 {
		ms = 1
	}
	n, err := syscall.EpollWait(l.ep, l.events[:], max(ms, 0))
	if err == syscall.EINTR {
		return nil
	}
	if err != nil {
		return os.NewSyscallError("epoll_wait", err)
	}
	for _, urgent := range [2]bool{true, false} {
		for i := range l.events[:n] {
			// A connection closed earlier in this wake-up is nil; its number may
			// have been given to a new one that has nothing to read: then read finds EAGAIN.
			if c := l.conns[l.events[i].Fd]; c != nil && c.urgent == urgent {
				c.read()
			}
		}
	}
	return nil
}

func (c *Conn) read() {
	n, err := syscall.Read(c.fd, c.loop.buf)
	switch {
	case err == nil && n > 0:
		err = c.reader.Data(c, c.loop.buf[:n], time.Now())
	case err == nil:
		err = io.EOF
	case errors.Is(err, syscall.EAGAIN), errors.Is(err, syscall.EINTR):
		return
	}
	if err != nil && c.fd >= 0 {
		c.Close()
		c.reader.Closed(c, err)
	}
}

// Shut closes all connections and the loop.
func (l *Loop) Shut() error {
	for _, c := range l.conns {
		if c != nil {
			c.Close()
		}
	}
	return os.NewSyscallError("close", syscall.Close(l.ep))
}
