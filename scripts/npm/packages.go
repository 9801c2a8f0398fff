package main

import (
	"embed"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"golang.org/x/mod/semver"
)

//go:embed files
var files embed.FS

// platform is one that a release has, in Go's words and in npm's.
type platform struct{ goos, goarch, os, cpu string }

var platforms = []platform{
	{"darwin", "amd64", "darwin", "x64"},
	{"darwin", "arm64", "darwin", "arm64"},
	{"linux", "amd64", "linux", "x64"},
	{"linux", "arm64", "linux", "arm64"},
	{"windows", "amd64", "win32", "x64"},
	{"windows", "arm64", "win32", "arm64"},
}

func (p platform) pkg() string { return "@offpush/" + p.os + "-" + p.cpu }

func (p platform) program() string {
	if p.goos == "windows" {
		return "offpush.exe"
	}
	return "offpush"
}

// manifest is a package.json.
type manifest struct {
	Name        string            `json:"name"`
	Version     string            `json:"version"`
	Description string            `json:"description"`
	Keywords    []string          `json:"keywords,omitempty"`
	Homepage    string            `json:"homepage"`
	Repository  map[string]string `json:"repository"`
	License     string            `json:"license"`
	OS          []string          `json:"os,omitempty"`
	CPU         []string          `json:"cpu,omitempty"`
	Bin         map[string]string `json:"bin,omitempty"`
	Files       []string          `json:"files"`
	Engines     map[string]string `json:"engines,omitempty"`
	Unplugged   bool              `json:"preferUnplugged,omitempty"` // Yarn: a program cannot run inside a zip
	Optional    map[string]string `json:"optionalDependencies,omitempty"`
	PublishAs   map[string]string `json:"publishConfig"`
}

func base(name, version string) manifest {
	return manifest{
		Name: name, Version: version, License: "Apache-2.0",
		Homepage:   "https://github.com/offpush/offpush",
		Repository: map[string]string{"type": "git", "url": "git+https://github.com/offpush/offpush.git"},
		PublishAs:  map[string]string{"access": "public"},
	}
}

// checkVersion takes what npm takes. Go's semver also knows v1 and v1.2; npm drops
// what stands behind a plus, so that two releases would be one.
func checkVersion(version string) error {
	if v := "v" + version; semver.Canonical(v) != v {
		return fmt.Errorf("%q is no version of npm: write MAJOR.MINOR.PATCH, with -PRERELEASE if it is one", version)
	}
	return nil
}

// layOut writes all packages below out.
func layOut(artifacts, version, out string) error {
	if err := checkVersion(version); err != nil {
		return err
	}
	binaries, err := readArtifacts(artifacts)
	if err != nil {
		return err
	}
	main := base("offpush", version)
	main.Description = "检查 uni-app 离线推送为什么收不到 / find out why an offline push does not arrive in a uni-app"
	main.Keywords = []string{"uni-app", "push", "离线推送", "TUIOfflinePush", "lint"}
	main.Bin, main.Files = map[string]string{"offpush": "bin/offpush.js"}, []string{"bin"}
	main.Engines, main.Optional = map[string]string{"node": ">=12"}, map[string]string{}
	for _, p := range platforms {
		binary, ok := binaries[p.goos+"/"+p.goarch]
		if !ok {
			return fmt.Errorf("%s has no binary for %s/%s", artifacts, p.goos, p.goarch)
		}
		if err := p.write(filepath.Join(out, filepath.FromSlash(p.pkg())), version, binary); err != nil {
			return err
		}
		main.Optional[p.pkg()] = version
	}
	shim, err := files.ReadFile("files/offpush.js")
	if err != nil {
		return err
	}
	dir := filepath.Join(out, "offpush")
	if err := put(filepath.Join(dir, "bin", "offpush.js"), shim, 0o755); err != nil {
		return err
	}
	return writePackage(dir, main)
}

// write makes the package of one platform.
func (p platform) write(dir, version, binary string) error {
	program, err := os.ReadFile(binary)
	if err != nil {
		return err
	}
	if err := put(filepath.Join(dir, "bin", p.program()), program, 0o755); err != nil {
		return err
	}
	m := base(p.pkg(), version)
	m.Description = fmt.Sprintf("The %s %s program of offpush", p.os, p.cpu)
	m.OS, m.CPU, m.Files, m.Unplugged = []string{p.os}, []string{p.cpu}, []string{"bin"}, true
	return writePackage(dir, m)
}

// writePackage adds what each package has: package.json, README, licence.
func writePackage(dir string, m manifest) error {
	data, err := json.MarshalIndent(m, "", "  ")
	if err != nil {
		return err
	}
	if err := put(filepath.Join(dir, "package.json"), append(data, '\n'), 0o644); err != nil {
		return err
	}
	readme, err := files.ReadFile("files/README.md")
	if err != nil {
		return err
	}
	if m.OS != nil {
		readme = []byte(strings.Join([]string{
			"# " + m.Name, "",
			"[offpush](https://github.com/offpush/offpush) 在此系统上的程序，由 offpush 自动安装，不必单独安装。", "",
			"The program of [offpush](https://github.com/offpush/offpush) for this system; offpush brings it.", "",
		}, "\n"))
	}
	if err := put(filepath.Join(dir, "README.md"), readme, 0o644); err != nil {
		return err
	}
	licence, err := os.ReadFile("LICENSE")
	if err != nil {
		return fmt.Errorf("run this in the repository: %w", err)
	}
	return put(filepath.Join(dir, "LICENSE"), licence, 0o644)
}

func put(file string, data []byte, mode os.FileMode) error {
	if err := os.MkdirAll(filepath.Dir(file), 0o755); err != nil {
		return err
	}
	return os.WriteFile(file, data, mode)
}

// readArtifacts returns the binaries of goreleaser's list by "os/arch".
func readArtifacts(file string) (map[string]string, error) {
	data, err := os.ReadFile(file)
	if err != nil {
		return nil, err
	}
	var list []struct{ Path, Goos, Goarch, Type string }
	if err := json.Unmarshal(data, &list); err != nil {
		return nil, fmt.Errorf("%s: %w", file, err)
	}
	out := map[string]string{}
	for _, a := range list {
		if a.Type == "Binary" {
			out[a.Goos+"/"+a.Goarch] = a.Path
		}
	}
	return out, nil
}
