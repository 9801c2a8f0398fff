package ci

import (
	"bufio"
	"crypto/sha512"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"
)

const npmVersion = "1.2.3"

// platforms are those of a release, with npm's names.
var platforms = map[string]string{
	"darwin/amd64": "darwin-x64", "darwin/arm64": "darwin-arm64", "linux/amd64": "linux-x64",
	"linux/arm64": "linux-arm64", "windows/amd64": "win32-x64", "windows/arm64": "win32-arm64",
}

// packages lays out and packs the npm packages once, from this platform's program
// and stand-ins for the others; it returns the tarballs by package.
var packages = sync.OnceValues(func() (map[string]string, error) {
	dir, err := os.MkdirTemp(filepath.Dir(program), "npm")
	if err != nil {
		return nil, err
	}
	var list []map[string]string
	for p := range platforms {
		goos, goarch, _ := strings.Cut(p, "/")
		binary := program
		if p != runtime.GOOS+"/"+runtime.GOARCH {
			binary = filepath.Join(dir, goos+"-"+goarch)
			if err := os.WriteFile(binary, []byte(p), 0o644); err != nil {
				return nil, err
			}
		}
		list = append(list, map[string]string{"path": binary, "goos": goos, "goarch": goarch, "type": "Binary"},
			map[string]string{"path": "x.tar.gz", "goos": goos, "goarch": goarch, "type": "Archive"})
	}
	data, err := json.Marshal(list)
	if err != nil {
		return nil, err
	}
	artifacts := filepath.Join(dir, "artifacts.json")
	if err := os.WriteFile(artifacts, data, 0o644); err != nil {
		return nil, err
	}
	if err := command(root, "go", "run", "./scripts/npm", artifacts, npmVersion, filepath.Join(dir, "out")); err != nil {
		return nil, err
	}
	tarballs := map[string]string{}
	names := []string{"offpush"}
	for _, p := range platforms {
		names = append(names, "@offpush/"+p)
	}
	for _, name := range names {
		if err := command(dir, "npm", "pack", "--silent", filepath.Join(dir, "out", filepath.FromSlash(name))); err != nil {
			return nil, err
		}
		tarballs[name] = filepath.Join(dir, strings.ReplaceAll(strings.TrimPrefix(name, "@"), "/", "-")+"-"+npmVersion+".tgz")
	}
	return tarballs, nil
})

func command(dir string, args ...string) error {
	c := exec.Command(args[0], args[1:]...)
	c.Dir = dir
	if out, err := c.CombinedOutput(); err != nil {
		return fmt.Errorf("%q: %w\n%s", args, err, out)
	}
	return nil
}

func tarballs(t *testing.T) map[string]string {
	t.Helper()
	need(t, "npm", "node", "tar")
	out, err := packages()
	if err != nil {
		t.Fatal(err)
	}
	return out
}

// here is this platform in npm's names.
func here() string { return platforms[runtime.GOOS+"/"+runtime.GOARCH] }

// TestNpmTarballs: each package holds what it should, and no script.
func TestNpmTarballs(t *testing.T) {
	t.Parallel()
	for name, file := range tarballs(t) {
		list := strings.Fields(job{args: []string{"tar", "-tzf", file}}.must(t).stdout)
		slices.Sort(list)
		bin := "package/bin/offpush"
		switch {
		case name == "offpush":
			bin += ".js"
		case strings.Contains(name, "win32"):
			bin += ".exe"
		}
		if want := []string{"package/LICENSE", "package/README.md", bin, "package/package.json"}; !slices.Equal(list, want) {
			t.Errorf("%s: %q, want %q", name, list, want)
		}
		if mode := (job{args: []string{"tar", "-tvzf", file, bin}}).must(t).stdout; !strings.HasPrefix(mode, "-rwxr-xr-x") {
			t.Errorf("%s: cannot be run: %s", name, mode)
		}
		var p struct {
			Name, Version, License string
			OS, CPU                []string
			Scripts                map[string]string
			OptionalDependencies   map[string]string
		}
		if err := json.Unmarshal([]byte(job{args: []string{"tar", "-xOzf", file, "package/package.json"}}.must(t).stdout), &p); err != nil {
			t.Fatal(err)
		}
		if p.Name != name || p.Version != npmVersion || p.License != "Apache-2.0" || p.Scripts != nil {
			t.Errorf("%+v", p)
		}
		if name == "offpush" && len(p.OptionalDependencies) != len(platforms) {
			t.Errorf("%+v", p)
		}
		if name != "offpush" && "@offpush/"+p.OS[0]+"-"+p.CPU[0] != name {
			t.Errorf("%+v", p)
		}
	}
}

// TestNpmOffline installs the tarballs without any registry and runs the program.
func TestNpmOffline(t *testing.T) {
	t.Parallel()
	files := tarballs(t)
	dir := project(t)
	job{dir: dir, args: []string{"npm", "install", "--offline", "--no-audit", "--no-fund", files["offpush"], files["@offpush/"+here()]}, env: npmHome(t)}.must(t)
	judge(t, dir)
}

// TestNpmRegistry installs by name from a registry here: npm takes the package of
// this platform only, and no script runs.
func TestNpmRegistry(t *testing.T) {
	t.Parallel()
	server := registry(t, tarballs(t))
	dir := project(t)
	env := append(npmHome(t), "npm_config_registry="+server.URL, "no_proxy=127.0.0.1")
	install := strings.Fields(of(t, documents[0], "package.json", "sh")[0])
	job{dir: dir, args: append(install, "--ignore-scripts", "--no-audit", "--no-fund"), env: env}.must(t)
	entries, err := os.ReadDir(filepath.Join(dir, "node_modules", "@offpush"))
	if err != nil || len(entries) != 1 || entries[0].Name() != here() {
		t.Errorf("%v %v", entries, err)
	}
	judge(t, dir)

	bare := project(t)
	job{dir: bare, args: []string{"npm", "install", "--omit=optional", "--no-audit", "--no-fund", "offpush"}, env: env}.must(t)
	o := job{dir: bare, args: []string{"npx", "--no-install", "offpush", "doctor"}}.run(t)
	if o.code != 3 || !strings.Contains(o.stderr, "没有找到 @offpush/"+here()) || !strings.Contains(o.stderr, "@offpush/"+here()+" is missing") {
		t.Errorf("without the optional package: exit code %d\n%s%s", o.code, o.stdout, o.stderr)
	}
	for _, args := range [][]string{{"--format", "json"}, {"--format=json"}} {
		o = job{dir: bare, args: append([]string{"npx", "--no-install", "offpush", "doctor"}, args...)}.run(t)
		var value struct {
			Version int
			Error   struct{ ID, Message string }
		}
		if err := json.Unmarshal([]byte(o.stdout), &value); err != nil || o.code != 3 || value.Version != 1 || value.Error.ID != "no-program" || !strings.Contains(value.Error.Message, here()) {
			t.Errorf("without the optional package, %q: %v, exit code %d\n%s%s", args, err, o.code, o.stdout, o.stderr)
		}
	}
	if o = (job{dir: bare, args: []string{"npx", "--no-install", "offpush", "doctor", "--", "--format=json"}}).run(t); o.stdout != "" {
		t.Errorf("JSON was not asked for: %s", o.stdout)
	}
	shim := filepath.Join(bare, "node_modules", "offpush", "bin", "offpush.js")
	o = job{dir: bare, args: []string{"node", "-e", `Object.defineProperty(process, "arch", {value: "mips"}); require(process.argv[1])`, shim}}.run(t)
	if o.code != 3 || !strings.Contains(o.stderr, "没有 "+strings.Split(here(), "-")[0]+"-mips 的程序") || !strings.Contains(o.stderr, "supported: ") {
		t.Errorf("on another system: exit code %d\n%s%s", o.code, o.stdout, o.stderr)
	}
}

// judge runs the installed program by npx on the samples, and a signal.
func judge(t *testing.T, dir string) {
	t.Helper()
	for name, want := range map[string]int{"broken": 1, "healthy": 0} {
		o := job{dir: dir, args: []string{"npx", "--no-install", "offpush", "doctor", filepath.Join(root, "testdata", "projects", name)}}.run(t)
		if o.code != want || !strings.Contains(o.stdout, "TUIOfflinePush") {
			t.Errorf("%s: exit code %d, want %d\n%s%s", name, o.code, want, o.stdout, o.stderr)
		}
	}
	if o := (job{dir: dir, args: []string{"npx", "--no-install", "offpush", "nonsense"}}).run(t); o.code != 2 {
		t.Errorf("wrong usage: exit code %d", o.code)
	}
	signalled(t, dir)
}

// signalled ends a long run through the shim: the program must hear of it, and
// its exit code must come back.
func signalled(t *testing.T, dir string) {
	t.Helper()
	c := exec.CommandContext(t.Context(), "node", filepath.Join(dir, "node_modules", "offpush", "bin", "offpush.js"),
		"emulator", "--format", "json", "--quiet", "--http-listen", "127.0.0.1:0")
	c.Dir, c.Env = dir, append(clean(), "XDG_DATA_HOME="+t.TempDir())
	out, err := c.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := c.Start(); err != nil {
		t.Fatal(err)
	}
	lines := bufio.NewReader(out)
	if _, err := lines.ReadString('\n'); err != nil {
		t.Fatalf("the emulator does not start: %v", err)
	}
	if err := c.Process.Signal(syscall.SIGTERM); err != nil {
		t.Fatal(err)
	}
	defer time.AfterFunc(time.Minute, func() { _ = out.Close() }).Stop()
	_, _ = io.Copy(io.Discard, lines) // ends when the program has ended, too
	if err := c.Wait(); err != nil || t.Context().Err() != nil {
		t.Errorf("after SIGTERM: %v", err)
	}
}

// project is an empty npm project.
func project(t *testing.T) string {
	t.Helper()
	dir := t.TempDir()
	write(t, filepath.Join(dir, "package.json"), `{"name": "app", "private": true}`, 0o644)
	return dir
}

// npmHome keeps npm's cache and settings out of the user's.
func npmHome(t *testing.T) []string {
	dir := t.TempDir()
	return []string{"npm_config_cache=" + filepath.Join(dir, "cache"), "npm_config_userconfig=" + filepath.Join(dir, "npmrc"), "npm_config_update_notifier=false"}
}

// registry serves the tarballs as npm's registry does.
func registry(t *testing.T, files map[string]string) *httptest.Server {
	t.Helper()
	var server *httptest.Server
	server = httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		for name, file := range files {
			data := read(t, file)
			switch r.URL.Path {
			case "/-/" + filepath.Base(file):
				fmt.Fprint(w, data)
				return
			case "/" + name:
				var manifest map[string]any
				text := job{args: []string{"tar", "-xOzf", file, "package/package.json"}}.must(t).stdout
				if err := json.Unmarshal([]byte(text), &manifest); err != nil {
					t.Error(err)
				}
				sum := sha512.Sum512([]byte(data))
				manifest["dist"] = map[string]string{"tarball": server.URL + "/-/" + filepath.Base(file), "integrity": "sha512-" + base64.StdEncoding.EncodeToString(sum[:])}
				_ = json.NewEncoder(w).Encode(map[string]any{
					"name": name, "dist-tags": map[string]string{"latest": npmVersion}, "versions": map[string]any{npmVersion: manifest},
				})
				return
			}
		}
		http.NotFound(w, r)
	}))
	t.Cleanup(server.Close)
	return server
}
