package emulator

import "testing"

// oppoCases are requests that the vendor refuses or takes, by its codes.
func oppoCases() []codeCase { return nil }

func TestOPPO(t *testing.T) { runCases(t, "oppo", oppoCases()) }
