// Package emulator is the other side of the wire: the push APIs of Huawei, HONOR,
// Xiaomi, OPPO, vivo, Meizu, Apple and Google on loopback, as strict as theirs.
//
//	e, err := emulator.New(emulator.Config{})
//	err = e.Start()
//	defer e.Close()
//	... let a back end push to e.URL() ...
//	e.Messages(emulator.Filter{Vendor: "oppo"})
//
// A request goes one way through the package:
//
//	connection ─► door ─► dialect ─► route.read ─► scenario ─► route.serve ─► answer ─► inbox
//
// The door (listen.go, proxy.go) finds out which vendor a connection is meant
// for; the vendor's [dialect], one file a vendor, reads the message leniently,
// so that the inbox can show it whatever is wrong with it, and then judges the
// request as the vendor would: login, fields, limits, token. Refusals come in the
// vendor's own envelope with the vendor's own code. A scenario may take the place
// of the answer.
//
// What a vendor documents is checked strictly. What is inferred, or where sources
// differ, is let through with a warning and refused with Config.Strict.
//
// The package is written from what the vendors document, and shares no signing or
// composing code with pkg/vendor, which is tested against it.
package emulator

import (
	"crypto/rand"
	"fmt"
	"io"
	"net/http"
	"sync"
	"time"

	"github.com/offpush/offpush/pkg/text"
)

// Config says what to emulate. The zero value is an emulator with demo
// credentials on ports of the system's choosing.
type Config struct {
	// HTTPListen, HTTPSListen and SandboxListen are addresses, host:port; ""
	// means 127.0.0.1 and a free port. The third one is the sandbox of APNs.
	HTTPListen, HTTPSListen, SandboxListen string
	// AllowRemote lets the addresses be others than those of loopback.
	AllowRemote bool

	// Strict refuses what is only let through with a warning otherwise.
	Strict bool
	// Credentials are accounts by vendor and field (see pkg/catalog). Fields that
	// are files may hold a path or the content itself. A vendor that is not named
	// has the demo account of [Demo].
	Credentials map[string]map[string]string
	// Tokens that are not simply registered; those not named here are, when they
	// have the vendor's shape.
	Tokens []Token

	// Dir is where the authority that signs the server certificates is kept. ""
	// makes one that is forgotten.
	Dir string
	// Version is what the control API says of the program; "": "devel".
	Version string
	// Lang is the language of explanations in the control API and reports.
	Lang text.Lang
	// Reveal shows secrets and whole tokens in the control API, in records, and in
	// what exchanges say of themselves for a log.
	Reveal bool

	// Now is the clock that the emulated clock starts from; nil: time.Now.
	Now func() time.Time
	// Random is for access tokens and ids; nil: crypto/rand.
	Random io.Reader
	// Observe gets each exchange, in the order of the inbox. It
	// must be quick and must not call the emulator.
	Observe func(*Exchange)

	// Record gets each exchange as a line of JSON; Replay is such a record, from
	// which all answers are taken.
	Record io.Writer
	Replay io.Reader
}

// Emulator is a running set of push APIs. Its methods may be called by several
// goroutines.
type Emulator struct {
	config   Config
	dialects []*dialect
	clock    *clock
	tokens   *tokens
	sessions *sessions
	quotas   *quotas
	inbox    *inbox
	ledger   *ledger
	script   *script // scenarios
	tape     *tape   // record and replay
	viewer   *viewer
	control  http.Handler // the control API
	ids      *ids
	hosts    map[string]*dialect // by host name
	door     *door

	closing sync.Once
}

// New makes an emulator. An error says which credential, token or record is wrong.
func New(c Config) (*Emulator, error) {
	if c.Now == nil {
		c.Now = time.Now
	}
	if c.Random == nil {
		c.Random = rand.Reader
	}
	e := &Emulator{config: c, clock: newClock(c.Now), quotas: &quotas{}, hosts: map[string]*dialect{}}
	e.ids = &ids{random: c.Random}
	e.sessions = &sessions{ids: e.ids}
	e.inbox = newInbox(e.ids, c.Observe)
	e.ledger = &ledger{}
	e.viewer = newViewer(c)
	e.control = newControl(e)
	e.script = newScript(e.ids)
	for _, make := range makers() {
		d, err := e.makeDialect(make)
		if err != nil {
			return nil, err
		}
		e.dialects = append(e.dialects, d)
		for _, h := range d.hosts {
			e.hosts[h.name] = d
		}
	}
	var err error
	if e.tokens, err = newTokens(c.Tokens); err != nil {
		return nil, err
	}
	if e.tape, err = newTape(c.Record, c.Replay, e.viewer); err != nil {
		return nil, fmt.Errorf("reading the record: %w", err)
	}
	e.door = newDoor(e)
	return e, nil
}

// Start begins to listen. When it returns, requests are answered.
func (e *Emulator) Start() error { return e.door.open() }

// Close stops listening, ends every connection and waits until nothing of the
// emulator runs any more. The error is nil, for [io.Closer].
func (e *Emulator) Close() error {
	e.closing.Do(e.door.close)
	return nil
}

// Reset brings messages, scenarios, token states, quotas, logins and the clock
// back to the start. What was counted for the report stays: a test that begins
// with a reset does not undo what the ones before it found.
func (e *Emulator) Reset() {
	e.inbox.clear()
	e.script.clear()
	e.tokens.reset()
	e.quotas.reset()
	e.sessions.clear()
	for _, d := range e.dialects {
		if d.reset != nil {
			d.reset()
		}
	}
	e.clock.reset()
}
