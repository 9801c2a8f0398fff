// Package check judges a uni-app project: it holds the rules and runs them.
//
// A rule is a value of type [Rule]: its public ID, its papers (what it means,
// why it matters on the phone, what to do) and a function that looks at an
// [Input] and returns results. Rules do no I/O and print nothing; everything
// they may know was collected by pkg/project before. Adding a rule takes one
// literal in the file of its topic and one line in [Rules].
//
// A result is honest: what was not found is never passed, and what the files
// cannot tell is unknown, with the reason.
package check

import (
	"slices"
	"time"

	"github.com/offpush/offpush/pkg/project"
	"github.com/offpush/offpush/pkg/source"
	"github.com/offpush/offpush/pkg/text"
)

// Severity is how bad a failed result is; the values are part of the JSON output.
type Severity string

// The severities.
const (
	Error   Severity = "error"
	Warning Severity = "warning"
	Info    Severity = "info"
)

// Status is the outcome of a rule; the values are part of the JSON output.
type Status string

// The outcomes.
const (
	Passed        Status = "passed"
	Failed        Status = "failed"
	NotApplicable Status = "not-applicable"
	Unknown       Status = "unknown"
)

// Topic groups rules for people.
type Topic struct {
	ID   string
	Name text.Text
}

// The topics, in the order in which they are shown.
var (
	TopicManifest = Topic{"manifest", text.T("manifest.json", "manifest.json")}
	TopicPlugin   = Topic{"plugin", text.T("原生插件", "Native plugin")}
	TopicVendor   = Topic{"vendor", text.T("厂商通道", "Vendor channels")}
	TopicCode     = Topic{"code", text.T("注册代码", "Registration in code")}
	TopicMessage  = Topic{"message", text.T("消息与点击", "Messages and clicks")}
	TopicApple    = Topic{"apple", text.T("苹果推送", "Apple push")}
	TopicIgnore   = Topic{"ignore", text.T("忽略", "Ignores")}
)

// Rule is one thing that can be wrong.
type Rule struct {
	ID       string
	Topic    Topic
	Severity Severity
	// Vendors: the rule applies when one of them is in use; empty: always.
	Vendors []string
	// About names the vendors that a rule concerns although it applies always.
	About []string
	// Always: the rule also runs in a project that does not use the plugin.
	Always bool
	// Needs names rules without which this one cannot be judged: when one of
	// them fails with Blocks this one is not-applicable, and when one is unknown
	// with Blocks it is unknown, so that a missing folder is reported once.
	Needs []string
	Doc   Doc
	Run   func(*Input) []Result
}

// Concerns returns the vendors that a rule is about.
func (r *Rule) Concerns() []string { return slices.Concat(r.Vendors, r.About) }

// Result is one outcome of a rule. A rule may have several.
type Result struct {
	Rule     *Rule
	Status   Status
	Severity Severity // the rule's, unless Run says otherwise
	Vendors  []string // that are affected; the rule's, unless Run says otherwise
	Message  text.Text
	Found    text.Text
	Expected text.Text
	Fix      text.Text // the rule's Doc.Fix, unless Run says otherwise; empty unless failed
	Span     source.Span
	Related  []Related
	// Blocks: rules that need this one cannot be judged.
	Blocks bool
	// Repair is the mechanical change that solves a failed result; nil where there
	// is none.
	Repair *Repair
	// Fingerprint tells a failed result from others and stays the same while lines
	// move; it holds no secret. Set by Run.
	Fingerprint string
	// Silence is set when the project or its configuration ignores the result.
	Silence *Silence
	// Baselined: the result was there when the baseline was written.
	Baselined bool
}

// Counts reports whether a failed result counts: it is neither silenced nor in
// the baseline.
func (r *Result) Counts() bool { return r.Silence == nil && !r.Baselined }

// Related is another place that belongs to a result.
type Related struct {
	Message text.Text
	Span    source.Span
}

// Options is what the user says beside the files.
type Options struct {
	Vendors        []string // in use; empty: those whose BusinessID is set in code
	AndroidPackage string
	ExpectPlugin   bool
	// Only and Skip choose the rules whose results are wanted, by their ids; all
	// rules run, as some need others.
	Only, Skip []string
	// Severities replace that of all results of a rule, by its id.
	Severities map[string]Severity
	// Ignores are those of offpush.toml; the comments of the project are read
	// with it.
	Ignores []Ignore
	// Baseline is what was there before; nil: nothing.
	Baseline *Baseline
}

// Input is everything a rule may look at.
type Input struct {
	Project *project.Project // nil in offpush cert where there is none
	Apple   Apple
	Options Options
	Now     time.Time

	usage    usage
	vendors  []string // in use
	silencer *silencer
}
