package cmd

import (
	"cmp"
	"os"
	"path"
	"path/filepath"
	"slices"
	"sort"
	"strings"

	"github.com/offpush/offpush/pkg/apple"
	"github.com/offpush/offpush/pkg/check"
	"github.com/offpush/offpush/pkg/project"
	"github.com/offpush/offpush/pkg/text"
)

// Bounds of what is opened of one project.
const (
	maxFoundBuilds      = 5 // that ship, and as many bases
	maxFoundProfiles    = 10
	maxFoundCredentials = 10
)

// foundCredential takes what lies in the project when there is no doubt. What is
// there for something else (the p12 that HBuilderX signs with, a TLS certificate, the
// RSA key of a server) lies there rightly, and is no credential.
func (in *appleInputs) foundCredential() error {
	var all []check.AppleFile
	for _, f := range in.files(func(f project.AppleFile) bool { return f.HoldsKey() }, maxFoundCredentials) {
		file, err := in.reader.read(in.pathOf(f), false)
		if err != nil {
			return err
		}
		file.Found = true
		all = append(all, file)
	}
	if in.ask {
		if err := in.unlock(all); err != nil {
			return err
		}
	}
	chosen := slices.DeleteFunc(slices.Clone(all), func(f check.AppleFile) bool { return !f.MayPush() || in.nameless(f) })
	if in.ask && len(chosen) > 1 { // whoever skipped a prompt knows what the file is not
		chosen = slices.DeleteFunc(chosen, func(f check.AppleFile) bool { return f.File == nil && locked(f.Err) })
	}
	if len(chosen) == 1 {
		in.Credential = &chosen[0]
		all = slices.DeleteFunc(all, func(f check.AppleFile) bool { return f.Path == chosen[0].Path })
	}
	in.Others = all
	return nil
}

// unlock asks for the passwords of what did not open. Each may be the one that
// signs or the one that pushes, and one password may open both.
func (in *appleInputs) unlock(files []check.AppleFile) error {
	for i, f := range files {
		if f.Err == nil || !locked(f.Err) {
			continue
		}
		file, err := in.reader.read(f.Path, true)
		if err != nil {
			return err
		}
		file.Found = true
		files[i] = file
	}
	return nil
}

// nameless: a key on P-256 serves many purposes, and of one that was found only the
// name says that it is Apple's; or somebody said its id.
func (in *appleInputs) nameless(f check.AppleFile) bool {
	return f.File != nil && f.File.Key != nil && f.File.Key.KeyID == "" && in.KeyID == ""
}

// foundBuilds takes the ipas of the project: those that ship before custom bases,
// newer ones first.
func (in *appleInputs) foundBuilds() error {
	var ipas []check.AppleFile
	for _, f := range in.files(func(f project.AppleFile) bool { return strings.EqualFold(path.Ext(f.Path), ".ipa") }, -1) {
		ipas = append(ipas, check.AppleFile{Path: in.pathOf(f), Found: true, Base: isBase(f.Path)})
	}
	made := map[string]int64{}
	for _, f := range ipas {
		if info, err := os.Stat(f.Path); err == nil {
			made[f.Path] = info.ModTime().Unix()
		}
	}
	sort.SliceStable(ipas, func(i, j int) bool {
		a, b := ipas[i], ipas[j]
		return cmp.Or(rank(a.Base)-rank(b.Base), cmp.Compare(made[b.Path], made[a.Path])) < 0
	})
	all, kept := len(ipas), map[bool]int{}
	ipas = slices.DeleteFunc(ipas, func(f check.AppleFile) bool {
		kept[f.Base]++
		return kept[f.Base] > maxFoundBuilds
	})
	if n := all - len(ipas); n > 0 {
		in.note(text.F("项目里的 ipa 太多，较旧的 %d 个没有看", "the project holds too many ipas: the older ones, %d of them, were not looked at", n))
	}
	for _, f := range ipas {
		read, err := in.reader.read(f.Path, false)
		if err != nil {
			return err
		}
		f.File, f.Err = read.File, read.Err
		in.Apps = append(in.Apps, f)
	}
	return nil
}

func rank(base bool) int {
	if base {
		return 1
	}
	return 0
}

// isBase reports whether an ipa is a custom base of HBuilderX by its place or name.
func isBase(rel string) bool {
	return strings.Contains("/"+rel, "/unpackage/debug/") || strings.HasPrefix(strings.ToLower(path.Base(rel)), "iphone_base")
}

// foundProfiles takes profiles where there is no build. A development profile is
// what custom bases are signed with; that of an extension is not the app's.
func (in *appleInputs) foundProfiles() error {
	profiles := in.files(func(f project.AppleFile) bool {
		return strings.HasSuffix(strings.ToLower(path.Ext(f.Path)), "provision") || strings.EqualFold(path.Ext(f.Path), ".provisionprofile")
	}, maxFoundProfiles)
	bundleID := cmp.Or(in.BundleID, bundleOf(in.project))
	for _, f := range profiles {
		file, err := in.reader.read(in.pathOf(f), false)
		if err != nil {
			return err
		}
		file.Found = true
		if file.File != nil && file.File.Profile != nil {
			p := file.File.Profile
			if bundleID != "" && strings.HasPrefix(p.BundleID, bundleID+".") {
				continue
			}
			file.Base = p.Kind == apple.Development
		}
		in.Apps = append(in.Apps, file)
	}
	sort.SliceStable(in.Apps, func(i, j int) bool { return rank(in.Apps[i].Base) < rank(in.Apps[j].Base) })
	return nil
}

// files are the first files of the project that are wanted; all when most is
// negative. What lies in a native plugin is the plugin's, and what only git's index
// led to is nothing to use.
func (in *appleInputs) files(want func(project.AppleFile) bool, most int) []project.AppleFile {
	if in.project == nil {
		return nil
	}
	var out []project.AppleFile
	for _, f := range in.project.AppleFiles {
		if want(f) && !f.Aside && !strings.Contains("/"+f.Path, "/nativeplugins/") && len(out) != most {
			out = append(out, f)
		}
	}
	return out
}

// pathOf opens from the working directory and is what the user would type.
func (in *appleInputs) pathOf(f project.AppleFile) string {
	return filepath.FromSlash(display(filepath.Join(in.project.Root, filepath.FromSlash(f.Path))))
}
