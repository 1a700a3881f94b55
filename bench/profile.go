//go:build linux

package main

import (
	"bytes"
	"context"
	"fmt"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
)

// profile records where GuideOps spends its processor time while a test loads
// it, with perf: most of that time is the kernel's, which a profile of Go's
// own would not show. What it answers waits for the recording.
func (s *session) profile(ctx context.Context, t test, who side, in *instance) func() error {
	if s.opt.profile == "" || who != ours || t.restarts {
		return func() error { return nil }
	}
	file := filepath.Join(s.opt.profile, strings.ReplaceAll(t.name, " ", "-")+".perf")
	seconds := strconv.FormatFloat((s.opt.warm + s.opt.measure).Seconds(), 'f', 1, 64)
	cmd := exec.CommandContext(ctx, "perf", "record", "-q", "-F", "499", "-g", "-o", file,
		"-p", strconv.Itoa(in.proc.Pid()), "--", "sleep", seconds)
	var said bytes.Buffer
	cmd.Stderr = &said
	if err := cmd.Start(); err != nil {
		return func() error { return fmt.Errorf("perf, which -profile needs: %w", err) }
	}
	return func() error {
		if err := cmd.Wait(); err != nil {
			return fmt.Errorf("perf: %w: %s", err, said.String())
		}
		return nil
	}
}
