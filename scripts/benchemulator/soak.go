//go:build linux

package main

import (
	"errors"
	"fmt"
	"os"
	"runtime"
	"runtime/pprof"
	"sync"
	"sync/atomic"
	"time"

	"github.com/offpush/offpush/pkg/emulator"
)

const (
	soakClients = 64
	samples     = 30
	// warm is how many pushes the first third needs: the inbox, which keeps
	// 10,000 messages, is then full.
	warm = 20_000
)

// crowd is the clients of a soak.
type crowd struct {
	// gate is closed while a sample is taken: then nothing is under way, and what
	// is left is what is kept.
	gate                   sync.RWMutex
	over                   atomic.Bool
	accepted, refused, cut atomic.Int64
}

func (c *crowd) pushes() int64 { return c.accepted.Load() + c.refused.Load() + c.cut.Load() }

// soakFor holds an emulator under load, on all ways in and by all vendors, while
// scenarios come and go. It fails when memory, goroutines or open files grow, or
// when anything is left after Close.
func soakFor(length time.Duration) error {
	if err := once(); err != nil {
		return err
	}
	before := take()
	e, err := emulator.New(emulator.Config{})
	if err != nil {
		return err
	}
	if err := e.Start(); err != nil {
		return err
	}
	c := &crowd{}
	taken, err := c.run(e, length)
	_ = e.Close()
	if err != nil {
		return err
	}
	fmt.Printf("%d pushes: %d accepted, %d refused, %d cut\n", c.pushes(), c.accepted.Load(), c.refused.Load(), c.cut.Load())
	return errors.Join(flat(taken), noneLeft(before))
}

// once starts and ends an emulator, so that what the first one makes for good is
// there before anything is counted.
func once() error {
	e, err := emulator.New(emulator.Config{})
	if err == nil {
		err = e.Start()
	}
	if err == nil {
		err = e.Close()
	}
	return err
}

func (c *crowd) run(e *emulator.Emulator, length time.Duration) (taken []sample, err error) {
	visitors, err := visitors(e)
	if err != nil {
		return nil, err
	}
	var wg sync.WaitGroup
	for _, v := range visitors {
		wg.Go(func() { v.pushAll(c) })
	}
	failed := make(chan error, 1)
	wg.Go(func() { failed <- c.direct(e.ControlURL()) })
	fmt.Printf("%8s %10s %8s %11s %6s\n", "s", "pushes", "heap MB", "goroutines", "files")
	began := time.Now()
	for i := range samples {
		time.Sleep(time.Until(began.Add(length * time.Duration(i+1) / samples)))
		c.gate.Lock()
		s := take()
		c.gate.Unlock()
		taken = append(taken, s)
		fmt.Printf("%8.1f %10d %8.1f %11.0f %6.0f\n", time.Since(began).Seconds(), c.pushes(), s[heap], s[goroutines], s[files])
		if n := c.pushes(); i+1 == samples/3 && n < warm {
			err = fmt.Errorf("%d pushes in the first third, fewer than %d: soak for longer", n, warm)
			break
		}
	}
	c.over.Store(true)
	wg.Wait()
	err = errors.Join(err, <-failed)
	for _, v := range visitors {
		v.transport.CloseIdleConnections()
		if v.accepted == 0 && err == nil {
			err = fmt.Errorf("%s by %s: no push was ever accepted, the last one: %w", v.load.name, v.way.name, v.last)
		}
	}
	return taken, err
}

// sample is what is looked at, in the order of its names.
type sample [3]float64

const (
	heap = iota // MB that are in use after a garbage collection
	goroutines
	files
)

// limits: no more than the middle third's maximum and a tenth and so much.
var limits = [...]struct {
	name  string
	slack float64
}{heap: {"heap MB", 4}, goroutines: {"goroutines", 64}, files: {"open files", 64}}

func take() sample {
	runtime.GC()
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	open, err := os.ReadDir("/proc/self/fd")
	if err != nil {
		return sample{} // on no Linux
	}
	return sample{heap: float64(m.HeapAlloc) / (1 << 20), goroutines: float64(runtime.NumGoroutine()), files: float64(len(open))}
}

// flat compares the last third with the middle one; in the first one the inbox
// and the runtime's own stores fill.
func flat(taken []sample) error {
	most := func(part []sample, what int) (most float64) {
		for _, s := range part {
			most = max(most, s[what])
		}
		return most
	}
	third := len(taken) / 3
	var err error
	for what, l := range limits {
		middle, last := most(taken[third:2*third], what), most(taken[2*third:], what)
		allowed := middle*1.1 + l.slack
		fmt.Printf("%-10s middle third %.1f, last third %.1f, allowed %.1f\n", l.name, middle, last, allowed)
		if last > allowed {
			err = errors.Join(err, fmt.Errorf("%s grew", l.name))
		}
	}
	return err
}

// noneLeft waits until goroutines and files are as before; the clients' own end a
// moment after Close.
func noneLeft(before sample) error {
	var now sample
	for end := time.Now().Add(10 * time.Second); time.Now().Before(end); time.Sleep(20 * time.Millisecond) {
		if now = take(); now[goroutines] <= before[goroutines] && now[files] <= before[files] {
			fmt.Printf("after Close: %.0f goroutines, %.0f files, as before\n", now[goroutines], now[files])
			return nil
		}
	}
	_ = pprof.Lookup("goroutine").WriteTo(os.Stderr, 1)
	return fmt.Errorf("after Close: %.0f goroutines and %.0f files, before: %.0f and %.0f", now[goroutines], now[files], before[goroutines], before[files])
}
