package apple

import (
	"errors"
	"io"
	"io/fs"
	"path"
	"strings"

	"github.com/offpush/offpush/pkg/text"
)

// bundle is the folder of an app, on disk or in an .ipa.
type bundle struct {
	label string // names the folder in errors
	name  string // "Demo.app"
	layout
	// open opens a file in it; fs.ErrNotExist when there is none.
	open func(name string) (io.ReadCloser, error)
}

// layout is where the parts of an app are.
type layout struct{ info, profile, executables string }

// The layouts: that of phones, and that of a Mac.
var (
	flat = layout{"Info.plist", "embedded.mobileprovision", ""}
	deep = layout{"Contents/Info.plist", "Contents/embedded.provisionprofile", "Contents/MacOS/"}
)

// partError says why a part cannot be opened.
type partError struct {
	reason  Reason
	message text.Text
}

func (e *partError) Error() string { return e.message.EN }

// errTooLarge is returned by bundle.read.
var errTooLarge = errors.New("too large")

// read reads a small part.
func (b bundle) read(name string) ([]byte, error) {
	f, err := b.open(name)
	if err != nil {
		return nil, err
	}
	defer f.Close() //nolint:errcheck // only read
	data, err := io.ReadAll(io.LimitReader(f, maxPart+1))
	if err == nil && len(data) > maxPart {
		err = errTooLarge
	}
	return data, err
}

// info is what is wanted of an Info.plist.
type info struct {
	BundleID   string `plist:"CFBundleIdentifier"`
	Executable string `plist:"CFBundleExecutable"`
	Version    string `plist:"CFBundleShortVersionString"`
}

// app reads the parts of a bundle. A part that fails does not stop the others.
func (b bundle) app(file string) (*App, error) {
	a := &App{File: file}
	var about info
	if data, ok := b.part(a, b.info, true); ok {
		var err error
		if about, err = readInfo(data); err != nil {
			a.Unread = append(a.Unread, b.broken(b.info, err))
		}
	}
	a.BundleID, a.Version = about.BundleID, about.Version
	if data, ok := b.part(a, b.profile, false); ok {
		p, err := ParseProfile(b.label+"/"+b.profile, data)
		var e *Error
		if errors.As(err, &e) {
			a.Unread = append(a.Unread, e)
		}
		a.Profile = p
	}
	b.signature(a, first(about.Executable, strings.TrimSuffix(b.name, ".app")))
	if len(a.Unread) > 0 && a.BundleID == "" && a.Profile == nil && a.Signed == nil {
		return nil, a.Unread[0]
	}
	a.conclude()
	return a, nil
}

// part reads a part, and notes why it could not.
func (b bundle) part(a *App, name string, required bool) ([]byte, bool) {
	data, err := b.read(name)
	switch {
	case err == nil:
		return data, true
	case errors.Is(err, fs.ErrNotExist) && !required:
	case errors.Is(err, errTooLarge):
		a.Unread = append(a.Unread, tooLarge(b.label+"/"+name, maxPart))
	default:
		a.Unread = append(a.Unread, b.unread(name, err))
	}
	return nil, false
}

// signature reads what the executable was granted.
func (b bundle) signature(a *App, name string) {
	if name != path.Base(name) || strings.Contains(name, `\`) {
		a.Unread = append(a.Unread, b.broken(b.info, errors.New("CFBundleExecutable leads out of the app")))
		return
	}
	name = b.executables + name
	f, err := b.open(name)
	if err != nil {
		a.Unread = append(a.Unread, b.unread(name, err))
		return
	}
	defer f.Close() //nolint:errcheck // only read
	signed, err := readEntitlements(f)
	if errors.Is(err, errTooLarge) {
		a.Unread = append(a.Unread, tooLarge(b.label+"/"+name, maxExecutable))
		return
	}
	if err != nil {
		a.Unread = append(a.Unread, &Error{File: b.label + "/" + name, Reason: reasonOf(err),
			Message: text.F("读不到代码签名里的权限：%s", "the entitlements in the code signature cannot be read: %s", detail(err)),
			Hint:    text.T("确认这是签名后的安装包：描述文件只说明允许什么，签名才说明得到了什么", "make sure that the app is signed: its profile tells what was allowed, only a signature what was granted")})
		return
	}
	a.Signed = signed
}

func reasonOf(err error) Reason {
	if errors.Is(err, errUnsigned) || errors.Is(err, errAdHoc) {
		return Unsigned
	}
	return Broken
}

func readInfo(data []byte) (info, error) {
	var out info
	if !isBinaryPlist(data) {
		return out, decodePlist(data, &out)
	}
	members, err := binaryDict(data)
	word := func(key string) string { s, _ := members[key].(string); return s }
	return info{
		BundleID:   word("CFBundleIdentifier"),
		Executable: word("CFBundleExecutable"),
		Version:    word("CFBundleShortVersionString"),
	}, err
}

func (b bundle) unread(name string, err error) *Error {
	file := b.label + "/" + name
	if errors.Is(err, fs.ErrNotExist) {
		return &Error{File: file, Reason: NotFound,
			Message: text.T("应用包里没有这个文件", "the app has no such file"), Hint: repack()}
	}
	var part *partError
	if errors.As(err, &part) {
		return &Error{File: file, Reason: part.reason, Message: part.message, Hint: repack()}
	}
	e := unreadable(file, err)
	e.Hint = repack()
	return e
}

func (b bundle) broken(name string, err error) *Error {
	return &Error{File: b.label + "/" + name, Reason: Broken,
		Message: text.F("内容无法解析：%s", "its content cannot be read: %s", detail(err)), Hint: repack()}
}

func repack() text.Text {
	return text.T("重新打包或重新下载安装包", "pack the app again, or download it again")
}
