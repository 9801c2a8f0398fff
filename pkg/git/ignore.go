// Package git answers what other packages ask of a checkout: what its .gitignore
// files keep out, and what its index tracks. It runs no git program and works
// outside of a checkout, too.
package git

import (
	"os"
	"path/filepath"
	"strings"

	"github.com/go-git/go-git/v5/plumbing/format/gitignore"
)

// Ignores answers whether git would ignore a path, from the .gitignore files
// between the top of the checkout and the path. They are read on the first
// question; most projects never ask one. What a user's own settings ignore
// (core.excludesFile, .git/info/exclude) is not asked.
type Ignores struct {
	root string // the folder that paths are relative to
	top  string // the checkout's top, or root outside of one
	in   bool   // in a checkout
	read map[string][]gitignore.Pattern
}

// maxIgnoreFile bounds what is read of one .gitignore.
const maxIgnoreFile = 1 << 20

// NewIgnores is for paths below root, an absolute path without links.
func NewIgnores(root string) *Ignores { return &Ignores{root: root} }

// Covers reports whether a path, relative to the root and with forward slashes,
// is ignored.
func (g *Ignores) Covers(rel string) bool {
	g.begin()
	prefix, err := filepath.Rel(g.top, g.root)
	if err != nil {
		return false
	}
	parts := segments(filepath.ToSlash(prefix) + "/" + rel)
	// A parent that is ignored takes everything below it along.
	var patterns []gitignore.Pattern
	for i := range parts {
		patterns = append(patterns, g.patterns(parts[:i])...)
		if gitignore.NewMatcher(patterns).Match(parts[:i+1], i+1 < len(parts)) {
			return true
		}
	}
	return false
}

// begin looks for the top once.
func (g *Ignores) begin() {
	if g.read != nil {
		return
	}
	g.read = map[string][]gitignore.Pattern{}
	g.top = g.root
	if top, ok := findTop(g.root); ok {
		g.top, g.in = top, true
	}
}

// InCheckout reports whether the root lies in a checkout.
func (g *Ignores) InCheckout() bool {
	g.begin()
	return g.in
}

// Replace answers from now on as if the .gitignore of a folder, relative to the
// root, held data.
func (g *Ignores) Replace(dir string, data []byte) {
	g.begin()
	prefix, err := filepath.Rel(g.top, g.root)
	if err != nil {
		return
	}
	parts := segments(filepath.ToSlash(prefix) + "/" + dir)
	g.read[strings.Join(parts, "/")] = parse(data, parts)
}

func (g *Ignores) patterns(dir []string) []gitignore.Pattern {
	key := strings.Join(dir, "/")
	if p, ok := g.read[key]; ok {
		return p
	}
	file := filepath.Join(g.top, filepath.FromSlash(key), ".gitignore")
	if info, err := os.Stat(file); err == nil && info.Mode().IsRegular() && info.Size() <= maxIgnoreFile {
		data, _ := os.ReadFile(file)
		g.read[key] = parse(data, dir)
	} else {
		g.read[key] = nil
	}
	return g.read[key]
}

// parse reads the patterns of a .gitignore in a folder.
func parse(data []byte, dir []string) []gitignore.Pattern {
	var patterns []gitignore.Pattern
	for line := range strings.Lines(strings.TrimPrefix(string(data), "\ufeff")) {
		line = strings.TrimRight(line, "\r\n")
		if line != "" && !strings.HasPrefix(line, "#") {
			patterns = append(patterns, gitignore.ParsePattern(line, append([]string(nil), dir...)))
		}
	}
	return patterns
}

// findTop is the top of the checkout that a folder lies in.
func findTop(dir string) (string, bool) {
	for d := dir; ; d = filepath.Dir(d) {
		if _, err := os.Lstat(filepath.Join(d, ".git")); err == nil {
			return d, true
		}
		if d == filepath.Dir(d) {
			return "", false
		}
	}
}

func segments(p string) []string {
	var out []string
	for _, s := range strings.Split(p, "/") {
		if s != "" && s != "." {
			out = append(out, s)
		}
	}
	return out
}
