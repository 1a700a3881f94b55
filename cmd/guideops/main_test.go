package main

import (
	"bytes"
	"context"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// guideops runs one command line and gives what it printed.
func guideops(t *testing.T, args ...string) (string, error) {
	t.Helper()
	var out, log bytes.Buffer
	err := run(context.Background(), args, &out, &log)
	return out.String(), err
}

func TestEveryCommandExplainsItself(t *testing.T) {
	for _, args := range []string{"", "--help", "serve --help", "backup --help", "restore --help", "check --help", "epoch --help",
		"user --help", "user list --help", "user create --help", "user role --help", "user reset-password --help",
		"user deactivate --help", "user reactivate --help", "demo --help", "version --help"} {
		out, err := guideops(t, strings.Fields(args)...)
		if err != nil || !strings.Contains(out, "Usage: guideops") {
			t.Errorf("%s: %v, %q", args, err, out)
		}
	}
}

func TestUnknownCommandSaysWhatThereIs(t *testing.T) {
	if _, err := guideops(t, "frobnicate"); err == nil || !strings.Contains(err.Error(), "--help") {
		t.Error(err)
	}
}

func TestVersionIsPrinted(t *testing.T) {
	if out, err := guideops(t, "version"); err != nil || !strings.HasPrefix(out, "guideops ") {
		t.Errorf("%q, %v", out, err)
	}
}

func TestServeEndsWithItsContext(t *testing.T) {
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	var out, log bytes.Buffer
	if err := run(ctx, []string{"serve", "--addr", "127.0.0.1:0", "--data-dir", t.TempDir()}, &out, &log); err != nil && !strings.Contains(err.Error(), "context canceled") {
		t.Error(err)
	}
}

func TestDemoIsBackedUpCheckedAndRestored(t *testing.T) {
	from, to := "--data-dir="+t.TempDir(), "--data-dir="+t.TempDir()
	file := filepath.Join(t.TempDir(), "demo.backup")
	for _, step := range []struct {
		says string
		args []string
	}{
		{"12 guides, 8 rooms, 300 messages", []string{"demo", "--messages=300", from}},
		{"already", []string{"demo", from}}, // never over a company
		{"in order", []string{"check", from}},
		{"12 people, 8 rooms", []string{"backup", from, file}},
		{"12 people, 8 rooms", []string{"restore", to, file}},
		{"in order", []string{"check", to}},
		{"Every device", []string{"epoch", "--new", to}},
		{"Kenji Tanaka", []string{"user", "list", to}},
		{"/reset/", []string{"user", "reset-password", to, "kenji"}},
		{"signed out everywhere", []string{"user", "deactivate", to, "kenji@fiveranges.example"}},
		{"again", []string{"user", "reactivate", to, "kenji"}},
		{"is admin now", []string{"user", "role", to, "kenji", "admin"}},
		{"Created Ida", []string{"user", "create", to, "ida@example.com", "Ida"}},
		{"in order", []string{"check", to}},
	} {
		out, err := guideops(t, step.args...)
		if err != nil || !strings.Contains(out, step.says) {
			t.Fatalf("%v: %v, %q", step.args, err, out)
		}
	}
	if _, err := guideops(t, "restore", to, file); err == nil {
		t.Error("restored over a company without --force")
	}
	if _, err := guideops(t, "epoch", to); err == nil {
		t.Error("an epoch without --new did something")
	}
}

func TestCheckFailsOnWhatIsNoRecord(t *testing.T) {
	dir := t.TempDir()
	if _, err := guideops(t, "check", "--data-dir", dir); err == nil {
		t.Error("checked nothing and found it in order")
	}
	if err := os.WriteFile(filepath.Join(dir, "guideops.db"), []byte(strings.Repeat("not a database\n", 400)), 0o600); err != nil {
		t.Fatal(err)
	}
	if _, err := guideops(t, "check", "--data-dir", dir); err == nil {
		t.Error("a damaged file is in order")
	}
}
