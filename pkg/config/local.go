package config

import (
	"net"
	"net/url"
	"os"
	"path/filepath"
	"runtime"
	"strings"

	"github.com/offpush/offpush/pkg/catalog"
	"github.com/offpush/offpush/pkg/git"
	"github.com/offpush/offpush/pkg/text"
)

// Warnings says where secrets lie too open: offpush.local.toml that git tracks or
// that others can read, and secrets written out in the file that is meant to be
// committed. No warning holds a secret.
func (c *Config) Warnings() []text.Text {
	var out []text.Text
	for _, f := range c.files {
		path := text.Visible(filepath.ToSlash(f.path))
		if filepath.Base(f.path) != LocalName {
			if fields, line := c.literalSecrets(f); len(fields) > 0 {
				place := (&Error{File: path, Line: line}).Place()
				out = append(out, text.F("%[1]s：密钥直接写在会提交的文件里：%[2]s；请移到 %[3]s，或写成 ${NAME} 从环境变量取",
					"%[1]s: secrets written out in a file that is meant to be committed: %[2]s; move them to %[3]s, or write ${NAME} to take them from the environment",
					place, text.List(fields), LocalName))
			}
			continue
		}
		if git.Tracked(f.path) {
			out = append(out, text.F("%[1]s 已被 git 跟踪，其中的密钥会被提交；请执行 git rm --cached %[2]s，并把它加入 .gitignore；提交过的密钥应更换",
				"%[1]s is tracked by git, so its secrets get committed: run git rm --cached %[2]s and add it to .gitignore; replace secrets that were committed", path, text.ShellWord(path)))
		}
		if readableByOthers(f.path) {
			out = append(out, text.F("%[1]s 能被本机其他用户读取；请执行 chmod 600 %[2]s", "%[1]s can be read by other users of this machine: run chmod 600 %[2]s", path, text.ShellWord(path)))
		}
	}
	return out
}

// literalSecrets lists the fields of a file that hold a secret as it is, and the
// line of the first. The credentials of a server on this machine are no secrets.
func (c *Config) literalSecrets(f *file) (fields []string, line int) {
	for _, v := range catalog.Vendors() {
		if onLoopback(c.values[setting{"vendor", v.ID, "endpoint"}].raw) || f.at([]string{"vendor", v.ID}) == nil {
			continue
		}
		for _, field := range v.Push().AllFields() {
			key := []string{"vendor", v.ID, field.Name}
			raw, _ := f.at(key).(string)
			if !field.Secret || raw == "" || variable().MatchString(raw) || strings.HasPrefix(raw, "@") && !strings.HasPrefix(raw, "@@") {
				continue
			}
			fields = append(fields, dotted(key))
			if at := f.line(key); line == 0 || at < line {
				line = at
			}
		}
	}
	return fields, line
}

func onLoopback(endpoint string) bool {
	u, err := url.Parse(endpoint)
	if err != nil {
		return false
	}
	host := u.Hostname()
	return host == "localhost" || net.ParseIP(host).IsLoopback()
}

// readableByOthers looks at the mode, which says nothing on Windows.
func readableByOthers(path string) bool {
	info, err := os.Stat(path)
	return runtime.GOOS != "windows" && err == nil && info.Mode()&0o044 != 0
}
