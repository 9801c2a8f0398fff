package script

import (
	"bytes"
	"path"
	"strings"
)

// What makes a file a bundle. Measured on the IM SDKs as npm has them, on
// copies of them in projects, on what the uni-app compilers put out, and on
// the code of some forty public projects.
const (
	// A line of minified code is longer than this. Hand-written lines of that
	// length exist (a configuration or image on one line), but hold no code.
	longLine = 2000
	// It has a function, an arrow or a return at least every so many bytes: the
	// SDKs have one every 35 to 70 bytes, data on one line none at all.
	bytesPerMark = 400
	// Bundles that are not minified are known by what the bundlers put at their
	// beginning, and by their size: a small file with such a beginning may be a
	// copied piece of a library that the project goes on editing.
	bundleSize = 20_000
	bundleHead = 4_000
)

// Bundled reports whether a file is a bundled or minified library. Components
// are never taken for one. A file is one if
//
//   - it is called *.min.js, or
//   - at least half of it is on lines of minified code, or
//   - it is larger than 20 kB and begins as webpack, Rollup, esbuild, Vite or
//     TypeScript begin a bundle.
func Bundled(name string, data []byte) bool {
	ext := strings.ToLower(path.Ext(name))
	switch ext {
	case ".vue", ".nvue", ".uvue":
		return false
	}
	if strings.HasSuffix(strings.ToLower(strings.TrimSuffix(name, path.Ext(name))), ".min") {
		return true
	}
	return len(data) > longLine && (2*minifiedBytes(data) >= len(data) || len(data) > bundleSize && bundleBegins(data[:bundleHead]))
}

// minifiedBytes returns how many bytes are on lines of minified code.
func minifiedBytes(data []byte) int {
	total := 0
	for len(data) > 0 {
		line := data
		if i := bytes.IndexAny(data, "\r\n"); i >= 0 {
			line = data[:i]
		}
		if len(line) > longLine {
			marks := 0
			for _, mark := range [...]string{"function(", "function ", "=>", "return "} {
				marks += bytes.Count(line, []byte(mark))
			}
			if marks*bytesPerMark >= len(line) {
				total += len(line)
			}
		}
		data = data[min(len(line)+1, len(data)):]
	}
	return total
}

// bundleBegins reports whether head is the beginning of a bundle.
func bundleBegins(head []byte) bool {
	has := func(s string) bool { return bytes.Contains(head, []byte(s)) }
	switch {
	case has("__webpack_require__"), has("webpackBootstrap"), has("webpackJsonp"), has("webpackUniversalModuleDefinition"):
		return true
	case has("var __defProp = Object.defineProperty"), has("var __commonJS = "), has("} from \"./chunk-"): // esbuild, Vite
		return true
	}
	// The universal module header, with typeof on either side.
	return has("define.amd") && (has("typeof exports") || has("typeof module") || has(`"object"==typeof`) || has("typeof define"))
}
