// Package cmd is offpush's command line: flags in, one call into pkg, a report
// out. One file per subcommand; each has a struct of options and a function that
// runs it.
//
// The command line is an API: flags, exit codes, rule IDs and JSON fields stay.
// Standard output holds only what was asked for; notes and errors for people go
// to standard error.
package cmd

import (
	"errors"
	"fmt"
	"io"
	"runtime/debug"
	"time"

	"github.com/offpush/offpush/pkg/report"
	"github.com/offpush/offpush/pkg/text"
)

// Streams is the outside world of a run.
type Streams struct {
	In       io.Reader
	Out, Err io.Writer
	Getenv   func(string) string
	Now      func() time.Time // nil: the system's clock
}

// The exit codes.
const (
	exitOK       = 0
	exitProblems = 1 // problems found
	exitUsage    = 2 // wrong flags, arguments or configuration
	exitFailed   = 3 // could not do it
)

// app is what all subcommands share.
type app struct {
	Streams
	raw      io.Writer // Out, where that keeps commands from GitHub's runner: for what holds some, or none any more
	args     []string  // without the program's name
	lang     text.Lang
	noColour bool
	langFlag string // only for pflag; lang was chosen before it was parsed
}

// now is the time by which dates are judged.
func (a *app) now() time.Time {
	if a.Now != nil {
		return a.Now()
	}
	return time.Now()
}

// memoryGoal makes the garbage collector work harder before a run over a huge
// project takes more: CI machines are small, and a linter is a guest there.
const memoryGoal = 64 << 20

// Main runs the command line args, whose first item is the program's name, and
// returns the exit code.
func Main(args []string, streams Streams) int {
	debug.SetMemoryLimit(memoryGoal)
	a := &app{Streams: streams, raw: streams.Out}
	if len(args) > 0 {
		a.args = args[1:]
	}
	if a.inGitHub() {
		a.quieten()
	}
	var err error
	if a.lang, err = chooseLang(a.args, a.Getenv); err == nil {
		root := a.root()
		root.SetArgs(a.args)
		err = root.Execute()
	}
	return a.finish(err)
}

// finish reports an error, in JSON as well when that was asked for, and returns
// the exit code.
func (a *app) finish(err error) int {
	var said reported
	if err == nil {
		return exitOK
	}
	if errors.As(err, &said) {
		return int(said)
	}
	e := typed(err)
	message := e.message.In(a.lang)
	fmt.Fprintf(a.Err, "offpush: %s\n", message)
	if !e.hint.IsZero() {
		fmt.Fprintln(a.Err, e.hint.In(a.lang))
	}
	if wantsJSON(a.args) {
		if err := report.JSONError(a.Out, e.id, message); err != nil {
			return exitFailed
		}
	}
	return e.code
}
