//go:build linux

package main

import (
	"bufio"
	"encoding/json"
	"encoding/pem"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"runtime/pprof"
	"syscall"
	"time"

	"github.com/offpush/offpush/pkg/emulator"
)

// addresses are the first line that a server process prints.
type addresses struct {
	HTTP, HTTPS string
	CA          []byte
}

// reply is what the bare server answers with.
type reply struct {
	ContentType string
	Body        []byte
}

// serveUntilTold serves until standard input ends. Each line of it is answered
// with the CPU time that the process has used so far, in microseconds; the bare
// server gets its answer in the first one.
func serveUntilTold(what, profile string) error {
	in, out := bufio.NewReader(os.Stdin), json.NewEncoder(os.Stdout)
	if profile != "" {
		f, err := os.Create(profile)
		if err != nil {
			return err
		}
		defer f.Close()
		if err := pprof.StartCPUProfile(f); err != nil {
			return err
		}
		defer pprof.StopCPUProfile()
	}
	var where addresses
	if what == "bare" {
		var answer reply
		line, err := in.ReadBytes('\n')
		if err == nil {
			err = json.Unmarshal(line, &answer)
		}
		if err != nil {
			return err
		}
		plain, secure := bare(answer)
		defer plain.Close()
		defer secure.Close()
		ca := pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: secure.Certificate().Raw})
		where = addresses{plain.URL, secure.URL, ca}
	} else {
		emulator.TuneProcess()
		e, err := emulator.New(emulator.Config{})
		if err != nil {
			return err
		}
		if err := e.Start(); err != nil {
			return err
		}
		defer func() { _ = e.Close() }()
		where = addresses{e.URL(), e.TLSURL(), e.CA()}
	}
	if err := out.Encode(where); err != nil {
		return err
	}
	for {
		if _, err := in.ReadString('\n'); err != nil {
			return nil // the one who started it has ended it
		}
		if err := out.Encode(cpuTime().Microseconds()); err != nil {
			return err
		}
	}
}

// bare starts the servers without any checks.
func bare(answer reply) (plain, secure *httptest.Server) {
	handler := http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if _, err := io.ReadAll(r.Body); err != nil {
			return
		}
		if answer.ContentType != "" {
			w.Header().Set("Content-Type", answer.ContentType)
		}
		_, _ = w.Write(answer.Body)
	})
	plain, secure = httptest.NewServer(handler), httptest.NewUnstartedServer(handler)
	secure.EnableHTTP2 = true
	secure.StartTLS()
	return plain, secure
}

func cpuTime() time.Duration {
	var u syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &u); err != nil {
		return 0
	}
	return time.Duration(u.Utime.Nano() + u.Stime.Nano())
}

// child is a server process.
type child struct {
	addresses
	cmd *exec.Cmd
	in  io.WriteCloser
	out *json.Decoder
}

// spawn starts this program once more, as a server.
func spawn(what, profile string, answer *reply) (*child, error) {
	self, err := os.Executable()
	if err != nil {
		return nil, err
	}
	c := &child{cmd: exec.Command(self, "-serve", what, "-cpu", profile)}
	c.cmd.Stderr = os.Stderr
	if c.in, err = c.cmd.StdinPipe(); err != nil {
		return nil, err
	}
	out, err := c.cmd.StdoutPipe()
	if err != nil {
		return nil, err
	}
	if err := c.cmd.Start(); err != nil {
		return nil, err
	}
	c.out = json.NewDecoder(out)
	if answer != nil {
		err = json.NewEncoder(c.in).Encode(answer)
	}
	if err == nil {
		err = c.out.Decode(&c.addresses)
	}
	if err != nil {
		return nil, errors.Join(fmt.Errorf("starting the server %s: %w", what, err), c.stop())
	}
	return c, nil
}

// used is the CPU time that the process has used so far, in microseconds.
func (c *child) used() (us float64, err error) {
	if _, err := io.WriteString(c.in, "\n"); err != nil {
		return 0, err
	}
	return us, c.out.Decode(&us)
}

func (c *child) stop() error {
	_ = c.in.Close()
	return c.cmd.Wait()
}
