// Package config reads offpush.toml: what a project's own files do not say.
//
//	[project]
//	android_package = "com.example.app"
//	ios_bundle_id   = "com.example.app"
//
//	[doctor]
//	vendors = ["huawei", "vivo", "apns"]
//
// The file is strict: an unknown key or vendor is an error with its line, so
// that a typing error is not taken for silence.
package config

import (
	"errors"
	"io"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"sync"

	"github.com/BurntSushi/toml"

	"github.com/offpush/offpush/pkg/catalog"
	"github.com/offpush/offpush/pkg/text"
)

// Name is the file that [Find] looks for.
const Name = "offpush.toml"

// MaxSize is the largest file that is read, in bytes.
const MaxSize = 1 << 20

// Config is the content of offpush.toml. The zero value is that of no file.
type Config struct {
	Path    string  `toml:"-"` // "" when there is none
	Project Project `toml:"project"`
	Doctor  Doctor  `toml:"doctor"`
	// Vendor and Device hold what sending a push needs; judging a project does
	// not look at them.
	Vendor map[string]map[string]any `toml:"vendor"`
	Device map[string]map[string]any `toml:"device"`
}

// Project says what is given in HBuilderX's pack dialog only.
type Project struct {
	AndroidPackage string `toml:"android_package"`
	IOSBundleID    string `toml:"ios_bundle_id"` // for what judges iOS credentials; doctor does not look at it
}

// Doctor holds the settings of `offpush doctor`.
type Doctor struct {
	Vendors []string `toml:"vendors"` // ids of pkg/catalog
}

// Error says what is wrong with a file, and where.
type Error struct {
	File    string
	Line    int // from 1; 0: the file as a whole
	Message text.Text
}

// Place is "file:line".
func (e *Error) Place() string {
	if e.Line == 0 {
		return e.File
	}
	return e.File + ":" + strconv.Itoa(e.Line)
}

func (e *Error) Error() string { return e.Place() + ": " + e.Message.EN }

// Find returns the nearest offpush.toml in dir or above it, "" when there is none.
func Find(dir string) string {
	for {
		path := filepath.Join(dir, Name)
		if info, err := os.Stat(path); err == nil && !info.IsDir() {
			return path
		}
		parent := filepath.Dir(dir)
		if parent == dir {
			return ""
		}
		dir = parent
	}
}

// Load reads a file and expands ${NAME} in [project] by getenv. Every error is
// an [*Error].
func Load(path string, getenv func(string) string) (*Config, error) {
	data, err := read(path)
	if err != nil {
		return nil, err
	}
	c := &Config{Path: path}
	meta, err := toml.Decode(string(data), c)
	if err != nil {
		return nil, syntaxError(path, string(data), meta, err)
	}
	if unknown := meta.Undecoded(); len(unknown) > 0 {
		return nil, unknownKey(path, string(data), unknown[0])
	}
	for _, v := range c.Doctor.Vendors {
		if !slices.Contains(catalog.IDs(), v) {
			return nil, &Error{path, lineOf(string(data), []string{"doctor", "vendors"}), UnknownVendor(v)}
		}
	}
	for _, v := range slices.Sorted(maps.Keys(c.Vendor)) {
		if !slices.Contains(catalog.IDs(), v) {
			return nil, &Error{path, lineOf(string(data), []string{"vendor", v}), UnknownVendor(v)}
		}
	}
	for _, field := range []struct {
		key   string
		value *string
	}{{"android_package", &c.Project.AndroidPackage}, {"ios_bundle_id", &c.Project.IOSBundleID}} {
		if unset := expand(field.value, getenv); unset != "" {
			return nil, &Error{path, lineOf(string(data), []string{"project", field.key}),
				text.F("环境变量 %[1]s 没有设置（用于 %[2]s）", "the environment variable %[1]s is not set (used by %[2]s)", text.Visible(unset), field.key)}
		}
	}
	for _, table := range []string{"vendor", "device"} {
		if kind := meta.Type(table); kind != "" && kind != "Hash" { // [vendor.x] alone leaves it ""
			return nil, &Error{path, lineOf(string(data), []string{table}), text.F("%s 应是一个表", "%s must be a table", table)}
		}
	}
	if p := c.Project.AndroidPackage; p != "" && !IsPackageName(p) {
		return nil, &Error{path, lineOf(string(data), []string{"project", "android_package"}), NoPackageName(p)}
	}
	return c, nil
}

// variable is a reference to the environment: ${NAME}.
var variable = sync.OnceValue(func() *regexp.Regexp { return regexp.MustCompile(`\$\{([A-Za-z_][A-Za-z0-9_]*)\}`) })

// expand replaces the variables in a value. It returns the name of one that is
// not set.
func expand(value *string, getenv func(string) string) (unset string) {
	*value = variable().ReplaceAllStringFunc(*value, func(ref string) string {
		name := ref[2 : len(ref)-1]
		v := getenv(name)
		if v == "" && unset == "" {
			unset = name
		}
		return v
	})
	return unset
}

// UnknownVendor says that v is no vendor, and which ones there are.
func UnknownVendor(v string) text.Text {
	v = text.Visible(v)
	ids := text.List(catalog.IDs())
	if v == "ios" {
		return text.T("没有名为 ios 的厂商：iOS 的推送通道叫 apns", `there is no vendor "ios": the channel of iOS is called apns`)
	}
	if near := text.Nearest(v, catalog.IDs()); near != "" {
		return text.F("没有名为 \"%[1]s\" 的厂商，是不是 %[2]s？可用：%[3]s", "there is no vendor \"%[1]s\"; did you mean %[2]s? There are %[3]s", v, near, ids)
	}
	return text.F("没有名为 \"%[1]s\" 的厂商，可用：%[2]s", "there is no vendor \"%[1]s\"; there are %[2]s", v, ids)
}

func read(path string) ([]byte, error) {
	info, err := os.Stat(path)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return nil, &Error{File: path, Message: text.T("没有这个文件", "no such file")}
	case err != nil:
		return nil, unreadable(path, err)
	case !info.Mode().IsRegular():
		return nil, &Error{File: path, Message: text.T("不是普通文件", "not a regular file")}
	case info.Size() > MaxSize:
		return nil, &Error{File: path, Message: text.T("文件太大，应小于 1 MiB", "too large: it should be below 1 MiB")}
	}
	f, err := os.Open(path)
	if err != nil {
		return nil, unreadable(path, err)
	}
	defer f.Close()
	data, err := io.ReadAll(io.LimitReader(f, MaxSize))
	if err != nil {
		return nil, unreadable(path, err)
	}
	return data, nil
}

func unreadable(path string, err error) *Error {
	var p *fs.PathError
	if errors.As(err, &p) {
		err = p.Err
	}
	return &Error{File: path, Message: text.F("无法读取：%v", "cannot be read: %v", err)}
}
