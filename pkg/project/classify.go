package project

import (
	"bytes"
	"path/filepath"
	"strconv"
	"strings"

	"github.com/offpush/offpush/pkg/manifest"
)

// isProject reports whether a folder is the root of a uni-app project.
func isProject(dir string) bool {
	if filepath.Base(filepath.Dir(dir)) == "uni_modules" {
		return false // some UI libraries ship a manifest.json
	}
	t, err := newTree(dir)
	if err != nil {
		return false
	}
	_, ok := classify(t)
	return ok
}

// layout is what classify finds out.
type layout struct {
	shape  Shape
	source string
	config string // manifest.config.*
}

// manifestConfigs are the names under which vite-plugin-uni-manifest finds its
// input.
var manifestConfigs = []string{"ts", "js", "mts", "mjs", "cts", "cjs", "json"}

func classify(t *tree) (layout, bool) {
	pkg := t.doc("package.json")
	if config := generatedFrom(t, pkg.JSON()); config != "" {
		return layout{shape: Generated, source: "src", config: config}, true
	}
	if l, ok := classifyAt(t, "", pkg.JSON()); ok || !isCLI(t, pkg) {
		return l, ok
	}
	return classifyAt(t, "src", pkg.JSON())
}

// isCLI tells the root of a CLI project from a folder that happens to hold an
// HBuilderX project called src: it has the compiler as a dependency, or at least
// its configuration.
func isCLI(t *tree, pkg Doc) bool {
	if pkg.State != Present {
		return false
	}
	if pkg.JSON() == nil { // cannot be read
		return true
	}
	for _, group := range dependencyGroups {
		for _, m := range pkg.JSON().Get(group).Members() {
			if strings.HasPrefix(m.Name, "@dcloudio/") {
				return true
			}
		}
	}
	for _, e := range t.list("") {
		if name := e.Name(); strings.HasPrefix(name, "vite.config.") || name == "vue.config.js" {
			return true
		}
	}
	return pkg.JSON().Has("uni-app")
}

func generatedFrom(t *tree, pkg *manifest.Value) string {
	if !depends(pkg, "@uni-helper/vite-plugin-uni-manifest") && !depends(pkg, "@dcloudio/uni-app") {
		return ""
	}
	return manifestConfig(t)
}

func manifestConfig(t *tree) string {
	for _, ext := range manifestConfigs {
		if name := "manifest.config." + ext; t.isFile(name) {
			return name
		}
	}
	return ""
}

func classifyAt(t *tree, src string, pkg *manifest.Value) (layout, bool) {
	at := func(name string) string {
		if src == "" {
			return name
		}
		return src + "/" + name
	}
	l := layout{shape: HBuilderX, source: src}
	if src == "src" {
		l.shape = cliShape(t, pkg)
	}
	m := t.doc(at("manifest.json"))
	pages := t.isFile(at("pages.json"))
	switch {
	case m.State == Present && m.Root == nil:
		// Unreadable JSON is still the project's manifest when it looks like one.
		if !pages && !mentionsUniApp(m.File.Data) {
			return layout{}, false
		}
	case m.State == Present:
		switch {
		case m.Root.Has("uni-app-x"):
			l.shape = UniAppX
		case m.Root.Has("plus") && m.Root.Has("id") && !m.Root.Has("app-plus"):
			if src == "src" {
				return layout{}, false
			}
			l.shape = FivePlus
		case !isUniManifest(m.Root) && !pages:
			return layout{}, false
		}
	case !pages:
		return layout{}, false
	case t.isFile(at("App.uvue")):
		l.shape = UniAppX
	case m.State == Absent && !t.isFile(at("App.vue")):
		return layout{}, false
	}
	return l, true
}

func cliShape(t *tree, pkg *manifest.Value) Shape {
	switch major(dependency(pkg, "@dcloudio/uni-app")) {
	case 2:
		return CLIVue2
	case 3:
		return CLIVue3
	}
	if depends(pkg, "@dcloudio/vue-cli-plugin-uni") || t.isFile("vue.config.js") {
		return CLIVue2
	}
	return CLIVue3
}

// isUniManifest: one of the keys that only uni-app's manifest.json has.
func isUniManifest(root *manifest.Value) bool {
	return root.Has("app-plus") || root.Has("mp-weixin") || root.Has("vueVersion") ||
		strings.HasPrefix(root.Get("appid").Text(), "__UNI__")
}

func mentionsUniApp(data []byte) bool {
	for _, s := range []string{`"app-plus"`, `"mp-weixin"`, `"vueVersion"`, `"uni-app-x"`, `__UNI__`} {
		if bytes.Contains(data, []byte(s)) {
			return true
		}
	}
	return false
}

// major is 2 or 3 when a version range begins with it, else 0.
func major(version string) int {
	v := strings.TrimLeft(version, "^~>=v ")
	for _, n := range []int{2, 3} {
		if rest, ok := strings.CutPrefix(v, strconv.Itoa(n)); ok && (rest == "" || strings.ContainsAny(rest[:1], ". -|")) {
			return n
		}
	}
	return 0
}

var dependencyGroups = []string{"dependencies", "devDependencies"}

// dependency returns the version range under which package.json lists a package.
func dependency(pkg *manifest.Value, name string) string {
	for _, group := range dependencyGroups {
		if v := pkg.Get(group, name); v.Kind() == manifest.String {
			return v.Text()
		}
	}
	return ""
}

func depends(pkg *manifest.Value, name string) bool {
	return pkg.Get("dependencies").Has(name) || pkg.Get("devDependencies").Has(name)
}
