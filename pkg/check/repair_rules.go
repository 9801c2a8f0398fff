package check

import (
	"path"
	"slices"
	"strings"

	"github.com/offpush/offpush/pkg/manifest"
	"github.com/offpush/offpush/pkg/project"
	"github.com/offpush/offpush/pkg/source"
)

// repair adds the mechanical change that solves a result; none without
// operations.
func (r Result) repair(ops ...Op) Result {
	if len(ops) > 0 {
		r.Repair = &Repair{Ops: ops}
	}
	return r
}

// setInManifest gives a member of manifest.json a value, as JSON.
func (in *Input) setInManifest(value string, names ...string) []Op {
	if m := in.Project.Manifest; m.Document != nil {
		return in.editManifest(m.Set(value, names...))
	}
	return nil
}

// unsetInManifest removes a member of manifest.json.
func (in *Input) unsetInManifest(names ...string) []Op {
	if m := in.Project.Manifest; m.Document != nil {
		return in.editManifest(m.Unset(names...))
	}
	return nil
}

// editManifest makes operations of changes. There are none for a manifest.json
// that the next build overwrites.
func (in *Input) editManifest(changes []manifest.Change, ok bool) []Op {
	if !ok || in.Project.ManifestConfig != "" {
		return nil
	}
	var ops []Op
	for _, c := range changes {
		ops = append(ops, Op{Kind: Edit, Path: in.Project.Manifest.Path, Start: c.Start, End: c.End, Text: c.Text})
	}
	return ops
}

// trailingComma takes one out of manifest.json.
func (in *Input) trailingComma(p manifest.Problem) []Op {
	if p.Kind != manifest.TrailingComma {
		return nil
	}
	return in.editManifest([]manifest.Change{{Start: p.Span.Offset, End: p.Span.EndOffset}}, true)
}

// zeroVivo switches one of vivo's parameters off, where neither the code nor the
// other parameter says that vivo is in use.
func (in *Input) zeroVivo(name string) []Op {
	if in.uses("vivo") || in.sets("vivoBusinessID") || !in.vendorsKnown() {
		return nil
	}
	for _, m := range in.vivoMembers() {
		if m.Value.Filled() && !isBlank(m.Value) && !meansOff(m.Value) {
			return nil
		}
	}
	return in.setInManifest(`"0"`, "app-plus", "nativePlugins", project.PluginID, name)
}

func isBlank(v *manifest.Value) bool { return strings.TrimSpace(v.Text()) == "" }

// correctKey writes a misspelt key of a config as one of the right ones: when
// exactly one of them is the nearest, is not set, and is meant by no other key.
func correctKey(s project.Setting, right []string, config project.PushConfig) *Repair {
	near, ok := certainWord(s.Name, right)
	if !ok || config.Open {
		return nil
	}
	for _, other := range config.Settings {
		meant := other.Name
		if !slices.Contains(right, meant) {
			meant, _ = nearestWord(meant, right)
		}
		if other.Name != s.Name && meant == near {
			return nil
		}
	}
	return repairKey(s.Key, s.Name, renameKey(s.NameSpan, s.Shorthand, s.Name, near))
}

// repairKey changes a member's name in one place, as far as that can be enough.
func repairKey(key project.Key, name string, ops []Op) *Repair {
	switch {
	case len(ops) == 0 || key == project.KeyBound:
		return nil
	case key == project.KeyShared:
		return &Repair{Ops: ops, Word: name}
	}
	return &Repair{Ops: ops}
}

// certainWord is [nearestWord] where no second word is as near.
func certainWord(word string, words []string) (string, bool) {
	near, ok := nearestWord(word, words)
	if !ok {
		return "", false
	}
	others := slices.DeleteFunc(slices.Clone(words), func(w string) bool { return w == near })
	if second, ok := nearestWord(word, others); ok && wordDistance(word, second) == wordDistance(word, near) {
		return "", false
	}
	return near, true
}

// renameKey gives a member of an object in code another name. A shorthand
// ({name}) keeps its value; a name written with an escape stays as it is.
func renameKey(name source.Span, shorthand bool, was, want string) []Op {
	op := Op{Kind: Edit, Path: name.File, Start: name.Offset, End: name.EndOffset, Text: want}
	written := spanText(name)
	switch {
	case written == was && shorthand:
		op.Text = want + ": " + was
	case written == was:
	case len(written) == len(was)+2 && written[1:len(written)-1] == was && strings.ContainsAny(written[:1], "\"'`"):
		op.Text = written[:1] + want + written[:1]
	default:
		return nil
	}
	return []Op{op}
}

// spanText is the text of a span on one line.
func spanText(s source.Span) string {
	line := []rune(s.Line)
	from, to := s.Start.Column-1, s.End.Column-1
	if s.Start.Line != s.End.Line || from < 0 || to > len(line) || from > to {
		return ""
	}
	return string(line[from:to])
}

// copyAgconnect puts the only agconnect-services.json of the project into its
// place, when nothing speaks against it being this app's. It is a copy: the one
// that was found may serve another plugin; but not in that place in another case,
// which is the same place on some disks.
func (in *Input) copyAgconnect() []Op {
	a := &in.Project.Agconnect
	if len(a.Others) != 1 || a.Others[0].JSON().Kind() != manifest.Object || path.Ext(a.Others[0].Path) != ".json" {
		return nil
	}
	file, root := a.Others[0].Path, a.Others[0].Root
	if isHarmony(root) || len(judgeAppID(file, root))+len(judgePackages(root))+len(judgeAppIDs(root))+len(judgeMasked(root)) > 0 {
		return nil
	}
	if app, _ := in.androidPackage(); app != "" && filePackage(root).Text() != app {
		return nil
	}
	if path.Dir(file) == path.Dir(a.Path) && strings.EqualFold(file, a.Path) {
		return []Op{{Kind: Rename, Path: file, To: a.Path}}
	}
	return []Op{{Kind: Copy, Path: file, To: a.Path}}
}

// moveIn renames the plugin's folder, or the one that it is in, where the case is
// wrong, and moves it up where it lies one level too deep. Where more than one
// folder may be meant nobody knows which.
func moveIn(f *project.PluginFolder) []Op {
	others := slices.ContainsFunc(f.Misplaced[1:], func(m project.Misplaced) bool { return m.Kind != project.Zipped })
	inner := 0 // folders in the plugin's that may be it
	for _, file := range f.Files {
		if dir, name := path.Split(file); name == "package.json" && strings.Count(dir, "/") == 1 {
			inner++
		}
	}
	if others || inner > 1 {
		return nil
	}
	from, parent := f.Misplaced[0].Path, path.Dir(f.Misplaced[0].Path)
	switch f.Misplaced[0].Kind {
	case project.WrongCase:
		if path.Base(parent) != path.Base(path.Dir(f.Path)) {
			return []Op{{Kind: Rename, Path: parent, To: path.Join(path.Dir(parent), path.Base(path.Dir(f.Path)))}}
		}
		return []Op{{Kind: Rename, Path: from, To: path.Join(parent, project.PluginID)}}
	case project.Nested:
		return []Op{{Kind: Rename, Path: from, To: f.Path}}
	}
	return nil
}
