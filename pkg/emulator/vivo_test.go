package emulator

import "testing"

// vivoCases are requests that the vendor refuses or takes, by its codes.
func vivoCases() []codeCase { return nil }

func TestVivo(t *testing.T) { runCases(t, "vivo", vivoCases()) }
