package manifest

// Comments returns the comments of a text, outside of strings, as pairs of the
// first offset and that behind the last. One that does not end is left out, as is
// what stands behind it.
func Comments(data []byte) [][2]int {
	var out [][2]int
	for i := 0; i < len(data); i++ {
		switch data[i] {
		case '"':
			i = skipString(data, i) - 1
		case '/':
			end := commentEnd(data, i)
			if end < 0 {
				return out
			}
			if end > i {
				out = append(out, [2]int{i, end})
				i = end - 1
			}
		}
	}
	return out
}
