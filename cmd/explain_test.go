package cmd

import (
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/offpush/offpush/pkg/catalog"
)

func TestMinusCodes(t *testing.T) {
	var want []string
	for _, v := range catalog.Vendors() {
		for _, c := range v.Push().Codes {
			if strings.HasPrefix(c.Code, "-") && !slices.Contains(want, c.Code) {
				want = append(want, c.Code)
			}
		}
	}
	slices.Sort(want)
	if diff := cmp.Diff(want, minusCodes()); diff != "" {
		t.Errorf("codes that look like flags:\n%s", diff)
	}
}

func TestNearCodes(t *testing.T) {
	for _, c := range []struct {
		vendor, code string
		want         []string
	}{
		{"huawei", "20003", []string{"1101/20003"}},
		{"huawei", "80300008x", []string{"80300008", "80300002", "80300007"}},
		{"vivo", "10303", []string{"10304", "10305", "10306"}},
		{"apns", "BadDeviceTokn", []string{"BadDeviceToken"}},
		{"apns", "xyzzy", nil},
		{"oppo", "99", nil},
		{"oppo", "", nil},
	} {
		v, _ := catalog.ByID(c.vendor)
		if diff := cmp.Diff(c.want, nearCodes(c.code, v.Push().Codes)); diff != "" {
			t.Errorf("%s %s: %s", c.vendor, c.code, diff)
		}
	}
}
