package cmd

import (
	"cmp"
	"slices"
	"sort"
	"strconv"
	"strings"
	"unicode"

	"github.com/offpush/offpush/pkg/catalog"
	"github.com/offpush/offpush/pkg/report"
	"github.com/offpush/offpush/pkg/text"
)

// explainCode prints every entry of a code at one vendor.
func (a *app) explainCode(v catalog.Vendor, code string) error {
	if found := codesOf(v, code); len(found) > 0 {
		return report.VendorCodes(a.Out, found, a.look())
	}
	push := v.Push()
	message := text.F("未知的代码 \"%[2]s\"（%[1]s）", "unknown code \"%[2]s\" of %[1]s", v.Name, brief(code))
	if near := nearCodes(code, push.Codes); len(near) > 0 {
		message = text.F("%s，是不是 %s？", "%s; did you mean %s?", message, oneOf(near))
	}
	// A number may be an HTTP status, which families go by as well.
	status, _ := strconv.Atoi(code)
	family := push.Explain(code, status)
	return usageError("unknown-code", message).withHint(text.F("%s。\n%s。\noffpush explain %s 列出全部代码",
		"%s.\n%s.\noffpush explain %s lists all codes.", family.Meaning, family.Remedy, v.ID))
}

// explainAnywhere looks a code up at all vendors.
func (a *app) explainAnywhere(words []string) error {
	name := joinCode(words)
	var found []report.VendorCode
	var codes []string
	for _, v := range catalog.Vendors() {
		found = append(found, codesOf(v, name)...)
		for _, c := range v.Push().Codes {
			codes = append(codes, c.Code)
		}
	}
	if len(found) > 0 {
		return report.VendorCodes(a.Out, found, a.look())
	}
	word := brief(name)
	// With a digit it was meant as a code. That others are near helps no one:
	// among the numbers of eight vendors one always is.
	if strings.ContainsFunc(name, unicode.IsDigit) && len(words) == 1 {
		return usageError("unknown-code", text.F("未知的代码 \"%s\"：所有厂商的代码表里都没有", "unknown code \"%s\": it is in no vendor's table", word)).
			withHint(text.T("offpush explain 厂商 代码 按该厂商的同类代码解释", "offpush explain VENDOR CODE goes by the vendor's kindred codes."))
	}
	if len(words) > 1 { // the first should have been a vendor
		message := text.F("没有厂商 \"%s\"", "there is no vendor \"%s\"", brief(words[0]))
		if near := text.Nearest(words[0], catalog.IDs()); near != "" {
			message = text.F("%s，是不是 %s？", "%s; did you mean %s?", message, near)
		}
		return usageError("unknown-vendor", message).withHint(text.F("可用的厂商：%s", "The vendors are %s.", text.List(catalog.IDs())))
	}
	message := text.F("没有规则、厂商或代码 \"%s\"", "there is no rule, vendor or code \"%s\"", word)
	if near := text.Nearest(name, append(explainable(), codes...)); near != "" {
		message = text.F("%s，是不是 %s？", "%s; did you mean %s?", message, near)
	}
	return usageError("unknown-rule", message).
		withHint(text.F("offpush explain 列出全部规则；厂商有 %s", "offpush explain lists all rules; the vendors are %s.", text.List(catalog.IDs())))
}

// joinCode makes a code of arguments: "status" "1" is one code, and blanks
// around it come from copying.
func joinCode(words []string) string {
	return strings.Join(strings.Fields(strings.Join(words, " ")), " ")
}

// codesOf are the entries of a code at a vendor, whatever the case of its
// letters.
func codesOf(v catalog.Vendor, code string) []report.VendorCode {
	var found []report.VendorCode
	for _, c := range v.Push().Codes {
		if strings.EqualFold(c.Code, code) {
			found = append(found, report.VendorCode{Vendor: v, Code: c})
		}
	}
	return found
}

// nearCodes are up to three codes that the one given may have been meant as,
// nearest first: those that it is a part of, as 20003 is of 1101/20003, and
// those with few typing errors. Of equally near ones those go first that begin
// alike: vendors number what belongs together in a row.
func nearCodes(code string, codes []catalog.Code) []string {
	type near struct {
		code             string
		distance, shared int
	}
	word := strings.ToLower(code)
	var all []near
	for _, c := range codes {
		candidate := strings.ToLower(c.Code)
		d := text.Distance(word, candidate)
		if len(word) >= 3 && strings.Contains(candidate, word) {
			d = 1
		}
		if d <= len(word)/3 {
			all = append(all, near{c.Code, d, shared(word, candidate)})
		}
	}
	sort.SliceStable(all, func(i, j int) bool {
		return cmp.Or(all[i].distance-all[j].distance, all[j].shared-all[i].shared) < 0
	})
	var out []string
	for _, n := range all {
		if len(out) < 3 && !slices.Contains(out, n.code) {
			out = append(out, n.code)
		}
	}
	return out
}

// shared counts the bytes with which both begin.
func shared(x, y string) int {
	n := 0
	for n < len(x) && n < len(y) && x[n] == y[n] {
		n++
	}
	return n
}

// minusCodes are the codes that a command line takes for flags. They are not
// read from the tables, which are only built when they are asked for.
func minusCodes() []string { return []string{"-1", "-2"} }

// explainable are the names that explain knows beside codes.
func explainable() []string { return append(explainPapers(), catalog.IDs()...) }

// completeExplain offers names and, behind a vendor, its codes word by word.
func (a *app) completeExplain(args []string) []string {
	if len(args) == 0 {
		return explainable()
	}
	v, ok := catalog.ByID(strings.ToLower(args[0]))
	if !ok {
		return nil
	}
	given := args[1:]
	var out []string
	for _, c := range v.Push().Codes {
		words := strings.Fields(c.Code)
		if len(words) <= len(given) || !slices.Equal(words[:len(given)], given) {
			continue
		}
		word := words[len(given)]
		if len(words) == len(given)+1 {
			word += "\t" + c.Meaning.In(a.lang)
		}
		if !slices.Contains(out, word) {
			out = append(out, word)
		}
	}
	return out
}
