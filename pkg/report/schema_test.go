package report_test

import (
	"bytes"
	"encoding/json"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	"github.com/santhosh-tekuri/jsonschema/v6"

	"github.com/offpush/offpush/pkg/check"
	"github.com/offpush/offpush/pkg/config"
	rep "github.com/offpush/offpush/pkg/report"
	"github.com/offpush/offpush/pkg/text"
)

// schemas are those that were compiled, by name.
var schemas sync.Map

// compiled is a JSON Schema, formats such as uri checked.
func compiled(t testing.TB, name string, data []byte) *jsonschema.Schema {
	t.Helper()
	if s, ok := schemas.Load(name); ok {
		return s.(*jsonschema.Schema)
	}
	v, err := jsonschema.UnmarshalJSON(bytes.NewReader(data))
	if err != nil {
		t.Fatal(err)
	}
	c := jsonschema.NewCompiler()
	c.AssertFormat()
	if err := c.AddResource("https://example.com/"+name, v); err != nil {
		t.Fatal(err)
	}
	s, err := c.Compile("https://example.com/" + name)
	if err != nil {
		t.Fatal(err)
	}
	schemas.Store(name, s)
	return s
}

func schemaFile(t testing.TB, name string) *jsonschema.Schema {
	t.Helper()
	data, err := os.ReadFile(filepath.Join("testdata", "formats", "schemas", name))
	if err != nil {
		t.Fatal(err)
	}
	return compiled(t, name, data)
}

func reportSchema(t testing.TB) *jsonschema.Schema {
	t.Helper()
	var b bytes.Buffer
	if err := rep.OwnSchema(&b); err != nil {
		t.Fatal(err)
	}
	return compiled(t, "report.json", b.Bytes())
}

func valid(s *jsonschema.Schema, data []byte) error {
	v, err := jsonschema.UnmarshalJSON(bytes.NewReader(data))
	if err != nil {
		return err
	}
	return s.Validate(v)
}

// written are the golden files that match a pattern; there are some.
func written(t *testing.T, patterns ...string) map[string][]byte {
	t.Helper()
	out := map[string][]byte{}
	for _, p := range patterns {
		names, err := filepath.Glob(p)
		if err != nil || len(names) == 0 {
			t.Fatalf("no %s (%v)", p, err)
		}
		for _, n := range names {
			if out[n], err = os.ReadFile(n); err != nil {
				t.Fatal(err)
			}
		}
	}
	return out
}

// TestReportsFollowTheSchema: every report that is written follows the schema that
// is published, and one with a field that is not declared does not.
func TestReportsFollowTheSchema(t *testing.T) {
	schema := reportSchema(t)
	files := written(t, "testdata/*.json", "../../testdata/golden/*.json")
	tried := 0
	for name, data := range files {
		var kind struct{ Inputs, Vendor, Build, Answers, Results, Reports, Error, Version json.RawMessage }
		if err := json.Unmarshal(data, &kind); err != nil || kind.Results == nil && kind.Reports == nil && !strings.HasSuffix(name, "error.json") {
			continue // JSON of another command
		}
		tried++
		if err := valid(schema, data); err != nil {
			t.Errorf("%s: %v", name, err)
		}
		for _, wrong := range []string{`"version": 1`, `"fixable": `, `"errors": `, `"id": `} {
			more := strings.Replace(string(data), wrong, `"undeclared": 1, `+wrong, 1)
			if more != string(data) && valid(schema, []byte(more)) == nil {
				t.Errorf("%s: a field that is not declared before %s is taken", name, wrong)
			}
		}
	}
	if tried < 12 {
		t.Errorf("only %d reports among %d files", tried, len(files))
	}
}

// TestSARIFSchema: the schema of the standard takes what is written.
func TestSARIFSchema(t *testing.T) {
	schema := schemaFile(t, "sarif-2.1.0.json")
	for name, data := range written(t, "testdata/formats/*.sarif", "../../testdata/golden/*.sarif") {
		if err := valid(schema, data); err != nil {
			t.Errorf("%s: %v", name, err)
		}
		if wrong := strings.Replace(string(data), `"columnKind"`, `"columnSort"`, 1); valid(schema, []byte(wrong)) == nil {
			t.Errorf("%s: the schema takes anything", name)
		}
	}
}

func TestGitLabSchema(t *testing.T) {
	schema := schemaFile(t, "gitlab-code-quality.json")
	for name, data := range written(t, "testdata/formats/*.gitlab.json", "../../testdata/golden/*.gitlab.json") {
		if err := valid(schema, data); err != nil {
			t.Errorf("%s: %v", name, err)
		}
		var issues []struct{ Fingerprint string }
		if err := json.Unmarshal(data, &issues); err != nil {
			t.Fatal(err)
		}
		seen := map[string]bool{}
		for _, i := range issues {
			if seen[i.Fingerprint] {
				t.Errorf("%s: the fingerprint %s is there twice, and GitLab would drop one", name, i.Fingerprint)
			}
			seen[i.Fingerprint] = true
		}
	}
}

// TestJUnitSchema: libxml2 finds that the reports follow the schema of Jenkins's
// xUnit plugin.
func TestJUnitSchema(t *testing.T) {
	xmllint, err := exec.LookPath("xmllint")
	if err != nil {
		if os.Getenv("OFFPUSH_CI_TOOLS") != "" {
			t.Fatal(err)
		}
		t.Skipf("needs libxml2's xmllint, which .ci/run installs: %v", err)
	}
	for name := range written(t, "testdata/formats/*.junit.xml", "../../testdata/golden/*.junit.xml") {
		out, err := exec.Command(xmllint, "--nonet", "--noout", "--schema", "testdata/formats/schemas/jenkins-junit.xsd", name).CombinedOutput()
		if err != nil {
			t.Errorf("%s: %v\n%s", name, err, out)
		}
	}
}

// TestPublishedSchemas: docs/schema holds what the command writes.
func TestPublishedSchemas(t *testing.T) {
	golden(t, "../../../docs/schema/report.json", rep.OwnSchema)
	golden(t, "../../../docs/schema/config.json", func(w io.Writer) error { return rep.WriteSchema(w, config.JSONSchema(text.EN, check.RuleIDs())) })
}
