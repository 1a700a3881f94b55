package store

import (
	"context"
	"database/sql"
	"path/filepath"
	"regexp"
	"testing"
)

func TestCountingWalksIndexesAndNeverATable(t *testing.T) {
	ctx := context.Background()
	s, err := Open(ctx, Options{Path: filepath.Join(t.TempDir(), "guideops.db")})
	if err != nil {
		t.Fatal(err)
	}
	defer func() {
		if err := s.Close(); err != nil {
			t.Error(err)
		}
	}()
	table := regexp.MustCompile(`SCAN (m|n|b|r|s|t)\b`)
	for _, q := range []string{countsSQL + `) v`, threadMentionsSQL + `) v GROUP BY v.room_id`} {
		steps := 0
		err = each(ctx, s.read, `EXPLAIN QUERY PLAN `+q, []any{int64(7)}, func(r *sql.Rows) error {
			var id, parent, unused int
			var detail string
			err := r.Scan(&id, &parent, &unused, &detail)
			if table.MatchString(detail) {
				t.Errorf("a whole table is read: %s", detail)
			}
			steps++
			return err
		})
		if err != nil || steps == 0 {
			t.Fatalf("%d steps, %v", steps, err)
		}
	}
}
