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
	own, err = target.OwnCPU()
	return server, own, err
}

// stop gives the cores that server and generator kept busy, and the seconds it took.
func (m *meter) stop() (figures, float64, error) {
	seconds := time.Since(m.at).Seconds()
	server, own, err := m.b.cpu()
	if err != nil {
		return nil, 0, err
	}
	return figures{"server cores": (server - m.server).Seconds() / seconds,
		"generator cores": (own - m.own).Seconds() / seconds}, seconds, nil
}
