package cmd

import (
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"github.com/offpush/offpush/internal/disk"
	"github.com/offpush/offpush/pkg/check"
	"github.com/offpush/offpush/pkg/report"
	"github.com/offpush/offpush/pkg/text"
)

// formatOptions are the flags of doctor that say how its reports are written.
type formatOptions struct {
	format      string
	formatGiven bool     // by the user
	reports     []string // FORMAT=FILE
	files       []reportFile
}

// reportFile is one of --report.
type reportFile struct{ format, path string }

func (a *app) formatFlags(c *cobra.Command, o *formatOptions) {
	names := report.FormatNames()
	choose(c, &o.format, "format", a.say("输出格式", "format of the output"), names...)
	c.Flags().StringArrayVar(&o.reports, "report", nil, a.say("另外把报告写入文件，`FORMAT=FILE`，如 sarif=out.sarif；可重复",
		"also write a report to a file, `FORMAT=FILE`, as sarif=out.sarif; may be repeated"))
	_ = c.RegisterFlagCompletionFunc("report", func(_ *cobra.Command, _ []string, typed string) ([]string, cobra.ShellCompDirective) {
		if strings.Contains(typed, "=") {
			return nil, cobra.ShellCompDirectiveDefault
		}
		var out []string
		for _, n := range names {
			out = append(out, n+"=")
		}
		return out, cobra.ShellCompDirectiveNoSpace | cobra.ShellCompDirectiveNoFileComp
	})
}

// checkFormats reads --report.
func (o *formatOptions) checkFormats() error {
	for _, value := range o.reports {
		format, path, ok := strings.Cut(value, "=")
		names := report.FormatNames()
		switch near := text.Nearest(format, names); {
		case slices.Contains(names, format):
		case near != "":
			return badFlag("report", text.F("没有格式 %q，是不是 %s？可用：%s", "there is no format %q; did you mean %s? Use %s", brief(format), near, oneOf(names)))
		default:
			return badFlag("report", text.F("没有格式 %q，可用：%s", "there is no format %q; use %s", brief(format), oneOf(names)))
		}
		switch {
		case !ok || path == "":
			return badFlag("report", text.F("缺少文件名，应写作 %[1]s=文件", "the file is missing; write %[1]s=FILE", format))
		case path == "-":
			return badFlag("report", text.F("只写文件；要输出到标准输出请用 --format %[1]s", "it writes files only; for standard output use --format %[1]s", format))
		case slices.ContainsFunc(o.files, func(f reportFile) bool { return realPath(f.path) == realPath(path) }):
			return badFlag("report", text.F("%s 用了两次", "%s is there twice", shown(path)))
		}
		o.files = append(o.files, reportFile{format, path})
	}
	return nil
}

// writeReports writes the reports to the files and to standard output. All are
// made before the first is written, so that an error leaves no half report. When
// a file cannot be written, people still see the text.
func (a *app) writeReports(reports []*check.Report, o doctorOptions) error {
	job := report.Job{Reports: reports, All: o.all, Tool: tool(), Look: a.look(), Dir: a.repositoryDir}
	job.Look.Verbose, job.Look.Again = o.verbose, a.again()
	if !o.fix && len(o.reports) == 0 && !o.writeBaseline { // which --dry-run does not go with
		job.Look.Repair = a.again() + " --fix --dry-run"
	}
	render := report.Render
	if a.inGitHub() {
		render = report.RenderForLog
	}
	out, err := render(o.format, job)
	if err != nil {
		return err
	}
	missing := writeFiles(o.files, job)
	if missing != nil && o.format != "text" {
		return missing
	}
	if a.inGitHub() {
		if out, err = a.forGitHub(out, job, o.formatOptions); err != nil {
			return err
		}
	}
	if _, err = a.raw.Write(out); missing != nil {
		return missing
	}
	return err
}

func writeFiles(files []reportFile, job report.Job) error {
	job.Look.Colour, job.Look.Width = false, report.DefaultWidth
	var contents [][]byte
	for _, f := range files {
		content, err := report.Render(f.format, job)
		if err != nil {
			return err
		}
		contents = append(contents, content)
	}
	for i, f := range files {
		if err := disk.Real().Replace(f.path, contents[i]); err != nil {
			return &failure{code: exitFailed, id: "report-not-written",
				message: text.F("报告 %s 无法写入：%s", "the report %s cannot be written: %s", shown(f.path), unwritten(err))}
		}
	}
	return nil
}

// summaryLimit is the size up to which GitHub takes a step's summary.
const summaryLimit = 1 << 20

// forGitHub is what is written in a step of GitHub Actions. Annotations are added
// unless a format was asked for, or a file takes them; the job's summary has a
// file of its own.
func (a *app) forGitHub(out []byte, job report.Job, o formatOptions) ([]byte, error) {
	if !o.formatGiven && !slices.ContainsFunc(o.files, func(f reportFile) bool { return f.format == "github" }) {
		annotations, err := report.Render("github", job)
		if err != nil {
			return nil, err
		}
		out = append(out, annotations...)
	}
	if path := a.Getenv("GITHUB_STEP_SUMMARY"); path != "" {
		if err := appendSummary(path, job); err != nil {
			a.note(text.F("无法写入 GitHub 的任务摘要：%s", "GitHub's job summary cannot be written: %s", text.Cause(err)))
		}
	}
	return out, nil
}

// appendSummary adds to a file that other parts of the step may have written to.
func appendSummary(path string, job report.Job) (err error) {
	f, err := os.OpenFile(path, os.O_APPEND|os.O_CREATE|os.O_WRONLY, 0o644)
	if err != nil {
		return err
	}
	defer func() {
		if closed := f.Close(); err == nil {
			err = closed
		}
	}()
	info, err := f.Stat()
	if err != nil {
		return err
	}
	_, err = fmt.Fprint(f, report.Summary(job, max(summaryLimit-int(info.Size()), 0)))
	return err
}

// repositoryDir is the folder of a project as a CI service knows it: below the
// repository that it checked out. Elsewhere it is as the user would type it.
func (a *app) repositoryDir(root string) string {
	for _, ci := range []struct{ name, checkout string }{
		{"GITHUB_ACTIONS", "GITHUB_WORKSPACE"}, {"GITLAB_CI", "CI_PROJECT_DIR"}, {"JENKINS_URL", "WORKSPACE"},
	} {
		checkout := a.Getenv(ci.checkout)
		if a.Getenv(ci.name) == "" || checkout == "" {
			continue
		}
		if rel, ok := below(checkout, filepath.FromSlash(root)); ok {
			return rel
		}
	}
	return root
}

// realPath is a path by which a file is told from others, with links followed; the
// file need not be there yet.
func realPath(path string) string {
	if abs, err := filepath.Abs(path); err == nil {
		path = abs
	}
	if real, err := filepath.EvalSymlinks(path); err == nil {
		return real
	}
	if dir, err := filepath.EvalSymlinks(filepath.Dir(path)); err == nil {
		return filepath.Join(dir, filepath.Base(path))
	}
	return path
}

// below is a path relative to a folder that it lies in. Links are followed, as
// the two may be named by different ones.
func below(folder, path string) (string, bool) {
	path, err := filepath.Abs(path)
	if err != nil {
		return "", false
	}
	for _, p := range []*string{&folder, &path} {
		if real, err := filepath.EvalSymlinks(*p); err == nil {
			*p = real
		}
	}
	rel, err := filepath.Rel(folder, path)
	if err != nil || !filepath.IsLocal(rel) {
		return "", false
	}
	return filepath.ToSlash(rel), true
}
