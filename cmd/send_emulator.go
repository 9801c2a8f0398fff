package cmd

import (
	"errors"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/offpush/offpush/pkg/catalog"
	"github.com/offpush/offpush/pkg/config"
	"github.com/offpush/offpush/pkg/emulator"
	"github.com/offpush/offpush/pkg/report"
	"github.com/offpush/offpush/pkg/text"
)

// standIn is an emulator inside the process that takes the vendors' place for one
// run of send.
type standIn struct {
	emulator *emulator.Emulator
	dir      string
	settings map[string]map[string]string // fields of offpush.toml by vendor
}

// emulated starts the emulator for a run of send. A vendor that the user's
// configuration has an account of is tried with that account, the others with
// the demo ones.
func (a *app) emulated(file *config.Config, reveal bool) (*standIn, error) {
	own, err := a.ownAccounts(file, catalog.IDs())
	if err != nil {
		return nil, err
	}
	s := &standIn{}
	s.emulator, err = emulator.New(emulator.Config{Credentials: own, Lang: a.lang, Reveal: reveal})
	if err != nil {
		return nil, emulatorError(err)
	}
	if err := s.start(own); err != nil {
		return nil, errors.Join(err, s.close())
	}
	return s, nil
}

// start begins to listen and reads the configuration that points there.
func (s *standIn) start(own map[string]map[string]string) (err error) {
	if err := s.emulator.Start(); err != nil {
		return emulatorError(err)
	}
	if s.dir, err = os.MkdirTemp("", "offpush-emulator-"); err != nil {
		return err
	}
	path := filepath.Join(s.dir, config.Name)
	if err := s.emulator.WriteConfig(path); err != nil {
		return err
	}
	none := func(string) string { return "" }
	written, err := config.Load(path, none)
	if err != nil {
		return err
	}
	s.settings = map[string]map[string]string{}
	for _, id := range catalog.IDs() {
		if s.settings[id], err = written.Credentials(id, nil, none); err != nil {
			return err
		}
		if _, ok := own[id]; ok { // which only lacks the addresses
			maps.DeleteFunc(s.settings[id], func(field, _ string) bool {
				return field != "endpoint" && field != "endpoint_sandbox" && field != "ca_file"
			})
		}
	}
	return nil
}

func (s *standIn) close() error {
	err := s.emulator.Close()
	if s.dir != "" {
		err = errors.Join(err, os.RemoveAll(s.dir))
	}
	return err
}

// judged adds what the emulator found in a push: of its last message to that
// token, or of a login that was refused.
func (s *standIn) judged(p *report.Push, token string) {
	p.Emulator = true
	for _, m := range slices.Backward(s.emulator.Messages(emulator.Filter{Vendor: p.Vendor})) {
		if m.Token == "" || strings.EqualFold(m.Token, token) {
			p.Judged = m.Judgement()
			return
		}
	}
}

// tokenOrDemo is the token to push to; the emulator has one where none is given.
func (o *sendOptions) tokenOrDemo() string {
	if o.emulator && !o.given("token") {
		return emulator.DemoToken(o.vendor)
	}
	return o.token
}

// emulatorAlone refuses flags that --emulator sets itself.
func (o *sendOptions) emulatorAlone() error {
	for _, flag := range []string{"endpoint", "endpoint-sandbox", "ca-file"} {
		if o.emulator && o.given(flag) {
			return badFlag(flag, text.T("不能和 --emulator 同用：它自己设置地址", "does not go with --emulator, which sets the addresses itself"))
		}
	}
	return nil
}
