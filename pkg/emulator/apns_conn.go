package emulator

import (
	"crypto/sha256"
	"sync"
	"time"

	"github.com/offpush/offpush/pkg/apple"
)

// apnsConn is what APNs knows of a connection.
type apnsConn struct {
	once        sync.Once
	certificate apple.Certificate // the facts of the client's, read once

	mu     sync.Mutex
	all    *providerTokens // those of the emulator while the fields below hold
	bound  bool            // to the team and key of the first token that was accepted
	tokens *providerTokens // those that were used on it
}

// since returns what happened on the connection since the emulator's tokens were
// last forgotten.
func (c *apnsConn) since(all *providerTokens) (bound bool, tokens *providerTokens) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.all != all {
		c.all, c.bound, c.tokens = all, false, &providerTokens{}
	}
	return c.bound, c.tokens
}

// bind notes that a token was accepted.
func (c *apnsConn) bind() {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.bound = true
}

// facts returns those of the client's certificate.
func (c *conn) facts() *apple.Certificate {
	c.apns.once.Do(func() { c.apns.certificate = apple.FactsOf(c.peer[0]) })
	return &c.apns.certificate
}

// refreshTime is how long a provider token is to be used before the next one:
// Apple's "Establishing a token-based connection to APNs".
const refreshTime = 20 * time.Minute

// maxProviderTokens is how many provider tokens are remembered.
const maxProviderTokens = 64

// providerTokens are the JWTs that were accepted last, the newest at the end.
type providerTokens struct {
	mu   sync.Mutex
	used []providerToken
}

// providerToken is a JWT that was accepted.
type providerToken struct {
	hash   [sha256.Size]byte
	issued time.Time // its iat
	since  time.Time // when it first came
}

func makeProviderToken(jwt string, issued, now time.Time) providerToken {
	return providerToken{sha256.Sum256([]byte(jwt)), issued, now}
}

// hasty reports that a token is a new one that comes too soon after the one
// before, and how long ago that came. One that was used before is no news. One
// that was issued much later than the one before, or comes much later, is in order.
func (p *providerTokens) hasty(t providerToken) (ago time.Duration, hasty bool) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if len(p.used) == 0 || p.known(t) {
		return 0, false
	}
	last := p.used[len(p.used)-1]
	ago = t.since.Sub(last.since)
	return ago, ago < refreshTime && t.issued.Sub(last.issued).Abs() < refreshTime
}

// add remembers a token that was accepted.
func (p *providerTokens) add(t providerToken) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.known(t) {
		return
	}
	if len(p.used) == maxProviderTokens {
		p.used = append(p.used[:0], p.used[1:]...)
	}
	p.used = append(p.used, t)
}

// known looks from the newest one on, which is used most.
func (p *providerTokens) known(t providerToken) bool {
	for i := len(p.used) - 1; i >= 0; i-- {
		if p.used[i].hash == t.hash {
			return true
		}
	}
	return false
}
