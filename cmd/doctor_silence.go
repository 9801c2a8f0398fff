package cmd

import (
	"errors"
	"io/fs"
	"path/filepath"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/spf13/cobra"

	"github.com/offpush/offpush/internal/disk"
	"github.com/offpush/offpush/pkg/check"
	"github.com/offpush/offpush/pkg/config"
	"github.com/offpush/offpush/pkg/source"
	"github.com/offpush/offpush/pkg/text"
)

// silenceOptions are the flags of doctor that say which findings count.
type silenceOptions struct {
	only, skip    []string
	writeBaseline bool
	baseline      string
	noBaseline    bool
}

func (a *app) silenceFlags(c *cobra.Command, o *silenceOptions) {
	c.Flags().StringSliceVar(&o.only, "only", nil, a.say("只看这些规则，逗号分隔的 `RULES`", "show these `RULES` only, with commas"))
	c.Flags().StringSliceVar(&o.skip, "skip", nil, a.say("不看这些规则，逗号分隔的 `RULES`", "leave these `RULES` out, with commas"))
	c.Flags().BoolVar(&o.writeBaseline, "write-baseline", false, a.say("把现有的问题记入基线，以后只报新问题", "record today's findings, so that later runs fail on new ones only"))
	c.Flags().StringVar(&o.baseline, "baseline", "", a.say("基线文件 `FILE`，默认为项目根目录的 "+check.BaselineName, "baseline `FILE`; else "+check.BaselineName+" in the project's root"))
	c.Flags().BoolVar(&o.noBaseline, "no-baseline", false, a.say("不使用基线", "use no baseline"))
	completeList(c, "only", check.RuleIDs())
	completeList(c, "skip", check.RuleIDs())
	_ = c.MarkFlagFilename("baseline", "json")
}

// checkSilence judges the values of the flags.
func (o *silenceOptions) checkSilence(all bool) error {
	if o.only != nil && len(o.only) == 0 { // a shell variable that is not set
		return badFlag("only", text.T("没有写规则", "names no rule"))
	}
	for _, list := range []struct {
		flag string
		ids  []string
	}{{"only", o.only}, {"skip", o.skip}} {
		for i, id := range list.ids {
			if list.ids[i] = strings.TrimSpace(id); !check.IsRule(list.ids[i]) {
				return badFlag(list.flag, check.UnknownRule(brief(list.ids[i])))
			}
		}
	}
	if len(o.only) > 0 && !slices.ContainsFunc(o.only, func(id string) bool { return !slices.Contains(o.skip, id) }) {
		return badFlag("skip", text.T("把 --only 选中的规则全部排除了", "leaves out all that --only chose"))
	}
	switch {
	case o.noBaseline && o.baseline != "":
		return badFlag("no-baseline", text.T("不能与 --baseline 同时使用", "not together with --baseline"))
	case o.noBaseline && o.writeBaseline:
		return badFlag("no-baseline", text.T("不能与 --write-baseline 同时使用", "not together with --write-baseline"))
	case all && o.baseline != "":
		return badFlag("baseline", text.F("不能与 --all 同时使用：每个项目用自己的 %s", "not together with --all: each project has its own %s", check.BaselineName))
	}
	return nil
}

// silenced adds to the options of a run what was said of single findings.
func (o *silenceOptions) silenced(out check.Options, root string, c *config.Config) (check.Options, error) {
	var err error
	out.Only, out.Skip = o.only, o.skip
	if out.Severities, err = severities(c); err != nil {
		return out, err
	}
	for _, i := range c.Doctor.Ignores {
		out.Ignores = append(out.Ignores, ignoreOf(root, i))
	}
	out.Baseline, err = o.readBaseline(root)
	return out, err
}

// severities judges [doctor.severity].
func severities(c *config.Config) (map[string]check.Severity, error) {
	out := map[string]check.Severity{}
	for _, s := range c.Doctor.Severities {
		var wrong text.Text
		switch level := check.Severity(s.Level); {
		case !check.IsRule(s.Rule):
			wrong = check.UnknownRule(brief(s.Rule))
		case level == check.Error || level == check.Warning || level == check.Info:
			out[s.Rule] = level
			continue
		case s.Level == "off":
			wrong = text.F("%[1]s 不能关掉：用 [[doctor.ignore]] 忽略并写明理由，或者用 --skip %[1]s", "%[1]s cannot be turned off: ignore it by [[doctor.ignore]] with a reason, or leave it out by --skip %[1]s", s.Rule)
		default:
			wrong = text.F("%[1]s 的级别 %[2]q 无效，可用：%[3]s", "%[1]s has no level %[2]q; use %[3]s", s.Rule, brief(s.Level), oneOf([]string{"error", "warning", "info"}))
		}
		return nil, badConfig(s.Place.Error(wrong))
	}
	return out, nil
}

// ignoreOf is an ignore of offpush.toml as the rules see it.
func ignoreOf(root string, i config.Ignore) check.Ignore {
	out := check.Ignore{Rule: i.Rule, Reason: i.Reason, Path: i.Path, Span: source.Of(filepath.ToSlash(i.Place.File))}
	if abs, err := filepath.Abs(i.Place.File); err == nil {
		if rel, err := filepath.Rel(root, abs); err == nil {
			out.Span.File = filepath.ToSlash(rel)
			out.Shared = !filepath.IsLocal(rel)
		}
	}
	if line := i.Place.Line; line > 0 {
		indent := len(i.Place.Text) - len(strings.TrimLeft(i.Place.Text, " \t"))
		out.Span.Line = i.Place.Text
		out.Span.Start = source.Position{Line: line, Column: 1 + indent}
		out.Span.End = source.Position{Line: line, Column: 1 + utf8.RuneCountInString(i.Place.Text)}
	}
	return out
}

// baselineOf is the place of a project's baseline.
func (o *silenceOptions) baselineOf(root string) string {
	if o.baseline != "" {
		return o.baseline
	}
	return filepath.Join(root, check.BaselineName)
}

// maxBaseline is how much of a baseline is read, in bytes.
const maxBaseline = 16 << 20

// readBaseline returns the baseline that a run is compared with, nil when there
// is none. One that is named must be there, unless this run writes it.
func (o *silenceOptions) readBaseline(root string) (*check.Baseline, error) {
	if o.noBaseline {
		return nil, nil
	}
	path := o.baselineOf(root)
	data, err := disk.Read(path, maxBaseline)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		if o.baseline != "" && !o.writeBaseline {
			return nil, usageError("bad-baseline", text.F("基线文件 %s 不存在", "there is no baseline %s", printable(path))).
				withHint(text.T("用 --write-baseline 写一份。", "--write-baseline makes one."))
		}
		return nil, nil
	case err != nil:
		return nil, &failure{code: exitFailed, id: "unreadable", message: text.F("无法读取基线文件 %s：%s", "the baseline %s cannot be read: %s", printable(path), text.Cause(err))}
	}
	b, wrong, newer := check.ParseBaseline(data)
	switch {
	case wrong.IsZero():
		b.File = filepath.ToSlash(display(path))
		return b, nil
	case o.writeBaseline && !newer && len(o.only)+len(o.skip) == 0:
		return nil, nil // all of it is written anew
	}
	hint := text.T("用 --write-baseline 重新写入，或用 --no-baseline 不使用它。", "Write it anew by --write-baseline, or leave it out by --no-baseline.")
	if newer { // --write-baseline would not touch it
		hint = text.T("升级 offpush，或用 --no-baseline 不使用它；要用这个版本重新写入，先删除该文件。", "Update offpush, or leave it out by --no-baseline; to write it anew by this version, remove it first.")
	}
	return nil, usageError("bad-baseline", text.F("基线文件 %s 有误：%s", "the baseline %s: %s", printable(path), wrong)).withHint(hint)
}

// recordAll records each of the reports, and replaces it.
func (a *app) recordAll(roots []string, o doctorOptions, reports []*check.Report) (err error) {
	for i, root := range roots {
		if reports[i], err = a.record(root, o, reports[i]); err != nil {
			return err
		}
	}
	return nil
}

// record writes the baseline of a project that was judged, and judges it again
// with that.
func (a *app) record(root string, o doctorOptions, r *check.Report) (*check.Report, error) {
	old, err := o.readBaseline(root)
	if err != nil {
		return nil, err
	}
	b := r.Record(old, check.Options{Only: o.only, Skip: o.skip})
	data, err := b.Encode(tool().Name, tool().Version)
	if err != nil {
		return nil, err
	}
	path := o.baselineOf(root)
	if err := disk.Real().Replace(path, data); err != nil {
		return nil, &failure{code: exitFailed, id: "baseline-not-written",
			message: text.F("无法写入基线文件 %s：%s", "the baseline %s cannot be written: %s", printable(path), unwritten(err))}
	}
	n := len(b.Findings)
	a.note(text.F("已把 %[1]d 个问题记入 %[3]s；以后只有新问题会报错。请提交这个文件。", "recorded %[2]s in %[3]s; later runs fail on new ones only. Commit that file.", n, text.Plural(n, "finding"), printable(path)))
	return a.judge(root, o)
}

// unwritten is why a file was not replaced.
func unwritten(err error) text.Text {
	if errors.Is(err, disk.ErrDangling) {
		return text.T("是链接，所指的文件不存在", "it is a link to a file that is not there")
	}
	return text.Cause(err)
}
