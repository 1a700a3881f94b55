package server

import (
	"bufio"
	"fmt"
	"io"
	"os"
	"strings"

	"github.com/alecthomas/kong"
)

// ReadConfigFile is kong's loader of a configuration file: lines NAME=value
// with the names of the environment variables, as systemd and Docker read
// them too. Flags and real environment variables win over the file.
func ReadConfigFile(r io.Reader) (kong.Resolver, error) {
	values := map[string]string{}
	lines := bufio.NewScanner(r)
	for n := 1; lines.Scan(); n++ {
		line := strings.TrimSpace(lines.Text())
		if line == "" || strings.HasPrefix(line, "#") {
			continue
		}
		name, value, ok := strings.Cut(line, "=")
		if name = strings.TrimSpace(name); !ok || name == "" {
			return nil, fmt.Errorf("line %d of the configuration file is not NAME=value", n)
		}
		values[name] = unquote(strings.TrimSpace(value))
	}
	if err := lines.Err(); err != nil {
		return nil, fmt.Errorf("read the configuration file: %w", err)
	}
	return &fileResolver{values}, nil
}

func unquote(s string) string {
	if len(s) >= 2 && (s[0] == '"' || s[0] == '\'') && s[len(s)-1] == s[0] {
		return s[1 : len(s)-1]
	}
	return s
}

type fileResolver struct{ values map[string]string }

// Validate refuses names that nothing reads: a misspelt setting must not be silent.
func (f *fileResolver) Validate(app *kong.Application) error {
	known := map[string]bool{}
	for _, group := range app.AllFlags(false) {
		for _, flag := range group {
			for _, env := range flag.Tag.Envs {
				known[env] = true
			}
		}
	}
	for name := range f.values {
		if !known[name] {
			return fmt.Errorf("the configuration file sets %s, which is not a setting of GuideOps", name)
		}
	}
	return nil
}

func (f *fileResolver) Resolve(_ *kong.Context, _ *kong.Path, flag *kong.Flag) (any, error) {
	for _, env := range flag.Tag.Envs {
		if _, set := os.LookupEnv(env); set {
			return nil, nil
		}
	}
	for _, env := range flag.Tag.Envs {
		if v, ok := f.values[env]; ok {
			return v, nil
		}
	}
	return nil, nil
}

// ConfigTable is the table of all settings in Markdown.
func ConfigTable() (string, error) {
	parser, err := kong.New(&Config{})
	if err != nil {
		return "", fmt.Errorf("read the settings: %w", err)
	}
	var b strings.Builder
	b.WriteString("| variable | flag | default | what it does |\n|---|---|---|---|\n")
	for _, flag := range parser.Model.Flags {
		if len(flag.Tag.Envs) == 0 {
			continue
		}
		fmt.Fprintf(&b, "| `%s` | `--%s` | %s | %s |\n", strings.Join(flag.Tag.Envs, "` or `"), flag.Name, code(flag.Default), flag.Help)
	}
	return b.String(), nil
}

func code(s string) string {
	if s == "" {
		return ""
	}
	return "`" + s + "`"
}
