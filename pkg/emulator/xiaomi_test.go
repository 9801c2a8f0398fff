package emulator

import "testing"

// xiaomiCases are requests that the vendor refuses or takes, by its codes.
func xiaomiCases() []codeCase { return nil }

func TestXiaomi(t *testing.T) { runCases(t, "xiaomi", xiaomiCases()) }
