package project

import (
	"path"
	"strings"
)

// resolve returns the file that an import specifier names: relative ones and
// those that begin with "@/" or "~@/"; others are packages or aliases.
func (l *linker) resolve(from, specifier string) (string, bool) {
	specifier, _, _ = strings.Cut(specifier, "?")
	var base string
	switch {
	case strings.HasPrefix(specifier, "./"), strings.HasPrefix(specifier, "../"), specifier == ".", specifier == "..":
		base = path.Join(path.Dir(from), specifier)
	case strings.HasPrefix(specifier, "@/"), strings.HasPrefix(specifier, "~@/"):
		_, rest, _ := strings.Cut(specifier, "@/")
		base = path.Join(l.source, rest)
	case strings.HasPrefix(specifier, "/"): // HBuilderX takes the source folder as root
		base = path.Join(l.source, specifier)
	default:
		return "", false
	}
	if base == ".." || strings.HasPrefix(base, "../") {
		return "", false
	}
	if base == "" {
		base = "." // "@/"
	}
	for _, suffix := range importSuffixes {
		if name := path.Clean(base + suffix); l.tree.isFile(name) {
			return name, true
		}
	}
	if stem, ok := strings.CutSuffix(base, ".js"); ok && l.tree.isFile(stem+".ts") {
		return stem + ".ts", true // as TypeScript writes it
	}
	return "", false
}

// importSuffixes are tried in order, as the bundlers do.
var importSuffixes = []string{"", ".js", ".ts", ".mjs", ".uts", ".vue", ".nvue", ".uvue", "/index.js", "/index.ts", "/index.mjs", "/index.uts", "/index.vue"}
