package dbtest

import (
	"context"
	"os"
	"testing"

	"github.com/jackc/pgx/v5"
)

func connect(t *testing.T, dsn string) *pgx.Conn {
	t.Helper()
	c, err := pgx.Connect(t.Context(), dsn)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = c.Close(context.Background()) })
	return c
}

func run(t *testing.T, c *pgx.Conn, sql string) {
	t.Helper()
	if _, err := c.Exec(t.Context(), sql); err != nil {
		t.Fatal(err)
	}
}

func TestEachTestGetsAnEmptyDatabase(t *testing.T) {
	a, b := connect(t, Postgres(t)), connect(t, Postgres(t))
	run(t, a, "CREATE TABLE x (n int)")
	run(t, b, "CREATE TABLE x (n int)")
}

func TestCommitsAreSynchronous(t *testing.T) {
	var on string
	if err := connect(t, Postgres(t)).QueryRow(t.Context(), "SHOW synchronous_commit").Scan(&on); err != nil || on != "on" {
		t.Fatalf("synchronous_commit = %q, %v", on, err)
	}
}

func TestCommittedRowsSurviveACrash(t *testing.T) {
	s := Own(t)
	dsn := s.Database(t)
	run(t, connect(t, dsn), "CREATE TABLE x AS SELECT generate_series(1, 1000) AS n")
	s.Crash(t)
	if c, err := pgx.Connect(t.Context(), dsn); err == nil {
		_ = c.Close(t.Context())
		t.Fatal("a crashed server still answers")
	}
	s.Restart(t)
	var n int
	if err := connect(t, dsn).QueryRow(t.Context(), "SELECT count(*) FROM x").Scan(&n); err != nil || n != 1000 {
		t.Fatalf("%d rows, %v", n, err)
	}
}

func TestStoppedServerLeavesNothing(t *testing.T) {
	s, err := start()
	if err != nil {
		fail(t, err)
	}
	if err := s.stop(); err != nil {
		t.Fatal(err)
	}
	if _, err := os.Stat(s.dir); !os.IsNotExist(err) {
		t.Fatalf("%s is still there: %v", s.dir, err)
	}
}
