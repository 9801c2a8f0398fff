package emulator

import "testing"

// meizuCases are requests that the vendor refuses or takes, by its codes.
func meizuCases() []codeCase { return nil }

func TestMeizu(t *testing.T) { runCases(t, "meizu", meizuCases()) }
