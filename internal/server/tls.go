package server

import (
	"context"
	"crypto/tls"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"net/http"
	"os"
	"path/filepath"
	"sync"
	"time"

	"golang.org/x/crypto/acme"
	"golang.org/x/crypto/acme/autocert"
)

// tlsConfig gives the certificates of a server that serves https itself, and
// the handler of its plain-http side: the authority's challenges, and for
// everybody else the way to https. Both are nil without TLS.
func (c *Config) tlsConfig(log *slog.Logger) (*tls.Config, http.Handler, error) {
	if len(c.ACMEHosts) > 0 {
		m := &autocert.Manager{
			Prompt:     autocert.AcceptTOS,
			HostPolicy: autocert.HostWhitelist(c.ACMEHosts...),
			Email:      c.ACMEEmail,
			Cache:      autocert.DirCache(filepath.Join(c.DataDir, "acme")),
		}
		if c.ACMEDirectory != "" {
			m.Client = &acme.Client{DirectoryURL: c.ACMEDirectory}
		}
		cfg := m.TLSConfig()
		cfg.MinVersion = tls.VersionTLS12
		return cfg, m.HTTPHandler(nil), nil
	}
	if c.TLSCert == "" {
		return nil, nil, nil
	}
	files := &certFiles{cert: c.TLSCert, key: c.TLSKey, log: log, now: time.Now}
	if err := files.load(); err != nil {
		return nil, nil, err
	}
	return &tls.Config{MinVersion: tls.VersionTLS12, GetCertificate: files.get}, nil, nil
}

// certLookEvery is how often a changed certificate is looked for: programs
// that renew certificates replace the files and cannot tell us.
const certLookEvery = time.Minute

// certFiles is a certificate in files, read again when they change.
type certFiles struct {
	cert, key string
	log       *slog.Logger
	now       func() time.Time

	mu      sync.Mutex
	loaded  *tls.Certificate
	changed time.Time // of the file that is loaded
	looked  time.Time
}

func (f *certFiles) load() error {
	info, err := os.Stat(f.cert)
	if err != nil {
		return fmt.Errorf("GUIDEOPS_TLS_CERT: %w", err)
	}
	pair, err := tls.LoadX509KeyPair(f.cert, f.key)
	if err != nil {
		return fmt.Errorf("GUIDEOPS_TLS_CERT and GUIDEOPS_TLS_KEY: %w", err)
	}
	f.loaded, f.changed, f.looked = &pair, info.ModTime(), f.now()
	return nil
}

func (f *certFiles) get(*tls.ClientHelloInfo) (*tls.Certificate, error) {
	f.mu.Lock()
	defer f.mu.Unlock()
	if now := f.now(); now.Sub(f.looked) >= certLookEvery {
		f.looked = now
		if info, err := os.Stat(f.cert); err != nil || !info.ModTime().Equal(f.changed) {
			// A renewal may be half done: the old certificate serves until both files fit.
			if err := f.load(); err != nil {
				f.log.Warn("the new certificate cannot be read; the old one stays in use", "err", err)
			}
		}
	}
	return f.loaded, nil
}

// servePlain runs the http side of an ACME server on port 80. Without that
// port certificates still come, by a challenge on 443; people who type http://
// get no answer, which the operator should know.
func servePlain(ctx context.Context, log *slog.Logger, h http.Handler) {
	var lc net.ListenConfig
	ln, err := lc.Listen(ctx, "tcp", ":80")
	if err != nil {
		log.Warn("port 80 cannot be used: http:// will not lead people to https://", "err", err)
		return
	}
	srv := &http.Server{Handler: h, ReadHeaderTimeout: readHeaderTime, ReadTimeout: readTime,
		WriteTimeout: readTime, MaxHeaderBytes: maxHeader, ErrorLog: newHTTPErrors(log)}
	stop := context.AfterFunc(ctx, func() {
		if err := srv.Close(); err != nil {
			log.Warn("close port 80", "err", err)
		}
	})
	defer stop()
	if err := srv.Serve(ln); !errors.Is(err, http.ErrServerClosed) {
		log.Error("port 80", "err", err)
	}
}
