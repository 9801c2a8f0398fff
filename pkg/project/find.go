package project

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
)

// ErrNoProject says that no uni-app project was found.
var ErrNoProject = errors.New("no uni-app project")

// Found is where [Find] found projects.
type Found struct {
	Roots []string // absolute, sorted
	// Below: the folder that was asked for is no project, but holds these.
	Below bool
	// Locked are folders that could not be searched: what they hold is not known.
	Locked []string
}

// Folders that hold copies, products or other people's code, never a project.
var notSearched = []string{"node_modules", "unpackage", "dist", "uni_modules", "nativeplugins"}

// maxSearched bounds how many folders are searched for projects.
const maxSearched = 100_000

// Find looks for the project that dir belongs to: dir itself, else a folder
// above it, else projects below it. The error wraps [ErrNoProject] when there is
// none, or says why dir cannot be read.
func Find(dir string) (Found, error) {
	abs, err := filepath.Abs(dir)
	if err != nil {
		return Found{}, err
	}
	info, err := os.Stat(abs)
	if err != nil {
		return Found{}, fmt.Errorf("%s: %w", dir, cause(err))
	}
	if !info.IsDir() {
		if root, ok := Above(filepath.Dir(abs)); ok {
			return Found{Roots: []string{root}}, nil
		}
		return Found{}, fmt.Errorf("%s: %w", dir, ErrNoProject)
	}
	if _, err := os.ReadDir(abs); err != nil {
		return Found{}, fmt.Errorf("%s: %w", dir, cause(err))
	}
	if root, ok := Above(abs); ok {
		return Found{Roots: []string{root}}, nil
	}
	roots, locked := below(abs)
	if len(roots) == 0 {
		return Found{Locked: locked}, fmt.Errorf("%s: %w", dir, ErrNoProject)
	}
	return Found{Roots: roots, Below: true, Locked: locked}, nil
}

// FindAll is [Find] that also returns the projects inside of those that it finds.
func FindAll(dir string) (Found, error) {
	found, err := Find(dir)
	for i := 0; i < len(found.Roots); i++ {
		inside, locked := below(found.Roots[i])
		found.Locked = append(found.Locked, locked...)
		for _, inner := range inside {
			if !isCopyIn(inner, found.Roots[i]) {
				found.Roots = append(found.Roots, inner)
			}
		}
	}
	slices.Sort(found.Roots)
	return found, err
}

// Above returns the nearest project at dir (an absolute path) or above it. One inside a folder of
// copies, such as unpackage/cache/wgt, gives way to the project around it.
func Above(dir string) (string, bool) {
	var nearest string
	for d := dir; ; d = filepath.Dir(d) {
		if isProject(d) {
			switch {
			case nearest == "":
				nearest = d
			case isCopyIn(nearest, d):
				nearest = d
			}
		}
		if d == filepath.Dir(d) {
			return nearest, nearest != ""
		}
	}
}

// isCopyIn reports whether inner lies in a folder of outer that holds copies, or
// is the src folder of the project outer.
func isCopyIn(inner, outer string) bool {
	rel, err := filepath.Rel(outer, inner)
	if err != nil {
		return false
	}
	if isBuilt(inner) {
		return true
	}
	parts := strings.Split(filepath.ToSlash(rel), "/")
	if len(parts) == 1 && parts[0] == "src" {
		return true
	}
	return slices.ContainsFunc(parts, func(p string) bool { return slices.Contains(notSearched, p) })
}

// below returns the projects below a folder, and the folders that it could not
// look into.
func below(dir string) (roots, locked []string) {
	searched := 0
	start := dir + string(filepath.Separator) // so that a link is walked, too
	_ = filepath.WalkDir(start, func(p string, e fs.DirEntry, err error) error {
		if err != nil {
			if e != nil && e.IsDir() {
				locked = append(locked, p)
				return fs.SkipDir
			}
			return nil
		}
		if !e.IsDir() {
			return nil
		}
		if searched++; searched > maxSearched {
			return fs.SkipAll
		}
		if p == start {
			return nil
		}
		if slices.Contains(notSearched, e.Name()) || strings.HasPrefix(e.Name(), ".") || isBuilt(p) {
			return fs.SkipDir
		}
		if isProject(p) {
			roots = append(roots, p)
			return fs.SkipDir
		}
		return nil
	})
	roots = withManifest(roots)
	slices.Sort(roots)
	return roots, locked
}

// withManifest leaves out the folders that look like projects but have no
// manifest, when others have one: a copy of a UI kit has pages.json and App.vue. A
// manifest that cannot be read, as one behind a link that leads out, is one.
func withManifest(roots []string) []string {
	lacks := func(root string) bool {
		t, err := newTree(root)
		stands := func(rel string) bool { _, state, _ := t.stat(rel); return state != Absent }
		return err == nil && !slices.ContainsFunc([]string{"manifest.json", "src/manifest.json"}, stands) && manifestConfig(t) == ""
	}
	if kept := slices.DeleteFunc(slices.Clone(roots), lacks); len(kept) > 0 {
		return kept
	}
	return roots
}

// isBuilt reports whether a folder is a built app, as native projects hold one:
// apps/<appid>/www. Its manifest.json has the keys of a 5+ App.
func isBuilt(dir string) bool {
	return filepath.Base(dir) == "www" && filepath.Base(filepath.Dir(filepath.Dir(dir))) == "apps"
}
