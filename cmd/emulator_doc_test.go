package cmd_test

import (
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

// TestEmulatorDocument runs the commands of docs/emulator.md and its translation
// against an emulator and compares what they print; "..." stands for anything.
func TestEmulatorDocument(t *testing.T) {
	for _, tool := range []string{"bash", "curl"} {
		if _, err := exec.LookPath(tool); err != nil {
			t.Skipf("the examples need %s: %v", tool, err)
		}
	}
	for _, name := range []string{"emulator.md", "emulator.zh-CN.md"} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			data, err := os.ReadFile(filepath.Join("..", "docs", name))
			if err != nil {
				t.Fatal(err)
			}
			dir := t.TempDir()
			env := append(os.Environ(), "XDG_DATA_HOME="+dir, "HOME="+dir, "OFFPUSH_LANG=en", "NO_PROXY=", "no_proxy=")
			r, err := startEmulator(dir, env, "--write-config", "offpush.toml")
			if err != nil {
				t.Fatal(err)
			}
			defer func() { _ = r.command.Process.Kill() }()
			address := func(name string) string { return r.ready[name][strings.LastIndex(r.ready[name], "/")+1:] }
			here := strings.NewReplacer("127.0.0.1:8800", address("http"), "127.0.0.1:8801", address("https"), "127.0.0.1:8802", address("apnsSandbox"))
			blocks := strings.Split(string(data), "```console\n")[1:]
			if len(blocks) < 5 {
				t.Errorf("%d blocks of commands", len(blocks))
			}
			for _, block := range blocks {
				block, _, _ = strings.Cut(block, "\n```")
				for _, example := range strings.Split("\n"+block, "\n$ ")[1:] {
					command, want, _ := strings.Cut(example, "\n")
					c := exec.CommandContext(t.Context(), "bash", "-c", here.Replace(command))
					c.Dir, c.Env = dir, env
					out, err := c.Output()
					if missing := lacks(string(out), want); err != nil || missing != "" {
						t.Errorf("%v: %s\nprints\n%s\nwithout\n%s", err, command, out, missing)
					}
				}
			}
			if code, log, err := r.stop(); err != nil || code != 0 {
				t.Errorf("exit code %d, %v\n%s", code, err, log)
			}
		})
	}
}

// lacks returns the first part of want, between dots, that out does not have in
// that order.
func lacks(out, want string) string {
	for _, part := range strings.Split(want, "...") {
		_, rest, ok := strings.Cut(out, part)
		if !ok {
			return part
		}
		out = rest
	}
	return ""
}
