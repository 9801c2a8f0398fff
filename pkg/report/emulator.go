package report

import (
	"encoding/json"
	"fmt"
	"io"
	"slices"

	"github.com/offpush/offpush/pkg/catalog"
	"github.com/offpush/offpush/pkg/emulator"
	"github.com/offpush/offpush/pkg/text"
)

// EmulatorReady is what a running emulator says of itself; as JSON it is one
// line on standard output.
type EmulatorReady struct {
	HTTP        string `json:"http"`
	HTTPS       string `json:"https"`
	Proxy       string `json:"proxy"`
	APNsSandbox string `json:"apnsSandbox"`
	CA          string `json:"ca"`      // a file
	Control     string `json:"control"` // base address of the control API
	Config      string `json:"config"`  // a file

	// Own are the vendors whose accounts are the user's, of the file OwnConfig.
	Own       []string `json:"-"`
	OwnConfig string   `json:"-"`
	// Remote says that others may use it, too.
	Remote bool `json:"-"`
}

// trial is the command that tries the emulator. The configuration that it wrote
// has the credentials of demo accounts alone; where there are none of these, the
// user's own file has them.
func (r *EmulatorReady) trial() string {
	for _, id := range catalog.IDs() {
		if !slices.Contains(r.Own, id) {
			return "offpush send --config " + text.ShellWord(r.Config) + " --device " + id
		}
	}
	id := catalog.IDs()[0]
	return "offpush send --config " + text.ShellWord(r.OwnConfig) + " --vendor " + id + " --token " + text.ShellWord(emulator.DemoToken(id)) + " --endpoint " + r.HTTP
}

// EmulatorReadyJSON writes the line for programs.
func EmulatorReadyJSON(w io.Writer, r EmulatorReady) error {
	e := json.NewEncoder(w)
	e.SetEscapeHTML(false)
	return e.Encode(r)
}

// EmulatorStarted writes the start page.
func EmulatorStarted(w io.Writer, r EmulatorReady, o Options) error {
	p := newPage(o)
	paint := func(s string) string { return p.paint(p.goodsBold, s) }
	p.paragraph(0, markGood+" ", paint, p.say(text.T("模拟器已就绪，按 Ctrl-C 结束", "the emulator is ready; Ctrl-C ends it")), paint)
	p.gap()
	for _, row := range []struct {
		label text.Text
		value string
	}{
		{text.Same("HTTP"), r.HTTP},
		{text.Same("HTTPS"), r.HTTPS},
		{text.T("APNs 沙箱", "APNs sandbox"), r.APNsSandbox},
		{text.T("代理", "proxy"), r.Proxy},
		{text.T("CA 证书", "CA file"), r.CA},
		{text.T("控制接口", "control API"), r.Control},
		{text.T("配置", "configuration"), r.Config},
	} {
		p.line(2, text.Pad(p.say(row.label), 15), p.paint(p.neutral, text.Visible(row.value)))
	}
	if r.Remote {
		p.gap()
		p.paragraph(2, markDoubt+" ", func(s string) string { return p.paint(p.doubtful, s) },
			p.say(text.T("加了 --allow-remote：凡是连得上这些端口的人，都能看到收到的推送、改变模拟器的应答。证书只对厂商主机和本机有效，从别的机器访问请用 HTTP 或代理。", "--allow-remote is on: everyone who reaches these ports can read the pushes and change the answers. Its certificates are for the vendors' hosts and this machine: from elsewhere use HTTP or the proxy.")), plain)
	}
	p.ways(r)
	p.accounts(r)
	_, err := w.Write(p.Bytes())
	return err
}

// ways are the three ways in which a back end gets here.
func (p *page) ways(r EmulatorReady) {
	p.chapter(text.T("让后台连到这里", "Point a back end at it"))
	for _, way := range []struct {
		about text.Text
		code  string
	}{
		{text.T("厂商主机可以配置：把基础地址换成", "its vendor hosts can be configured: make the base address"), r.HTTP},
		{text.T("厂商主机写死：通过代理，并信任 CA 证书（变量名因语言而异）", "its vendor hosts are fixed: go through the proxy and trust the CA file (the names of the variables differ by language)"),
			"HTTPS_PROXY=" + r.Proxy + " SSL_CERT_FILE=" + r.CA + " NODE_EXTRA_CA_CERTS=" + r.CA},
		{text.T("没有后台，先试一次", "no back end yet: try it"), r.trial()},
	} {
		p.paragraph(2, markInfo+" ", plain, p.say(way.about), plain)
		p.code(4, way.code)
	}
}

// accounts lists the accounts that requests are checked by.
func (p *page) accounts(r EmulatorReady) {
	p.chapter(text.T("演示账号（凭据是编造的，可以公开；格式正确的 token 都当作已注册）", "Demo accounts (made up and public; any token of the right form is registered)"))
	for _, v := range catalog.Vendors() {
		if slices.Contains(r.Own, v.ID) {
			p.line(2, text.Pad(v.ID, 8), p.say(text.T("用配置里你自己的账号", "your own account of the configuration")))
			continue
		}
		account := emulator.Demo(v.ID)
		name := v.ID
		for _, f := range v.Push().Fields {
			if value, ok := account[f.Name]; ok {
				if f.File {
					value = p.say(text.T("见上面的配置", "see the configuration above"))
				}
				p.line(2, text.Pad(name, 8), text.Pad(f.Name, 16), p.paint(p.neutral, value))
				name = ""
			}
		}
	}
}

// EmulatorLine writes what became of one request, for the log.
func EmulatorLine(w io.Writer, x *emulator.Exchange, o Options) error {
	p := newPage(o)
	mark, style := markGood, p.good
	if x.Verdict == emulator.Refused {
		mark, style = markBad, p.badBold
	}
	vendor := x.Vendor
	if vendor == "" {
		vendor = "-"
	}
	head := fmt.Sprintf("%s %s %s %s %d", x.Time.Format("15:04:05.000"), p.paint(style, mark), text.Pad(vendor, 6), visible(x.Place()), x.Status)
	if x.Code != "" {
		head += " " + visible(x.Code)
	}
	p.line(0, head)
	const indent = 15
	if t := x.Judgement(); !t.IsZero() {
		p.paragraph(indent, "", plain, visible(p.say(t)), plain)
	}
	for _, t := range x.Doubts() {
		p.paragraph(indent, markDoubt+" ", func(s string) string { return p.paint(p.doubtful, s) }, visible(p.say(t)), plain)
	}
	if x.Scenario != "" {
		p.paragraph(indent, markInfo+" ", plain, p.say(text.F("由场景 %s 决定", "decided by the scenario %s", x.Scenario)), plain)
	}
	_, err := w.Write(p.Bytes())
	return err
}
