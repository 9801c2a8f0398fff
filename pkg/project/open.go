package project

import (
	"fmt"
	"path"
	"slices"
	"strings"

	"github.com/offpush/offpush/pkg/manifest"
)

// Open reads the project whose root is dir, as [Find] returned it.
func Open(dir string) (*Project, error) { return OpenChanged(dir, nil) }

// OpenChanged is [Open] of the project as it would be with changes that are not
// on disk.
func OpenChanged(dir string, changes *Changes) (*Project, error) {
	t, err := newTree(dir)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", dir, cause(err))
	}
	t.change(changes)
	l, ok := classify(t)
	if !ok {
		return nil, fmt.Errorf("%s: %w", dir, ErrNoProject)
	}
	p := &Project{Root: dir, Shape: l.shape, Source: l.source, ManifestConfig: l.config}
	p.Manifest = t.doc(path.Join(l.source, "manifest.json"))
	p.Ignores = docIgnores(p.Manifest)
	p.Package = t.doc("package.json")
	p.Vue = p.vueVersion()
	p.Platforms = p.otherPlatforms()
	if p.Shape == FivePlus {
		return p, nil
	}
	p.readPlugin(t)
	p.Agconnect = readAgconnect(t, p)
	p.UniModules = t.folders(path.Join(l.source, "uni_modules"))
	p.readCode(t)
	p.readApple(t)
	return p, nil
}

// vueVersion: manifest.json decides, then package.json; HBuilderX itself takes
// Vue 2 when neither says anything.
func (p *Project) vueVersion() int {
	switch p.Manifest.JSON().Get("vueVersion").Text() {
	case "2":
		return 2
	case "3":
		return 3
	}
	pkg := p.Package.JSON()
	for _, name := range []string{"vue", "@dcloudio/uni-app"} {
		if v := major(dependency(pkg, name)); v != 0 {
			return v
		}
	}
	switch p.Shape {
	case HBuilderX, CLIVue2:
		return 2
	case CLIVue3, UniAppX:
		return 3
	}
	return 0
}

func (p *Project) otherPlatforms() []string {
	var names []string
	for _, m := range p.Manifest.JSON().Members() {
		switch {
		case strings.HasPrefix(m.Name, "mp-") && m.Value.Get("appid").Text() != "",
			(m.Name == "h5" || m.Name == "web") && forTheWeb(m.Value):
			names = append(names, m.Name)
		}
	}
	slices.Sort(names)
	return slices.Compact(names)
}

// notForTheWeb are members of h5 that HBuilderX and templates write into every
// project, or that say nothing of whether anybody builds it for the web.
var notForTheWeb = []string{"uniStatistics", "unipush", "optimization", "darkmode", "themeLocation", "sdkConfigs", "devServer"}

// forTheWeb reports whether somebody set the project up for the web.
func forTheWeb(h5 *manifest.Value) bool {
	if h5.Kind() != manifest.Object {
		return h5.Filled()
	}
	return slices.ContainsFunc(h5.Members(), func(m manifest.Member) bool {
		switch {
		case slices.Contains(notForTheWeb, m.Name):
			return false
		case m.Name == "router": // hash and these bases are the defaults, written by hand
			return slices.ContainsFunc(m.Value.Members(), func(r manifest.Member) bool {
				return r.Value.Filled() && !slices.Contains([]string{"hash", "/", "./"}, r.Value.Text())
			})
		}
		return m.Value.Filled()
	})
}
