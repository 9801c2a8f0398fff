package cmd_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// TestReadme runs the commands of the "console" blocks in both READMEs and
// compares what they print, but for those of cert. A line "..." in a block stands for any lines.
func TestReadme(t *testing.T) {
	t.Chdir("..")
	t.Setenv("XDG_CACHE_HOME", t.TempDir())
	env := map[string]string{"OFFPUSH_LANG": "en"}
	for _, name := range []string{"README.md", "README.zh-CN.md"} {
		data, err := os.ReadFile(filepath.FromSlash(name))
		if err != nil {
			t.Fatal(err)
		}
		blocks := strings.Split(string(data), "```console\n")[1:]
		if len(blocks) == 0 {
			t.Errorf("%s shows no command", name)
		}
		for _, block := range blocks {
			block, _, _ = strings.Cut(block, "\n```")
			command, want, _ := strings.Cut(block, "\n")
			if strings.HasPrefix(command, "$ offpush cert ") { // see TestCertDocument
				continue
			}
			words := strings.Fields(strings.TrimPrefix(command, "$ offpush"))
			_, out, _ := runIn(env, words...)
			if missing := notShown(want, out); missing != "" {
				t.Errorf("%s: %s does not print:\n%s\nbut:\n%s", name, command, missing, out)
			}
		}
	}
}

// notShown returns the first run of lines of want that out does not have, in
// order.
func notShown(want, out string) string {
	for _, part := range strings.Split(want, "\n...") {
		part = strings.Trim(part, "\n")
		at := strings.Index(out, part)
		if at < 0 {
			return part
		}
		out = out[at+len(part):]
	}
	return ""
}
