package emulator

import (
	"sync"
	"time"
)

// clock is the emulated time: the real one, moved.
type clock struct {
	real func() time.Time

	mu    sync.RWMutex
	moved time.Duration
}

func newClock(real func() time.Time) *clock { return &clock{real: real} }

func (c *clock) now() time.Time {
	c.mu.RLock()
	defer c.mu.RUnlock()
	return c.real().Add(c.moved)
}

func (c *clock) advance(d time.Duration) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.moved += d
}

func (c *clock) set(t time.Time) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.moved = t.Sub(c.real())
}

func (c *clock) reset() {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.moved = 0
}
