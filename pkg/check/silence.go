package check

import (
	"path"
	"slices"

	"github.com/bmatcuk/doublestar/v4"

	"github.com/offpush/offpush/pkg/project"
	"github.com/offpush/offpush/pkg/source"
)

// Ignore says that findings of a rule are meant to be there. It stands in a
// comment of the project ("offpush-ignore RULE: reason") or in offpush.toml
// ([[doctor.ignore]]).
type Ignore struct {
	Rule   string
	Reason string // "" silences nothing and is itself a finding
	// Path limits an ignore of offpush.toml to files that match it: a path or a
	// pattern of doublestar (** for any number of folders), relative to the
	// project's root, a folder with all below it; "" for the whole project.
	Path string
	// Span is where it stands, in a file of the project or in offpush.toml.
	Span source.Span
	// Lines are the first and last line that one in a comment covers; 0 for one
	// of offpush.toml.
	Lines [2]int
	// Shared is set for an offpush.toml that serves more projects than this one:
	// what silences nothing here may do so there.
	Shared bool
}

// Silence says why a finding does not count.
type Silence struct {
	Reason string
	Span   source.Span // of the [Ignore]
}

// silencer applies the ignores of a run, and keeps what became of them. What
// rules tell each other stays the same: a silenced finding still blocks.
type silencer struct {
	rules   []string // all ids
	ignores []Ignore
	used    []bool
	judged  map[string]bool // rules that could say whether something is wrong
}

func newSilencer(comments []project.Ignore, configured []Ignore) *silencer {
	s := &silencer{rules: RuleIDs(), judged: map[string]bool{}}
	for _, c := range comments {
		s.ignores = append(s.ignores, Ignore{Rule: c.Rule, Reason: c.Reason, Span: c.Span, Lines: c.Lines})
	}
	s.ignores = append(s.ignores, configured...)
	s.used = make([]bool, len(s.ignores))
	return s
}

// take silences the results of a rule, which is settled when it did not run, and
// notes whether it could judge.
func (s *silencer) take(rule *Rule, results []Result, settled bool) {
	s.judged[rule.ID] = !settled && !slices.ContainsFunc(results, func(r Result) bool { return r.Status == Unknown })
	s.silence(rule, results)
}

// silence silences the results of a rule.
func (s *silencer) silence(rule *Rule, results []Result) {
	for i := range results {
		if r := &results[i]; r.Status == Failed && !isAboutIgnores(rule.ID) {
			r.Silence = s.find(r)
		}
	}
}

// find returns why a finding does not count, nil if it does. All ignores that
// cover it are in use, the first one gives the reason.
func (s *silencer) find(r *Result) *Silence {
	var first *Silence
	for i := range s.ignores {
		ignore := &s.ignores[i]
		if ignore.Reason == "" || !ignore.covers(r) {
			continue
		}
		s.used[i] = true
		if first == nil {
			first = &Silence{Reason: ignore.Reason, Span: ignore.Span}
		}
	}
	return first
}

// covers reports whether an ignore is about a finding.
func (i *Ignore) covers(r *Result) bool {
	if i.Rule != r.Rule.ID {
		return false
	}
	if i.Lines[0] > 0 {
		line := r.Span.Start.Line
		return i.Span.File == r.Span.File && i.Lines[0] <= line && line <= i.Lines[1]
	}
	return i.Path == "" || matches(i.Path, r.Span.File)
}

// matches reports whether a file is what a path or pattern names, or lies below
// it.
func matches(pattern, file string) bool {
	pattern = path.Clean(pattern)
	if pattern == "." {
		return true
	}
	for p := file; p != "" && p != "." && p != "/"; p = path.Dir(p) {
		if ok, _ := doublestar.Match(pattern, p); ok || p == pattern {
			return true
		}
	}
	return false
}
