package project

import (
	"bytes"
	"maps"
	"path"
	"slices"
	"strings"
	"sync"

	"github.com/offpush/offpush/pkg/script"
)

// reach tells for each file that registers or requires the plugin whether the
// app seems to load it.
func (c *collector) reach() {
	out := &c.project.Code
	known := map[string]Reach{}
	for _, r := range out.Registrations {
		known[r.Call.Span.File] = c.reachOf(r.Call.Span.File)
	}
	for _, r := range out.Requires {
		if r.ID == PluginID || !r.Literal || strings.Contains(strings.ToLower(r.ID), "offlinepush") {
			known[r.Call.Span.File] = c.reachOf(r.Call.Span.File)
		}
	}
	c.searchImporters(known)
	for i := range out.Registrations {
		out.Registrations[i].Reach = known[out.Registrations[i].Call.Span.File]
	}
	for i := range out.Requires {
		out.Requires[i].Reach = known[out.Requires[i].Call.Span.File]
	}
}

func (c *collector) reachOf(file string) Reach {
	if c.startsHere(file) {
		return Reached
	}
	if slices.ContainsFunc(c.seen().importers[file], func(u use) bool { return u.from.Path != file }) {
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

// maxSought bounds how many files importers are looked for. A real project has
// the plugin in one or two files, and a few copies of them.
const maxSought = 64

// searchImporters looks through all code for imports of the files that nothing
// else explains, by the last part of their paths. It reads all code again, once.
func (c *collector) searchImporters(known map[string]Reach) {
	sought := map[string][]string{} // files by the name that imports them
	for _, file := range slices.Sorted(maps.Keys(known)) {
		if name := moduleName(file); known[file] == ReachUnknown && len(name) > 1 && len(sought) < maxSought {
			sought[name] = append(sought[name], file)
		}
	}
	if len(sought) == 0 {
		return
	}
	for _, n := range c.namers(slices.Sorted(maps.Keys(sought))) {
		to, ok := c.link.resolve(n.file, n.specifier)
		for _, file := range sought[lastPart(n.specifier)] {
			if n.file != file && (to == file || !ok) { // not resolved: perhaps an alias
				known[file] = Reached
			}
		}
	}
}

// namers returns the imports, in all code, that end in one of the names.
func (c *collector) namers(names []string) []namer {
	var mu sync.Mutex
	var out []namer
	all := newSieve(names)
	each := make([]*sieve, len(names))
	for i, name := range names {
		each[i] = newSieve([]string{name})
	}
	walkNoting(c.link.tree.over, c.project.Root, c.project.Source, func(rel string, data []byte) {
		if len(data) > MaxCodeSize || !all.holds(data) {
			return
		}
		if !slices.ContainsFunc(names, func(name string) bool {
			return namesModule(each[slices.Index(names, name)], data, name)
		}) {
			return
		}
		code := script.Read(rel, data, script.Options{}) // the name may stand in a comment
		mu.Lock()
		defer mu.Unlock()
		for _, specifier := range specifiers(code) {
			if slices.Contains(names, lastPart(specifier)) {
				out = append(out, namer{rel, specifier})
			}
		}
	}, nil)
	return out
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
