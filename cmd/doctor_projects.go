package cmd

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"syscall"

	"github.com/offpush/offpush/pkg/catalog"
	"github.com/offpush/offpush/pkg/check"
	"github.com/offpush/offpush/pkg/config"
	"github.com/offpush/offpush/pkg/project"
	"github.com/offpush/offpush/pkg/repair"
	"github.com/offpush/offpush/pkg/text"
)

// findProjects returns the roots to judge, and says on standard error when they
// are not the folder that was named.
func (a *app) findProjects(o doctorOptions) ([]string, error) {
	find := project.Find
	if o.all {
		find = project.FindAll
	}
	found, err := find(o.dir)
	for _, dir := range found.Locked {
		a.note(text.F("无法读取目录 %s：其中的项目没有检查", "the folder %s cannot be read: no project in it is judged", printable(dir)))
	}
	if err != nil {
		return nil, unfound(o.dir, err)
	}
	if len(found.Roots) > 1 && !o.all {
		return nil, several(o.dir, found.Roots)
	}
	switch root := found.Roots[0]; {
	case o.all:
	case found.Below:
		a.note(text.F("%s 本身不是 uni-app 项目，检查其中唯一的项目 %s", "%s is no uni-app project itself; judging the only one below it, %s", shown(o.dir), printable(root)))
	case !isSame(root, o.dir):
		a.note(text.F("%s 属于项目 %s，检查该项目", "%s belongs to the project %s; judging that", shown(o.dir), printable(root)))
	}
	return found.Roots, nil
}

// note is for people, in any format.
func (a *app) note(t text.Text) { fmt.Fprintln(a.Err, "offpush: "+t.In(a.lang)) }

func unfound(dir string, err error) error {
	e := &failure{code: exitFailed}
	switch dir = shown(dir); {
	case errors.Is(err, project.ErrNoProject):
		e.id = "no-project"
		e.message = text.F("%s 及其上下级目录中没有 uni-app 项目（没有找到它的 manifest.json 和 pages.json）", "no uni-app project in %s, above it or below it (found no manifest.json with its pages.json)", dir)
		e.hint = text.T("请进入项目目录，或写明目录：offpush doctor 目录", "Change to the project's folder, or name it: offpush doctor DIR.")
	case errors.Is(err, fs.ErrNotExist), errors.Is(err, syscall.ENOTDIR):
		e.id = "no-such-directory"
		e.message = text.F("目录 %s 不存在", "the folder %s does not exist", dir)
	case errors.Is(err, fs.ErrPermission):
		e.id = "unreadable"
		e.message = text.F("没有权限读取目录 %s", "no permission to read the folder %s", dir)
	default:
		e.id = "unreadable"
		e.message = text.F("无法读取目录 %s：%v", "the folder %s cannot be read: %v", dir, reason(err))
	}
	return e
}

// reason is the innermost cause, which names no path.
func reason(err error) error {
	for {
		inner := errors.Unwrap(err)
		if inner == nil {
			return err
		}
		err = inner
	}
}

func several(dir string, roots []string) error {
	var lines strings.Builder
	for _, r := range roots {
		lines.WriteString("\n  " + printable(r))
	}
	return usageError("several-projects", text.F("%[1]s 下有 %[2]d 个 uni-app 项目：%[3]s", "there are %[2]d uni-app projects below %[1]s:%[3]s", shown(dir), len(roots), lines.String())).
		withHint(text.T("请指明其中一个，或用 --all 逐一检查。", "Name one of them, or judge each with --all."))
}

// judge opens and judges one project, as it is reported.
func (a *app) judge(root string, o doctorOptions) (*check.Report, error) {
	r, err := a.judgeChanged(root, o, nil)
	if err != nil {
		return nil, err
	}
	repair.Settle(root, r)
	return r, nil
}

// judgeChanged judges a project as it would be with changes that are not on disk.
func (a *app) judgeChanged(root string, o doctorOptions, changes *project.Changes) (*check.Report, error) {
	settings, err := loadConfig(root, o.config, a.Getenv)
	if err != nil {
		return nil, err
	}
	p, err := project.OpenChanged(root, changes)
	if err != nil {
		return nil, unfound(display(root), err)
	}
	held, err := judgedApple(a, p, settings)
	if err != nil {
		return nil, err
	}
	chosen, err := o.silenced(options(o, settings), root, settings)
	if err != nil {
		return nil, err
	}
	r := check.Run(check.Input{Project: p, Apple: held, Options: chosen, Now: a.now()})
	r.Project.Root = display(root)
	return r, nil
}

// options: flags beat the file.
func options(o doctorOptions, c *config.Config) check.Options {
	out := check.Options{Vendors: c.Doctor.Vendors, AndroidPackage: c.Project.AndroidPackage, ExpectPlugin: o.expectPlugin}
	if len(o.vendors) > 0 {
		out.Vendors = o.vendors
	}
	if o.androidPackage != "" {
		out.AndroidPackage = o.androidPackage
	}
	out.Vendors = slices.DeleteFunc(catalog.IDs(), func(id string) bool { return !slices.Contains(out.Vendors, id) })
	return out
}

func loadConfig(root, path string, getenv func(string) string) (*config.Config, error) {
	if path == "" {
		if path = config.Find(root); path == "" {
			return &config.Config{}, nil
		}
		path = filepath.FromSlash(display(path))
	}
	c, err := config.Load(path, getenv)
	if err == nil {
		return c, nil
	}
	var e *config.Error
	if !errors.As(err, &e) {
		return nil, err
	}
	return nil, badConfig(e)
}

func badConfig(e *config.Error) *failure {
	return usageError("bad-config", text.F("%s：%s", "%s: %s", shown(e.Place()), e.Message))
}

// printable is [display], safe to print.
func printable(path string) string { return text.Visible(display(path)) }

// display is a path as the user would type it: relative to the working directory
// unless it lies far from it, with forward slashes.
func display(path string) string {
	wd, err := os.Getwd()
	if err != nil {
		return filepath.ToSlash(path)
	}
	rel, err := filepath.Rel(wd, path)
	if err != nil || strings.Count(rel, "..") > 3 {
		return filepath.ToSlash(path)
	}
	return filepath.ToSlash(rel)
}

// shown is what the user typed, safe to print.
func shown(path string) string { return text.Visible(filepath.ToSlash(path)) }

// isSame reports whether dir is the project's root, or the src folder in it.
func isSame(root, dir string) bool {
	abs, err := filepath.Abs(dir)
	return err == nil && (abs == root || abs == filepath.Join(root, "src"))
}

// again is the command line of this run, to be typed once more.
func (a *app) again() string {
	words := []string{"offpush"}
	for _, arg := range a.args {
		words = append(words, text.ShellWord(arg))
	}
	return strings.Join(words, " ")
}
