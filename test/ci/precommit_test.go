package ci

import (
	"path/filepath"
	"strings"
	"testing"
)

// TestPreCommit runs the hook by pre-commit itself, as of the last commit of this
// repository: a healthy project passes, a broken one does not, and a commit of
// other files does not run it.
func TestPreCommit(t *testing.T) {
	t.Parallel()
	need(t, "pre-commit", "git")
	home := t.TempDir()
	env := []string{
		"PRE_COMMIT_HOME=" + home, "GOFLAGS=-mod=mod -buildvcs=false -modcacherw",
		"GIT_AUTHOR_NAME=t", "GIT_AUTHOR_EMAIL=t@example.com", "GIT_COMMITTER_NAME=t", "GIT_COMMITTER_EMAIL=t@example.com",
		"GOMODCACHE=" + strings.TrimSpace(job{dir: root, args: []string{"go", "env", "GOMODCACHE"}}.must(t).stdout),
	}
	commit := strings.TrimSpace(job{dir: root, args: []string{"git", "rev-parse", "HEAD"}}.must(t).stdout)
	for name, want := range map[string]string{"healthy": "Passed", "broken": "Failed"} {
		dir := sample(t, name)
		write(t, filepath.Join(dir, ".pre-commit-config.yaml"),
			"repos:\n  - repo: "+root+"\n    rev: "+commit+"\n    hooks:\n      - id: offpush-doctor\n", 0o644)
		job{dir: dir, args: []string{"git", "init", "-q"}}.must(t)
		job{dir: dir, args: []string{"git", "add", "."}}.must(t)
		o := job{dir: dir, env: env, args: []string{"pre-commit", "run", "--files", "App.vue"}}.run(t)
		if (o.code == 0) != (want == "Passed") || !strings.Contains(o.stdout, want) {
			t.Errorf("%s: exit code %d\n%s%s", name, o.code, o.stdout, o.stderr)
		}
		o = job{dir: dir, env: env, args: []string{"pre-commit", "run", "--files", ".pre-commit-config.yaml"}}.run(t)
		if !strings.Contains(o.stdout, "Skipped") {
			t.Errorf("%s: another file runs it: %s", name, o.stdout)
		}
	}
}
