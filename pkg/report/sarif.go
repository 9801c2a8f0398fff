package report

import (
	"io"
	"net/url"
	"path"
	"slices"
	"strings"

	"golang.org/x/mod/semver"

	"github.com/offpush/offpush/pkg/check"
	"github.com/offpush/offpush/pkg/source"
	"github.com/offpush/offpush/pkg/text"
)

const (
	sarifSchema = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
	// sourceRoot is the folder from which relative paths count, by the name that
	// GitHub and others know.
	sourceRoot     = "%SRCROOT%"
	informationURI = "https://github.com/offpush/offpush"
	// fingerprintKey has a version, as the way of computing it may change.
	fingerprintKey = "offpush/v1"
)

var (
	levelOf    = map[check.Severity]string{check.Error: "error", check.Warning: "warning", check.Info: "note"}
	languageOf = map[text.Lang]string{text.ZH: "zh-CN", text.EN: "en-US"}
)

// SARIF writes one run, as of one tool at one time, over all projects.
//
// Results are the failed ones, those that are ignored (with their suppressions)
// and those of the baseline included. What could not be judged is a notification
// of the invocation: a result of the kind "open" would be right by the standard,
// but GitHub knows no kinds and would raise an alert for it. The rules are
// described in the language chosen; the other one is a translation.
func SARIF(w io.Writer, j Job) error {
	rules := rulesOf(j.Reports)
	s := sarifWriter{Job: j, index: map[string]int{}}
	for i, r := range rules {
		s.index[r.ID] = i
	}
	other := j
	other.Look.Lang = text.ZH
	if j.Look.Lang == text.ZH {
		other.Look.Lang = text.EN
	}
	run := sarifRun{
		Tool:         sarifTool{Driver: j.component(rules, "nonLocalizedData", "localizedData")},
		Language:     languageOf[j.Look.Lang],
		ColumnKind:   "unicodeCodePoints",
		BaseIDs:      map[string]sarifBase{sourceRoot: {sarifText{Text: j.say(text.T("源代码的根目录", "The root of the source files."))}}},
		Results:      []sarifResult{},
		Translations: []sarifComponent{other.component(rules, "localizedData")},
	}
	notes := []sarifNotification{}
	for _, r := range j.Reports {
		for i := range r.Results {
			switch res := &r.Results[i]; res.Status {
			case check.Failed:
				run.Results = append(run.Results, s.result(r, res))
			case check.Unknown:
				notes = append(notes, s.notification(r, res))
			}
		}
	}
	settleBaseline(run.Results)
	run.Invocations = []sarifInvocation{{Successful: true, Notifications: notes}}
	return writeJSON(w, sarifLog{Schema: sarifSchema, Version: "2.1.0", Runs: []sarifRun{run}})
}

// settleBaseline gives all results a state when one of them has one.
func settleBaseline(results []sarifResult) {
	if !slices.ContainsFunc(results, func(r sarifResult) bool { return r.Baseline != "" }) {
		return
	}
	for i := range results {
		if results[i].Baseline == "" {
			results[i].Baseline = "new"
		}
	}
}

// component is the tool and its rules in the job's language.
func (j Job) component(rules []*check.Rule, contents ...string) sarifComponent {
	c := sarifComponent{
		Name: j.Tool.Name, Version: j.Tool.Version, InformationURI: informationURI,
		Language: languageOf[j.Look.Lang], Contents: contents, Rules: []sarifRule{},
	}
	if semver.IsValid("v" + j.Tool.Version) {
		c.SemanticVersion = j.Tool.Version
	}
	for _, r := range rules {
		c.Rules = append(c.Rules, j.sarifRule(r))
	}
	return c
}

type sarifWriter struct {
	Job
	index map[string]int // of the rules
}

func (s sarifWriter) result(r *check.Report, res *check.Result) sarifResult {
	out := sarifResult{
		RuleID: res.Rule.ID, RuleIndex: s.index[res.Rule.ID],
		Kind: "fail", Level: levelOf[res.Severity],
		Message:      sarifText{Text: s.details(res)},
		Locations:    []sarifLocation{s.location(r, spot(r, res))},
		Suppressions: []sarifSuppression{},
		Fixes:        s.fixes(r, res),
	}
	for i, rel := range res.Related {
		l := s.location(r, rel.Span)
		l.ID = i + 1
		l.Message = &sarifText{Text: text.Visible(s.say(rel.Message))}
		out.Related = append(out.Related, l)
	}
	if res.Fingerprint != "" {
		out.Fingerprints = map[string]string{fingerprintKey: res.Fingerprint}
	}
	if res.Baselined {
		out.Baseline = "unchanged"
	}
	if res.Silence != nil {
		out.Suppressions = append(out.Suppressions, s.suppression(r, res.Silence))
	}
	return out
}

// suppression is "external" where the configuration ignores a result, "inSource"
// where a comment does.
func (s sarifWriter) suppression(r *check.Report, why *check.Silence) sarifSuppression {
	out := sarifSuppression{Kind: "inSource", Status: "accepted", Justification: text.Visible(why.Reason)}
	if path.Ext(why.Span.File) == ".toml" {
		out.Kind = "external"
	} else if !why.Span.IsZero() {
		l := s.location(r, why.Span)
		out.Location = &l
	}
	return out
}

func (s sarifWriter) notification(r *check.Report, res *check.Result) sarifNotification {
	return sarifNotification{
		Rule:      sarifReference{ID: res.Rule.ID, Index: s.index[res.Rule.ID]},
		Level:     "note",
		Message:   sarifText{Text: text.Visible(s.say(res.Message))},
		Locations: []sarifLocation{s.location(r, spot(r, res))},
	}
}

func (s sarifWriter) location(r *check.Report, span source.Span) sarifLocation {
	l := sarifLocation{Physical: sarifPhysical{Artifact: artifact(within(s.dir(r), span.File))}}
	if span.HasPosition() {
		l.Physical.Region = &sarifRegion{
			StartLine: span.Start.Line, StartColumn: span.Start.Column,
			EndLine: span.End.Line, EndColumn: span.End.Column,
		}
	}
	return l
}

// drive is what an absolute path of Windows begins with.
const drive = "C:/"

// artifact is a file. A path within the source root is relative to it; any other
// one has no base that could be named.
func artifact(file string) sarifArtifact {
	segments := strings.Split(file, "/")
	for i, s := range segments {
		segments[i] = strings.ReplaceAll(url.PathEscape(s), ":", "%3A") // a colon would make it a scheme
	}
	uri := strings.Join(segments, "/")
	switch {
	case strings.HasPrefix(file, "/"):
		return sarifArtifact{URI: "file://" + uri}
	case len(file) > len(drive) && file[1:3] == drive[1:]:
		return sarifArtifact{URI: "file:///" + strings.Replace(uri, "%3A", ":", 1)}
	case file == "..", strings.HasPrefix(file, "../"):
		return sarifArtifact{URI: uri}
	}
	return sarifArtifact{URI: uri, BaseID: sourceRoot}
}
