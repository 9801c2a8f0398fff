package emulator

import (
	"path/filepath"
	"time"
)

// What the control API does by HTTP, for Go.

// SetToken says what a vendor knows of a token. An error is an [*InputError].
func (e *Emulator) SetToken(t Token) error { return e.tokens.set(t) }

// SetQuota limits the messages that a vendor takes in a day; nil lifts the limit. What
// the vendor counts is limited: Huawei's test messages, Xiaomi's but for private ones,
// OPPO's content and marketing class, vivo's formal messages. It begins to count anew.
// An error is an [*InputError].
func (e *Emulator) SetQuota(vendor string, limit *int) error { return e.quotas.set(vendor, limit) }

// Now is the emulated time.
func (e *Emulator) Now() time.Time { return e.clock.now() }

// Advance moves the emulated clock, by which logins expire and timestamps age.
func (e *Emulator) Advance(d time.Duration) { e.clock.advance(d) }

// SetClock sets the emulated clock, which runs on from there.
func (e *Emulator) SetClock(t time.Time) { e.clock.set(t) }

// CAFile is the file that holds [Emulator.CA], "" with an authority that is not
// kept.
func (e *Emulator) CAFile() string {
	if e.config.Dir == "" {
		return ""
	}
	return filepath.Join(e.config.Dir, authorityFile)
}
