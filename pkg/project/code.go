package project

import (
	"cmp"
	"path"
	"slices"
	"sort"
	"strings"
	"sync"

	"github.com/offpush/offpush/pkg/script"
	"github.com/offpush/offpush/pkg/source"
)

// pluginKey is the member under which the IM SDK takes the plugin.
const pluginKey = "tim-offline-push-plugin"

// Members of objects that hand the plugin over.
const (
	configKey       = "offlinePushConfig"
	timPushKey      = "tim-push"
	timPushLoginKey = "TIMPush"
	tuiLoginKey     = "TUIOfflinePush"
)

// words are what a code file must hold one of to be looked at closely. All have
// nine bytes or more, which keeps the sieve fast.
var words = []string{
	"flinePush", // TUIOfflinePush, offlinePushConfig, setOfflinePushListener, offlinePushInfo
	"registerPlugin", "requireNativePlugin", pluginKey,
	"tim-wx-sdk", "tim-js-sdk", "@tencentcloud/",
	"SECRETKEY", "SecretKey", "secretKey", "secretkey", "SECRET_KEY",
	"getPushClientId",
}

// codeOptions says what to look for in the project's code.
func (p *Project) codeOptions() script.Options {
	b := script.Build{Framework: script.UniApp, Vue: p.Vue, Platforms: p.Platforms}
	if p.Shape == UniAppX {
		b.Framework = script.UniAppX
	}
	return script.Options{Build: b, Names: []string{PluginID, pluginKey, configKey}, Properties: codeProperties}
}

var codeProperties = append([]string{pluginKey, tuiLoginKey, "offlinePushInfo"}, secretNames...)

// readCode finds the app's own code that has to do with the plugin, and reads it.
func (p *Project) readCode(t *tree) {
	link := &linker{tree: t, options: p.codeOptions(), source: p.Source, codes: map[string]*script.Code{}, globals: map[string][]located{}, called: map[string][]called{}}
	codes, sdkImports := p.sieveCode(link)
	link.kept = codes
	for _, c := range codes {
		link.remember(c)
	}
	app := link.code(path.Join(p.Source, "App.vue"))
	if app == nil {
		app = link.code(path.Join(p.Source, "App.uvue"))
	}
	p.Code.App = app != nil
	collector := &collector{project: p, link: link, app: app, codes: codes}
	collector.collect()
	p.SDKs = readSDKs(t, p, sdkImports)
}

// sieveCode reads all code files and returns those that say something of the
// plugin, and the first import of each IM SDK package.
func (p *Project) sieveCode(link *linker) ([]*script.Code, map[string]source.Span) {
	var mu sync.Mutex
	var codes []*script.Code
	imports := map[string]source.Span{}
	search := newSieve(append([]string{ignoreWord}, words...))
	options := link.options
	options.Comment = ignoreWord
	var large []Skip
	skipped := walkNoting(link.tree.over, p.Root, p.Source, func(rel string, data []byte) {
		if !search.holds(data) {
			return
		}
		if len(data) > MaxCodeSize {
			if onlyIgnores(data) {
				return
			}
			mu.Lock()
			defer mu.Unlock()
			if !script.Bundled(rel, data) {
				large = append(large, Skip{Path: rel, Reason: SkipTooLarge})
			}
			return
		}
		c := script.Read(rel, data, options)
		ignores := codeIgnores(c, data)
		if onlyIgnores(data) {
			c = &script.Code{Path: rel} // what else it says was never looked at
		}
		forgetOtherSecrets(c, data)
		clientID := pushClientID(c)
		spoken, start := speaks(c), path.Dir(rel) == path.Clean(p.Source) // App.vue and main.js are read as a whole
		var calls []called
		if spoken && !start {
			calls = trim(c)
		}
		mu.Lock()
		defer mu.Unlock()
		p.Ignores = append(p.Ignores, ignores...)
		for _, i := range c.Imports {
			if isSDK(i.From) && !i.TypeOnly {
				if first, ok := imports[i.From]; !ok || before(i.Span, first) {
					imports[i.From] = i.Span
				}
			}
		}
		if c.Bundled {
			return
		}
		if at := p.Code.PushClientID; !clientID.IsZero() && (at.IsZero() || before(clientID, at)) {
			p.Code.PushClientID = clientID
		}
		p.Code.Dead = append(p.Code.Dead, c.Dead...)
		if c.Partial.HasPosition() {
			p.Code.Partial = append(p.Code.Partial, c.Partial)
		}
		if spoken {
			codes = append(codes, c)
			if !start {
				link.called[rel] = calls
			}
		}
	}, func(rel string) {
		mu.Lock()
		defer mu.Unlock()
		p.AppleFiles = append(p.AppleFiles, AppleFile{Path: rel})
	})
	sort.Slice(large, func(i, j int) bool { return large[i].Path < large[j].Path })
	p.Code.Skipped = append(skipped, large...)
	sort.SliceStable(p.Ignores, func(i, j int) bool { return compareSpans(p.Ignores[i].Span, p.Ignores[j].Span) < 0 })
	sort.Slice(p.Code.Dead, func(i, j int) bool { return compareSpans(p.Code.Dead[i].Span, p.Code.Dead[j].Span) < 0 })
	sort.Slice(p.Code.Partial, func(i, j int) bool { return compareSpans(p.Code.Partial[i], p.Code.Partial[j]) < 0 })
	slices.SortFunc(codes, func(a, b *script.Code) int { return cmp.Compare(a.Path, b.Path) })
	for _, c := range codes {
		link.codes[c.Path] = c
	}
	return codes, imports
}

// speaks reports whether a file has a call or an object that matters; the others
// are dropped at once, so that memory does not grow with the project.
func speaks(c *script.Code) bool {
	return len(c.Properties) > 0 || slices.ContainsFunc(c.Calls, func(call script.Call) bool {
		switch call.Name {
		case "registerPlugin", "requireNativePlugin", "setOfflinePushListener":
			return true
		}
		return false
	}) || slices.ContainsFunc(c.Bindings, func(b script.Binding) bool {
		return secretValue(b) != nil || strings.HasPrefix(b.Name, configKey+".") || strings.HasSuffix(b.Name, "."+tuiLoginKey) || strings.HasSuffix(b.Name, "."+configKey)
	})
}

// pushClientID returns the first call by which an app registers for push itself.
func pushClientID(c *script.Code) source.Span {
	for _, call := range c.Calls {
		if call.Callee == "uni.getPushClientId" || call.Callee == "plus.push.getPushClientId" {
			return call.Span
		}
	}
	return source.Span{}
}

// remember keeps the values that a file gives to global names.
func (l *linker) remember(c *script.Code) {
	for _, b := range c.Bindings {
		root, _, dotted := strings.Cut(b.Name, ".")
		if dotted && (root == "uni" || root == "Vue" || root == "wx" || root == "globalThis" || root == "global") && b.Value != nil {
			l.globals[b.Name] = append(l.globals[b.Name], located{b.Value, c})
		}
	}
}

func before(a, b source.Span) bool { return compareSpans(a, b) < 0 }

func compareSpans(a, b source.Span) int {
	return cmp.Or(cmp.Compare(a.File, b.File), cmp.Compare(a.Offset, b.Offset))
}
