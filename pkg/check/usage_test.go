package check_test

import (
	"path/filepath"
	"strings"
	"testing"

	"github.com/offpush/offpush/pkg/check"
	"github.com/offpush/offpush/pkg/text"
)

// TestUnused: what a report says of a project without the plugin.
func TestUnused(t *testing.T) {
	for name, want := range map[string]struct {
		usage check.Usage
		note  string
	}{
		"unused":                 {check.NotUsed, ""},
		"unused-sdk-in-packages": {check.NotUsed, ""},
		"unused-uploads":         {check.NotUsed, ""},
		"unused-other-event":     {check.NotUsed, ""},
		"unused-commented":       {check.OnlyCommented, "utils/im.js:1"},
		"unused-web-only":        {check.OnlyCommented, "utils/im.js:2"},
	} {
		_, report := judge(t, filepath.Join(testdata, "rules", "register-plugin", name+".txtar"))
		if report.Usage != want.usage || report.Project.Plugin != "" || len(report.Project.Vendors) > 0 || report.Summary.Errors > 0 {
			t.Errorf("%s: usage %d, project %+v, summary %+v", name, report.Usage, report.Project, report.Summary)
		}
		var notes []string
		for _, n := range report.Notes {
			notes = append(notes, n.In(text.EN))
		}
		if all := strings.Join(notes, "\n"); want.note == "" && all != "" || !strings.Contains(all, want.note) {
			t.Errorf("%s: notes %q, want %q", name, all, want.note)
		}
	}
}
