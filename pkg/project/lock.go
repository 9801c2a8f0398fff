package project

import (
	"bufio"
	"bytes"
	"encoding/json"
	"slices"
	"strings"
)

// maxLockFile bounds what is read of a lock file: 16 MiB, seven times the largest
// seen.
const maxLockFile = 16 << 20

// versions answers which version of a package is locked; "" when that is not
// said. rng is the range under which package.json asks for it.
type versions func(pkg, rng string) string

var lockFiles = []struct {
	name string
	read func(data []byte) versions
}{
	{"package-lock.json", npmLock},
	{"npm-shrinkwrap.json", npmLock},
	{"pnpm-lock.yaml", pnpmLock},
	{"yarn.lock", yarnLock},
}

// npmLock reads package-lock.json: "packages" of version 2 and 3, "dependencies"
// of version 1.
func npmLock(data []byte) versions {
	type entry struct {
		Version string `json:"version"`
	}
	var lock struct {
		Packages     map[string]entry `json:"packages"`
		Dependencies map[string]entry `json:"dependencies"`
	}
	data = bytes.TrimPrefix(data, []byte("\uFEFF"))
	if json.Unmarshal(data, &lock) != nil {
		return func(string, string) string { return "" }
	}
	return func(pkg, _ string) string {
		if e, ok := lock.Packages["node_modules/"+pkg]; ok {
			return e.Version
		}
		return lock.Dependencies[pkg].Version
	}
}

// pnpmLock reads pnpm-lock.yaml: under importers (or at the top level in old
// ones) a package's name is followed by its version, at once or two lines below.
// Version 5 lists the ranges under specifiers first.
func pnpmLock(data []byte) versions {
	return func(pkg, _ string) string { return pnpmVersion(data, pkg) }
}

func pnpmVersion(data []byte, pkg string) string {
	inPackage, inSpecifiers := 0, false
	lines := bufio.NewScanner(bytes.NewReader(data))
	for lines.Scan() {
		line := strings.TrimSpace(lines.Text())
		key, value, _ := strings.Cut(line, ": ")
		key = strings.Trim(strings.TrimSuffix(key, ":"), `'"`)
		if key == "specifiers" || key == "dependencies" || key == "devDependencies" || key == "optionalDependencies" {
			inSpecifiers = key == "specifiers"
			continue
		}
		switch {
		case inSpecifiers:
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

// yarnLock reads yarn.lock of both generations: a line with the package's name
// and ranges, then a line with the version. Other packages may have asked for
// another version, so the entry with the project's own range counts, or the only
// one there is.
func yarnLock(data []byte) versions {
	return func(pkg, rng string) string { return yarnVersion(data, pkg, rng) }
}

func yarnVersion(data []byte, pkg, rng string) string {
	var ranges []string
	var found []string
	lines := bufio.NewScanner(bytes.NewReader(data))
	for lines.Scan() {
		line := lines.Text()
		if !strings.HasPrefix(line, " ") {
			ranges = yarnRanges(line, pkg)
			continue
		}
		v, ok := strings.CutPrefix(strings.TrimSpace(line), "version")
		if !ok || len(ranges) == 0 {
			continue
		}
		version := plainVersion(strings.TrimLeft(v, ": "))
		if slices.Contains(ranges, rng) {
			return version
		}
		found, ranges = append(found, version), nil
	}
	if len(found) == 1 {
		return found[0]
	}
	return ""
}

// yarnRanges returns the ranges of a package in the head line of an entry:
// "a@^1.0.0", "a@npm:^1.2.0": or a@^1.0.0, a@^1.2.0:
func yarnRanges(line, pkg string) []string {
	var out []string
	for _, descriptor := range strings.Split(strings.TrimSuffix(strings.TrimSpace(line), ":"), ",") {
		if rng, ok := strings.CutPrefix(strings.Trim(descriptor, ` "`), pkg+"@"); ok {
			out = append(out, strings.TrimPrefix(rng, "npm:"))
		}
	}
	return out
}

// plainVersion strips quotation marks and pnpm's peer suffix: '2.27.6(vue@3.4.0)'.
func plainVersion(v string) string {
	v = strings.Trim(strings.TrimSpace(v), `'"`)
	v, _, _ = strings.Cut(v, "(")
	v, _, _ = strings.Cut(v, "_")
	return v
}

// lockFile is one that was read.
type lockFile struct {
	name    string
	version versions
}

// readLocks reads the lock files that the project has.
func readLocks(t *tree) []lockFile {
	var out []lockFile
	for _, f := range lockFiles {
		if data, state, _ := t.read(f.name, maxLockFile); state == Present && len(data) <= maxLockFile {
			out = append(out, lockFile{f.name, f.read(data)})
		}
	}
	return out
}

// lockedVersion asks the lock files in turn. A version that package.json does not
// allow stands in a left-over lock file, or in one that the next installation
// writes anew.
func lockedVersion(locks []lockFile, pkg, rng string) (version, from string) {
	allowed, read := ReadRange(rng)
	for _, l := range locks {
		if v := l.version(pkg, rng); v != "" && (!read || allowed.Allows(v)) {
			return v, l.name
		}
	}
	return "", ""
}
