package server

import (
	"crypto/subtle"
	"net/http"
	"net/netip"
	"strings"
	"time"

	"github.com/prometheus/client_golang/prometheus"
	"github.com/prometheus/client_golang/prometheus/collectors"
	"github.com/prometheus/client_golang/prometheus/promhttp"

	"github.com/guideops/guideops/internal/live"
)

// metrics counts what the front sees. The parts below register theirs in wire.go.
type metrics struct {
	registry *prometheus.Registry
	requests [6]prometheus.Counter // by first digit of the status
	seconds  prometheus.Histogram
}

func newMetrics(version string) *metrics {
	m := &metrics{registry: prometheus.NewRegistry()}
	m.registry.MustRegister(collectors.NewGoCollector(), collectors.NewProcessCollector(collectors.ProcessCollectorOpts{}))
	for class := range m.requests {
		m.requests[class] = prometheus.NewCounter(prometheus.CounterOpts{Name: "guideops_http_requests_total",
			Help: "Answered requests by class of status, streams left out.", ConstLabels: prometheus.Labels{"class": string(rune('0'+class)) + "xx"}})
		if class >= 2 {
			m.registry.MustRegister(m.requests[class])
		}
	}
	m.seconds = prometheus.NewHistogram(prometheus.HistogramOpts{Name: "guideops_http_request_seconds",
		Help: "Time to answer a request, streams left out.", Buckets: []float64{.001, .0025, .005, .01, .025, .05, .1, .25, .5, 1, 2.5, 5, 10, 30}})
	info := prometheus.NewGauge(prometheus.GaugeOpts{Name: "guideops_info", Help: "Always 1; the label is the version.",
		ConstLabels: prometheus.Labels{"version": version}})
	info.Set(1)
	m.registry.MustRegister(m.seconds, info)
	return m
}

// watchHub lets the metrics ask the hub for its numbers when they are read.
func watchHub(reg *prometheus.Registry, hub *live.Hub) {
	all := func(f func(live.Stats) int64) func() float64 {
		return func() float64 { return float64(f(hub.Stats(0))) }
	}
	reg.MustRegister(
		prometheus.NewGaugeFunc(prometheus.GaugeOpts{Name: "guideops_streams", Help: "Open streams."},
			all(func(s live.Stats) int64 { return s.Streams })),
		prometheus.NewCounterFunc(prometheus.CounterOpts{Name: "guideops_deliveries_total", Help: "Changes handed to streams."},
			all(func(s live.Stats) int64 { return s.Delivered })),
		prometheus.NewCounterFunc(prometheus.CounterOpts{Name: "guideops_streams_closed_slow_total", Help: "Streams closed because their reader did not keep up; they resume."},
			all(func(s live.Stats) int64 { return s.ClosedSlow })))
}

func (m *metrics) request(status int, took time.Duration) {
	if class := status / 100; class >= 2 && class < len(m.requests) {
		m.requests[class].Inc()
	}
	m.seconds.Observe(took.Seconds())
}

// handler serves the metrics to this machine and to who has the token. To
// anybody else the page does not exist.
func (m *metrics) handler(token string) http.Handler {
	page := promhttp.HandlerFor(m.registry, promhttp.HandlerOpts{})
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if !mayRead(r, token) {
			http.NotFound(w, r)
			return
		}
		page.ServeHTTP(w, r)
	})
}

func mayRead(r *http.Request, token string) bool {
	given, isBearer := strings.CutPrefix(r.Header.Get("Authorization"), "Bearer ")
	if isBearer {
		return token != "" && subtle.ConstantTimeCompare([]byte(given), []byte(token)) == 1
	}
	// A proxy on this machine makes everybody look local, unless it says that it is one.
	for _, name := range []string{"X-Forwarded-For", "Forwarded", "Via"} {
		if r.Header.Get(name) != "" {
			return false
		}
	}
	a, err := netip.ParseAddrPort(r.RemoteAddr)
	return err == nil && a.Addr().Unmap().IsLoopback()
}
