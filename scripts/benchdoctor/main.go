//go:build linux

// Command benchdoctor measures `offpush doctor` against ripgrep on generated
// projects, in one run, so that the ratios hold on any machine:
//
//	go run ./scripts/benchdoctor [-files 1000,10000,50000] [-runs 7]
//
// It builds offpush, makes the projects in a temporary folder, runs both
// programs in turn, and prints the medians, their ratio and the peak memory.
package main

import (
	"flag"
	"fmt"
	"log"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"

	"github.com/offpush/offpush/internal/bigproject"
	"github.com/offpush/offpush/internal/process"
)

func main() {
	log.SetFlags(0)
	files := flag.String("files", "1000,10000,50000", "sizes of the projects")
	runs := flag.Int("runs", 7, "counted runs of each program")
	flag.Parse()
	if err := bench(strings.Split(*files, ","), *runs); err != nil {
		log.Fatal(err)
	}
}

func bench(sizes []string, runs int) error {
	dir, err := os.MkdirTemp("", "benchdoctor")
	if err != nil {
		return err
	}
	defer os.RemoveAll(dir)
	offpush, empty := filepath.Join(dir, "offpush"), filepath.Join(dir, "empty")
	if err := build(dir, offpush, empty); err != nil {
		return err
	}
	fmt.Printf("%-28s %10s %10s %7s %10s\n", "", "A ms", "B ms", "A/B", "A peak MB")
	for _, size := range sizes {
		n, err := strconv.Atoi(size)
		if err != nil {
			return err
		}
		project := filepath.Join(dir, "project"+size)
		if err := bigproject.Write(project, filepath.Join("testdata", "projects", "healthy"), n); err != nil {
			return err
		}
		doctor := []string{offpush, "doctor", project}
		rg := []string{"rg", "-l", "--no-ignore", "-e", "registerPlugin", "-e", "TUIOfflinePush", "-e", "requireNativePlugin", project}
		if err := compare(fmt.Sprintf("doctor / rg, %d files", n), doctor, rg, runs); err != nil {
			return err
		}
	}
	return compare("offpush version / empty", []string{offpush, "version"}, []string{empty}, 4*runs)
}

// build compiles offpush and a Go program that does nothing.
func build(dir, offpush, empty string) error {
	source := filepath.Join(dir, "empty.go")
	if err := os.WriteFile(source, []byte("package main\n\nfunc main() {}\n"), 0o644); err != nil {
		return err
	}
	for _, args := range [][]string{{"build", "-o", offpush, "."}, {"build", "-o", empty, source}} {
		cmd := exec.Command("go", args...)
		cmd.Env = append(os.Environ(), "CGO_ENABLED=0")
		if out, err := cmd.CombinedOutput(); err != nil {
			return fmt.Errorf("go %v: %w\n%s", args, err, out)
		}
	}
	return nil
}

// compare prints what running both programs in turn gives.
func compare(name string, a, b []string, runs int) error {
	f, err := process.Compare(a, b, runs)
	if err != nil {
		return err
	}
	fmt.Printf("%-28s %10.1f %10.1f %7.2f %10.1f\n", name, f.A, f.B, f.Ratio, f.PeakA)
	return nil
}
