package manifest

import (
	"testing"
	"unicode/utf8"

	"golang.org/x/text/encoding/simplifiedchinese"
)

// TestGB18030: what is taken for a character is one to those who know them all,
// but for the few places between the symbols that nobody has filled.
func TestGB18030(t *testing.T) {
	t.Parallel()
	decoder := simplifiedchinese.GB18030.NewDecoder()
	holes := 0
	judge := func(data ...byte) {
		t.Helper()
		decoded, err := decoder.Bytes(data)
		if err != nil {
			t.Fatal(err)
		}
		whole := utf8.RuneCount(decoded) == 1 && string(decoded) != string(utf8.RuneError)
		switch n := gb18030Length(data); {
		case n == 2 && len(data) == 2 && !whole && utf8.RuneCount(decoded) == 1:
			holes++
		case (n == len(data)) != whole:
			t.Errorf("% x: %d bytes, decoded %q", data, n, decoded)
		}
	}
	for a := range 0x100 {
		judge(byte(a))
		for b := range 0x100 {
			judge(byte(a), byte(b))
		}
	}
	for _, data := range []string{"\x81\x30\x81\x30", "\x82\x35\xfe\x39", "\x90\x30\x81\x30", "\x81\x30\x80\x30", "\x81\x30\x81\x3a", "\x81\x30\x81", "\x81\x30", "\xff\x30\x81\x30"} {
		judge([]byte(data)...)
	}
	if holes != 180 {
		t.Errorf("%d characters that nobody knows", holes)
	}
}
