package cmd

import (
	"bytes"
	"errors"
	"os"
	"path/filepath"
	"testing"

	"github.com/offpush/offpush/pkg/text"
)

// TestFixInterrupted: what an interrupt finds unwritten stays so; one that comes
// when all is written is told, too.
func TestFixInterrupted(t *testing.T) {
	t.Parallel()
	for name, waiting := range map[string]bool{"before": true, "after": false} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			dir := t.TempDir()
			if err := os.CopyFS(dir, os.DirFS("../testdata/projects/broken")); err != nil {
				t.Fatal(err)
			}
			interrupts := make(chan os.Signal, 1)
			// What is listed is written once the project is.
			errs := writerFunc(func(p []byte) (int, error) {
				if len(interrupts) == 0 {
					interrupts <- os.Interrupt
				}
				return len(p), nil
			})
			if waiting {
				interrupts <- os.Interrupt
			}
			a := &app{Streams: Streams{Out: &bytes.Buffer{}, Err: errs, Getenv: func(string) string { return "" }}, lang: text.EN}
			o := doctorOptions{failOn: "error"}
			all, err := a.planAll([]string{dir}, o)
			if err != nil || len(all) != 1 || all[0].plan.Empty() {
				t.Fatal(all, err)
			}
			path := filepath.Join(dir, "manifest.json")
			before, err := os.ReadFile(path)
			if err != nil {
				t.Fatal(err)
			}
			_, err = a.writeAll(all, o, interrupts)
			var f *failure
			if !errors.As(err, &f) || f.code != exitFailed || f.id != "interrupted" {
				t.Errorf("%v", err)
			}
			after, err := os.ReadFile(path)
			if err != nil || bytes.Equal(before, after) != waiting {
				t.Errorf("manifest.json as it was: %v, %v", bytes.Equal(before, after), err)
			}
		})
	}
}

type writerFunc func([]byte) (int, error)

func (f writerFunc) Write(p []byte) (int, error) { return f(p) }
