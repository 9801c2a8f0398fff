package config

import (
	"regexp"
	"slices"
	"strings"
	"sync"

	"github.com/BurntSushi/toml"
	"github.com/bmatcuk/doublestar/v4"

	"github.com/offpush/offpush/pkg/text"
)

// Ignore is one of [[doctor.ignore]]. Whether there is such a rule is for
// pkg/check to say.
type Ignore struct {
	Rule   string
	Path   string // or a pattern of path.Match; "": the whole project
	Reason string // "" when there is none
	Place  Place
}

// Severity is one of [doctor.severity]. Neither rule nor level is judged here.
type Severity struct {
	Rule, Level string
	Place       Place
}

// Place is a line of one of the files.
type Place struct {
	File string
	Line int    // from 1; 0 where it is not known
	Text string // of the line
}

// Error is an error at that place.
func (p Place) Error(message text.Text) *Error { return &Error{p.File, p.Line, message} }

func (f *file) place(line int) Place {
	p := Place{File: f.path, Line: line}
	if lines := strings.Split(f.data, "\n"); line > 0 && line <= len(lines) {
		p.Text = strings.TrimRight(lines[line-1], "\r")
	}
	return p
}

// takeIgnores reads the list doctor.ignore.
func (c *Config) takeIgnores(v value, list []any) error {
	lines := v.file.headers(v.key)
	for i, item := range list {
		line := 0
		if len(lines) == len(list) {
			line = lines[i]
		} else { // an array of inline tables
			line = v.file.line(v.key)
		}
		at := v.file.place(line)
		ignore := Ignore{Place: at}
		fields, ok := item.(map[string]any)
		if !ok {
			return at.Error(text.F("%[1]s 应为%[2]s", "%[1]s should be %[2]s", dotted(v.key), items.name()))
		}
		if err := ignore.read(v.key, fields); err != nil {
			return err
		}
		c.Doctor.Ignores = append(c.Doctor.Ignores, ignore)
	}
	return nil
}

// read takes the fields of an ignore. A missing reason is none of its errors:
// that is what the rule ignore-without-reason is for.
func (i *Ignore) read(key []string, fields map[string]any) error {
	names, kind := below(key)
	targets := map[string]*string{"rule": &i.Rule, "path": &i.Path, "reason": &i.Reason}
	for _, name := range sortedKeys(fields) {
		if !slices.Contains(names, name) {
			return i.Place.Error(unknownName(dotted(append(slices.Clone(key), short(name))), name, dotted(key)+".", names))
		}
		s, ok := fields[name].(string)
		if !ok {
			return i.Place.Error(text.F("%[1]s 应为%[2]s", "%[1]s should be %[2]s", dotted(append(slices.Clone(key), name)), kind.name()))
		}
		*targets[name] = strings.TrimSpace(s)
	}
	if i.Rule == "" {
		return i.Place.Error(text.F("%s 缺少 rule：要忽略的规则", "%s lacks rule: which one to ignore", dotted(key)))
	}
	if !doublestar.ValidatePattern(i.Path) {
		return i.Place.Error(text.F("path %q 不是有效的通配符", "path %q is no valid pattern", short(i.Path)))
	}
	return nil
}

// takeSeverity reads a key of doctor.severity; the later file wins.
func (c *Config) takeSeverity(v value) {
	raw, _ := v.file.at(v.key).(string)
	s := Severity{Rule: v.key[2], Level: raw, Place: v.file.place(v.file.line(v.key))}
	c.Doctor.Severities = slices.DeleteFunc(c.Doctor.Severities, func(old Severity) bool { return old.Rule == s.Rule })
	c.Doctor.Severities = append(c.Doctor.Severities, s)
}

var arrayHeader = sync.OnceValue(func() *regexp.Regexp {
	return regexp.MustCompile(`(?m)^[ \t]*\[\[[ \t]*["']?(\w+)["']?[ \t]*\.[ \t]*["']?(\w+)["']?[ \t]*\]\]`)
})

// headers are the lines on which the tables of a list begin, [[a.b]]. The library
// knows the place of the last one only. A line that looks like one in a text of
// several lines is none: what stands before it is no TOML on its own.
func (f *file) headers(key []string) []int {
	var out []int
	for _, m := range arrayHeader().FindAllStringSubmatchIndex(f.data, -1) {
		if f.data[m[2]:m[3]] != key[0] || f.data[m[4]:m[5]] != key[1] {
			continue
		}
		var before map[string]any
		if _, err := toml.Decode(f.data[:m[0]], &before); err == nil {
			out = append(out, 1+strings.Count(f.data[:m[0]], "\n"))
		}
	}
	return out
}

func anys[T any](list []T) []any {
	var out []any
	for _, v := range list {
		out = append(out, v)
	}
	return out
}

func sortedKeys(m map[string]any) []string {
	var keys []string
	for k := range m {
		keys = append(keys, k)
	}
	slices.Sort(keys)
	return keys
}
