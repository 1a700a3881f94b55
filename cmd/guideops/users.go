package main

import "github.com/guideops/guideops/internal/server"

type userCmd struct {
	List          userListCmd     `cmd:"" help:"List the people."`
	Create        userCreateCmd   `cmd:"" help:"Create an account and print the link to choose its password."`
	Role          userRoleCmd     `cmd:"" help:"Give somebody another role; super_admin hands the company over."`
	ResetPassword userResetCmd    `cmd:"" help:"Print a link to choose a new password."`
	Deactivate    userDeactivated `cmd:"" help:"Sign somebody out everywhere, for good."`
	Reactivate    userReactivated `cmd:"" help:"Let somebody sign in again."`
}

type userListCmd struct {
	Workspace string `help:"Short name of the company; all without it."`
}

func (c *userListCmd) Run(e *env) error { return server.ListUsers(e.ctx, e.settings, c.Workspace) }

type userCreateCmd struct {
	Email     string `arg:"" help:"Mail address."`
	FirstName string `arg:"" help:"First name."`
	LastName  string `arg:"" optional:"" help:"Last name."`
	Role      string `default:"user" enum:"admin,user,guest" help:"admin, user or guest."`
	Workspace string `help:"Short name of the company, where there are several."`
}

func (c *userCreateCmd) Run(e *env) error {
	return server.CreateUser(e.ctx, e.settings, server.NewUser{FirstName: c.FirstName, LastName: c.LastName,
		Email: c.Email, Workspace: c.Workspace, Role: c.Role})
}

// account is somebody who is there already.
type account struct {
	Login     string `arg:"" help:"Login or mail address."`
	Workspace string `help:"Short name of the company, where there are several."`
}

func (a *account) named() server.Account {
	return server.Account{Login: a.Login, Workspace: a.Workspace}
}

type userRoleCmd struct {
	account
	Role string `arg:"" enum:"super_admin,admin,user,guest" help:"super_admin, admin, user or guest."`
}

func (c *userRoleCmd) Run(e *env) error {
	return server.SetRole(e.ctx, e.settings, c.named(), c.Role)
}

type userResetCmd struct{ account }

func (c *userResetCmd) Run(e *env) error {
	return server.ResetPassword(e.ctx, e.settings, c.named())
}

type userDeactivated struct{ account }

func (c *userDeactivated) Run(e *env) error {
	return server.SetActive(e.ctx, e.settings, c.named(), false)
}

type userReactivated struct{ account }

func (c *userReactivated) Run(e *env) error {
	return server.SetActive(e.ctx, e.settings, c.named(), true)
}
