package emulator

import (
	"regexp"
	"strings"
	"testing"
)

// TestFCMTokenShape compares what is told by letters with the expressions that say
// the same, at every length and letter where they might part.
func TestFCMTokenShape(t *testing.T) {
	t.Parallel()
	shape := regexp.MustCompile(`^(?:[A-Za-z0-9_-]{10,}:[A-Za-z0-9_-]{100,}|[A-Za-z0-9_-]{22})$`)
	noColon := regexp.MustCompile(`^(?:[A-Za-z0-9_-]{22}|APA91b[A-Za-z0-9_-]+)$`)
	a := func(n int) string { return strings.Repeat("a", n) }
	tokens := []string{
		"", a(21), a(22), a(23), a(9) + ":" + a(100), a(10) + ":" + a(99), a(10) + ":" + a(100), a(30) + ":" + a(200),
		a(10) + ":" + a(100) + ":", ":" + a(100), a(22) + "\n", "APA91b", "APA91bx", "APA91b:x", "apa91bx", "xAPA91bx", "APA91b" + a(16),
	}
	for c := range 256 {
		letter := string([]byte{byte(c)})
		tokens = append(tokens, a(21)+letter, letter+a(21), a(9)+letter+":"+a(100), a(10)+":"+letter+a(99), "APA91b"+letter)
	}
	told := 0
	for _, token := range tokens {
		if got, want := fcmShape(token), shape.MatchString(token); got != want {
			t.Errorf("fcmShape(%q) is %t", token, got)
		}
		if got, want := fcmNoColon(token), noColon.MatchString(token); got != want {
			t.Errorf("fcmNoColon(%q) is %t", token, got)
		}
		if fcmShape(token) {
			told++
		}
	}
	if told < 200 || told > len(tokens)/2 {
		t.Errorf("%d of %d look like a token", told, len(tokens))
	}
}
