package check

import "github.com/offpush/offpush/pkg/text"

// Baseline is the findings that were there on the day it was written.
type Baseline struct {
	File     string // where it was read from, as the user would type it
	Findings []Finding
}

// Finding is a failed result as a baseline keeps it: without its line, which
// moves, and without any secret.
type Finding struct {
	Rule, Path  string
	Fingerprint string
	Message     text.Text // for people who read the file, and for those that are gone
}

// BaselineUse is what became of a baseline.
type BaselineUse struct {
	File  string
	Known int // findings that are still there, and not ignored otherwise
	// Gone are findings that are no longer there, although their rules were judged.
	Gone []Finding
}

// compare marks the failed results that a baseline knows. Of one that knows a
// fingerprint n times at most n results are marked.
func (b *Baseline) compare(results []Result, judged func(rule string) bool) *BaselineUse {
	if b == nil {
		return nil
	}
	use := &BaselineUse{File: b.File, Gone: []Finding{}}
	left := map[string]int{}
	for _, f := range b.Findings {
		left[f.Fingerprint]++
	}
	for i := range results {
		r := &results[i]
		if r.Status != Failed || left[r.Fingerprint] == 0 {
			continue
		}
		left[r.Fingerprint]--
		if r.Silence == nil {
			r.Baselined = true
			use.Known++
		}
	}
	for _, f := range b.Findings {
		if left[f.Fingerprint] > 0 {
			left[f.Fingerprint]--
			if judged(f.Rule) || !IsRule(f.Rule) {
				use.Gone = append(use.Gone, f)
			}
		}
	}
	return use
}
