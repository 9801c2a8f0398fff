package project

import "github.com/offpush/offpush/pkg/script"

// pushInfos takes the offlinePushInfo that a message is sent with. Objects of
// that name elsewhere are templates, state and properties that are filled before
// they are used, or other SDKs' own: calls have one, and some SDKs take it in
// the first argument.
func (c *collector) pushInfos(code *script.Code, call script.Call) {
	for _, arg := range call.Args[min(1, len(call.Args)):] {
		options, ok := c.link.follow(code, arg)
		if !ok || options.value.Kind != script.Object {
			continue
		}
		m, ok := find(certain(options.value.Members), "offlinePushInfo")
		if !ok || c.handed[m.NameSpan] {
			continue
		}
		if at, ok := c.link.follow(options.code, m.Value); ok && at.value.Kind == script.Object {
			c.handed[m.NameSpan] = true
			c.project.Code.PushInfos = append(c.project.Code.PushInfos, PushInfo{Span: m.NameSpan, Members: c.followed(at), Open: isOpen(at.value.Members)})
		}
	}
}
