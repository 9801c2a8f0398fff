package report_test

import (
	"fmt"
	"io"
	"strings"
	"testing"

	"github.com/offpush/offpush/pkg/check"
	rep "github.com/offpush/offpush/pkg/report"
	"github.com/offpush/offpush/pkg/source"
	"github.com/offpush/offpush/pkg/text"
)

// quiet is a report all of whose findings are ignored or in the baseline, of
// which some are gone.
func quiet() *check.Report {
	ignored := result(rule("app-guard", check.TopicCode, check.Warning), check.Failed, spanOf("App.vue", 7, "\tuni.requireNativePlugin(id)", "id"), "插件没有保护", "the plugin is not guarded")
	ignored.Silence = &check.Silence{Reason: "只打 App 包\x1b[2J", Span: spanOf("App.vue", 6, "\t// offpush-ignore app-guard: 只打 App 包", "app-guard")}
	known := result(rule("push-module", check.TopicManifest, check.Error), check.Failed, spanOf("manifest.json", 19, `    "modules" : {`, `"modules"`), "没有勾选 Push", "the Push module is not ticked")
	known.Baselined = true
	r := report(samples()["broken"].Project, check.Used,
		result(rule("manifest-appid", check.TopicManifest, check.Error), check.Passed, source.Span{}, "appid 正确", "the appid is right"),
		known, ignored,
		result(rule("unused-ignore", check.TopicIgnore, check.Warning), check.NotApplicable, source.Span{}, "没有得出结论", "no conclusion"))
	r.Summary = check.Summary{Passed: 1, NotApplicable: 1, Ignored: 1, Baselined: 1}
	r.Baseline = &check.BaselineUse{File: "app/.offpush-baseline.json", Known: 1, Gone: []check.Finding{
		{Rule: "config-keys", Path: "App.vue", Message: text.T("SDK 不认识这个键", "the SDK does not know this key")},
		{Rule: "plugin-used", Message: text.T("没有使用插件", "the plugin is not used")},
	}}
	return r
}

func TestTextOfQuietFindings(t *testing.T) {
	for _, lang := range langs {
		for _, verbose := range []bool{false, true} {
			o := options(lang, 80)
			o.Verbose = verbose
			out := golden(t, fmt.Sprintf("quiet.%s.%v.txt", lang, verbose), func(w io.Writer) error { return rep.Text(w, quiet(), o) })
			if shown := strings.Contains(out, "app-guard"); shown != verbose || strings.Contains(out, "\x1b") {
				t.Errorf("verbose %v, and the ignored finding is shown: %v\n%s", verbose, shown, out)
			}
		}
	}
	golden(t, "quiet.json", func(w io.Writer) error {
		return rep.JSON(w, quiet(), rep.Tool{Name: "offpush", Version: "0.1.0"}, text.EN)
	})
}
