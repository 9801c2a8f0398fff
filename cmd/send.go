package cmd

import (
	"strings"
	"time"

	"github.com/spf13/cobra"

	"github.com/offpush/offpush/pkg/apple"
	"github.com/offpush/offpush/pkg/catalog"
)

// sendOptions are the flags of send.
type sendOptions struct {
	vendor, token, device string
	tokens, names         []string // all that were given; one is allowed
	all                   bool

	title, body                     string
	data                            []string
	click                           string
	channelID, category, importance string
	ttl                             time.Duration
	badge                           int
	sound, collapse, image          string
	test, dataMessage, asIM         bool
	payload                         string
	payloadOnly                     bool

	set                       []string
	config                    string
	endpoint, endpointSandbox string
	caFile                    string
	env, app, topic           string
	dryRun, noCache           bool
	emulator                  bool
	timeout                   time.Duration
	format                    string
	showRequest, reveal       bool
	verbose                   bool
	given                     func(flag string) bool   // on the command line
	value                     func(flag string) string // as it was typed
}

// defaultTimeout is how long a push may take, login included.
const defaultTimeout = 15 * time.Second

// environmentNames are the values of --env, the default first.
var environmentNames = []string{"auto", string(apple.Sandbox), string(apple.Production)}

func (a *app) sendCommand() *cobra.Command {
	o := sendOptions{}
	c := &cobra.Command{
		Use:   "send",
		Short: a.say("绕过 IM 控制台，直接向厂商发一条推送并解释应答", "send one push straight to a vendor and explain its answer"),
		Long: a.say("绕过 IM 控制台，用厂商自己的推送接口向一台设备发一条通知，并解释厂商的应答：被拒绝时说明原因和处理办法，被接收时说明手机上仍可能不显示的原因。每台设备最多推送一次，不会重试。凭据来自 offpush.toml（offpush init 生成）、环境变量 OFFPUSH_<厂商>_<字段> 或 --set。",
			"Send one notification to one device through the vendor's own push API, past the IM console, and explain the answer: after a refusal what is wrong and what to do, after an acceptance why it may not show all the same. It pushes at most once to a device and never retries. The credentials come from offpush.toml (offpush init writes one), from OFFPUSH_<VENDOR>_<FIELD> in the environment, or from --set."),
		Example: examples(
			"offpush send --vendor huawei --token TOKEN", a.say("发一条默认的通知", "send a notification with a default text"),
			"offpush send --emulator --vendor huawei", a.say("没有账号也能试：发给进程内的模拟器", "try it without an account, on the emulator inside"),
			a.say("offpush send --device mate60 --title 你好 --body 晚上见", "offpush send --device mate60 --title Hello --body \"See you tonight\""), a.say("发给 offpush.toml 里的设备", "to a device named in offpush.toml"),
			"offpush send --all", a.say("同时发给配置里的全部设备", "to all devices of the configuration at once"),
			"offpush send --vendor oppo --token TOKEN --dry-run --show-request", a.say("只看请求，不发送", "show the request, send nothing"),
			"offpush send --vendor apns --token TOKEN --app build.ipa", a.say("环境和 topic 取自安装包", "environment and topic from the build"),
		),
		Args:              noArgs,
		ValidArgsFunction: cobra.NoFileCompletions,
		Annotations: map[string]string{moreHelp: a.say("退出码：0 厂商已接收；1 厂商拒绝；2 参数、配置或 token 有误，没有发送；3 没有得到厂商的应答。offpush explain 厂商 列出该厂商的凭据、限制和代码。",
			"Exit codes: 0 the vendor accepted; 1 the vendor refused; 2 wrong flags, configuration or token, nothing was sent; 3 no answer of the vendor. offpush explain VENDOR lists a vendor's credentials, limits and codes.")},
		RunE: func(c *cobra.Command, _ []string) error {
			o.given = c.Flags().Changed
			o.value = func(flag string) string { return strings.Trim(c.Flag(flag).Value.String(), "[]") }
			o.token, o.device = strings.Join(o.tokens, ""), strings.Join(o.names, "")
			return a.send(o)
		},
	}
	a.targetFlags(c, &o)
	a.messageFlags(c, &o)
	a.accountFlags(c, &o)
	c.Flags().BoolVar(&o.dryRun, "dry-run", false, a.say("只检查，不下发；厂商有检查接口的交给厂商检查（华为 v1/v2、FCM），其余只在本地检查，不联网", "check and deliver nothing: by the vendor where it has a check (Huawei v1 and v2, FCM), else here and without a connection"))
	c.Flags().BoolVar(&o.emulator, "emulator", false, a.say("发给进程内的模拟器，不连厂商：没有写账号的厂商用演示账号和演示 token", "send to an emulator inside the process instead of the vendor, with a demo account and token where you have none"))
	c.Flags().BoolVar(&o.showRequest, "show-request", false, a.say("显示请求、应答和等效的 curl 命令，密钥打码", "show requests, answers and equivalent curl commands, secrets masked"))
	c.Flags().BoolVar(&o.reveal, "reveal", false, a.say("不打码：密钥和 token 原样显示", "mask nothing: show secrets and tokens as they are"))
	c.Flags().BoolVar(&o.verbose, "verbose", false, a.say("在标准错误输出经过", "say on standard error what is done"))
	c.Flags().DurationVar(&o.timeout, "timeout", defaultTimeout, a.say("一次推送（含登录）最多等待的 `TIME`，如 10s", "the most `TIME` that a push may take with its login, such as 10s"))
	choose(c, &o.format, "format", a.say("输出格式", "format of the output"), formats...)
	return c
}

func (a *app) targetFlags(c *cobra.Command, o *sendOptions) {
	f := c.Flags()
	f.StringVar(&o.vendor, "vendor", "", a.say("厂商 `ID`：huawei、honor、xiaomi、oppo、vivo、meizu、apns、fcm", "the vendor's `ID`: huawei, honor, xiaomi, oppo, vivo, meizu, apns or fcm"))
	f.StringArrayVar(&o.tokens, "token", nil, a.say("设备的推送 `TOKEN`", "the device's push `TOKEN`"))
	f.StringArrayVar(&o.names, "device", nil, a.say("配置里 [device.NAME] 的 `NAME`", "`NAME` of a [device.NAME] in the configuration"))
	f.BoolVar(&o.all, "all", false, a.say("配置里的全部设备，可用 --vendor 限定厂商", "all devices of the configuration; --vendor keeps those of one vendor"))
	complete(c, "vendor", catalog.IDs())
	_ = c.RegisterFlagCompletionFunc("device", func(*cobra.Command, []string, string) ([]string, cobra.ShellCompDirective) {
		return a.deviceNames(o.config), cobra.ShellCompDirectiveNoFileComp
	})
	_ = c.RegisterFlagCompletionFunc("token", cobra.NoFileCompletions)
}

func (a *app) messageFlags(c *cobra.Command, o *sendOptions) {
	f := c.Flags()
	f.StringVar(&o.title, "title", "", a.say("标题 `TEXT`", "title `TEXT`"))
	f.StringVar(&o.body, "body", "", a.say("正文 `TEXT`", "body `TEXT`"))
	f.StringArrayVar(&o.data, "data", nil, a.say("随通知带给应用的数据 `K=V`，可重复", "data for the app, `K=V`; may be repeated"))
	f.StringVar(&o.click, "click", "", a.say("点开后 `WHAT`：app、url=网址、page=页面、intent=intent URI", "`WHAT` a tap opens: app, url=URL, page=PAGE or intent=INTENT"))
	f.StringVar(&o.channelID, "channel-id", "", a.say("通知渠道 `ID`", "notification channel `ID`"))
	f.StringVar(&o.category, "category", "", a.say("消息分类，用厂商自己的 `WORD`，如 IM", "message category, the vendor's own `WORD`, such as IM"))
	f.StringVar(&o.importance, "importance", "", a.say("提醒级别，用厂商自己的 `WORD`，如 NORMAL", "importance, the vendor's own `WORD`, such as NORMAL"))
	f.DurationVar(&o.ttl, "ttl", 0, a.say("离线保留的 `TIME`，如 2h", "how long an offline device may miss it, a `TIME` such as 2h"))
	f.IntVar(&o.badge, "badge", 0, a.say("角标数字 `N`", "badge number `N`"))
	f.StringVar(&o.sound, "sound", "", a.say("铃声 `NAME`", "sound `NAME`"))
	f.StringVar(&o.collapse, "collapse", "", a.say("折叠或替换用的 `KEY`", "`KEY` by which messages replace each other"))
	f.StringVar(&o.image, "image", "", a.say("图片 `URL`", "image `URL`"))
	f.BoolVar(&o.test, "test", false, a.say("厂商的测试消息（vivo、华为、荣耀）", "the vendor's test mode (vivo, Huawei, HONOR)"))
	f.BoolVar(&o.dataMessage, "data-message", false, a.say("发厂商的数据（透传）消息，不在通知栏显示", "the vendor's data message, which shows nothing"))
	f.BoolVar(&o.asIM, "as-im", false, a.say("按腾讯云 IM 后台的格式发，--data 放进 ext 的 entity（目前只有 APNs 的格式是公开的）", "the payload that Tencent IM's back end sends, with --data in the entity of ext (only its form for APNs is public)"))
	f.StringVar(&o.payload, "payload", "", a.say("自己的消息体（厂商格式的 JSON）`FILE`，合并进来；- 为标准输入", "a body of your own, `FILE` of JSON in the vendor's terms, merged in; - is standard input"))
	f.BoolVar(&o.payloadOnly, "payload-only", false, a.say("只发 --payload 的内容，不合并", "send --payload as it is, merge nothing"))
	_ = c.RegisterFlagCompletionFunc("click", cobra.FixedCompletions([]string{"app", "url=", "page=", "intent="}, cobra.ShellCompDirectiveNoFileComp|cobra.ShellCompDirectiveNoSpace))
	_ = c.MarkFlagFilename("payload", "json")
}

func (a *app) accountFlags(c *cobra.Command, o *sendOptions) {
	f := c.Flags()
	f.StringArrayVar(&o.set, "set", nil, a.say("凭据或设置 `FIELD=VALUE`，可重复；值为 @FILE 时从文件读取", "a credential or setting, `FIELD=VALUE`; may be repeated; @FILE reads the value from a file"))
	f.StringVar(&o.config, "config", "", a.say("配置文件 `FILE`，默认从当前目录向上找 offpush.toml", "configuration `FILE`; else offpush.toml in the working directory or above it"))
	f.StringVar(&o.endpoint, "endpoint", "", a.say("基础 `URL`，替换该厂商的全部主机（含登录），路径不变", "base `URL` that replaces every host of the vendor, its login included; paths stay"))
	f.StringVar(&o.endpointSandbox, "endpoint-sandbox", "", a.say("APNs 沙箱环境的基础 `URL`", "base `URL` for the sandbox of APNs"))
	f.StringVar(&o.caFile, "ca-file", "", a.say("代替系统根证书的 CA 证书 `FILE`（PEM）", "`FILE` of CA certificates to trust instead of the system's (PEM)"))
	choose(c, &o.env, "env", a.say("APNs 环境；auto 取自证书，其次 --app，否则先试生产再试沙箱", "APNs environment; auto: the certificate's, else that of --app, else production and then the sandbox"), environmentNames...)
	f.StringVar(&o.app, "app", "", a.say("APNs：安装包或描述文件 `FILE`（ipa、.app、mobileprovision），读出环境和 Bundle ID", "APNs: a build or profile `FILE` (ipa, .app, mobileprovision) to read environment and bundle id from"))
	f.StringVar(&o.topic, "topic", "", a.say("APNs 的 apns-topic，即 Bundle `ID`", "apns-topic of APNs, the bundle `ID`"))
	f.BoolVar(&o.noCache, "no-cache", false, a.say("不使用也不保存登录令牌的缓存", "neither use nor keep logins of earlier runs"))
	_ = c.RegisterFlagCompletionFunc("set", func(*cobra.Command, []string, string) ([]string, cobra.ShellCompDirective) {
		return fieldNames(o.vendor), cobra.ShellCompDirectiveNoFileComp | cobra.ShellCompDirectiveNoSpace
	})
	_ = c.MarkFlagFilename("config", "toml")
	_ = c.MarkFlagFilename("app", "ipa", "mobileprovision")
	_ = c.MarkFlagFilename("ca-file", "pem", "crt", "cer")
}
