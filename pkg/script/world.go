package script

import (
	"slices"
	"strconv"
	"strings"
)

// worlds is a set of ways in which a project can be built, as bits. In each of
// them every name of a directive has one value, so that conditions around and
// inside each other can be put together: code stands in a build when all of
// them hold there.
type worlds uint64

const everywhere = ^worlds(0)

// world is one way to build a project: the names that are true in it. All
// other names that the compiler knows are false.
//
// The names and their values are those of dcloudio/uni-app, for Vue 3 and
// uni-app x packages/uni-cli-shared/src/preprocess/context.ts (branch
// next-backup), for Vue 2 packages/uni-cli-shared/lib/preprocess.js (branch
// dev-backup).
type world struct {
	names []string
	app   bool // Android or iOS
	outer bool // no app platform at all, not even HarmonyOS
	// platform is the name that manifest.json has for an outer one.
	platform string
}

// in reports whether a project is built in this way.
func (w *world) in(b Build) bool {
	x := w.value("UNI_APP_X") == yes
	if b.Framework == UniApp && x || b.Framework == UniAppX && !x {
		return false
	}
	if w.outer && len(b.Platforms) > 0 && !slices.Contains(b.Platforms, w.platform) {
		return false
	}
	return x || b.Vue == 0 || w.value("VUE"+strconv.Itoa(b.Vue)) == yes
}

// known are the names that the compiler defines in each build.
func known(name string) bool {
	switch name {
	case "UNI_APP_X", "APP", "APP_UVUE", "APP_NVUE", "APP_PLUS", "APP_PLUS_NVUE", "APP_VUE",
		"APP_ANDROID", "APP_IOS", "APP_HARMONY", "H5", "WEB", "MP", "MP_360", "MP_ALIPAY", "MP_BAIDU",
		"MP_HARMONY", "MP_QQ", "MP_LARK", "MP_TOUTIAO", "MP_WEIXIN", "MP_KUAISHOU", "MP_JD", "MP_XHS",
		"QUICKAPP_NATIVE", "QUICKAPP_WEBVIEW", "QUICKAPP_WEBVIEW_HUAWEI", "QUICKAPP_WEBVIEW_UNION",
		"VUE2", "VUE3", "VUE3_VAPOR":
		return true
	}
	return false
}

// value returns the value of a name.
func (w *world) value(name string) truth {
	for _, n := range w.names {
		if n == name {
			return yes
		}
	}
	switch {
	case name == "VUE3_VAPOR" && w.value("UNI_APP_X") == yes, name == "uniVersion":
		return maybe
	case known(name):
		return no
	case name != strings.ToUpper(name):
		// Names defined in package.json are turned to upper case too.
		return throws
	}
	// Perhaps defined in package.json ("uni-app": {"scripts": ...}) for a
	// platform of the project's own.
	for _, other := range [...]string{"MP_", "QUICKAPP_", "H5_", "WEB_"} {
		if w.app && strings.HasPrefix(name, other) {
			return no
		}
	}
	if w.outer && strings.HasPrefix(name, "APP_") {
		return no
	}
	return maybe
}

// builds returns the worlds there are, at most 64. The compiler of uni-app
// (not x) knows APP-ANDROID and APP-IOS in UTS code only; which build a file
// gets into cannot be seen from the file, so that both are tried everywhere.
func builds() []world {
	var list []world
	add := func(w world, names ...string) {
		w.names = append(w.names, names...)
		list = append(list, w)
	}
	for _, system := range []string{"APP_ANDROID", "APP_IOS", ""} {
		app := world{app: true, names: []string{"APP", "APP_PLUS"}}
		for _, vue := range []string{"VUE2", "VUE3"} {
			add(app, vue, system, "APP_VUE")
			add(app, vue, system, "APP_NVUE", "APP_PLUS_NVUE")
		}
		if system != "" {
			add(world{app: true, names: []string{"APP", "UNI_APP_X", "VUE3", "APP_UVUE"}}, system)
		}
	}
	harmony := world{names: []string{"APP", "APP_HARMONY", "VUE3"}}
	add(harmony, "APP_VUE")
	add(harmony, "APP_UVUE", "UNI_APP_X")
	for _, vue := range []string{"VUE2", "VUE3"} {
		for _, mp := range []string{"360", "ALIPAY", "BAIDU", "HARMONY", "QQ", "LARK", "TOUTIAO", "WEIXIN", "KUAISHOU", "JD", "XHS"} {
			add(world{outer: true, platform: "mp-" + strings.ToLower(mp)}, vue, "MP", "MP_"+mp)
		}
		for _, q := range []string{"QUICKAPP_NATIVE", "QUICKAPP_WEBVIEW", "QUICKAPP_WEBVIEW_HUAWEI", "QUICKAPP_WEBVIEW_UNION"} {
			add(world{outer: true, platform: "quickapp"}, vue, q, "QUICKAPP_WEBVIEW")
		}
		add(world{outer: true, platform: "h5"}, vue, "H5", "WEB")
	}
	add(world{outer: true, platform: "web"}, "VUE3", "UNI_APP_X", "H5", "WEB")
	add(world{outer: true, platform: "mp-weixin"}, "VUE3", "UNI_APP_X", "MP", "MP_WEIXIN")
	return list
}

// platforms evaluates conditions in all worlds.
type platforms struct {
	list       []world
	app, outer worlds
	seen       map[string]worlds // where a condition may hold
	seenNot    map[string]worlds // where it may fail
}

func newPlatforms(b Build) *platforms {
	p := &platforms{list: builds(), seen: map[string]worlds{}, seenNot: map[string]worlds{}}
	for i, w := range p.list {
		if !w.in(b) {
			continue
		}
		if w.app {
			p.app |= 1 << i
		}
		if w.outer {
			p.outer |= 1 << i
		}
	}
	return p
}

// holds returns the worlds in which the condition may hold and those in which
// it may not.
func (p *platforms) holds(text string) (may, mayNot worlds) {
	if may, ok := p.seen[text]; ok {
		return may, p.seenNot[text]
	}
	may, mayNot = everywhere, everywhere
	if c := parseCondition(text); c != nil {
		may, mayNot = 0, 0
		for i := range p.list {
			switch c.in(&p.list[i]) {
			case yes:
				may |= 1 << i
			case no, throws:
				mayNot |= 1 << i
			case maybe:
				may |= 1 << i
				mayNot |= 1 << i
			}
		}
	}
	p.seen[text], p.seenNot[text] = may, mayNot
	return may, mayNot
}
