package cmd

import (
	"bytes"
	"os"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"github.com/offpush/offpush/pkg/check"
	"github.com/offpush/offpush/pkg/report"
	"github.com/offpush/offpush/pkg/text"
)

// The ends of the names of Apple's files, for completion.
var (
	storeKinds = []string{"p12", "pfx", "pem", "cer", "crt", "key"}
	appKinds   = []string{"ipa", "app", "mobileprovision", "provisionprofile"}
	appleKinds = slices.Concat(storeKinds, []string{"p8"}, appKinds, []string{"entitlements", "xcent"})
)

func (a *app) certCommand() *cobra.Command {
	c := &cobra.Command{
		Use:   "cert",
		Short: a.say("检查 iOS 推送证书、密钥和安装包是否匹配", "tell whether an iOS push certificate or key belongs to an app"),
		Long: a.say("检查 APNs 凭据（推送证书 p12、密钥 p8）和应用（ipa、描述文件）是否属于同一个环境、同一个应用、同一个团队。在上传到 IM 控制台之前就能查出 BadDeviceToken 这类问题。只读文件，不联网，在任何系统上都能用。",
			"Tell whether a credential for APNs (a push certificate, a .p8 key) and an app (an ipa, a profile) belong to the same environment, app and team, before anything is uploaded to the IM console: what else comes back as BadDeviceToken. It reads files only, without a network and on any system."),
		Example: examples(
			"offpush cert inspect push.p12", a.say("这个文件是什么，有什么问题", "what this file is, and what is wrong with it"),
			"offpush cert check --cert push.p12 --app build.ipa", a.say("证书和安装包是否匹配", "whether certificate and build fit"),
			"offpush cert check", a.say("在项目里：凭据和安装包自动找", "in a project: it finds both"),
		),
		Args: a.certArgs,
		RunE: func(c *cobra.Command, _ []string) error { return c.Help() },
	}
	c.AddCommand(a.certInspectCommand(), a.certCheckCommand())
	return c
}

// certArgs refuses a file without a subcommand, and says which one it needs.
func (a *app) certArgs(c *cobra.Command, args []string) error {
	if len(args) == 0 {
		return nil
	}
	if _, err := os.Stat(args[0]); err != nil && !strings.ContainsAny(args[0], `./\`) {
		return a.unknownCommand(c, args)
	}
	file := text.ShellWord(args[0])
	return usageError("unknown-command", text.F("缺少子命令：查看文件用 offpush cert inspect %[1]s", "a command is missing: to look at a file, offpush cert inspect %[1]s", file)).
		withHint(text.T("核对证书和安装包：offpush cert check --cert 证书 --app 安装包", "To compare a certificate with a build: offpush cert check --cert FILE --app FILE"))
}

// certCommon are the flags that both subcommands have.
type certCommon struct {
	format                    string
	passwordFile, passwordEnv string
	config                    string
}

func (a *app) certFlags(c *cobra.Command, o *certCommon) {
	f := c.Flags()
	f.StringVar(&o.passwordFile, "password-file", "", a.say("从 `FILE` 读取 p12 或私钥的密码（末尾换行不算）；- 为标准输入", "`FILE` with the password of a p12 or key (a newline at its end is cut); - is standard input"))
	f.StringVar(&o.passwordEnv, "password-env", "", a.say("从环境变量 `NAME` 读取密码", "the environment variable `NAME` that holds the password"))
	f.StringVar(&o.config, "config", "", a.say("配置文件 `FILE`，默认从当前目录向上找 offpush.toml", "configuration `FILE`; else offpush.toml in the working directory or above it"))
	choose(c, &o.format, "format", a.say("输出格式", "format of the output"), formats...)
	_ = c.MarkFlagFilename("password-file")
	_ = c.MarkFlagFilename("config", "toml")
	_ = c.RegisterFlagCompletionFunc("password-env", cobra.NoFileCompletions)
}

// passwordHelp is the last paragraph of both helps.
func (a *app) passwordHelp() string {
	return a.say("密码取自 --password-file、--password-env，其次 offpush.toml 的 [vendor.apns] cert_password；都没有时，在终端里会询问（不回显）。",
		"A password is taken from --password-file or --password-env, else from cert_password of [vendor.apns] in offpush.toml; where there is none it is asked for on a terminal, without echo.")
}

// files completes names that end in one of these.
func files(kinds []string) func(*cobra.Command, []string, string) ([]string, cobra.ShellCompDirective) {
	return func(*cobra.Command, []string, string) ([]string, cobra.ShellCompDirective) {
		return kinds, cobra.ShellCompDirectiveFilterFileExt
	}
}

// writeCert writes a report and decides the exit code.
func (a *app) writeCert(r *check.CertReport, format string, code int) error {
	var b bytes.Buffer
	var err error
	if format == "json" {
		err = report.CertJSON(&b, r, a.lang)
	} else {
		err = report.Cert(&b, r, report.CertOptions{Options: a.look(), Now: a.now()})
	}
	return a.deliver(b, err, code)
}
