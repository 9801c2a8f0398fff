package emulator

import "testing"

// huaweiCases are requests that the vendor refuses or takes, by its codes.
func huaweiCases() []codeCase { return nil }

func TestHuawei(t *testing.T) { runCases(t, "huawei", huaweiCases()) }
