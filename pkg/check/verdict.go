package check

import (
	"fmt"

	"github.com/offpush/offpush/pkg/project"
	"github.com/offpush/offpush/pkg/text"
)

// summary describes the project for the report.
func (in *Input) summary() ProjectSummary {
	p := in.Project
	s := ProjectSummary{Root: ".", Manifest: p.Manifest.Path, Shape: string(p.Shape), Vendors: in.vendors}
	if p.Manifest.State == project.Absent && p.ManifestConfig != "" {
		s.Manifest = p.ManifestConfig
	}
	s.AppID = p.Manifest.JSON().Get("appid").Text()
	if in.usage.kind == Used {
		s.Plugin = project.PluginID
	} else {
		s.Vendors = nil
	}
	return s
}

// verdict is the sentence that leads the report, and what else must be said of
// the project as a whole.
func (in *Input) verdict(r *Report) (text.Text, []text.Text) {
	var notes []text.Text
	for _, v := range in.Options.Vendors {
		if v == "fcm" {
			notes = append(notes, text.T("TUIOfflinePush 不能设置 FCM：SDK 没有读取 FCM 证书 ID 的配置项；需要 FCM 请改用 TencentCloud-Push。",
				"TUIOfflinePush cannot set FCM: the SDK reads no key for an FCM certificate id; use TencentCloud-Push where FCM is needed."))
		}
	}
	switch in.usage.kind {
	case Unsupported:
		return text.T("这是 5+ App / Wap2App 项目，不能使用 uni 原生插件，TUIOfflinePush 的检查项都不适用。",
			"This is a 5+ App or Wap2App project, which cannot use uni native plugins; the checks for TUIOfflinePush do not apply."), notes
	case NotUsed, OnlyCommented:
		notes = append(in.unusedNotes(), notes...)
		switch {
		case in.Project.Manifest.JSON() == nil && (r.Summary.Errors > 0 || r.Summary.Unknown > 0):
			return text.T("manifest.json 没有读出来，无法判断此项目是否使用 TUIOfflinePush。",
				"manifest.json could not be read, so whether this project uses TUIOfflinePush cannot be told."), notes
		case r.Summary.Errors > 0:
			return problems(r.Summary), notes
		}
		return text.T("此项目没有使用 TUIOfflinePush。", "This project does not use TUIOfflinePush."), notes
	}
	if len(in.usage.others) > 0 {
		notes = append([]text.Text{text.F("同时发现其他推送渠道：%s。", "Another push channel was found as well: %s.", text.List(in.usage.others))}, notes...)
	}
	s := r.Summary
	hushed := s.Ignored + s.Baselined
	switch {
	case s.Errors > 0:
		return problems(s), notes
	case s.Warnings > 0:
		return text.F("没有错误，有 %[1]d 个警告。", "No errors, %[2]s.", s.Warnings, text.Plural(s.Warnings, "warning")), notes
	case s.Unknown > 0:
		return text.F("没有发现问题，但有 %[1]d 项无法从文件判断。", "No problem found, but the files cannot tell everything: %[2]s.",
			s.Unknown, text.Plural(s.Unknown, "open question")), notes
	}
	if s.Passed+hushed == 0 {
		return text.F("没有可判断的检查项：%[1]d 项不适用，用 --verbose 查看原因。", "Nothing could be judged: %[2]s not apply; --verbose says why.", s.NotApplicable, doNotApply(s.NotApplicable)), notes
	}
	if hushed > 0 {
		return text.F("没有新问题：%[1]d 项检查通过，另有 %[3]d 个已知问题（已忽略或在基线中）。", "Nothing new: %[2]s passed, and %[4]s.",
			s.Passed, text.Plural(s.Passed, "check"), hushed, knownProblems(hushed)), notes
	}
	return text.F("一切正常：%[1]d 项检查通过。", "All clear: %[2]s passed.", s.Passed, text.Plural(s.Passed, "check")), notes
}

func doNotApply(n int) string {
	if n == 1 {
		return "1 check does"
	}
	return fmt.Sprint(n, " checks do")
}

func knownProblems(n int) string {
	if n == 1 {
		return "1 finding is ignored or in the baseline"
	}
	return text.Plural(n, "finding") + " are ignored or in the baseline"
}

func problems(s Summary) text.Text {
	t := text.F("发现 %[1]d 个错误", "Found %[2]s", s.Errors, text.Plural(s.Errors, "error"))
	if s.Warnings > 0 {
		t = text.F("%[1]s、%[2]d 个警告", "%[1]s and %[3]s", t, s.Warnings, text.Plural(s.Warnings, "warning"))
	}
	return text.F("%s：这样打出的包收不到离线推送。", "%s: an app built like this will miss offline pushes.", t)
}

func (in *Input) unusedNotes() []text.Text {
	var notes []text.Text
	if in.usage.kind == OnlyCommented {
		d := in.usage.dead
		notes = append(notes, text.F("只有未生效的代码提到它（注释，或条件编译排除在 App 之外）：%s:%d。",
			"Only switched-off code mentions it (a comment, or code that conditional compilation keeps out of the app): %s:%d.", d.File, d.Start.Line))
	}
	if p := in.Project.Plugin; p.State == project.Present {
		notes = append(notes, text.F("留有插件的文件夹：%s。", "The plugin's folder is left over: %s.", p.Path))
	}
	if len(in.usage.others) > 0 {
		notes = append(notes, text.F("发现的推送渠道：%s。", "Push channel found: %s.", text.List(in.usage.others)))
	}
	return notes
}
