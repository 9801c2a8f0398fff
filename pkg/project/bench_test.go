package project_test

import (
	"fmt"
	"testing"

	"github.com/offpush/offpush/internal/bigproject"
	"github.com/offpush/offpush/pkg/project"
)

// BenchmarkOpen reads projects of growing size; ns/file should stay the same.
func BenchmarkOpen(b *testing.B) {
	for _, n := range []int{100, 1000, 10000} {
		b.Run(fmt.Sprint(n), func(b *testing.B) {
			dir := b.TempDir()
			if err := bigproject.Write(dir, "../../testdata/projects/healthy", n); err != nil {
				b.Fatal(err)
			}
			b.ReportAllocs()
			for b.Loop() {
				if _, err := project.Open(dir); err != nil {
					b.Fatal(err)
				}
			}
			b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N)/float64(n), "ns/file")
		})
	}
}
