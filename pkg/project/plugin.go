package project

import (
	"io/fs"
	"path"
	"slices"
	"strings"
)

// Bounds of what is listed of the plugin's folder; the real plugin has fewer
// than a thousand files.
const (
	maxPluginEntries = 20_000
	maxPluginDepth   = 32
)

// buildKinds are the ends of file names that a plugin's package.json promises
// and that people like to keep out of git.
var buildKinds = []struct{ end, sample string }{
	{".aar", "android/plugin.aar"},
	{".jar", "android/libs/plugin.jar"},
	{".framework", "ios/plugin.framework/plugin"},
	{".a", "ios/libplugin.a"},
}

// readPlugin chooses the folder of native plugins and reads the plugin in it.
func (p *Project) readPlugin(t *tree) {
	p.NativePlugins = nativePlugins(t, p.Source)
	f := PluginFolder{Path: path.Join(p.NativePlugins, PluginID)}
	info, state, err := t.stat(f.Path)
	f.State, f.Err = state, err
	if state == Present && !info.IsDir() {
		f.State, f.Misplaced = Absent, []Misplaced{{f.Path, NotAFolder}}
	}
	if f.State == Present {
		w := pluginWalk{tree: t, folder: &f, followed: map[string]bool{}}
		w.walk("", 0)
		slices.Sort(f.Files)
		slices.Sort(f.Dirs)
		f.Skipped = w.skipped
		f.Package = t.doc(path.Join(f.Path, "package.json"))
		for _, k := range buildKinds {
			if t.ignore.Covers(path.Join(f.Path, k.sample)) {
				f.IgnoredKinds = append(f.IgnoredKinds, k.end)
			}
		}
	}
	f.Misplaced = append(f.Misplaced, misplaced(t, p.Source, p.NativePlugins, &f)...)
	p.Plugin = f
}

// nativePlugins returns the folder of local native plugins. It belongs beside
// manifest.json or, in a CLI project, beside src; the documents leave it open,
// public projects have both. The one that holds the plugin is taken, then one
// that holds something like it, then one that is there at all.
func nativePlugins(t *tree, source string) string {
	const beside = "nativeplugins"
	if source == "" {
		return beside
	}
	places := []string{beside, path.Join(source, beside)}
	for _, holds := range []func(string) bool{
		func(dir string) bool { _, state, _ := t.stat(path.Join(dir, PluginID)); return found(state) },
		func(dir string) bool { return t.isDir(dir) && len(misplacedIn(t, dir)) > 0 },
		t.isDir,
	} {
		if i := slices.IndexFunc(places, holds); i >= 0 {
			return places[i]
		}
	}
	return beside
}

func found(s State) bool { return s != Absent && s != Ignored }

// pluginWalk lists the plugin's folder. Links inside the project are followed,
// each target once, because an unpacked .framework consists of them.
type pluginWalk struct {
	tree     *tree
	folder   *PluginFolder
	followed map[string]bool
	entries  int
	skipped  []Skip
}

func (w *pluginWalk) walk(rel string, depth int) {
	dir := path.Join(w.folder.Path, rel)
	entries := w.tree.list(dir)
	if err := w.tree.lists[dir].err; err != nil {
		w.skip(rel, SkipError, cause(err))
	}
	for _, e := range entries {
		if w.entries++; w.entries > maxPluginEntries || depth >= maxPluginDepth {
			w.folder.Truncated = true
			return
		}
		w.entry(path.Join(rel, e.Name()), e, depth)
	}
}

func (w *pluginWalk) entry(rel string, e fs.DirEntry, depth int) {
	if isMacDebris(e.Name()) {
		return
	}
	full := path.Join(w.folder.Path, rel)
	mode := e.Type()
	if isLink(e) {
		info, state, err := w.tree.stat(full)
		switch state {
		case Present:
			mode = info.Mode()
		case Outside:
			w.skip(rel, SkipOutside, nil)
			return
		default:
			w.skip(rel, SkipError, err)
			return
		}
		if mode.IsDir() && w.seen(full) {
			w.folder.Dirs = append(w.folder.Dirs, rel)
			return
		}
	}
	switch {
	case mode.IsDir():
		w.folder.Dirs = append(w.folder.Dirs, rel)
		w.walk(rel, depth+1)
	case mode.IsRegular():
		w.folder.Files = append(w.folder.Files, rel)
	default:
		w.skip(rel, SkipSpecial, nil)
	}
}

// isMacDebris: what macOS puts beside the files of an archive or a folder.
// "._plugin.aar" holds attributes of plugin.aar and no library.
func isMacDebris(name string) bool {
	return strings.HasPrefix(name, "._") || name == ".DS_Store" || name == "__MACOSX"
}

// seen reports whether the folder behind a link was entered before.
func (w *pluginWalk) seen(rel string) bool {
	real := w.tree.realPath(rel)
	if w.followed[real] {
		return true
	}
	w.followed[real] = true
	return false
}

func (w *pluginWalk) skip(rel string, reason SkipReason, err error) {
	w.skipped = append(w.skipped, Skip{Path: path.Join(w.folder.Path, rel), Reason: reason, Err: err})
}

// Unread reports whether something below a folder of the plugin was not read, so
// that what is missing there cannot be told.
func (f *PluginFolder) Unread(dir string) (Skip, bool) {
	i := slices.IndexFunc(f.Skipped, func(s Skip) bool {
		return s.Path == dir || strings.HasPrefix(s.Path, dir+"/")
	})
	if i < 0 {
		return Skip{}, false
	}
	return f.Skipped[i], true
}
