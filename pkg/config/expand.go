package config

import (
	"bytes"
	"errors"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"runtime"
	"strings"
	"sync"

	"github.com/offpush/offpush/pkg/catalog"
	"github.com/offpush/offpush/pkg/text"
)

// maxValue is the largest file that stands for a value, in bytes.
const maxValue = 64 << 10

// variable is a reference to the environment: ${NAME}.
var variable = sync.OnceValue(func() *regexp.Regexp { return regexp.MustCompile(`\$\{([A-Za-z_][A-Za-z0-9_]*)\}`) })

// expand replaces the variables in a value; it says what is wrong when one is
// not set or is no name. What a variable holds is not expanded again.
func expand(raw, key string, getenv func(string) string) (string, text.Text) {
	if strings.Contains(variable().ReplaceAllLiteralString(raw, ""), "${") {
		return "", text.F("%s 里的 ${ 不完整：应写成 ${NAME}，NAME 只含字母、数字和下划线", "%s has a ${ that is no ${NAME}, where NAME is made of letters, digits and underscores", key)
	}
	var fault text.Text
	out := variable().ReplaceAllStringFunc(raw, func(ref string) string {
		name := ref[2 : len(ref)-1]
		v := getenv(name)
		if v == "" && fault.IsZero() {
			fault = text.F("环境变量 %[1]s 没有设置（用于 %[2]s）", "the environment variable %[1]s is not set (used by %[2]s)", name, key)
		}
		return v
	})
	return out, fault
}

// origin is where a value comes from, and what that means for it.
type origin struct {
	name   string // of the value, in errors
	dir    string // what relative paths start from; "" is the working directory
	expand bool   // ${NAME} is expanded
	getenv func(string) string
}

// resolve returns what a raw value stands for: variables are expanded, @file is
// read, @@ is a plain @. The value of a field that is a file is its path, as it
// opens from the working directory.
func (o origin) resolve(raw string, field catalog.Field) (string, text.Text) {
	rest, at := strings.CutPrefix(raw, "@")
	escaped := at && strings.HasPrefix(rest, "@")
	if at {
		raw = rest
	}
	if o.expand {
		var fault text.Text
		if raw, fault = expand(raw, o.name, o.getenv); !fault.IsZero() {
			return "", fault
		}
	}
	switch {
	case raw == "" && (!at || field.File):
		return "", text.Text{}
	case field.File: // an @ before a path says twice that it is one
		return o.path(raw), text.Text{}
	case !at || escaped:
		return raw, text.Text{}
	}
	return o.readValue(raw, field.Secret)
}

// path makes a path that opens from the working directory.
func (o origin) path(p string) string {
	p = filepath.FromSlash(p)
	if rest, ok := strings.CutPrefix(p, "~"+string(filepath.Separator)); ok {
		if home := o.home(); home != "" {
			return filepath.Join(home, rest)
		}
	}
	if o.dir == "" || filepath.IsAbs(p) {
		return p
	}
	return filepath.Join(o.dir, p)
}

func (o origin) home() string {
	if runtime.GOOS == "windows" {
		return o.getenv("USERPROFILE")
	}
	return o.getenv("HOME")
}

// readValue reads a value from a file. Where the value is secret no error names
// the file: it may be a secret that happens to begin with an @.
func (o origin) readValue(name string, secret bool) (string, text.Text) {
	fault := func(t text.Text) (string, text.Text) {
		file := text.T("@ 后面的文件", "the file behind the @")
		if !secret {
			file = text.F("@ 后面的文件 %s", "the file %s behind the @", text.Visible(name))
		}
		return "", text.F("%[1]s：%[2]s%[3]s", "%[1]s: %[2]s %[3]s", o.name, file, t)
	}
	path := o.path(name)
	info, err := os.Stat(path)
	switch {
	case errors.Is(err, fs.ErrNotExist) && o.dir != "":
		return fault(text.T("不存在（相对路径从配置文件所在目录算起；值本身以 @ 开头时写成 @@）",
			"does not exist (a relative path starts from the configuration's folder; a value that begins with an @ is written with @@)"))
	case errors.Is(err, fs.ErrNotExist):
		return fault(text.T("不存在（相对路径从当前目录算起；值本身以 @ 开头时写成 @@）",
			"does not exist (a relative path starts from the working directory; a value that begins with an @ is written with @@)"))
	case err != nil:
		return fault(text.F("无法读取：%v", "cannot be read: %v", cause(err)))
	case !info.Mode().IsRegular():
		return fault(text.T("不是普通文件", "is no regular file"))
	}
	f, err := os.Open(path)
	if err != nil {
		return fault(text.F("无法读取：%v", "cannot be read: %v", cause(err)))
	}
	defer f.Close()
	data, err := io.ReadAll(io.LimitReader(f, maxValue+1))
	switch {
	case err != nil:
		return fault(text.F("无法读取：%v", "cannot be read: %v", cause(err)))
	case len(data) > maxValue:
		return fault(text.T("太大，应不超过 64 KiB", "is too large: at most 64 KiB"))
	}
	out := strings.TrimRight(string(bytes.TrimPrefix(data, []byte("\ufeff"))), "\r\n")
	if out == "" {
		return fault(text.T("是空的", "is empty"))
	}
	return out, text.Text{}
}
