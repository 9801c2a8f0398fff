//go:build windows || darwin

package cmd

import (
	"time"

	"github.com/jeandeaual/go-locale"
)

// maxLocaleWait bounds the wait for the system's answer: macOS runs a program
// for it.
const maxLocaleWait = time.Second

// systemLocale is the language of the user's system. Most users of these systems
// have no locale in the environment.
func systemLocale() string {
	answer := make(chan string, 1)
	go func() {
		// The list of languages comes first: the locale is that of dates and
		// numbers, which may be another one.
		if locales, err := locale.GetLocales(); err == nil && len(locales) > 0 {
			answer <- locales[0]
			return
		}
		l, _ := locale.GetLocale()
		answer <- l
	}()
	select {
	case l := <-answer:
		return l
	case <-time.After(maxLocaleWait):
		return ""
	}
}
