package project

// sieve finds out quickly whether a text holds one of a few words. It is the
// Wu-Manber search with blocks of two bytes: a table says for each pair of bytes
// how far the window may move before a word can end there, so most bytes are
// never looked at. Words shorter than two bytes are not possible.
type sieve struct {
	words []string
	min   int // length of the shortest word
	// shift says for a pair of bytes how far the window may move: less than atEnd,
	// or atEnd and the index of the words in groups whose first min bytes end so.
	shift  [1 << 16]uint8
	groups [][]string
}

// atEnd is where the indexes of groups begin in the table, and the last one there
// is room for.
const (
	atEnd     = 128
	lastGroup = 255 - atEnd
)

func newSieve(words []string) *sieve {
	s := &sieve{words: words, min: len(words[0])}
	for _, w := range words {
		s.min = min(s.min, len(w))
	}
	s.min = min(s.min, atEnd)
	for i := range s.shift {
		s.shift[i] = uint8(s.min - 1)
	}
	for _, w := range words {
		for i := 1; i < s.min-1; i++ {
			pair := uint16(w[i-1]) | uint16(w[i])<<8
			s.shift[pair] = min(s.shift[pair], uint8(s.min-1-i))
		}
	}
	for _, w := range words { // last, for these pairs count most
		pair := uint16(w[s.min-2]) | uint16(w[s.min-1])<<8
		if s.shift[pair] < atEnd {
			if len(s.groups) <= lastGroup {
				s.groups = append(s.groups, nil)
			}
			s.shift[pair] = uint8(atEnd + len(s.groups) - 1)
		}
		at := s.shift[pair] - atEnd
		s.groups[at] = append(s.groups[at], w)
	}
	return s
}

// holds reports whether data contains one of the words.
func (s *sieve) holds(data []byte) bool {
	_, ok := s.find(data)
	return ok
}

// find returns the place behind the first min bytes of the first word found.
func (s *sieve) find(data []byte) (int, bool) {
	for i := s.min - 1; i < len(data); {
		jump := s.shift[uint16(data[i-1])|uint16(data[i])<<8]
		if jump < atEnd {
			i += int(jump)
			continue
		}
		start := i - s.min + 1
		for _, w := range s.groups[jump-atEnd] {
			if len(data)-start >= len(w) && string(data[start:start+len(w)]) == w {
				return i + 1, true
			}
		}
		i++
	}
	return 0, false
}
