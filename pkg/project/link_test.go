package project

import (
	"fmt"
	"strings"
	"testing"

	"github.com/offpush/offpush/pkg/script"
)

// settled says in one line what is known of a config: "vivoBusinessID=1 x=?".
func settled(c PushConfig) string {
	switch c.State {
	case ConfigMissing:
		return "missing"
	case ConfigUnknown:
		return "unknown"
	}
	var out []string
	for _, s := range c.Settings {
		value := "?"
		if s.Literal {
			value = s.Text
		}
		out = append(out, s.Name+"="+value)
	}
	if c.Open {
		out = append(out, "...")
	}
	return strings.Join(out, " ")
}

// A config is followed one step, and never guessed.
func TestConfigFollowed(t *testing.T) {
	t.Parallel()
	const register = "tim.registerPlugin({ 'tim-offline-push-plugin': m, offlinePushConfig: "
	for name, tt := range map[string]struct{ push, more, want string }{
		"literal":              {register + "{ vivoBusinessID: 7, iosBusinessID: '8', x: null } })", "", "vivoBusinessID=7 iosBusinessID=8 x="},
		"const":                {"const c = { vivoBusinessID: 7 }\n" + register + "c })", "", "vivoBusinessID=7"},
		"member":               {"const all = { push: { vivoBusinessID: 7 } }\n" + register + "all.push })", "", "vivoBusinessID=7"},
		"no such member":       {"const all = { push: { vivoBusinessID: 7 } }\n" + register + "all.other })", "", "unknown"},
		"member behind spread": {"const all = { push: {}, ...more }\n" + register + "all.push })", "", "unknown"},
		"value in a const":     {"const id = 7\n" + register + "{ vivoBusinessID: id } })", "", "vivoBusinessID=7"},
		"value from outside":   {register + "{ vivoBusinessID: import.meta.env.VIVO, oppoBusinessID: a ? 1 : 2, iosBusinessID: `${x}` } })", "", "vivoBusinessID=? oppoBusinessID=? iosBusinessID=?"},
		"spread":               {register + "{ ...defaults, vivoBusinessID: 7 } })", "", "vivoBusinessID=7 ..."},
		"shorthand":            {"const vivoBusinessID = 7\n" + register + "{ vivoBusinessID } })", "", "vivoBusinessID=7"},
		"assigned again":       {"let c = { vivoBusinessID: 7 }\nc = other\n" + register + "c })", "", "unknown"},
		"given two values":     {"let id = 7\nif (x) id = 8\n" + register + "{ vivoBusinessID: id } })", "", "vivoBusinessID=?"},
		"declared first":       {"let c = null\nc = { vivoBusinessID: 7 }\n" + register + "c })", "", "vivoBusinessID=7"},
		"member assigned again": {"const c = { vivoBusinessID: 7, iosBusinessID: 8 }\nif (debug) c.iosBusinessID = 9\n" + register + "c })", "",
			"vivoBusinessID=7 iosBusinessID=?"},
		"members added":      {"const c = {}\nc.vivoBusinessID = 7\nc.iosBusinessID = 8\n" + register + "c })", "", "vivoBusinessID=7 iosBusinessID=8"},
		"another function's": {"const c = { vivoBusinessID: 7 }\nfunction other(c) { c.headers = {} }\n" + register + "c })", "", "vivoBusinessID=7"},
		"no config":          {"tim.registerPlugin({ 'tim-offline-push-plugin': m })", "", "missing"},
		"options in a const": {"const o = { 'tim-offline-push-plugin': m, offlinePushConfig: { vivoBusinessID: 7 } }\ntim.registerPlugin(o)", "", "vivoBusinessID=7"},
		"undefined":          {register + "undefined })", "", "unknown"},

		"import const":         {"import { c } from './conf'\n" + register + "c })", "-- utils/conf.js --\nexport const c = { vivoBusinessID: 7 }", "vivoBusinessID=7"},
		"import renamed":       {"import { c as conf } from './conf'\n" + register + "conf })", "-- utils/conf.js --\nexport const c = { vivoBusinessID: 7 }", "vivoBusinessID=7"},
		"import default":       {"import c from '@/utils/conf.js'\n" + register + "c })", "-- utils/conf.js --\nexport default { vivoBusinessID: 7 }", "vivoBusinessID=7"},
		"import default const": {"import c from './conf'\n" + register + "c })", "-- utils/conf.ts --\nconst c = { vivoBusinessID: 7 }\nexport default c", "vivoBusinessID=7"},
		"import list":          {"import { c } from './conf'\n" + register + "c })", "-- utils/conf.js --\nconst d = { vivoBusinessID: 7 }\nexport { d as c }", "vivoBusinessID=7"},
		"import member":        {"import conf from './conf'\n" + register + "conf.push })", "-- utils/conf.js --\nexport default { push: { vivoBusinessID: 7 } }", "vivoBusinessID=7"},
		"require":              {"const c = require('./conf')\n" + register + "c })", "-- utils/conf.js --\nmodule.exports = { vivoBusinessID: 7 }", "vivoBusinessID=7"},
		"require ES":           {"const c = require('./conf')\n" + register + "c.push })", "-- utils/conf.js --\nexport const push = { vivoBusinessID: 7 }", "vivoBusinessID=7"},
		"import namespace":     {"import * as c from './conf'\n" + register + "c.default.push })", "-- utils/conf.js --\nexport default { push: { vivoBusinessID: 7 } }", "vivoBusinessID=7"},
		"import all of others": {"import * as c from './conf'\n" + register + "c.push })", "-- utils/conf.js --\nexport const push = {}\nexport * from './more'", "unknown"},
		"exports.push":         {"const { push } = require('./conf')\n" + register + "push })", "-- utils/conf.js --\nexports.push = { vivoBusinessID: 7 }", "vivoBusinessID=7"},
		"import JSON":          {"import c from '@/push.json'\n" + register + "c })", "-- push.json --\n{ \"vivoBusinessID\": 7, \"x\": true }", "vivoBusinessID=7 x=true"},
		"import JSON member":   {"import c from '@/push.json'\n" + register + "c.offline })", "-- push.json --\n{ \"offline\": { \"vivoBusinessID\": \"7\" } }", "vivoBusinessID=7"},
		"import broken JSON":   {"import c from '@/push.json'\n" + register + "c })", "-- push.json --\nnot json", "unknown"},
		"import what is not":   {"import { d } from './conf'\n" + register + "d })", "-- utils/conf.js --\nexport const c = {}", "unknown"},
		"import nowhere":       {"import c from './nowhere'\n" + register + "c })", "", "unknown"},
		"import a package":     {"import c from 'push-config'\n" + register + "c })", "-- utils/push-config.js --\nexport default {}", "unknown"},
		"import above root":    {"import c from '../../../../conf'\n" + register + "c })", "", "unknown"},
		"a file between":       {"import c from './a'\n" + register + "c })", "-- utils/a.js --\nexport { default } from './b'\n-- utils/b.js --\nexport default { vivoBusinessID: 7 }", "vivoBusinessID=7"},
		"imports in a circle":  {"import { c } from './a'\n" + register + "c })\nexport const d = { vivoBusinessID: 7 }", "-- utils/a.js --\nimport { d } from './push'\nexport const c = d", "vivoBusinessID=7"},
		"itself":               {"import { c } from './push'\nexport { c }\n" + register + "c })", "", "unknown"},
		"import changed here":  {"import { c } from './conf'\nc.vivoBusinessID = 8\n" + register + "c })", "-- utils/conf.js --\nexport const c = { vivoBusinessID: 7 }", "vivoBusinessID=?"},
		"import changed there": {"import { c } from './conf'\n" + register + "c })", "-- utils/conf.js --\nexport const c = { vivoBusinessID: 7 }\nc.vivoBusinessID = 8", "vivoBusinessID=?"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			p := openProject(t, bare+"-- utils/push.js --\n"+tt.push+"\n"+tt.more)
			if len(p.Code.Registrations) != 1 {
				t.Fatalf("%d registrations", len(p.Code.Registrations))
			}
			if got := settled(p.Code.Registrations[0].Config); got != tt.want {
				t.Errorf("got %q, want %q", got, tt.want)
			}
		})
	}
}

func TestModuleFollowed(t *testing.T) {
	t.Parallel()
	const id = "'TencentCloud-TUIOfflinePush'"
	for name, tt := range map[string]struct{ code, more, want string }{
		"call":            {"tim.registerPlugin({ 'tim-offline-push-plugin': uni.requireNativePlugin(" + id + ") })", "", PluginID},
		"const":           {"const m = uni.requireNativePlugin(" + id + ")\ntim.registerPlugin({ 'tim-offline-push-plugin': m })", "", PluginID},
		"id in a const":   {"const ID = " + id + "\nconst m = uni.requireNativePlugin(ID)\ntim.registerPlugin({ 'tim-offline-push-plugin': m })", "", PluginID},
		"id imported":     {"import { ID } from './id'\nconst m = uni.requireNativePlugin(ID)\ntim.registerPlugin({ 'tim-offline-push-plugin': m })", "-- utils/id.js --\nexport const ID = " + id, PluginID},
		"on uni":          {"tim.registerPlugin({ 'tim-offline-push-plugin': uni.$push })", "-- utils/on.js --\nuni.$push = uni.requireNativePlugin(" + id + ")", PluginID},
		"on uni by const": {"TUILogin.login({ TUIOfflinePush: uni.$push, offlinePushConfig: {} })", "-- utils/on.js --\nconst m = uni.requireNativePlugin(" + id + ")\nuni.$push = m", PluginID},
		"members added": {"const o = { userID: 'a' }\no.TUIOfflinePush = m\no.offlinePushConfig = {}\nconst m = uni.requireNativePlugin(" + id + ")\nTUILogin.login(o)",
			"", PluginID},
		"let, set later": {"let m\nm = uni.requireNativePlugin(" + id + ")\ntim.registerPlugin({ 'tim-offline-push-plugin': m })", "", PluginID},
		"names its self": {"const a = b\nconst b = a\ntim.registerPlugin({ 'tim-offline-push-plugin': a })", "", ""},
		"parameter":      {"export function go(m) { tim.registerPlugin({ 'tim-offline-push-plugin': m }) }", "", ""},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			p := openProject(t, bare+"-- utils/push.js --\n"+tt.code+"\n"+tt.more)
			if len(p.Code.Registrations) != 1 {
				t.Fatalf("%d registrations", len(p.Code.Registrations))
			}
			if got := p.Code.Registrations[0].ModuleID; got != tt.want {
				t.Errorf("got %q, want %q", got, tt.want)
			}
		})
	}
}

// A listener of TIMPush says nothing of TUIOfflinePush.
func TestListenersOfOthers(t *testing.T) {
	t.Parallel()
	const app = "-- App.vue --\n<script>\nconst push = uni.requireNativePlugin('%s')\nuni.$push = push\nexport default { onLaunch() { uni.$push.setOfflinePushListener(() => {}) } }\n</script>\n"
	for id, want := range map[string]int{PluginID: 1, TIMPushID: 0} {
		p := openProject(t, bare+fmt.Sprintf(app, id))
		if len(p.Code.Listeners) != want {
			t.Errorf("%s: %d listeners", id, len(p.Code.Listeners))
		}
	}
}

func TestResolve(t *testing.T) {
	t.Parallel()
	dir := lay(t, `
-- src/utils/im.js --
-- src/utils/im/index.ts --
-- src/utils/index.ts --
-- src/utils/push.ts --
-- src/utils/page.vue --
-- src/index.js --
-- src/store/index.uts --
-- shared/a.js --
-- static/b.js --
`)
	tr, err := newTree(dir)
	if err != nil {
		t.Fatal(err)
	}
	l := &linker{tree: tr, source: "src", codes: map[string]*script.Code{}}
	for _, tt := range []struct{ from, specifier, want string }{
		{"src/utils/x.js", "./im", "src/utils/im.js"},
		{"src/utils/x.js", "./im/", "src/utils/im.js"},
		{"src/utils/x.js", "./im/index", "src/utils/im/index.ts"},
		{"src/utils/x.js", "./im.js?v=2", "src/utils/im.js"},
		{"src/utils/x.js", "./push.js", "src/utils/push.ts"},
		{"src/utils/x.js", ".", "src/utils/index.ts"},
		{"src/utils/x.js", "..", "src/index.js"},
		{"src/App.vue", "@/utils/page", "src/utils/page.vue"},
		{"src/App.vue", "~@/utils", "src/utils/index.ts"},
		{"src/App.vue", "@/store", "src/store/index.uts"},
		{"src/App.vue", "@/", "src/index.js"},
		{"src/App.vue", "/utils/im", "src/utils/im.js"},
		{"src/App.vue", "../shared/a", "shared/a.js"},
		{"src/App.vue", "./utils/IM", ""},
		{"src/App.vue", "../../etc/passwd", ""},
		{"src/App.vue", "@/../../etc/passwd", ""},
		{"src/App.vue", "vue", ""},
		{"src/App.vue", "@tencentcloud/chat", ""},
		{"src/App.vue", "", ""},
		{"App.vue", ".", ""},
	} {
		got, ok := l.resolve(tt.from, tt.specifier)
		if got != tt.want || ok != (tt.want != "") {
			t.Errorf("%s imports %q: %q, want %q", tt.from, tt.specifier, got, tt.want)
		}
	}
	l.source = ""
	if got, _ := l.resolve("src/App.vue", "@/static/b"); got != "static/b.js" {
		t.Errorf("without src: %q", got)
	}
}

// TestPassedOnInCircles: files that pass everything on to each other end.
func TestPassedOnInCircles(t *testing.T) {
	archive := "-- manifest.json --\n{\"appid\":\"__UNI__0000001\",\"app-plus\":{}}\n-- App.vue --\n<script>\nimport { config } from './a0.js'\ntim.registerPlugin({ 'tim-offline-push-plugin': push, offlinePushConfig: config })\n</script>\n"
	const n = 40
	for i := range n {
		archive += fmt.Sprintf("-- a%d.js --\n", i)
		for j := range n {
			archive += fmt.Sprintf("export * from './a%d.js'\n", j)
		}
	}
	p, err := Open(lay(t, archive))
	if err != nil {
		t.Fatal(err)
	}
	if r := p.Code.Registrations; len(r) != 1 || r[0].Config.State != ConfigUnknown {
		t.Errorf("%+v", r)
	}
}
