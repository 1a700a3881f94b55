package store_test

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/guideops/guideops/internal/store"
)

func TestTheFileIsItsOwnersAloneWhateverItWas(t *testing.T) {
	for _, before := range []bool{false, true} {
		path := filepath.Join(t.TempDir(), "guideops.db")
		if before {
			for _, name := range []string{path, path + "-wal"} {
				if err := os.WriteFile(name, nil, 0o600); err != nil {
					t.Fatal(err)
				}
				if err := os.Chmod(name, 0o644); err != nil {
					t.Fatal(err)
				}
			}
		}
		s, err := store.Open(t.Context(), store.Options{Path: path})
		if err != nil {
			t.Fatal(err)
		}
		names, err := filepath.Glob(path + "*")
		if err != nil || len(names) < 3 {
			t.Errorf("made %v, %v", names, err)
		}
		for _, name := range names {
			if info, err := os.Stat(name); err != nil || info.Mode().Perm()&0o077 != 0 {
				t.Errorf("there before: %v: others may open %s: %v, %v", before, filepath.Base(name), info.Mode(), err)
			}
		}
		if err := s.Close(); err != nil {
			t.Fatal(err)
		}
	}
}
