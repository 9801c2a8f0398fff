package emulator

import (
	"context"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"time"

	"github.com/offpush/offpush/pkg/catalog"
	"github.com/offpush/offpush/pkg/text"
)

// How long messages/wait waits.
const (
	usualWait = 5 * time.Second
	maxWait   = 5 * time.Minute
)

// filterNames are the parameters that choose messages.
func filterNames() []string { return []string{"vendor", "token", "verdict", "since"} }

// filterOf reads what a query chooses.
func filterOf(query url.Values) (Filter, error) {
	f := Filter{Vendor: query.Get("vendor"), Token: query.Get("token"), Verdict: Verdict(query.Get("verdict"))}
	if f.Vendor != "" && !slices.Contains(catalog.IDs(), f.Vendor) {
		return f, inputError("vendor：没有厂商 %q", "vendor: there is no vendor %q", text.Visible(f.Vendor))
	}
	if f.Verdict != "" && f.Verdict != Accepted && f.Verdict != Refused {
		return f, inputError("verdict：应为 accepted 或 refused，不能是 %q", "verdict: it is accepted or refused, and cannot be %q", text.Visible(string(f.Verdict)))
	}
	var err error
	if since := query.Get("since"); since != "" {
		if f.Since, err = timeOf("since", since); err != nil {
			return f, err
		}
	}
	return f, nil
}

// timeOf reads a time.
func timeOf(name, value string) (time.Time, error) {
	t, err := time.Parse(time.RFC3339, value)
	if err != nil {
		return t, inputError("%s：%q 不是 RFC 3339 时间，应写成 2026-01-02T15:04:05+08:00（+ 在地址里要写成 %%2B）",
			"%s: %q is no time of RFC 3339, as 2026-01-02T15:04:05+08:00 (in an address, the + is %%2B)", name, text.Visible(value))
	}
	return t, nil
}

func (c *control) messages(w http.ResponseWriter, q *question) error {
	f, err := filterOf(q.query)
	if err != nil {
		return err
	}
	v := c.e.inbox.since(0, f)
	c.list(w, http.StatusOK, v.messages, v.dropped)
	return nil
}

func (c *control) waitMessages(w http.ResponseWriter, q *question) error {
	f, err := filterOf(q.query)
	if err != nil {
		return err
	}
	count, timeout, err := waitOf(q.query)
	if err != nil {
		return err
	}
	ctx, cancel := context.WithTimeout(q.Context(), timeout)
	defer cancel()
	found, err := c.e.Wait(ctx, f, count)
	status := http.StatusOK
	if err != nil {
		status = http.StatusRequestTimeout
	}
	c.list(w, status, found, c.e.inbox.since(0, f).dropped)
	return nil
}

// waitOf reads how many messages are waited for, and how long.
func waitOf(query url.Values) (count int, timeout time.Duration, err error) {
	count, timeout = 1, usualWait
	if value := query.Get("count"); value != "" {
		if count, err = strconv.Atoi(value); err != nil || count < 1 || count > maxMessages {
			return 0, 0, inputError("count：应为 1 到 %d 的整数，不能是 %q", "count: it is a whole number from 1 to %d, and cannot be %q", maxMessages, text.Visible(value))
		}
	}
	if value := query.Get("timeout"); value != "" {
		var d Duration
		if err := d.UnmarshalText([]byte(value)); err != nil {
			return 0, 0, err
		}
		if timeout = time.Duration(d); timeout < 0 || timeout > maxWait {
			return 0, 0, inputError("timeout：应在 0 到 %v 之间，不能是 %v", "timeout: it is from 0 to %v, and cannot be %v", maxWait, timeout)
		}
	}
	return count, timeout, nil
}

// list answers with messages. They are written one by one: ten thousand of them in
// memory would be a hundred megabytes.
func (c *control) list(w http.ResponseWriter, status int, messages []Message, dropped int) {
	w.Header().Set("Content-Type", "application/json")
	w.WriteHeader(status)
	_, err := w.Write([]byte(`{"messages":[`))
	var l *lens
	var request *requestView
	for i := range messages {
		if err != nil {
			return // the client went away
		}
		if m := &messages[i]; l == nil || l.x != m.Request {
			l = c.e.viewer.lens(m.Request)
			request = l.request()
		}
		data := marshal(l.message(&messages[i], request))
		if i > 0 {
			data = append([]byte{','}, data...)
		}
		_, err = w.Write(data)
	}
	_, _ = w.Write([]byte(`],"dropped":` + strconv.Itoa(dropped) + "}\n"))
}

func (c *control) clearMessages(w http.ResponseWriter, _ *question) error {
	c.e.inbox.clear()
	return c.done(w)
}
