package project

// sieve finds out quickly whether a text holds one of a few words. It is the
// Wu-Manber search with blocks of two bytes: a table says for each pair of bytes
// how far the window may move before a word can end there, so most bytes are
// never looked at. Words shorter than two bytes are not possible.
type sieve struct {
	words []string
	min   int // length of the shortest word
	shift [1 << 16]uint8
}

func newSieve(words []string) *sieve {
	s := &sieve{words: words, min: len(words[0])}
	for _, w := range words {
		s.min = min(s.min, len(w))
	}
	s.min = min(s.min, 256)
	for i := range s.shift {
		s.shift[i] = uint8(s.min - 1)
	}
	for _, w := range words {
		for i := 1; i < s.min; i++ {
			pair := uint16(w[i-1]) | uint16(w[i])<<8
			s.shift[pair] = min(s.shift[pair], uint8(s.min-1-i))
		}
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
		if jump > 0 {
			i += int(jump)
			continue
		}
		start := i - s.min + 1
		for _, w := range s.words {
			if len(data)-start >= len(w) && string(data[start:start+len(w)]) == w {
				return i + 1, true
			}
		}
		i++
	}
	return 0, false
}
