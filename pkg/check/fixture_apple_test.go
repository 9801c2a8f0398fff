package check_test

import (
	"crypto/ecdsa"
	"errors"
	"os"
	"path/filepath"
	"sync"
	"testing"

	"github.com/offpush/offpush/internal/applefixture"
	"github.com/offpush/offpush/pkg/apple"
	"github.com/offpush/offpush/pkg/check"
)

// samples are made once: keys take their time.
var samples = sync.OnceValue(applefixture.Samples)

func laySample(t *testing.T, full, name string) {
	t.Helper()
	data, ok := samples()[name]
	if !ok {
		t.Fatalf("no sample %q", name)
	}
	must(t, os.MkdirAll(filepath.Dir(full), 0o755))
	must(t, os.WriteFile(full, data, 0o644))
}

// readApple reads a file as what a directive says it is.
func readApple(in *check.Apple, as, dir, name string) {
	f := read(filepath.Join(dir, name), applefixture.Password)
	f.Path = name
	switch as {
	case "credential":
		in.Credential = &f
	case "native":
		in.Native = &f
	case "custom-base":
		f.Found, f.Base = true, true
		in.Apps = append(in.Apps, f)
	default:
		in.Apps = append(in.Apps, f)
	}
}

// read reads a file as offpush cert does.
func read(path, password string) check.AppleFile {
	f, err := apple.Read(path, password)
	out := check.AppleFile{Path: path, File: f}
	if err != nil {
		out.File = nil
		errors.As(err, &out.Err)
	}
	return out
}

// p256 is a key of a .p8.
var p256 = sync.OnceValue(func() *ecdsa.PrivateKey { return applefixture.P256() })
