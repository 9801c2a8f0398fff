package check_test

import (
	"slices"
	"testing"

	"github.com/offpush/offpush/pkg/check"
)

func TestPagesHaveBothLanguages(t *testing.T) {
	for _, page := range []check.Page{check.Checklist(), check.TokenGuide()} {
		bilingual(t, "title", page.Title, false)
		for _, s := range page.Sections {
			bilingual(t, "section", s.Title, false)
			for _, item := range s.Items {
				bilingual(t, "item", item.Text, false)
				bilingual(t, "short", item.Short, true)
				bilingual(t, "code", item.Code, true)
			}
		}
	}
}

// TestShortList: what concerns one vendor is shown to those who use it.
func TestShortList(t *testing.T) {
	none, oppo, all := check.ShortList(nil), check.ShortList([]string{"oppo"}), check.ShortList([]string{"oppo", "apns"})
	if len(none) == 0 || len(oppo) != len(none)+1 || len(all) <= len(oppo) {
		t.Errorf("%d points for no vendor, %d for OPPO, %d with iOS", len(none), len(oppo), len(all))
	}
	if len(all) > 15 {
		t.Errorf("%d points are no short list", len(all))
	}
}

// TestTopics: a topic that is not listed would not be shown.
func TestTopics(t *testing.T) {
	for _, r := range check.Rules() {
		if !slices.Contains(check.Topics(), r.Topic) {
			t.Errorf("the topic of %s is not listed", r.ID)
		}
	}
}
