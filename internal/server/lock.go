package server

import (
	"errors"
	"fmt"
	"io"
	"net/url"
	"os"
	"path/filepath"
	"syscall"
)

// The names under which PostgreSQL lists our connections: what must be alone
// with the data looks for a server by its name.
const (
	serverProgram = "guideops"
	toolProgram   = "guideops-tool"
)

// databaseURL names the program to PostgreSQL, unless the operator has.
func (c *Config) databaseURL(program string) string {
	u, err := url.Parse(c.DatabaseURL)
	if c.DatabaseURL == "" || err != nil || (program == serverProgram && u.Query().Has("application_name")) {
		return c.DatabaseURL
	}
	q := u.Query()
	q.Set("application_name", program)
	u.RawQuery = q.Encode()
	return u.String()
}

// lockData makes this process the only one that serves or replaces an SQLite
// database. The kernel lets go of the lock however the process ends. With
// PostgreSQL several servers share the record, and no file says who is there.
func (c *Config) lockData() (io.Closer, error) {
	if c.DatabaseURL != "" {
		return io.NopCloser(nil), nil
	}
	f, err := os.OpenFile(filepath.Join(c.DataDir, "guideops.lock"), os.O_CREATE|os.O_RDWR, 0o600)
	if err != nil {
		return nil, fmt.Errorf("lock the data directory: %w", err)
	}
	err = syscall.Flock(int(f.Fd()), syscall.LOCK_EX|syscall.LOCK_NB)
	if err == nil {
		return f, nil
	}
	if errors.Is(err, syscall.EWOULDBLOCK) {
		err = fmt.Errorf("another GuideOps works in %s: stop it first", c.DataDir)
	}
	return nil, errors.Join(err, f.Close())
}
