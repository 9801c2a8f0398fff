package vendor_test

import (
	"testing"

	"github.com/offpush/offpush/pkg/vendor"
)

// BenchmarkSend is a whole send, from the credentials on, with the login kept: a
// new connection each time, as a run of the program has.
func BenchmarkSend(b *testing.B) {
	for _, r := range rigs() {
		b.Run(r.name, func(b *testing.B) {
			f := start(b, r)
			o := kept(f.options(), b.TempDir())
			m := r.addressed(r.full)
			f.accepted(m, o)
			b.ReportAllocs()
			for b.Loop() {
				s, err := vendor.New(r.vendor, o)
				if err != nil {
					b.Fatal(err)
				}
				if a, err := s.Send(b.Context(), m); err != nil || !a.Accepted {
					b.Fatalf("answer %+v, error %v", a, err)
				}
				f.requests = f.requests[:0]
				f.wire = f.wire[:0]
			}
		})
	}
}
