package emulator

import "testing"

// apnsCases are requests that the vendor refuses or takes, by its codes.
func apnsCases() []codeCase { return nil }

func TestAPNs(t *testing.T) { runCases(t, "apns", apnsCases()) }
