package cmd_test

import (
	"encoding/json"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/rogpeppe/go-internal/testscript"

	"github.com/offpush/offpush/cmd"
)

var update = flag.Bool("update", false, "rewrite the golden files")

func TestMain(m *testing.M) {
	testscript.Main(m, map[string]func(){
		"offpush": func() {
			os.Exit(cmd.Main(os.Args, cmd.Streams{In: os.Stdin, Out: os.Stdout, Err: os.Stderr, Getenv: os.Getenv, Now: clock()}))
		},
	})
}

// clock is the time that a script sets by CLOCK; nil is the system's.
func clock() func() time.Time {
	at, err := time.Parse(time.DateOnly, os.Getenv("CLOCK"))
	if err != nil {
		return nil
	}
	return func() time.Time { return at }
}

// TestScripts runs testdata/script/*.txtar. Beside the usual commands a script
// has:
//
//	sample NAME DIR      copies testdata/projects/NAME to DIR
//	code N COMMAND...    runs a command that must exit with N; its output is as with exec
//	onejson              standard output of the last command is one JSON value
//	serve VAR FILE       starts a server on loopback that answers by FILE, and puts its URL into VAR;
//	                     a line of FILE is a path's beginning, a status, and the body
//	received N PATH      the servers got N requests whose path begins with PATH
//	emulate ARGS...      starts offpush emulator; HTTP, HTTPS, PROXY, SANDBOX, CA, CONTROL, CONFIG say where
//	apple FILE KIND K=V  makes a file of Apple's; see apple
//	unemulate CODE       ends it; its exit code must be CODE, its log goes to emulator.log
func TestScripts(t *testing.T) {
	samples, err := filepath.Abs("../testdata/projects")
	if err != nil {
		t.Fatal(err)
	}
	testscript.Run(t, testscript.Params{
		Dir:           "../testdata/script",
		UpdateScripts: *update,
		Setup: func(e *testscript.Env) error {
			e.Setenv("LANG", "en_US.UTF-8")
			e.Setenv("CLOCK", "2026-06-01") // by which internal/applefixture's files are valid
			e.Setenv("XDG_CACHE_HOME", filepath.Join(e.WorkDir, ".cache"))
			e.Setenv("XDG_DATA_HOME", filepath.Join(e.WorkDir, ".data"))
			e.Values[requestsKey{}] = new(requests)
			e.Values[runningKey{}] = new(*running)
			return nil
		},
		Condition: func(cond string) (bool, error) {
			if cond == "superuser" { // who can read everything
				return os.Geteuid() == 0, nil
			}
			return false, fmt.Errorf("unknown condition %q", cond)
		},
		Cmds: map[string]func(*testscript.TestScript, bool, []string){
			"sample": func(ts *testscript.TestScript, _ bool, args []string) {
				ts.Check(os.CopyFS(ts.MkAbs(args[1]), os.DirFS(filepath.Join(samples, args[0]))))
			},
			"code": func(ts *testscript.TestScript, _ bool, args []string) {
				if err := ts.Exec(args[1], args[2:]...); exitCode(err) != args[0] {
					ts.Fatalf("exit code %s, want %s: %v", exitCode(err), args[0], err)
				}
			},
			"apple":     appleFile,
			"serve":     serve,
			"received":  received,
			"emulate":   emulate,
			"unemulate": unemulate,
			"onejson": func(ts *testscript.TestScript, _ bool, _ []string) {
				d := json.NewDecoder(strings.NewReader(ts.ReadFile("stdout")))
				var v struct{ Version int }
				ts.Check(d.Decode(&v))
				if v.Version != 1 || d.More() {
					ts.Fatalf("standard output is not one JSON value of version 1")
				}
			},
		},
	})
}

func exitCode(err error) string {
	if err == nil {
		return "0"
	}
	return strings.TrimPrefix(err.Error(), "exit status ")
}
