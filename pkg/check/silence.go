package check

import (
	"github.com/offpush/offpush/pkg/source"
	"github.com/offpush/offpush/pkg/text"
)

// Ignore says that findings of a rule are meant to be there. It stands in a
// comment of the project ("offpush-ignore RULE: reason") or in offpush.toml
// ([[doctor.ignore]]).
type Ignore struct {
	Rule   string
	Reason string // "" silences nothing and is itself a finding
	// Path limits an ignore of offpush.toml to files that match it: a path or a
	// pattern of path.Match, relative to the project's root, a folder with all
	// below it; "" for the whole project.
	Path string
	// Span is where it stands, in a file of the project or in offpush.toml.
	Span source.Span
	// Lines are the first and last line that one in a comment covers; 0 for one
	// of offpush.toml.
	Lines [2]int
}

// Silence says why a finding does not count.
type Silence struct {
	Reason string
	Span   source.Span // of the [Ignore]
}

// Baseline is the findings that were there on the day it was written, by their
// fingerprints, and how many of each.
type Baseline map[string]int

// Gone is a finding of the baseline that is no longer there.
type Gone struct {
	Rule, Path string
	Message    text.Text
}
