package project

import (
	"bytes"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
)

// firstOf is what a sieve does, in the plain way: the place of the first word.
func firstOf(data []byte, words []string) (start int, ok bool) {
	for _, w := range words {
		if i := bytes.Index(data, []byte(w)); i >= 0 && (!ok || i < start) {
			start, ok = i, true
		}
	}
	return start, ok
}

func holdAgainstPlain(t *testing.T, data []byte, words []string) {
	t.Helper()
	s := newSieve(words)
	start, want := firstOf(data, words)
	end, got := s.find(data)
	if got != want || got && end-s.min != start {
		t.Fatalf("words %q in %q: found %t at %d, want %t at %d", words, data, got, end-s.min, want, start)
	}
	if s.holds(data) != want {
		t.Fatalf("words %q in %q: holds is not %t", words, data, want)
	}
}

func TestSieve(t *testing.T) {
	for _, c := range []struct {
		data  string
		words []string
	}{
		{"", []string{"ab"}},
		{"a", []string{"ab"}},
		{"ab", []string{"ab"}},
		{"xxab", []string{"ab"}},
		{"aab", []string{"ab"}},
		{"aaaaab", []string{"aaab"}},
		{"abc", []string{"abcd"}},
		{"abcabcd", []string{"abcd", "cab"}},
		{"the short one at the end: abc", []string{"abcdefgh", "abc"}},
		{"abcdefg", []string{"abcdefgh", "efg"}},
		{"\x00\xff\x00\xff", []string{"\xff\x00"}},
		{strings.Repeat("x", 400) + "y", []string{strings.Repeat("x", 300) + "y"}},
		{strings.Repeat("x", 400), []string{strings.Repeat("x", 300) + "y"}},
		{"uni.requireNativePlugin", words},
		{"uni.requireNativePlugi", words},
		{"secretKe", words},
	} {
		holdAgainstPlain(t, []byte(c.data), c.words)
	}
}

// TestSieveRandom: few letters, so that words and their beginnings are frequent.
func TestSieveRandom(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 2))
	text := func(length int) []byte {
		b := make([]byte, length)
		for i := range b {
			b[i] = "abc"[r.IntN(3)]
		}
		return b
	}
	for range 20_000 {
		var words []string
		for range 1 + r.IntN(4) {
			words = append(words, string(text(2+r.IntN(8))))
		}
		holdAgainstPlain(t, text(r.IntN(60)), words)
	}
}

// TestSieveWords: the words themselves, at every place of a text, also cut off.
func TestSieveWords(t *testing.T) {
	for _, w := range words {
		for before := range 20 {
			data := []byte(strings.Repeat("-", before) + w)
			holdAgainstPlain(t, data, words)
			holdAgainstPlain(t, data[:len(data)-1], words)
		}
	}
}

// TestSieveManyWords: more ends of words than there is room for.
func TestSieveManyWords(t *testing.T) {
	var words []string
	for i := range 400 {
		words = append(words, string([]byte{'x', byte(i), byte(i >> 2)}))
	}
	for _, w := range words {
		holdAgainstPlain(t, []byte("---"+w), words)
		holdAgainstPlain(t, []byte("---"+w[:2]), words)
	}
}

func FuzzSieve(f *testing.F) {
	f.Add([]byte("uni.requireNativePlugin('x')"), "requireNativePlugin", "registerPlugin")
	f.Add([]byte("aaaaab"), "aab", "ab")
	f.Fuzz(func(t *testing.T, data []byte, a, b string) {
		words := slices.DeleteFunc([]string{a, b}, func(w string) bool { return len(w) < 2 })
		if len(words) > 0 {
			holdAgainstPlain(t, data, words)
		}
	})
}
