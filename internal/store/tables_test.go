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

func FuzzBackupRow(f *testing.F) {
	f.Add([]byte(`[1,"text",null,"AAE=",2.5]`))
	f.Add([]byte(`[]`))
	f.Add([]byte(`[9223372036854775808,{},[],"!",1e999]`))
	kinds := []string{"BIGINT", "TEXT", "TEXT", "BYTEA", "DOUBLE PRECISION"}
	f.Fuzz(func(t *testing.T, line []byte) {
		values, err := parseRow(nil, line, kinds)
		if err != nil {
			return
		}
		// What is accepted is written again as the same row.
		again, err := appendRow(nil, values)
		if err != nil {
			t.Fatal(err)
		}
		if back, err := parseRow(nil, again, kinds); err != nil || len(back) != len(values) {
			t.Fatalf("%s became %s: %v", line, again, err)
		}
	})
}
