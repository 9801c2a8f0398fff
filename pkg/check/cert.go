package check

import (
	"slices"

	"github.com/offpush/offpush/pkg/source"
)

// Certify judges what a user has of Apple's push service, for offpush cert: first
// the credential, then each build. What was inspected is shown in that order; it
// need not be all that in.Apple holds.
func Certify(in Input, inspected []AppleFile) *CertReport {
	in.Options.Vendors = nil // whoever asks for a certificate uses APNs
	if in.Project != nil {
		in.Project = liveCode(in.Project)
	}
	report := &CertReport{}
	for _, f := range inspected {
		report.Inputs = append(report.Inputs, Inspect(f, in.Now))
	}
	builds := in.builds()
	ofCredential, ofBuild := apnsRules()
	var credential, judged []judgedBuild
	credential = append(credential, judgedBuild{results: in.certifyBuild(ofCredential, nil)})
	for _, f := range builds {
		of := judgedBuild{file: f, results: in.certifyBuild(ofBuild, []AppleFile{f})}
		if len(builds) > 1 {
			for i := range of.results {
				of.results[i].Span = source.Of(f.Path)
			}
		}
		judged = append(judged, of)
	}
	if len(builds) == 0 {
		judged = []judgedBuild{{results: in.certifyBuild(ofBuild, nil)}}
	}
	all := slices.Concat(credential, judged)
	for _, j := range all {
		report.Checks = append(report.Checks, j.results...)
	}
	report.Verdict = match(report.Checks, judged)
	worst, of, failed := foremostFailure(all)
	if !failed {
		report.Advice = in.need(foremost(judged))
		return report
	}
	report.First, report.Advice = worst.Rule, in.firstAid(worst, of)
	return report
}

// judgedBuild is one build with its results; without a file, they are about the
// credential, or about no build.
type judgedBuild struct {
	file    AppleFile
	results []Result
}

// certifyBuild asks the rules about one build, or about none.
func (in Input) certifyBuild(rules []*Rule, builds []AppleFile) []Result {
	if len(builds) > 0 {
		in.Apple.Apps = builds
	}
	var out []Result
	for _, rule := range rules {
		out = append(out, in.certify(rule))
	}
	return out
}

// certify asks a rule for its one result, in the words of offpush cert: what does
// not apply is unknown, and so is a warning, for it may be meant so. A certificate
// that expires soon is valid all the same.
func (in Input) certify(rule *Rule) Result {
	r := rule.Run(&in)[0]
	complete(&r, rule)
	r.Span = source.Span{}
	switch {
	case r.Status == NotApplicable:
		r.Status = Unknown
	case r.Status == Failed && r.Severity == Warning && rule == apnsExpiry:
		r.Status = Passed
	case r.Status == Failed && r.Severity == Warning:
		r.Status = Unknown
	}
	return r
}

// match is the verdict. What does not ship has no say in it where there is a build
// that does.
func match(checks []Result, judged []judgedBuild) Match {
	if slices.ContainsFunc(checks, func(r Result) bool { return r.Status == Failed }) {
		return Mismatches
	}
	shipping := slices.DeleteFunc(slices.Clone(judged), func(j judgedBuild) bool { return !j.file.ships() })
	if len(shipping) == 0 {
		shipping = judged
	}
	if !passed(checks, apnsCredential) {
		return Undecided
	}
	for _, j := range shipping {
		if !passed(j.results, apnsBundleID) || !passed(j.results, apnsEnvironment) {
			return Undecided
		}
	}
	return Matches
}

func passed(results []Result, rule *Rule) bool {
	return slices.ContainsFunc(results, func(r Result) bool { return r.Rule == rule && r.Status == Passed })
}
