//go:build linux

package main

import (
	"time"

	"github.com/guideops/guideops/bench/internal/target"
)

// meter accounts for the processors while something is measured: a figure
// counts for the server only if the generator left it room.
type meter struct {
	b           *bed
	at          time.Time
	server, own time.Duration
}

func (b *bed) start() (*meter, error) {
	m := &meter{b: b}
	var err error
	m.server, m.own, err = b.cpu()
	m.at = time.Now()
	return m, err
}

func (b *bed) cpu() (server, own time.Duration, err error) {
	if server, err = target.CPU(b.server.proc.Pid()); err != nil {
		return 0, 0, err
	}
	if b.server.beside != 0 {
		beside, err := target.CPU(b.server.beside)
		if err != nil {
			return 0, 0, err
		}
		server += beside
	}
	own, err = target.OwnCPU()
	return server, own, err
}

// stop gives what was done a second, the cores that server and generator kept
// busy, and the processor time that each piece of work took of both.
func (m *meter) stop(what string, count int64) (figures, error) {
	seconds := time.Since(m.at).Seconds()
	server, own, err := m.b.cpu()
	if err != nil {
		return nil, err
	}
	server, own = server-m.server, own-m.own
	return figures{what: float64(count) / seconds,
		"server cores": server.Seconds() / seconds, "generator cores": own.Seconds() / seconds,
		cores: (server + own).Seconds() / seconds,
		each:  float64((server + own).Microseconds()) / float64(max(count, 1))}, nil
}

// Figures of every measurement under load.
const (
	cores = "cores"
	each  = "µs each"
)
