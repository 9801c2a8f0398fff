package check

import (
	"github.com/offpush/offpush/pkg/manifest"
	"github.com/offpush/offpush/pkg/project"
	"github.com/offpush/offpush/pkg/text"
)

// expectations say what should stand at the place of an unparsable text.
var expectations = map[manifest.Expect]text.Text{
	manifest.ExpectContent:        text.T("内容（文件是空的）", "content (the file is empty)"),
	manifest.ExpectValue:          text.T("一个值", "a value"),
	manifest.ExpectNumber:         text.T("JSON 写法的数字", "a number as JSON writes it"),
	manifest.ExpectName:           text.T("带双引号的属性名或 }", "a name in double quotation marks, or }"),
	manifest.ExpectColon:          text.T("冒号 :", "a colon"),
	manifest.ExpectCommaOrBrace:   text.T("逗号或 }", "a comma or }"),
	manifest.ExpectCommaOrBracket: text.T("逗号或 ]", "a comma or ]"),
	manifest.ExpectEnd:            text.T("文件结束", "the end of the file"),
	manifest.ExpectQuote:          text.T("字符串的结束引号", "the quotation mark that closes the string"),
	manifest.ExpectEscape:         text.T("有效的转义序列", "a valid escape sequence"),
	manifest.ExpectEscapedControl: text.T(`转义后的控制字符，如 \t`, `an escaped control character such as \t`),
	manifest.ExpectCommentEnd:     text.T("注释的结束符 */", "the */ that ends the comment"),
}

// problem words a Problem as a failed result, without a severity.
func problem(p manifest.Problem) Result {
	switch p.Kind {
	case manifest.WrongEncoding:
		encoding := text.Same(p.Detail)
		if p.Detail == "" {
			encoding = text.T("其他编码", "another encoding")
		}
		return fail(p.Span, text.F("文件不是 UTF-8 编码（看起来是 %s），编译器读不出其中的设置", "the file is not UTF-8 (it looks like %s), so no compiler can read it", encoding)).
			with(encoding, text.Same("UTF-8"))
	case manifest.TooLarge:
		return fail(p.Span, text.T("文件过大或嵌套过深，不是正常的配置文件", "the file is too large or too deeply nested for a configuration file")).
			with(text.Text{}, text.F("不超过 %d 字节、%d 层", "at most %d bytes and %d levels", manifest.MaxSize, manifest.MaxDepth))
	case manifest.TrailingComma:
		return fail(p.Span, text.T("最后一项后面多了一个逗号", "there is a comma behind the last entry")).
			with(text.Same(","), text.T("没有逗号", "no comma"))
	case manifest.DuplicateName:
		return fail(p.Span, text.F("属性 %q 重复，只有最后一个生效", "%q stands twice; only the last one counts", p.Detail)).
			with(text.Same(p.Detail), text.T("每个属性只写一次", "each name once")).
			see(p.Related, text.T("第一次出现在这里", "first here"))
	case manifest.ByteOrderMark:
		return fail(p.Span, text.T("文件以 BOM（字节顺序标记）开头", "the file starts with a byte order mark (BOM)")).
			with(text.Same("UTF-8 BOM"), text.T("UTF-8，无 BOM", "UTF-8 without a BOM"))
	case manifest.Comment:
		return fail(p.Span, text.T("这个文件必须是严格的 JSON，不能有注释", "this file must be strict JSON, without comments")).
			with(text.T("注释", "a comment"), text.T("没有注释", "no comment"))
	}
	r := fail(p.Span, text.T("不是有效的 JSON，文件读不出来", "this is no valid JSON; the file cannot be read")).
		with(foundToken(p.Detail), expectations[p.Expect])
	if !p.Related.IsZero() {
		r = r.see(p.Related, text.T("从这里开始没有闭合", "opened here and not closed"))
	}
	return r
}

func foundToken(detail string) text.Text {
	switch detail {
	case "":
		return text.T("文件到此结束", "the end of the file")
	case "\n":
		return text.T("行到此结束", "the end of the line")
	}
	return text.Same(detail)
}

// unreadable words why a file that should be there was not read.
func unreadable(d project.Doc) text.Text {
	return notRead(d.Path, d.State, d.Err)
}

func notRead(path string, state project.State, err error) text.Text {
	switch state {
	case project.Ignored:
		return text.F("%s 不在这里，但 .gitignore 忽略了这个路径：它可能只在打包的电脑上", "%s is not here, but .gitignore covers its path: it may exist only where the app is built", path)
	case project.Outside:
		return text.F("%s 是指向项目之外的链接，没有读取", "%s is a link that leads out of the project and was not followed", path)
	case project.Unreadable:
		return text.F("无法读取 %s：%v", "%s cannot be read: %v", path, err)
	}
	return text.F("%s 不存在", "%s does not exist", path)
}
