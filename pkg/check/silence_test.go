package check_test

import (
	"testing"

	"github.com/offpush/offpush/pkg/check"
)

// TestIgnorePaths: agconnect-file finds something in a folder, push-module in
// manifest.json, click-listener in App.vue as a whole.
func TestIgnorePaths(t *testing.T) {
	for _, c := range []struct {
		rule, path string
		want       int // findings ignored
	}{
		{"agconnect-file", "", 1},
		{"agconnect-file", ".", 1},
		{"agconnect-file", "nativeplugins", 1},
		{"agconnect-file", "nativeplugins/", 1},
		{"agconnect-file", "./nativeplugins/*/android", 1},
		{"agconnect-file", "nativeplugins/TencentCloud-TUIOfflinePush/android/assets/agconnect-services.json", 1},
		{"agconnect-file", "native", 0},
		{"agconnect-file", "assets", 0},
		{"agconnect-file", "*.json", 0},
		{"agconnect-file", "**/agconnect-services.json", 1},
		{"agconnect-file", "nativeplugins/**/*.json", 1},
		{"agconnect-file", "nativeplugins/**", 1},
		{"agconnect-file", "nativeplugins/*/*.json", 0},
		{"agconnect-file", "pages/**", 0},
		{"push-module", "**/*.json", 1},
		{"push-module", "**", 1},
		{"push-module", "*.{json,vue}", 1},
		{"push-module", "*.json", 1},
		{"push-module", "manifest.json", 1},
		{"push-module", "Manifest.json", 0},
		{"push-module", "manifest.json/x", 0},
		{"click-listener", "App.vue", 1},
		{"push", "", 0},
	} {
		s := runBroken(t, check.Options{Ignores: []check.Ignore{{Rule: c.rule, Path: c.path, Reason: "r"}}}).Summary
		if s.Ignored != c.want {
			t.Errorf("%s in %q: %d ignored, want %d", c.rule, c.path, s.Ignored, c.want)
		}
	}
}

// TestSilencedStillBlocks: an ignored finding keeps rules from being judged that
// need what it misses.
func TestSilencedStillBlocks(t *testing.T) {
	plain := runBroken(t, check.Options{})
	ignoring := runBroken(t, check.Options{Ignores: []check.Ignore{{Rule: "agconnect-file", Reason: "r"}}})
	if got, want := statuses(ignoring)["agconnect-content"], statuses(plain)["agconnect-content"]; got != want || got != check.NotApplicable {
		t.Errorf("%s, without the ignore %s", got, want)
	}
	if plain.Summary.Errors != ignoring.Summary.Errors+1 {
		t.Errorf("%+v, without the ignore %+v", ignoring.Summary, plain.Summary)
	}
}

// TestSharedIgnores: those of an offpush.toml above the project are not unused
// because this project does not need them; unknown rules are told all the same.
func TestSharedIgnores(t *testing.T) {
	for _, c := range []struct {
		rule   string
		shared bool
		want   check.Status
	}{
		{"manifest-appid", false, check.Failed},
		{"manifest-appid", true, check.NotApplicable},
		{"manifest-apid", true, check.Failed},
	} {
		r := runBroken(t, check.Options{Ignores: []check.Ignore{{Rule: c.rule, Reason: "r", Shared: c.shared}}})
		if got := statuses(r)["unused-ignore"]; got != c.want {
			t.Errorf("%+v: %s", c, got)
		}
	}
}
