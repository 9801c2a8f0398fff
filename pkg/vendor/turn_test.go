package vendor

import (
	"context"
	"errors"
	"testing"
)

// TestTurn: one login at a time for a key; who waits keeps to its own time.
func TestTurn(t *testing.T) {
	t.Parallel()
	var c Cache
	end, err := c.turn(t.Context(), "a")
	if err != nil {
		t.Fatal(err)
	}
	if other, err := c.turn(t.Context(), "b"); err != nil {
		t.Error("another key waits")
	} else {
		other()
	}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := c.turn(ctx, "a"); !errors.Is(err, context.Canceled) {
		t.Errorf("error %v, want that of the context", err)
	}
	end()
	if again, err := c.turn(t.Context(), "a"); err != nil {
		t.Error("the turn did not end")
	} else {
		again()
	}
}
