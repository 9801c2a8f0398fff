package project

import (
	"path"
	"slices"
	"strings"
	"sync"

	"github.com/offpush/offpush/pkg/manifest"
	"github.com/offpush/offpush/pkg/script"
	"github.com/offpush/offpush/pkg/source"
)

// sdkPackages are the npm packages of Tencent's IM SDK and the UI kits that
// bring one.
var sdkPackages = []string{
	"tim-wx-sdk", "tim-js-sdk", "tim-wx-sdk-ws",
	"@tencentcloud/chat", "@tencentcloud/lite-chat",
	"@tencentcloud/tui-core", "@tencentcloud/tui-core-lite",
	"@tencentcloud/chat-uikit-engine", "@tencentcloud/chat-uikit-engine-lite",
}

// sdkPackage returns the package that a specifier belongs to:
// "@tencentcloud/chat/modules/group-module" is of @tencentcloud/chat.
func sdkPackage(specifier string) string {
	for _, name := range sdkPackages {
		if specifier == name || strings.HasPrefix(specifier, name+"/") {
			return name
		}
	}
	return ""
}

func isSDK(specifier string) bool { return sdkPackage(specifier) != "" }

// maxHops bounds how far an SDK instance is followed through bindings and
// imports: tim -> ./im.js -> TIM.create() -> tim-wx-sdk.
const maxHops = 8

// sdkOf returns the package that a value was made from, "" when that cannot be
// told.
func (c *collector) sdkOf(code *script.Code, v *script.Value) string {
	for range maxHops {
		if code == nil || v == nil {
			return ""
		}
		var name string
		switch v.Kind {
		case script.Ref:
			name = v.Text
		case script.CallValue:
			name = v.Text // TIM.create(...)
		default:
			return ""
		}
		root, _, _ := strings.Cut(name, ".")
		for _, i := range code.Imports {
			if i.Local == root && isSDK(i.From) {
				return sdkPackage(i.From)
			}
		}
		at, ok := c.link.bound(code, name, v.Span.Offset)
		if !ok && name != root {
			at, ok = c.link.bound(code, root, v.Span.Offset)
		}
		if !ok {
			at, ok = c.link.reexported(code, root)
		}
		if !ok {
			return ""
		}
		code, v = at.code, at.value
	}
	return ""
}

// loginSDK returns the package that a file takes TUILogin or TUIChatEngine from:
// their login may be called in a function of the file's own.
func loginSDK(code *script.Code) string {
	for _, i := range code.Imports {
		if (i.Name == "TUILogin" || i.Name == "TUIChatEngine") && isSDK(i.From) {
			return sdkPackage(i.From)
		}
	}
	return ""
}

// reexported follows an import whose exported value is itself only a name there.
func (l *linker) reexported(from *script.Code, local string) (located, bool) {
	for _, i := range from.Imports {
		if i.Local != local {
			continue
		}
		rel, ok := l.resolve(from.Path, i.From)
		if !ok {
			return located{}, false
		}
		c := l.code(rel)
		if c == nil {
			return located{}, false
		}
		for _, e := range c.Exports {
			if e.Name != i.Name {
				continue
			}
			if e.Value != nil {
				return located{e.Value, c}, true
			}
			if e.Local != "" && e.From == "" {
				return located{&script.Value{Kind: script.Ref, Text: e.Local}, c}, true
			}
		}
	}
	return located{}, false
}

// readSDKs lists the SDK packages that the app's code imports or package.json
// lists, with their versions.
func readSDKs(t *tree, p *Project, imports map[string]source.Span) []SDK {
	first := map[string]source.Span{}
	for specifier, span := range imports {
		name := sdkPackage(specifier)
		if at, ok := first[name]; !ok || before(span, at) {
			first[name] = span
		}
	}
	locks := sync.OnceValue(func() []lockFile { return readLocks(t) })
	var out []SDK
	for _, name := range sdkPackages {
		s := SDK{Package: name, Import: first[name]}
		for _, group := range []string{"dependencies", "devDependencies", "optionalDependencies"} {
			if m, ok := p.Package.JSON().Get(group).Find(name); ok {
				s.Range, s.RangeSpan = m.Value.Text(), m.Value.Span()
				break
			}
		}
		if s.Import.IsZero() && s.Range == "" {
			continue
		}
		s.Version, s.From = installedVersion(t, p.Source, name)
		if s.Version == "" {
			s.Version, s.From = lockedVersion(locks(), name, s.Range)
		}
		out = append(out, s)
	}
	return out
}

// installedVersion asks node_modules, which is what gets built.
func installedVersion(t *tree, src, name string) (version, from string) {
	for _, dir := range slices.Compact([]string{"", src}) {
		file := path.Join(dir, "node_modules", name, "package.json")
		if v := t.doc(file).JSON().Get("version"); v.Kind() == manifest.String {
			return v.Text(), file
		}
	}
	return "", ""
}
