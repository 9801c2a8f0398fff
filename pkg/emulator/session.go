package emulator

import (
	"encoding/base64"
	"encoding/hex"
	"fmt"
	"io"
	"sync"
	"time"
)

// ids makes what vendors make up: access tokens, message ids, UUIDs.
type ids struct {
	mu     sync.Mutex
	random io.Reader
}

func (i *ids) bytes(n int) []byte {
	i.mu.Lock()
	defer i.mu.Unlock()
	b := make([]byte, n)
	if _, err := io.ReadFull(i.random, b); err != nil {
		panic("offpush: no random bytes: " + err.Error()) // nothing could be answered any more
	}
	return b
}

// hex returns n hexadecimal digits; n is even.
func (i *ids) hex(n int) string { return hex.EncodeToString(i.bytes(n / 2)) }

// base64 returns n bytes as base64.
func (i *ids) base64(n int) string { return base64.StdEncoding.EncodeToString(i.bytes(n)) }

// uuid returns a random UUID, version 4.
func (i *ids) uuid() string {
	b := i.bytes(16)
	b[6], b[8] = b[6]&0x0f|0x40, b[8]&0x3f|0x80
	return fmt.Sprintf("%x-%x-%x-%x-%x", b[:4], b[4:6], b[6:8], b[8:10], b[10:])
}

// session is a login that was given out.
type session struct {
	vendor  string
	account string // the app or client that logged in
	scope   string
	issued  time.Time
	expires time.Time
}

// maxSessions bounds the logins that are remembered; the oldest ones go first.
const maxSessions = 10_000

// sessions are the access tokens that were given out.
type sessions struct {
	ids *ids

	mu    sync.RWMutex
	byKey map[string]session
	order []string
}

// add gives out an access token.
func (s *sessions) add(token string, of session) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.byKey == nil {
		s.byKey = map[string]session{}
	}
	if len(s.order) >= maxSessions {
		delete(s.byKey, s.order[0])
		s.order = s.order[1:]
	}
	s.byKey[token] = of
	s.order = append(s.order, token)
}

// find returns the login behind an access token of a vendor; it may have expired.
func (s *sessions) find(vendor, token string) (session, bool) {
	s.mu.RLock()
	defer s.mu.RUnlock()
	found, ok := s.byKey[token]
	return found, ok && found.vendor == vendor
}

// owner returns the vendor that gave out an access token; "" when none did.
func (s *sessions) owner(token string) string {
	s.mu.RLock()
	defer s.mu.RUnlock()
	return s.byKey[token].vendor
}

func (s *sessions) clear() {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.byKey, s.order = nil, nil
}
