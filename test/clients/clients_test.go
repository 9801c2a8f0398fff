// Package clients runs clients that others wrote against the emulator: what they
// send is what real back ends send. It is a module of its own, so that its
// dependencies weigh on nobody else.
package clients

import (
	"path/filepath"
	"testing"

	"github.com/offpush/offpush/pkg/emulator"
)

// start runs an emulator with demo accounts until the test ends, and returns the
// folder of its files as WriteConfig writes them.
func start(t *testing.T) (e *emulator.Emulator, files string) {
	t.Helper()
	e, err := emulator.New(emulator.Config{})
	if err != nil {
		t.Fatal(err)
	}
	if err := e.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := e.Close(); err != nil {
			t.Error(err)
		}
	})
	dir := t.TempDir()
	if err := e.WriteConfig(filepath.Join(dir, "offpush.toml")); err != nil {
		t.Fatal(err)
	}
	return e, filepath.Join(dir, "offpush-emulator")
}

// name gives a token a state.
func name(t *testing.T, e *emulator.Emulator, vendor, token string, state emulator.TokenState) {
	t.Helper()
	if err := e.SetToken(emulator.Token{Vendor: vendor, Token: token, State: state}); err != nil {
		t.Fatal(err)
	}
}

// got is the last message that a vendor got.
func got(t *testing.T, e *emulator.Emulator, vendor string) emulator.Message {
	t.Helper()
	messages := e.Messages(emulator.Filter{Vendor: vendor})
	if len(messages) == 0 {
		t.Fatalf("%s got no message", vendor)
	}
	return messages[len(messages)-1]
}

// check compares the last message with what was sent.
func check(t *testing.T, e *emulator.Emulator, vendor, title, body string) {
	t.Helper()
	m := got(t, e, vendor)
	if m.Verdict != emulator.Accepted || m.Title != title || m.Body != body {
		t.Errorf("%s got %q, %q: %s, %s", vendor, m.Title, m.Body, m.Verdict, m.Explanation.EN)
	}
	for _, w := range m.Request.Warnings {
		t.Logf("%s: %s", vendor, w.EN)
	}
}
