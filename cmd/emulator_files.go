package cmd

import (
	"bytes"
	"errors"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"sync"

	"github.com/offpush/offpush/pkg/emulator"
	"github.com/offpush/offpush/pkg/text"
)

// reportFormat is what the name of a report's file asks for.
func reportFormat(path string) (string, error) {
	switch strings.ToLower(filepath.Ext(path)) {
	case ".json":
		return "json", nil
	case ".xml":
		return "junit", nil
	}
	return "", badFlag("report", text.F("%s 的扩展名应为 .json 或 .xml", "%s should end with .json or .xml", shown(path)))
}

// reportMark begins a report, by its format, see [emulator.Emulator.WriteReport].
func reportMark(format string) string {
	return map[string]string{"json": `{"version":1,"accepted":`, "junit": `<testsuites name="offpush emulator"`}[format]
}

// checkReport refuses a report that could not be written at the end, when the
// traffic that it is about is over, or that would take the place of something else.
func checkReport(path string) error {
	format, err := reportFormat(path)
	if err != nil {
		return err
	}
	if err := checkOld("report", path, reportMark(format)); err != nil {
		return err
	}
	if info, _ := os.Stat(path); info == nil || !info.Mode().IsRegular() {
		return nil // a new one; to open a pipe would wait for its reader
	}
	f, err := os.OpenFile(path, os.O_WRONLY, 0) // leaves it as it is
	if err != nil {
		return badFlag("report", fileFault(err))
	}
	return f.Close()
}

// checkOld refuses a file that would take the place of something else: only one
// that begins with mark, as the flag's own do, an empty one and what is no file (a
// pipe) are written to, and new ones.
func checkOld(flag, path, mark string) error {
	info, err := os.Stat(path)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return checkFolder(flag, path)
	case err != nil:
		return badFlag(flag, fileFault(err))
	case info.IsDir():
		return badFlag(flag, text.F("%s 是文件夹", "%s is a folder", shown(path)))
	case !info.Mode().IsRegular():
		return nil
	}
	f, err := os.Open(path)
	if err != nil {
		return badFlag(flag, fileFault(err))
	}
	defer func() { _ = f.Close() }() // was only read
	head := make([]byte, len(mark))
	if n, _ := io.ReadFull(f, head); n > 0 && string(head[:n]) != mark {
		return badFlag(flag, text.F("%[1]s 不是 --%[2]s 写的，不会覆盖它；换一个文件名", "%[1]s was not written by --%[2]s and is left alone; choose another name", shown(path), flag))
	}
	return nil
}

// checkFolder refuses a new file whose folder cannot be written to.
func checkFolder(flag, path string) error {
	dir := filepath.Dir(path)
	f, err := os.CreateTemp(dir, ".offpush-*")
	if err != nil {
		return badFlag(flag, text.F("%s 所在的文件夹不能写入：%s", "nothing can be written to the folder of %s: %s", shown(path), text.Cause(err)))
	}
	return errors.Join(f.Close(), os.Remove(f.Name()))
}

// recordMark begins every line of a record, see emulator.Config.Record.
const recordMark = `{"vendor":`

// checkRecord refuses a record that would take the place of something else, or of
// what is played back.
func checkRecord(path, replay string) error {
	if info, err := os.Stat(path); err == nil && replay != "" && info.Mode().IsRegular() {
		if played, err := os.Stat(replay); err == nil && os.SameFile(info, played) {
			return badFlag("record", text.F("%s 正是 --replay 的文件，会被清空；换一个文件名", "%s is the file of --replay, which would be emptied; choose another name", shown(path)))
		}
	}
	return checkOld("record", path, recordMark)
}

// openReplay opens the file of --replay.
func openReplay(path string) (*os.File, error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, badFlag("replay", fileFault(err))
	}
	if info, err := f.Stat(); err == nil && info.IsDir() {
		_ = f.Close() // was not read
		return nil, badFlag("replay", text.F("%s 是文件夹", "%s is a folder", shown(path)))
	}
	return f, nil
}

// recordFile is the file of --record. It is emptied when the emulator runs, and
// not by a start that fails.
type recordFile struct {
	path string

	mu   sync.Mutex
	file *os.File
}

// begin opens the file, unless a request was faster.
func (r *recordFile) begin() error {
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.open()
}

func (r *recordFile) open() (err error) {
	if r.file == nil {
		r.file, err = os.OpenFile(r.path, os.O_CREATE|os.O_WRONLY|os.O_TRUNC, 0o600)
	}
	return err
}

func (r *recordFile) Write(p []byte) (int, error) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if err := r.open(); err != nil {
		return 0, err
	}
	return r.file.Write(p)
}

// Close ends the record; one that was not begun needs no end.
func (r *recordFile) Close() error {
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.file == nil {
		return nil
	}
	return r.file.Close()
}

// fileFault is what the system says of a file.
func fileFault(err error) text.Text {
	var p *os.PathError
	if errors.As(err, &p) {
		return text.F("%s：%s", "%s: %s", shown(p.Path), text.Cause(err))
	}
	return text.Cause(err)
}

// writeReport writes the report of a run.
func writeReport(path string, e *emulator.Emulator) error {
	format, _ := reportFormat(path) // checked before
	var b bytes.Buffer
	if err := e.WriteReport(&b, format); err != nil {
		return err
	}
	return os.WriteFile(path, b.Bytes(), 0o644)
}
