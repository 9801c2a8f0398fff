package emulator

import (
	"slices"
	"sync"
	"time"

	"github.com/offpush/offpush/pkg/text"
)

// quotaVendors are those whose daily limits can be set. What counts is the vendor's
// to say: Huawei's test messages, of v1 and v2 and of v3; Xiaomi's messages without a
// channel and those with one, but for private ones; OPPO's content and marketing
// class; vivo's system messages and its operational ones. Classes of one vendor are
// counted apart, with the same limit.
func quotaVendors() []string { return []string{"huawei", "xiaomi", "oppo", "vivo"} }

// china is where the vendors' days begin.
var china = time.FixedZone("UTC+8", 8*60*60)

// quotas are the vendors' daily limits. None is set at the start.
type quotas struct {
	mu     sync.Mutex
	limits map[string]int            // messages a day
	used   map[string]map[string]int // by vendor and class
	day    map[string]string         // of used
}

// set limits the messages that a vendor takes in a day; nil: no limit. It begins
// to count anew.
func (q *quotas) set(vendor string, limit *int) error {
	if !slices.Contains(quotaVendors(), vendor) {
		return inputError("%s 没有可以设置的每日限额，有的是：%s", "%s has no daily limit to set; there are %s", text.Visible(vendor), text.List(quotaVendors()))
	}
	if limit != nil && *limit < 0 {
		return inputError("限额不能是负数", "a limit cannot be negative")
	}
	q.mu.Lock()
	defer q.mu.Unlock()
	if q.limits == nil {
		q.limits, q.used, q.day = map[string]int{}, map[string]map[string]int{}, map[string]string{}
	}
	delete(q.limits, vendor)
	delete(q.used, vendor)
	if limit != nil {
		q.limits[vendor] = *limit
	}
	return nil
}

// take is takeOf for a vendor of which one class alone is counted.
func (q *quotas) take(vendor string, n int, now time.Time) (within, limit int) {
	return q.takeOf(vendor, "", n, now)
}

// takeOf counts n messages of a vendor's class, and reports how many of them are
// within the day's limit, and the limit.
func (q *quotas) takeOf(vendor, class string, n int, now time.Time) (within, limit int) {
	q.mu.Lock()
	defer q.mu.Unlock()
	limit, limited := q.limits[vendor]
	if !limited {
		return n, 0
	}
	if day := now.In(china).Format(time.DateOnly); q.day[vendor] != day || q.used[vendor] == nil {
		q.day[vendor], q.used[vendor] = day, map[string]int{}
	}
	within = min(n, max(0, limit-q.used[vendor][class]))
	q.used[vendor][class] += within
	return within, limit
}

func (q *quotas) reset() {
	q.mu.Lock()
	defer q.mu.Unlock()
	q.limits, q.used, q.day = nil, nil, nil
}
