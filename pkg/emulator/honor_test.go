package emulator

import "testing"

// honorCases are requests that the vendor refuses or takes, by its codes.
func honorCases() []codeCase { return nil }

func TestHonor(t *testing.T) { runCases(t, "honor", honorCases()) }
