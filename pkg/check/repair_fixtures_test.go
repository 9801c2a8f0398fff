package check_test

import (
	"bytes"
	"flag"
	"fmt"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/offpush/offpush/pkg/check"
	"github.com/offpush/offpush/pkg/project"
	"github.com/offpush/offpush/pkg/repair"
	"github.com/offpush/offpush/pkg/text"
)

var update = flag.Bool("update", false, "rewrite the golden files")

// TestRepairFixtures repairs every fixture. Which repairs are done and which are
// left out is recorded in testdata/golden/repairs.txt.
func TestRepairFixtures(t *testing.T) {
	names := fixtures(t)
	recorded := make([]string, len(names))
	t.Run("all", func(t *testing.T) {
		for i, name := range names {
			id := strings.TrimSuffix(strings.TrimPrefix(filepath.ToSlash(name), testdata+"/rules/"), ".txtar")
			t.Run(id, func(t *testing.T) {
				t.Parallel()
				f, dir := build(t, name)
				plan := repairProject(t, dir, f)
				for _, item := range plan.Done {
					recorded[i] += fmt.Sprintf("%s: %s: %s\n", id, item.Rule.ID, operations(item.Repair))
				}
				for _, item := range plan.Left {
					recorded[i] += fmt.Sprintf("%s: %s left: %s\n", id, item.Rule.ID, item.Why.In(text.EN))
					bilingual(t, "why", item.Why, false)
				}
			})
		}
	})
	got := strings.Join(recorded, "")
	golden := filepath.Join(testdata, "golden", "repairs.txt")
	if *update {
		must(t, os.WriteFile(golden, []byte(got), 0o644))
	}
	want, err := os.ReadFile(golden)
	must(t, err)
	if diff := cmp.Diff(strings.Split(string(want), "\n"), strings.Split(got, "\n")); diff != "" {
		t.Errorf("run with -update if this is meant (-want +got):\n%s", diff)
	}
}

// TestRepairSamples repairs the samples: of the healthy ones nothing.
func TestRepairSamples(t *testing.T) {
	for name, want := range map[string]string{"healthy": "", "healthy-cli-vue2": "", "healthy-cli-vue3": "", "broken": "config-keys push-module unipush-off agconnect-file"} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			dir := t.TempDir()
			must(t, os.CopyFS(dir, os.DirFS(filepath.Join(testdata, "projects", name))))
			var got []string
			for _, item := range repairProject(t, dir, fixture{}).Done {
				got = append(got, item.Rule.ID)
			}
			if strings.Join(got, " ") != want {
				t.Errorf("repaired %v, want %s", got, want)
			}
		})
	}
}

func operations(r *check.Repair) string {
	var ops []string
	for _, op := range r.Ops {
		switch op.Kind {
		case check.Edit:
			ops = append(ops, fmt.Sprintf("edit %s %q", op.Path, op.Text))
		case check.Append:
			ops = append(ops, fmt.Sprintf("append %s %q", op.Path, op.Text))
		case check.Copy:
			ops = append(ops, "copy "+op.Path+" to "+op.To)
		case check.Rename:
			ops = append(ops, "rename "+op.Path+" to "+op.To)
		}
	}
	return strings.Join(ops, ", ")
}

// repairProject repairs the project in dir, and checks what holds for each
// repair: planning writes nothing; the patch does what applying does; the project
// is then as it was judged to be; no new error is in it; files that the plan does
// not name are as they were; a second run finds nothing to do.
func repairProject(t *testing.T, dir string, f fixture) *repair.Plan {
	t.Helper()
	run := func(dir string) repair.Judge {
		return func(c *project.Changes) (*check.Report, error) {
			p, err := project.OpenChanged(dir, c)
			if err != nil {
				return nil, err
			}
			return check.Run(check.Input{Project: p, Apple: f.apple, Options: f.options, Now: today}), nil
		}
	}
	old, err := run(dir)(nil)
	must(t, err)
	if !slices.ContainsFunc(old.Results, func(r check.Result) bool { return r.Repair != nil }) {
		return &repair.Plan{} // most fixtures
	}
	before := snapshot(t, dir)
	plan, err := repair.Make(dir, run(dir))
	must(t, err)
	patch := plan.Diff("")
	if diff := cmp.Diff(before, snapshot(t, dir)); diff != "" {
		t.Fatal("planning wrote something", diff)
	}
	if plan.Empty() {
		if len(patch) > 0 {
			t.Errorf("nothing to do, and a patch:\n%s", patch)
		}
		return plan
	}
	patched := patchedBy(t, dir, patch)
	must(t, plan.Apply())
	after := snapshot(t, dir)
	for _, p := range patched {
		if diff := cmp.Diff(after, p); diff != "" {
			t.Errorf("the patch does something else (-apply +patch):\n%s\n%s", diff, patch)
		}
	}
	now, err := run(dir)(nil)
	must(t, err)
	if diff := cmp.Diff(outcomes(plan.Report), outcomes(now)); diff != "" {
		t.Errorf("the project is not as it was judged to be (-plan +now):\n%s", diff)
	}
	ranBefore := map[string]bool{}
	for _, r := range old.Results {
		if r.Status == check.Passed || r.Status == check.Failed {
			ranBefore[r.Rule.ID] = true
		}
	}
	if now.Summary.Errors > old.Summary.Errors {
		for _, r := range now.Results {
			if r.Status == check.Failed && r.Severity == check.Error && ranBefore[r.Rule.ID] && !slices.ContainsFunc(old.Results, func(o check.Result) bool {
				return o.Rule == r.Rule && o.Status == check.Failed
			}) {
				t.Errorf("a new error:\n%s", show([]check.Result{r}, r.Rule.ID))
			}
		}
	}
	for path, data := range before {
		touched := slices.ContainsFunc(plan.Paths(), func(p string) bool { return path == p || strings.HasPrefix(path, p+"/") })
		if !touched && after[path] != data {
			t.Errorf("%s was changed, which the plan does not name", path)
		}
	}
	again, err := repair.Make(dir, run(dir))
	must(t, err)
	if !again.Empty() {
		t.Errorf("a second run repairs %s", operations(again.Done[0].Repair))
	}
	return plan
}

func outcomes(r *check.Report) []string {
	var out []string
	for _, r := range r.Results {
		out = append(out, fmt.Sprint(r.Rule.ID, " ", r.Status, " ", r.Severity, " ", place(r, 2), " ", r.Message.EN))
	}
	return out
}

// snapshot is what the files of a folder hold, and their permissions.
func snapshot(t *testing.T, dir string) map[string]string {
	t.Helper()
	files := map[string]string{}
	must(t, filepath.WalkDir(dir, func(name string, e fs.DirEntry, err error) error {
		if err != nil || e.IsDir() {
			return err
		}
		info, err := e.Info()
		if err != nil {
			return err
		}
		data, err := os.ReadFile(name)
		rel, _ := filepath.Rel(dir, name)
		files[filepath.ToSlash(rel)] = info.Mode().String() + "\n" + string(data)
		return err
	}))
	return files
}

// patchedBy applies a patch to copies of a folder by the programs that there are;
// one that only changes lines by one of them, to save time.
func patchedBy(t *testing.T, dir string, patch []byte) []map[string]string {
	t.Helper()
	var out []map[string]string
	programs := [][]string{{"git", "apply", "-"}, {"patch", "-p1", "--binary", "--no-backup-if-mismatch", "--quiet"}}
	if bytes.HasPrefix(patch, []byte("diff")) && !bytes.Contains(patch, []byte("\nsimilarity")) {
		programs = programs[len(patch)%2:][:1]
	}
	for _, command := range programs {
		if _, err := exec.LookPath(command[0]); err != nil {
			t.Logf("there is no %s here to try the patch with", command[0])
			continue
		}
		work := t.TempDir()
		must(t, os.CopyFS(work, os.DirFS(dir)))
		c := exec.Command(command[0], command[1:]...)
		c.Dir, c.Stdin = work, bytes.NewReader(patch)
		c.Env = append(os.Environ(), "GIT_CEILING_DIRECTORIES="+filepath.Dir(work), "GIT_CONFIG_GLOBAL="+os.DevNull, "GIT_CONFIG_SYSTEM="+os.DevNull)
		if answer, err := c.CombinedOutput(); err != nil {
			t.Errorf("%s: %v\n%s\n%s", command[0], err, answer, patch)
			continue
		}
		out = append(out, snapshot(t, work))
	}
	return out
}
