package project

import (
	"bytes"
	"path"
	"slices"
	"strings"
	"sync"

	"github.com/offpush/offpush/pkg/script"
)

// reach tells for each registration whether the app seems to load its file.
func (c *collector) reach() {
	known := map[string]Reach{}
	for i := range c.project.Code.Registrations {
		r := &c.project.Code.Registrations[i]
		file := r.Call.Span.File
		if _, ok := known[file]; !ok {
			known[file] = c.reachOf(file)
		}
		r.Reach = known[file]
	}
}

// maxSearches bounds how many files are looked for in all code, which reads it
// again. A real project registers in one or two.
const maxSearches = 3

func (c *collector) reachOf(file string) Reach {
	if c.startsHere(file) {
		return Reached
	}
	if slices.ContainsFunc(c.seen().importers[file], func(u use) bool { return u.from.Path != file }) {
		return Reached
	}
	if c.searches++; c.searches <= maxSearches && c.namedSomewhere(file) {
		return Reached
	}
	return ReachUnknown
}

var mainFiles = []string{"main.js", "main.ts", "main.uts"}

func (c *collector) mainFile(name string) *script.Code {
	return c.link.code(path.Join(c.project.Source, name))
}

// startsHere: files that uni-app loads without an import.
func (c *collector) startsHere(file string) bool {
	rel := strings.TrimPrefix(strings.TrimPrefix(file, c.project.Source), "/")
	dir := path.Dir(rel)
	stem := strings.TrimSuffix(path.Base(rel), path.Ext(rel))
	return c.isApp(file) || dir == "." && stem == "main" || c.isPage(file) ||
		// easycom: components/name/name.vue, also inside uni_modules
		path.Base(dir) == stem && path.Base(path.Dir(dir)) == "components"
}

// namedSomewhere looks through all code for an import of the file, by the last
// part of its path. It is only asked for files that nothing else explains.
func (c *collector) namedSomewhere(file string) bool {
	name := moduleName(file)
	if len(name) < 2 {
		return false
	}
	var mu sync.Mutex
	var namers []namer
	search := newSieve([]string{name})
	walkCode(c.project.Root, c.project.Source, func(rel string, data []byte) {
		if rel == file || len(data) > MaxCodeSize || !namesModule(search, data, name) {
			return
		}
		code := script.Read(rel, data, script.Options{}) // the name may stand in a comment
		mu.Lock()
		defer mu.Unlock()
		for _, specifier := range specifiers(code) {
			namers = append(namers, namer{rel, specifier})
		}
	})
	return slices.ContainsFunc(namers, func(n namer) bool {
		to, ok := c.link.resolve(n.file, n.specifier)
		return to == file || !ok && lastPart(n.specifier) == name // perhaps an alias
	})
}

// namer is a file and what it imports.
type namer struct{ file, specifier string }

// specifiers returns what a file imports, re-exports included.
func specifiers(code *script.Code) []string {
	var out []string
	for _, i := range code.Imports {
		out = append(out, i.From)
	}
	for _, e := range code.Exports {
		if e.From != "" {
			out = append(out, e.From)
		}
	}
	return out
}

// lastPart is the name by which a specifier names its module: see moduleName.
func lastPart(specifier string) string {
	specifier, _, _ = strings.Cut(specifier, "?")
	specifier = strings.TrimSuffix(specifier, "/")
	for _, ext := range codeExtensions {
		if cut, ok := strings.CutSuffix(specifier, ext); ok {
			specifier = cut
			break
		}
	}
	return path.Base(strings.TrimSuffix(specifier, "/index"))
}

// moduleName is the last part of the specifiers that import a file:
// "push" for utils/push.js, "utils" for utils/index.js.
func moduleName(file string) string {
	stem := strings.TrimSuffix(path.Base(file), path.Ext(file))
	if stem == "index" {
		return path.Base(path.Dir(file))
	}
	return stem
}

// namesModule reports whether a text has name as the last part of a quoted path,
// with or without an extension or /index.
func namesModule(search *sieve, data []byte, name string) bool {
	for {
		at, ok := search.find(data)
		if !ok {
			return false
		}
		start := at - search.min
		rest := bytes.TrimPrefix(data[start+len(name):], []byte("/index"))
		rest = bytes.TrimPrefix(rest, []byte("/"))
		for _, ext := range importSuffixes[1:8] {
			if cut, ok := bytes.CutPrefix(rest, []byte(ext)); ok {
				rest = cut
				break
			}
		}
		if start > 0 && isOneOf(data[start-1], "/'\"`") && len(rest) > 0 && isOneOf(rest[0], "'\"`?") {
			return true
		}
		data = data[at:]
	}
}

func isOneOf(c byte, set string) bool { return strings.IndexByte(set, c) >= 0 }
