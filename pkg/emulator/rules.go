package emulator

import (
	"encoding/json"
	"maps"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/offpush/offpush/pkg/text"
)

// table is what a vendor demands of a body's members, as data. Its rules are
// looked at in their order, and the first that is broken decides the answer.
type table struct {
	// missing and invalid are the codes, where a rule has none of its own.
	missing, invalid string
	// form: the values are those of a form, so everything is text, and a dot in a
	// path is part of the name.
	form bool
	// blank: an empty text stands for a member that is not there.
	blank bool
	// words makes the vendor's own words out of a member's path and what is wrong
	// with it, in English; nil: those of the catalog.
	words func(path, problem string) string
	rules []rule
}

// rule is what a vendor demands of one member.
type rule struct {
	// path of the member: "notification.title"; "buttons[].name" is that of each
	// item of a list. A rule does not apply where something above its member is
	// missing.
	path string
	kind kind
	need bool // it must be there, and a string must not be blank
	// in are the values allowed, as text: "1", "HIGH".
	in []string
	// min and max are of characters, of a number's value, or of a list's items;
	// max 0: none. Below min is refused only where there is a min or a max.
	min, max int
	bytes    bool // min and max of a string are bytes
	form     *regexp.Regexp
	// missing and invalid are the codes where they are not the table's.
	missing, invalid string
	// when limits the rule to documents for which it is true; nil: all.
	when func(document map[string]any) bool
	// soft: inferred, or sources differ; a warning, which a strict emulator
	// refuses.
	soft bool
	// why says more of the rule, for people: where it comes from, or what to do.
	why text.Text
}

// kind is the JSON type of a member.
type kind uint8

const (
	anything kind = iota
	str
	integer
	// looseInt and looseBool are also taken as strings, as real back ends send
	// them, with a warning.
	looseInt
	boolean
	looseBool
	obj
	strMap // an object of strings
	strList
	objList
)

func (k kind) name() text.Text {
	return [...]text.Text{
		anything:  text.T("任意值", "anything"),
		str:       text.T("字符串", "a string"),
		integer:   text.T("整数", "a whole number"),
		looseInt:  text.T("整数", "a whole number"),
		boolean:   text.T("true 或 false", "true or false"),
		looseBool: text.T("true 或 false", "true or false"),
		obj:       text.T("对象", "an object"),
		strMap:    text.T("值全为字符串的对象", "an object of strings"),
		strList:   text.T("字符串数组", "a list of strings"),
		objList:   text.T("对象数组", "a list of objects"),
	}[k]
}

// check judges a document; nil when nothing is wrong. The rules of an object stand
// together, so that it is looked up once for all of them.
func (t *table) check(c *call, document map[string]any) *answer {
	folder, object := "", document // where the last rule's member stands
	for i := range t.rules {
		r := &t.rules[i]
		if r.when != nil && !r.when(document) {
			continue
		}
		if !t.form && strings.Contains(r.path, "[]") {
			name, rest, _ := strings.Cut(r.path, ".")
			if a := t.walk(c, r, document, name, rest); a != nil {
				return a
			}
			continue
		}
		above, name := "", r.path
		if dot := strings.LastIndexByte(r.path, '.'); dot >= 0 && !t.form {
			above, name = r.path[:dot], r.path[dot+1:]
		}
		if above != folder {
			folder, object = above, document
			if above != "" {
				for step := range strings.SplitSeq(above, ".") {
					object, _ = object[step].(map[string]any)
				}
			}
		}
		if object == nil {
			continue // its own rule says whether it must be there
		}
		v := object[name]
		if a := t.member(c, r, v, v != nil); a != nil {
			return a
		}
	}
	return nil
}

// walk follows a rule's path through lists, a name and the names behind it, and
// judges what stands there.
func (t *table) walk(c *call, r *rule, at map[string]any, name, rest string) *answer {
	name, isList := strings.CutSuffix(name, "[]")
	v, ok := at[name]
	if rest == "" && !isList {
		return t.member(c, r, v, ok && v != nil)
	}
	next, after, _ := strings.Cut(rest, ".")
	if !isList {
		below, _ := v.(map[string]any)
		if below == nil {
			return nil
		}
		return t.walk(c, r, below, next, after)
	}
	items, _ := v.([]any)
	for _, item := range items {
		if below, isObject := item.(map[string]any); isObject && rest != "" {
			if a := t.walk(c, r, below, next, after); a != nil {
				return a
			}
		} else if rest == "" {
			if a := t.member(c, r, item, true); a != nil {
				return a
			}
		}
	}
	return nil
}

// where is a condition of a rule: a member has one of the values, as text; "" is
// that of a missing one.
func where(path string, values ...string) func(document map[string]any) bool {
	names := strings.Split(path, ".")
	return func(document map[string]any) bool {
		v, flat := document[path] // of a form
		if !flat {
			v = lookup(document, names...)
		}
		return slices.Contains(values, scalar(v))
	}
}

// scalar is a string, a number or a boolean as text; "" for everything else.
func scalar(v any) string {
	switch v := v.(type) {
	case string:
		return v
	case json.Number:
		return v.String()
	case bool:
		return strconv.FormatBool(v)
	}
	return ""
}

// member judges a value.
func (t *table) member(c *call, r *rule, v any, there bool) *answer {
	// A form often has empty members: clients write all that they know.
	if s, isString := v.(string); there && isString && (r.need || t.form || t.blank) && strings.TrimSpace(s) == "" {
		there = false
	}
	if !there {
		if !r.need {
			return nil
		}
		return t.broken(c, r, or(r.missing, t.missing), text.T("缺少，或是空的", "it is missing or empty"))
	}
	if problem := r.problem(c, v, t.form); !problem.IsZero() {
		return t.broken(c, r, or(r.invalid, t.invalid), problem)
	}
	return nil
}

func (t *table) broken(c *call, r *rule, code string, problem text.Text) *answer {
	c.field = r.path
	defer func() { c.field = "" }()
	message := text.F("%s：%s", "%s: %s", r.path, problem)
	if !r.why.IsZero() {
		message = text.F("%s（%s）", "%s (%s)", message, r.why)
	}
	if r.soft {
		return c.doubt(code, "%s", "%s", message)
	}
	words := ""
	if t.words != nil {
		words = t.words(r.path, problem.EN)
	}
	return c.refuseText(code, words, "%s", "%s", message)
}

// problem says what is wrong with a value.
func (r *rule) problem(c *call, v any, form bool) text.Text {
	s, size, ok := r.read(v, form)
	if !ok && (r.kind == looseInt || r.kind == looseBool) {
		if s, size, ok = r.read(v, true); ok {
			// Several rules may be about one member.
			if w := text.F("%s：写成了字符串，文档要求%s", "%s: it is a string, the documents ask for %s", r.path, r.kind.name()); !slices.Contains(c.warnings, w) {
				c.warnings = append(c.warnings, w)
			}
		}
	}
	switch {
	case !ok:
		return text.F("应为%s，不能是%s", "it should be %s, not %s", r.kind.name(), r.found(v))
	case len(r.in) > 0 && !slices.Contains(r.in, s):
		return text.F("%s 不在允许的值之中：%s", "%s is not one of %s", shown(s), text.List(r.in))
	case r.form != nil && !r.form.MatchString(s):
		return text.F("%s 的格式不对", "%s does not have the right form", shown(s))
	case (r.min != 0 || r.max != 0) && size < r.min, r.max != 0 && size > r.max:
		if r.max == 0 {
			return text.F("是 %d，至少为 %d", "it is %d, the least is %d", size, r.min)
		}
		return text.F("%s是 %d，允许 %d 到 %d", "%sis %d; %d to %d are allowed", r.measure(), size, r.min, r.max)
	}
	return text.Text{}
}

// found says what a value is that is not of the rule's kind; of a list or object
// that has something wrong in it, what that is.
func (r *rule) found(v any) text.Text {
	switch v := v.(type) {
	case []any:
		for _, item := range v {
			_, isString := item.(string)
			_, isObject := item.(map[string]any)
			if r.kind == strList && !isString || r.kind == objList && !isObject {
				return text.F("含有%s的数组", "a list with %s in it", nameOf(item))
			}
		}
	case map[string]any:
		for _, name := range slices.Sorted(maps.Keys(v)) {
			if _, isString := v[name].(string); r.kind == strMap && !isString {
				return text.F("%s 为%s的对象", "an object in which %s is %s", shown(name), nameOf(v[name]))
			}
		}
	}
	return nameOf(v)
}

// nameOf says what a JSON value is.
func nameOf(v any) text.Text {
	switch v := v.(type) {
	case string:
		return text.F("文本 %s", "the text %s", shown(v))
	case json.Number:
		return text.F("数字 %s", "the number %s", strings.Trim(shown(v.String()), `"`))
	case bool:
		return text.F(" %t", "%t", v)
	case []any:
		return text.T("数组", "a list")
	case map[string]any:
		return text.T("对象", "an object")
	}
	return text.T(" null", "null")
}

// measure says what min and max are about.
func (r *rule) measure() text.Text {
	switch {
	case r.kind == str && r.bytes:
		return text.T("字节数", "its number of bytes ")
	case r.kind == str:
		return text.T("字符数", "its number of characters ")
	case r.kind == strList || r.kind == objList:
		return text.T("个数", "its number of items ")
	}
	return text.T("值", "it ")
}

// read returns a value as text, its size, and whether it is of the kind.
func (r *rule) read(v any, form bool) (s string, size int, ok bool) {
	if form {
		if s, ok = v.(string); !ok {
			return "", 0, false
		}
		switch r.kind {
		case integer, looseInt:
			n, err := strconv.ParseInt(s, 10, 64)
			return s, int(n), err == nil
		case boolean, looseBool:
			return s, 0, s == "true" || s == "false"
		case anything, str:
		default:
			return "", 0, false
		}
	}
	switch v := v.(type) {
	case string:
		if r.bytes {
			return v, len(v), r.kind == str || r.kind == anything
		}
		return v, utf8.RuneCountInString(v), r.kind == str || r.kind == anything
	case json.Number:
		n, err := strconv.ParseInt(v.String(), 10, 64)
		return v.String(), int(n), err == nil && (r.kind == integer || r.kind == looseInt) || r.kind == anything
	case bool:
		return strconv.FormatBool(v), 0, r.kind == boolean || r.kind == looseBool || r.kind == anything
	case map[string]any:
		return "", len(v), r.kind == obj || r.kind == anything || r.kind == strMap && allStrings(v)
	case []any:
		return "", len(v), r.kind == anything || r.kind == strList && len(list(v)) == len(v) || r.kind == objList && allObjects(v)
	}
	return "", 0, r.kind == anything
}

func allStrings(m map[string]any) bool {
	for _, v := range m {
		if _, ok := v.(string); !ok {
			return false
		}
	}
	return true
}

func allObjects(items []any) bool {
	for _, v := range items {
		if _, ok := v.(map[string]any); !ok {
			return false
		}
	}
	return true
}

// shownValue is how many characters of a wrong value are repeated.
const shownValue = 40

// shown is a value of the request as an explanation repeats it.
func shown(s string) string {
	if r := []rune(s); len(r) > shownValue {
		s = string(r[:shownValue]) + "…"
	}
	return strconv.Quote(text.Visible(s))
}

func or(a, b string) string {
	if a != "" {
		return a
	}
	return b
}
