package emulator

import (
	"net/http"
	"time"
)

// script is the list of scenarios.
type script struct{ ids *ids }

func newScript(ids *ids) *script { return &script{ids: ids} }

func (s *script) clear() {}

// match returns the scenario that decides a call, nil when there is none.
func (s *script) match(c *call) *scenario { return nil }

// scenario changes the answers to some calls.
type scenario struct {
	ID     string
	Answer struct {
		Code   string
		Status int
	}
	delay time.Duration
}

// answer is the answer of a scenario that has a code or a status.
func (s *scenario) answer(c *call) *answer { return nil }

// fault does what the scenario does to the connection; true when that was all.
func (s *scenario) fault(w http.ResponseWriter, c *call, a *answer) bool { return false }
