package report_test

import (
	"strings"
	"testing"

	"github.com/offpush/offpush/pkg/check"
	rep "github.com/offpush/offpush/pkg/report"
	"github.com/offpush/offpush/pkg/source"
	"github.com/offpush/offpush/pkg/text"
)

type command struct {
	name       string
	properties map[string]string
	data       string
}

var (
	unescapeData     = strings.NewReplacer("%0D", "\r", "%0A", "\n", "%25", "%")
	unescapeProperty = strings.NewReplacer("%0D", "\r", "%0A", "\n", "%3A", ":", "%2C", ",", "%25", "%")
)

// parseCommand reads a line as GitHub's runner does (ActionCommand.TryParseV2 in
// github.com/actions/runner): the name ends at the first space, the properties at
// the first "::", at each comma begins another one.
func parseCommand(line string) (command, bool) {
	rest, ok := strings.CutPrefix(strings.TrimSpace(line), "::")
	if !ok {
		return command{}, false
	}
	head, data, ok := strings.Cut(rest, "::")
	if !ok {
		return command{}, false
	}
	name, properties, _ := strings.Cut(head, " ")
	c := command{name: name, properties: map[string]string{}, data: unescapeData.Replace(data)}
	for p := range strings.SplitSeq(properties, ",") {
		if key, value, ok := strings.Cut(p, "="); ok {
			c.properties[key] = unescapeProperty.Replace(value)
		}
	}
	return c, true
}

func TestGitHubCommand(t *testing.T) {
	res := result(rule("push-module", check.TopicManifest, check.Error), check.Failed,
		spanOf("a,b:c=d%.json", 2, `x: 100%`, `100%`), "涨了 100%，::x", "up by 100%, ::x")
	res.Found = text.Same("a\nb")
	r := report(check.ProjectSummary{Root: "apps/my app", Manifest: "manifest.json"}, check.Used, res)
	got, ok := parseCommand(strings.TrimSuffix(render(t, "github", job(text.EN, r)), "\n"))
	want := map[string]string{"file": "apps/my app/a,b:c=d%.json", "line": "2", "endLine": "2", "col": "4", "endColumn": "8", "title": "offpush push-module"}
	for key, value := range want {
		if got.properties[key] != value {
			t.Errorf("%s is %q, want %q", key, got.properties[key], value)
		}
	}
	if !ok || got.name != "error" || len(got.properties) != len(want) || !strings.HasPrefix(got.data, "up by 100%, ::x\nfound: a\\nb\n") {
		t.Errorf("%+v", got)
	}
}

// TestGitHubOrder: GitHub shows the first annotations only, so errors lead; what
// does not count is none.
func TestGitHubOrder(t *testing.T) {
	r := settled()
	r.Results[0].Severity = check.Info
	var names []string
	for l := range strings.Lines(render(t, "github", job(text.EN, r))) {
		c, _ := parseCommand(l)
		names = append(names, c.name)
	}
	if got := strings.Join(names, " "); got != "error error warning notice notice" {
		t.Error(got)
	}
}

// TestSummaryLimit: a summary is never longer than asked, says what is missing,
// and ends whole.
func TestSummaryLimit(t *testing.T) {
	var results []check.Result
	for range 3000 {
		results = append(results, result(rule("push-module", check.TopicManifest, check.Error), check.Failed, source.Of("a.vue"), strings.Repeat("长", 300), "long"))
	}
	r := report(check.ProjectSummary{Root: "."}, check.Used, results...)
	got := rep.Summary(job(text.ZH, r), 1<<20)
	if len(got) > 1<<20 || len(got) < 1<<19 || !strings.Contains(got, "没有列出") || !strings.HasSuffix(got, "\n") {
		t.Errorf("%d bytes, ending in %q", len(got), got[len(got)-100:])
	}
	for _, limit := range []int{0, 1, 100, 5000} {
		if got := rep.Summary(job(text.ZH, r, r, r), limit); len(got) > limit {
			t.Errorf("%d bytes of %d", len(got), limit)
		}
	}
}
