package project

import (
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"
)

// link looks at a symbolic link. What it leads to below start is visited at its
// own place anyway, and packages are never visited; what else it leads to inside
// the project, as src/common -> ../shared, is visited there, once. What lies
// outside of the project is not read.
func (w *walker) link(rel string) {
	full := w.over.abs(w.root, rel)
	info, err := os.Stat(full)
	if err != nil { // leads nowhere, or in a circle
		if (isCode(path.Base(rel)) || path.Ext(rel) == "") && !w.skipsDir(rel) {
			w.skip(Skip{Path: rel, Reason: SkipError, Err: cause(err)})
		}
		return
	}
	if info.IsDir() && w.skipsDir(rel) || !info.IsDir() && !isCode(path.Base(rel)) {
		return
	}
	target, ok := inside(w.root, full)
	switch {
	case !ok:
		w.skip(Skip{Path: rel, Reason: SkipOutside})
	case isBelow(target, w.start), isBelow(w.start, target), w.leftOut(target):
	case info.IsDir():
		w.add(job{dir: target})
	case info.Mode().IsRegular() && isCode(path.Base(target)):
		w.add(job{dir: path.Dir(target), files: []string{path.Base(target)}})
	case !info.Mode().IsRegular():
		w.skip(Skip{Path: rel, Reason: SkipSpecial})
	}
}

// first reports whether a file or folder is to be visited: always below start,
// where the walk comes once, and the first time elsewhere, where links lead.
func (w *walker) first(rel string) bool {
	if isBelow(rel, w.start) {
		return true
	}
	w.mu.Lock()
	defer w.mu.Unlock()
	if w.linked[rel] {
		return false
	}
	w.linked[rel] = true
	return true
}

// leftOut reports whether a path leads through a folder that is not visited.
func (w *walker) leftOut(rel string) bool {
	for d := rel; d != "."; d = path.Dir(d) {
		if w.skipsDir(d) {
			return true
		}
	}
	return false
}

// inside returns a path, with its links resolved, relative to the root; false
// when it does not lie below it.
func inside(root, full string) (string, bool) {
	realRoot, err := filepath.EvalSymlinks(root)
	if err != nil {
		return "", false
	}
	real, err := filepath.EvalSymlinks(full)
	if err != nil {
		return "", false
	}
	rel, err := filepath.Rel(realRoot, real)
	rel = filepath.ToSlash(rel)
	return rel, err == nil && !slices.Contains(strings.Split(rel, "/"), "..")
}

// isBelow reports whether a path, relative to the root, is dir or below it.
func isBelow(rel, dir string) bool {
	return dir == "" || dir == "." || rel == dir || strings.HasPrefix(rel, dir+"/")
}
