package apple

import (
	"archive/zip"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"github.com/offpush/offpush/pkg/text"
)

// readIPA reads the one app in an .ipa: a zip with a folder Payload/<name>.app.
func readIPA(file string, r io.ReaderAt, size int64) (*App, error) {
	archive, err := zip.NewReader(r, size)
	if err != nil {
		return nil, &Error{File: file, Reason: Broken,
			Message: text.F("ipa 无法解压：%s", "the ipa cannot be unpacked: %s", detail(err)), Hint: repack()}
	}
	files := make(map[string]*zip.File, len(archive.File))
	name := ""
	for _, f := range archive.File {
		inside, ok := strings.CutPrefix(f.Name, "Payload/")
		if !ok {
			continue
		}
		folder, rest, ok := strings.Cut(inside, "/")
		if !ok || !strings.HasSuffix(folder, ".app") {
			continue
		}
		if name != "" && name != folder {
			return nil, &Error{File: file, Reason: Unsupported,
				Message: text.F("Payload 里有不止一个应用：%s、%s", "there is more than one app in Payload: %s, %s", text.Visible(name), text.Visible(folder)), Hint: repack()}
		}
		name = folder
		if files[rest] == nil {
			files[rest] = f
		}
	}
	if name == "" {
		return nil, &Error{File: file, Reason: WrongFile,
			Message: text.T("这个 zip 不是 ipa，里面没有 Payload/….app", "this zip is no ipa: there is no Payload/….app in it"),
			Hint:    text.T("指定打包得到的 .ipa（安卓的 .apk 也是 zip）", "name the .ipa that was packed (an Android .apk is a zip too)")}
	}
	b := bundle{label: file + "/Payload/" + text.Visible(name), name: name}
	b.open = func(part string) (io.ReadCloser, error) {
		f := files[part]
		if f == nil {
			return nil, fs.ErrNotExist
		}
		return f.Open()
	}
	return b.app(file)
}

// readFolder reads an .app that lies unpacked on disk. Links do not lead out of
// it.
func readFolder(path string) (*App, error) {
	root, err := os.OpenRoot(path)
	if err != nil {
		return nil, unreadable(path, err)
	}
	defer root.Close() //nolint:errcheck // only read
	b := bundle{label: path, name: filepath.Base(path)}
	b.open = func(part string) (io.ReadCloser, error) {
		switch info, err := root.Stat(part); {
		case err != nil:
			return nil, err
		case !info.Mode().IsRegular():
			return nil, fs.ErrInvalid
		}
		return root.Open(part)
	}
	if _, err := root.Stat("Info.plist"); err != nil {
		return nil, &Error{File: path, Reason: WrongFile,
			Message: text.T("不是 .app 文件夹，里面没有 Info.plist", "not the folder of an .app: there is no Info.plist in it"),
			Hint:    text.T("指定 .ipa、.app 文件夹或 .mobileprovision", "name an .ipa, the folder of an .app, or a .mobileprovision")}
	}
	return b.app(path)
}
