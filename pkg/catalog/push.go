package catalog

import (
	"slices"

	"github.com/offpush/offpush/pkg/text"
)

// Push is what is known of sending to one vendor. Everything in it is data:
// pkg/vendor acts by it, `offpush explain VENDOR` and docs/vendors.md print it.
type Push struct {
	Console  text.Text // where the vendor's console shows the credentials
	Fields   []Field   // of [vendor.ID] in offpush.toml
	Hosts    []Host    // the first one is the default
	Token    Token
	Limits   []Limit
	Cannot   []Cannot    // flags of send that the vendor has nothing for
	Classes  []text.Text // message classes and quotas
	Silent   []text.Text // why an accepted push may not show, likeliest first
	Codes    []Code
	Families []Family
}

// Certainty says where a fact comes from.
type Certainty uint8

// The certainties, surest first.
const (
	Documented Certainty = iota // the vendor's own document
	FromSDK                     // the vendor's own code
	ThirdParty                  // other people's code or documents only
	Guess                       // inferred
)

// Class says what kind of thing a code complains about; the ids are JSON values.
type Class string

// The classes.
const (
	ClassNone        Class = "" // accepted
	ClassCredential  Class = "credential"
	ClassToken       Class = "token"
	ClassEnvironment Class = "environment"
	ClassContent     Class = "content"
	ClassPermission  Class = "permission"
	ClassQuota       Class = "quota"
	ClassThrottled   Class = "throttled"
	ClassTransient   Class = "transient"
	ClassUnknown     Class = "unknown"
)

// At says where a vendor gives a code: the same number may mean two things.
type At string

// The places.
const (
	AtAuth    At = "auth"    // the answer of the login call
	AtSend    At = "send"    // the answer of the send call
	AtTarget  At = "target"  // for one token, inside a send answer that says success
	AtReceipt At = "receipt" // a receipt that the vendor posts later
	AtPhone   At = "phone"   // the vendor's SDK on the phone
)

// Code is an answer of a vendor, explained.
type Code struct {
	Code    string // as the vendor writes it: 80300007, 1101/20003, BadDeviceToken
	At      At
	Status  int         // the HTTP status that it comes with, where the vendor fixes one
	Text    string      // the vendor's own words, where known
	Meaning text.Text   // one sentence or less, no full stop
	Causes  []text.Text // likeliest first; empty where Meaning says it all
	Remedy  text.Text   // what to do
	Class   Class
	Sure    Certainty
}

// Family explains codes that are in no table, by their form or by the HTTP
// status that they came with.
type Family struct {
	Form    Form // "" when Status decides
	Status  int
	Meaning text.Text
	Remedy  text.Text
	Class   Class
}

// Field is a credential or setting in [vendor.ID].
type Field struct {
	Name    string    // in offpush.toml, in --set, and in upper case in OFFPUSH_<VENDOR>_<FIELD>
	Console text.Text // what the vendor calls it
	About   text.Text // what it is for and where it is found
	Secret  bool      // never printed
	File    bool      // the value is a path, relative to offpush.toml
	Values  []string  // the values allowed; empty: any
	Form    Form      // of every right value, where that is documented; "" when unknown
	// Lookalikes are other credentials that get put here by mistake and can be
	// told by their form.
	Lookalikes []Lookalike
}

// Host is a server of the vendor.
type Host struct {
	URL string // scheme and host
	For text.Text
	// Region is the value of the field region, or what the token says, that
	// chooses this host; "" for the default and for hosts of other uses (login).
	Region string
	Sure   Certainty
}

// Token is what the vendor calls the device's address.
type Token struct {
	Name  text.Text // as the vendor calls it
	About text.Text // its shape in words, and how sure that is
	// Form is the shape of tokens seen; what lacks it gets a warning. Sure forms
	// are documented: what lacks one is refused.
	Form Form
	Sure Certainty
}

// Measure is what a limit is about.
type Measure string

// The measures.
const (
	TitleLength    Measure = "title"
	BodyLength     Measure = "body"
	DataSize       Measure = "data"    // the message's data as the vendor carries it
	DataPairs      Measure = "pairs"   // number of --data pairs
	PayloadSize    Measure = "payload" // the whole request body, tokens left out
	TTLSeconds     Measure = "ttl"
	CollapseLength Measure = "collapse"
	ClickLength    Measure = "click" // the url or intent of --click
)

// Unit is what a limit counts.
type Unit string

// The units. A Chinese character is one character and three bytes.
const (
	Characters Unit = "characters"
	Bytes      Unit = "bytes"
	Seconds    Unit = "seconds"
	Pairs      Unit = "pairs"
)

// Limit is a bound that the vendor sets.
type Limit struct {
	Of   Measure
	Unit Unit
	Min  int // 0: none
	// Max is the most that any source allows: more is refused before sending,
	// when the limit is Documented or FromSDK, else warned of. 0: none.
	Max int
	// Soft is the most that the strictest source allows, where sources disagree:
	// more gets a warning. 0: Max holds.
	Soft int
	Note text.Text // where sources disagree, and how
	Sure Certainty
}

// Flags of send that a vendor may be unable to express.
const (
	FlagData        = "data"
	FlagClickURL    = "click url"
	FlagClickPage   = "click page"
	FlagClickIntent = "click intent"
	FlagChannelID   = "channel-id"
	FlagCategory    = "category"
	FlagImportance  = "importance"
	FlagTTL         = "ttl"
	FlagBadge       = "badge"
	FlagSound       = "sound"
	FlagCollapse    = "collapse"
	FlagImage       = "image"
	FlagTest        = "test"
	FlagDataMessage = "data-message"
	FlagAsIM        = "as-im"
)

// Cannot is a flag that the vendor has nothing for, and why.
type Cannot struct {
	Flag string
	Why  text.Text
}

// AllFields are the vendor's own fields and those that every vendor has.
func (p *Push) AllFields() []Field { return append(slices.Clone(p.Fields), CommonFields()...) }

// Field returns the field with that name.
func (p *Push) Field(name string) (Field, bool) {
	for _, f := range p.AllFields() {
		if f.Name == name {
			return f, true
		}
	}
	return Field{}, false
}

// FieldNames lists the fields of a vendor, those that all vendors have included.
func (p *Push) FieldNames() []string {
	var names []string
	for _, f := range p.AllFields() {
		names = append(names, f.Name)
	}
	return names
}

// Find returns the entry of a code. The same number may mean two things in two
// places; the entries of the places named first win, those of no place named
// are found too.
func (p *Push) Find(code string, places ...At) (Code, bool) {
	best, rank := Code{}, -1
	for _, c := range p.Codes {
		if c.Code != code {
			continue
		}
		r := slices.Index(places, c.At)
		if r < 0 {
			r = len(places)
		}
		if rank < 0 || r < rank {
			best, rank = c, r
		}
	}
	return best, rank >= 0
}

// Explain returns the entry of a code, or what its family says, or that it is
// not known. It never fails: an unknown is said to be unknown.
func (p *Push) Explain(code string, status int, places ...At) Code {
	if c, ok := p.Find(code, places...); ok {
		return c
	}
	out := Code{
		Code: code, Sure: Guess, Class: ClassUnknown,
		Meaning: text.T("offpush 的代码表里没有这个代码", "a code that offpush's tables do not have"),
		Remedy:  text.T("以厂商返回的原文为准；请对照厂商最新的文档", "Go by the vendor's own words; look into the vendor's newest document"),
	}
	for _, f := range p.Families {
		if f.Form != "" && f.Form.Match(code) || f.Form == "" && f.Status != 0 && f.Status == status {
			out.Meaning = text.F("%s；从同类代码看：%s", "%s; its family says: %s", out.Meaning, f.Meaning)
			out.Remedy, out.Class = f.Remedy, f.Class
			break
		}
	}
	return out
}

// CommonFields are those that every vendor's table may have.
func CommonFields() []Field {
	return []Field{
		{Name: "endpoint", Console: text.T("服务地址", "endpoint"),
			About: text.T("一个基础 URL，替换该厂商所有请求（包括登录）的协议、主机和端口，路径不变", "one base URL that replaces scheme, host and port of every request to the vendor, its login included; paths stay")},
		{Name: "ca_file", Console: text.T("CA 证书文件", "CA file"), File: true,
			About: text.T("代替系统根证书来信任的 PEM 证书，例如代理或模拟器的", "PEM certificates to trust instead of the system's, of a proxy or an emulator")},
	}
}
