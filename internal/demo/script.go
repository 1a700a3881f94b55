// Package demo fills an empty server with a believable company: a season of a
// guide team, played through the same verbs that people use, by a clock of its own.
package demo

import (
	_ "embed"
	"fmt"
	"math/rand/v2"
	"regexp"
	"strconv"
	"strings"
)

//go:embed season.txt
var seasonText string

// script is what can be said: lines by section.
type script struct {
	sections map[string][]string
	places   map[string][]place // by region
	slot     *regexp.Regexp
	sentence *regexp.Regexp // the beginning of one
}

type place struct {
	name           string
	lat, long, alt float64
}

func readScript(text string) (*script, error) {
	s := &script{sections: map[string][]string{}, places: map[string][]place{}, slot: regexp.MustCompile(`\{[^{}]+\}`), sentence: regexp.MustCompile(`(^|[.?!] )\pL`)}
	section := ""
	for line := range strings.Lines(text) {
		line = strings.TrimSpace(line)
		region, isPlaces := strings.CutPrefix(section, "places ")
		switch {
		case line == "", strings.HasPrefix(line, "# "):
		case strings.HasPrefix(line, "[") && strings.HasSuffix(line, "]"):
			section = line[1 : len(line)-1]
		case isPlaces:
			p, err := readPlace(line)
			if err != nil {
				return nil, err
			}
			s.places[region] = append(s.places[region], p)
		default:
			s.sections[section] = append(s.sections[section], line)
		}
	}
	return s, nil
}

func readPlace(line string) (place, error) {
	parts := strings.Split(line, " | ")
	if len(parts) != 4 {
		return place{}, fmt.Errorf("a place is %q", line)
	}
	p := place{name: parts[0]}
	for i, to := range []*float64{&p.lat, &p.long, &p.alt} {
		v, err := strconv.ParseFloat(parts[i+1], 64)
		if err != nil {
			return p, fmt.Errorf("a place is %q: %w", line, err)
		}
		*to = v
	}
	return p, nil
}

// words fills in one line. The first place that it names is where it was written.
type words struct {
	*script
	rng    *rand.Rand
	region string
	who    func() string // somebody to be mentioned
	guide  func() string // somebody's first name
	at     *place
	named  map[string]bool // places of this line
}

// say takes a line of the section and fills it in.
func (w *words) say(section string) string {
	lines := w.sections[section]
	return w.sentence.ReplaceAllStringFunc(w.fill(lines[w.rng.IntN(len(lines))]), strings.ToUpper)
}

// part takes a line of the section for the inside of another.
func (w *words) part(section string) string {
	lines := w.sections[section]
	return lines[w.rng.IntN(len(lines))]
}

func (w *words) fill(line string) string {
	for w.slot.MatchString(line) {
		line = w.slot.ReplaceAllStringFunc(line, func(slot string) string { return w.value(slot[1 : len(slot)-1]) })
	}
	return line
}

func (w *words) value(name string) string {
	switch name {
	case "@who":
		return "@" + w.who()
	case "guide":
		return w.guide()
	case "place":
		return w.place()
	}
	if from, to, isRange := strings.Cut(name, "-"); isRange {
		a, errA := strconv.Atoi(from)
		b, errB := strconv.Atoi(to)
		if errA == nil && errB == nil && a <= b {
			return number(a+w.rng.IntN(b-a+1), b)
		}
	}
	return w.part(name)
}

// place names a place of the region, another one each time.
func (w *words) place() string {
	here := w.places[w.region]
	p := here[w.rng.IntN(len(here))]
	for w.named[p.name] && len(w.named) < len(here) {
		p = here[w.rng.IntN(len(here))]
	}
	if w.named == nil {
		w.named = map[string]bool{}
	}
	w.named[p.name] = true
	if w.at == nil {
		w.at = &p
	}
	return p.name
}

// number rounds large numbers, as people do.
func number(n, most int) string {
	switch {
	case most > 400:
		n -= n % 50
	case most >= 200:
		n -= n % 10
	}
	return strconv.Itoa(n)
}
