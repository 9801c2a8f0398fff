package check_test

import (
	"path/filepath"
	"testing"

	"github.com/offpush/offpush/pkg/check"
)

// TestRepairIsInThePapers: the papers of a rule say what doctor --fix does when,
// and only when, the rule's own fixtures give a repair.
func TestRepairIsInThePapers(t *testing.T) {
	for _, rule := range check.Rules() {
		t.Run(rule.ID, func(t *testing.T) {
			t.Parallel()
			if repairs := repairsOf(t, rule); repairs == rule.Doc.Repair.IsZero() {
				t.Errorf("a fixture gives a repair: %t; the papers say %q", repairs, rule.Doc.Repair.EN)
			}
		})
	}
}

// repairsOf looks for a result with a repair in a rule's fixtures.
func repairsOf(t *testing.T, rule *check.Rule) bool {
	t.Helper()
	names, err := filepath.Glob(filepath.Join(testdata, "rules", rule.ID, "*.txtar"))
	if err != nil || len(names) == 0 {
		t.Fatalf("no fixtures: %v", err)
	}
	for _, name := range names {
		_, report := judge(t, name)
		for _, r := range report.Results {
			if r.Rule.ID == rule.ID && r.Repair != nil {
				return true
			}
		}
	}
	return false
}
