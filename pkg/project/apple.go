package project

import (
	"path"
	"slices"
	"sort"
	"strings"
)

// AppleFile is a file of the project that by its name is one of Apple's: .p12,
// .pfx, .p8, .mobileprovision, .provisionprofile, .ipa, or UniApp.entitlements.
type AppleFile struct {
	Path string // relative to the root, with forward slashes
	// Tracked: git tracks it. It is only asked of what may hold a secret.
	Tracked bool
	// Aside: it lies where nobody looks for what to use (dist, a folder whose name
	// begins with a dot), and git tracks it there.
	Aside bool
	// Packed: it lies in a folder that is packed into the app.
	Packed bool
}

// HoldsKey reports whether such a file is made to hold a private key.
func (f AppleFile) HoldsKey() bool { return appleKinds[strings.ToLower(path.Ext(f.Path))] }

// appleKinds are the ends of the names, and whether such files hold private keys.
var appleKinds = map[string]bool{
	".p12": true, ".pfx": true, ".p8": true,
	".mobileprovision": false, ".provisionprofile": false, ".ipa": false,
}

// NativeEntitlements is where HBuilderX 4.18 and newer take entitlements from,
// below the root or the source folder.
const NativeEntitlements = "nativeResources/ios/UniApp.entitlements"

// isAppleFile goes by the name alone: it is asked of every file of a project.
func isAppleFile(name string) bool {
	dot := strings.LastIndexByte(name, '.')
	if dot <= 0 || strings.HasPrefix(name, "._") { // "._" is what macOS leaves in archives
		return false
	}
	_, ok := appleKinds[strings.ToLower(name[dot:])]
	return ok
}

// Bounds of what is listed beside the folders of code.
const (
	maxAppleFiles   = 500
	maxAppleFolders = 500 // of one place
)

// applePlace is a folder that the walk through the code leaves out.
type applePlace struct {
	dir   string
	depth int // how many folders down
}

// readApple adds what lies outside of the folders of code, which the walk has
// been through, and says of each file how it lies there.
func (p *Project) readApple(t *tree) {
	in := func(dir string) string { return path.Join(p.Source, dir) }
	places := []applePlace{
		{"unpackage/release", 1}, {"unpackage/debug", 1}, {"unpackage/cache", 0},
		{p.NativePlugins, 5}, {in("hybrid"), 5}, {in("nativeResources"), 5},
	}
	if p.Source != "" { // the code lies in a folder of its own
		places = append(places, applePlace{"", 2}, applePlace{in("unpackage/release"), 1}, applePlace{in("unpackage/debug"), 1}, applePlace{"nativeResources", 5})
	}
	for _, place := range places {
		if place.dir == "" || t.isDir(place.dir) {
			w := appleWalk{tree: t, project: p}
			w.walk(place.dir, place.depth)
		}
	}
	for _, dir := range []string{"", p.Source} {
		if name := path.Join(dir, NativeEntitlements); t.isFile(name) {
			p.AppleFiles = append(p.AppleFiles, AppleFile{Path: name})
		}
	}
	for _, rel := range p.trackedKeys(t) {
		p.AppleFiles = append(p.AppleFiles, AppleFile{Path: rel, Aside: true})
	}
	sort.SliceStable(p.AppleFiles, func(i, j int) bool { return p.AppleFiles[i].Path < p.AppleFiles[j].Path })
	p.AppleFiles = slices.CompactFunc(p.AppleFiles, func(a, b AppleFile) bool { return a.Path == b.Path })
	p.AppleFiles = p.AppleFiles[:min(len(p.AppleFiles), maxAppleFiles)]
	for i := range p.AppleFiles {
		f := &p.AppleFiles[i]
		f.Packed = p.packs(f.Path)
		f.Tracked = f.HoldsKey() && t.tracker.Tracks(t.abs(f.Path))
	}
	p.readUnignored(t)
}

// trackedKeys are the files with private keys that git tracks, wherever in the
// project they lie; not those of packages, or of another project inside.
func (p *Project) trackedKeys(t *tree) []string {
	var ends []string
	for end, holdsKey := range appleKinds {
		if holdsKey {
			ends = append(ends, end)
		}
	}
	return slices.DeleteFunc(t.tracker.Under(t.root, ends...), func(rel string) bool {
		return !isAppleFile(path.Base(rel)) || p.ofOthers(t, path.Dir(rel)) || !t.isFile(rel)
	})
}

// ofOthers reports whether a folder is in a package or in another project.
func (p *Project) ofOthers(t *tree, dir string) bool {
	for ; dir != "."; dir = path.Dir(dir) {
		if path.Base(dir) == "node_modules" || dir != p.Source && isNestedProject(dir, t.list(dir)) {
			return true
		}
	}
	return false
}

// LocalConfig is the file in which offpush keeps the team's secrets, in the
// project's root.
const LocalConfig = "offpush.local.toml"

// readUnignored looks for secrets that the next git add would take along.
func (p *Project) readUnignored(t *tree) {
	add := func(rel string, tracked bool) {
		if !tracked && t.ignore.InCheckout() && !t.ignore.Covers(rel) {
			p.Unignored = append(p.Unignored, rel)
		}
	}
	for _, f := range p.AppleFiles {
		if f.HoldsKey() {
			add(f.Path, f.Tracked)
		}
	}
	if t.isFile(LocalConfig) {
		add(LocalConfig, t.tracker.Tracks(t.abs(LocalConfig)))
	}
	slices.Sort(p.Unignored)
}

// appleWalk lists the files of one place. It follows no links.
type appleWalk struct {
	tree    *tree
	project *Project
	folders int
}

func (w *appleWalk) walk(dir string, depth int) {
	if w.folders++; w.folders > maxAppleFolders {
		return
	}
	for _, e := range w.tree.list(dir) {
		rel := path.Join(dir, e.Name())
		switch {
		case e.IsDir():
			if depth > 0 && !w.skips(rel) {
				w.walk(rel, depth-1)
			}
		case e.Type().IsRegular() && isAppleFile(e.Name()):
			w.project.AppleFiles = append(w.project.AppleFiles, AppleFile{Path: rel})
		}
	}
}

// skips leaves out what has a place of its own, and what has many files and none
// of ours.
func (w *appleWalk) skips(rel string) bool {
	name := path.Base(rel)
	return notCode[name] || strings.HasPrefix(name, ".") || rel == w.project.Source || rel == w.project.NativePlugins || rel == "nativeResources" ||
		slices.Contains([]string{".framework", ".xcframework", ".bundle", ".app", ".dSYM"}, path.Ext(name))
}

// packedFolders are copied into the app, or handed to its build, as they are; *
// is any one name. Those of packedBeside may lie beside the source folder, too.
var (
	packedFolders = []string{"static", "hybrid/html", "uni_modules/*/static", "uni_modules/*/hybrid/html"}
	packedBeside  = []string{"nativeplugins/*/android", "nativeplugins/*/ios", "nativeResources/android", "nativeResources/ios"}
)

// packs reports whether a file lies in a folder that is packed into the app.
func (p *Project) packs(rel string) bool {
	below := func(rel string) func(string) bool {
		parts := strings.Split(rel, "/")
		return func(folder string) bool {
			n := strings.Count(folder, "/") + 1
			matched, _ := path.Match(folder, strings.Join(parts[:min(n, len(parts))], "/"))
			return matched && len(parts) > n
		}
	}
	if slices.ContainsFunc(packedBeside, below(rel)) {
		return true
	}
	if p.Source != "" {
		var ok bool
		if rel, ok = strings.CutPrefix(rel, p.Source+"/"); !ok {
			return false
		}
	}
	return slices.ContainsFunc(packedFolders, below(rel)) || slices.ContainsFunc(packedBeside, below(rel))
}
