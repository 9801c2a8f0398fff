package cmd

import (
	"errors"
	"os"
	"path/filepath"
	"slices"

	"github.com/spf13/cobra"

	"github.com/offpush/offpush/pkg/check"
	"github.com/offpush/offpush/pkg/project"
	"github.com/offpush/offpush/pkg/repair"
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

// fixAll repairs the projects, and says on standard error what was done: standard
// output is the report's. When nothing is to be written it writes a patch, and
// returns the exit code that the repaired projects would have.
func (a *app) fixAll(roots []string, o doctorOptions) error {
	base := patchBase(roots)
	var patch []byte
	failed, changed, left := false, 0, 0
	for _, root := range roots {
		plan, err := repair.Make(root, func(c *project.Changes) (*check.Report, error) { return a.judgeChanged(root, o, c) })
		if err != nil {
			return err
		}
		failed = failed || fails(plan.Report.Summary, o.failOn)
		if !o.dryRun {
			if err := apply(plan, root); err != nil {
				return err
			}
		}
		changed += len(plan.Done)
		left += len(plan.Left)
		a.listRepairs(plan, root, o)
		if prefix, err := filepath.Rel(base, root); err == nil && o.dryRun {
			patch = append(patch, plan.Diff(filepath.ToSlash(prefix))...)
		}
	}
	switch {
	case changed == 0 && left > 0:
	case changed == 0:
		a.note(text.T("没有可以自动修复的问题", "there is nothing that can be repaired mechanically"))
	case o.dryRun:
		a.note(text.F("没有写任何文件；可在 %s 中用 patch -p1 或 git apply 应用这个补丁", "no file was written; patch -p1 or git apply takes the patch in %s", printable(base)))
	default:
		a.note(text.T("改动了 manifest.json 或插件的，要重新制作自定义基座", "where manifest.json or the plugin changed, make the custom base again"))
	}
	if !o.dryRun {
		return nil
	}
	if _, err := a.Out.Write(patch); err != nil {
		return err
	}
	if failed {
		return reported(exitProblems)
	}
	return nil
}

// apply writes a plan, or says why not.
func apply(plan *repair.Plan, root string) error {
	var e *repair.Error
	switch err := plan.Apply(); {
	case err == nil:
		return nil
	case !errors.As(err, &e):
		return err
	}
	message := text.F("修复没有完成，%s：%s", "the repair was not carried out, %s: %s", printable(filepath.Join(root, filepath.FromSlash(e.Path))), e.Message)
	out := &failure{code: exitFailed, id: "not-repaired", message: message}
	if len(e.Stuck) > 0 {
		return out.withHint(text.F("这些没能恢复原样，请检查：%s", "These could not be put back as they were, please look: %s.", text.List(e.Stuck).Map(text.Visible)))
	}
	return out.withHint(text.T("所有文件都和原来一样。", "All files are as they were."))
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
