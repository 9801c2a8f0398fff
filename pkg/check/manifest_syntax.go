package check

import (
	"github.com/offpush/offpush/pkg/manifest"
	"github.com/offpush/offpush/pkg/project"
	"github.com/offpush/offpush/pkg/source"
	"github.com/offpush/offpush/pkg/text"
)

var manifestSyntax = &Rule{
	ID:       "manifest-syntax",
	Topic:    TopicManifest,
	Severity: Error,
	Always:   true,
	Doc: Doc{
		Title: text.T("manifest.json 能被编译器完整读出", "manifest.json can be read in full by the compiler"),
		Why: text.T("manifest.json 读不出来或只读出一半时，Push 模块、原生插件和 vivo 参数都不会进入安装包，手机上就没有推送；Vue 2 的编译器遇到多余的逗号会直接报错，Vue 3 的编译器会悄悄丢掉后面的内容。",
			"When manifest.json cannot be read, or only in part, the Push module, the native plugin and vivo's values do not get into the app and the phone has no push. The Vue 2 compiler stops at a trailing comma; the Vue 3 compiler silently drops what it cannot read."),
		Fix: text.T("在 HBuilderX 打开 manifest.json → 源码视图，改正光标所指的位置；如果编码不对，用“文件 → 以指定编码重新打开”查看，再另存为 UTF-8（无 BOM）。",
			"In HBuilderX open manifest.json → Source View and correct the place shown. If the encoding is wrong, reopen the file with its real encoding and save it as UTF-8 without a BOM."),
		File:   "manifest.json",
		Before: `"modules" : { "Push" : {}, }`,
		After:  `"modules" : { "Push" : {} }`,
		Repair: text.T("删掉多余的逗号", "takes out a trailing comma"),
		Links:  []string{manifestURL},
	},
	Run: runManifestSyntax,
}

func runManifestSyntax(in *Input) []Result {
	m := in.Project.Manifest
	at := source.Of(m.Path)
	switch {
	case in.usage.kind == Unsupported:
		return one(notApplicable(in.usage.notJudged()))
	case m.State == project.Present:
		return manifestProblems(in, m)
	case m.State == project.Unreadable:
		return one(fail(at, unreadable(m)).fix(text.T("让运行 offpush 的用户能够读取这个文件。", "Make the file readable for the user who runs offpush.")).blocks())
	case m.State == project.Outside:
		return one(unknown(at, unreadable(m)).blocks())
	case in.Project.Shape == project.Generated:
		return one(unknown(at, text.F("%s 由 %s 在编译时生成，现在还没有：先运行或编译一次（例如 npm run dev:app），再检查",
			"%s is generated from %s by the build and is not here yet: run or build the project once (npm run dev:app, say), then check again",
			m.Path, in.Project.ManifestConfig)).blocks())
	case m.State == project.Ignored:
		return one(unknown(at, unreadable(m)).blocks())
	}
	return one(fail(at, text.F("找不到 %s", "%s is missing", m.Path)).
		with(text.T("没有这个文件", "no such file"), text.T("uni-app 的 manifest.json", "uni-app's manifest.json")).blocks())
}

func manifestProblems(in *Input, m project.Doc) []Result {
	var out []Result
	for _, p := range m.Problems {
		switch p.Kind {
		case manifest.Comment: // both compilers read over comments
		case manifest.DuplicateName:
			out = append(out, problem(p).warning())
		case manifest.TrailingComma, manifest.ByteOrderMark:
			if in.Project.Vue == 2 {
				out = append(out, problem(p).fix(strictFix).repair(in.trailingComma(p)...))
			} else {
				out = append(out, problem(p).warning().fix(strictFix).repair(in.trailingComma(p)...))
			}
		default:
			out = append(out, problem(p).blocks())
		}
	}
	if m.Root != nil && m.Root.Kind() != manifest.Object {
		out = append(out, fail(m.Root.Span(), text.T("manifest.json 的内容不是一个对象", "manifest.json does not hold an object")).
			with(text.T("不是 { ... }", "something else"), text.Same("{ ... }")).blocks())
	}
	if len(out) > 0 {
		return out
	}
	if m.Root == nil {
		return one(unknown(source.Of(m.Path), text.T("没有读出内容", "nothing could be read")).blocks())
	}
	if in.Project.ManifestConfig != "" {
		return one(pass(source.Of(m.Path), text.F("manifest.json 可以读出；它由 %s 生成，改动之后要重新编译才会更新", "manifest.json can be read; it is generated from %s and may be out of date until the next build", in.Project.ManifestConfig)))
	}
	return one(pass(source.Of(m.Path), text.T("manifest.json 可以完整读出", "manifest.json can be read in full")))
}

// strictFix is the advice for what one of the two compilers accepts.
var strictFix = text.T("删掉它再保存：Vue 2 的编译器按严格 JSON 读取（注释除外），会报错；其他工具也可能读不出来。",
	"Delete it and save: the Vue 2 compiler reads strict JSON (comments apart) and stops here, and other tools may as well.")
