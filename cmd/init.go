package cmd

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"

	"github.com/spf13/cobra"

	"github.com/offpush/offpush/internal/disk"
	"github.com/offpush/offpush/pkg/config"
	"github.com/offpush/offpush/pkg/project"
	"github.com/offpush/offpush/pkg/text"
)

func (a *app) initCommand() *cobra.Command {
	return &cobra.Command{
		Use:   a.say("init [目录]", "init [DIR]"),
		Short: a.say("生成 offpush.toml 和 offpush.local.toml", "write offpush.toml and offpush.local.toml"),
		Long: a.say("在项目根目录生成两个带注释的配置文件：offpush.toml 可以提交，已填入从项目里读到的编号和包名，不含密钥；offpush.local.toml 放密钥和设备 token，只有自己能读，并被加入 .gitignore。已有的文件保持原样，不提问，不联网。目录默认为当前目录。",
			"Write two commented configuration files into the project's root. offpush.toml may be committed: it has the ids and names that the project shows, and no secrets. offpush.local.toml is for secrets and device tokens: only you can read it, and it is added to .gitignore. Files that exist are left as they are. It asks nothing and needs no network. DIR is the working directory unless given."),
		Example: examples(
			"offpush init", a.say("在当前项目里生成", "for the project of the working directory"),
			"offpush init app", a.say("为 app 目录里的项目生成", "for the project in the folder app"),
			"offpush init --lang en", a.say("用英文写注释", "with comments in English"),
		),
		Args: atMost(1),
		ValidArgsFunction: func(*cobra.Command, []string, string) ([]string, cobra.ShellCompDirective) {
			return nil, cobra.ShellCompDirectiveFilterDirs
		},
		Annotations: map[string]string{moreHelp: a.say("退出码：0 完成，或文件都已存在；2 参数有误；3 无法写入或读取。",
			"Exit codes: 0 done, or all was there; 2 wrong arguments; 3 could not write or read.")},
		RunE: func(_ *cobra.Command, args []string) error {
			dir := "."
			if len(args) > 0 {
				dir = args[0]
			}
			return a.scaffold(dir)
		},
	}
}

// scaffold writes what is missing of the two files and the line in .gitignore.
func (a *app) scaffold(dir string) error {
	if dir == "" { // a shell variable that is not set
		return usageError("bad-argument", text.T("目录是空的", "DIR is empty"))
	}
	root, s, err := a.initProject(dir)
	if err != nil {
		return err
	}
	main, local := filepath.Join(root, config.Name), filepath.Join(root, config.LocalName)
	outer := config.Find(filepath.Dir(root))
	// The line first: at no time does the other file lie there unprotected.
	added, err := config.IgnoreLocal(root)
	if err != nil {
		return unwritable(filepath.Join(root, config.IgnoreName), err)
	}
	wroteMain, err := disk.Real().Create(main, []byte(s.Main(a.lang)), 0o644)
	if err != nil {
		return unwritable(main, err)
	}
	wroteLocal, err := disk.Real().Create(local, []byte(s.Local(a.lang)), 0o600)
	if err != nil {
		return unwritable(local, err)
	}
	if wroteMain && outer != "" {
		a.note(text.F("上级目录有 %s；对这个项目以新文件为准，两者不合并", "there is %s above; for this project the new file counts, and the two are not merged", printable(outer)))
	}
	a.initReport(initDone{main, wroteMain}, initDone{local, wroteLocal}, initDone{filepath.Join(root, config.IgnoreName), added})
	a.initNext(main, s)
	return nil
}

// initProject finds the root to write into, and what its project shows. A folder
// without a project is taken as it is.
func (a *app) initProject(dir string) (root string, s config.Scaffold, err error) {
	found, err := project.Find(dir)
	switch {
	case errors.Is(err, project.ErrNoProject):
		if info, err := os.Stat(dir); err == nil && !info.IsDir() {
			return "", s, usageError("bad-argument", text.F("%s 不是目录", "%s is no folder", shown(dir)))
		}
		a.note(text.F("%s 里没有 uni-app 项目，配置写在这个目录，没有可填的内容", "no uni-app project in %s; the files go there, with nothing filled in", shown(dir)))
		root, err = filepath.Abs(dir)
		return root, s, err
	case err != nil:
		return "", s, unfound(dir, err)
	case len(found.Roots) > 1:
		return "", s, typed(several(dir, found.Roots)).withHint(text.T("请指明其中一个。", "Name one of them."))
	}
	root = found.Roots[0]
	if found.Below || !isSame(root, dir) {
		a.note(text.F("配置写在项目 %s 的根目录", "the files go into the root of the project %s", printable(root)))
	}
	p, err := project.Open(root)
	if err != nil {
		return "", s, unfound(display(root), err)
	}
	return root, facts(p), nil
}

// initDone is a file and whether this run wrote it.
type initDone struct {
	path  string
	wrote bool
}

func (a *app) initReport(main, local, ignore initDone) {
	line := func(d initDone, wrote, kept text.Text) {
		if !d.wrote {
			wrote = kept
		}
		fmt.Fprintln(a.Out, text.F("%s：%s", "%s: %s", printable(d.path), wrote).In(a.lang))
	}
	asIs := text.T("已存在，保持原样", "exists, left as it is")
	line(main, text.T("已生成，可以提交", "written; may be committed"), asIs)
	line(local, text.T("已生成，密钥和设备 token 填在这里，不要提交", "written; for secrets and device tokens, not to be committed"), asIs)
	line(ignore, text.F("已加入 %s", "now has %s", config.LocalName), text.F("git 已忽略 %s，没有改动", "git ignores %s already, left as it is", config.LocalName))
}

// initNext says what to type next, and what is wrong with files that were there.
func (a *app) initNext(path string, s config.Scaffold) {
	c, err := config.Load(filepath.FromSlash(display(path)), a.Getenv)
	if err != nil {
		a.note(typed(configError(err)).message)
		return
	}
	for _, w := range c.Warnings() {
		a.note(w)
	}
	vendor := "huawei"
	if len(s.Vendors) > 0 {
		vendor = s.Vendors[0]
	}
	send := "offpush send --vendor " + vendor + " --token TOKEN"
	if wd, err := os.Getwd(); err != nil || config.Find(wd) != path {
		send += " --config " + text.ShellWord(display(path))
	}
	fmt.Fprintf(a.Out, "\n%s\n%s\n", a.say("填好凭据后，下一步：", "Next, when the credentials are filled in:"),
		examples("offpush explain token", a.say("取得手机的 token", "get a phone's token"), send, a.say("直接向厂商发一条推送", "push straight to the vendor")))
}

// unwritable is the error of a file that cannot be written.
func unwritable(path string, err error) error {
	message := text.F("无法写入 %s：%v", "%s cannot be written: %v", printable(path), reason(err))
	if errors.Is(err, fs.ErrPermission) {
		message = text.F("没有权限写入 %s", "no permission to write %s", printable(path))
	}
	return &failure{code: exitFailed, id: "unwritable", message: message}
}
