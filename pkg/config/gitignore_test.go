package config_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/offpush/offpush/pkg/config"
)

func TestIgnoreLocal(t *testing.T) {
	for _, c := range []struct{ name, files, want string }{ // want "": nothing is written
		{"no file", "", "offpush.local.toml\n"},
		{"empty file", "-- app/.gitignore --\n", "offpush.local.toml\n"},
		{"other lines", "-- app/.gitignore --\nnode_modules\n*.log\n", "node_modules\n*.log\noffpush.local.toml\n"},
		{"Windows' line ends", "-- app/.gitignore --\na\r\nb\r\n", "a\r\nb\r\noffpush.local.toml\r\n"},
		{"no end of the last line", "-- app/.gitignore --\na\nbCUT\n", "a\nb\noffpush.local.toml\n"},
		{"no end of the last line, Windows", "-- app/.gitignore --\na\r\nbCUT\n", "a\r\nb\r\noffpush.local.toml\r\n"},
		{"a remark", "-- app/.gitignore --\n# offpush.local.toml\n", "# offpush.local.toml\noffpush.local.toml\n"},
		{"taken back", "-- app/.gitignore --\n*.toml\n!offpush.local.toml\n", "*.toml\n!offpush.local.toml\noffpush.local.toml\n"},
		{"another file", "-- app/.gitignore --\noffpush.toml\n/x/offpush.local.toml\n", "offpush.toml\n/x/offpush.local.toml\noffpush.local.toml\n"},
		{"there", "-- app/.gitignore --\noffpush.local.toml\n", ""},
		{"there, from the top", "-- app/.gitignore --\n/offpush.local.toml\n", ""},
		{"there, by a pattern", "-- app/.gitignore --\n*.local.*\n", ""},
		{"there, Windows' line ends", "-- app/.gitignore --\noffpush.local.toml\r\n", ""},
		{"there, above", "-- .git/HEAD --\n-- .gitignore --\n*.local.toml\n", ""},
		{"there, by the folder", "-- .git/HEAD --\n-- .gitignore --\n/app/\n", ""},
		{"above, but taken back", "-- .git/HEAD --\n-- .gitignore --\n*.local.toml\n-- app/.gitignore --\n!*.toml\n", "!*.toml\noffpush.local.toml\n"},
		{"above the checkout", "-- app/.git/HEAD --\n-- .gitignore --\n*.local.toml\n", "offpush.local.toml\n"},
	} {
		t.Run(c.name, func(t *testing.T) {
			dir := filepath.Join(lay(t, c.files), "app")
			if err := os.MkdirAll(dir, 0o755); err != nil {
				t.Fatal(err)
			}
			path := filepath.Join(dir, config.IgnoreName)
			before, _ := os.ReadFile(path)
			before = []byte(strings.TrimSuffix(strings.ReplaceAll(string(before), "CUT\n", ""), "CUT\r\n"))
			if len(before) > 0 {
				if err := os.WriteFile(path, before, 0o644); err != nil {
					t.Fatal(err)
				}
			}
			want := c.want
			if want == "" {
				want = string(before)
			}
			added, err := config.IgnoreLocal(dir)
			if err != nil || added != (c.want != "") {
				t.Errorf("added %v, %v", added, err)
			}
			if got, _ := os.ReadFile(path); string(got) != want {
				t.Errorf("%q, want %q", got, want)
			}
			if added, err := config.IgnoreLocal(dir); added || err != nil {
				t.Errorf("again: added %v, %v", added, err)
			}
		})
	}
	dir := lay(t, "-- .gitignore/x --\n")
	if added, err := config.IgnoreLocal(dir); added || err == nil {
		t.Error("writes into a folder")
	}
}
