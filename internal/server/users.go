package server

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"os"
	"strings"
	"text/tabwriter"
	"time"

	"github.com/guideops/guideops/internal/app"
	"github.com/guideops/guideops/internal/chat"
	"github.com/guideops/guideops/internal/store"
)

// Looking after accounts from the command line, also while the server runs:
// it learns of what changed as another server of the same record would.

// operate opens the record for verbs of the operator.
func (c *Config) operate(ctx context.Context, do func(*app.App) error) error {
	if err := c.Validate(); err != nil {
		return err
	}
	if c.DatabaseURL == "" {
		if _, err := os.Stat(c.sqlitePath()); err != nil {
			return fmt.Errorf("there is no database yet; does GUIDEOPS_DATA_DIR name the server's data directory? %w", err)
		}
	}
	s, err := store.Open(ctx, c.options())
	if err != nil {
		return err
	}
	a := app.New(app.Config{Hosting: c.Hosting, Signup: c.Signup, URL: c.linkBase(), Version: c.Version, Log: c.newLogger()}, s)
	return errors.Join(do(a), s.Close())
}

// linkBase is where links lead: the public address, else this machine.
func (c *Config) linkBase() string {
	if c.URL != "" {
		return c.URL
	}
	scheme := "http"
	if c.servesTLS() {
		scheme = "https"
	}
	_, port, err := net.SplitHostPort(c.Addr)
	if err != nil {
		port = "8080"
	}
	return scheme + "://" + net.JoinHostPort("localhost", port)
}

// ListUsers prints the people of a company, or of all.
func ListUsers(ctx context.Context, cfg Config, workspace string) error {
	return cfg.operate(ctx, func(a *app.App) error {
		users, err := a.ListUsers(ctx, workspace)
		if err != nil {
			return err
		}
		out := cfg.Out
		if out == nil {
			out = io.Discard
		}
		w := tabwriter.NewWriter(out, 0, 4, 2, ' ', 0)
		rows := []string{"COMPANY\tLOGIN\tNAME\tROLE\tMAIL\tSTATE\n"}
		for _, u := range users {
			state := "active"
			if u.User.DeactivatedMS != 0 {
				state = "deactivated"
			}
			rows = append(rows, fmt.Sprintf("%s\t%s\t%s\t%s\t%s\t%s\n", u.Workspace, u.User.Login, u.User.Name(), u.User.Role, u.Email, state))
		}
		if _, err := io.WriteString(w, strings.Join(rows, "")); err != nil {
			return err
		}
		return w.Flush()
	})
}

// Account names somebody by login or mail address and, where there are several
// companies, the short name of his.
type Account = app.Account

// NewUser is somebody to be created.
type NewUser struct{ FirstName, LastName, Email, Workspace, Role string }

// CreateUser makes an account and prints the link by which the person chooses a password.
func CreateUser(ctx context.Context, cfg Config, in NewUser) error {
	return cfg.operate(ctx, func(a *app.App) error {
		u, link, err := a.CreateUser(ctx, app.NewAccount{FirstName: in.FirstName, LastName: in.LastName, Email: in.Email,
			Workspace: in.Workspace, Role: chat.Role(in.Role)})
		if err != nil {
			return err
		}
		if err := cfg.print("Created %s (login %s, %s).", u.Name(), u.Login, u.Role); err != nil {
			return err
		}
		return cfg.printLink(link)
	})
}

// ResetPassword prints a link by which the person chooses a new password.
func ResetPassword(ctx context.Context, cfg Config, who Account) error {
	return cfg.operate(ctx, func(a *app.App) error {
		link, err := a.ResetPassword(ctx, who)
		if err != nil {
			return err
		}
		return cfg.printLink(link)
	})
}

func (c *Config) printLink(link *app.ResetLink) error {
	return c.print("To choose a password, once, until %s:\n  %s", time.UnixMilli(link.ExpiresMS).UTC().Format(time.RFC3339), link.Link)
}

// SetRole gives a person another role.
func SetRole(ctx context.Context, cfg Config, who Account, role string) error {
	return cfg.operate(ctx, func(a *app.App) error {
		u, err := a.SetRole(ctx, who, chat.Role(role))
		if err != nil {
			return err
		}
		return cfg.print("%s is %s now.", u.Name(), role)
	})
}

// SetActive ends or gives back a person's access.
func SetActive(ctx context.Context, cfg Config, who Account, active bool) error {
	return cfg.operate(ctx, func(a *app.App) error {
		u, err := a.Deactivate(ctx, who, active)
		if err != nil {
			return err
		}
		if active {
			return cfg.print("%s may sign in again.", u.Name())
		}
		return cfg.print("%s is signed out everywhere and may not sign in. The messages stay.", u.Name())
	})
}
