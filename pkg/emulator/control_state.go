package emulator

import (
	"bytes"
	"cmp"
	"encoding/json"
	"net/http"
	"time"

	"github.com/offpush/offpush/pkg/text"
)

func (c *control) scenarios(w http.ResponseWriter, _ *question) error {
	scenarios := c.e.Scenarios()
	l := c.e.viewer.lens(&Exchange{})
	for i := range scenarios {
		scenarios[i].Match.Token = l.token(scenarios[i].Match.Token)
	}
	return c.say(w, http.StatusOK, map[string]any{"scenarios": scenarios})
}

func (c *control) addScenario(w http.ResponseWriter, q *question) error {
	var s Scenario
	if err := decode(q.body, &s); err != nil {
		return err
	}
	id, warnings, err := c.e.addScenario(s)
	if err != nil {
		return err
	}
	said := struct {
		ID       string   `json:"id"`
		Warnings []string `json:"warnings,omitempty"`
	}{ID: id}
	for _, t := range warnings {
		said.Warnings = append(said.Warnings, t.In(c.e.config.Lang))
	}
	return c.say(w, http.StatusCreated, said)
}

func (c *control) clearScenarios(w http.ResponseWriter, _ *question) error {
	c.e.ClearScenarios()
	return c.done(w)
}

func (c *control) removeScenario(w http.ResponseWriter, q *question) error {
	if id := q.PathValue("id"); !c.e.RemoveScenario(id) {
		return &notFoundError{text.F("没有场景 %q", "there is no scenario %q", text.Visible(id))}
	}
	return c.done(w)
}

// setTokens takes one token or a list; of a list with a mistake none is set.
func (c *control) setTokens(w http.ResponseWriter, q *question) error {
	var tokens []Token
	if bytes.HasPrefix(bytes.TrimSpace(q.body), []byte("[")) {
		if err := decode(q.body, &tokens); err != nil {
			return err
		}
	} else {
		tokens = make([]Token, 1)
		if err := decode(q.body, &tokens[0]); err != nil {
			return err
		}
	}
	for i, t := range tokens {
		if err := t.Check(); err != nil {
			return placed(err, "第 %d 个", "item %d", i+1)
		}
	}
	for _, t := range tokens {
		if err := c.e.SetToken(t); err != nil {
			return err
		}
	}
	return c.done(w)
}

// The emulated clock stays within these years, which all vendors' times can be
// written in.
const (
	firstYear = 2000
	lastYear  = 2100
)

func (c *control) setClock(w http.ResponseWriter, q *question) error {
	var to struct {
		Advance *Duration `json:"advance"`
		Set     *string   `json:"set"`
	}
	if err := decode(q.body, &to); err != nil {
		return err
	}
	if (to.Advance == nil) == (to.Set == nil) {
		return inputError(`应有 advance（如 "25h"）或 set（RFC 3339 时间），只能有一个`, `there is to be one of advance ("25h") and set (a time of RFC 3339)`)
	}
	var t time.Time
	if to.Advance != nil {
		t = c.e.Now().Add(time.Duration(*to.Advance))
	} else {
		var err error
		if t, err = timeOf("set", *to.Set); err != nil {
			return err
		}
	}
	if year := t.UTC().Year(); year < firstYear || year > lastYear {
		return inputError("时钟只能在 %d 到 %d 年之间", "the clock can be in the years from %d to %d", firstYear, lastYear)
	}
	if to.Advance != nil {
		c.e.Advance(time.Duration(*to.Advance))
	} else {
		c.e.SetClock(t)
	}
	return c.say(w, http.StatusOK, map[string]string{"time": stamp(c.e.Now())})
}

func (c *control) setQuota(w http.ResponseWriter, q *question) error {
	var to struct {
		Vendor string          `json:"vendor"`
		Limit  json.RawMessage `json:"limit"`
	}
	if err := decode(q.body, &to); err != nil {
		return err
	}
	if to.Limit == nil {
		return inputError("缺少 limit：一个数，或 null 表示不限", "there is no limit: a number, or null for none")
	}
	var limit *int
	if err := decode(to.Limit, &limit); err != nil {
		return inputError("limit：应为整数或 null", "limit: it is a whole number or null")
	}
	if err := c.e.SetQuota(to.Vendor, limit); err != nil {
		return err
	}
	return c.done(w)
}

func (c *control) reset(w http.ResponseWriter, q *question) error {
	if len(bytes.TrimSpace(q.body)) > 0 { // {} is what some clients send for nothing
		if err := decode(q.body, &struct{}{}); err != nil {
			return err
		}
	}
	c.e.Reset()
	return c.done(w)
}

func (c *control) health(w http.ResponseWriter, _ *question) error {
	return c.say(w, http.StatusOK, struct {
		Status  string `json:"status"`
		Version string `json:"version"`
		Time    string `json:"time"`
	}{"ok", cmp.Or(c.e.config.Version, "devel"), stamp(c.e.Now())})
}

func (c *control) report(w http.ResponseWriter, q *question) error {
	var b bytes.Buffer
	format := cmp.Or(q.query.Get("format"), "json")
	if err := c.e.WriteReport(&b, format); err != nil {
		return err
	}
	w.Header().Set("Content-Type", "application/json")
	if format == "junit" {
		w.Header().Set("Content-Type", "application/xml")
	}
	_, _ = w.Write(b.Bytes())
	return nil
}
