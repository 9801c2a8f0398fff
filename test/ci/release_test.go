package ci

import (
	"encoding/json"
	"maps"
	"net/http"
	"net/http/httptest"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
	"text/template"

	"go.yaml.in/yaml/v3"
)

// releaser is what others rely on of .goreleaser.yaml.
type releaser struct {
	ProjectName string `yaml:"project_name"`
	Before      struct{ Hooks []string }
	Builds      []struct {
		Binary              string
		Env                 []string
		Goos, Goarch, Flags []string
		Ldflags             []string
		Ignore              []any
	}
	Archives []struct {
		NameTemplate    string `yaml:"name_template"`
		Formats         []string
		FormatOverrides []struct {
			Goos    string
			Formats []string
		} `yaml:"format_overrides"`
		WrapInDirectory any `yaml:"wrap_in_directory"`
		Files           []yaml.Node
	}
	Checksum struct {
		NameTemplate string `yaml:"name_template"`
	}
}

func releases(t *testing.T) releaser {
	t.Helper()
	var r releaser
	parse(t, read(t, filepath.Join(root, ".goreleaser.yaml")), &r)
	if len(r.Builds) != 1 || len(r.Archives) != 1 {
		t.Fatalf("%d builds, %d archives", len(r.Builds), len(r.Archives))
	}
	return r
}

// fill fills a template of goreleaser.
func fill(t *testing.T, text string, data map[string]string) string {
	t.Helper()
	var b strings.Builder
	if err := template.Must(template.New("").Option("missingkey=error").Parse(text)).Execute(&b, data); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

// archives are the names of the release 1.2.3's archives by GOOS/GOARCH.
func (r releaser) archives(t *testing.T) map[string]string {
	t.Helper()
	names := map[string]string{}
	a := r.Archives[0]
	for _, goos := range r.Builds[0].Goos {
		formats := a.Formats
		for _, o := range a.FormatOverrides {
			if o.Goos == goos {
				formats = o.Formats
			}
		}
		if len(formats) != 1 {
			t.Fatalf("%s: formats %q", goos, formats)
		}
		for _, goarch := range r.Builds[0].Goarch {
			names[goos+"/"+goarch] = fill(t, a.NameTemplate, map[string]string{
				"ProjectName": r.ProjectName, "Version": npmVersion, "Os": goos, "Arch": goarch,
			}) + "." + formats[0]
		}
	}
	return names
}

// TestReleaseNames: the action asks for the archives that a release has, and the
// npm packages are for the platforms that it has.
func TestReleaseNames(t *testing.T) {
	t.Parallel()
	need(t, "curl")
	r := releases(t)
	names := r.archives(t)
	if got, want := slices.Sorted(maps.Keys(names)), slices.Sorted(maps.Keys(platforms)); !slices.Equal(got, want) || r.Builds[0].Ignore != nil {
		t.Errorf("a release is of %q, the npm packages of %q", got, want)
	}
	if b := r.Builds[0].Binary; r.ProjectName != "offpush" || b != "" || r.Archives[0].WrapInDirectory != nil {
		t.Errorf("the program is not offpush at the top of the archive: %+v", r)
	}
	for platform, name := range names {
		var mu sync.Mutex
		var asked []string
		server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, q *http.Request) {
			mu.Lock()
			defer mu.Unlock()
			if asked = append(asked, q.URL.Path); len(asked) > 1 {
				http.NotFound(w, q)
			}
		}))
		goos, goarch, _ := strings.Cut(platform, "/")
		o := job{dir: t.TempDir(), args: []string{"bash", filepath.Join(root, "scripts", "action", "install.sh")}, env: []string{
			"RUNNER_TEMP=" + t.TempDir(), "INPUT_VERSION=v" + npmVersion, "OFFPUSH_RELEASES=" + server.URL, "no_proxy=127.0.0.1",
			"RUNNER_OS=" + map[string]string{"linux": "Linux", "darwin": "macOS", "windows": "Windows"}[goos],
			"RUNNER_ARCH=" + map[string]string{"amd64": "X64", "arm64": "ARM64"}[goarch],
		}}.run(t)
		server.Close()
		if want := []string{"/v" + npmVersion + "/" + r.Checksum.NameTemplate, "/v" + npmVersion + "/" + name}; o.code != 3 || !slices.Equal(asked, want) {
			t.Errorf("%s: exit code %d, asked for %q, want %q\n%s", platform, o.code, asked, want, o.stderr)
		}
	}
}

// TestReleaseBuild builds with the release's flags: the program knows what it is.
// The linker does not mind a name that is none.
func TestReleaseBuild(t *testing.T) {
	t.Parallel()
	b := releases(t).Builds[0]
	data := map[string]string{"Version": npmVersion, "FullCommit": strings.Repeat("c0", 20), "CommitDate": "2026-01-02T03:04:05Z"}
	var ldflags []string
	for _, f := range b.Ldflags {
		ldflags = append(ldflags, fill(t, f, data))
	}
	out := filepath.Join(t.TempDir(), "offpush")
	args := append(append([]string{"go", "build"}, b.Flags...), "-ldflags", strings.Join(ldflags, " "), "-o", out, ".")
	job{dir: root, env: b.Env, args: args}.must(t)
	var version struct {
		Tool         struct{ Version string }
		Commit, Date string
	}
	if err := json.Unmarshal([]byte(job{args: []string{out, "version", "--format", "json"}}.must(t).stdout), &version); err != nil {
		t.Fatal(err)
	}
	if version.Tool.Version != npmVersion || version.Commit != data["FullCommit"] || version.Date != data["CommitDate"] {
		t.Errorf("%+v", version)
	}
}

// TestReleaseFiles: what a release packs and runs is there, or is made by what it
// runs before.
func TestReleaseFiles(t *testing.T) {
	t.Parallel()
	r := releases(t)
	extras := ""
	for _, hook := range r.Before.Hooks {
		extras += read(t, filepath.Join(root, filepath.FromSlash(strings.Fields(hook)[1])))
	}
	for _, node := range r.Archives[0].Files {
		var file struct{ Src string }
		if err := node.Decode(&file); err != nil {
			file.Src = node.Value
		}
		src := strings.TrimSuffix(file.Src, "/*")
		if src == "" || !exists(filepath.Join(root, filepath.FromSlash(src))) && !strings.Contains(extras, src) {
			t.Errorf("nobody makes %q", file.Src)
		}
	}
}
