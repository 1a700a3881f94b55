package store

import (
	"context"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

func TestBackupKnowsEveryTable(t *testing.T) {
	s, err := Open(context.Background(), Options{Path: filepath.Join(t.TempDir(), "guideops.db")})
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	rows, err := s.read.query(context.Background(), `SELECT name FROM sqlite_master WHERE type = 'table'`)
	if err != nil {
		t.Fatal(err)
	}
	defer rows.Close()
	found := 0
	for rows.Next() {
		var name string
		if err := rows.Scan(&name); err != nil {
			t.Fatal(err)
		}
		if strings.HasPrefix(name, "sqlite_") || name == "goose_db_version" || name == "commit_groups" {
			continue
		}
		found++
		if !slices.Contains(backupTables[:], name) {
			t.Errorf("the backup leaves out %s", name)
		}
	}
	if err := rows.Err(); err != nil || found != len(backupTables) {
		t.Errorf("%d tables, the backup has %d, %v", found, len(backupTables), err)
	}
}
