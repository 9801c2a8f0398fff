// Command screenshot makes the pictures of the READMEs: what the terminal shows
// of a run over the broken sample, in English and in Chinese, as SVG.
//
//	go run ./scripts/screenshot
//
// Run it at the root of the repository whenever the output changes; a test holds
// that the pictures are up to date.
package main

import (
	"bytes"
	"fmt"
	"log"
	"os"
	"slices"
	"strings"

	"github.com/offpush/offpush/cmd"
)

// shots are the pictures by their files.
var shots = map[string]shot{
	"docs/images/doctor.svg":       {lang: "en", lines: 43},
	"docs/images/doctor.zh-CN.svg": {lang: "zh", lines: 43},
}

// shot is the beginning of a run's output, at most so many lines of it.
type shot struct {
	lang  string
	lines int
}

// words are the command line of every shot.
var words = []string{"offpush", "doctor", "testdata/projects/broken"}

func main() {
	log.SetFlags(0)
	for path, s := range shots {
		picture, err := s.take()
		if err == nil {
			err = os.WriteFile(path, picture, 0o644)
		}
		if err != nil {
			log.Fatalf("%s: %v", path, err)
		}
	}
}

// take runs the program as main does, with colours.
func (s shot) take() ([]byte, error) {
	var out, errs bytes.Buffer
	env := map[string]string{"OFFPUSH_LANG": s.lang, "CLICOLOR_FORCE": "1"}
	code := cmd.Main(words, cmd.Streams{
		In: strings.NewReader(""), Out: &out, Err: &errs, Getenv: func(name string) string { return env[name] },
	})
	if code != 1 || errs.Len() > 0 {
		return nil, fmt.Errorf("exit code %d: %s", code, errs.String())
	}
	command := strings.Join(words, " ")
	lines := append([]string{faint("$ ") + command, ""}, s.beginning(strings.Split(out.String(), "\n"))...)
	return draw(command, append(lines, "", faint("…")))
}

// beginning is cut where there is an empty line.
func (s shot) beginning(lines []string) []string {
	lines = lines[:min(len(lines), s.lines)]
	for i, line := range slices.Backward(lines) {
		if line == "" {
			return lines[:i]
		}
	}
	return lines
}

func faint(s string) string { return "\x1b[2m" + s + "\x1b[0m" }
