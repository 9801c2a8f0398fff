package cmd

import (
	"github.com/spf13/cobra"

	"github.com/offpush/offpush/pkg/check"
	"github.com/offpush/offpush/pkg/text"
)

func (a *app) certInspectCommand() *cobra.Command {
	var o certCommon
	c := &cobra.Command{
		Use:   a.say("inspect 文件...", "inspect FILE..."),
		Short: a.say("说明证书、密钥、描述文件、安装包各是什么，有什么问题", "say what certificates, keys, profiles and builds are, and what is wrong with them"),
		Long: a.say("说明每个文件是什么、属于哪个环境和应用、何时过期、有什么问题。文件可以是 .p12、.pfx、.pem、.cer、.crt、.key、.p8、.mobileprovision、.provisionprofile、.ipa、.app 文件夹、.entitlements、.xcent；看的是内容，不是文件名。",
			"Say of each file what it is, which environment and app it is for, when it expires and what is wrong with it. It may be a .p12, .pfx, .pem, .cer, .crt, .key, .p8, .mobileprovision, .provisionprofile, .ipa, .entitlements, .xcent or the folder of an .app; its content counts, not its name."),
		Example: examples(
			"offpush cert inspect push.p12", a.say("会询问密码", "asks for the password"),
			"offpush cert inspect --password-file password.txt push.p12", a.say("密码在文件里", "the password stands in a file"),
			"offpush cert inspect AuthKey_ABCDE12345.p8 build.ipa", a.say("一次看几个文件", "several files at once"),
			"offpush cert inspect --format json --password-env P12_PASSWORD push.p12", a.say("用于脚本", "for scripts"),
		),
		Args: func(c *cobra.Command, args []string) error {
			if len(args) == 0 {
				return usageError("bad-argument", text.T("看哪个文件？例如：offpush cert inspect push.p12", "which file? For instance: offpush cert inspect push.p12")).withHint(seeHelp(c))
			}
			for _, arg := range args {
				if arg == "" { // a shell variable that is not set
					return usageError("bad-argument", text.T("文件名是空的", "FILE is empty")).withHint(seeHelp(c))
				}
			}
			return nil
		},
		ValidArgsFunction: files(appleKinds),
		Annotations: map[string]string{moreHelp: a.passwordHelp() + a.say("\n退出码：0 没有问题；1 文件有错误；2 参数或配置有误；3 有文件读不了（包括缺少密码或密码不对）。",
			"\nExit codes: 0 nothing wrong; 1 a file has errors; 2 wrong flags or configuration; 3 a file could not be read, for want of a password as well.")},
		RunE: func(c *cobra.Command, args []string) error { return a.certInspect(args, o, c.Flags().Changed) },
	}
	a.certFlags(c, &o)
	return c
}

// certInspect reads and judges each file by itself.
func (a *app) certInspect(paths []string, o certCommon, given func(string) bool) error {
	reader, err := a.newAppleReader(o, given)
	if err != nil {
		return err
	}
	settings, err := loadConfig(".", o.config, a.Getenv)
	if err != nil {
		return err
	}
	reader.configured(apnsAccountOf(settings, a.Getenv))
	r := &check.CertReport{Verdict: check.Undecided}
	for _, path := range paths {
		f, err := reader.read(path, true)
		if err != nil {
			return err
		}
		r.Inputs = append(r.Inputs, check.Inspect(f, a.now()))
	}
	return a.writeCert(r, o.format, inspectExit(r.Inputs))
}

// inspectExit: a file that could not be read counts for more than one that is
// wrong, for what is in it is not known.
func inspectExit(inputs []check.Inspection) int {
	code := exitOK
	for _, in := range inputs {
		if in.File == nil {
			return exitFailed
		}
		for _, p := range in.Problems {
			if p.Severity == check.Error {
				code = exitProblems
			}
		}
	}
	return code
}
