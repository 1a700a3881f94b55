//go:build linux

package main

import (
	"bytes"
	"context"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/guideops/guideops/bench/internal/check"
	"github.com/guideops/guideops/bench/raw"
)

// tamperWith names, in the environment of a raw server, what it does wrong.
const tamperWith = "BENCH_TEST_TAMPER"

// TestMain lets the test binary be the raw server, as the bench itself can.
func TestMain(m *testing.M) {
	if len(os.Args) > 1 && os.Args[1] == "raw" {
		opt := raw.Options{Tamper: tampers()[os.Getenv(tamperWith)]}
		if err := serveRaw(context.Background(), os.Args[2:], opt, os.Stderr); err != nil {
			os.Exit(1)
		}
		return
	}
	os.Exit(m.Run())
}

// tampers are the ways to treat the frames of message 20 wrongly.
func tampers() map[string]func(int64, []byte) [][]byte {
	var held []byte
	return map[string]func(int64, []byte) [][]byte{
		"lose": func(seq int64, f []byte) [][]byte {
			if seq == 20 {
				return nil
			}
			return [][]byte{f}
		},
		"double": func(seq int64, f []byte) [][]byte {
			if seq == 20 {
				return [][]byte{f, f}
			}
			return [][]byte{f}
		},
		"reorder": func(seq int64, f []byte) [][]byte {
			switch seq {
			case 20:
				held = f
				return nil
			case 21:
				return [][]byte{f, held}
			}
			return [][]byte{f}
		},
		"alter": func(seq int64, f []byte) [][]byte {
			if seq == 20 {
				f = bytes.Replace(f, []byte("id: 20\n"), []byte("id: 19\n"), 1)
			}
			return [][]byte{f}
		},
	}
}

// small is a bench of a moment.
func small() options {
	return options{cases: allCases, rounds: 1, rawOnly: true, warm: 20 * time.Millisecond, measure: 100 * time.Millisecond, rest: 10 * time.Millisecond,
		people: 3, senders: 4, listeners: 3, streams: 12, perSecond: 200, window: 8, idle: 30, resuming: 25, pagers: 4}
}

// attach runs a raw server that keeps messages, with the generator at it.
func attach(t *testing.T, args ...string) *bed {
	t.Helper()
	in, err := rawServer(t.Context(), sizes{}, args...)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { in.proc.Kill() })
	in.keeps = true
	b, err := newBed(small(), in)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := b.close(); err != nil {
			t.Error(err)
		}
	})
	return b
}

type measurement = func(context.Context, *bed) (figures, error)

func TestAServerThatIsRightIsMeasured(t *testing.T) {
	for name, c := range map[string]struct {
		measure measurement
		figure  string
	}{
		"A": {sends, "sends/s"}, "B latency": {deliveryLatency, "latency p99"}, "B most": {mostDeliveries, "deliveries/s"},
		"E": {resume, "resumed s"},
	} {
		t.Run(name, func(t *testing.T) {
			f, err := c.measure(t.Context(), attach(t, "-store", "-file", filepath.Join(t.TempDir(), "log")))
			if err != nil || f[c.figure] <= 0 {
				t.Fatalf("%v, %v", f, err)
			}
		})
	}
}

func TestAServerThatIsWrongIsFound(t *testing.T) {
	for tamper, want := range map[string]string{"lose": "3 lost", "double": "3 doubled", "reorder": "3 reordered", "alter": "altered"} {
		t.Run(tamper, func(t *testing.T) {
			t.Setenv(tamperWith, tamper)
			b := attach(t, "-store")
			// So short a wait: what is lost never comes.
			b.patience = 200 * time.Millisecond
			if f, err := sends(t.Context(), b); err == nil || !strings.Contains(err.Error(), want) {
				t.Fatalf("%v, %v; want %s", f, err, want)
			}
		})
	}
}

func TestAServerThatForgetsWhatItAcknowledgedIsFound(t *testing.T) {
	b := attach(t) // it acknowledges, delivers, and has one page for everything
	if f, err := sends(t.Context(), b); err == nil || !strings.Contains(err.Error(), "lost (history") {
		t.Fatalf("%v, %v", f, err)
	}
}

func TestAServerThatLosesItsMemoryInAKillIsFound(t *testing.T) {
	b := attach(t, "-store")
	b.patience = 200 * time.Millisecond
	if f, err := resume(t.Context(), b); err == nil || !strings.Contains(err.Error(), "not correct") {
		t.Fatalf("%v, %v", f, err)
	}
}

func TestResumingStreamsMissNothingOfWhatWasSentMeanwhile(t *testing.T) {
	b := attach(t, "-store", "-file", filepath.Join(t.TempDir(), "log"))
	if _, err := resume(t.Context(), b); err != nil {
		t.Fatal(err)
	}
	if b.ledger.Acked() < missedMeanwhile {
		t.Fatalf("only %d messages were at stake", b.ledger.Acked())
	}
}

func TestARefusingServerEndsTheMeasurement(t *testing.T) {
	b := attach(t)
	b.site.Room = "2/nowhere"
	if f, err := sends(t.Context(), b); err == nil || !strings.Contains(err.Error(), "refused (status 404") {
		t.Fatalf("%v, %v", f, err)
	}
}

func TestPagesAreHeldToTheirPlace(t *testing.T) {
	b := attach(t, "-store")
	if err := seed(t.Context(), b.opt, b.server, 300); err != nil {
		t.Fatal(err)
	}
	if b.site.First != 1 || b.site.Last != 300 {
		t.Fatalf("seeded %d to %d", b.site.First, b.site.Last)
	}
	for name, measure := range map[string]measurement{"newest": newest, "older": older} {
		if f, err := measure(t.Context(), b); err != nil || f["pages/s"] <= 0 {
			t.Errorf("%s: %v, %v", name, f, err)
		}
	}
	b.site.First += 1000 // pages that the server does not have
	b.site.Last += 1000
	for name, measure := range map[string]measurement{"newest": newest, "older": older} {
		other, err := newBed(b.opt, b.server)
		if err != nil {
			t.Fatal(err)
		}
		if f, err := measure(t.Context(), other); err == nil || !strings.Contains(err.Error(), check.Altered.String()) {
			t.Errorf("%s: %v, %v", name, f, err)
		}
		if err := other.close(); err != nil {
			t.Error(err)
		}
	}
}

func TestTheTableTellsMediansRatiosAndWhatIsMissed(t *testing.T) {
	r := results{}
	for _, v := range []float64{40_000, 10_000, 30_000} {
		r.add("A", rawSide, figures{"sends/s": v, cores: 1.9, each: 40})
		r.add("A", ours, figures{"sends/s": v / 2, "ack p99": 20, cores: 1.7, each: 80})
	}
	var out strings.Builder
	if err := r.print(&out, options{rounds: 3}, sizes{message: 400, page: 20_000}); err != nil {
		t.Fatal(err)
	}
	table := strings.Join(strings.Fields(out.String()), " ")
	for _, want := range []string{"A acknowledged sends/s 30000 15000 0.50 ≥ 0.4 × raw reached 1.90 | 1.70 40.0 | 80.0 0.50",
		"A ack p99, ms - 20.0 - ≤ 12 missed", "A message is about 400 bytes"} {
		if !strings.Contains(table, want) {
			t.Errorf("no %q in %s", want, out.String())
		}
	}
	if strings.Contains(table, "KiB") {
		t.Errorf("what was not measured is told: %s", out.String())
	}
}

func TestAllRoundsRunAgainstTheRawServer(t *testing.T) {
	o := small()
	o.rounds = 2
	var out strings.Builder
	if err := measure(t.Context(), o, &out, io.Discard); err != nil {
		t.Fatal(err)
	}
	if !strings.Contains(out.String(), "Medians of 2 rounds") || !strings.Contains(out.String(), "D newest pages/s") {
		t.Fatal(out.String())
	}
}

func TestUnknownCasesAreRefused(t *testing.T) {
	if err := run(t.Context(), []string{"-cases", "AX"}, io.Discard, io.Discard); err == nil || !strings.Contains(err.Error(), `"X"`) {
		t.Fatalf("got %v", err)
	}
}
