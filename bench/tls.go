//go:build linux

package main

import (
	"context"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/pem"
	"errors"
	"fmt"
	"math/big"
	"net"
	"os"
	"path/filepath"
	"sync"
	"sync/atomic"
	"time"

	"github.com/guideops/guideops/bench/internal/wire"
)

// overTLS starts GuideOps with a certificate of the bench's own.
func overTLS(ctx context.Context, s *session) (*instance, func() error, error) {
	cert, key, err := selfSigned(s.fixtures.work)
	if err != nil {
		return nil, nil, err
	}
	return s.fixtures.start(ctx, plain, "GUIDEOPS_TLS_CERT="+cert, "GUIDEOPS_TLS_KEY="+key)
}

func selfSigned(dir string) (certFile, keyFile string, err error) {
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		return "", "", err
	}
	of := &x509.Certificate{SerialNumber: big.NewInt(1), Subject: pkix.Name{CommonName: "bench"},
		NotAfter: time.Now().Add(24 * time.Hour), IPAddresses: []net.IP{net.IPv4(127, 0, 0, 1)}}
	cert, err := x509.CreateCertificate(rand.Reader, of, of, key.Public(), key)
	if err != nil {
		return "", "", err
	}
	private, err := x509.MarshalPKCS8PrivateKey(key)
	if err != nil {
		return "", "", err
	}
	certFile, keyFile = filepath.Join(dir, "cert.pem"), filepath.Join(dir, "key.pem")
	return certFile, keyFile, errors.Join(
		os.WriteFile(certFile, pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: cert}), 0o600),
		os.WriteFile(keyFile, pem.EncodeToMemory(&pem.Block{Type: "PRIVATE KEY", Bytes: private}), 0o600))
}

// dialers is how many handshakes are under way at once.
const dialers = 64

// tlsStreams are idle streams over TLS: a goroutine each, because crypto/tls
// wants a blocking reader and the generator's own memory is not measured.
type tlsStreams struct {
	b       *bed
	dialer  *tls.Dialer
	greeted atomic.Int64
	mu      sync.Mutex
	conns   []net.Conn
	failed  error
}

// idleTLS is case C over TLS and HTTP/1.1.
func idleTLS(ctx context.Context, b *bed) (figures, error) {
	s := &tlsStreams{b: b, dialer: &tls.Dialer{Config: &tls.Config{
		InsecureSkipVerify: true, // our own certificate, on loopback
		NextProtos:         []string{"http/1.1"}}}}
	defer s.close()
	if err := s.open(ctx, b.opt.people); err != nil {
		return nil, err
	}
	before, err := b.resident(ctx)
	if err != nil {
		return nil, err
	}
	if err := s.open(ctx, b.opt.idle); err != nil {
		return nil, err
	}
	after, err := b.resident(ctx)
	if err != nil {
		return nil, err
	}
	return figures{"KiB per stream": float64(after-before) / 1024 / float64(b.opt.idle), "resident MiB": float64(after) / (1 << 20)}, s.err()
}

// open opens n more streams and waits until the server has greeted them.
func (s *tlsStreams) open(ctx context.Context, n int) error {
	want := s.greeted.Load() + int64(n)
	jobs := make(chan int)
	for range dialers {
		go func() {
			for i := range jobs {
				s.fail(s.start(ctx, i))
			}
		}()
	}
	for i := range n {
		jobs <- i
	}
	close(jobs)
	return s.b.loop.Until(ctx, 2*time.Minute, fmt.Sprintf("%d streams open over TLS", n), nil, func() bool {
		return s.greeted.Load() >= want || s.err() != nil
	})
}

func (s *tlsStreams) start(ctx context.Context, i int) error {
	conn, err := s.dialer.DialContext(ctx, "tcp4", s.b.addr.String())
	if err != nil {
		return err
	}
	s.mu.Lock()
	s.conns = append(s.conns, conn)
	s.mu.Unlock()
	if _, err := conn.Write(wire.GetStream(s.b.site.Stream(), s.b.addr.String(), s.b.site.Token(i), wire.AtHead)); err != nil {
		return err
	}
	go s.read(conn)
	return nil
}

// read reads until the stream ends, which is the server's fault before we close it.
func (s *tlsStreams) read(conn net.Conn) {
	stream := wire.Stream{OnFrame: func(f wire.Frame) {
		if string(f.Event) == "hello" {
			s.greeted.Add(1)
		}
	}}
	buf := make([]byte, 4<<10)
	for {
		n, err := conn.Read(buf)
		if err == nil {
			err = stream.Feed(buf[:n])
		}
		if err != nil {
			s.fail(err)
			return
		}
	}
}

func (s *tlsStreams) fail(err error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.failed == nil && err != nil {
		s.failed = err
	}
}

func (s *tlsStreams) err() error {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.failed
}

func (s *tlsStreams) close() {
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, c := range s.conns {
		// Only idle streams are at stake.
		_ = c.Close()
	}
}
