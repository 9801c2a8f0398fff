package manifest

import (
	"strings"
	"testing"
	"time"
)

func BenchmarkParse(b *testing.B) {
	b.Run("sample", func(b *testing.B) { benchmark(b, sample) })
	for name, text := range large() {
		b.Run(name, func(b *testing.B) { benchmark(b, text) })
	}
}

func benchmark(b *testing.B, text string) {
	b.SetBytes(int64(len(text)))
	b.ReportAllocs()
	data := []byte(text)
	for b.Loop() {
		Parse("manifest.json", data)
	}
}

// Texts near the limit on one line, where quadratic work would take minutes.
func large() map[string]string {
	fill := func(before, piece, after string) string {
		return before + strings.Repeat(piece, (MaxSize-len(before)-len(after))/len(piece)) + after
	}
	return map[string]string{
		"array":      fill("[", "1,", "1]"),
		"duplicates": fill("{", `"a":1,`, `"a":1}`),
		"commas":     fill("[", "[1,],", "1]"),
		"comments":   fill("[", "/*推*/", "1]"),
		"unclosed":   fill("[", "/*x", "1]"),
		"slashes":    fill("[", "/", "1]"),
		"string":     fill(`["`, `\u63a8`, `"]`),
		"GBK":        fill(`["`, "\xcd\xc6", `"]`),
	}
}

func TestLinear(t *testing.T) {
	for name, text := range large() {
		start := time.Now()
		Parse("f", []byte(text))
		if spent := time.Since(start); spent > 20*time.Second {
			t.Errorf("%s took %v", name, spent)
		}
	}
}
