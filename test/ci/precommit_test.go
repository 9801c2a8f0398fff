package ci

import (
	"path/filepath"
	"strings"
	"testing"
)

// TestPreCommit runs the hook by pre-commit itself, as of the last commit of this
// repository: a healthy project passes, a broken one does not. It runs whatever a
// commit changes, also when that only takes a file away.
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
		for _, args := range [][]string{{"--files", "App.vue"}, {"--files", ".pre-commit-config.yaml"}} {
			o := job{dir: dir, env: env, args: append([]string{"pre-commit", "run"}, args...)}.run(t)
			if (o.code == 0) != (want == "Passed") || !strings.Contains(o.stdout, want) {
				t.Errorf("%s %q: exit code %d\n%s%s", name, args, o.code, o.stdout, o.stderr)
			}
		}
		if want == "Passed" {
			job{dir: dir, env: env, args: []string{"git", "commit", "-q", "-m", "x"}}.must(t)
			job{dir: dir, args: []string{"git", "rm", "-q", "nativeplugins/TencentCloud-TUIOfflinePush/android/assets/agconnect-services.json"}}.must(t)
			if o := (job{dir: dir, env: env, args: []string{"pre-commit", "run"}}).run(t); o.code == 0 || !strings.Contains(o.stdout, "agconnect-file") {
				t.Errorf("a file is taken away: exit code %d\n%s%s", o.code, o.stdout, o.stderr)
			}
		}
	}
}
