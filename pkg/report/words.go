package report

import "github.com/offpush/offpush/pkg/text"

// The words of the text view that belong to no rule.
var (
	wordError   = text.T("错误", "error")
	wordWarning = text.T("警告", "warning")
	wordInfo    = text.T("提示", "info")
	wordUnknown = text.T("未知", "unknown")
	wordPassed  = text.T("通过", "passed")
	wordSkipped = text.T("不适用", "not applicable")

	labelFound    = text.T("发现", "found")
	labelExpected = text.T("期望", "expected")
	labelWhy      = text.T("影响", "why")
	labelFix      = text.T("处理", "fix")
	labelRelated  = text.T("另见", "see")
	headWhy       = text.T("影响", "Why it matters")
	headFix       = text.T("处理", "What to do")
	labelBefore   = text.T("错误写法", "Wrong")
	labelAfter    = text.T("正确写法", "Right")
	labelLinks    = text.T("参考", "Links")
	labelSeverity = text.T("级别", "Severity")
	labelTopic    = text.T("主题", "Topic")
	labelVendors  = text.T("厂商", "Vendors")
	labelNext     = text.T("下一步", "Next")

	endColon = text.T("：", ":")

	noVendors   = text.T("代码中没有设置任何厂商", "no vendor is set in code")
	untellable  = text.T("以下几点任何文件都看不出来，请在真机上确认", "What no file can tell; check it on a real phone")
	seeAll      = text.T("完整清单", "the whole list")
	readPapers  = text.T("查看这条规则的说明", "what this rule means")
	seeRepairs  = text.T("其中 %[1]d 处能自动修复，先看补丁", "the patch that repairs %[1]d of these")
	thenAgain   = text.T("修改后再检查一次", "after the changes")
	openPassed  = text.T("展开通过和不适用的项", "also shows what passed or does not apply")
	allProjects = text.T("%[1]d 个项目合计", "%[2]s in all")
	openedFound = text.T("共 %d 处", "%d places")
)

// shapes names project.Shape for people.
var shapes = map[string]text.Text{
	"hbuilderx": text.T("HBuilderX 项目", "HBuilderX project"),
	"cli-vue2":  text.T("CLI 项目（Vue 2）", "CLI project (Vue 2)"),
	"cli-vue3":  text.T("CLI 项目（Vue 3）", "CLI project (Vue 3)"),
	"generated": text.T("CLI 项目（manifest 由配置生成）", "CLI project (generated manifest)"),
	"uni-app-x": text.Same("uni-app x"),
	"5plus":     text.Same("5+ App"),
}
