package check_test

import (
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/offpush/offpush/pkg/check"
	"github.com/offpush/offpush/pkg/project"
	"github.com/offpush/offpush/pkg/text"
)

// TestVivoAgree: what code and manifest.json say of vivo, in all combinations.
// The sample's manifest.json has real values.
func TestVivoAgree(t *testing.T) {
	literal := func(v string) project.Registration {
		return registration(project.Setting{Name: "vivoBusinessID", Literal: true, Text: v})
	}
	open := registration()
	open.Config.Open = true
	for name, c := range map[string]struct {
		code    []project.Registration
		vendors []string
		want    check.Status
	}{
		"set":                    {code: []project.Registration{literal("30003")}, want: check.Passed},
		"empty":                  {code: []project.Registration{literal("")}, want: check.Failed},
		"zero":                   {code: []project.Registration{literal("0")}, want: check.Failed},
		"none":                   {code: []project.Registration{registration()}, want: check.Failed},
		"variable":               {code: []project.Registration{registration(project.Setting{Name: "vivoBusinessID"})}, want: check.Passed},
		"spread":                 {code: []project.Registration{open}, want: check.Unknown},
		"one of two":             {code: []project.Registration{literal(""), literal("30003")}, want: check.Passed},
		"no code":                {want: check.NotApplicable},
		"no code, but said":      {vendors: []string{"vivo"}, want: check.Passed},
		"no code, others said":   {vendors: []string{"oppo"}, want: check.NotApplicable},
		"set, others said":       {code: []project.Registration{literal("30003")}, vendors: []string{"oppo"}, want: check.Passed},
		"not set, but vivo said": {code: []project.Registration{registration()}, vendors: []string{"vivo"}, want: check.Failed},
	} {
		p := sample(t, "healthy")
		p.Code = project.Code{Registrations: c.code}
		report := check.Run(check.Input{Project: p, Options: check.Options{Vendors: c.vendors}})
		if got := statuses(report)["vivo-agree"]; got != c.want {
			t.Errorf("%s: %s, want %s\n%s", name, got, c.want, show(report.Results, "vivo-agree"))
		}
	}
}

// TestTIMPushInCode: a registration of both.
func TestTIMPushInCode(t *testing.T) {
	p := sample(t, "healthy")
	r := registration()
	r.TIMPush = true
	p.Code = project.Code{Registrations: []project.Registration{r}}
	if got := statuses(check.Run(check.Input{Project: p}))["push-conflict"]; got != check.Failed {
		t.Error(got)
	}
}

// TestMisspeltBusinessID: Huawei was meant.
func TestMisspeltBusinessID(t *testing.T) {
	p := sample(t, "broken")
	p.Code = project.Code{Registrations: []project.Registration{registration(project.Setting{Name: "huaweiBussinessID", Literal: true, Text: "30001"})}}
	if got := statuses(check.Run(check.Input{Project: p}))["agconnect-file"]; got != check.Failed {
		t.Error(got)
	}
}

func TestBrokenSample(t *testing.T) {
	report := check.Run(check.Input{Project: sample(t, "broken"), Options: check.Options{Vendors: []string{"huawei", "xiaomi", "oppo", "vivo"}}})
	got := map[string]check.Status{}
	for id, s := range statuses(report) {
		if s != check.Passed && ruleTopic(id) != check.TopicCode && ruleTopic(id) != check.TopicMessage && ruleTopic(id) != check.TopicApple {
			got[id] = s
		}
	}
	for _, codeRule := range []string{"business-ids", "vendor-keys"} {
		delete(got, codeRule)
	}
	want := map[string]check.Status{
		"push-module":       check.Failed,
		"unipush-off":       check.Failed, // a warning while Push is unticked
		"vivo-params":       check.Failed,
		"vivo-params-value": check.NotApplicable,
		"vivo-agree":        check.NotApplicable,
		"agconnect-file":    check.Failed,
		"agconnect-content": check.NotApplicable,
		"agconnect-package": check.NotApplicable,
		"plugin-used":       check.NotApplicable,
		"plugin-retired":    check.Failed,

		"ignore-without-reason": check.NotApplicable,
		"unused-ignore":         check.NotApplicable,
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}

// TestNoSecretIsShown: the credentials of the samples and fixtures appear in no
// result and no source line, whatever the rules quote.
func TestNoSecretIsShown(t *testing.T) {
	secrets := []string{
		"0123456789abcdef0123456789abcdef", "01234567-89ab-cdef-0123-456789abcdef",
		"0123456789abcdef0123456789abcd01", "0123456789abcdef0123456789abcd02",
		"0123456789ABCDEF0123456789ABCDEF", "DQEDAExample", "[!00AAAA", "[!00BBBB",
		"0123456789abcdef0123456789abcd03", "0123456789abcdef0123456789abcd04", "0123456789abcdef0123456789abcd05",
		"AbCdEfGhIjKlMnOpQrStUv==", "5000000000003",
	}
	for _, name := range fixtures(t) {
		_, report := judge(t, name)
		for _, r := range report.Results {
			shown := []string{r.Span.Line}
			for _, tx := range []text.Text{r.Message, r.Found, r.Expected, r.Fix} {
				shown = append(shown, tx.ZH, tx.EN)
			}
			for _, rel := range r.Related {
				shown = append(shown, rel.Span.Line, rel.Message.EN, rel.Message.ZH)
			}
			for _, s := range secrets {
				if strings.Contains(strings.Join(shown, "\n"), s) {
					t.Errorf("%s: %s shows %s", name, r.Rule.ID, s)
				}
			}
		}
	}
}

func registration(settings ...project.Setting) project.Registration {
	return project.Registration{Way: project.RegisterPlugin, Called: true, Reach: project.Reached,
		Config: project.PushConfig{State: project.ConfigRead, Settings: settings}}
}

func sample(t *testing.T, name string) *project.Project {
	t.Helper()
	p, err := project.Open(filepath.Join(testdata, "projects", name))
	must(t, err)
	return p
}

// statuses gives the worst status of each rule.
func statuses(report *check.Report) map[string]check.Status {
	out := map[string]check.Status{}
	for _, r := range report.Results {
		if out[r.Rule.ID] != check.Failed {
			out[r.Rule.ID] = r.Status
		}
	}
	return out
}

func ruleTopic(id string) check.Topic {
	for _, r := range check.Rules() {
		if r.ID == id {
			return r.Topic
		}
	}
	return check.Topic{}
}
