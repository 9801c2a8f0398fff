package project

import (
	"math"
	"strconv"
	"strings"

	"github.com/offpush/offpush/pkg/script"
)

// maxSafe is JavaScript's Number.MAX_SAFE_INTEGER; larger numbers are rounded.
const maxSafe = 1<<53 - 1

// Value returns a literal as the SDK gets it: 0x7531, 30_001 and 3e4 as digits.
func (s Setting) Value() string {
	if s.Kind != script.Number {
		return s.Text
	}
	if n, err := strconv.ParseInt(strings.TrimSuffix(s.Text, "n"), 0, 64); err == nil {
		return strconv.FormatInt(n, 10)
	}
	if f, err := strconv.ParseFloat(strings.ReplaceAll(s.Text, "_", ""), 64); err == nil && f == math.Trunc(f) && math.Abs(f) <= maxSafe {
		return strconv.FormatInt(int64(f), 10)
	}
	return s.Text
}

// Rounded reports whether a literal is a number that JavaScript cannot hold, so
// that the SDK gets another one.
func (s Setting) Rounded() bool {
	if s.Kind != script.Number || strings.HasSuffix(s.Text, "n") {
		return false
	}
	f, err := strconv.ParseFloat(s.Value(), 64)
	return err == nil && math.Abs(f) > maxSafe
}
