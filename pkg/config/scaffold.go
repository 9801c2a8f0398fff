package config

import (
	"fmt"
	"regexp"
	"slices"
	"strings"
	"sync"

	"github.com/offpush/offpush/pkg/catalog"
	"github.com/offpush/offpush/pkg/text"
)

// Scaffold is what is known of a project before it has a configuration. It
// becomes two files with comments: the fields of the vendors, those filled in
// whose values are known. The zero value gives files that only explain.
type Scaffold struct {
	// Vendors are the ids of those in use. When there are none, all vendors are
	// shown, commented out.
	Vendors []string
	// Project are values of [project], Fields those of the vendors by vendor and
	// name. Secrets and what has not the form of a value of that field are left
	// out.
	Project map[string]Known
	Fields  map[string]map[string]Known
}

// Known is a value that a file of the project shows.
type Known struct {
	Value string
	From  text.Text // the file, or the place in it
	// Unsure values are written as a comment.
	Unsure bool
}

// plain are values that need no escapes, expand to nothing and name no file.
var plain = sync.OnceValue(func() *regexp.Regexp { return regexp.MustCompile(`^[A-Za-z0-9._-]+$`) })

// scribe writes a file line by line.
type scribe struct {
	strings.Builder
	lang text.Lang
	mute string // before each line of a table: "# " for one that is commented out
}

// widthOfComments is where comments are broken.
const widthOfComments = 100

func (w *scribe) line(format string, args ...any) {
	fmt.Fprintf(w, format+"\n", args...)
}

// note is a comment; it may be long.
func (w *scribe) note(t text.Text) {
	for _, l := range text.Wrap(t.In(w.lang), widthOfComments) {
		w.line("# %s", l)
	}
}

// assign is a key with a value or, when there is none, the empty key commented
// out; and what is said of it.
func (w *scribe) assign(key string, k Known, about text.Text) {
	mute := w.mute
	if !plain().MatchString(k.Value) {
		k = Known{}
	}
	if k.Value == "" || k.Unsure {
		mute = "# "
	}
	switch {
	case k.Unsure:
		about = text.F("%s（%s 里是这个；核对无误就去掉行首的 #）", "%s (this is what %s says: take the # away when it is right)", about, k.From)
	case !k.From.IsZero():
		about = text.F("%s（来自 %s）", "%s (from %s)", about, k.From)
	}
	w.line("%s%s = %q # %s", mute, key, k.Value, about.In(w.lang))
}

// vendors are those to show.
func (s Scaffold) vendors() []catalog.Vendor {
	return slices.DeleteFunc(catalog.Vendors(), func(v catalog.Vendor) bool {
		return len(s.Vendors) > 0 && !slices.Contains(s.Vendors, v.ID)
	})
}

// known is the value of a field that may stand in a file that gets committed.
func (s Scaffold) known(vendorID string, f catalog.Field) Known {
	k := s.Fields[vendorID][f.Name]
	alike := slices.ContainsFunc(f.Lookalikes, func(l catalog.Lookalike) bool { return l.Match(k.Value) })
	if f.Secret || alike || f.Form != "" && !f.Form.Match(k.Value) {
		return Known{}
	}
	return k
}

// Main is the content of offpush.toml.
func (s Scaffold) Main(lang text.Lang) string {
	w := &scribe{lang: lang}
	w.note(text.T("offpush 的配置：项目文件里没有写的信息，以及推送用的厂商凭据。这个文件可以提交。",
		"Configuration of offpush: what the project's own files do not say, and the credentials for test pushes. This file may be committed."))
	w.note(text.F("密钥和设备 token 不要写在这里，写进 %s。", "Keep secrets and device tokens out of it: they belong into %s.", LocalName))
	w.note(valueForms())
	w.note(text.T("各字段的含义和在厂商后台的位置：offpush explain 厂商，例如 offpush explain huawei。",
		"What the fields mean and where the vendors' consoles show them: offpush explain VENDOR, such as offpush explain huawei."))

	w.line("\n[project]")
	w.assign("android_package", s.Project["android_package"], text.T("打包时填写的 Android 包名", "the Android package given when building"))
	w.assign("ios_bundle_id", s.Project["ios_bundle_id"], text.T("打包时填写的 iOS Bundle ID", "the iOS bundle id given when building"))

	w.line("\n[doctor]")
	w.note(text.T("offpush doctor 检查的厂商；不写时取代码中设置了 BusinessID 的厂商。", "The vendors that offpush doctor judges; when left out, those whose BusinessID is set in code."))
	var ids []string
	for _, v := range s.vendors() {
		ids = append(ids, `"`+v.ID+`"`)
	}
	w.line("# vendors = [%s]", strings.Join(ids, ", "))

	if len(s.Vendors) == 0 {
		w.line("")
		w.note(text.T("代码里没有读到设置了 BusinessID 的厂商，下面列出全部厂商：去掉所用厂商各行开头的 #。",
			"No vendor's BusinessID was seen in code, so here are all vendors: take the # away from the lines of those in use."))
	}
	for _, v := range s.vendors() {
		s.mainTable(w, v)
	}
	if slices.ContainsFunc(s.vendors(), func(v catalog.Vendor) bool { return v.ID == "apns" }) {
		w.appleTable()
	}
	return w.String()
}

// appleTable is [apple], of which nothing is known.
func (w *scribe) appleTable() {
	w.mute = ""
	w.line("\n[apple] # %s", text.T("offpush cert check、offpush doctor 核对 iOS 推送证书时用", "what offpush cert check and offpush doctor compare the APNs credential with").In(w.lang))
	w.assign("app", Known{}, text.T("安装包或描述文件的路径（ipa、.app、mobileprovision）；不写时看 unpackage 里的 ipa", "path of a build or profile (ipa, .app, mobileprovision); when left out, the ipas in unpackage"))
	w.assign("upload_as", Known{}, text.F("证书在 IM 控制台上传为哪种环境：%s", "what the certificate is uploaded as in the IM console: %s", text.List(UploadKinds)))
}

func (s Scaffold) mainTable(w *scribe, v catalog.Vendor) {
	w.heading(v, len(s.Vendors) == 0)
	var secrets []string
	for _, f := range v.Push().Fields {
		if f.Secret {
			secrets = append(secrets, f.Name)
			continue
		}
		about := f.Console
		if len(f.Values) > 0 {
			about = text.F("%s：%s", "%s: %s", about, text.List(f.Values))
		}
		if f.File {
			about = text.F("%s的路径；文件本身不要提交", "path of the %s; keep the file itself out of git", about)
		}
		w.assign(f.Name, s.known(v.ID, f), about)
	}
	if len(secrets) > 0 {
		w.note(text.F("%s：写在 %s 里", "%s: in %s", text.List(secrets), LocalName))
	}
}

func valueForms() text.Text {
	return text.T("值可以写成 \"${NAME}\"（取自环境变量）或 \"@secret.txt\"（取自文件）。", "A value may be \"${NAME}\", taken from the environment, or \"@secret.txt\", read from that file.")
}

// heading begins a vendor's table.
func (w *scribe) heading(v catalog.Vendor, muted bool) {
	w.mute = ""
	if muted {
		w.mute = "# "
	}
	w.line("\n%s[vendor.%s] # %s", w.mute, v.ID, v.Name.In(w.lang))
}

// Local is the content of offpush.local.toml.
func (s Scaffold) Local(lang text.Lang) string {
	w := &scribe{lang: lang}
	w.note(text.F("密钥和设备 token，只留在本机：不要提交，不要发给别人。这里的值覆盖 %s 里的同名项。",
		"Secrets and device tokens, for this machine only: do not commit or share it. What stands here replaces the same key in %s.", Name))
	w.note(text.T("填写时去掉行首的 #。", "Take the # away from a line that you fill in."))
	w.note(valueForms())
	for _, v := range s.vendors() {
		push := v.Push()
		secrets := slices.DeleteFunc(slices.Clone(push.Fields), func(f catalog.Field) bool { return !f.Secret })
		if len(secrets) == 0 {
			continue
		}
		w.heading(v, false) // a key that gets filled in needs it
		w.note(push.Console)
		for _, f := range secrets {
			w.note(text.F("%s：%s", "%s: %s", f.Console, f.About))
			w.line("# %s = \"\"", f.Name)
		}
	}
	w.line("")
	w.note(text.T("测试设备，名字自取；token 的取法见 offpush explain token。\n填好后：offpush send --device NAME",
		"A test device, under any name; offpush explain token says how to get its token.\nThen: offpush send --device NAME"))
	w.line("# [device.NAME]\n# vendor = %q\n# token = \"\"", s.vendors()[0].ID)
	return w.String()
}
