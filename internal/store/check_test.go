package store_test

import (
	"context"
	"fmt"
	"strings"
	"testing"

	"github.com/guideops/guideops/internal/store"
)

func noFindings(t *testing.T, s *store.Store) {
	t.Helper()
	findings, err := s.Check(context.Background())
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range findings {
		t.Errorf("check: %s", f)
	}
}

func TestCheckFindsWhatIsBroken(t *testing.T) {
	for _, test := range []struct{ name, finds, sql string }{
		{"feed entry lost", "feed with a gap", `DELETE FROM feed WHERE seq = 4`},
		{"head too low", "feed entry beyond the head", `INSERT INTO feed VALUES (1, 100000, 7, 1, 1, 0)`},
		{"change not announced", "row of users whose change", `UPDATE users SET change_seq = 1`},
		{"message not announced", "row of messages whose change", `UPDATE messages SET change_seq = 2`},
		{"arrival not announced", "message whose arrival", `UPDATE feed SET row_id = -1 WHERE type = 7`},
		{"draft not announced", "row of drafts whose change", `UPDATE drafts SET change_seq = 3`},
		{"person lost", "message without its author", `DELETE FROM users WHERE login = 'p1'`},
		{"room lost", "row of messages without its room", `DELETE FROM rooms`},
		{"reaction of nothing", "row of reactions without its message", `INSERT INTO reactions SELECT 999, 999, '👍', MAX(id), 1 FROM users`},
		{"company lost", "row of users without its workspace", `DELETE FROM workspaces`},
		{"thread lost", "reply without its thread", `DELETE FROM messages WHERE reply_count > 0`},
		{"replies miscounted", "wrong number of replies", `UPDATE messages SET reply_count = 9 WHERE reply_count > 0`},
		{"day miscounted", "room with a wrong number of messages", `UPDATE daily_messages SET messages = messages + 1`},
		{"reactions miscounted", "message with wrong reactions", `DELETE FROM reactions`},
		{"time running back", "message that is older", `UPDATE messages SET ts_ms = 5 WHERE deleted_ms > 0`},
		{"two owners", "exactly one owner", `UPDATE users SET role = 'super_admin'`},
		{"no General", "exactly one General", `UPDATE rooms SET is_general = 0`},
	} {
		t.Run(test.name, func(t *testing.T) {
			engines(t, func(t *testing.T, from func() *store.Store) {
				s := from()
				ws, _, _ := lively(t, s)
				noFindings(t, s)
				write(t, s, ws, func(tx *store.Tx) error {
					_, err := tx.Exec(test.sql)
					return err
				})
				findings, err := s.Check(context.Background())
				if err != nil {
					t.Fatal(err)
				}
				if !strings.Contains(fmt.Sprint(findings), test.finds) {
					t.Errorf("found %v, not %q", findings, test.finds)
				}
			})
		})
	}
}
