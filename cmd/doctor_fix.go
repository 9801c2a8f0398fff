package cmd

import (
	"errors"
	"os"
	"os/signal"
	"path"
	"path/filepath"
	"slices"
	"strings"
	"syscall"

	"github.com/spf13/cobra"

	"github.com/offpush/offpush/pkg/check"
	"github.com/offpush/offpush/pkg/project"
	"github.com/offpush/offpush/pkg/repair"
	"github.com/offpush/offpush/pkg/report"
	"github.com/offpush/offpush/pkg/source"
	"github.com/offpush/offpush/pkg/text"
)

// fixOptions are the flags of doctor that repair.
type fixOptions struct{ fix, dryRun bool }

func (a *app) fixFlags(c *cobra.Command, o *fixOptions) {
	c.Flags().BoolVar(&o.fix, "fix", false, a.say("先修复不需要人判断的问题，再检查", "repair what needs nobody's judgement, then judge"))
	c.Flags().BoolVar(&o.dryRun, "dry-run", false, a.say("与 --fix 一起用：只输出补丁（patch -p1 或 git apply 可用），不写任何文件", "with --fix: write a patch for patch -p1 or git apply to standard output, and no file"))
}

// checkFix judges the flags, and what they do not go together with.
func (o *doctorOptions) checkFix() error {
	if !o.dryRun {
		return nil
	}
	const flag = "dry-run"
	switch {
	case !o.fix:
		return badFlag(flag, text.T("要与 --fix 一起用", "goes with --fix only"))
	case o.format != "text":
		return badFlag(flag, text.T("输出的是补丁，不能与 --format 同时使用", "writes a patch: not together with --format"))
	case len(o.reports) > 0:
		return badFlag(flag, text.T("不写文件，不能与 --report 同时使用", "writes no file: not together with --report"))
	case o.writeBaseline:
		return badFlag(flag, text.T("不写文件，不能与 --write-baseline 同时使用", "writes no file: not together with --write-baseline"))
	}
	return nil
}

// repairs are the plan for one project.
type repairs struct {
	root string
	plan *repair.Plan
}

// fixAll repairs the projects, and says on standard error what was done: standard
// output is the report's. All of them are planned before the first is written. It
// reports false when one could not be written; that one is then as it was, and
// the others are not kept waiting for it.
func (a *app) fixAll(roots []string, o doctorOptions) (bool, error) {
	all, err := a.planAll(roots, o)
	if err != nil {
		return false, err
	}
	interrupts := make(chan os.Signal, 1)
	signal.Notify(interrupts, os.Interrupt, syscall.SIGTERM)
	defer signal.Stop(interrupts)
	return a.writeAll(all, o, interrupts)
}

// writeAll carries out the plans. An interrupt waits until the project is written:
// half a plan and temporary files would be left behind.
func (a *app) writeAll(all []repairs, o doctorOptions, interrupts <-chan os.Signal) (bool, error) {
	whole, changed, left := true, []string{}, 0
	for _, r := range all {
		if len(interrupts) > 0 {
			return false, &failure{code: exitFailed, id: "interrupted", message: text.F("已中断，项目 %s 没有修复", "interrupted; the project %s is not repaired", printable(r.root))}
		}
		left += len(r.plan.Left)
		if err := r.plan.Apply(); err != nil {
			whole = false
			a.noteUnrepaired(err, r.root)
			continue
		}
		a.listRepairs(r.plan, r.root, o)
		changed = append(changed, r.plan.Paths()...)
	}
	if len(interrupts) > 0 {
		return false, &failure{code: exitFailed, id: "interrupted", message: text.T("已中断；修复已经完成", "interrupted; the repair was already done")}
	}
	switch {
	case slices.ContainsFunc(changed, needsNewBase):
		a.note(text.T("manifest.json 或插件有改动，要重新制作自定义基座", "manifest.json or the plugin changed: make the custom base again"))
	case len(changed) == 0 && left == 0 && whole:
		a.note(nothingToRepair)
	}
	if !whole && o.writeBaseline { // what was to be repaired is not to be taken as known
		a.note(text.T("没有写基线文件", "the baseline was not written"))
	}
	return whole, nil
}

var nothingToRepair = text.T("没有可以自动修复的问题", "there is nothing that can be repaired mechanically")

// needsNewBase tells files that the app on the phone is made of when it is built,
// unlike code, which is loaded into it.
func needsNewBase(rel string) bool {
	inPlugins := slices.ContainsFunc(strings.Split(rel, "/"), func(part string) bool { return strings.EqualFold(part, "nativeplugins") })
	return inPlugins || path.Base(rel) == "manifest.json"
}

// showFixes writes a patch of what fixAll would do, and returns the exit code
// that the repaired projects would have.
func (a *app) showFixes(roots []string, o doctorOptions) error {
	all, err := a.planAll(roots, o)
	if err != nil {
		return err
	}
	base := patchBase(roots)
	var patch []byte
	failed, done, left := false, 0, 0
	for _, r := range all {
		failed = failed || fails(r.plan.Report.Summary, o.failOn)
		done += len(r.plan.Done)
		left += len(r.plan.Left)
		a.listRepairs(r.plan, r.root, o)
		if prefix, err := filepath.Rel(base, r.root); err == nil {
			patch = append(patch, r.plan.Diff(filepath.ToSlash(prefix))...)
		}
	}
	switch {
	case done > 0:
		a.note(text.F("没有写任何文件；可在 %s 中用 patch -p1 或 git apply 应用这个补丁", "no file was written; patch -p1 or git apply takes the patch in %s", printable(base)))
	case left == 0:
		a.note(nothingToRepair)
	}
	if a.inGitHub() {
		patch = []byte(report.QuietPatch(string(patch)))
	}
	if _, err := a.raw.Write(patch); err != nil {
		return err
	}
	if failed {
		return reported(exitProblems)
	}
	return nil
}

// planAll plans the repairs of the projects, and writes nothing.
func (a *app) planAll(roots []string, o doctorOptions) ([]repairs, error) {
	var all []repairs
	for _, root := range roots {
		plan, err := repair.Make(root, func(c *project.Changes) (*check.Report, error) { return a.judgeChanged(root, o, c) })
		if err != nil {
			return nil, err
		}
		all = append(all, repairs{root, plan})
	}
	return all, nil
}

// noteUnrepaired says why a plan was not carried out, and how its project is now.
func (a *app) noteUnrepaired(err error, root string) {
	var e *repair.Error
	if !errors.As(err, &e) {
		e = &repair.Error{Path: ".", Message: text.Cause(err)}
	}
	a.note(text.F("修复没有完成，%s：%s", "the repair was not carried out, %s: %s", printable(filepath.Join(root, filepath.FromSlash(e.Path))), e.Message))
	if len(e.Stuck) > 0 {
		a.note(text.F("这些没能恢复原样，请检查：%s", "these could not be put back as they were, please look: %s", text.List(e.Stuck).Map(text.Visible)))
		return
	}
	a.note(text.F("项目 %s 的所有文件都和原来一样", "all files of the project %s are as they were", printable(root)))
}

// listRepairs says what was done and what was left out.
func (a *app) listRepairs(plan *repair.Plan, root string, o doctorOptions) {
	in := ""
	if o.all {
		in = printable(root) + "/"
	}
	done := text.T("已修复", "repaired")
	if o.dryRun {
		done = text.T("可修复", "would repair")
	}
	for _, item := range plan.Done {
		a.note(text.F("%s %s（%s）：%s", "%s %s (%s): %s", done, item.Rule.ID, in+shownPlace(item.Span), item.Message.Map(text.Visible)))
	}
	for _, item := range plan.Left {
		a.note(text.F("没有修复 %s（%s）：%s", "left %s (%s) as it is: %s", item.Rule.ID, in+shownPlace(item.Span), item.Why))
	}
}

// shownPlace is where a finding is, without the line: earlier repairs may have
// moved it.
func shownPlace(s source.Span) string {
	if s.IsZero() {
		return "."
	}
	return text.Visible(s.File)
}

// patchBase is the folder that a patch's paths are relative to: the working
// directory where the projects lie in it, else the one that holds them all.
func patchBase(roots []string) string {
	base, err := os.Getwd()
	if err != nil {
		base = roots[0]
	}
	within := func(root string) bool {
		rel, err := filepath.Rel(base, root)
		return err == nil && filepath.IsLocal(rel)
	}
	if slices.ContainsFunc(roots, func(root string) bool { return !within(root) }) {
		base = roots[0]
	}
	for slices.ContainsFunc(roots, func(root string) bool { return !within(root) }) && base != filepath.Dir(base) {
		base = filepath.Dir(base)
	}
	return base
}
