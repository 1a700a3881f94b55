// Package dbtest gives tests a real PostgreSQL: started once per test binary
// from the installed binaries, a fresh database for each test, nothing left
// behind even when the test binary is killed. Only tests import it.
package dbtest

import (
	"bufio"
	"context"
	"crypto/rand"
	_ "embed"
	"errors"
	"fmt"
	"io"
	"net/url"
	"os"
	"os/exec"
	"os/user"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"sync"
	"syscall"
	"testing"

	"github.com/jackc/pgx/v5"
)

// keeper is the shell that owns a server. It lives as long as our end of its
// standard input is open: however this process ends, the kernel closes that
// end, and the keeper stops the server and removes its files.
//
//go:embed keeper.sh
var keeper string

// shared starts the one server that all tests of this binary use.
var shared = sync.OnceValues(start)

var errNoBinaries = errors.New("PostgreSQL is not installed: run scripts/setup")

// Postgres gives the test an empty database and answers its connection string.
// Where PostgreSQL is not installed the test is skipped, but fails if CI=true.
func Postgres(t testing.TB) string {
	t.Helper()
	s, err := shared()
	return s.database(t, err)
}

// Own starts a server for this test alone, for tests that crash it.
func Own(t testing.TB) *Server {
	t.Helper()
	s, err := start()
	if err != nil {
		fail(t, err)
	}
	t.Cleanup(func() {
		if err := s.stop(); err != nil {
			t.Errorf("stop PostgreSQL: %v", err)
		}
	})
	return s
}

// Server is a running PostgreSQL, reachable over a socket in a directory of its own.
type Server struct {
	dir string         // its files and its socket
	in  io.WriteCloser // the keeper's orders; closing it ends the server
	out *bufio.Reader
	cmd *exec.Cmd
}

// Database gives the test an empty database on this server.
func (s *Server) Database(t testing.TB) string {
	t.Helper()
	return s.database(t, nil)
}

// Crash kills the server with SIGKILL, as a failing machine would.
func (s *Server) Crash(t testing.TB) {
	t.Helper()
	s.order(t, "crash")
}

// Restart starts the server again after Crash, and returns when it answers.
func (s *Server) Restart(t testing.TB) {
	t.Helper()
	s.order(t, "start")
}

func (s *Server) order(t testing.TB, what string) {
	t.Helper()
	if _, err := fmt.Fprintln(s.in, what); err != nil {
		t.Fatalf("%s PostgreSQL: %v", what, err)
	}
	if err := s.ready(); err != nil {
		t.Fatalf("%s PostgreSQL: %v", what, err)
	}
}

func (s *Server) database(t testing.TB, err error) string {
	t.Helper()
	if err != nil {
		fail(t, err)
	}
	name := "t" + strings.ToLower(rand.Text())
	if err := s.admin(t.Context(), "CREATE DATABASE "+name); err != nil {
		t.Fatalf("create a test database: %v", err)
	}
	t.Cleanup(func() {
		// A test that crashed its server cannot drop; the keeper removes the files.
		if err := s.admin(context.Background(), "DROP DATABASE "+name+" WITH (FORCE)"); err != nil {
			t.Logf("drop the test database: %v", err)
		}
	})
	return s.dsn(name)
}

func fail(t testing.TB, err error) {
	t.Helper()
	if errors.Is(err, errNoBinaries) && os.Getenv("CI") != "true" {
		t.Skip(err)
	}
	t.Fatal(err)
}

func (s *Server) dsn(database string) string {
	u := url.URL{Scheme: "postgres", User: url.User("postgres"), Path: "/" + database,
		RawQuery: url.Values{"host": {s.dir}, "sslmode": {"disable"}}.Encode()}
	return u.String()
}

func (s *Server) admin(ctx context.Context, sql string) error {
	c, err := pgx.Connect(ctx, s.dsn("postgres"))
	if err != nil {
		return err
	}
	_, err = c.Exec(ctx, sql)
	return errors.Join(err, c.Close(ctx))
}

func start() (*Server, error) {
	bin, err := binaries()
	if err != nil {
		return nil, err
	}
	dir, err := os.MkdirTemp("", "guideops-pg-")
	if err != nil {
		return nil, err
	}
	who, err := owner(dir)
	if err != nil {
		return nil, errors.Join(err, os.RemoveAll(dir))
	}
	cmd := exec.CommandContext(context.Background(), "/bin/sh", "-c", keeper, "keeper", bin, dir)
	cmd.Dir = dir
	// A process group of its own: Ctrl-C ends the tests, and the keeper then ends the server.
	cmd.SysProcAttr = &syscall.SysProcAttr{Setpgid: true, Credential: who}
	in, err := cmd.StdinPipe()
	if err != nil {
		return nil, err
	}
	out, err := cmd.StdoutPipe()
	if err != nil {
		return nil, err
	}
	if err := cmd.Start(); err != nil {
		return nil, errors.Join(err, os.RemoveAll(dir))
	}
	s := &Server{dir: dir, in: in, out: bufio.NewReader(out), cmd: cmd}
	if err := s.ready(); err != nil {
		return nil, errors.Join(err, s.stop())
	}
	return s, nil
}

// ready waits for the keeper's answer to the last order.
func (s *Server) ready() error {
	line, err := s.out.ReadString('\n')
	if err != nil {
		return fmt.Errorf("the keeper of PostgreSQL ended: %w", err)
	}
	if strings.TrimSpace(line) == "ok" {
		return nil
	}
	log, err := os.ReadFile(filepath.Join(s.dir, "log"))
	return errors.Join(fmt.Errorf("PostgreSQL did not start: %s", log), err)
}

func (s *Server) stop() error {
	return errors.Join(s.in.Close(), s.cmd.Wait())
}

// binaries finds the newest installed PostgreSQL, where Debian puts it or on the PATH.
func binaries() (string, error) {
	dirs, err := filepath.Glob("/usr/lib/postgresql/*/bin")
	if err != nil {
		return "", err
	}
	slices.SortFunc(dirs, func(a, b string) int { return version(a) - version(b) })
	if len(dirs) > 0 {
		return dirs[len(dirs)-1], nil
	}
	if p, err := exec.LookPath("initdb"); err == nil {
		return filepath.Dir(p), nil
	}
	return "", errNoBinaries
}

func version(dir string) int {
	n, err := strconv.Atoi(filepath.Base(filepath.Dir(dir)))
	if err != nil {
		return 0
	}
	return n
}

// owner hands dir to the account that the server runs as: PostgreSQL refuses
// to run as root, so root's tests run it as the account that its package made.
func owner(dir string) (*syscall.Credential, error) {
	if os.Geteuid() != 0 {
		return nil, nil
	}
	u, err := user.Lookup("postgres")
	if err != nil {
		return nil, err
	}
	uid, err := strconv.ParseUint(u.Uid, 10, 32)
	if err != nil {
		return nil, err
	}
	gid, err := strconv.ParseUint(u.Gid, 10, 32)
	if err != nil {
		return nil, err
	}
	return &syscall.Credential{Uid: uint32(uid), Gid: uint32(gid)}, os.Chown(dir, int(uid), int(gid))
}
