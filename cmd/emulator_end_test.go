package cmd_test

import (
	"bufio"
	"encoding/json"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"
	"syscall"
	"testing"
)

// TestEmulatorLogReaderGone: a reader of the log that goes away does not end the
// emulator, and a terminal that is closed ends it as Ctrl-C does.
func TestEmulatorLogReaderGone(t *testing.T) {
	if runtime.GOOS == "windows" {
		t.Skip("there are no such signals")
	}
	t.Parallel()
	dir := t.TempDir()
	c := exec.Command("offpush", "emulator", "--format", "json", "--report", "report.json")
	c.Dir, c.Env = dir, append(os.Environ(), "XDG_DATA_HOME="+dir, "HOME="+dir, "TMPDIR="+dir)
	read, write, err := os.Pipe()
	if err != nil {
		t.Fatal(err)
	}
	c.Stderr = write
	stdout, err := c.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := c.Start(); err != nil {
		t.Fatal(err)
	}
	defer func() { _ = c.Process.Kill() }()
	_, _ = write.Close(), read.Close()
	line, err := bufio.NewReader(stdout).ReadBytes('\n')
	ready := map[string]string{}
	if err != nil || json.Unmarshal(line, &ready) != nil {
		t.Fatalf("%v %s", err, line)
	}
	for range 3 {
		answer, err := http.Post(ready["http"]+"/server/v1/auth", "application/x-www-form-urlencoded", strings.NewReader("a=b"))
		if err != nil {
			t.Fatal(err)
		}
		_ = answer.Body.Close()
	}
	if err := c.Process.Signal(syscall.SIGHUP); err != nil {
		t.Fatal(err)
	}
	if err := c.Wait(); err != nil {
		t.Error(err)
	}
	report, err := os.ReadFile(filepath.Join(dir, "report.json"))
	if err != nil || !strings.Contains(string(report), `"refused":3`) {
		t.Errorf("%v %s", err, report)
	}
	if left, _ := filepath.Glob(filepath.Join(dir, "offpush-emulator-*")); len(left) > 0 {
		t.Errorf("%v is left", left)
	}
}
