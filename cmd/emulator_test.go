package cmd_test

import (
	"bufio"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"strings"
	"sync"

	"github.com/rogpeppe/go-internal/testscript"
)

// running is an `offpush emulator` of its own process.
type running struct {
	command *exec.Cmd
	ready   map[string]string
	log     sync.WaitGroup
	text    strings.Builder
}

// startEmulator starts it and waits until it is ready.
func startEmulator(dir string, env []string, args ...string) (*running, error) {
	r := &running{command: exec.Command("offpush", append([]string{"emulator", "--format", "json"}, args...)...)}
	r.command.Dir, r.command.Env = dir, env
	stdout, err := r.command.StdoutPipe()
	if err != nil {
		return nil, err
	}
	stderr, err := r.command.StderrPipe()
	if err != nil {
		return nil, err
	}
	if err := r.command.Start(); err != nil {
		return nil, err
	}
	r.log.Go(func() { _, _ = io.Copy(&r.text, stderr) })
	line, err := bufio.NewReader(stdout).ReadBytes('\n')
	if err == nil {
		err = json.Unmarshal(line, &r.ready)
	}
	if err != nil {
		_ = r.command.Process.Kill()
		r.log.Wait()
		_ = r.command.Wait()
		return nil, fmt.Errorf("%w: %s%s", err, line, r.text.String())
	}
	return r, nil
}

// stop interrupts it and returns its exit code and its log.
func (r *running) stop() (code int, log string, err error) {
	if err := r.command.Process.Signal(os.Interrupt); err != nil {
		return 0, "", err
	}
	r.log.Wait()
	err = r.command.Wait()
	var exit *exec.ExitError
	if errors.As(err, &exit) {
		err = nil
	}
	return r.command.ProcessState.ExitCode(), r.text.String(), err
}

type runningKey struct{}

// emulate is the script command that starts the emulator: HTTP, HTTPS, PROXY,
// SANDBOX, CA, CONTROL and CONFIG hold what it says, LISTEN the address of HTTP.
func emulate(ts *testscript.TestScript, _ bool, args []string) {
	env := os.Environ()
	for _, name := range []string{"LANG", "OFFPUSH_LANG", "XDG_DATA_HOME", "HOME"} {
		env = append(env, name+"="+ts.Getenv(name))
	}
	r, err := startEmulator(ts.Getenv("WORK"), env, args...)
	ts.Check(err)
	for variable, name := range map[string]string{
		"HTTP": "http", "HTTPS": "https", "PROXY": "proxy", "SANDBOX": "apnsSandbox", "CA": "ca", "CONTROL": "control", "CONFIG": "config",
	} {
		if r.ready[name] == "" {
			ts.Fatalf("no %s in %v", name, r.ready)
		}
		ts.Setenv(variable, r.ready[name])
	}
	ts.Setenv("LISTEN", strings.TrimPrefix(r.ready["http"], "http://"))
	*ts.Value(runningKey{}).(**running) = r
	ts.Defer(func() { _ = r.command.Process.Kill() })
}

// unemulate is the script command that ends the emulator: its exit code must be
// the first argument, and its log goes to the file emulator.log.
func unemulate(ts *testscript.TestScript, _ bool, args []string) {
	r := *ts.Value(runningKey{}).(**running)
	if len(args) != 1 || r == nil {
		ts.Fatalf("usage, after emulate: unemulate CODE")
	}
	code, log, err := r.stop()
	ts.Check(err)
	if got := fmt.Sprint(code); got != args[0] {
		ts.Fatalf("exit code %s, want %s\n%s", got, args[0], log)
	}
	ts.Check(os.WriteFile(ts.MkAbs("emulator.log"), []byte(log), 0o600))
}
