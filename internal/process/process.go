//go:build unix

// Package process measures whole processes: wall time and peak memory, two
// programs in turn, so that their ratio holds on any machine.
package process

import (
	"errors"
	"fmt"
	"io"
	"os/exec"
	"runtime"
	"slices"
	"syscall"
	"time"
)

// Figures are what a comparison measured: medians, and the ratio pair by pair.
type Figures struct {
	A, B, Ratio float64 // milliseconds, milliseconds, A/B
	PeakA       float64 // MB
}

// Compare runs both programs in turn, after one uncounted run of each. What they
// print is thrown away and their exit codes are not looked at.
func Compare(a, b []string, runs int) (Figures, error) {
	var as, bs, ratios []float64
	var peak float64
	for i := range runs + 1 {
		timeA, memory, err := Run(a)
		if err != nil {
			return Figures{}, err
		}
		timeB, _, err := Run(b)
		if err != nil {
			return Figures{}, err
		}
		if i == 0 {
			continue
		}
		as, bs = append(as, timeA), append(bs, timeB)
		ratios = append(ratios, timeA/timeB)
		peak = max(peak, memory)
	}
	return Figures{Median(as), Median(bs), Median(ratios), peak}, nil
}

// Run returns a program's wall time in milliseconds and its peak memory in MB.
func Run(args []string) (ms, peakMB float64, err error) {
	cmd := exec.Command(args[0], args[1:]...)
	cmd.Stdout = io.Discard
	start := time.Now()
	err = cmd.Run()
	elapsed := time.Since(start)
	if exit := (*exec.ExitError)(nil); err != nil && !errors.As(err, &exit) {
		return 0, 0, fmt.Errorf("%s: %w", args[0], err)
	}
	usage, ok := cmd.ProcessState.SysUsage().(*syscall.Rusage)
	if !ok {
		return 0, 0, fmt.Errorf("%s: no resource usage on this system", args[0])
	}
	unit := 1024.0 // Linux counts KiB
	if runtime.GOOS == "darwin" {
		unit = 1 << 20
	}
	return float64(elapsed.Microseconds()) / 1000, float64(usage.Maxrss) / unit, nil
}

// Median sorts values and returns the one in the middle.
func Median(values []float64) float64 {
	slices.Sort(values)
	return values[len(values)/2]
}
