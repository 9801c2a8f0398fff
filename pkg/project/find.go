package project

import (
	"bytes"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/offpush/offpush/pkg/manifest"
)

// ErrNoProject says that no uni-app project was found.
var ErrNoProject = errors.New("no uni-app project")

// Found is where [Find] found projects.
type Found struct {
	Roots []string // absolute, sorted
	// Below: the folder that was asked for is no project, but holds these.
	Below bool
}

// Folders that hold copies, products or other people's code, never a project.
var notSearched = []string{"node_modules", "unpackage", "dist", "uni_modules", "nativeplugins"}

// maxSearched bounds how many folders are searched for projects.
const maxSearched = 100_000

// Find looks for the project that dir belongs to: dir itself, else a folder
// above it, else projects below it. The error wraps [ErrNoProject] when there is
// none, or says why dir cannot be read.
func Find(dir string) (Found, error) {
	abs, err := filepath.Abs(dir)
	if err != nil {
		return Found{}, err
	}
	info, err := os.Stat(abs)
	if err != nil {
		return Found{}, fmt.Errorf("%s: %w", dir, cause(err))
	}
	if !info.IsDir() {
		abs = filepath.Dir(abs)
	} else if _, err := os.ReadDir(abs); err != nil {
		return Found{}, fmt.Errorf("%s: %w", dir, cause(err))
	}
	if root, ok := above(abs); ok {
		return Found{Roots: []string{root}}, nil
	}
	roots := below(abs)
	if len(roots) == 0 {
		return Found{}, fmt.Errorf("%s: %w", dir, ErrNoProject)
	}
	return Found{Roots: roots, Below: true}, nil
}

// above returns the nearest project at dir or above it. One inside a folder of
// copies, such as unpackage/cache/wgt, gives way to the project around it.
func above(dir string) (string, bool) {
	var nearest string
	for d := dir; ; d = filepath.Dir(d) {
		if isProject(d) {
			switch {
			case nearest == "":
				nearest = d
			case isCopyIn(nearest, d):
				nearest = d
			}
		}
		if d == filepath.Dir(d) {
			return nearest, nearest != ""
		}
	}
}

// isCopyIn reports whether inner lies in a folder of outer that holds copies, or
// is the src folder of the project outer.
func isCopyIn(inner, outer string) bool {
	rel, err := filepath.Rel(outer, inner)
	if err != nil {
		return false
	}
	parts := strings.Split(filepath.ToSlash(rel), "/")
	if len(parts) == 1 && parts[0] == "src" {
		return true
	}
	return slices.ContainsFunc(parts, func(p string) bool { return slices.Contains(notSearched, p) })
}

func below(dir string) []string {
	var roots []string
	searched := 0
	_ = filepath.WalkDir(dir, func(p string, e fs.DirEntry, err error) error {
		if err != nil {
			if e != nil && e.IsDir() {
				return fs.SkipDir
			}
			return nil
		}
		if !e.IsDir() {
			return nil
		}
		if searched++; searched > maxSearched {
			return fs.SkipAll
		}
		if p != dir && (slices.Contains(notSearched, e.Name()) || strings.HasPrefix(e.Name(), ".")) {
			return fs.SkipDir
		}
		if p != dir && isProject(p) {
			roots = append(roots, p)
			return fs.SkipDir
		}
		return nil
	})
	slices.Sort(roots)
	return roots
}

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
	if l, ok := classifyAt(t, "", pkg.JSON()); ok || pkg.State == Absent {
		return l, ok
	}
	return classifyAt(t, "src", pkg.JSON())
}

func generatedFrom(t *tree, pkg *manifest.Value) string {
	if !depends(pkg, "@uni-helper/vite-plugin-uni-manifest") && !depends(pkg, "@dcloudio/uni-app") {
		return ""
	}
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
	case m.State == Absent && !(pages && t.isFile(at("App.vue"))):
		return layout{}, false
	case m.State != Absent && !pages:
		return layout{}, false
	}
	return l, true
}

func cliShape(t *tree, pkg *manifest.Value) Shape {
	version := dependency(pkg, "@dcloudio/uni-app")
	switch {
	case strings.HasPrefix(strings.TrimLeft(version, "^~>=v "), "2."), depends(pkg, "@dcloudio/vue-cli-plugin-uni"), t.isFile("vue.config.js"):
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

// dependency returns the version range under which package.json lists a package.
func dependency(pkg *manifest.Value, name string) string {
	for _, group := range []string{"dependencies", "devDependencies"} {
		if v := pkg.Get(group, name); v.Kind() == manifest.String {
			return v.Text()
		}
	}
	return ""
}

func depends(pkg *manifest.Value, name string) bool {
	return pkg.Get("dependencies").Has(name) || pkg.Get("devDependencies").Has(name)
}
