package apple

import (
	"archive/zip"
	"bytes"
	"encoding/binary"
	"errors"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/offpush/offpush/pkg/text"
)

// Limits of a zip. The library keeps some 200 bytes of every entry; the largest
// apps have some ten thousand.
const (
	maxEntries   = 1 << 17
	maxDirectory = 12 << 20 // bytes of the directory at the end
	// maxRatio is how much smaller than itself a large executable may be packed.
	// Code shrinks to a third or so; what shrinks more is made to fill memories.
	maxRatio    = 20
	maxUnjudged = 32 << 20 // bytes, below which the ratio does not matter
)

// readIPA reads the one app in an .ipa: a zip with a folder Payload/<name>.app.
func readIPA(file string, r io.ReaderAt, size int64) (*App, error) {
	archive, err := openZip(r, size)
	if errors.Is(err, errTooLarge) {
		return nil, &Error{File: file, Reason: TooLarge,
			Message: text.F("zip 里的文件太多（上限 %d 个）", "too many files in the zip, above the limit of %d", maxEntries), Hint: repack()}
	}
	if err != nil {
		return nil, &Error{File: file, Reason: Broken,
			Message: text.F("ipa 无法解压：%s", "the ipa cannot be unpacked: %s", detail(err)), Hint: repack()}
	}
	names, entries := appIn(archive.File)
	switch len(names) {
	case 0:
		return nil, notIPA(file, archive.File)
	case 1:
	default:
		return nil, &Error{File: file, Reason: Unsupported,
			Message: text.F("Payload 里有不止一个应用：%s、%s", "there is more than one app in Payload: %s, %s", text.Visible(names[0]), text.Visible(names[1])), Hint: repack()}
	}
	b := bundle{label: file + "/Payload/" + text.Visible(names[0]), name: names[0], layout: flat}
	b.open = func(part string) (io.ReadCloser, error) { return openEntry(r, entries[part]) }
	return b.app(file)
}

// notIPA says what is wrong with a zip. Finder packs the folder that is chosen, and
// then Payload lies one level too deep.
func notIPA(file string, all []*zip.File) *Error {
	e := &Error{File: file, Reason: WrongFile,
		Message: text.T("这个 zip 不是 ipa，里面没有 Payload/….app", "this zip is no ipa: there is no Payload/….app in it"),
		Hint:    text.T("指定打包得到的 .ipa（安卓的 .apk 也是 zip）", "name the .ipa that was packed (an Android .apk is a zip too)")}
	for _, f := range all {
		if outside, _, ok := strings.Cut(f.Name, "/Payload/"); ok && outside != "" && !strings.HasPrefix(f.Name, "__MACOSX/") {
			e.Message = text.F("Payload 不在压缩包的最外层，而在 %s 里面", "Payload is not at the top of the zip but in %s", text.Visible(outside))
			e.Hint = text.T("重新压缩 Payload 文件夹本身，再把扩展名改成 .ipa", "compress the folder Payload itself, and name the zip .ipa")
			break
		}
	}
	return e
}

// openZip reads the directory of a zip, within limits: the library makes room for
// as many entries as the end of the file says, and reads all that there are.
func openZip(r io.ReaderAt, size int64) (*zip.Reader, error) {
	if n := entryCount(r, size); n > maxEntries {
		return nil, errTooLarge
	}
	limited := &limitedReaderAt{r: r, left: maxDirectory}
	archive, err := zip.NewReader(limited, size)
	limited.unlimited = true
	if errors.Is(err, zip.ErrInsecurePath) { // no name is ever written to
		err = nil
	}
	return archive, err
}

// entryCount returns the number of entries that the end of a zip promises; 0
// where it is not found.
func entryCount(r io.ReaderAt, size int64) uint64 {
	const tail, head, locator = 65 << 10, 22, 20 // the comment may have 64 KiB
	block := make([]byte, min(size, tail))
	if n, err := r.ReadAt(block, size-int64(len(block))); n < len(block) && err != nil {
		return 0
	}
	le := binary.LittleEndian
	for at := len(block) - head; at >= 0; at-- {
		if !bytes.HasPrefix(block[at:], []byte("PK\x05\x06")) || at+head+int(le.Uint16(block[at+20:])) > len(block) {
			continue
		}
		count := uint64(le.Uint16(block[at+10:]))
		wide := make([]byte, 40) // the ZIP64 end, up to the number of entries
		if at < locator || !bytes.HasPrefix(block[at-locator:], []byte("PK\x06\x07")) {
			return count
		}
		if n, _ := r.ReadAt(wide, int64(le.Uint64(block[at-locator+8:])&(1<<62-1))); n < len(wide) {
			return count
		}
		return max(count, le.Uint64(wide[24:]), le.Uint64(wide[32:]))
	}
	return 0
}

// limitedReaderAt counts what is read until it is unlimited.
type limitedReaderAt struct {
	r         io.ReaderAt
	left      int
	unlimited bool
}

// ReadAt is part of io.ReaderAt.
func (l *limitedReaderAt) ReadAt(p []byte, at int64) (int, error) {
	if !l.unlimited {
		if l.left -= len(p); l.left < 0 {
			return 0, errTooLarge
		}
	}
	return l.r.ReadAt(p, at)
}

// entry is a file of an app in a zip.
type entry struct {
	*zip.File
	twice bool
}

// appIn returns the names of the apps, and the files of the last one by their
// paths in it. Zips made on Windows may have backslashes.
func appIn(all []*zip.File) (names []string, entries map[string]entry) {
	entries = map[string]entry{}
	for _, f := range all {
		name := strings.TrimPrefix(strings.ReplaceAll(f.Name, `\`, "/"), "./")
		inside, ok := strings.CutPrefix(name, "Payload/")
		folder, rest, inFolder := strings.Cut(inside, "/")
		if !ok || !inFolder || !strings.HasSuffix(folder, ".app") {
			continue
		}
		if !slices.Contains(names, folder) {
			if names = append(names, folder); len(names) > 1 {
				return names, nil
			}
		}
		if strings.Contains(rest, "/") { // nothing that is wanted lies deeper
			continue
		}
		_, twice := entries[rest]
		entries[rest] = entry{File: f, twice: twice}
	}
	return names, entries
}

// openEntry opens a file in a zip; fs.ErrNotExist when there is none. What is not
// compressed can be passed over without being read.
func openEntry(r io.ReaderAt, e entry) (io.ReadCloser, error) {
	f := e.File
	switch {
	case f == nil:
		return nil, fs.ErrNotExist
	case e.twice:
		return nil, &partError{Broken, text.T("压缩包里有两个同名文件", "it is there twice")}
	case f.Flags&1 != 0:
		return nil, &partError{Unsupported, text.T("压缩包加了密码", "the zip is encrypted")}
	case !f.Mode().IsRegular():
		return nil, &partError{Unsupported, text.T("是链接或文件夹，不是普通文件", "it is a link or a folder, not a regular file")}
	case f.Method != zip.Store && f.Method != zip.Deflate:
		return nil, &partError{Unsupported, text.F("压缩方式 %d 不受支持", "it is compressed by the method %d, which is not supported", f.Method)}
	case f.UncompressedSize64 > maxUnjudged && f.UncompressedSize64/maxRatio > f.CompressedSize64:
		return nil, &partError{TooLarge, text.F("压缩比高得离谱：%d 字节压缩成 %d 字节", "it is packed absurdly tight: %d bytes in %d", f.UncompressedSize64, f.CompressedSize64)}
	case f.Method == zip.Deflate:
		return f.Open()
	}
	at, err := f.DataOffset()
	if err != nil {
		return nil, err
	}
	return stored{io.NewSectionReader(r, at, int64(min(f.CompressedSize64, maxArchive)))}, nil
}

// stored is an entry that is not compressed.
type stored struct{ *io.SectionReader }

// Close is part of io.ReadCloser.
func (stored) Close() error { return nil }

// readFolder reads an .app that lies unpacked on disk. Links do not lead out of
// it.
func readFolder(path string) (*App, error) {
	root, err := os.OpenRoot(path)
	if err != nil {
		return nil, unreadable(path, err)
	}
	defer root.Close() //nolint:errcheck // only read
	b := bundle{label: path, name: filepath.Base(filepath.Clean(path)), layout: flat}
	b.open = func(part string) (io.ReadCloser, error) {
		switch info, err := root.Stat(part); {
		case err != nil:
			return nil, err
		case !info.Mode().IsRegular():
			return nil, &partError{Unsupported, text.T("不是普通文件", "not a regular file")}
		}
		return root.Open(part)
	}
	if _, err := root.Stat(flat.info); err != nil {
		b.layout = deep
	}
	if _, err := root.Stat(b.info); err != nil {
		return nil, &Error{File: path, Reason: WrongFile,
			Message: text.T("不是 .app 文件夹，里面没有 Info.plist", "not the folder of an .app: there is no Info.plist in it"),
			Hint:    text.T("指定 .ipa、.app 文件夹或 .mobileprovision", "name an .ipa, the folder of an .app, or a .mobileprovision")}
	}
	return b.app(path)
}
