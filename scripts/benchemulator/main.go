//go:build linux

// Command benchemulator measures the emulator:
//
//	go run ./scripts/benchemulator            # speed and start, three minutes
//	go run ./scripts/benchemulator -soak 60s  # does it leak?
//
// Speed is requests per second of the emulator with all its checks against a
// bare net/http handler that reads the body and answers with the same bytes as
// the emulator. Each is a process of its own; both get the same requests from
// the same client in turn, so that the ratio holds on any machine. An answer
// that is not the vendor's success ends the run: its figures would mean nothing.
package main

import (
	"flag"
	"fmt"
	"log"
	"os"
	"strings"
	"time"
)

func main() {
	log.SetFlags(0)
	o := options{}
	flag.IntVar(&o.rounds, "rounds", 9, "counted rounds of each server")
	flag.DurationVar(&o.round, "round", 500*time.Millisecond, "length of a round")
	flag.IntVar(&o.clients, "clients", 16, "requests at once")
	flag.StringVar(&o.only, "only", "", "beginning of the names of the loads to measure; all when empty")
	flag.StringVar(&o.profile, "profile", "", "folder for CPU profiles of the emulator")
	starts := flag.Int("starts", 21, "counted starts of offpush emulator")
	soak := flag.Duration("soak", 0, "hold the emulator under load for so long, and measure nothing else")
	serve := flag.String("serve", "", "what a process that this command starts serves")
	cpu := flag.String("cpu", "", "file for the CPU profile of such a process")
	flag.Parse()
	var err error
	switch {
	case *serve != "":
		err = serveUntilTold(*serve, *cpu)
	case *soak > 0:
		err = soakFor(*soak)
	default:
		if err = speed(o); err == nil && *starts > 0 {
			err = start(*starts)
		}
	}
	if err != nil {
		log.Fatal(err)
	}
}

type options struct {
	rounds, clients int
	round           time.Duration
	only, profile   string
}

// speed measures all loads, and says so where a goal is missed.
func speed(o options) error {
	fmt.Printf("%-14s %10s %10s %7s %6s %10s %10s\n", "", "A req/s", "B req/s", "A/B", "goal", "A CPU us", "B CPU us")
	missed := 0
	for _, l := range loads() {
		if !strings.HasPrefix(l.name, o.only) {
			continue
		}
		f, err := compare(l, o)
		if err != nil {
			return fmt.Errorf("%s: %w", l.name, err)
		}
		fmt.Printf("%-14s %10.0f %10.0f %7.2f %6.2f %10.1f %10.1f\n", l.name, f.a, f.b, f.ratio, l.goal, f.cpuA, f.cpuB)
		if f.ratio < l.goal {
			missed++
		}
	}
	if missed > 0 {
		fmt.Fprintf(os.Stderr, "below the goal: %d\n", missed)
	}
	return nil
}
