package text_test

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/offpush/offpush/pkg/text"
)

func TestWrap(t *testing.T) {
	for _, c := range []struct {
		name  string
		s     string
		width int
		want  []string
	}{
		{"empty", "", 10, []string{""}},
		{"fits", "one two", 10, []string{"one two"}},
		{"at spaces", "one two three", 8, []string{"one two", "three"}},
		{"exactly full", "one two three", 7, []string{"one two", "three"}},
		{"Chinese anywhere", "离线推送插件", 8, []string{"离线推送", "插件"}},
		{"odd width", "离线推送插件", 7, []string{"离线推", "送插件"}},
		{"no full stop at the start", "离线推送。插件", 8, []string{"离线推", "送。插件"}},
		{"no closing quote at the start", "选“推送”吧", 6, []string{"选“推", "送”吧"}},
		{"no opening bracket at the end", "推送（插件）", 6, []string{"推送", "（插", "件）"}},
		{"Latin in Chinese", "把 vivoBusinessID 填上", 16, []string{"把", "vivoBusinessID", "填上"}},
		{"word longer than a line", "averylongword x", 6, []string{"averyl", "ongwor", "d x"}},
		{"path longer than a line", "a/very/long/path x", 8, []string{"a/very/", "long/", "path x"}},
		{"line breaks stay", "one\ntwo", 10, []string{"one", "two"}},
	} {
		t.Run(c.name, func(t *testing.T) {
			if diff := cmp.Diff(c.want, text.Wrap(c.s, c.width)); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func TestVisible(t *testing.T) {
	for in, want := range map[string]string{
		"plain 文字":       "plain 文字",
		"a\x1b[31mb":     `a\x1b[31mb`,
		"a\nb\tc\r":      `a\nb\tc\r`,
		"bad\xffutf8":    `bad\xffutf8`,
		"\u202egpj.exe":  `\u202egpj.exe`,
		"c1 \u009b31m":   `c1 \x9b31m`,
		"real \uFFFD":    "real \uFFFD",
		"zero\u200bwide": `zero\u200bwide`,
	} {
		if got := text.Visible(in); got != want {
			t.Errorf("Visible(%q) = %q, want %q", in, got, want)
		}
	}
}

func TestWidth(t *testing.T) {
	for s, want := range map[string]int{"": 0, "abc": 3, "推送": 4, "e\u0301": 1, "“×”": 3} {
		if got := text.Width(s); got != want {
			t.Errorf("Width(%q) = %d, want %d", s, got, want)
		}
	}
}

func TestNearest(t *testing.T) {
	ids := []string{"push-module", "plugin-local", "vivo-params", "vivo-params-value", "sdk-version"}
	for word, want := range map[string]string{
		"push-modul": "push-module", "pushmodule": "push-module", "PUSH-MODULE": "push-module",
		"vivo-param": "vivo-params", "sdk": "sdk-version", "xyzzy": "", "": "",
	} {
		if got := text.Nearest(word, ids); got != want {
			t.Errorf("Nearest(%q) = %q, want %q", word, got, want)
		}
	}
}

func TestFromEnv(t *testing.T) {
	for env, want := range map[string]string{
		"LANG=zh_CN.UTF-8": "zh", "LANG=en_US.UTF-8": "en", "LANG=fr_FR": "en", "": "none",
		"LC_ALL=C LANG=zh_CN": "en", "OFFPUSH_LANG=zh LC_ALL=en_US": "zh", "LC_MESSAGES=zh_TW LANG=en_US": "zh",
	} {
		got := "none"
		if lang, ok := text.FromEnv(func(name string) string {
			for _, pair := range strings.Fields(env) {
				if k, v, _ := strings.Cut(pair, "="); k == name {
					return v
				}
			}
			return ""
		}); ok {
			got = lang.String()
		}
		if got != want {
			t.Errorf("%q: %s, want %s", env, got, want)
		}
	}
}

func FuzzWrap(f *testing.F) {
	f.Add("离线推送（插件）：a b", 7)
	f.Add("x\xff\n。。。。。。", 3)
	f.Add("\x00（\xe6\xbb", 0) // a character without width before a piece that is cut
	f.Fuzz(func(t *testing.T, s string, width int) {
		width = 2 + max(width, -width, 0)%100
		squeeze := strings.NewReplacer(" ", "", "\n", "")
		lines := text.Wrap(s, width)
		if got, want := squeeze.Replace(strings.Join(lines, "")), squeeze.Replace(s); got != want {
			t.Errorf("Wrap lost text: %q, want %q", got, want)
		}
		for _, line := range lines {
			if text.Width(line) > width {
				t.Errorf("%q is wider than %d", line, width)
			}
		}
	})
}
