package project

import (
	"bufio"
	"bytes"
	"encoding/json"
	"strings"
)

// maxLockFile bounds what is read of a lock file: 16 MiB, seven times the largest
// seen.
const maxLockFile = 16 << 20

// lockFiles are read by scanning for one package, not as a whole: they are large,
// and only one line of them matters.
var lockFiles = []struct {
	name    string
	version func(data []byte, pkg string) string
}{
	{"package-lock.json", npmLock},
	{"npm-shrinkwrap.json", npmLock},
	{"pnpm-lock.yaml", pnpmLock},
	{"yarn.lock", yarnLock},
}

// npmLock reads package-lock.json: "packages" of version 2 and 3, "dependencies"
// of version 1.
func npmLock(data []byte, pkg string) string {
	type entry struct {
		Version string `json:"version"`
	}
	var lock struct {
		Packages     map[string]entry `json:"packages"`
		Dependencies map[string]entry `json:"dependencies"`
	}
	if json.Unmarshal(data, &lock) != nil {
		return ""
	}
	if e, ok := lock.Packages["node_modules/"+pkg]; ok {
		return e.Version
	}
	return lock.Dependencies[pkg].Version
}

// pnpmLock reads pnpm-lock.yaml: under importers (or at the top level in old
// ones) a package's name is followed by its version, at once or two lines below.
func pnpmLock(data []byte, pkg string) string {
	inPackage := 0
	lines := bufio.NewScanner(bytes.NewReader(data))
	for lines.Scan() {
		line := strings.TrimSpace(lines.Text())
		key, value, _ := strings.Cut(line, ": ")
		key = strings.Trim(strings.TrimSuffix(key, ":"), `'"`)
		switch {
		case key == pkg && value != "":
			return plainVersion(value)
		case key == pkg:
			inPackage = 2
		case inPackage > 0 && key == "version":
			return plainVersion(value)
		default:
			inPackage--
		}
	}
	return ""
}

// yarnLock reads yarn.lock of both generations: a line that begins with the
// package's name and a range, then a line with the version.
func yarnLock(data []byte, pkg string) string {
	inPackage := false
	lines := bufio.NewScanner(bytes.NewReader(data))
	for lines.Scan() {
		line := lines.Text()
		switch {
		case !strings.HasPrefix(line, " "):
			inPackage = strings.HasPrefix(strings.TrimLeft(line, `"`), pkg+"@")
		case inPackage:
			if v, ok := strings.CutPrefix(strings.TrimSpace(line), "version"); ok {
				return plainVersion(strings.TrimLeft(v, ": "))
			}
		}
	}
	return ""
}

// plainVersion strips quotation marks and pnpm's peer suffix: '2.27.6(vue@3.4.0)'.
func plainVersion(v string) string {
	v = strings.Trim(strings.TrimSpace(v), `'"`)
	v, _, _ = strings.Cut(v, "(")
	v, _, _ = strings.Cut(v, "_")
	return v
}
