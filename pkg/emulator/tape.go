package emulator

import "io"

// tape records exchanges and plays them back.
type tape struct{}

func newTape(record io.Writer, replay io.Reader, reveal bool) (*tape, error) { return &tape{}, nil }

// replay answers from the record; false when nothing is played back.
func (t *tape) replay(c *call) (*answer, bool) { return nil, false }

func (t *tape) record(x *Exchange) {}
