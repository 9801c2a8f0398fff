package cmd

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/signal"
	"path/filepath"
	"slices"
	"strings"
	"syscall"
	"unicode/utf8"

	"golang.org/x/term"
	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/unicode"
	"golang.org/x/text/transform"

	"github.com/offpush/offpush/pkg/apple"
	"github.com/offpush/offpush/pkg/check"
	"github.com/offpush/offpush/pkg/text"
)

// appleReader reads Apple's files and knows the passwords to try.
type appleReader struct {
	*app
	known []string // passwords, tried in this order
	// said: a flag gave the password. It is the right one or the wrong one, and
	// nobody is asked for another.
	said bool
	// owner is the file that the configuration's password belongs to.
	owner string
}

// maxPassword bounds a password file, in bytes.
const maxPassword = 64 << 10

// asks is how often a password is asked for.
const asks = 3

// newAppleReader looks up the password that flags give.
func (a *app) newAppleReader(o certCommon, given func(string) bool) (*appleReader, error) {
	r := &appleReader{app: a}
	for _, f := range []struct{ flag, value string }{{"password-file", o.passwordFile}, {"password-env", o.passwordEnv}, {"config", o.config}} {
		if given(f.flag) && f.value == "" { // a shell variable that is not set
			return nil, badFlag(f.flag, text.T("是空的", "is empty"))
		}
	}
	switch {
	case o.passwordFile != "" && o.passwordEnv != "":
		return nil, badFlag("password-env", text.T("不能和 --password-file 同用", "does not go with --password-file"))
	case o.passwordEnv != "":
		password := a.Getenv(o.passwordEnv)
		if password == "" { // the name may be a password that was put there: it is not told
			return nil, badFlag("password-env", text.T("这个名字的环境变量没有设置，或是空的（要写变量名，不是密码本身）", "no environment variable of that name is set, or it is empty (give its name, not the password)"))
		}
		r.known, r.said = []string{password}, true
	case o.passwordFile != "":
		password, err := a.passwordIn(o.passwordFile)
		if err != nil {
			return nil, err
		}
		r.known, r.said = []string{password}, true
	}
	return r, nil
}

// passwordIn reads a password file. It may be a pipe, as from a password manager,
// and have a byte order mark, as PowerShell and Notepad write it.
func (a *app) passwordIn(path string) (string, error) {
	in := a.In
	if path != "-" {
		f, err := os.Open(path)
		if err != nil {
			return "", badFlag("password-file", fileFault(err))
		}
		defer f.Close()
		in = f
	}
	data, err := io.ReadAll(io.LimitReader(in, maxPassword+1))
	if err != nil {
		return "", badFlag("password-file", fileFault(err))
	}
	if len(data) > maxPassword {
		return "", badFlag("password-file", text.T("太大，应不超过 64 KiB：确认没有选错文件", "is too large, at most 64 KiB: make sure that it is the right file"))
	}
	if decoded, _, err := transform.Bytes(unicode.BOMOverride(encoding.Nop.NewDecoder()), data); err == nil {
		data = decoded
	}
	password := strings.TrimRight(string(data), "\r\n")
	if password == "" {
		return "", badFlag("password-file", text.T("文件里没有密码", "there is no password in it"))
	}
	return password, nil
}

// configured adds the password that the configuration gives to its certificate.
// Other files may have the same.
func (r *appleReader) configured(account apnsAccount) {
	if password := account.fields["cert_password"]; password != "" && !r.said {
		r.known, r.owner = append(r.known, password), account.fields["cert_file"]
	}
}

// read reads a file, with the passwords that are known and, where that is wanted
// and possible, by asking. Every try may take a second, so that a password is tried
// first: it opens files without one, too. Only an interrupt is an error.
func (r *appleReader) read(path string, ask bool) (check.AppleFile, error) {
	var fault *apple.Error
	for _, password := range r.known {
		f, wrong := readApple(path, password)
		if wrong == nil || !locked(wrong) {
			return appleFile(path, f, wrong), nil
		}
		fault = wrong
	}
	switch own := r.said || r.owner != "" && filepath.Clean(path) == filepath.Clean(r.owner); {
	case fault == nil:
		f, needs := readApple(path, "")
		if needs == nil || !locked(needs) {
			return appleFile(path, f, needs), nil
		}
		fault = needs
	case !own: // what is known is another file's
		fault = apple.Locked(path)
	case r.said && fault.Reason == apple.WrongPassword && !utf8.ValidString(r.known[0]):
		e := *fault
		e.Hint = text.T("密码不是 UTF-8 编码（中文 Windows 的命令提示符用 echo 写文件，写出的是 GBK）：用记事本打开密码文件，另存为 UTF-8 再试",
			"the password is not in UTF-8 (echo in a Chinese Command Prompt writes GBK): open its file in an editor, save it as UTF-8 and try again")
		fault = &e
	}
	if ask && !r.said {
		return r.readAsking(path, fault)
	}
	return appleFile(path, nil, fault), nil
}

// appleFile is a file as it was read. Commands are offered for a p12, which must not
// overwrite what lies beside it.
func appleFile(path string, f *apple.File, fault *apple.Error) check.AppleFile {
	out := check.AppleFile{Path: path, File: f, Err: fault}
	if f == nil || f.Store == nil || f.Store.Format != apple.P12 {
		return out
	}
	entries, _ := os.ReadDir(filepath.Dir(path)) // what can be listed
	for _, e := range entries {
		out.Beside = append(out.Beside, e.Name())
	}
	return out
}

// readAsking asks for the password of a file; an empty one means that the user
// does not know it.
func (r *appleReader) readAsking(path string, fault *apple.Error) (check.AppleFile, error) {
	for range asks {
		password, err := r.askPassword(path)
		if err != nil {
			return check.AppleFile{}, err
		}
		if password == "" {
			break
		}
		f, wrong := readApple(path, password)
		if wrong == nil || !locked(wrong) {
			r.known = append(slices.DeleteFunc(r.known, func(s string) bool { return s == password }), password)
			return appleFile(path, f, wrong), nil
		}
		fault = wrong
		fmt.Fprintln(r.Err, r.say("密码不对", "wrong password"))
	}
	return appleFile(path, nil, fault), nil
}

// locked reports whether another password may help.
func locked(e *apple.Error) bool {
	return e.Reason == apple.NeedsPassword || e.Reason == apple.WrongPassword
}

// readApple is apple.Read with its error in full.
func readApple(path, password string) (*apple.File, *apple.Error) {
	f, err := apple.Read(path, password)
	if err == nil {
		return f, nil
	}
	var e *apple.Error
	if !errors.As(err, &e) {
		e = &apple.Error{File: path, Reason: apple.Unreadable, Message: text.Same(text.Visible(err.Error()))}
	}
	return nil, e
}

// askPassword asks on the terminal without echo; "" when there is no terminal to
// ask on. The only error is that the user interrupted: the terminal then echoes
// again.
func (a *app) askPassword(path string) (string, error) {
	in, ok := a.In.(*os.File)
	if !ok || !term.IsTerminal(int(in.Fd())) {
		return "", nil
	}
	fd := int(in.Fd())
	before, err := term.GetState(fd)
	if err != nil {
		return "", nil // no terminal after all
	}
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	fmt.Fprint(a.Err, text.F("%s 的密码（不回显，直接回车跳过）：", "password of %s (not shown, Enter skips): ", shown(path)).In(a.lang))
	answer := make(chan string, 1)
	go func() {
		password, _ := term.ReadPassword(fd) // at the end of the input there is none
		answer <- string(password)
	}()
	select {
	case password := <-answer:
		fmt.Fprintln(a.Err)
		return password, nil
	case <-ctx.Done():
		_ = term.Restore(fd, before)
		fmt.Fprintln(a.Err)
		return "", &failure{code: exitFailed, id: "interrupted", message: text.T("已中断", "interrupted")}
	}
}
