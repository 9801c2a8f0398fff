package main

import (
	"encoding/xml"
	"errors"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// TestPictures: the committed pictures are what the program prints today, and
// well-formed.
func TestPictures(t *testing.T) {
	t.Chdir(filepath.Join("..", ".."))
	for path, s := range shots {
		want, err := s.take()
		if err != nil {
			t.Fatal(err)
		}
		got, err := os.ReadFile(filepath.FromSlash(path))
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(string(want), string(got)); diff != "" {
			t.Errorf("%s is out of date; go run ./scripts/screenshot makes it anew:\n%s", path, diff)
		}
		for d := xml.NewDecoder(strings.NewReader(string(got))); ; {
			if _, err := d.Token(); errors.Is(err, io.EOF) {
				break
			} else if err != nil {
				t.Fatalf("%s: %v", path, err)
			}
		}
	}
}

// TestSplit: a piece has one style and characters of one width, and knows its
// column.
func TestSplit(t *testing.T) {
	got, err := split("  \x1b[1;31m× 错误\x1b[0m id")
	if err != nil {
		t.Fatal(err)
	}
	red := attributes["1"] + attributes["31"]
	want := []piece{
		{"  ", 0, "", plain},
		{"×", 2, red, symbol},
		{" ", 3, red, plain},
		{"错误", 4, red, wide},
		{" id", 8, "", plain},
	}
	if diff := cmp.Diff(want, got, cmp.AllowUnexported(piece{})); diff != "" {
		t.Error(diff)
	}
	if _, err := split("\x1b[5mblinks"); err == nil {
		t.Error("a code that has no look is drawn all the same")
	}
}
