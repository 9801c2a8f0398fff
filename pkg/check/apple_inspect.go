package check

import (
	"time"

	"github.com/offpush/offpush/pkg/apple"
)

// Inspect says what is wrong with a file, seen alone.
func Inspect(f AppleFile, now time.Time) Inspection {
	out := Inspection{AppleFile: f, Kind: apple.KindUnknown}
	if f.File != nil {
		out.Kind = f.File.Kind
	}
	if f.Err != nil {
		out.Problems = append(out.Problems, notOpened(f.Err))
	}
	return out
}

// notOpened words why a file could not be read.
func notOpened(e *apple.Error) Problem {
	id, ok := map[apple.Reason]string{
		apple.NeedsPassword: "password-needed",
		apple.WrongPassword: "wrong-password",
		apple.NoKey:         "certificate-only",
		apple.NoCertificate: "key-only",
	}[e.Reason]
	if !ok {
		id = "unreadable"
	}
	return Problem{ID: id, Severity: Error, Message: e.Message, Fix: e.Hint}
}
