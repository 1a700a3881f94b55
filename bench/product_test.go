//go:build linux

package main

import (
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

// TestGuideOpsLosesDoublesAndReordersNothing runs every case on a small scale
// against the real binary: the bench fails where GuideOps is wrong.
func TestGuideOpsLosesDoublesAndReordersNothing(t *testing.T) {
	bin := filepath.Join(t.TempDir(), "guideops")
	if out, err := exec.CommandContext(t.Context(), "go", "build", "-o", bin, "../cmd/guideops").CombinedOutput(); err != nil {
		t.Fatalf("%v: %s", err, out)
	}
	o := small()
	o.bin, o.rawOnly, o.cases = bin, false, "AMBCTDEF"
	o.pageRoom, o.million = 120, 150
	var table, told strings.Builder
	if err := measure(t.Context(), o, &table, &told); err != nil {
		t.Fatalf("%v\n%s", err, told.String())
	}
	for _, want := range []string{"A acknowledged sends/s", "M the same", "B delivery p99", "B most deliveries/s",
		"C KiB", "T the same", "D newest", "D older", "E all resumed", "F first answer"} {
		if !strings.Contains(table.String(), want) {
			t.Errorf("no %q in\n%s", want, table.String())
		}
	}
}
