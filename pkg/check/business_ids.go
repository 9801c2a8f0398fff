package check

import (
	"slices"
	"strings"

	"github.com/offpush/offpush/pkg/catalog"
	"github.com/offpush/offpush/pkg/project"
	"github.com/offpush/offpush/pkg/source"
	"github.com/offpush/offpush/pkg/text"
)

var businessIDs = &Rule{
	ID:       "business-ids",
	Topic:    TopicCode,
	Severity: Error,
	Needs:    []string{"register-plugin"},
	Doc: Doc{
		Title: text.T("BusinessID 是 IM 控制台分配的证书 ID", "Each BusinessID is a certificate id of the IM console"),
		Why: text.T("BusinessID 告诉 IM 后台用哪张证书推送。全部为空时 SDK 上报的是 NaN，什么都推不出去；填错则推给了别的证书，手机收不到。",
			"The BusinessID tells the IM back end which certificate to push with. With none set the SDK reports NaN and nothing can be pushed; with a wrong one the push goes out by another certificate and never arrives."),
		Fix: text.T("打开 IM 控制台 → 推送设置，把各厂商证书的 ID（正整数）填到对应的 BusinessID；不用的厂商留空。",
			"Open the IM console's push settings and copy each vendor's certificate id (a positive whole number); leave vendors that you do not use empty."),
		File:   "utils/push.js",
		Before: "iosBusinessID: 'chat_dev.p12'",
		After:  "iosBusinessID: 30005",
		Links:  []string{guideURL},
	},
	Run: runBusinessIDs,
}

func runBusinessIDs(in *Input) []Result {
	var out []Result
	var open []source.Span
	set := 0
	for _, r := range in.Project.Code.Registrations {
		if r.Config.State == project.ConfigMissing && len(misnamedOptions(r)) == 0 {
			out = append(out, fail(r.Call.NameSpan, text.T("注册时没有传入 offlinePushConfig", "the registration has no offlinePushConfig")).
				with(text.T("没有 offlinePushConfig", "no offlinePushConfig"), text.Same("offlinePushConfig: { huaweiBusinessID: ..., ... }")))
			continue
		}
		first := map[string]project.Setting{}
		for _, s := range r.Config.Settings {
			switch {
			case !isBusinessID(s.Name) || !isSet(s):
				continue
			case !s.Literal:
				open = append(open, s.ValueSpan)
			case !isWholeNumber(s.Value()):
				out = append(out, fail(s.ValueSpan, text.F("%s 不是正整数", "%s is not a positive whole number", s.Name)).
					with(text.Same(s.Text), text.T("IM 控制台分配的证书 ID，例如 30001", "the certificate id of the IM console, such as 30001")))
			default:
				// As numbers: the SDK's parseInt drops leading zeros.
				id := strings.TrimLeft(s.Value(), "0")
				if other, ok := first[id]; ok {
					out = append(out, fail(s.ValueSpan, text.F("%s 和 %s 用了同一个证书 ID", "%s and %s hold the same certificate id", other.Name, s.Name)).warning().
						with(text.Same(s.Text), text.T("每个厂商各自的证书 ID", "a certificate id for each vendor")).
						see(other.ValueSpan, text.T("另一处", "the other place")))
				} else {
					first[id] = s
				}
			}
			set++
		}
	}
	if set == 0 && len(out) == 0 {
		if r := in.configResult(text.T("", "")); r[0].Status != Passed {
			return r
		}
		return one(fail(in.configSpan(), text.T("没有填写任何 BusinessID", "no BusinessID is set")).
			with(text.T("全部为空", "all empty"), text.T("至少一个厂商的证书 ID", "the certificate id of one vendor at least")))
	}
	out = append(out, in.missingIOS()...)
	switch {
	case len(out) > 0:
		return out
	case len(open) > 0:
		return one(unknown(open[0], text.F("有 %[1]d 个 BusinessID 不是字面量，无法判断它们的值", "the value of %[2]s is no literal and cannot be told", len(open), text.Plural(len(open), "BusinessID"))))
	}
	return in.configResult(text.F("填写了 %[1]d 个 BusinessID", "%[2]s set", set, text.Plural(set, "BusinessID")))
}

func isBusinessID(key string) bool {
	return slices.ContainsFunc(catalog.Vendors(), func(v catalog.Vendor) bool { return v.BusinessID == key && key != "" })
}

// configSpan is where the first readable config is written.
func (in *Input) configSpan() source.Span {
	for _, r := range in.Project.Code.Registrations {
		if r.Config.State == project.ConfigRead {
			return r.Config.Span
		}
	}
	return source.Span{}
}

// missingIOS: the project is built for iOS, but iosBusinessID is not set.
func (in *Input) missingIOS() []Result {
	ios := in.appPlus("distribute", "ios")
	if !ios.Filled() && !slices.Contains(in.Options.Vendors, "apns") {
		return nil
	}
	if slices.ContainsFunc(in.settings("iosBusinessID"), isSet) || !in.vendorsListed() {
		return nil
	}
	span := in.configSpan()
	if empty := in.settings("iosBusinessID"); len(empty) > 0 {
		span = empty[0].ValueSpan
	}
	return one(fail(span, text.T("项目要打 iOS 包，但没有填写 iosBusinessID", "the project is built for iOS, but iosBusinessID is not set")).warning().
		with(text.T("iosBusinessID 为空", "iosBusinessID is empty"), text.T("APNs 证书在 IM 控制台的 ID", "the id of the APNs certificate in the IM console")).
		see(in.nearest("app-plus", "distribute", "ios"), text.T("iOS 打包配置", "iOS is configured here")).of("apns").
		fix(text.T("把 APNs 证书上传到 IM 控制台，把分配的证书 ID 填到 iosBusinessID；不打 iOS 包时删除 manifest.json 中的 iOS 打包配置。",
			"Upload the APNs certificate to the IM console and set iosBusinessID to the id it gets; when no iOS app is built, remove what distribute.ios holds in manifest.json.")))
}

// vendorsListed: all configs could be read in full.
func (in *Input) vendorsListed() bool {
	for _, r := range in.Project.Code.Registrations {
		if r.Config.State != project.ConfigRead || r.Config.Open {
			return false
		}
	}
	return true
}

// isWholeNumber: a positive one, which the SDK's parseInt takes as it is.
func isWholeNumber(s string) bool {
	return strings.Trim(s, "0123456789") == "" && strings.Trim(s, "0") != ""
}
