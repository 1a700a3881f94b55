//go:build linux

package main

import (
	"fmt"
	"io"
	"slices"
	"strings"
	"text/tabwriter"
)

// results are the figures of all rounds, by test and server.
type results map[string]*[2][]figures

func (r results) add(test string, who side, f figures) {
	if r[test] == nil {
		r[test] = &[2][]figures{}
	}
	r[test][who] = append(r[test][who], f)
}

// median is over the rounds; false when nothing was measured.
func (r results) median(test string, who side, figure string) (float64, bool) {
	var vs []float64
	if r[test] != nil {
		for _, f := range r[test][who] {
			if v, ok := f[figure]; ok {
				vs = append(vs, v)
			}
		}
	}
	if len(vs) == 0 {
		return 0, false
	}
	slices.Sort(vs)
	n := len(vs)
	return (vs[(n-1)/2] + vs[n/2]) / 2, true
}

// row is one line of the table.
type row struct {
	label, test, figure string
	rawTest             string // where the raw figure is from, when not from the same test
	decimals            int
	// asked is the bound of the ratio to raw, or of the figure itself.
	asked   float64
	ratio   bool // asked bounds the ratio
	atMost  bool
	context bool // told, not judged
	load    bool // a rate under load: what it cost in processor time is told too
}

func rows() []row {
	return []row{
		{label: "A acknowledged sends/s", test: "A", figure: "sends/s", asked: 0.40, ratio: true, load: true},
		{label: "A ack p50, ms", test: "A", figure: "ack p50", decimals: 1, context: true},
		{label: "A ack p99, ms", test: "A", figure: "ack p99", decimals: 1, asked: 12, atMost: true},
		{label: "M the same, a million stored", test: "M", figure: "sends/s", rawTest: "A", asked: 0.38, ratio: true, load: true},
		{label: "M ack p99, ms", test: "M", figure: "ack p99", rawTest: "A", decimals: 1, asked: 12, atMost: true},
		{label: "P the same on PostgreSQL", test: "P", figure: "sends/s", rawTest: "A", asked: 0.35, ratio: true, load: true},
		{label: "P ack p99, ms", test: "P", figure: "ack p99", rawTest: "A", decimals: 1, asked: 12, atMost: true},
		{label: "B delivery p50, ms", test: "B latency", figure: "latency p50", decimals: 1, context: true},
		{label: "B delivery p99, ms", test: "B latency", figure: "latency p99", decimals: 1, asked: 1.2, ratio: true, atMost: true},
		{label: "B most deliveries/s", test: "B most", figure: "deliveries/s", asked: 1.3, ratio: true, load: true},
		{label: "C KiB per idle stream", test: "C", figure: "KiB per stream", decimals: 1, asked: 8, atMost: true},
		{label: "T the same over TLS", test: "T", figure: "KiB per stream", rawTest: "C", decimals: 1, context: true},
		{label: "D newest pages/s", test: "D newest", figure: "pages/s", asked: 0.75, ratio: true, load: true},
		{label: "D older pages/s", test: "D older", figure: "pages/s", asked: 0.15, ratio: true, load: true},
		{label: "E all resumed, s", test: "E", figure: "resumed s", decimals: 2, asked: 5, atMost: true},
		{label: "F first answer, ms", test: "F", figure: "first answer ms", decimals: 1, asked: 50, atMost: true},
		{label: "F resident then, MiB", test: "F", figure: "resident MiB", decimals: 1, asked: 35, atMost: true},
	}
}

func (r results) print(out io.Writer, o options, size sizes) error {
	w := tabwriter.NewWriter(out, 0, 0, 2, ' ', tabwriter.AlignRight)
	var b strings.Builder
	fmt.Fprintf(&b, "\nMedians of %d rounds.", o.rounds)
	if size.message > 0 {
		fmt.Fprintf(&b, " A message is about %d bytes of JSON, a page %d bytes, on both servers.", size.message, size.page)
	}
	b.WriteString("\n\n\traw\tGuideOps\tratio\tasked\t\tcores busy\tµs each\tratio\t\n")
	for _, row := range rows() {
		b.WriteString(r.line(row))
	}
	if _, err := io.WriteString(w, b.String()); err != nil {
		return err
	}
	return w.Flush()
}

// line is a row of the table, or nothing when it was not measured.
func (r results) line(row row) string {
	rawTest := row.rawTest
	if rawTest == "" {
		rawTest = row.test
	}
	rawValue, hasRaw := r.median(rawTest, rawSide, row.figure)
	value, has := r.median(row.test, ours, row.figure)
	if !has && (!hasRaw || row.rawTest != "") {
		return ""
	}
	ratio, hasRatio := 0.0, has && hasRaw && rawValue != 0
	if hasRatio {
		ratio = value / rawValue
	}
	cells := []string{row.label, number(rawValue, row.decimals, hasRaw), number(value, row.decimals, has),
		number(ratio, 2, hasRatio), row.bound(), row.verdict(value, has, ratio, hasRatio)}
	if row.load {
		cells = append(cells, r.processors(row, rawTest)...)
	} else {
		cells = append(cells, "", "", "")
	}
	return strings.Join(cells, "\t") + "\t\n"
}

func number(v float64, decimals int, has bool) string {
	if !has {
		return "-"
	}
	return fmt.Sprintf("%.*f", decimals, v)
}

func (row row) bound() string {
	if row.context {
		return ""
	}
	sign, of := "≥", ""
	if row.atMost {
		sign = "≤"
	}
	if row.ratio {
		of = " × raw"
	}
	return fmt.Sprintf("%s %g%s", sign, row.asked, of)
}

func (row row) verdict(value float64, has bool, ratio float64, hasRatio bool) string {
	if row.ratio {
		value, has = ratio, hasRatio
	}
	switch {
	case row.context || !has:
		return ""
	case value <= row.asked == row.atMost || value == row.asked:
		return "reached"
	}
	return "missed"
}

// processors tells of a row about a load how many cores were busy, and what
// a piece of work cost server and generator together, raw and ours.
func (r results) processors(row row, rawTest string) []string {
	rawBusy, hasRaw := r.median(rawTest, rawSide, cores)
	busy, has := r.median(row.test, ours, cores)
	rawEach, _ := r.median(rawTest, rawSide, each)
	ourEach, _ := r.median(row.test, ours, each)
	pair := func(a, b float64, decimals int) string {
		return number(a, decimals, hasRaw) + " | " + number(b, decimals, has)
	}
	ratio := ""
	if hasRaw && has && ourEach > 0 {
		ratio = number(rawEach/ourEach, 2, true)
	}
	return []string{pair(rawBusy, busy, 2), pair(rawEach, ourEach, 1), ratio}
}
