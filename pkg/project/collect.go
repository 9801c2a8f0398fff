package project

import (
	"path"
	"slices"
	"strings"

	"github.com/offpush/offpush/pkg/script"
	"github.com/offpush/offpush/pkg/source"
)

// collector turns the files that speak of the plugin into Project.Code.
type collector struct {
	project *Project
	link    *linker
	app     *script.Code // App.vue; nil when there is none
	codes   []*script.Code
	// handed are the objects that a seen call hands to the SDK.
	handed      map[source.Span]bool
	uses        *seen           // once asked for
	pageFiles   map[string]bool // once asked for
	pagesUnread bool            // pages.json is not there or not readable
	servers     map[string]bool // folders that were looked at, see isServer
}

func (c *collector) collect() {
	c.handed = map[source.Span]bool{}
	for _, code := range c.codes {
		for _, call := range code.Calls {
			c.call(code, call)
		}
	}
	for _, code := range c.codes {
		for _, p := range code.Properties {
			c.property(code, p)
		}
		for _, b := range code.Bindings {
			if v := secretValue(b); v != nil {
				c.secretKey(b.Name, v)
			}
		}
	}
	c.logouts()
	c.reach()
}

func (c *collector) call(code *script.Code, call script.Call) {
	out := &c.project.Code
	switch call.Name {
	case "requireNativePlugin":
		r := c.require(code, call)
		r.Guard = c.guard(code, call.Context)
		out.Requires = append(out.Requires, r)
	case "registerPlugin":
		c.registerPlugin(code, call)
	case "login":
		c.tuiLogin(code, call)
	case "sendMessage", "resendMessage":
		c.pushInfos(code, call)
	case "setOfflinePushListener":
		// The successors have a function of that name as well. A misspelt id is
		// another rule's business.
		if id := c.pluginOf(code, receiver(call)); id != TIMPushID && id != TencentPushUTS {
			out.Listeners = append(out.Listeners, Listener{Call: call, Place: c.listenerPlace(code, call)})
		}
	}
}

func (c *collector) require(code *script.Code, call script.Call) Require {
	r := Require{Call: call, IDSpan: call.Span}
	if len(call.Args) == 0 {
		return r
	}
	r.IDSpan = call.Args[0].Span
	if at, ok := c.link.follow(code, call.Args[0]); ok && at.value.Kind == script.String {
		r.ID, r.Literal = at.value.Text, true
	}
	return r
}

func (c *collector) registerPlugin(code *script.Code, call script.Call) {
	if len(call.Args) == 0 {
		return
	}
	at, ok := c.link.follow(code, call.Args[0])
	if !ok || at.value.Kind != script.Object {
		c.project.Code.Unclear = append(c.project.Code.Unclear, call)
		return
	}
	if _, ok := find(at.value.Members, pluginKey); ok {
		c.register(RegisterPlugin, at, call)
		return
	}
	if m, ok := find(at.value.Members, timPushKey); ok {
		c.project.Code.TIMPushes = append(c.project.Code.TIMPushes, m.NameSpan)
	}
	if isOpen(at.value.Members) {
		c.project.Code.Unclear = append(c.project.Code.Unclear, call)
	}
}

// tuiLogin: TUILogin.login of @tencentcloud/tui-core registers the plugin by
// itself when it gets both members.
func (c *collector) tuiLogin(code *script.Code, call script.Call) {
	if len(call.Args) == 0 {
		return
	}
	if at, ok := c.link.follow(code, call.Args[0]); ok {
		if _, ok := find(at.value.Members, tuiLoginKey); ok {
			c.register(TUILogin, at, call)
		}
	}
}

// property takes objects that name the plugin although no seen call takes them.
func (c *collector) property(code *script.Code, p script.Property) {
	switch {
	case p.Name == pluginKey && mayBeModule(p.Value):
		c.loose(RegisterPlugin, code, p)
	case p.Name == tuiLoginKey && mayBeModule(p.Value):
		if _, ok := find(p.Siblings, configKey); ok {
			c.loose(TUILogin, code, p)
		}
	case slices.Contains(secretNames, p.Name) && looksLikeSecretKey(p.Value):
		c.secretKey(p.Name, p.Value)
	}
}

// mayBeModule: labels, empty states and the types of component props stand under
// the plugin's names as well.
func mayBeModule(v *script.Value) bool {
	if v == nil {
		return false
	}
	switch v.Kind {
	case script.Opaque, script.CallValue:
		return true
	case script.Ref:
		return v.Text != "Object" && v.Text != "Function" && v.Text != "Array" && v.Text != "String"
	}
	return false
}

func (c *collector) loose(way Way, code *script.Code, p script.Property) {
	if !c.handed[p.NameSpan] {
		object := &script.Value{Kind: script.Object, Members: p.Siblings, Span: p.NameSpan}
		c.register(way, located{object, code}, script.Call{Span: p.NameSpan, NameSpan: p.NameSpan, Context: p.Context})
	}
}

func (c *collector) register(way Way, at located, call script.Call) {
	name := map[Way]string{RegisterPlugin: pluginKey, TUILogin: tuiLoginKey}[way]
	module, _ := find(at.value.Members, name)
	if c.handed[module.NameSpan] {
		return // the same object, handed over in a second place
	}
	c.handed[module.NameSpan] = true
	r := Registration{Way: way, Call: call, Module: module.Value, Options: at.value.Members, Called: call.Name != ""}
	r.ModuleID = c.pluginOf(at.code, module.Value)
	_, r.TIMPush = find(at.value.Members, map[Way]string{RegisterPlugin: timPushKey, TUILogin: timPushLoginKey}[way])
	if r.Called {
		r.object, r.inCall = at.value.Span, call.Args[0] == at.value && !isNamed(at)
	}
	if m, ok := find(at.value.Members, configKey); ok {
		r.Config = c.config(at.code, m, r.inCall)
	} else if isOpen(at.value.Members) {
		r.Config = PushConfig{State: ConfigUnknown, Span: module.NameSpan}
	}
	if call.Name != "" {
		r.SDK = c.sdkOf(c.link.codes[call.Span.File], receiver(call))
	}
	if r.SDK == "" && way == TUILogin {
		r.SDK = loginSDK(at.code)
	}
	c.project.Code.Registrations = append(c.project.Code.Registrations, r)
}

// config follows the member that configures. inCall: it is written in the call.
func (c *collector) config(code *script.Code, m script.Member, inCall bool) PushConfig {
	at, ok := c.link.follow(code, m.Value)
	if !ok || at.value.Kind != script.Object {
		return PushConfig{State: ConfigUnknown, Span: m.NameSpan}
	}
	inCall = inCall && at.value == m.Value && !isNamed(at)
	out := PushConfig{State: ConfigRead, Span: at.value.Span, Open: isOpen(at.value.Members)}
	for _, m := range certain(at.value.Members) {
		if m.Spread || m.Computed {
			continue
		}
		// Of two members of one name the later one counts.
		out.Settings = slices.DeleteFunc(out.Settings, func(s Setting) bool { return s.Name == m.Name })
		s := c.setting(at.code, m)
		s.Key = keyOf(m, at.value.Span, inCall)
		out.Settings = append(out.Settings, s)
	}
	return out
}

// followed returns an object's members with names replaced by the literals that
// they stand for, where these can be told.
func (c *collector) followed(object located) []script.Member {
	members := slices.Clone(certain(object.value.Members))
	for i, m := range members {
		if at, ok := c.link.follow(object.code, m.Value); ok {
			members[i].Value = at.value
		}
	}
	return members
}

func (c *collector) setting(code *script.Code, m script.Member) Setting {
	s := Setting{Name: m.Name, NameSpan: m.NameSpan, ValueSpan: m.NameSpan, Shorthand: IsShorthand(m)}
	if m.Value != nil {
		s.ValueSpan = m.Value.Span
	}
	at, ok := c.link.follow(code, m.Value)
	if !ok {
		return s
	}
	s.Kind = at.value.Kind
	switch s.Kind {
	case script.String, script.Number, script.Bool:
		s.Literal, s.Text = true, at.value.Text
	case script.Null, script.Undefined:
		s.Literal = true
	case script.Object:
		s.Literal, s.Text = true, "{...}"
	}
	return s
}

// pluginOf returns the plugin id that a value was required with; "" when that
// cannot be told.
func (c *collector) pluginOf(code *script.Code, v *script.Value) string {
	at, ok := c.link.follow(code, v)
	for range maxHops { // uni.$push = push; push = uni.requireNativePlugin(...)
		if !ok || at.value.Kind != script.Ref {
			break
		}
		at, ok = c.link.follow(at.code, at.value)
	}
	if !ok || at.value.Kind != script.CallValue || at.value.Call.Name != "requireNativePlugin" {
		return ""
	}
	return c.require(at.code, *at.value.Call).ID
}

// receiver returns what a method is called on, as a reference.
func receiver(call script.Call) *script.Value {
	dot := strings.LastIndex(call.Callee, ".")
	if dot < 0 {
		return nil
	}
	return &script.Value{Kind: script.Ref, Text: call.Callee[:dot], Span: call.Span}
}

// find returns the last member of that name, which is the one that counts.
func find(members []script.Member, name string) (script.Member, bool) {
	for _, m := range slices.Backward(members) {
		if m.Name == name && !m.Spread && !m.Computed {
			return m, true
		}
	}
	return script.Member{}, false
}

func isOpen(members []script.Member) bool {
	return slices.ContainsFunc(members, func(m script.Member) bool { return m.Spread || m.Computed })
}

// isApp reports whether a path is the app's own component.
func (c *collector) isApp(rel string) bool {
	return rel == path.Join(c.project.Source, "App.vue") || rel == path.Join(c.project.Source, "App.uvue") || rel == path.Join(c.project.Source, "App.nvue")
}
