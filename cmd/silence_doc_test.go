package cmd_test

import (
	"encoding/json"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

// TestIgnoresAsDocumented runs what docs/ci.md shows of ignores.
func TestIgnoresAsDocumented(t *testing.T) {
	t.Parallel()
	document, err := os.ReadFile("../docs/ci.md")
	if err != nil {
		t.Fatal(err)
	}
	snippet := func(kind string) string {
		m := regexp.MustCompile("(?s)```" + kind + "\n(.*?)```").FindSubmatch(document)
		if m == nil {
			t.Fatalf("docs/ci.md has no %s", kind)
		}
		return string(m[1])
	}
	dir := t.TempDir()
	if err := os.CopyFS(dir, os.DirFS("../testdata/projects/healthy")); err != nil {
		t.Fatal(err)
	}
	edit := func(name, from, to string) {
		path := filepath.Join(dir, filepath.FromSlash(name))
		data, err := os.ReadFile(path)
		if err != nil || !strings.Contains(string(data), from) {
			t.Fatalf("%s has no %q (%v)", name, from, err)
		}
		if err := os.WriteFile(path, []byte(strings.Replace(string(data), from, to, 1)), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	// Built for mini programs too, without a guard; without the listener and
	// agconnect-services.json.
	edit("manifest.json", `"appid" : "",`, `"appid" : "wx0123456789abcdef",`)
	edit("App.vue", "// #ifdef APP-PLUS\n", "")
	edit("App.vue", "// #endif\n", "")
	edit("App.vue", "const push = uni.requireNativePlugin('TencentCloud-TUIOfflinePush')\n", "\n"+snippet("js"))
	edit("App.vue", "push.setOfflinePushListener(", "console.log(")
	if err := os.Remove(filepath.Join(dir, "nativeplugins", "TencentCloud-TUIOfflinePush", "android", "assets", "agconnect-services.json")); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(dir, "offpush.toml"), []byte(snippet("toml")), 0o644); err != nil {
		t.Fatal(err)
	}

	_, out, errs := run("en", "doctor", dir, "--format", "json")
	var report struct {
		Results []struct {
			Rule, Status, Severity string
			Ignored                bool
		}
	}
	if err := json.Unmarshal([]byte(out), &report); err != nil {
		t.Fatalf("%v: %s%s", err, out, errs)
	}
	got := map[string]string{}
	for _, r := range report.Results {
		if r.Status == "failed" && r.Ignored {
			got[r.Rule] = "ignored"
		} else if r.Status == "failed" {
			got[r.Rule] = r.Severity
		}
	}
	for rule, want := range map[string]string{"app-guard": "ignored", "agconnect-file": "ignored", "click-listener": "error", "unused-ignore": "", "ignore-without-reason": ""} {
		if got[rule] != want {
			t.Errorf("%s: %q, want %q", rule, got[rule], want)
		}
	}
}
