package server

import (
	"bytes"
	"encoding/json"
	"io"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/guideops/guideops/internal/dbtest"
)

// kept is a configuration on a fresh record, as the commands get it.
func kept(t *testing.T, args ...string) (*Config, *bytes.Buffer) {
	t.Helper()
	cfg := mustParse(t, append([]string{"--data-dir", t.TempDir()}, args...)...)
	var out bytes.Buffer
	cfg.Out, cfg.Log, cfg.Version = &out, io.Discard, "1.2.3"
	return cfg, &out
}

// databases runs a test on a record of each kind.
func databases(t *testing.T, test func(t *testing.T, args ...string)) {
	t.Helper()
	t.Run("sqlite", func(t *testing.T) { test(t) })
	t.Run("postgres", func(t *testing.T) { test(t, "--database-url", dbtest.Postgres(t)) })
}

// found creates a company over HTTP, as its owner would.
func found(t *testing.T, s *started) {
	t.Helper()
	body := `{"first_name":"Anna","last_name":"Berg","email":"anna@example.com","password":"a long enough secret","company":"Fjell Guides"}`
	r, err := http.NewRequestWithContext(t.Context(), "POST", s.url+"/api/v1/auth/register", strings.NewReader(body))
	if err != nil {
		t.Fatal(err)
	}
	r.Header.Set("Content-Type", "application/json")
	res, err := s.client.Do(r)
	if err != nil {
		t.Fatal(err)
	}
	defer res.Body.Close()
	if res.StatusCode != http.StatusCreated {
		b, _ := io.ReadAll(res.Body)
		t.Fatalf("register: %d %s", res.StatusCode, b)
	}
}

// full starts a server on the record, creates a company and leaves a file.
func full(t *testing.T, cfg *Config, args ...string) *started {
	t.Helper()
	s := start(t, append([]string{"--data-dir", cfg.DataDir}, args...)...)
	found(t, s)
	if err := os.MkdirAll(filepath.Join(cfg.DataDir, "files", "ab"), 0o700); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(cfg.DataDir, "files", "ab", "photo"), []byte("a photo"), 0o600); err != nil {
		t.Fatal(err)
	}
	return s
}

func TestBackupOfARunningServerRestoresElsewhere(t *testing.T) {
	databases(t, func(t *testing.T, from ...string) {
		cfg, out := kept(t, from...)
		full(t, cfg, from...)
		file := filepath.Join(t.TempDir(), "today.backup")
		if err := Backup(t.Context(), *cfg, file); err != nil {
			t.Fatal(err)
		}
		if !strings.Contains(out.String(), "1 people, 1 rooms and 1 files") {
			t.Errorf("said %q", out)
		}
		if info, err := os.Stat(file); err != nil || info.Mode().Perm() != 0o600 {
			t.Errorf("the file may be read by others: %v, %v", info.Mode(), err)
		}
		databases(t, func(t *testing.T, to ...string) {
			target, out := kept(t, to...)
			if err := Restore(t.Context(), *target, file, false); err != nil {
				t.Fatal(err)
			}
			if b, err := os.ReadFile(filepath.Join(target.DataDir, "files", "ab", "photo")); err != nil || string(b) != "a photo" {
				t.Errorf("the file came back as %q, %v", b, err)
			}
			if err := Check(t.Context(), *target); err != nil {
				t.Errorf("%v: %s", err, out)
			}
			s := start(t, append([]string{"--data-dir", target.DataDir}, to...)...)
			if strings.Contains(s.out.String(), "setup#key") {
				t.Error("the restored server asks for its first company")
			}
		})
	})
}

func TestRestoreReplacesACompanyOnlyByForceAndKeepsIt(t *testing.T) {
	databases(t, func(t *testing.T, args ...string) {
		cfg, _ := kept(t, args...)
		if err := full(t, cfg, args...).stop(); err != nil {
			t.Fatal(err)
		}
		file := filepath.Join(t.TempDir(), "a.backup")
		if err := Backup(t.Context(), *cfg, file); err != nil {
			t.Fatal(err)
		}
		if err := Restore(t.Context(), *cfg, file, false); err == nil || !strings.Contains(err.Error(), "--force") {
			t.Fatalf("restored over a company: %v", err)
		}
		if err := Restore(t.Context(), *cfg, file, true); err != nil {
			t.Fatal(err)
		}
		if before, err := filepath.Glob(filepath.Join(cfg.DataDir, "before-restore-*.backup")); err != nil || len(before) != 1 {
			t.Errorf("kept %v, %v", before, err)
		}
	})
}

func TestRestoreAndEpochRefuseARunningServer(t *testing.T) {
	databases(t, func(t *testing.T, args ...string) {
		cfg, _ := kept(t, args...)
		full(t, cfg, args...)
		file := filepath.Join(t.TempDir(), "a.backup")
		if err := Backup(t.Context(), *cfg, file); err != nil {
			t.Fatal(err)
		}
		if err := Restore(t.Context(), *cfg, file, true); err == nil || !strings.Contains(err.Error(), "stop") {
			t.Errorf("restored under a running server: %v", err)
		}
		if err := NewEpoch(t.Context(), *cfg); err == nil || !strings.Contains(err.Error(), "stop") {
			t.Errorf("changed the epoch under a running server: %v", err)
		}
	})
}

// After a recovery to a point in time the numbers are given a second time, so
// a cursor from before must not be taken for one of now, in any company.
func TestNewEpochMakesEveryDeviceBeginAnew(t *testing.T) {
	databases(t, func(t *testing.T, args ...string) {
		cfg, _ := kept(t, args...)
		serve := append([]string{"--data-dir", cfg.DataDir, "--hosting", "many"}, args...)
		s := start(t, serve...)
		tokens := [2]string{}
		epochs := [2]string{}
		for i, company := range []string{"Fjell Guides", "Alpine Guides"} {
			tokens[i] = register(t, s, `{"first_name":"Anna","email":"anna@example.com","password":"a long enough secret","client":"token","company":"`+company+`"}`)
			var page struct{ Epoch string }
			if _, body := s.get(t, "/api/v1/sync?since=0", "Authorization", "Bearer "+tokens[i]); json.Unmarshal([]byte(body), &page) != nil || page.Epoch == "" {
				t.Fatalf("no epoch in %s", body)
			}
			epochs[i] = page.Epoch
		}
		goesOn := func(s *started, i int) (bool, string) {
			_, body := s.get(t, "/api/v1/sync?since=1&epoch="+epochs[i], "Authorization", "Bearer "+tokens[i])
			return !strings.Contains(body, `"reset":true`), body
		}
		for i := range tokens {
			if ok, body := goesOn(s, i); !ok {
				t.Fatalf("the cursor does not even count before: %s", body)
			}
		}
		if err := s.stop(); err != nil {
			t.Fatal(err)
		}
		if err := NewEpoch(t.Context(), *cfg); err != nil {
			t.Fatal(err)
		}
		s = start(t, serve...)
		for i := range tokens {
			if ok, body := goesOn(s, i); ok {
				t.Errorf("company %d goes on with numbers of another history: %s", i, body)
			}
		}
	})
}

func TestDamagedBackupIsRefusedAndLeavesNothing(t *testing.T) {
	cfg, _ := kept(t)
	if err := full(t, cfg).stop(); err != nil {
		t.Fatal(err)
	}
	file := filepath.Join(t.TempDir(), "a.backup")
	if err := Backup(t.Context(), *cfg, file); err != nil {
		t.Fatal(err)
	}
	whole, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	flipped := bytes.Clone(whole)
	flipped[len(flipped)/2] ^= 0x40
	for name, content := range map[string][]byte{"cut off": whole[:len(whole)-40], "cut in half": whole[:len(whole)/2],
		"a bit flipped": flipped, "something else": []byte("hello"), "empty": nil} {
		t.Run(name, func(t *testing.T) {
			target, _ := kept(t)
			bad := filepath.Join(t.TempDir(), "bad.backup")
			if err := os.WriteFile(bad, content, 0o600); err != nil {
				t.Fatal(err)
			}
			err := Restore(t.Context(), *target, bad, false)
			if err == nil || !strings.Contains(err.Error(), "nothing was changed") {
				t.Fatalf("restored: %v", err)
			}
			if cut := strings.HasPrefix(name, "cut"); cut != strings.Contains(err.Error(), "this backup is incomplete") {
				t.Errorf("said of one %s: %v", name, err)
			}
			if _, err := os.Stat(filepath.Join(target.DataDir, "guideops.db")); !os.IsNotExist(err) {
				t.Errorf("a database was left: %v", err)
			}
			left, err := filepath.Glob(filepath.Join(target.DataDir, ".restore-*"))
			if err != nil || len(left) != 0 {
				t.Errorf("left %v, %v", left, err)
			}
			if s := start(t, "--data-dir", target.DataDir); !strings.Contains(s.out.String(), "setup#key") {
				t.Error("the server is not empty")
			}
		})
	}
}

func TestForgedBackupCannotWriteOutsideTheDataDirectory(t *testing.T) {
	for _, name := range []string{"../evil", "/etc/evil", "files/../../evil", "guideops.db", "other/evil"} {
		var file bytes.Buffer
		a, err := newArchiveWriter(&file)
		if err != nil {
			t.Fatal(err)
		}
		if err := a.json(manifestName, manifest{Format: archiveFormat, Schema: 1}); err != nil {
			t.Fatal(err)
		}
		if err := a.entry(name, []byte("x")); err != nil {
			t.Fatal(err)
		}
		if err := a.close(); err != nil {
			t.Fatal(err)
		}
		r, _, err := newArchiveReader(&file, t.TempDir())
		if err != nil {
			t.Fatal(err)
		}
		if _, err := r.next(); err == nil || !strings.Contains(err.Error(), "does not belong") {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func TestBackupNeverReplacesAFile(t *testing.T) {
	cfg, _ := kept(t)
	full(t, cfg)
	file := filepath.Join(t.TempDir(), "a.backup")
	if err := os.WriteFile(file, []byte("yesterday's"), 0o600); err != nil {
		t.Fatal(err)
	}
	if err := Backup(t.Context(), *cfg, file); err == nil {
		t.Error("replaced a backup")
	}
	if b, err := os.ReadFile(file); err != nil || string(b) != "yesterday's" {
		t.Errorf("%q, %v", b, err)
	}
}

func TestTwoServersCannotShareAnSQLiteFile(t *testing.T) {
	cfg, _ := kept(t)
	full(t, cfg)
	cfg.Addr = "127.0.0.1:0"
	if err := Run(t.Context(), *cfg); err == nil || !strings.Contains(err.Error(), "another GuideOps") {
		t.Fatal(err)
	}
}
