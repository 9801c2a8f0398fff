package cmd

import (
	"os"
	"slices"

	"github.com/spf13/cobra"

	"github.com/offpush/offpush/pkg/apple"
	"github.com/offpush/offpush/pkg/check"
	"github.com/offpush/offpush/pkg/config"
	"github.com/offpush/offpush/pkg/project"
	"github.com/offpush/offpush/pkg/text"
)

// certCheckOptions are the flags of cert check.
type certCheckOptions struct {
	certCommon
	cert, key       string
	keyID, teamID   string
	apps            []string
	bundleID        string
	uploadAs, build string
}

// builds are the values of --build.
var builds = []string{string(check.BuildDebug), string(check.BuildAdHoc), string(check.BuildAppStore), string(check.BuildEnterprise), string(check.BuildCustomBase)}

func (a *app) certCheckCommand() *cobra.Command {
	var o certCheckOptions
	c := &cobra.Command{
		Use:   "check",
		Short: a.say("逐项核对推送凭据和应用：环境、Bundle ID、团队、有效期", "compare a push credential with an app: environment, bundle id, team, validity"),
		Long: a.say("逐项核对推送凭据和应用是否匹配：能否打开、是不是推送证书、私钥、有效期、Bundle ID、团队、环境、推送权限，并用一句话说明该怎么做。给出多少就核对多少。在 uni-app 项目里，没有写明的从 offpush.toml 和项目文件里找：manifest.json 的 Bundle ID、代码里的 iosBusinessID、unpackage 下的安装包、描述文件、证书。",
			"Compare a push credential with an app, question by question: does it open, is it for pushes, its key, validity, bundle id, team, environment, the push entitlement; and say in one sentence what to do. It judges what it is given. In a uni-app project the rest comes from offpush.toml and from what lies there: the bundle id of manifest.json, iosBusinessID in code, builds below unpackage, profiles, certificates."),
		Example: examples(
			"offpush cert check --cert push.p12 --app build.ipa", a.say("证书和安装包", "a certificate and a build"),
			"offpush cert check --key AuthKey_ABCDE12345.p8 --team-id TEAM123456 --app build.ipa", a.say("密钥（p8）和安装包", "a key (.p8) and a build"),
			"offpush cert check --cert push.p12 --bundle-id com.example.app --build adhoc", a.say("还没有安装包时", "before there is a build"),
			"offpush cert check --cert push.p12 --app dev.mobileprovision --upload-as development", a.say("上传到 IM 控制台之前", "before it is uploaded to the IM console"),
			"offpush cert check", a.say("在项目里：全部自动找", "in a project: everything is found"),
		),
		Args: func(c *cobra.Command, args []string) error {
			if len(args) == 0 {
				return nil
			}
			return usageError("bad-argument", text.F("多余的参数 \"%s\"：文件用 --cert、--key、--app 指明", "unexpected argument \"%s\": name files by --cert, --key and --app", brief(args[0]))).withHint(seeHelp(c))
		},
		ValidArgsFunction: cobra.NoFileCompletions,
		Annotations: map[string]string{moreHelp: a.passwordHelp() + a.say("\n退出码：0 没有不匹配；1 不匹配；2 参数或配置有误，或没有任何可核对的文件。",
			"\nExit codes: 0 no mismatch; 1 mismatch; 2 wrong flags or configuration, or no file to judge.")},
		RunE: func(c *cobra.Command, _ []string) error { return a.certCheck(o, c.Flags().Changed) },
	}
	f := c.Flags()
	f.StringVar(&o.cert, "cert", "", a.say("推送证书 `FILE`（.p12 或 PEM）", "push certificate `FILE` (.p12 or PEM)"))
	f.StringVar(&o.key, "key", "", a.say("APNs 密钥 `FILE`（.p8），与 --cert 二选一", "APNs key `FILE` (.p8), instead of --cert"))
	f.StringVar(&o.keyID, "key-id", "", a.say("密钥的 Key `ID`；默认取自文件名 AuthKey_<Key ID>.p8", "the key's `ID`; else that in its name, AuthKey_<key id>.p8"))
	f.StringVar(&o.teamID, "team-id", "", a.say("团队 `ID`", "the team's `ID`"))
	f.StringArrayVar(&o.apps, "app", nil, a.say("安装包或描述文件 `FILE`（ipa、.app 文件夹、mobileprovision），可重复", "build or profile `FILE` (ipa, folder of an .app, mobileprovision); may be repeated"))
	f.StringVar(&o.bundleID, "bundle-id", "", a.say("应用的 Bundle `ID`", "the app's bundle `ID`"))
	chooseIf(c, &o.uploadAs, "upload-as", a.say("证书在 IM 控制台上传为哪种环境", "what the certificate is uploaded as in the IM console"), config.UploadKinds...)
	chooseIf(c, &o.build, "build", a.say("用哪种方式打包", "how the app is built"), builds...)
	_ = c.MarkFlagFilename("cert", storeKinds...)
	_ = c.MarkFlagFilename("key", "p8")
	_ = c.MarkFlagFilename("app", appKinds...)
	for _, name := range []string{"key-id", "team-id", "bundle-id"} {
		_ = c.RegisterFlagCompletionFunc(name, cobra.NoFileCompletions)
	}
	a.certFlags(c, &o.certCommon)
	return c
}

// check judges how flags go together.
func (o *certCheckOptions) check(given func(string) bool) error {
	for _, f := range []struct{ flag, value string }{{"cert", o.cert}, {"key", o.key}, {"key-id", o.keyID}, {"team-id", o.teamID}, {"bundle-id", o.bundleID}, {"upload-as", o.uploadAs}, {"build", o.build}} {
		if given(f.flag) && f.value == "" { // a shell variable that is not set
			return badFlag(f.flag, text.T("是空的", "is empty"))
		}
	}
	switch {
	case slices.Contains(o.apps, ""):
		return badFlag("app", text.T("是空的", "is empty"))
	case o.cert != "" && o.key != "":
		return badFlag("key", text.T("不能和 --cert 同用：一次核对一个凭据", "does not go with --cert: one credential at a time"))
	case o.cert != "" && o.keyID != "":
		return badFlag("key-id", text.T("证书没有 Key ID，只和 --key 同用", "goes with --key only: a certificate has no key id"))
	}
	return nil
}

// certCheck finds the inputs, judges them and writes a report.
func (a *app) certCheck(o certCheckOptions, given func(string) bool) error {
	if err := o.check(given); err != nil {
		return err
	}
	reader, err := a.newAppleReader(o.certCommon, given)
	if err != nil {
		return err
	}
	in, err := a.certInput(o, reader)
	if err != nil {
		return err
	}
	for _, n := range in.notes {
		a.note(n)
	}
	r := check.Certify(check.Input{Project: in.project, Apple: in.Apple, Now: a.now()}, in.inspected())
	code := exitOK
	if r.Verdict == check.Mismatches {
		code = exitProblems
	}
	return a.writeCert(r, o.format, code)
}

// certInput collects what flags, configuration and project hold.
func (a *app) certInput(o certCheckOptions, reader *appleReader) (*appleInputs, error) {
	settings, err := loadConfig(".", o.config, a.Getenv)
	if err != nil {
		return nil, err
	}
	in := &appleInputs{reader: reader, ask: true, settings: settings, account: apnsAccountOf(settings, a.Getenv)}
	if in.project, err = projectHere(); err != nil { // what was named can be judged all the same
		in.note(typed(err).message)
	}
	if fault := in.account.fault; fault != nil && o.cert == "" && o.key == "" {
		if in.account.unnamed {
			return nil, configError(fault)
		}
		in.note(typed(configError(fault)).message)
	}
	reader.configured(in.account)
	if err := in.collect(o); err != nil {
		return nil, err
	}
	if len(in.inspected()) == 0 {
		return nil, nothingToJudge(in.project)
	}
	return in, nil
}

// nothingToJudge says what to give.
func nothingToJudge(p *project.Project) error {
	message := text.T("没有可核对的文件", "there is no file to judge")
	if p != nil {
		message = text.F("项目 %s 里没有推送凭据，也没有安装包和描述文件", "the project %s holds neither a push credential nor a build or profile", printable(p.Root))
	}
	return usageError("no-input", message).
		withHint(text.T("用 --cert 或 --key 指明凭据，用 --app 指明安装包或描述文件，例如：offpush cert check --cert push.p12 --app build.ipa",
			"Name a credential by --cert or --key, and a build or profile by --app. For instance: offpush cert check --cert push.p12 --app build.ipa"))
}

// projectHere is the project that the working directory lies in; nil when it lies
// in none.
func projectHere() (*project.Project, error) {
	dir, err := os.Getwd()
	if err != nil {
		return nil, nil //nolint:nilerr // then there is no project to be in
	}
	root, ok := project.Above(dir)
	if !ok {
		return nil, nil
	}
	p, err := project.Open(root)
	if err != nil {
		return nil, unfound(display(root), err)
	}
	return p, nil
}

// isApp reports whether a file is one that --app takes.
func isApp(f *apple.File) bool { return f.App != nil || f.Profile != nil }

// misplacedFile refuses a file that a flag does not take although it could be
// read, and names the flag that does.
func misplacedFile(flag string, f check.AppleFile) error {
	if f.File == nil {
		return nil
	}
	var right string
	switch k := f.File; {
	case isApp(k):
		right = "app"
	case k.Key != nil:
		right = "key"
	case k.Store != nil:
		right = "cert"
	default:
		return badFlag(flag, text.F("%s 是权限文件，只能用 offpush cert inspect 查看", "%s holds entitlements, which only offpush cert inspect looks at", shown(f.Path)))
	}
	if right == flag {
		return nil
	}
	what := map[string]text.Text{
		"app":  text.T("安装包或描述文件", "a build or profile"),
		"key":  text.T("APNs 密钥（.p8）", "an APNs key (.p8)"),
		"cert": text.T("证书或证书的私钥", "a certificate or the key of one"),
	}
	return badFlag(flag, text.F("%[1]s 是%[2]s，请用 --%[3]s", "%[1]s is %[2]s: give it as --%[3]s", shown(f.Path), what[right], right))
}
