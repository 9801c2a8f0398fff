package check

import (
	"slices"

	"github.com/offpush/offpush/pkg/text"
)

// Page is something to read that belongs to no rule.
type Page struct {
	Title    text.Text
	Sections []Section
}

// Section is a part of a page.
type Section struct {
	Title text.Text
	Items []Item
}

// Item is one point of a section.
type Item struct {
	Text text.Text
	Code text.Text // an example, line by line; mostly empty
	Link string
	// Short is the same in one line for the list below a report; empty for what
	// is only in the full list.
	Short text.Text
	// Vendors: Short is shown when one of them is in use; empty: always.
	Vendors []string
}

// Checklist is what no file can tell: every step, note and answer of the
// plugin's guide that no rule can judge. Where the guide is older than the
// vendors' own rules (message classes above all), the newer fact stands here.
func Checklist() Page {
	return Page{
		Title: text.T("文件看不出来、需要人来确认的事项", "What no file can tell"),
		Sections: []Section{
			buildSection(), loginSection(), consoleSection(), phoneSection(),
			testToolSection(), classSection(), iosSection(),
		},
	}
}

// ShortList is the part of the checklist that is shown below a clean report.
func ShortList(vendors []string) []text.Text {
	var out []text.Text
	for _, s := range Checklist().Sections {
		for _, item := range s.Items {
			if item.Short.IsZero() {
				continue
			}
			if len(item.Vendors) == 0 || slices.ContainsFunc(item.Vendors, func(v string) bool { return slices.Contains(vendors, v) }) {
				out = append(out, item.Short)
			}
		}
	}
	return out
}
