package check

import (
	"time"

	"github.com/offpush/offpush/pkg/apple"
)

// soon is how long before its end a certificate or profile is warned of: a new
// one has to be made, uploaded, and its id shipped in a release.
const soon = 30 * 24 * time.Hour

// Inspect says what is wrong with a file, seen alone. A file that could not be
// read has one problem, which says why.
func Inspect(f AppleFile, now time.Time) Inspection {
	out := Inspection{AppleFile: f, Kind: apple.KindUnknown}
	if f.File == nil {
		out.Problems = []Problem{notOpened(f)}
		return out
	}
	out.Kind = f.File.Kind
	s := specimen{AppleFile: f, now: now}
	for _, fault := range appleFaults() {
		for _, p := range fault.find(s) {
			p.ID = fault.id
			if p.Severity == "" {
				p.Severity = fault.severity
			}
			out.Problems = append(out.Problems, p)
		}
	}
	return out
}

// notOpened words why a file could not be read.
func notOpened(f AppleFile) Problem {
	e := f.Err
	if e == nil {
		e = &apple.Error{File: f.Path, Reason: apple.Unreadable, Message: cannotRead, Hint: readAgain}
	}
	id := "unreadable"
	switch e.Reason {
	case apple.NeedsPassword:
		id = "password-needed"
	case apple.WrongPassword:
		id = "wrong-password"
	}
	return Problem{ID: id, Severity: Error, Message: e.Message, Fix: e.Hint}
}

// specimen is a file that was read, and the day on which it is looked at.
type specimen struct {
	AppleFile
	now time.Time
}

// p12 is the store of a p12; nil for every other file.
func (s specimen) p12() *apple.Store {
	if st := s.File.Store; st != nil && st.Format == apple.P12 {
		return st
	}
	return nil
}

// leaf is the certificate; nil where there is none.
func (s specimen) leaf() *apple.Certificate {
	if s.File.Store == nil {
		return nil
	}
	return s.File.Store.Leaf
}

// profile is the provisioning profile that the file is or holds; nil where there
// is none.
func (s specimen) profile() *apple.Profile {
	if s.File.App != nil {
		return s.File.App.Profile
	}
	return s.File.Profile
}

// ends is when the file is no longer good; false where it has no end.
func (s specimen) ends() (time.Time, bool) {
	if c := s.leaf(); c != nil {
		return c.NotAfter, true
	}
	if p := s.profile(); p != nil && !p.Expires.IsZero() {
		return p.Expires, true
	}
	return time.Time{}, false
}
