package cmd

import (
	"path/filepath"
	"strings"

	"github.com/offpush/offpush/pkg/check"
	"github.com/offpush/offpush/pkg/config"
	"github.com/offpush/offpush/pkg/project"
)

// judgedApple is what doctor judges of a project. It asks for nothing, and what
// cannot be looked up is not there: a machine that builds has no credentials.
func judgedApple(a *app, p *project.Project, settings *config.Config) (check.Apple, error) {
	in := &appleInputs{project: p, settings: settings, reader: &appleReader{app: a}, account: apnsAccountOf(settings, a.Getenv)}
	in.reader.configured(in.account)
	if err := in.collect(certCheckOptions{}); err != nil {
		return check.Apple{}, err
	}
	for _, f := range []*check.AppleFile{in.Credential, in.Profile, in.Native} {
		if f != nil {
			f.Path = inProject(p.Root, f.Path)
		}
	}
	for _, files := range [][]check.AppleFile{in.Apps, in.Others} {
		for i := range files {
			files[i].Path = inProject(p.Root, files[i].Path)
		}
	}
	return in.Apple, nil
}

// inProject is a path as doctor's reports have them: relative to the root with
// forward slashes; as it is when it lies elsewhere.
func inProject(root, path string) string {
	abs, err := filepath.Abs(path)
	if err != nil {
		return path
	}
	rel, err := filepath.Rel(root, abs)
	if err != nil || rel == ".." || strings.HasPrefix(rel, ".."+string(filepath.Separator)) {
		return path
	}
	return filepath.ToSlash(rel)
}
