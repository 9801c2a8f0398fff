package project

import (
	"path"
	"slices"
	"strings"

	"github.com/offpush/offpush/pkg/script"
)

// runsFrom returns the names of the functions of a file that run when one of
// them does: the event itself and all that it calls, in this file.
func runsFrom(code *script.Code, event string) map[string]bool {
	names := map[string]bool{event: true}
	for grown := true; grown; {
		grown = false
		for _, call := range code.Calls {
			name := strings.TrimPrefix(call.Callee, "this.")
			if !strings.Contains(name, ".") && !names[name] && anyIn(call.Context.Within, names) {
				names[name], grown = true, true
			}
		}
	}
	return names
}

func anyIn(within []string, names map[string]bool) bool {
	return slices.ContainsFunc(within, func(n string) bool { return names[n] })
}

func (c *collector) listenerPlace(code *script.Code, call script.Call) ListenerPlace {
	switch {
	case c.isApp(code.Path) && anyIn(call.Context.Within, runsFrom(code, "onLaunch")):
		return ListenerOnLaunch
	case c.isApp(code.Path):
		return ListenerAppOther
	case c.imports(c.app, code.Path):
		return ListenerFromApp
	case c.pages()[code.Path]:
		return ListenerInPage
	}
	return ListenerElsewhere
}

// imports reports whether one file imports another.
func (c *collector) imports(code *script.Code, rel string) bool {
	return code != nil && slices.ContainsFunc(code.Imports, func(i script.Import) bool {
		to, ok := c.link.resolve(code.Path, i.From)
		return ok && to == rel
	})
}

// logouts finds the IM SDK's logout() where App.vue's onHide runs it.
func (c *collector) logouts() {
	if c.app == nil {
		return
	}
	hidden := runsFrom(c.app, "onHide")
	for _, call := range c.app.Calls {
		if call.Name != "logout" || !anyIn(call.Context.Within, hidden) {
			continue
		}
		r := receiver(call)
		if r == nil {
			continue
		}
		if certain := c.sdkOf(c.app, r) != ""; certain || namedLikeSDK(r.Text) {
			c.project.Code.Logouts = append(c.project.Code.Logouts, Logout{Call: call, Certain: certain})
		}
	}
}

// namedLikeSDK: the names that the SDK's own documents give to its instance.
func namedLikeSDK(dotted string) bool {
	switch strings.ToLower(strings.TrimPrefix(dotted[strings.LastIndex(dotted, ".")+1:], "$")) {
	case "tim", "chat", "tuilogin", "tuikit":
		return true
	}
	return false
}

// pages returns the page files that pages.json lists.
func (c *collector) pages() map[string]bool {
	if c.pageFiles != nil {
		return c.pageFiles
	}
	c.pageFiles = map[string]bool{}
	pages := c.link.tree.doc(path.Join(c.project.Source, "pages.json"))
	root := pages.JSON()
	add := func(dir, page string) {
		for _, ext := range []string{".vue", ".nvue", ".uvue"} {
			c.pageFiles[path.Join(c.project.Source, dir, page)+ext] = true
		}
	}
	for _, p := range root.Get("pages").Items() {
		add("", p.Get("path").Text())
	}
	for _, name := range []string{"subPackages", "subpackages"} {
		for _, sub := range root.Get(name).Items() {
			for _, p := range sub.Get("pages").Items() {
				add(sub.Get("root").Text(), p.Get("path").Text())
			}
		}
	}
	return c.pageFiles
}
