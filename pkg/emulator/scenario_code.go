package emulator

import (
	"regexp"
	"slices"

	"github.com/offpush/offpush/pkg/catalog"
	"github.com/offpush/offpush/pkg/text"
)

// number is the form of most vendors' codes, which stand in JSON as numbers.
var number = regexp.MustCompile(`^-?[0-9]+$`)

// lists reports whether the catalog has a code of the vendor.
func (d *dialect) lists(code string) bool {
	_, known := d.push.Find(code)
	return known
}

// mayHave reports whether a code is one of the vendor, or has the form of those of
// its pushes: a number, or a word.
func (d *dialect) mayHave(code string) bool {
	numbers, words := 0, 0
	for _, c := range d.push.Codes {
		switch {
		case c.At != catalog.AtSend:
		case number.MatchString(c.Code):
			numbers++
		default:
			words++
		}
	}
	return d.lists(code) || number.MatchString(code) == (numbers > words)
}

// unlisted says of a code that the catalog does not have it for the vendor, and
// which one may be meant.
func (d *dialect) unlisted(code string) text.Text {
	var all []string
	for _, c := range d.push.Codes {
		all = append(all, c.Code)
	}
	if near := text.Nearest(code, all); near != "" {
		return text.F("已知的 %s 错误码里没有 %s，是不是 %s？", "%s has no code %s that is known; is %s meant?", d.id, shown(code), shown(near))
	}
	return text.F("已知的 %s 错误码里没有 %s", "%s has no code %s that is known", d.id, shown(code))
}

// checkCode judges the code of a scenario: one that no chosen vendor's codes look
// like is refused; of one that none has there is a warning, as vendors have codes
// that they do not document.
func (e *Emulator) checkCode(s *Scenario) (warnings []text.Text, err error) {
	code := s.Answer.Code
	var chosen []*dialect
	for _, d := range e.dialects {
		if s.Match.Vendor == "" || s.Match.Vendor == d.id {
			chosen = append(chosen, d)
		}
	}
	if code == "" || len(chosen) == 0 || slices.ContainsFunc(chosen, func(d *dialect) bool { return d.lists(code) }) {
		return nil, nil
	}
	if len(chosen) > 1 {
		return []text.Text{text.F("没有厂商有已知的错误码 %s", "no vendor has a code %s that is known", shown(code))}, nil
	}
	d := chosen[0]
	if !d.mayHave(code) {
		form := text.T("单词", "words")
		if !number.MatchString(code) {
			form = text.T("数字", "numbers")
		}
		return nil, inputError("answer.code：%s；%s 的错误码都是%s", "answer.code: %s; the codes of %s are %s", d.unlisted(code), d.id, form)
	}
	return []text.Text{d.unlisted(code)}, nil
}
