//go:build linux

// Command benchsend measures `offpush send` against curl making the same request
// to the same server on this machine, in one run, so that the ratios hold on any
// machine:
//
//	go run ./scripts/benchsend [-runs 21]
//
// It also measures `send --all` over eight devices, one of each vendor, against
// the slowest vendor alone, and prints the peak memory.
package main

import (
	"flag"
	"fmt"
	"log"
	"os"
	"os/exec"
	"path/filepath"

	"github.com/offpush/offpush/internal/process"
)

func main() {
	log.SetFlags(0)
	runs := flag.Int("runs", 21, "counted runs of each program")
	flag.Parse()
	if err := bench(*runs); err != nil {
		log.Fatal(err)
	}
}

func bench(runs int) error {
	dir, err := os.MkdirTemp("", "benchsend")
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
	s, err := serve(dir)
	if err != nil {
		return err
	}
	defer s.close()
	if err := os.Setenv("XDG_CACHE_HOME", filepath.Join(dir, "cache")); err != nil {
		return err
	}
	fmt.Printf("%-34s %10s %10s %7s %10s\n", "", "A ms", "B ms", "A/B", "A peak MB")
	send := func(vendor, endpoint string) []string {
		return []string{offpush, "send", "--config", s.config, "--vendor", vendor, "--token", tokens[vendor], "--endpoint", endpoint, "--ca-file", s.ca}
	}
	for _, c := range []struct {
		name, vendor, endpoint string
		curl                   []string
	}{
		{"huawei over HTTP / curl", "huawei", s.http, s.curl(s.http+"/v1/100000001/messages:send", huaweiBody, "Authorization: Bearer access")},
		{"huawei over HTTPS / curl", "huawei", s.https, s.curl(s.https+"/v1/100000001/messages:send", huaweiBody, "Authorization: Bearer access")},
		{"apns over HTTP/2 / curl --http2", "apns", s.https, append(s.curl(s.https+"/3/device/"+tokens["apns"], apnsBody, "authorization: bearer jwt", "apns-topic: com.example.app"), "--http2")},
	} {
		f, err := process.Compare(send(c.vendor, c.endpoint), c.curl, runs)
		if err != nil {
			return err
		}
		fmt.Printf("%-34s %10.1f %10.1f %7.2f %10.1f\n", c.name, f.A, f.B, f.Ratio, f.PeakA)
	}
	s.slow.Store(true)
	all := []string{offpush, "send", "--config", s.config, "--all", "--endpoint", s.https, "--ca-file", s.ca}
	f, err := process.Compare(all, send("fcm", s.https), min(runs, 7))
	if err != nil {
		return err
	}
	fmt.Printf("%-34s %10.1f %10.1f %7.2f %10.1f\n", "--all, 8 vendors / the slowest one", f.A, f.B, f.Ratio, f.PeakA)
	if n := s.strange.Load(); n > 0 {
		return fmt.Errorf("%d requests were not understood: the figures mean nothing", n)
	}
	return nil
}
