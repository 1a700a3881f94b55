//go:build linux

package target

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"os/user"
	"path/filepath"
	"strconv"
	"syscall"
	"time"
)

// Postgres is a PostgreSQL of the bench's own, with the settings that it has
// after installation: durable, only its socket in a private directory.
type Postgres struct {
	DSN string
	dir string
	bin string
	cmd *exec.Cmd
	log *tail
}

// StartPostgres starts one from the installed binaries.
func StartPostgres(ctx context.Context) (*Postgres, error) {
	bins, err := filepath.Glob("/usr/lib/postgresql/*/bin")
	if err != nil {
		return nil, err
	}
	if len(bins) == 0 {
		return nil, errors.New("PostgreSQL is not installed below /usr/lib/postgresql: install it, or give -dsn")
	}
	dir, err := os.MkdirTemp("", "guideops-bench-pg-")
	if err != nil {
		return nil, err
	}
	p := &Postgres{dir: dir, bin: bins[len(bins)-1], log: &tail{}}
	p.DSN = "postgres://postgres@/postgres?sslmode=disable&host=" + dir
	if err := p.start(ctx); err != nil {
		return nil, errors.Join(err, p.Stop())
	}
	return p, nil
}

func (p *Postgres) start(ctx context.Context) error {
	who, err := owner(p.dir)
	if err != nil {
		return err
	}
	data := filepath.Join(p.dir, "data")
	initdb := p.command(ctx, who, "initdb", "-D", data, "-U", "postgres", "--auth=trust", "--no-sync", "--encoding=UTF8", "--locale=C.UTF-8")
	if err := initdb.Run(); err != nil {
		return fmt.Errorf("initdb: %w: %s", err, p.log)
	}
	p.cmd = p.command(ctx, who, "postgres", "-D", data, "-k", p.dir, "-c", "listen_addresses=", "-c", "max_connections=200")
	if err := p.cmd.Start(); err != nil {
		return err
	}
	ctx, cancel := context.WithTimeout(ctx, startLimit)
	defer cancel()
	for p.command(ctx, who, "pg_isready", "-q", "-h", p.dir).Run() != nil {
		select {
		case <-ctx.Done():
			return fmt.Errorf("PostgreSQL does not answer: %w: %s", ctx.Err(), p.log)
		case <-time.After(50 * time.Millisecond):
		}
	}
	return nil
}

func (p *Postgres) command(ctx context.Context, who *syscall.Credential, name string, args ...string) *exec.Cmd {
	cmd := exec.CommandContext(ctx, filepath.Join(p.bin, name), args...)
	cmd.Cancel = func() error { return cmd.Process.Signal(syscall.SIGQUIT) }
	cmd.Dir = p.dir
	cmd.Stdout, cmd.Stderr = p.log, p.log
	// SIGQUIT is PostgreSQL's immediate shutdown: it takes its children along.
	cmd.SysProcAttr = &syscall.SysProcAttr{Credential: who, Setpgid: true, Pdeathsig: syscall.SIGQUIT}
	return cmd
}

// Pid is the postmaster; each of its connections is a child of it.
func (p *Postgres) Pid() int { return p.cmd.Process.Pid }

// Stop ends the server and removes its files.
func (p *Postgres) Stop() error {
	if p.cmd != nil && p.cmd.Process != nil {
		// An error means that it has ended already; Wait tells how it ended, which we caused.
		_ = p.cmd.Process.Signal(syscall.SIGQUIT)
		_ = p.cmd.Wait()
	}
	return os.RemoveAll(p.dir)
}

// owner hands dir to the account that PostgreSQL's package made: it refuses to run as root.
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
