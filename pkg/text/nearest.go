package text

import "strings"

// Nearest returns the candidate that word was probably meant to be: one that
// it starts, or the one with the fewest typing errors, at most one in three
// characters. "" when there is none.
func Nearest(word string, candidates []string) string {
	word = strings.ToLower(word)
	best, errors := "", len(word)/3+1
	for _, c := range candidates {
		if d := Distance(word, strings.ToLower(c)); d < errors {
			best, errors = c, d
		}
	}
	if best != "" || len(word) < 3 {
		return best
	}
	for _, c := range candidates {
		if strings.Contains(strings.ToLower(c), word) {
			return c
		}
	}
	return ""
}

// Distance counts the bytes to insert, delete, replace or swap with their
// neighbour to make b of a.
func Distance(a, b string) int {
	two, one, row := make([]int, len(b)+1), make([]int, len(b)+1), make([]int, len(b)+1)
	for j := range one {
		one[j] = j
	}
	for i := 1; i <= len(a); i++ {
		row[0] = i
		for j := 1; j <= len(b); j++ {
			cost := 1
			if a[i-1] == b[j-1] {
				cost = 0
			}
			row[j] = min(one[j]+1, row[j-1]+1, one[j-1]+cost)
			if i > 1 && j > 1 && a[i-1] == b[j-2] && a[i-2] == b[j-1] {
				row[j] = min(row[j], two[j-2]+1)
			}
		}
		two, one, row = one, row, two
	}
	return one[len(b)]
}
