package cmd

import (
	"cmp"
	"os"
	"path"
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
	others []check.AppleFile // of which none was chosen
	notes  []text.Text       // what was found and not taken

	project  *project.Project // nil: outside of any
	settings *config.Config
	account  apnsAccount
	reader   *appleReader
	ask      bool // passwords may be asked for
}

// Bounds of what is opened of one project.
const (
	maxFoundBuilds      = 5 // that ship, and as many bases
	maxFoundProfiles    = 10
	maxFoundCredentials = 10
)

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
	for i := range in.others {
		add(&in.others[i])
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

// foundCredential takes what lies in the project when there is no doubt. The p12
// that HBuilderX signs with lies there rightly, and is no credential.
func (in *appleInputs) foundCredential() error {
	var all []check.AppleFile
	for _, f := range in.files(func(f project.AppleFile) bool { return f.HoldsKey() }, maxFoundCredentials) {
		file, err := in.reader.read(in.pathOf(f), false)
		if err != nil {
			return err
		}
		all = append(all, file)
	}
	may := slices.DeleteFunc(slices.Clone(all), signs)
	if len(may) == 1 && may[0].Err != nil && locked(may[0].Err) && in.ask {
		f, err := in.reader.read(may[0].Path, true)
		if err != nil {
			return err
		}
		all[slices.IndexFunc(all, func(g check.AppleFile) bool { return g.Path == f.Path })] = f
		may = slices.DeleteFunc([]check.AppleFile{f}, signs)
	}
	for i := range all {
		all[i].Found = true
	}
	switch len(may) {
	case 0:
	case 1:
		may[0].Found = true
		in.Credential = &may[0]
	default:
		var names []string
		for _, f := range may {
			names = append(names, shown(f.Path))
		}
		in.note(text.F("项目里有 %[1]d 个可能的推送凭据，没有选用：%[2]s；请用 --cert 或 --key 指明，或写进 offpush.toml 的 [vendor.apns]",
			"the project holds %[1]d files that may be the push credential, and none was chosen: %[2]s; name it by --cert or --key, or under [vendor.apns] in offpush.toml", len(may), text.List(names)))
	}
	for _, f := range all {
		if signs(f) {
			in.note(text.F("%s 是签名证书，不能推送，没有当作推送凭据", "%s is a signing certificate, which cannot push: not taken as the credential", shown(f.Path)))
		}
	}
	in.others = all
	return nil
}

// signs reports whether a file is a signing certificate.
func signs(f check.AppleFile) bool { return f.File != nil && f.File.Kind == apple.KindSigning }

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
		f, err := in.reader.read(asTyped(said.App, false), false)
		in.Apps = append(in.Apps, f)
		return err
	}
	if err := in.foundBuilds(); err != nil || len(in.Apps) > 0 || said.Profile != "" {
		return err
	}
	return in.foundProfiles()
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
	slices.SortStableFunc(ipas, func(a, b check.AppleFile) int {
		return cmp.Or(rank(a.Base)-rank(b.Base), cmp.Compare(made[b.Path], made[a.Path]))
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
	slices.SortStableFunc(in.Apps, func(a, b check.AppleFile) int { return rank(a.Base) - rank(b.Base) })
	return nil
}

// beside reads what is compared with the app.
func (in *appleInputs) beside(said config.Apple) error {
	if said.Profile != "" {
		f, err := in.reader.read(asTyped(said.Profile, false), false)
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

// files are the first files of the project that are wanted; all when most is
// negative. What lies in a native plugin is the plugin's.
func (in *appleInputs) files(want func(project.AppleFile) bool, most int) []project.AppleFile {
	if in.project == nil {
		return nil
	}
	var out []project.AppleFile
	for _, f := range in.project.AppleFiles {
		if want(f) && !strings.Contains("/"+f.Path, "/nativeplugins/") && len(out) != most {
			out = append(out, f)
		}
	}
	return out
}

// pathOf opens from the working directory and is what the user would type.
func (in *appleInputs) pathOf(f project.AppleFile) string {
	return filepath.FromSlash(display(filepath.Join(in.project.Root, filepath.FromSlash(f.Path))))
}

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
	for i := range in.Apps {
		in.Apps[i].Path = inProject(p.Root, in.Apps[i].Path)
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
