package cmd

import (
	"bytes"
	"context"
	"errors"
	"os"
	"os/signal"
	"path/filepath"
	"slices"
	"strings"
	"syscall"

	"github.com/spf13/cobra"

	"github.com/offpush/offpush/pkg/catalog"
	"github.com/offpush/offpush/pkg/config"
	"github.com/offpush/offpush/pkg/emulator"
	"github.com/offpush/offpush/pkg/report"
	"github.com/offpush/offpush/pkg/text"
)

// emulatorOptions are the flags of emulator.
type emulatorOptions struct {
	http, https, sandbox string
	allowRemote          bool
	strict, reveal       bool
	config, writeConfig  string
	dataDir              string
	report               string
	failOnRefused        bool
	record, replay       string
	format               string
	quiet                bool
}

func (a *app) emulatorCommand() *cobra.Command {
	o := emulatorOptions{}
	c := &cobra.Command{
		Use:   "emulator",
		Short: a.say("在本机模拟所有厂商的推送接口", "every vendor's push API on this machine"),
		Long: a.say("在本机模拟华为、荣耀、小米、OPPO、vivo、魅族、APNs 和 FCM 的推送接口：像厂商一样检查鉴权、签名、字段、长度和 token，用厂商自己的代码拒绝。不需要账号，也不会连接网络。让后台连到它（换基础地址，或通过代理），每个请求检查了什么、为什么被拒绝，会逐条写在标准错误输出。",
			"The push APIs of Huawei, HONOR, Xiaomi, OPPO, vivo, Meizu, APNs and FCM on this machine: they check logins, signatures, fields, lengths and tokens as the vendors do, and refuse with the vendors' own codes. It needs no account and connects to nothing. Point a back end at it, by its base address or through the proxy; what was checked in each request, and why it was refused, is written to standard error."),
		Example: examples(
			"offpush emulator", a.say("启动，用演示账号", "start with demo accounts"),
			"offpush emulator --http-listen 127.0.0.1:8800", a.say("固定端口", "on a port of your choice"),
			"offpush emulator --config offpush.toml", a.say("用自己的账号核对请求", "check requests by your own accounts"),
			"offpush emulator --format json --report push.xml --fail-on-refused", a.say("CI 里的一步", "a step in CI"),
			"offpush send --emulator --vendor huawei", a.say("不启动它，直接试一次", "try it without starting it"),
		),
		Args:              noArgs,
		ValidArgsFunction: cobra.NoFileCompletions,
		Annotations: map[string]string{moreHelp: a.say("退出码：0 正常结束；1 用了 --fail-on-refused 且有推送或登录被拒绝；2 参数或配置有误；3 无法监听或写文件。控制接口、场景和各语言的接入方法见 docs/emulator.md。",
			"Exit codes: 0 ended as asked; 1 with --fail-on-refused, when a push or login was refused; 2 wrong flags or configuration; 3 it could not listen or write. The control API, scenarios and how to point each language at it: docs/emulator.md.")},
		RunE: func(c *cobra.Command, _ []string) error { return a.emulator(o) },
	}
	f := c.Flags()
	f.StringVar(&o.http, "http-listen", "", a.say("HTTP（h1、h2c）和代理的监听地址 `HOST:PORT`，默认由系统选端口", "`HOST:PORT` for HTTP (h1, h2c) and the proxy; else a free port"))
	f.StringVar(&o.https, "https-listen", "", a.say("HTTPS（h1、h2）的监听地址 `HOST:PORT`", "`HOST:PORT` for HTTPS (h1, h2)"))
	f.StringVar(&o.sandbox, "apns-sandbox-listen", "", a.say("APNs 沙箱环境的监听地址 `HOST:PORT`", "`HOST:PORT` for the sandbox of APNs"))
	f.BoolVar(&o.allowRemote, "allow-remote", false, a.say("允许监听本机以外的地址：同一网络里的任何人都能使用它和它的控制接口", "listen on other addresses than this machine's own: anybody in the network can then use it and its control API"))
	f.BoolVar(&o.strict, "strict", false, a.say("资料有分歧或只是推断的地方也拒绝，而不是只警告", "also refuse what sources disagree on or what is only inferred, in place of a warning"))
	f.StringVar(&o.config, "config", "", a.say("用配置 `FILE` 里的账号核对请求；没有写的厂商用演示账号", "check requests by the accounts of the configuration `FILE`; vendors that it lacks have demo accounts"))
	f.StringVar(&o.writeConfig, "write-config", "", a.say("把指向模拟器的配置写到 `FILE`（默认写到临时目录，结束时删除）", "write the configuration that points at the emulator to `FILE` (else to a temporary folder, removed at the end)"))
	f.StringVar(&o.dataDir, "data-dir", "", a.say("保存 CA 证书和密钥的 `DIR`，默认在用户数据目录", "`DIR` that keeps the CA and its key; else the user's data folder"))
	f.StringVar(&o.report, "report", "", a.say("结束时写报告 `FILE`：.json 或 .xml（JUnit）", "write a report to `FILE` at the end: .json or .xml (JUnit)"))
	f.BoolVar(&o.failOnRefused, "fail-on-refused", false, a.say("有推送或登录被拒绝时以 1 退出，场景造成的除外", "exit with 1 when any push or login was refused, by other than a scenario"))
	f.StringVar(&o.record, "record", "", a.say("把每次请求和应答写到 `FILE`，每行一个 JSON", "write each exchange to `FILE`, a line of JSON each"))
	f.StringVar(&o.replay, "replay", "", a.say("按 --record 写的 `FILE` 应答", "answer from a `FILE` that --record wrote"))
	f.BoolVar(&o.reveal, "reveal", false, a.say("控制接口、记录和日志里不打码", "mask nothing in the control API, in records and in the log"))
	f.BoolVar(&o.quiet, "quiet", false, a.say("不逐条输出请求", "no line for each request"))
	choose(c, &o.format, "format", a.say("就绪时的输出格式：json 在标准输出写一行", "how it says that it is ready; json is one line on standard output"), formats...)
	_ = c.MarkFlagFilename("config", "toml")
	_ = c.MarkFlagFilename("write-config", "toml")
	_ = c.MarkFlagFilename("report", "json", "xml")
	_ = c.MarkFlagDirname("data-dir")
	return c
}

// emulator runs until it is told to end.
func (a *app) emulator(o emulatorOptions) (err error) {
	if o.report != "" {
		if err := checkReport(o.report); err != nil {
			return err
		}
	}
	settings, own, err := a.emulatorConfig(o)
	if err != nil {
		return err
	}
	if o.replay != "" {
		f, err := openReplay(o.replay)
		if err != nil {
			return err
		}
		defer func() { _ = f.Close() }() // was only read
		settings.Replay = f
	}
	record := &recordFile{path: o.record}
	if o.record != "" {
		if err := checkRecord(o.record, o.replay); err != nil {
			return err
		}
		settings.Record = record
	}
	look := a.lookOn(a.Err)
	if !o.quiet {
		settings.Observe = func(x *emulator.Exchange) {
			var b bytes.Buffer
			_ = report.EmulatorLine(&b, x, look) // into memory
			_, _ = a.Err.Write(b.Bytes())        // a log that cannot be written must not stop the answers
		}
	}
	ctx, stop := untilToldToEnd()
	defer stop()
	emulator.TuneProcess()
	e, err := emulator.New(settings)
	if err != nil {
		return emulatorError(err)
	}
	if err := e.Start(); err != nil {
		return emulatorError(err)
	}
	defer func() { err = errors.Join(err, e.Close()) }()
	ready, remove, err := a.emulatorReady(o, e)
	if err != nil {
		return err
	}
	defer remove()
	if o.record != "" {
		if err := record.begin(); err != nil {
			return badFlag("record", fileFault(err))
		}
		defer func() { _ = record.Close() }() // what was not written is said by RecordError
	}
	ready.Own, ready.OwnConfig, ready.Remote = own, o.config, o.allowRemote
	if o.format == "json" {
		if err := report.EmulatorReadyJSON(a.Out, ready); err != nil {
			return err
		}
	} else {
		_ = report.EmulatorStarted(a.Err, ready, look) // as with the log
	}
	<-ctx.Done()
	stop() // a second Ctrl-C ends it at once
	return a.emulatorEnd(o, e)
}

// untilToldToEnd is a context that ends with the process's work. A terminal that is
// closed ends it as Ctrl-C does, unless it was started to outlive that (nohup). A
// reader of the log that goes away does not end it.
func untilToldToEnd() (context.Context, context.CancelFunc) {
	signals := []os.Signal{os.Interrupt, syscall.SIGTERM}
	if !signal.Ignored(syscall.SIGHUP) {
		signals = append(signals, syscall.SIGHUP)
	}
	signal.Ignore(syscall.SIGPIPE)
	return signal.NotifyContext(context.Background(), signals...)
}

// emulatorConfig makes the emulator's configuration out of the flags, and lists
// the vendors whose accounts are the user's own.
func (a *app) emulatorConfig(o emulatorOptions) (c emulator.Config, own []string, err error) {
	c = emulator.Config{
		HTTPListen: o.http, HTTPSListen: o.https, SandboxListen: o.sandbox, AllowRemote: o.allowRemote,
		Strict: o.strict, Reveal: o.reveal, Lang: a.lang, Dir: o.dataDir, Version: tool().Version,
	}
	if c.Dir == "" {
		if c.Dir, err = a.dataDir(); err != nil {
			return c, nil, usageError("no-data-dir", text.F("找不到用户数据目录：%v", "no user data folder: %v", err)).
				withHint(text.T("用 --data-dir 指定保存 CA 证书的目录", "name a folder for the CA with --data-dir"))
		}
	}
	if o.config == "" {
		return c, nil, nil
	}
	file, err := loadConfig(".", o.config, a.Getenv)
	if err != nil {
		return c, nil, err
	}
	for _, w := range file.Warnings() {
		a.note(w)
	}
	if c.Credentials, err = a.ownAccounts(file, catalog.IDs()); err != nil {
		return c, nil, err
	}
	for _, id := range catalog.IDs() {
		if _, ok := c.Credentials[id]; ok {
			own = append(own, id)
		}
	}
	named, err := file.EmulatorTokens()
	if err != nil {
		return c, nil, configError(err)
	}
	for _, t := range named {
		token := emulator.Token{Vendor: t.Vendor, Token: t.Token, State: emulator.TokenState(t.State), Environment: t.Environment}
		if err := token.Check(); err != nil {
			return c, nil, usageError("bad-config", text.F("%s：%s", "%s: %s", shown(t.Place), inputText(err)))
		}
		c.Tokens = append(c.Tokens, token)
	}
	return c, own, nil
}

// ownAccounts are the accounts of a configuration that are complete enough to
// check requests by; of one that has something but not all, a note is written.
func (a *app) ownAccounts(file *config.Config, ids []string) (map[string]map[string]string, error) {
	out := map[string]map[string]string{}
	for _, id := range ids {
		fields, err := file.Credentials(id, nil, a.Getenv)
		if err != nil {
			return nil, configError(err)
		}
		if !hasAccount(id, fields) {
			continue
		}
		if err := emulator.CheckAccount(id, fields); err != nil {
			a.note(text.F("%s；改用演示账号", "%s; its demo account is used", inputText(err)))
			continue
		}
		out[id] = fields
	}
	return out, nil
}

// hasAccount reports whether any of a vendor's secrets, files or ids is set. Other
// fields, like a package name, are no account.
func hasAccount(id string, fields map[string]string) bool {
	v, _ := catalog.ByID(id)
	return slices.ContainsFunc(v.Push().Fields, func(f catalog.Field) bool {
		return fields[f.Name] != "" && (f.Secret || f.File || strings.HasSuffix(f.Name, "_id"))
	})
}

// emulatorReady writes the configuration and collects what is shown.
func (a *app) emulatorReady(o emulatorOptions, e *emulator.Emulator) (r report.EmulatorReady, remove func(), err error) {
	remove = func() {}
	r = report.EmulatorReady{
		HTTP: e.URL(), HTTPS: e.TLSURL(), Proxy: e.ProxyURL(), APNsSandbox: e.SandboxURL(), Control: e.ControlURL(),
		CA: e.CAFile(), Config: o.writeConfig,
	}
	if o.writeConfig == "" {
		tmp, err := os.MkdirTemp("", "offpush-emulator-")
		if err != nil {
			return r, remove, err
		}
		remove = func() { _ = os.RemoveAll(tmp) }
		r.Config = filepath.Join(tmp, config.Name)
	}
	if err := e.WriteConfig(r.Config); err != nil {
		remove()
		if o.writeConfig != "" {
			return r, remove, badFlag("write-config", inputText(err))
		}
		return r, remove, err
	}
	return r, remove, nil
}

// emulatorEnd writes the report and decides the exit code.
func (a *app) emulatorEnd(o emulatorOptions, e *emulator.Emulator) error {
	if o.report != "" {
		if err := writeReport(o.report, e); err != nil {
			return err
		}
	}
	if err := e.RecordError(); err != nil {
		return err
	}
	if n := e.Refusals(); o.failOnRefused && n > 0 {
		a.note(text.F("有 %d 条消息或登录被拒绝", "messages and logins refused: %d", n))
		return reported(exitProblems)
	}
	return nil
}

// emulatorError words an error of the emulator as one of the command line: a
// wrong setting, or something that could not be done.
func emulatorError(err error) error {
	var input *emulator.InputError
	if errors.As(err, &input) {
		return usageError("bad-emulator", input.Message)
	}
	var system *emulator.SystemError
	if errors.As(err, &system) {
		return &failure{code: exitFailed, id: "failed", message: system.Message}
	}
	return err
}

// inputText is an error of the emulator for people.
func inputText(err error) text.Text {
	var input *emulator.InputError
	if errors.As(err, &input) {
		return input.Message
	}
	var system *emulator.SystemError
	if errors.As(err, &system) {
		return system.Message
	}
	return fileFault(err)
}
