package emulator

import "runtime/debug"

// The full inbox is some 35 MB of small pieces, which the garbage collector goes
// over each time it runs. Where it runs a third as often, a request takes a tenth
// less; the heap then grows to 140 MB at most, which the limit holds it to.
const (
	processGC     = 300
	processMemory = 192 << 20
)

// TuneProcess sets the garbage collector for a process that does nothing but run
// an emulator. In a test that has other work to do it has no place.
func TuneProcess() {
	debug.SetGCPercent(processGC)
	debug.SetMemoryLimit(processMemory)
}
