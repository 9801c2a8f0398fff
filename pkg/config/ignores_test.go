package config_test

import (
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/offpush/offpush/pkg/config"
)

func TestIgnores(t *testing.T) {
	dir := t.TempDir()
	path := write(t, dir, `[project]
android_package = ""

[[doctor.ignore]]
rule = "app-guard"
path = "pages/kiosk"
reason = " only built for the app "

  [[ doctor . "ignore" ]] # without a reason
rule = """
app-guard"""

[doctor.severity]
click-listener = "error"
app-guard = "info"
`)
	local := filepath.Join(dir, config.LocalName)
	if err := os.WriteFile(local, []byte("[[doctor.ignore]]\nrule = \"x\"\nreason = \"y\"\n[doctor]\nseverity.app-guard = \"warning\"\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	c, err := config.Load(path, noEnv)
	if err != nil {
		t.Fatal(err)
	}
	want := config.Doctor{
		Ignores: []config.Ignore{
			{Rule: "app-guard", Path: "pages/kiosk", Reason: "only built for the app", Place: config.Place{File: path, Line: 4, Text: "[[doctor.ignore]]"}},
			{Rule: "app-guard", Place: config.Place{File: path, Line: 9, Text: `  [[ doctor . "ignore" ]] # without a reason`}},
			{Rule: "x", Reason: "y", Place: config.Place{File: local, Line: 1, Text: "[[doctor.ignore]]"}},
		},
		Severities: []config.Severity{
			{Rule: "click-listener", Level: "error", Place: config.Place{File: path, Line: 14, Text: `click-listener = "error"`}},
			{Rule: "app-guard", Level: "warning", Place: config.Place{File: local, Line: 5, Text: `severity.app-guard = "warning"`}},
		},
	}
	if diff := cmp.Diff(want, c.Doctor); diff != "" {
		t.Error(diff)
	}
}

// TestIgnoresInline: an array of inline tables has one place for all.
func TestIgnoresInline(t *testing.T) {
	c, err := config.Load(write(t, t.TempDir(), "\n[doctor]\nignore = [{ rule = \"a\", reason = \"b\" }, { rule = \"c\" }]\n"), noEnv)
	if err != nil {
		t.Fatal(err)
	}
	if got := c.Doctor.Ignores; len(got) != 2 || got[1].Rule != "c" || got[1].Place.Line != 3 {
		t.Errorf("%+v", got)
	}
}

// TestIgnoresInText: what stands in a text of several lines is no table.
func TestIgnoresInText(t *testing.T) {
	c, err := config.Load(write(t, t.TempDir(), "[[doctor.ignore]]\nrule = \"a\"\nreason = '''\n[[doctor.ignore]]\nb'''\n[[doctor.ignore]]\nrule = \"c\"\n"), noEnv)
	if err != nil {
		t.Fatal(err)
	}
	if got := c.Doctor.Ignores; len(got) != 2 || got[0].Place.Line != 1 || got[1].Place.Line != 6 {
		t.Errorf("%+v", got)
	}
}

func TestIgnoreErrors(t *testing.T) {
	const good = "[[doctor.ignore]]\nrule = \"a\"\nreason = \"b\"\n\n"
	for name, c := range map[string]struct {
		data, message string
		line          int
	}{
		"no rule":          {good + "[[doctor.ignore]]\nreason = \"b\"\n", "doctor.ignore lacks rule", 5},
		"unknown key":      {good + "[[doctor.ignore]]\nrule = \"a\"\nreasn = \"b\"\n", "did you mean doctor.ignore.reason?", 5},
		"wrong type":       {"[[doctor.ignore]]\nrule = 3\n", "doctor.ignore.rule should be a string", 1},
		"no list":          {"[doctor]\nignore = \"app-guard\"\n", "written as [[doctor.ignore]]", 2},
		"one table":        {"[doctor.ignore]\nrule = \"a\"\n", "written as [[doctor.ignore]]", 1},
		"words in a list":  {"[doctor]\nignore = [\"app-guard\"]\n", "written as [[doctor.ignore]]", 2},
		"broken pattern":   {"[[doctor.ignore]]\nrule = \"a\"\npath = \"a[\"\n", "no valid pattern", 1},
		"severity":         {"[doctor]\nseverity = \"error\"\n", "doctor.severity should be a table", 2},
		"severity's value": {"[doctor.severity]\na = 1\n", "doctor.severity.a should be a string", 2},
		"vendors as table": {"[[doctor.vendors]]\nx = 1\n", "doctor.vendors should be a list of strings", 1},
	} {
		_, err := config.Load(write(t, t.TempDir(), c.data), noEnv)
		var e *config.Error
		if !errors.As(err, &e) || e.Line != c.line || !strings.Contains(e.Message.EN, c.message) {
			t.Errorf("%s: %v", name, err)
		}
	}
}
