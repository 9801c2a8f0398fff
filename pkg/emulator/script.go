package emulator

import (
	"math/rand/v2"
	"slices"
	"strings"
	"sync"

	"github.com/offpush/offpush/pkg/catalog"
)

// script is the list of scenarios.
type script struct {
	ids *ids

	mu        sync.Mutex
	scenarios []*scenario
}

// scenario is one with its state.
type scenario struct {
	Scenario
	random *rand.Rand
	seen   int // requests that matched all but nth
}

func newScript(ids *ids) *script { return &script{ids: ids} }

func (s *script) add(added Scenario) (string, error) {
	if err := added.check(); err != nil {
		return "", err
	}
	added.ID = "s-" + s.ids.hex(12)
	s.mu.Lock()
	defer s.mu.Unlock()
	if len(s.scenarios) >= maxScenarios {
		return "", inputError("已有 %d 个场景，不能再多", "there are %d scenarios, which is the limit", maxScenarios)
	}
	seed := added.Match.Seed
	s.scenarios = append(s.scenarios, &scenario{Scenario: added, random: rand.New(rand.NewPCG(seed, seed))})
	return added.ID, nil
}

func (s *script) remove(id string) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	before := len(s.scenarios)
	s.scenarios = slices.DeleteFunc(s.scenarios, func(one *scenario) bool { return one.ID == id })
	return len(s.scenarios) < before
}

func (s *script) list() []Scenario {
	s.mu.Lock()
	defer s.mu.Unlock()
	out := make([]Scenario, len(s.scenarios))
	for i, one := range s.scenarios {
		out[i] = one.Scenario
	}
	return out
}

func (s *script) clear() {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.scenarios = nil
}

// match returns the scenario that decides a call, nil when there is none. Those
// after it count the call too: nth is of the calls that a scenario matches, whoever
// answers them.
func (s *script) match(c *call) (first *scenario) {
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, one := range s.scenarios {
		if one.applies(c) && first == nil {
			first = one
		}
	}
	return first
}

// applies reports whether a call is chosen, and counts it.
func (s *scenario) applies(c *call) bool {
	m := &s.Match
	switch {
	case m.Vendor != "" && m.Vendor != c.dialect.id,
		m.Path != "" && !pathMatches(m.Path, c.request.URL.Path),
		m.Token != "" && !slices.ContainsFunc(c.tokens, func(t string) bool {
			return keyOf(c.dialect.id, t) == keyOf(c.dialect.id, m.Token)
		}),
		m.Path == "" && !s.inPlace(c),
		s.Answer.Code != "" && !c.dialect.mayHave(s.Answer.Code),
		m.Probability != nil && s.random.Float64() >= *m.Probability:
		return false
	}
	s.seen++
	return m.Nth == 0 || m.Nth == s.seen
}

// pathMatches compares with a path, in which * is anything.
func pathMatches(pattern, path string) bool {
	parts := strings.Split(pattern, "*")
	last := len(parts) - 1
	path, ok := strings.CutPrefix(path, parts[0])
	if last == 0 || !ok {
		return ok && path == ""
	}
	for _, part := range parts[1:last] {
		if _, path, ok = strings.Cut(path, part); !ok {
			return false
		}
	}
	return strings.HasSuffix(path, parts[last])
}

// inPlace reports whether the vendor gives the scenario's code, if it has one, at
// the call's place: 80300007 answers no login. Codes that the catalog does not
// have are for pushes.
func (s *scenario) inPlace(c *call) bool {
	if s.Answer.Code == "" {
		return true
	}
	known := false
	for _, code := range c.dialect.push.Codes {
		if code.Code != s.Answer.Code {
			continue
		}
		switch code.At {
		case c.at():
			return true
		case catalog.AtTarget:
			if c.at() == catalog.AtSend {
				return true
			}
			known = true
		case catalog.AtAuth, catalog.AtSend:
			known = true
		}
	}
	return !known && c.at() == catalog.AtSend
}
