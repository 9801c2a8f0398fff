package check

import (
	"path"
	"slices"

	"github.com/offpush/offpush/pkg/project"
	"github.com/offpush/offpush/pkg/source"
	"github.com/offpush/offpush/pkg/text"
)

var secretInProject = &Rule{
	ID:       "secret-in-project",
	Topic:    TopicApple,
	Severity: Warning,
	About:    []string{"apns"},
	Always:   true,
	Doc: Doc{
		Title: text.T("含密钥的文件没有提交到 git，也没有打进安装包", "No file with a secret is committed to git or packed into the app"),
		Why: text.T("p12 和 p8 里是私钥。拿到仓库或解开安装包的人都能用它向所有用户的手机推送（推送 p12、p8），或冒用团队的签名（签名 p12）。.p8 没有密码，也不会过期。offpush.local.toml 里是各厂商的服务端密钥。没有被 .gitignore 忽略的文件，下一次 git add 就会带上。",
			"A p12 or p8 holds a private key. Whoever gets the repository or unpacks the app can push to every user's phone with it, or sign as the team where it is a signing p12. A .p8 has no password and never expires. offpush.local.toml holds the vendors' server keys. A file that no .gitignore covers goes along with the next git add."),
		Fix: text.T("把文件移到项目之外，在 .gitignore 里加上 *.p12 和 *.p8，用 git rm --cached 停止跟踪；已经推送到远程或发布过的，到 Apple Developer 吊销并重新生成。",
			"Move the file out of the project, add *.p12 and *.p8 to .gitignore and stop tracking it with git rm --cached. Where it was pushed or released already, revoke it on Apple Developer and make a new one."),
		Before: "static/push.p12",
		After:  "certs/push.p12",
		Repair: text.T("没有被忽略的，在 .gitignore 里加一行；已经提交的要自己处理", "adds a line to .gitignore for what it does not cover; what is committed is yours to deal with"),
		Links:  []string{tokensURL, certificatesURL},
	},
	Run: runSecretInProject,
}

func runSecretInProject(in *Input) []Result {
	var out []Result
	kept := 0
	for _, f := range in.Project.AppleFiles {
		switch {
		case !f.HoldsKey():
			continue
		case f.Tracked || f.Packed:
			out = append(out, exposed(f))
		}
		kept++
	}
	for _, file := range in.Project.Unignored {
		if !slices.ContainsFunc(out, func(r Result) bool { return r.Span.File == file }) {
			out = append(out, unignored(file))
		}
	}
	switch {
	case len(out) > 0:
		return out
	case kept == 0:
		return one(notApplicable(text.T("项目里没有 p12 或 p8", "there is no p12 or p8 in the project")))
	}
	return one(pass(source.Span{}, text.F("%[1]d 个 p12 或 p8 没有被 git 跟踪，也不在打包目录里", "%[2]s of a p12 or p8, neither tracked by git nor packed into the app", kept, text.Plural(kept, "file"))))
}

// exposed words how others get at a key.
func exposed(f project.AppleFile) Result {
	untrack := text.F("执行 git rm --cached %s，在 .gitignore 里忽略它", "run git rm --cached %s and let .gitignore cover it", text.ShellWord(f.Path))
	move := text.T("把它移到不打包的目录", "move it to a folder that is not packed")
	revoke := text.T("已经公开过的要到 Apple Developer 吊销并重新生成", "revoke it on Apple Developer and make a new one where it was public already")
	switch {
	case f.Tracked && f.Packed:
		return fail(source.Of(f.Path), text.T("私钥文件被 git 跟踪，还会打进安装包", "a file with a private key is tracked by git, and packed into the app")).
			with(text.Same(f.Path), text.T("放在项目之外", "a place outside of the project")).fix(text.F("%s；%s；%s", "%s; %s; %s", untrack, move, revoke))
	case f.Tracked:
		return fail(source.Of(f.Path), text.T("私钥文件被 git 跟踪", "a file with a private key is tracked by git")).
			with(text.Same(f.Path), text.T("不提交到 git", "not committed to git")).fix(text.F("%s；%s", "%s; %s", untrack, revoke))
	}
	return fail(source.Of(f.Path), text.T("私钥文件放在会打进安装包的目录里，解开安装包就能拿到", "a file with a private key lies in a folder that is packed into the app, which anyone can unpack")).
		with(text.Same(f.Path), text.T("放在不打包的目录", "a folder that is not packed")).fix(text.F("%s；%s", "%s; %s", move, revoke))
}

// unignored is a file with a secret that the next git add takes along.
func unignored(file string) Result {
	pattern := "*" + path.Ext(file)
	if file == project.LocalConfig {
		pattern = file
	}
	return fail(source.Of(file), text.T("含密钥的文件没有被 .gitignore 忽略，下一次 git add 就会把它提交上去", "a file with a secret is covered by no .gitignore: the next git add takes it along")).
		with(text.Same(file), text.F(".gitignore 中有 %s", "%s in .gitignore", pattern)).
		fix(text.F("在 .gitignore 里加一行 %s。", "Add the line %s to .gitignore.", pattern)).
		repair(Op{Kind: Append, Path: ".gitignore", Text: pattern})
}
