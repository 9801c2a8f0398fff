package emulator

import "testing"

// fcmCases are requests that the vendor refuses or takes, by its codes.
func fcmCases() []codeCase { return nil }

func TestFCM(t *testing.T) { runCases(t, "fcm", fcmCases()) }
