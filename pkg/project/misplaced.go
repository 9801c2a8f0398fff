package project

import (
	"io/fs"
	"path"
	"regexp"
	"slices"
	"sort"
	"strings"

	"github.com/offpush/offpush/pkg/text"
)

// maxPlugins bounds how many folders of nativeplugins are looked into.
const maxPlugins = 200

// strayPlaces are folders, beside the root and the source folder themselves, in
// which people put the plugin by mistake.
var strayPlaces = []string{"uni_modules", "static", "plugins", "components", "common", "js_sdk", "native"}

// misplaced looks for what was meant to be the plugin's folder, the likeliest
// first.
func misplaced(t *tree, source, nativePlugins string, f *PluginFolder) []Misplaced {
	if f.State == Present {
		if slices.Contains(f.Files, "package.json") {
			return nil
		}
		return insidePlugin(f)
	}
	out := misplacedIn(t, nativePlugins)
	roots := []string{""}
	if source != "" {
		roots = append(roots, source)
	} else {
		roots = append(roots, "src")
	}
	for _, root := range roots {
		if root == "" || t.isDir(root) {
			out = append(out, misspeltParent(t, root)...)
			out = append(out, stray(t, root, nativePlugins)...)
		}
	}
	return out
}

// insidePlugin looks for the plugin below its own folder, which lacks a
// package.json: one level too deep, or still packed.
func insidePlugin(f *PluginFolder) []Misplaced {
	for _, file := range f.Files {
		dir, name := path.Split(file)
		if name == "package.json" && strings.Count(dir, "/") == 1 && dir != "android/" && dir != "ios/" {
			return []Misplaced{{path.Join(f.Path, dir), Nested}}
		}
	}
	for _, file := range f.Files {
		if !strings.Contains(file, "/") && isArchive(file) {
			return []Misplaced{{path.Join(f.Path, file), Zipped}}
		}
	}
	return nil
}

// misplacedIn looks through one folder of native plugins.
func misplacedIn(t *tree, dir string) []Misplaced {
	var out []Misplaced
	if !t.isDir(dir) {
		return nil
	}
	for i, e := range t.list(dir) {
		name := e.Name()
		if i >= maxPlugins || name == PluginID {
			continue
		}
		full := path.Join(dir, name)
		switch {
		case isArchive(name):
			if likeness(name) != unlike {
				out = append(out, Misplaced{full, Zipped})
			}
		case !isFolder(t, full, e):
		case strings.EqualFold(name, PluginID):
			out = append(out, Misplaced{full, WrongCase})
		case likeness(name) != unlike:
			out = append(out, Misplaced{full, Misnamed})
		default:
			for _, inner := range pluginsIn(t, full) {
				out = append(out, Misplaced{inner, Nested})
			}
		}
	}
	sort.SliceStable(out, func(i, j int) bool { return out[i].Kind < out[j].Kind })
	return out
}

// pluginsIn returns the folders in a folder that have the plugin's name, in
// whatever case.
func pluginsIn(t *tree, dir string) []string {
	if !t.isDir(dir) {
		return nil
	}
	var out []string
	for _, e := range t.list(dir) {
		if full := path.Join(dir, e.Name()); strings.EqualFold(e.Name(), PluginID) && isFolder(t, full, e) {
			out = append(out, full)
		}
	}
	return out
}

// misspeltParent looks into folders whose name was meant to be nativeplugins.
func misspeltParent(t *tree, root string) []Misplaced {
	var out []Misplaced
	for _, e := range t.list(root) {
		name := e.Name()
		plain := letters(name)
		if name == "nativeplugins" || plain != "nativeplugins" && plain != "nativeplugin" {
			continue
		}
		kind := WrongPlace
		if strings.EqualFold(name, "nativeplugins") {
			kind = WrongCase
		}
		for _, full := range pluginsIn(t, path.Join(root, name)) {
			out = append(out, Misplaced{full, kind})
		}
	}
	return out
}

// stray looks for the plugin's full name in places that are not nativeplugins.
// A looser name would also meet the native Android and iOS modules of the same
// vendor, which a repository may hold for other apps.
func stray(t *tree, root, nativePlugins string) []Misplaced {
	dirs := []string{root}
	for _, s := range strayPlaces {
		dirs = append(dirs, path.Join(root, s))
	}
	if other := path.Join(root, "nativeplugins"); other != nativePlugins {
		dirs = append(dirs, other)
	}
	var out []Misplaced
	for _, dir := range dirs {
		if dir != "" && !t.isDir(dir) {
			continue
		}
		for _, e := range t.list(dir) {
			full := path.Join(dir, e.Name())
			switch {
			case likeness(e.Name()) != fullName:
			case isArchive(e.Name()):
				out = append(out, Misplaced{full, Zipped})
			case isFolder(t, full, e):
				out = append(out, Misplaced{full, WrongPlace})
			}
		}
	}
	return out
}

func isFolder(t *tree, rel string, e fs.DirEntry) bool {
	return e.IsDir() || isLink(e) && t.isDir(rel)
}

// alike says how much a name resembles the plugin's.
type alike uint8

const (
	unlike    alike = iota
	shortName       // TUIOfflinePush
	fullName        // TencentCloud-TUIOfflinePush, whatever stands behind it, or one typing error away
)

// trimmings are what downloads, copies and backups hang on a name.
var trimmings = regexp.MustCompile(`(?i)(\.(zip|rar|7z|tar|gz|tgz|bak|old)|[-_ .@]*v?\d+(\.\d+)*|\s*[(（]\d+[)）]|[-_ .]*(copy|副本|备份|backup|bak|old|new|master|main|release|local))+$`)

func likeness(name string) alike {
	plain := letters(trimmings.ReplaceAllString(name, ""))
	switch {
	case plain == "tuiofflinepush":
		return shortName
	case text.Distance(plain, "tencentcloudtuiofflinepush") <= 1:
		return fullName
	}
	return unlike
}

func isArchive(name string) bool {
	switch strings.ToLower(path.Ext(name)) {
	case ".zip", ".rar", ".7z", ".tgz", ".gz", ".tar":
		return true
	}
	return false
}

// letters returns the Latin letters of a name in lower case.
func letters(s string) string {
	return strings.Map(func(r rune) rune {
		if r >= 'a' && r <= 'z' {
			return r
		}
		return -1
	}, strings.ToLower(s))
}
