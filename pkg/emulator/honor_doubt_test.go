package emulator

import (
	"slices"
	"strings"
	"testing"
)

// TestHonorDoubts: what HONOR itself was not seen to say is let through with a
// warning, and refused strictly.
func TestHonorDoubts(t *testing.T) {
	click := func(members ...any) string {
		m := map[string]any{}
		for i := 0; i < len(members); i += 2 {
			m[members[i].(string)] = members[i+1]
		}
		return honorMember("clickAction", m)
	}
	android := func(name string, value any) string {
		return honorNotice(func(m, _ map[string]any) { m["android"].(map[string]any)[name] = value })
	}
	buttons := func(name string, value any, n int) string {
		return honorMember("buttons", slices.Repeat([]any{map[string]any{"name": "a", "actionType": 0, name: value}}, n))
	}
	for name, c := range map[string]struct {
		body, code string
		header     []string
	}{
		"no timestamp":            {header: []string{"timestamp", ""}, code: "80100001"},
		"timestamp in seconds":    {header: []string{"timestamp", "1767326400"}, code: "80100001"},
		"timestamp of no digits":  {header: []string{"timestamp", "2026-01-02T12"}, code: "80100001"},
		"another Content-Type":    {header: []string{"Content-Type", "text/plain"}, code: "80100001"},
		"importance of Huawei":    {body: honorMember("importance", "HIGH"), code: "80100001"},
		"unknown click type":      {body: click("type", 4), code: "80100001"},
		"page without name":       {body: click("type", 1), code: "80100003"},
		"url missing":             {body: click("type", 2), code: "80100003"},
		"url of http":             {body: click("type", 2, "url", "http://example.com"), code: "80100001"},
		"names of Huawei":         {body: honorMember("notify_id", 1), code: "80100003"},
		"names of Huawei deeper":  {body: click("type", 3, "rich_resource", ""), code: "80100003"},
		"lifetime without unit":   {body: android("ttl", "60"), code: "80100001"},
		"lifetime as number":      {body: android("ttl", 60), code: "80100001"},
		"long lifetime":           {body: android("ttl", "1296001s"), code: "80100001"},
		"unknown target user":     {body: android("targetUserType", 2), code: "80100001"},
		"picture of http":         {body: honorMember("image", "http://example.com/a.png"), code: "80100001"},
		"big text without more":   {body: honorMember("style", 1), code: "80100003"},
		"when without zone":       {body: honorMember("when", "2014-10-02 15:01:23"), code: "80100001"},
		"buttons as one object":   {body: honorMember("buttons", map[string]any{"name": "a"}), code: "80100001"},
		"badge without class":     {body: honorMember("badge", map[string]any{"setNum": 1}), code: "80100003"},
		"badge too large":         {body: honorMember("badge", map[string]any{"setNum": 100, "badgeClass": "a.B"}), code: "80100001"},
		"adding nothing to badge": {body: honorMember("badge", map[string]any{"addNum": 0, "badgeClass": "a.B"}), code: "80100001"},
		"bad tag of receipts":     {body: android("biTag", 1), code: "80100001"},
		"outer picture of http":   {body: honorNotice(func(m, _ map[string]any) { m["notification"] = map[string]any{"image": "http://example.com/a.png"} }), code: "80100001"},
		"intent as a number":      {body: click("type", 3, "intent", 1), code: "80100001"},
		"action as a number":      {body: click("type", 3, "action", 1), code: "80100001"},
		"unknown style":           {body: honorMember("style", 2), code: "80100001"},
		"big text without body":   {body: honorNotice(func(_, n map[string]any) { n["style"], n["bigTitle"] = 1, "t" }), code: "80100003"},
		"big text without title":  {body: honorNotice(func(_, n map[string]any) { n["style"], n["bigBody"] = 1, "b" }), code: "80100003"},
		"id as a word":            {body: honorMember("notifyId", "first"), code: "80100001"},
		"tag as a number":         {body: honorMember("tag", 1), code: "80100001"},
		"group as a number":       {body: honorMember("group", 1), code: "80100001"},
		"four buttons":            {body: buttons("name", "a", 4), code: "80100001"},
		"button without name":     {body: buttons("name", "", 1), code: "80100003"},
		"long button":             {body: buttons("name", strings.Repeat("字", 41), 1), code: "80100001"},
		"unknown action":          {body: buttons("actionType", 3, 1), code: "80100001"},
		"unknown intent type":     {body: buttons("intentType", 2, 1), code: "80100001"},
		"long data of a button":   {body: buttons("data", strings.Repeat("d", 1025), 1), code: "80100001"},
		"data of no JSON":         {body: honorNotice(func(m, _ map[string]any) { m["data"] = "k=v" }), code: "80100001"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			body := or(c.body, honorNotice(nil))
			for _, strict := range []bool{false, true} {
				var last *Exchange
				k := newKit(t, Config{Strict: strict, Observe: func(x *Exchange) { last = x }})
				k.postJSON(honorSendPath, body, honorHeaders(k, c.header...))
				if want := map[bool]string{false: "200", true: c.code}[strict]; last.Code != want {
					t.Errorf("strict %v: the code is %s, want %s (%s)", strict, last.Code, want, last.Why.EN)
				}
				if warned := len(last.Warnings) > 0; warned == strict {
					t.Errorf("strict %v: warnings %v", strict, last.Warnings)
				}
			}
		})
	}
}

// TestHonorBearer: clients that write the scheme in another way are warned.
func TestHonorBearer(t *testing.T) {
	for _, strict := range []bool{false, true} {
		k := newKit(t, Config{Strict: strict})
		header := honorHeaders(k)
		header["Authorization"] = strings.Replace(header["Authorization"], "Bearer ", "bearer  ", 1)
		if got := k.postJSON(honorSendPath, honorNotice(nil), header); (got.status == 200) == strict {
			t.Errorf("strict %v: %+v", strict, got)
		}
	}
}
