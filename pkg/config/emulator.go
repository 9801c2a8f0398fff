package config

import (
	"maps"
	"slices"

	"github.com/offpush/offpush/pkg/catalog"
	"github.com/offpush/offpush/pkg/text"
)

// EmulatorToken is a table [emulator.token.NAME]: a device token that the
// emulator knows something of. What the values may be is the emulator's to say.
type EmulatorToken struct {
	Vendor, Token, State, Environment string
	Place                             string // file:line
}

// EmulatorTokens returns the tables of [emulator.token], by name, their values
// looked up. Every error is an [*Error].
func (c *Config) EmulatorTokens() ([]EmulatorToken, error) {
	var out []EmulatorToken
	for _, name := range slices.Sorted(maps.Keys(c.tokens)) {
		t := EmulatorToken{Place: c.tokens[name].error(text.Text{}).Place()}
		for _, f := range []struct {
			key  string
			into *string
			need bool
		}{{"vendor", &t.Vendor, true}, {"token", &t.Token, true}, {"state", &t.State, false}, {"environment", &t.Environment, false}} {
			v, ok := c.values[setting{"emulator", "token", name, f.key}]
			if !ok {
				if f.need {
					return nil, c.tokens[name].error(text.F("%[1]s 缺少 %[2]s", "%[1]s has no %[2]s", text.Visible(name), f.key))
				}
				continue
			}
			var err error
			if *f.into, err = v.resolve(catalog.Field{Name: f.key, Secret: f.key == "token"}, c.getenv); err != nil {
				return nil, err
			}
		}
		out = append(out, t)
	}
	return out, nil
}
