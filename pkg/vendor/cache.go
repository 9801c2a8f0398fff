package vendor

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"time"
)

// Cache keeps logins (access tokens, the APNs JWT): in memory, and with a Dir
// between runs as well, one file each, readable by its owner only. A file's name
// is a hash of the credentials, so that other credentials find no login of
// these. What is wrong with a file, or with the folder, is passed over: a login
// is made anew. A Cache may be used by several goroutines.
type Cache struct {
	Dir string // "" keeps nothing between runs

	mu   sync.Mutex
	mem  map[string]ticket
	busy map[string]chan struct{} // of the logins under way
}

// kept is a file of the cache.
type kept struct {
	Key     string    `json:"key"`
	Value   string    `json:"value"`
	Issued  time.Time `json:"issued"`
	Expires time.Time `json:"expires"`
}

// ticket is a login that can be kept.
type ticket struct {
	value           string
	issued, expires time.Time
}

// maxTicket bounds a cache file, in bytes.
const maxTicket = 64 << 10

// cacheKey hashes what a login belongs to.
func cacheKey(parts ...string) string {
	sum := sha256.Sum256([]byte(strings.Join(parts, "\x00")))
	return hex.EncodeToString(sum[:])
}

func (c *Cache) path(key string) string { return filepath.Join(c.Dir, "login-"+key[:32]+".json") }

// turn lets one goroutine at a time log in with a key, because vendors limit how
// often one may. It returns what ends the turn; the error is the context's.
func (c *Cache) turn(ctx context.Context, key string) (end func(), err error) {
	if c == nil {
		return func() {}, nil
	}
	c.mu.Lock()
	if c.busy == nil {
		c.busy = map[string]chan struct{}{}
	}
	busy := c.busy[key]
	if busy == nil {
		busy = make(chan struct{}, 1)
		c.busy[key] = busy
	}
	c.mu.Unlock()
	select {
	case busy <- struct{}{}:
		return func() { <-busy }, nil
	case <-ctx.Done():
		return nil, ctx.Err()
	}
}

// get returns a login that holds at least until now.
func (c *Cache) get(key string, now time.Time) (ticket, bool) {
	if c == nil {
		return ticket{}, false
	}
	c.mu.Lock()
	t, ok := c.mem[key]
	c.mu.Unlock()
	if ok {
		return t, now.Before(t.expires)
	}
	if c.Dir == "" {
		return ticket{}, false
	}
	info, err := os.Lstat(c.path(key))
	if err != nil || !info.Mode().IsRegular() || info.Size() > maxTicket {
		return ticket{}, false
	}
	data, err := os.ReadFile(c.path(key))
	if err != nil {
		return ticket{}, false
	}
	var k kept
	if json.Unmarshal(data, &k) != nil || k.Key != key || k.Value == "" || !now.Before(k.Expires) || k.Issued.After(now) {
		return ticket{}, false
	}
	return ticket{k.Value, k.Issued, k.Expires}, true
}

// put keeps a login. It writes a file of its own and renames it, so that a
// reader never sees half of one.
func (c *Cache) put(key string, t ticket) {
	if c == nil {
		return
	}
	c.mu.Lock()
	if c.mem == nil {
		c.mem = map[string]ticket{}
	}
	c.mem[key] = t
	c.mu.Unlock()
	if c.Dir == "" || os.MkdirAll(c.Dir, 0o700) != nil {
		return
	}
	f, err := os.CreateTemp(c.Dir, ".login-*") // mode 0600
	if err != nil {
		return
	}
	_, err = f.Write(marshal(kept{key, t.value, t.issued, t.expires}))
	if closeErr := f.Close(); err == nil {
		err = closeErr
	}
	if err == nil {
		err = os.Rename(f.Name(), c.path(key))
	}
	if err != nil {
		_ = os.Remove(f.Name())
	}
}

// drop forgets a login.
func (c *Cache) drop(key string) {
	if c == nil {
		return
	}
	c.mu.Lock()
	delete(c.mem, key)
	c.mu.Unlock()
	if c.Dir != "" {
		_ = os.Remove(c.path(key))
	}
}
