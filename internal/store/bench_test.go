package store_test

import (
	"context"
	"path/filepath"
	"sync"
	"sync/atomic"
	"testing"

	"github.com/guideops/guideops/internal/dbtest"
	"github.com/guideops/guideops/internal/store"
)

// BenchmarkSend stores messages from 50 callers at once, as the group commit meets them.
func BenchmarkSend(b *testing.B) {
	b.Run("sqlite", func(b *testing.B) { benchmarkSend(b, store.Options{Path: filepath.Join(b.TempDir(), "bench.db")}) })
	b.Run("postgres", func(b *testing.B) { benchmarkSend(b, store.Options{URL: dbtest.Postgres(b)}) })
}

func benchmarkSend(b *testing.B, opt store.Options) {
	s, err := store.Open(context.Background(), opt)
	if err != nil {
		b.Fatal(err)
	}
	defer s.Close() //nolint:errcheck // a benchmark's file
	ws, room, people := company(b, s, "bench", 50)
	var next atomic.Int64
	b.ReportAllocs()
	b.ResetTimer()
	var wg sync.WaitGroup
	for _, p := range people {
		wg.Go(func() {
			for next.Add(1) <= int64(b.N) {
				if _, err := s.Send(context.Background(), ws, text(room, p, "Cornice on the NE ridge, stay left of the rocks until the col. Two skiers ahead of us turned back at the bergschrund; wind slab on all lee slopes above 2400 m."), 0); err != nil {
					b.Error(err)
					return
				}
			}
		})
	}
	wg.Wait()
}
