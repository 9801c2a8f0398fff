package ci

import (
	"encoding/json"
	"encoding/xml"
	"errors"
	"io"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"go.yaml.in/yaml/v3"
)

// documents are the two languages of one text, with the same snippets.
var documents = []string{"ci.md", "ci.zh-CN.md"}

// snippet is a fenced block and the heading above it.
type snippet struct{ section, kind, text string }

// snippets returns the blocks of a document; the names of sections are those of
// services and the same in both languages, up to a colon or comma.
func snippets(t *testing.T, document string) []snippet {
	t.Helper()
	var out []snippet
	section, open := "", false
	for line := range strings.Lines(read(t, filepath.Join(root, "docs", document))) {
		line = strings.TrimSuffix(line, "\n")
		kind, fence := strings.CutPrefix(line, "```")
		switch {
		case fence && open:
			open = false
		case fence:
			open = true
			out = append(out, snippet{section: section, kind: kind})
		case open:
			out[len(out)-1].text += line + "\n"
		case strings.HasPrefix(line, "## "):
			section, _, _ = strings.Cut(strings.TrimPrefix(line, "## "), ",")
			section, _, _ = strings.Cut(section, "：")
		}
	}
	return out
}

// of returns the snippets of a section and kind.
func of(t *testing.T, document, section, kind string) []string {
	t.Helper()
	var out []string
	for _, s := range snippets(t, document) {
		if s.section == section && s.kind == kind {
			out = append(out, s.text)
		}
	}
	if len(out) == 0 {
		t.Fatalf("%s has no %s under %q", document, kind, section)
	}
	return out
}

// TestDocumentsAgree: both languages show the same commands.
func TestDocumentsAgree(t *testing.T) {
	t.Parallel()
	words := regexp.MustCompile(`displayName: .*`)
	en, zh := snippets(t, documents[0]), snippets(t, documents[1])
	if len(en) < 12 || len(en) != len(zh) {
		t.Fatalf("%d and %d snippets", len(en), len(zh))
	}
	for i := range en {
		if words.ReplaceAllString(en[i].text, "") != words.ReplaceAllString(zh[i].text, "") {
			t.Errorf("the snippets differ:\n%s\n%s", en[i].text, zh[i].text)
		}
	}
}

// TestSnippetsParse: YAML and JSON are that.
func TestSnippetsParse(t *testing.T) {
	t.Parallel()
	for _, document := range documents {
		for _, s := range snippets(t, document) {
			var v any
			var err error
			switch s.kind {
			case "yaml":
				err = yaml.Unmarshal([]byte(s.text), &v)
			case "json":
				err = json.Unmarshal([]byte(s.text), &v)
			case "sh", "bat", "groovy", "js", "toml": // the last two are run by cmd's tests
			default:
				err = errors.New("a kind of snippet that no test knows")
			}
			if err != nil {
				t.Errorf("%s, %s, %s: %v", document, s.section, s.kind, err)
			}
		}
	}
}

// TestSnippets runs the commands of each snippet on the healthy sample, where
// they succeed, and on the broken one, where they fail and still leave reports.
func TestSnippets(t *testing.T) {
	t.Parallel()
	need(t, "bash", "npm", "node")
	document := documents[0]
	for name, script := range map[string]string{
		"gitlab":   gitlab(t, document),
		"gitee":    gitee(t, document),
		"coding":   groovy(t, document, "CODING"),
		"jenkins":  groovy(t, document, "Jenkins"),
		"npm":      "npm run --silent check:push",
		"prebuild": `npm pkg set 'scripts.build:app=touch built' && npm run --silent build:app && test -f built`,
		"released": "npm run --silent check:push",
		"hbuilderx": of(t, document, "HBuilderX", "sh")[0] + `test "$(cat packed)" = "pack --project $PWD --platform android --iscustom true` +
			` --android.packagename com.example.app --android.androidpacktype 1"`,
		"windows": strings.ReplaceAll(of(t, document, "HBuilderX", "bat")[0], `D:\work\app`, `"$PWD"`) + "test -f packed",
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			for project, want := range map[string]int{"healthy": 0, "broken": 1} {
				dir, reports := sample(t, project), reported(script)
				packages := of(t, document, "package.json", "json") // with Go, and with the npm packages
				write(t, filepath.Join(dir, "package.json"), packages[0], 0o644)
				if name == "released" {
					write(t, filepath.Join(dir, "package.json"), packages[1], 0o644)
				}
				o := job{dir: dir, env: []string{"PATH=" + stubs(t, dir) + ":" + os.Getenv("PATH"), "HOME=" + t.TempDir()}, args: []string{"bash", "-ec", script}}.run(t)
				if o.code != want {
					t.Errorf("%s project: exit code %d, want %d\n%s%s", project, o.code, want, o.stdout, o.stderr)
				}
				if packed := filepath.Join(dir, "packed"); want != 0 && exists(packed) {
					t.Errorf("the broken project was packed")
				}
				for _, r := range reports {
					r.check(t, dir)
				}
			}
		})
	}
}

// TestGoRun runs the script of package.json as it stands: go fetches what is
// committed here, as if it was published, and what it needs from the modules that
// the machine has.
func TestGoRun(t *testing.T) {
	t.Parallel()
	need(t, "bash", "git", "npm")
	goEnv := func(name string) string {
		return strings.TrimSpace(job{dir: root, args: []string{"go", "env", name}}.must(t).stdout)
	}
	published := []string{
		"GOMODCACHE=" + t.TempDir(), "GOFLAGS=-modcacherw", "GOPROXY=file://" + goEnv("GOMODCACHE") + "/cache/download," + goEnv("GOPROXY"),
		"GOPRIVATE=github.com/offpush/offpush", "GONOSUMDB=*", "GIT_CONFIG_COUNT=1",
		"GIT_CONFIG_KEY_0=url.file://" + root + ".insteadOf", "GIT_CONFIG_VALUE_0=https://github.com/offpush/offpush",
	}
	for project, want := range map[string]int{"healthy": 0, "broken": 1} {
		dir := sample(t, project)
		write(t, filepath.Join(dir, "package.json"), of(t, documents[0], "package.json", "json")[0], 0o644)
		o := job{dir: dir, env: published, args: []string{"npm", "run", "--silent", "check:push"}}.run(t)
		if o.code != want || !strings.Contains(o.stdout, "push-module") {
			t.Errorf("%s project: exit code %d, want %d\n%s%s", project, o.code, want, o.stdout, o.stderr)
		}
	}
}

// stubs are the tools that snippets fetch or drive, standing in for them: go,
// wget, tar, and HBuilderX's cli.
func stubs(t *testing.T, project string) string {
	t.Helper()
	dir := t.TempDir()
	write(t, filepath.Join(dir, "go"), `#!/bin/sh
case "$*" in
'install github.com/offpush/offpush@latest') ;;
'run github.com/offpush/offpush@latest doctor '*) shift 2; exec offpush "$@" ;;
*) exit 9 ;;
esac
`, 0o755)
	write(t, filepath.Join(dir, "wget"), "#!/bin/sh\n", 0o755)
	write(t, filepath.Join(dir, "tar"), "#!/bin/sh\n", 0o755)
	write(t, filepath.Join(dir, "cli"), "#!/bin/sh\nprintf '%s' \"$*\" >'"+project+"/packed'\n", 0o755)
	if err := os.Symlink(program, filepath.Join(dir, "offpush")); err != nil {
		t.Fatal(err)
	}
	return dir
}

func gitlab(t *testing.T, document string) string {
	var file struct{ Offpush struct{ Script []string } }
	parse(t, of(t, document, "GitLab CI", "yaml")[0], &file)
	return strings.Join(file.Offpush.Script, "\n")
}

func gitee(t *testing.T, document string) string {
	var file struct {
		Stages []struct{ Steps []struct{ Commands []string } }
	}
	parse(t, of(t, document, "Gitee Go", "yaml")[0], &file)
	return strings.Join(file.Stages[0].Steps[0].Commands, "\n")
}

// groovy returns the sh steps of a Jenkinsfile.
func groovy(t *testing.T, document, section string) string {
	var lines []string
	for _, m := range regexp.MustCompile(`(?m)^\s*sh '([^']*)'$`).FindAllStringSubmatch(of(t, document, section, "groovy")[0], -1) {
		lines = append(lines, m[1])
	}
	if len(lines) != 2 {
		t.Fatalf("%s: %q", section, lines)
	}
	return strings.Join(lines, "\n")
}

func parse(t *testing.T, text string, v any) {
	t.Helper()
	if err := yaml.Unmarshal([]byte(text), v); err != nil {
		t.Fatal(err)
	}
}

// asked is a report that a command line asks for.
type asked struct{ format, file string }

func reported(script string) []asked {
	var out []asked
	for _, m := range regexp.MustCompile(`--report (\w+)=(\S+)`).FindAllStringSubmatch(script, -1) {
		out = append(out, asked{m[1], m[2]})
	}
	return out
}

// check reads a report as whoever takes it up would.
func (a asked) check(t *testing.T, dir string) {
	t.Helper()
	data := read(t, filepath.Join(dir, a.file))
	var err error
	switch a.format {
	case "junit", "checkstyle":
		d := xml.NewDecoder(strings.NewReader(data))
		for err == nil {
			_, err = d.Token()
		}
		if errors.Is(err, io.EOF) {
			err = nil
		}
	default:
		err = json.Unmarshal([]byte(data), new(any))
	}
	if err != nil || data == "" {
		t.Errorf("%s: %v\n%s", a.file, err, data)
	}
}

func exists(file string) bool {
	_, err := os.Stat(file)
	return err == nil
}
