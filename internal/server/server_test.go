package server

import (
	"context"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/pem"
	"io"
	"log/slog"
	"math/big"
	"net"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/guideops/guideops/internal/dbtest"
)

type started struct {
	url    string
	client *http.Client
	out    *strings.Builder
	stop   func() error // waits for the graceful stop
}

// start runs the whole server as main does, on a free port.
func start(t *testing.T, args ...string) *started {
	t.Helper()
	cfg := mustParse(t, append([]string{"--addr", "127.0.0.1:0", "--data-dir", t.TempDir()}, args...)...)
	s := &started{client: &http.Client{Transport: &http.Transport{}}, out: &strings.Builder{}}
	cfg.Out, cfg.Log, cfg.Version = s.out, io.Discard, "1.2.3"
	listening, ended := make(chan string, 1), make(chan error, 1)
	cfg.OnListen = func(url string) { listening <- url }
	ctx, cancel := context.WithCancel(context.Background())
	go func() { ended <- Run(ctx, *cfg) }()
	stopped := false
	s.stop = func() error {
		stopped = true
		cancel()
		return <-ended
	}
	t.Cleanup(func() {
		s.client.CloseIdleConnections()
		if !stopped {
			if err := s.stop(); err != nil {
				t.Errorf("stop: %v", err)
			}
		}
	})
	select {
	case s.url = <-listening:
	case err := <-ended:
		stopped = true
		cancel()
		t.Fatalf("the server did not start: %v", err)
	}
	return s
}

func (s *started) get(t *testing.T, path string, header ...string) (*http.Response, string) {
	t.Helper()
	r, err := http.NewRequestWithContext(t.Context(), "GET", s.url+path, nil)
	if err != nil {
		t.Fatal(err)
	}
	for i := 0; i+1 < len(header); i += 2 {
		r.Header.Set(header[i], header[i+1])
	}
	res, err := s.client.Do(r)
	if err != nil {
		t.Fatal(err)
	}
	defer res.Body.Close()
	body, err := io.ReadAll(res.Body)
	if err != nil {
		t.Fatal(err)
	}
	return res, string(body)
}

func TestHealthAndReadiness(t *testing.T) {
	for name, args := range map[string][]string{"SQLite": nil, "PostgreSQL": {"--database-url", "?"}} {
		t.Run(name, func(t *testing.T) {
			if args != nil {
				args[1] = dbtest.Postgres(t)
			}
			s := start(t, args...)
			for _, path := range []string{"/healthz", "/readyz"} {
				if res, body := s.get(t, path); res.StatusCode != 200 {
					t.Errorf("%s: %d %s", path, res.StatusCode, body)
				}
			}
		})
	}
}

func TestPagesCarryTheSecurityHeaders(t *testing.T) {
	s := start(t)
	res, _ := s.get(t, "/")
	for name, want := range map[string]string{"Content-Security-Policy": appPolicy, "X-Content-Type-Options": "nosniff",
		"X-Frame-Options": "DENY", "Cross-Origin-Opener-Policy": "", "Strict-Transport-Security": ""} {
		if got := res.Header.Get(name); got != want {
			t.Errorf("%s: %q", name, got)
		}
	}
	if strings.Contains(appPolicy, "unsafe") {
		t.Error("the policy allows what it should forbid")
	}
	res, _ = start(t, "--url", "https://chat.example.com").get(t, "/")
	if res.Header.Get("Strict-Transport-Security") == "" {
		t.Error("https is not insisted on behind a proxy that speaks it")
	}
	if got := res.Header.Get("Cross-Origin-Opener-Policy"); got != "same-origin" {
		t.Errorf("windows of others are not kept apart over https: %q", got)
	}
}

func TestUnknownAPIPathIsNeverThePage(t *testing.T) {
	res, body := start(t).get(t, "/api/v1/no-such-thing")
	if res.StatusCode != 404 || !strings.Contains(res.Header.Get("Content-Type"), "application/problem+json") {
		t.Errorf("%d %s %s", res.StatusCode, res.Header.Get("Content-Type"), body)
	}
}

func TestMetricsAreForThisMachineAndTheToken(t *testing.T) {
	s := start(t, "--metrics-token", "letmein")
	s.get(t, "/healthz")
	res, body := s.get(t, "/metrics")
	for _, want := range []string{`guideops_info{version="1.2.3"} 1`, "guideops_http_request_seconds_count", "guideops_streams 0", "guideops_deliveries_total 0"} {
		if res.StatusCode != 200 || !strings.Contains(body, want) {
			t.Errorf("%d, no %s", res.StatusCode, want)
		}
	}
	for _, test := range []struct {
		name   string
		header []string
		want   int
	}{
		{"from afar", []string{"X-Forwarded-For", "203.0.113.5"}, 404},
		{"from afar with the token", []string{"X-Forwarded-For", "203.0.113.5", "Authorization", "Bearer letmein"}, 200},
		{"wrong token", []string{"Authorization", "Bearer letmeout"}, 404},
		{"a proxy that hides who asks", []string{"Via", "1.1 proxy"}, 404},
	} {
		if res, _ := s.get(t, "/metrics", test.header...); res.StatusCode != test.want {
			t.Errorf("%s: %d", test.name, res.StatusCode)
		}
	}
	if res, _ := start(t).get(t, "/metrics", "Authorization", "Bearer x", "X-Forwarded-For", "203.0.113.5"); res.StatusCode != 404 {
		t.Error("without a token set, any token opens the metrics")
	}
}

func TestSetupLinkIsPrintedUnlessSetupIsOpen(t *testing.T) {
	s := start(t)
	if out := s.out.String(); !strings.Contains(out, s.url+"/setup#key=") {
		t.Errorf("printed %q", out)
	}
	if out := start(t, "--setup", "open").out.String(); strings.Contains(out, "key=") {
		t.Errorf("printed %q", out)
	}
}

func TestStopIsGracefulAndTheServerStartsAgain(t *testing.T) {
	dir := t.TempDir()
	for range 2 {
		s := start(t, "--data-dir", dir)
		s.get(t, "/readyz")
		if err := s.stop(); err != nil {
			t.Fatal(err)
		}
		if _, err := net.Dial("tcp", strings.TrimPrefix(s.url, "http://")); err == nil {
			t.Fatal("the server still listens")
		}
	}
}

func TestNotReadyOnceItStops(t *testing.T) {
	s := &running{log: slog.New(slog.DiscardHandler), parts: &parts{}}
	s.stopping.Store(true)
	if res := get(t, http.HandlerFunc(s.readyz), "/readyz"); res.StatusCode != http.StatusServiceUnavailable {
		t.Errorf("status %d", res.StatusCode)
	}
}

func TestPortInUseIsSaidByName(t *testing.T) {
	s := start(t)
	cfg := mustParse(t, "--addr", strings.TrimPrefix(s.url, "http://"), "--data-dir", t.TempDir())
	cfg.Log = io.Discard
	if err := Run(t.Context(), *cfg); err == nil || !strings.Contains(err.Error(), "GUIDEOPS_ADDR") {
		t.Fatal(err)
	}
}

func TestUnreachableDatabaseStopsTheStart(t *testing.T) {
	cfg := mustParse(t, "--addr", "127.0.0.1:0", "--data-dir", t.TempDir(), "--database-url", "postgres://u:secret@127.0.0.1:1/none")
	cfg.Log = io.Discard
	err := Run(t.Context(), *cfg)
	if err == nil || !strings.Contains(err.Error(), "DATABASE_URL") || strings.Contains(err.Error(), "secret") {
		t.Fatal(err)
	}
}

// certificate writes a self-signed pair for localhost and gives its serial number.
func certificate(t *testing.T, dir string, serial int64) *x509.Certificate {
	t.Helper()
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	template := &x509.Certificate{SerialNumber: big.NewInt(serial), Subject: pkix.Name{CommonName: "localhost"}, IsCA: true,
		BasicConstraintsValid: true, NotBefore: time.Now().Add(-time.Hour), NotAfter: time.Now().Add(time.Hour),
		DNSNames: []string{"localhost"}, IPAddresses: []net.IP{net.IPv4(127, 0, 0, 1)}}
	der, err := x509.CreateCertificate(rand.Reader, template, template, &key.PublicKey, key)
	if err != nil {
		t.Fatal(err)
	}
	keyDER, err := x509.MarshalPKCS8PrivateKey(key)
	if err != nil {
		t.Fatal(err)
	}
	for name, block := range map[string]*pem.Block{"cert.pem": {Type: "CERTIFICATE", Bytes: der}, "key.pem": {Type: "PRIVATE KEY", Bytes: keyDER}} {
		if err := os.WriteFile(filepath.Join(dir, name), pem.EncodeToMemory(block), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	cert, err := x509.ParseCertificate(der)
	if err != nil {
		t.Fatal(err)
	}
	return cert
}

func TestHTTPSFromCertificateFilesSpeaksHTTP2(t *testing.T) {
	dir := t.TempDir()
	pool := x509.NewCertPool()
	pool.AddCert(certificate(t, dir, 1))
	s := start(t, "--tls-cert", dir+"/cert.pem", "--tls-key", dir+"/key.pem")
	s.client.Transport = &http.Transport{ForceAttemptHTTP2: true, TLSClientConfig: &tls.Config{RootCAs: pool}}
	res, _ := s.get(t, "/healthz")
	if res.ProtoMajor != 2 || res.StatusCode != 200 {
		t.Errorf("%s %d", res.Proto, res.StatusCode)
	}
	if res.Header.Get("Strict-Transport-Security") == "" {
		t.Error("https is not insisted on")
	}
}

func TestRenewedCertificateIsServedWithoutRestart(t *testing.T) {
	dir, now := t.TempDir(), time.Now()
	certificate(t, dir, 1)
	f := &certFiles{cert: dir + "/cert.pem", key: dir + "/key.pem", log: slog.New(slog.DiscardHandler), now: func() time.Time { return now }}
	if err := f.load(); err != nil {
		t.Fatal(err)
	}
	serves := func() int64 {
		t.Helper()
		c, err := f.get(nil)
		if err != nil {
			t.Fatal(err)
		}
		return c.Leaf.SerialNumber.Int64()
	}
	certificate(t, dir, 2)
	if err := os.Chtimes(dir+"/cert.pem", now, now.Add(time.Second)); err != nil {
		t.Fatal(err)
	}
	if got := serves(); got != 1 {
		t.Errorf("looked at the files at once: serves %d", got)
	}
	now = now.Add(certLookEvery)
	if got := serves(); got != 2 {
		t.Errorf("serves %d", got)
	}
	if err := os.WriteFile(dir+"/cert.pem", []byte("half written"), 0o600); err != nil {
		t.Fatal(err)
	}
	now = now.Add(certLookEvery)
	if got := serves(); got != 2 {
		t.Errorf("a broken file took the place of a good one: %d", got)
	}
}

func TestMissingCertificateStopsTheStart(t *testing.T) {
	cfg := mustParse(t, "--addr", "127.0.0.1:0", "--data-dir", t.TempDir(), "--tls-cert", "none.pem", "--tls-key", "none.key")
	cfg.Log = io.Discard
	if err := Run(t.Context(), *cfg); err == nil || !strings.Contains(err.Error(), "GUIDEOPS_TLS_CERT") {
		t.Fatal(err)
	}
}

func TestACMEAnswersForItsHostsOnlyAndLeadsToHTTPS(t *testing.T) {
	cfg := mustParse(t, "--acme-hosts", "chat.example.com", "--data-dir", t.TempDir(), "--acme-directory", "http://127.0.0.1:1/none")
	tlsCfg, plain, err := cfg.tlsConfig(slog.New(slog.DiscardHandler))
	if err != nil {
		t.Fatal(err)
	}
	if !slices.Contains(tlsCfg.NextProtos, "h2") || !slices.Contains(tlsCfg.NextProtos, "acme-tls/1") || tlsCfg.MinVersion != tls.VersionTLS12 {
		t.Errorf("protocols %v, least version %x", tlsCfg.NextProtos, tlsCfg.MinVersion)
	}
	if _, err := tlsCfg.GetCertificate(&tls.ClientHelloInfo{ServerName: "evil.example.com"}); err == nil || !strings.Contains(err.Error(), "not configured") {
		t.Errorf("a stranger's host: %v", err)
	}
	w := httptest.NewRecorder()
	plain.ServeHTTP(w, httptest.NewRequest(http.MethodGet, "http://chat.example.com/rooms/7", nil))
	if to := w.Header().Get("Location"); w.Code != http.StatusFound || to != "https://chat.example.com/rooms/7" {
		t.Errorf("%d to %q", w.Code, to)
	}
}
