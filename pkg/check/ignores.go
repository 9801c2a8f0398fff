package check

import (
	"slices"

	"github.com/offpush/offpush/pkg/source"
	"github.com/offpush/offpush/pkg/text"
)

const ignoresURL = "https://github.com/offpush/offpush/blob/main/docs/ci.md"

// The rules about ignores, which cannot be ignored.
const (
	ignoreWithoutReasonID = "ignore-without-reason"
	unusedIgnoreID        = "unused-ignore"
)

var ignoreWithoutReason = &Rule{
	ID:       ignoreWithoutReasonID,
	Topic:    TopicIgnore,
	Severity: Error,
	Always:   true,
	Doc: Doc{
		Title: text.T("忽略一条检查时写明了理由", "Each ignore gives its reason"),
		Why: text.T("没有理由的忽略过几个月谁也说不清为什么存在，真正的问题就此被盖住，收不到推送时也没人想到去看它。所以没写理由的忽略不生效。",
			"Nobody can tell some months later why an ignore without a reason is there; the fault that it hides stays hidden when pushes go missing. So an ignore without a reason does nothing."),
		Fix: text.T("在规则名后面加冒号和理由：offpush-ignore 规则: 理由；offpush.toml 里填 reason。没有理由就删掉它，把问题改好。",
			"Write a colon and the reason behind the rule: offpush-ignore RULE: REASON, or reason = \"...\" in offpush.toml. Where there is none, remove the ignore and mend what it hides."),
		File: "offpush.toml",
		Before: `[[doctor.ignore]]
rule = "plugin-retired"`,
		After: `[[doctor.ignore]]
rule = "plugin-retired"
reason = "TencentCloud-Push comes with the next major version"`,
		Links: []string{ignoresURL},
	},
	Run: runIgnoreWithoutReason,
}

var unusedIgnore = &Rule{
	ID:       unusedIgnoreID,
	Topic:    TopicIgnore,
	Severity: Warning,
	Always:   true,
	Doc: Doc{
		Title: text.T("每一处忽略都还有用", "Each ignore still silences something"),
		Why: text.T("问题已经改好、代码挪了位置或规则名写错之后，留下的忽略什么也不做；以后同一处再出现同样的问题，它又会悄悄盖住。",
			"An ignore that outlived its finding, stands at the wrong place or has a misspelt rule does nothing today, and silently hides the next fault that turns up there."),
		Fix: text.T("删掉这处忽略；还需要它时，写在有问题的那一行或它的上一行。没有行号的问题只能用 offpush.toml 的 [[doctor.ignore]] 忽略。",
			"Remove it. Where it is still wanted, put it on the line of the finding or the line above; a finding without a line can only be ignored by [[doctor.ignore]] in offpush.toml."),
		File:   "offpush.toml",
		Before: `rule = "plugin-retird"`,
		After:  `rule = "plugin-retired"`,
		Links:  []string{ignoresURL},
	},
	Run: runUnusedIgnore,
}

// isAboutIgnores: what is wrong with ignores cannot be ignored.
func isAboutIgnores(rule string) bool {
	return rule == ignoreWithoutReasonID || rule == unusedIgnoreID
}

func runIgnoreWithoutReason(in *Input) []Result {
	if len(in.silencer.ignores) == 0 {
		return one(noIgnores())
	}
	var out []Result
	for _, i := range in.silencer.ignores {
		if i.Reason == "" {
			out = append(out, fail(i.Span, text.F("忽略 %s 没有写理由，不生效", "an ignore of %s without a reason; it does nothing", ruleName(i.Rule))).
				with(text.Text{}, howToIgnore(i)))
		}
	}
	if len(out) > 0 {
		return out
	}
	return one(pass(source.Span{}, text.F("%[1]d 处忽略都写了理由", "%[2]s, with a reason each", len(in.silencer.ignores), text.Plural(len(in.silencer.ignores), "ignore"))))
}

func runUnusedIgnore(in *Input) []Result {
	s := in.silencer
	if len(s.ignores) == 0 {
		return one(noIgnores())
	}
	var out []Result
	used := 0
	for n, i := range s.ignores {
		if message := s.useless(n, i); !message.IsZero() {
			r := fail(i.Span, message)
			switch {
			case !slices.Contains(s.rules, i.Rule):
				r = r.fix(text.T("写上已有的规则名，offpush explain 列出全部规则", "write the id of a rule; offpush explain lists them"))
			case i.Lines[0] == 0: // no comment, which the rule's own text is about
				r = r.fix(text.T("删掉这一条；还需要它时，把 path 改对：它相对于项目根目录，* 不跨目录，** 跨任意多级目录。",
					"Remove this entry. Where it is still wanted, mend its path: it begins at the project's root; * stays within a name, ** takes any number of folders."))
			}
			out = append(out, r)
		} else if s.used[n] {
			used++
		}
	}
	switch {
	case len(out) > 0:
		return out
	case used == 0:
		return one(notApplicable(text.T("忽略的规则这次没有得出结论", "the rules that are ignored came to no conclusion")))
	}
	return one(pass(source.Span{}, text.F("%[1]d 处忽略在起作用", "%[2]s in use", used, text.Plural(used, "ignore"))))
}

// useless says why an ignore silences nothing; empty where it does, or where that
// cannot be told.
func (s *silencer) useless(n int, i Ignore) text.Text {
	switch {
	case i.Rule == "":
		return text.T("忽略没有写规则名", "an ignore that names no rule")
	case isAboutIgnores(i.Rule):
		return text.F("%s 查的是忽略本身，不能被忽略（可以用 --skip 跳过）", "%s judges ignores and cannot be ignored itself (--skip leaves it out)", i.Rule)
	case !slices.Contains(s.rules, i.Rule):
		return unknownRule(i.Rule, s.rules)
	case i.Reason == "" || s.used[n] || i.Shared || !s.judged[i.Rule]:
		return text.Text{}
	case i.Lines[0] > 0:
		return text.F("这一行和下一行都没有 %s 的问题，忽略不起作用", "%s finds nothing on this line or the next one, so this ignore does nothing", i.Rule)
	case i.Path != "":
		return text.F("%[2]s 里没有 %[1]s 的问题，忽略不起作用", "%[1]s finds nothing in %[2]s, so this ignore does nothing", i.Rule, i.Path)
	}
	return text.F("项目里没有 %s 的问题，忽略不起作用", "%s finds nothing in the project, so this ignore does nothing", i.Rule)
}

func noIgnores() Result {
	return notApplicable(text.T("项目里没有忽略任何检查", "nothing is ignored in this project"))
}

func ruleName(id string) text.Text {
	if id == "" {
		return text.T("（没有规则名）", "(no rule)")
	}
	return text.Same(id)
}

// howToIgnore is what an ignore should look like.
func howToIgnore(i Ignore) text.Text {
	if i.Lines[0] == 0 {
		return text.T(`reason = "理由"`, `reason = "why it is meant to be so"`)
	}
	rule := i.Rule
	if rule == "" {
		rule = "RULE"
	}
	return text.F("offpush-ignore %s: 理由", "offpush-ignore %s: why it is meant to be so", rule)
}
