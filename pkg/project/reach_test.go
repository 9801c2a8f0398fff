package project

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/offpush/offpush/pkg/script"
)

const registering = "-- utils/push.js --\ntim.registerPlugin({ 'tim-offline-push-plugin': uni.requireNativePlugin('TencentCloud-TUIOfflinePush') })\n"

func TestReach(t *testing.T) {
	t.Parallel()
	const call = "tim.registerPlugin({ 'tim-offline-push-plugin': m })"
	for name, tt := range map[string]struct {
		more string
		want Reach
	}{
		"nothing imports it":    {registering, ReachUnknown},
		"relative":              {registering + "-- pages/index/index.vue --\n<script>\nimport '../../utils/push'\n</script>", Reached},
		"@/":                    {registering + "-- store/a.js --\nimport '@/utils/push.js'", Reached},
		"~@/":                   {registering + "-- store/a.js --\nrequire('~@/utils/push')", Reached},
		"alias":                 {registering + "-- store/a.js --\nimport 'utils/push'", Reached},
		"another's longer name": {registering + "-- store/a.js --\nimport '@/utils/mypush'", ReachUnknown},
		"itself":                {"-- utils/push.js --\nimport './push'\n" + call, ReachUnknown},
		"index file":            {"-- utils/im/index.js --\n" + call + "\n-- store/a.js --\nimport '@/utils/im'", Reached},
		"page":                  {"-- pages/index/index.vue --\n<script>\n" + call + "\n</script>", Reached},
		"page of a sub-package": {"-- pkg/chat/chat.vue --\n<script>\n" + call + "\n</script>", Reached},
		"no page":               {"-- pages/old/old.vue --\n<script>\n" + call + "\n</script>", ReachUnknown},
		"pages.json is written": {"-- pages.json --\nbroken\n-- pages/any/any.vue --\n<script>\n" + call + "\n</script>", Reached},
		"easycom":               {"-- components/im-push/im-push.vue --\n<script>\n" + call + "\n</script>", Reached},
		"easycom of a module":   {"-- uni_modules/kit/components/im/im.vue --\n<script>\n" + call + "\n</script>", Reached},
		"App.vue":               {"-- App.vue --\n<script>\n" + call + "\n</script>", Reached},
		"main.js":               {"-- main.js --\n" + call, Reached},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			p := openProject(t, bare+tt.more)
			if len(p.Code.Registrations) != 1 {
				t.Fatalf("%d registrations", len(p.Code.Registrations))
			}
			if got := p.Code.Registrations[0].Reach; got != tt.want {
				t.Errorf("reach %d, want %d", got, tt.want)
			}
		})
	}
}

func TestGuard(t *testing.T) {
	t.Parallel()
	const require = "uni.requireNativePlugin('TencentCloud-TUIOfflinePush')"
	for name, tt := range map[string]struct {
		more string
		want Guard
	}{
		"top of App.vue":        {"-- App.vue --\n<script>\nconst m = " + require + "\n</script>", GuardNone},
		"ifdef":                 {"-- App.vue --\n<script>\n// #ifdef APP-PLUS\nconst m = " + require + "\n// #endif\n</script>", GuardHere},
		"try":                   {"-- main.js --\ntry { m = " + require + " } catch (e) {}", GuardHere},
		"hook":                  {"-- App.vue --\n<script>\nexport default { onLaunch() { " + require + " } }\n</script>", GuardNone},
		"import without guard":  {"-- a.js --\nconst m = " + require + "\n-- main.js --\nimport './a'", GuardNone},
		"import under guard":    {"-- a.js --\nconst m = " + require + "\n-- main.js --\n// #ifdef APP-PLUS\nimport './a'\n// #endif", GuardCaller},
		"no import seen":        {"-- a.js --\nconst m = " + require, GuardUnknown},
		"function, no caller":   {"-- a.js --\nexport function go() { " + require + " }", GuardUnknown},
		"function, guarded":     {"-- a.js --\nexport function initPush() { " + require + " }\n-- main.js --\nif (x) initPush()", GuardCaller},
		"function, called here": {"-- a/a.js --\nfunction initPush() { " + require + " }\ninitPush()", GuardNone},
		"both":                  {"-- a.js --\nexport function initPush() { " + require + " }\n-- main.js --\nif (x) initPush()\ninitPush()", GuardUnknown},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			p := openProject(t, bare+tt.more)
			if len(p.Code.Requires) != 1 {
				t.Fatalf("%d calls", len(p.Code.Requires))
			}
			if got := p.Code.Requires[0].Guard; got != tt.want {
				t.Errorf("guard %d, want %d", got, tt.want)
			}
		})
	}
}

func TestRunsFrom(t *testing.T) {
	t.Parallel()
	code := script.Read("App.vue", []byte("<script>\nfunction c() { d() }\nexport default {\n onLaunch() { this.a(); other.b() },\n methods: { a() { c() }, b() {}, d() { this.a() } }\n}\n</script>"), script.Options{})
	if diff := cmp.Diff(map[string]bool{"onLaunch": true, "a": true, "c": true, "d": true}, runsFrom(code, "onLaunch").names); diff != "" {
		t.Error(diff)
	}
}

func TestListenerPlaces(t *testing.T) {
	t.Parallel()
	const require = "const m = uni.requireNativePlugin('TencentCloud-TUIOfflinePush')\n"
	for name, tt := range map[string]struct {
		more string
		want ListenerPlace
	}{
		"onLaunch":        {"-- App.vue --\n<script>\n" + require + "export default { onLaunch() { m.setOfflinePushListener(f) } }\n</script>", ListenerOnLaunch},
		"called by it":    {"-- App.vue --\n<script>\n" + require + "export default { onLaunch() { this.go() }, methods: { go() { m.setOfflinePushListener(f) } } }\n</script>", ListenerOnLaunch},
		"onShow":          {"-- App.vue --\n<script>\n" + require + "export default { onShow() { m.setOfflinePushListener(f) } }\n</script>", ListenerAppOther},
		"imported by App": {"-- utils/p.js --\n" + require + "m.setOfflinePushListener(f)\n-- App.vue --\n<script>\nimport './utils/p'\n</script>", ListenerFromApp},
		"page":            {"-- pages/index/index.vue --\n<script>\n" + require + "m.setOfflinePushListener(f)\n</script>", ListenerInPage},
		"somewhere":       {"-- utils/p.js --\n" + require + "m.setOfflinePushListener(f)", ListenerElsewhere},
	} {
		p := openProject(t, bare+tt.more)
		if len(p.Code.Listeners) != 1 || p.Code.Listeners[0].Place != tt.want {
			t.Errorf("%s: %+v", name, p.Code.Listeners)
		}
	}
}

func TestVueVersion(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		manifest, pkg string
		want          int
	}{
		{`"vueVersion":"2"`, `"vue":"3.4.0"`, 2},
		{`"vueVersion":"3"`, `"vue":"^2.6.11"`, 3},
		{`"vueVersion":3`, ``, 3},
		{`"vueVersion":"4"`, ``, 2},
		{`"x":1`, `"vue":"^3.2.0"`, 3},
		{`"x":1`, `"vue":">= 2.6.14 < 2.7"`, 2},
		{`"x":1`, `"vue":"3"`, 3},
		{`"x":1`, `"vue":"next","@dcloudio/uni-app":"3.0.0-alpha-1"`, 3},
		{`"x":1`, `"vue":"30.0.0"`, 2},
		{`"x":1`, ``, 2},
	} {
		p := openProject(t, "-- manifest.json --\n{\"app-plus\":{},"+tt.manifest+"}\n-- package.json --\n{\"dependencies\":{"+tt.pkg+"}}\n")
		if p.Vue != tt.want {
			t.Errorf("%s and %s: Vue %d, want %d", tt.manifest, tt.pkg, p.Vue, tt.want)
		}
	}
}

func FuzzNamesModule(f *testing.F) {
	f.Add([]byte("import '@/utils/push'"), "push")
	f.Add([]byte("require(\"push/index.js?a\")"), "push")
	f.Add([]byte("pushpushpus"), "push")
	f.Fuzz(func(t *testing.T, data []byte, name string) {
		if len(name) >= 2 && namesModule(newSieve([]string{name}), data, name) && !newSieve([]string{name}).holds(data) {
			t.Error("named, but not there")
		}
	})
}

func FuzzResolve(f *testing.F) {
	dir := lay(f, "-- src/App.vue --\n-- src/index.js --\n-- secret.js --\n")
	tr, err := newTree(dir)
	if err != nil {
		f.Fatal(err)
	}
	l := &linker{tree: tr, source: "src"}
	for _, s := range []string{"./index", "@/", "../secret", "../../x", "~@/../..", "/", "?", "./a\x00b"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, specifier string) {
		clear(tr.lists) // grows with what is asked for
		if rel, ok := l.resolve("src/App.vue", specifier); ok && rel != "src/App.vue" && rel != "src/index.js" && rel != "secret.js" {
			t.Errorf("%q leads to %q", specifier, rel)
		}
	})
}
