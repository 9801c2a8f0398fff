package project

import (
	"regexp"
	"slices"
	"strconv"
	"strings"
	"sync"

	"golang.org/x/mod/semver"
)

// Range is the versions that package.json asks for, as spans of which one has to
// hold the version. The zero Range allows none.
type Range []interval

// interval is the versions from low to high, written "v1.2.3"; with high ""
// there is no end.
type interval struct {
	low, high string
	closed    bool // high itself belongs to it
}

// comparator is one piece of a range: "^2.19", ">=2.10.0", "2.x".
var comparator = sync.OnceValue(func() *regexp.Regexp {
	return regexp.MustCompile(`^(\^|~>?|>=?|<=?|=|v)?v?(0|[1-9]\d*|x|X|\*)(?:\.(0|[1-9]\d*|x|X|\*))?(?:\.(0|[1-9]\d*|x|X|\*))?([-+][0-9A-Za-z.+-]*)?$`)
})

// spacedOperator is an operator that stands apart from its version: ">= 2.10.0".
var spacedOperator = sync.OnceValue(func() *regexp.Regexp { return regexp.MustCompile(`([<>=~^])\s+`) })

// ReadRange reads a range of package.json. It returns false for what names no
// versions of the package: tags, URLs, an alias of a package other than the IM
// SDK of the same generation.
func ReadRange(s string) (Range, bool) {
	s = strings.TrimSpace(s)
	if alias, ok := strings.CutPrefix(s, "npm:"); ok {
		at := strings.LastIndex(alias, "@")
		if at <= 0 || !slices.Contains([]string{"tim-wx-sdk", "tim-js-sdk"}, alias[:at]) {
			return nil, false
		}
		s = alias[at+1:]
	}
	var out Range
	for _, part := range strings.Split(s, "||") {
		v, ok := readInterval(part)
		if !ok {
			return nil, false
		}
		out = append(out, v)
	}
	return out, true
}

func readInterval(part string) (interval, bool) {
	if low, high, ok := strings.Cut(part, " - "); ok {
		part = ">=" + strings.TrimSpace(low) + " <=" + strings.TrimSpace(high)
	}
	out := interval{low: "v0.0.0"}
	pieces := strings.Fields(spacedOperator().ReplaceAllString(part, "$1"))
	for _, piece := range pieces {
		v, ok := readComparator(piece)
		if !ok {
			return interval{}, false
		}
		out = out.and(v)
	}
	return out, len(pieces) > 0
}

func (v interval) and(w interval) interval {
	if semver.Compare(w.low, v.low) > 0 {
		v.low = w.low
	}
	if c := semver.Compare(w.high, v.high); w.high != "" && (v.high == "" || c < 0 || c == 0 && !w.closed) {
		v.high, v.closed = w.high, w.closed
	}
	return v
}

func readComparator(piece string) (interval, bool) {
	m := comparator().FindStringSubmatch(piece)
	if m == nil {
		return interval{}, false
	}
	var n [3]int // major, minor, patch
	given := 0   // how many of them are said
	for given < len(n) {
		value, err := strconv.Atoi(m[2+given])
		if err != nil { // "", "x", or more than fits
			break
		}
		n[given] = value
		given++
	}
	low := version(n)
	if given == len(n) {
		low += m[5]
	}
	if !semver.IsValid(low) {
		return interval{}, false
	}
	return compared(m[1], low, n, given), true
}

// compared returns the versions that an operator makes of a version of which the
// first numbers are given.
func compared(operator, low string, n [3]int, given int) interval {
	whole := given == len(n)
	next := following(n, given) // behind all that 2.19 or 2.19.x stands for
	switch operator {
	case ">=":
		return interval{low: low}
	case ">":
		if !whole && next != "" {
			low = next
		}
		return interval{low: low}
	case "<":
		return interval{low: "v0.0.0", high: low}
	case "<=":
		if !whole {
			return interval{low: "v0.0.0", high: next}
		}
		return interval{low: "v0.0.0", high: low, closed: true}
	case "~", "~>":
		return interval{low: low, high: following(n, min(given, 2))}
	case "^":
		fixed := 1 + slices.IndexFunc(n[:given], func(i int) bool { return i > 0 })
		if fixed == 0 { // ^0, ^0.0, ^0.0.0
			fixed = given
		}
		return interval{low: low, high: following(n, fixed)}
	}
	if whole {
		return interval{low, low, true}
	}
	return interval{low: low, high: next}
}

// following returns the first version behind all that begin with the first
// numbers of n; "" when there is none.
func following(n [3]int, fixed int) string {
	if fixed == 0 {
		return ""
	}
	n[fixed-1]++
	clear(n[fixed:])
	return version(n)
}

func version(n [3]int) string {
	return "v" + strconv.Itoa(n[0]) + "." + strconv.Itoa(n[1]) + "." + strconv.Itoa(n[2])
}

// Allows reports whether a version, such as "2.27.6", lies in the range.
func (r Range) Allows(version string) bool {
	v := "v" + version
	return semver.IsValid(v) && slices.ContainsFunc(r, func(s interval) bool {
		c := semver.Compare(v, s.high)
		return semver.Compare(v, s.low) >= 0 && (s.high == "" || c < 0 || c == 0 && s.closed)
	})
}

// From reports whether the range holds nothing below a version.
func (r Range) From(version string) bool {
	return !slices.ContainsFunc(r, func(s interval) bool { return semver.Compare(s.low, "v"+version) < 0 })
}

// Below reports whether the range holds nothing but what is below a version.
func (r Range) Below(version string) bool {
	return !slices.ContainsFunc(r, func(s interval) bool {
		c := semver.Compare(s.high, "v"+version)
		return s.high == "" || c > 0 || c == 0 && s.closed
	})
}

// Exact returns the only version that a range allows.
func (r Range) Exact() (version string, ok bool) {
	if len(r) != 1 || r[0].low != r[0].high || !r[0].closed {
		return "", false
	}
	return r[0].low[1:], true
}
