//go:build linux

package main

import (
	"bufio"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"syscall"
	"time"

	"github.com/offpush/offpush/internal/process"
)

// goalStart is how many milliseconds a start may take.
const goalStart = 100

// start measures `offpush emulator` from the start of its process until it says
// that it is ready, after one uncounted start that makes the authority.
func start(runs int) error {
	dir, err := os.MkdirTemp("", "benchemulator")
	if err != nil {
		return err
	}
	defer os.RemoveAll(dir)
	offpush := filepath.Join(dir, "offpush")
	build := exec.Command("go", "build", "-o", offpush, ".")
	build.Env = append(os.Environ(), "CGO_ENABLED=0")
	if out, err := build.CombinedOutput(); err != nil {
		return fmt.Errorf("go build: %w\n%s", err, out)
	}
	var all []float64
	for i := range runs + 1 {
		ms, err := startOnce(offpush, filepath.Join(dir, "data"))
		if err != nil {
			return err
		}
		if i > 0 {
			all = append(all, ms)
		}
	}
	fmt.Printf("start to ready: %.1f ms, goal %d ms\n", process.Median(all), goalStart)
	return nil
}

func startOnce(offpush, data string) (ms float64, err error) {
	cmd := exec.Command(offpush, "emulator", "--format", "json", "--data-dir", data)
	out, err := cmd.StdoutPipe()
	if err != nil {
		return 0, err
	}
	began := time.Now()
	if err := cmd.Start(); err != nil {
		return 0, err
	}
	_, readErr := bufio.NewReader(out).ReadString('\n')
	took := time.Since(began)
	_ = cmd.Process.Signal(syscall.SIGTERM)
	if err := errors.Join(readErr, cmd.Wait()); err != nil {
		return 0, fmt.Errorf("offpush emulator: %w", err)
	}
	return float64(took.Microseconds()) / 1000, nil
}
