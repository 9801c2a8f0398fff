package cmd

import (
	"cmp"
	"path/filepath"
	"slices"
	"strings"

	"github.com/offpush/offpush/pkg/apple"
	"github.com/offpush/offpush/pkg/check"
	"github.com/offpush/offpush/pkg/config"
	"github.com/offpush/offpush/pkg/project"
	"github.com/offpush/offpush/pkg/text"
)

// appleInputs collects what cert check and doctor judge of Apple's: what flags
// name, else what offpush.toml names, else what lies in the project.
type appleInputs struct {
	check.Apple
	notes []text.Text // what was found and not looked at

	project  *project.Project // nil: outside of any
	settings *config.Config
	account  apnsAccount
	reader   *appleReader
	ask      bool // passwords may be asked for
}

func (in *appleInputs) note(t text.Text) { in.notes = append(in.notes, t) }

// inspected are all files, in the order in which they are shown.
func (in *appleInputs) inspected() []check.AppleFile {
	var out []check.AppleFile
	add := func(f *check.AppleFile) {
		if f != nil && !slices.ContainsFunc(out, func(g check.AppleFile) bool { return g.Path == f.Path }) {
			out = append(out, *f)
		}
	}
	add(in.Credential)
	for i := range in.Apps {
		add(&in.Apps[i])
	}
	add(in.Profile)
	add(in.Native)
	for i := range in.Others {
		add(&in.Others[i])
	}
	return out
}

// collect fills in everything.
func (in *appleInputs) collect(o certCheckOptions) error {
	said, err := in.settings.Apple()
	if err != nil {
		return configError(err)
	}
	in.BundleID = cmp.Or(o.bundleID, in.settings.Project.IOSBundleID) // that of manifest.json is the rules' to look up
	in.UploadAs = uploadedAs(cmp.Or(o.uploadAs, said.UploadAs))
	in.Build = check.Build(o.build)
	in.KeyID, in.TeamID = o.keyID, o.teamID
	if o.cert == "" && o.key == "" { // else the account is another's
		in.KeyID, in.TeamID = cmp.Or(o.keyID, in.account.fields["key_id"]), cmp.Or(o.teamID, in.account.fields["team_id"])
	}
	for _, step := range []func() error{
		func() error { return in.credential(o) },
		func() error { return in.apps(o, said) },
		func() error { return in.beside(said) },
	} {
		if err := step(); err != nil {
			return err
		}
	}
	return nil
}

// uploadedAs is the environment of a half of the IM console.
func uploadedAs(kind string) apple.Environment {
	return map[string]apple.Environment{"development": apple.Sandbox, "production": apple.Production}[kind]
}

// bundleOf is the bundle id in manifest.json, unless that is a placeholder.
func bundleOf(p *project.Project) string {
	if p == nil {
		return ""
	}
	id := p.Manifest.JSON().Get("app-plus", "distribute", "ios", "appid").Text()
	if !isBundleID(id) {
		return ""
	}
	return id
}

// credential chooses what pushes.
func (in *appleInputs) credential(o certCheckOptions) error {
	account := in.account.fields
	for _, named := range []struct{ flag, path string }{
		{"cert", o.cert}, {"key", o.key}, {"", account["key_file"]}, {"", account["cert_file"]}, // send prefers the key, too
	} {
		if named.path == "" {
			continue
		}
		f, err := in.reader.read(asTyped(named.path, named.flag != ""), in.ask)
		if err != nil {
			return err
		}
		in.Credential = &f
		if named.flag != "" {
			return misplacedFile(named.flag, f)
		}
		return nil
	}
	if in.account.unnamed { // not another that happens to lie about
		return nil
	}
	return in.foundCredential()
}

// asTyped is a path of the configuration as the user would type it.
func asTyped(path string, flag bool) string {
	if flag {
		return path
	}
	return filepath.FromSlash(display(path))
}

// apps are the builds that were named, else those in the project, else the
// profiles there.
func (in *appleInputs) apps(o certCheckOptions, said config.Apple) error {
	for _, path := range o.apps {
		f, err := in.reader.read(path, false)
		if err != nil {
			return err
		}
		if f.Err != nil && locked(f.Err) {
			return badFlag("app", text.F("%s 有密码，是证书或私钥：请用 --cert", "%s has a password, so it is a certificate or key: give it as --cert", shown(path)))
		}
		if err := misplacedFile("app", f); err != nil {
			return err
		}
		in.Apps = append(in.Apps, f)
	}
	if len(in.Apps) > 0 {
		return nil
	}
	if said.App != "" {
		f, err := in.configured("app", said.App, isApp)
		in.Apps = append(in.Apps, f)
		return err
	}
	if err := in.foundBuilds(); err != nil || len(in.Apps) > 0 || said.Profile != "" {
		return err
	}
	return in.foundProfiles()
}

// configured reads a file that [apple] names, which must be of its kind; one that
// cannot be read is the rules' to tell of.
func (in *appleInputs) configured(field, path string, fits func(*apple.File) bool) (check.AppleFile, error) {
	f, err := in.reader.read(asTyped(path, false), false)
	if err != nil {
		return f, err
	}
	want := map[string]text.Text{
		"app":     text.T("ipa、.app 文件夹或描述文件", "an ipa, the folder of an .app or a profile"),
		"profile": text.T("描述文件（.mobileprovision）", "a profile (.mobileprovision)"),
	}[field]
	if f.Err != nil && locked(f.Err) || f.File != nil && !fits(f.File) {
		return f, configError(in.settings.AppleError(field, text.F("%s 不是%s", "%s is not %s", shown(f.Path), want)))
	}
	return f, nil
}

// beside reads what is compared with the app.
func (in *appleInputs) beside(said config.Apple) error {
	if said.Profile != "" {
		f, err := in.configured("profile", said.Profile, func(f *apple.File) bool { return f.Profile != nil })
		if err != nil {
			return err
		}
		in.Profile = &f
		if len(in.Apps) == 0 { // it then stands for the app
			in.Apps, in.Profile = []check.AppleFile{f}, nil
		}
	}
	for _, f := range in.files(func(f project.AppleFile) bool { return strings.HasSuffix(f.Path, project.NativeEntitlements) }, 1) {
		file, err := in.reader.read(in.pathOf(f), false)
		if err != nil {
			return err
		}
		file.Found = true
		in.Native = &file
	}
	return nil
}
