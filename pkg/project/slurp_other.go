//go:build !unix

package project

import (
	"io"
	"os"
)

// slurp reads a whole file into buf, which grows to at most limit+1 bytes, and
// returns how much it read and the buffer.
func slurp(name string, buf []byte, limit int) (int, []byte, error) {
	f, err := os.Open(name)
	if err != nil {
		return 0, buf, err
	}
	defer f.Close()
	for n := 0; ; {
		m, err := f.Read(buf[n:])
		n += m
		switch {
		case err == io.EOF:
			return n, buf, nil
		case err != nil || n > limit:
			return n, buf, err
		case n == len(buf):
			buf = append(buf, make([]byte, len(buf))...)
		}
	}
}
