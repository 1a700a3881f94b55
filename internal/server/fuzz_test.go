package server

import (
	"bytes"
	"net/http"
	"net/http/httptest"
	"net/netip"
	"os"
	"path/filepath"
	"testing"
)

func FuzzArchive(f *testing.F) {
	var whole bytes.Buffer
	a, err := newArchiveWriter(&whole)
	if err != nil {
		f.Fatal(err)
	}
	for _, write := range []func() error{
		func() error { return a.json(manifestName, manifest{Format: archiveFormat, Schema: 1}) },
		func() error {
			return a.rows("meta", []byte("{\"table\":\"meta\",\"columns\":[\"name\",\"value\"]}\n[\"a\",\"b\"]\n"))
		},
		func() error { return a.entry("files/ab/photo", []byte("a photo")) },
		func() error { return a.json(endName, ending{Rows: map[string]int64{"meta": 1}, Files: 1}) },
		a.close,
	} {
		if err := write(); err != nil {
			f.Fatal(err)
		}
	}
	f.Add(whole.Bytes())
	f.Add(whole.Bytes()[:whole.Len()/2])
	f.Add([]byte("not a backup"))
	f.Fuzz(func(t *testing.T, file []byte) {
		dir := t.TempDir()
		staging := filepath.Join(dir, "staging")
		r, _, err := newArchiveReader(bytes.NewReader(file), staging)
		for err == nil {
			_, err = r.next()
		}
		entries, err := os.ReadDir(dir)
		if err != nil || len(entries) > 1 {
			t.Fatalf("something was written beside the staging directory: %v, %v", entries, err)
		}
	})
}

func FuzzForwardedFor(f *testing.F) {
	for _, s := range []string{"203.0.113.5", "a, 203.0.113.5, 127.0.0.1", "[2001:db8::1]:4711", ",,", "::ffff:10.0.0.1"} {
		f.Add(s)
	}
	front := &front{}
	if err := front.proxies.UnmarshalText([]byte("loopback")); err != nil {
		f.Fatal(err)
	}
	f.Fuzz(func(t *testing.T, header string) {
		r := httptest.NewRequest(http.MethodGet, "/api/x", nil)
		r.RemoteAddr = "127.0.0.1:1234"
		r.Header["X-Forwarded-For"] = []string{header}
		front.identify(httptest.NewRecorder(), r)
		if _, err := netip.ParseAddrPort(r.RemoteAddr); err != nil {
			t.Fatalf("%q made the address %q", header, r.RemoteAddr)
		}
	})
}
