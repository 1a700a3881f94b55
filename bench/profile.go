//go:build linux

package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"time"
)

// profile records the CPU profile of GuideOps while a test loads it. What it
// answers waits for the profile.
func (s *session) profile(ctx context.Context, t test, who side, in *instance) func() error {
	if s.opt.profile == "" || who != ours {
		return func() error { return nil }
	}
	file := filepath.Join(s.opt.profile, strings.ReplaceAll(t.name, " ", "-")+".pprof")
	done := make(chan error, 1)
	go func() { done <- fetchProfile(ctx, in.pprof, s.opt.measure, file) }()
	return func() error { return <-done }
}

func fetchProfile(ctx context.Context, addr string, d time.Duration, file string) (err error) {
	ctx, cancel := context.WithTimeout(ctx, d+time.Minute)
	defer cancel()
	url := fmt.Sprintf("http://%s/debug/pprof/profile?seconds=%d", addr, max(1, int(d.Seconds())))
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, url, nil)
	if err != nil {
		return err
	}
	resp, err := http.DefaultClient.Do(req)
	if err != nil {
		return fmt.Errorf("profile: %w", err)
	}
	defer func() { err = errors.Join(err, resp.Body.Close()) }()
	if resp.StatusCode != http.StatusOK {
		return fmt.Errorf("profile: %s", resp.Status)
	}
	out, err := os.Create(file)
	if err != nil {
		return err
	}
	_, err = io.Copy(out, resp.Body)
	return errors.Join(err, out.Close())
}
