package ci

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// TestGitLabSchema: GitLab's own schema takes the snippet, and refuses it with a
// key misspelt.
func TestGitLabSchema(t *testing.T) {
	t.Parallel()
	need(t, "git")
	tool := validator(t, "gitlab-ci-local")
	text := of(t, documents[0], "GitLab CI", "yaml")[0]
	for _, test := range []struct {
		text string
		code int
	}{{text, 0}, {strings.Replace(text, "when: always", "whenn: always", 1), 1}} {
		dir := t.TempDir()
		write(t, filepath.Join(dir, ".gitlab-ci.yml"), test.text, 0o644)
		for _, args := range [][]string{
			{"git", "init", "-q"},
			{"git", "-c", "user.name=t", "-c", "user.email=t@example.com", "commit", "-q", "--allow-empty", "-m", "x"},
			{"git", "remote", "add", "origin", "git@gitlab.example.com:team/app.git"},
		} {
			job{dir: dir, args: args}.must(t)
		}
		o := job{dir: dir, args: []string{tool, "--list"}}.run(t)
		if o.code != test.code || test.code == 0 && !strings.Contains(o.stdout, "offpush") {
			t.Errorf("exit code %d, want %d\n%s%s", o.code, test.code, o.stdout, o.stderr)
		}
	}
}

// TestGitHubSchema: GitHub's schemas take the action, the workflows and the
// workflows of the document.
func TestGitHubSchema(t *testing.T) {
	t.Parallel()
	tool := validator(t, "action-validator")
	dir := t.TempDir()
	files := []string{filepath.Join(root, "action.yml")}
	own, err := filepath.Glob(filepath.Join(root, ".github", "workflows", "*.yml"))
	if err != nil || len(own) == 0 {
		t.Fatalf("no workflows: %v", err)
	}
	files = append(files, own...)
	for i, text := range of(t, documents[0], "GitHub Actions", "yaml") {
		file := filepath.Join(dir, ".github", "workflows", string(rune('a'+i))+".yml")
		write(t, file, text, 0o644)
		files = append(files, file)
	}
	for _, file := range files {
		if o := (job{dir: dir, args: []string{tool, file}}).run(t); o.code != 0 {
			t.Errorf("%s: %s%s", file, o.stdout, o.stderr)
		}
	}
	wrong := filepath.Join(dir, "action.yml")
	write(t, wrong, strings.Replace(read(t, files[0]), "using: composite", "using: compost", 1), 0o644)
	if o := (job{dir: dir, args: []string{tool, wrong}}).run(t); o.code == 0 {
		t.Error("a wrong action passes")
	}
}

// TestActionlint judges the workflows, with the inputs that they give to the
// action of this repository; those of the document are made to use it, too.
func TestActionlint(t *testing.T) {
	t.Parallel()
	need(t, "actionlint")
	dir := t.TempDir()
	job{dir: dir, args: []string{"git", "init", "-q"}}.must(t)
	write(t, filepath.Join(dir, "action.yml"), read(t, filepath.Join(root, "action.yml")), 0o644)
	if err := os.CopyFS(filepath.Join(dir, ".github"), os.DirFS(filepath.Join(root, ".github"))); err != nil {
		t.Fatal(err)
	}
	for i, text := range of(t, documents[0], "GitHub Actions", "yaml") {
		text = strings.Replace(text, "offpush/offpush@main", "./", 1)
		write(t, filepath.Join(dir, ".github", "workflows", "doc"+string(rune('a'+i))+".yml"), text, 0o644)
	}
	job{dir: dir, args: []string{"actionlint"}}.must(t)
	write(t, filepath.Join(dir, ".github", "workflows", "wrong.yml"),
		"on: push\njobs:\n  a:\n    runs-on: ubuntu-latest\n    steps:\n      - uses: ./\n        with:\n          fail-one: error\n", 0o644)
	if o := (job{dir: dir, args: []string{"actionlint"}}).run(t); !strings.Contains(o.stdout, "fail-one") {
		t.Errorf("an input that the action does not have passes: %s%s", o.stdout, o.stderr)
	}
}

// TestDockerfile: it has no fault, and what matters of the image is in it.
func TestDockerfile(t *testing.T) {
	t.Parallel()
	tool := validator(t, "dockerfile-utils")
	file := filepath.Join(root, "Dockerfile")
	if o := (job{dir: root, args: []string{tool, "lint", file}}).run(t); o.code != 0 || strings.Contains(o.stdout+o.stderr, "Error") {
		t.Errorf("%d %s%s", o.code, o.stdout, o.stderr)
	}
	_, final, _ := strings.Cut(read(t, file), "\nFROM scratch\n")
	for _, line := range []string{"COPY --from=chosen /etc/ssl/certs/ca-certificates.crt ", "USER 65532:65532\n", "ENTRYPOINT [\"/offpush\"]\n"} {
		if !strings.Contains(final, line) {
			t.Errorf("the image lacks %q", line)
		}
	}
}

// TestCompletionScripts: each shell takes its script.
func TestCompletionScripts(t *testing.T) {
	t.Parallel()
	for shell, check := range map[string][]string{"bash": {"-n"}, "zsh": {"-n"}, "fish": {"--no-execute"}} {
		t.Run(shell, func(t *testing.T) {
			need(t, shell)
			file := filepath.Join(t.TempDir(), "offpush."+shell)
			write(t, file, job{args: []string{program, "completion", shell}}.must(t).stdout, 0o644)
			job{args: append(append([]string{shell}, check...), file)}.must(t)
		})
	}
}
