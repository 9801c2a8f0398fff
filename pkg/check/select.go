package check

import (
	"slices"

	"github.com/offpush/offpush/pkg/text"
)

// selects reports whether the results of a rule are wanted. The others run all
// the same: what they find decides whether those that need them can be judged.
func (o *Options) selects(id string) bool {
	return (len(o.Only) == 0 || slices.Contains(o.Only, id)) && !slices.Contains(o.Skip, id)
}

// setSeverities gives the results of rules the severity that was chosen for them.
func (o *Options) setSeverities(results []Result) {
	for i := range results {
		if severity, ok := o.Severities[results[i].Rule.ID]; ok {
			results[i].Severity = severity
		}
	}
}

// RuleIDs are the ids of all rules.
func RuleIDs() []string {
	var ids []string
	for _, r := range Rules() {
		ids = append(ids, r.ID)
	}
	return ids
}

// IsRule reports whether there is a rule with that id.
func IsRule(id string) bool { return slices.Contains(RuleIDs(), id) }

// UnknownRule says that there is no such rule, and which one may be meant.
func UnknownRule(id string) text.Text { return unknownRule(id, RuleIDs()) }

func unknownRule(id string, known []string) text.Text {
	near := text.Nearest(id, known)
	if id = text.Visible(id); near != "" {
		return text.F("没有名为 \"%[1]s\" 的规则，是不是 %[2]s？", "there is no rule \"%[1]s\"; did you mean %[2]s?", id, near)
	}
	return text.F("没有名为 \"%s\" 的规则，offpush explain 列出全部规则", "there is no rule \"%s\"; offpush explain lists them", id)
}
