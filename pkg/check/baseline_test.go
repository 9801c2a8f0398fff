package check_test

import (
	"bytes"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/offpush/offpush/pkg/check"
	"github.com/offpush/offpush/pkg/source"
	"github.com/offpush/offpush/pkg/text"
)

// runBroken judges the broken sample.
func runBroken(t *testing.T, o check.Options) *check.Report {
	t.Helper()
	return check.Run(check.Input{Project: sample(t, "broken"), Options: o})
}

func TestBaseline(t *testing.T) {
	first := runBroken(t, check.Options{})
	b := first.Record(nil, check.Options{})
	failed := first.Summary.Errors + first.Summary.Warnings + first.Summary.Infos
	if len(b.Findings) != failed || failed < 5 {
		t.Fatalf("%d findings of %d are recorded", len(b.Findings), failed)
	}
	encoded, err := b.Encode("offpush", "0.1.0")
	must(t, err)
	read, wrong, _ := check.ParseBaseline(encoded)
	if !wrong.IsZero() {
		t.Fatal(wrong.EN)
	}
	if diff := cmp.Diff(b, read); diff != "" {
		t.Error(diff)
	}
	if again, err := runBroken(t, check.Options{Baseline: b}).Record(b, check.Options{}).Encode("offpush", "0.1.0"); err != nil || !bytes.Equal(again, encoded) || !bytes.HasSuffix(again, []byte("}\n")) {
		t.Errorf("written again it differs (%v):\n%s", err, again)
	}

	all := runBroken(t, check.Options{Baseline: b})
	if s := all.Summary; s.Errors+s.Warnings+s.Infos > 0 || s.Baselined != failed || all.Baseline.Known != failed || len(all.Baseline.Gone) > 0 {
		t.Errorf("%+v %+v", s, all.Baseline)
	}

	part := &check.Baseline{Findings: b.Findings[1:]}
	if s := runBroken(t, check.Options{Baseline: part}).Summary; s.Errors+s.Warnings+s.Infos != 1 || s.Baselined != failed-1 {
		t.Errorf("one is new: %+v", s)
	}
}

// TestBaselineGone: what is gone is told, but not of rules that were not judged.
func TestBaselineGone(t *testing.T) {
	const print = "00112233445566778899aabbccddeeff"
	old := func(rule string) *check.Baseline {
		return &check.Baseline{Findings: []check.Finding{{Rule: rule, Path: "App.vue", Fingerprint: print}, {Rule: rule, Path: "App.vue", Fingerprint: print}}}
	}
	for rule, want := range map[string]int{
		"manifest-appid":    2, // passed
		"app-guard":         2, // has nothing to judge
		"agconnect-content": 0, // agconnect-file stands before it
		"no-longer-there":   2, // a rule of another version
	} {
		if got := runBroken(t, check.Options{Baseline: old(rule)}).Baseline.Gone; len(got) != want {
			t.Errorf("%s: %v", rule, got)
		}
	}
	if got := runBroken(t, check.Options{Baseline: old("manifest-appid"), Skip: []string{"manifest-appid"}}).Baseline.Gone; len(got) != 0 {
		t.Errorf("skipped: %v", got)
	}
}

// TestBaselineCounts: of one fingerprint no more are known than were recorded, and
// an ignored finding is there but not known.
func TestBaselineCounts(t *testing.T) {
	b := runBroken(t, check.Options{}).Record(nil, check.Options{})
	twice := &check.Baseline{Findings: append(slices.Clone(b.Findings), b.Findings[0])}
	r := runBroken(t, check.Options{Baseline: twice})
	if len(r.Baseline.Gone) != 1 || r.Baseline.Known != len(b.Findings) {
		t.Errorf("%+v", r.Baseline)
	}
	r = runBroken(t, check.Options{Baseline: b, Ignores: []check.Ignore{{Rule: "push-module", Reason: "r"}}})
	if len(r.Baseline.Gone) != 0 || r.Baseline.Known != len(b.Findings)-1 || r.Summary.Ignored != 1 {
		t.Errorf("%+v %+v", r.Baseline, r.Summary)
	}
}

// TestRecordKeeps: rules that were not asked for keep what was known of them; an
// ignored finding is not recorded.
func TestRecordKeeps(t *testing.T) {
	b := runBroken(t, check.Options{}).Record(nil, check.Options{})
	only := check.Options{Only: []string{"push-module"}}
	if diff := cmp.Diff(b, runBroken(t, only).Record(b, only)); diff != "" {
		t.Error(diff)
	}
	if got := runBroken(t, only).Record(nil, only); len(got.Findings) != 1 {
		t.Errorf("%v", got)
	}
	ignoring := check.Options{Ignores: []check.Ignore{{Rule: "push-module", Reason: "r"}}}
	if got := runBroken(t, ignoring).Record(nil, ignoring); len(got.Findings) != len(b.Findings)-1 {
		t.Errorf("%v", got)
	}
}

func TestParseBaselineErrors(t *testing.T) {
	const good = `{"version":1,"findings":[{"rule":"a","fingerprint":"00112233445566778899aabbccddeeff"}]}`
	if b, wrong, _ := check.ParseBaseline([]byte("\ufeff" + good)); !wrong.IsZero() || len(b.Findings) != 1 {
		t.Fatal(wrong)
	}
	for data, want := range map[string]string{
		"":                                   "line 1 makes no sense",
		"{}":                                 "no version",
		"[]":                                 "line 1",
		`{"version":2}`:                      "update offpush",
		good + "{}":                          "line 1",
		"{\n\"version\":1,\n<<<<<<< HEAD\n}": "line 3 makes no sense (a merge conflict?)",
		`{"version":1,"findings":[{"rule":"a","fingerprint":"00"}]}`:                               "entry 1",
		`{"version":1,"findings":[{"rule":"","fingerprint":"00112233445566778899aabbccddeeff"}]}`:  "entry 1",
		`{"version":1,"findings":[{"rule":"a","fingerprint":"00112233445566778899aabbccddeezz"}]}`: "entry 1",
		`{"version":1,"findings":3}`:            "line 1 has a value of the wrong type",
		"{\n\"version\":\"1\",\n\"tool\":{}\n}": "line 2 has a value of the wrong type",
	} {
		b, wrong, newer := check.ParseBaseline([]byte(data))
		if b != nil || !strings.Contains(wrong.EN, want) || newer != strings.Contains(data, "2}") {
			t.Errorf("%s: %v %v", data, wrong.EN, newer)
		}
	}
}

func FuzzParseBaseline(f *testing.F) {
	f.Add([]byte(`{"version":1,"tool":{"name":"offpush"},"findings":[{"rule":"a","path":"b","fingerprint":"00112233445566778899aabbccddeeff","message":{"zh":"x","en":"y"}}]}`))
	f.Add([]byte(`{"version":1,"findings":null}`))
	f.Fuzz(func(t *testing.T, data []byte) {
		b, wrong, _ := check.ParseBaseline(data)
		if (b == nil) == wrong.IsZero() {
			t.Fatalf("%v, %v", b, wrong)
		}
		if b == nil {
			return
		}
		encoded, err := b.Encode("offpush", "1")
		must(t, err)
		again, wrong, _ := check.ParseBaseline(encoded)
		if diff := cmp.Diff(b, again); !wrong.IsZero() || diff != "" {
			t.Errorf("%v %s", wrong, diff)
		}
	})
}

func TestSelection(t *testing.T) {
	ids := func(o check.Options) []string {
		var out []string
		for _, r := range runBroken(t, o).Results {
			if !slices.Contains(out, r.Rule.ID) {
				out = append(out, r.Rule.ID)
			}
		}
		slices.Sort(out)
		return out
	}
	// Alone, a rule is still not judged before the one that it needs.
	r := runBroken(t, check.Options{Only: []string{"agconnect-content"}})
	if len(r.Results) != 1 || r.Results[0].Status != check.NotApplicable || r.Summary.Errors != 0 {
		t.Errorf("%+v", r.Summary)
	}
	if got := ids(check.Options{Only: []string{"push-module", "unipush-off"}, Skip: []string{"unipush-off"}}); !slices.Equal(got, []string{"push-module"}) {
		t.Error(got)
	}
	if got := ids(check.Options{Skip: []string{"push-module"}}); len(got) != len(check.Rules())-1 || slices.Contains(got, "push-module") {
		t.Error(got)
	}
}

func TestSeverities(t *testing.T) {
	r := runBroken(t, check.Options{Severities: map[string]check.Severity{"push-module": check.Info, "click-listener": check.Error}})
	plain := runBroken(t, check.Options{})
	if r.Summary.Infos != plain.Summary.Infos+1 || r.Summary.Errors != plain.Summary.Errors || r.Summary.Warnings != plain.Summary.Warnings-1 {
		t.Errorf("%+v, and without: %+v", r.Summary, plain.Summary)
	}
	for i := range r.Results {
		if r.Results[i].Fingerprint != plain.Results[i].Fingerprint {
			t.Errorf("the severity changes the fingerprint of %s", r.Results[i].Rule.ID)
		}
	}
}

// TestReasonHidesSecrets: who pastes a line into a reason pastes its secret, too.
func TestReasonHidesSecrets(t *testing.T) {
	const secret = "0123456789abcdef0123456789abcd02"
	r := check.Run(check.Input{Project: sample(t, "healthy"), Options: check.Options{Ignores: []check.Ignore{
		{Rule: "plugin-retired", Reason: "oppoAppSecret: '" + secret + "' is old", Span: source.Span{File: "offpush.toml", Line: secret}},
	}}})
	for _, res := range r.Results {
		if s := res.Silence; s != nil {
			if strings.Contains(s.Reason+s.Span.Line, secret) || !strings.Contains(s.Reason, "is old") {
				t.Errorf("%+v", s)
			}
			return
		}
	}
	t.Error("nothing is ignored")
}

func TestUnknownRule(t *testing.T) {
	if got := check.UnknownRule("push-modul"); !strings.Contains(got.EN, "did you mean push-module?") || !strings.Contains(got.ZH, "push-module") {
		t.Error(got)
	}
	if got := check.UnknownRule("\x1b[2J"); strings.Contains(got.EN, "\x1b") || got.Map(text.Visible) != got {
		t.Error(got)
	}
}
