package emulator

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"github.com/offpush/offpush/pkg/catalog"
	"github.com/offpush/offpush/pkg/text"
)

// configMark begins every configuration that the emulator writes: only such a
// file is written over.
const configMark = "# offpush emulator: "

// filesDir is the folder beside a configuration that holds the files it names: of
// offpush.toml, offpush-emulator. Each configuration has one of its own, as the
// files name the addresses of its emulator.
func filesDir(path string) string {
	name := filepath.Base(path)
	return strings.TrimSuffix(name, filepath.Ext(name)) + "-emulator"
}

// WriteConfig writes an offpush.toml that points every vendor at the emulator,
// which has been started, with the demo accounts and a device for each vendor.
// The files that it names are written into a folder beside it, which has its
// name: offpush-emulator for offpush.toml. Of accounts that are not the demo ones
// no credential is written, only the addresses. A file that the emulator has not
// written itself is not touched.
func (e *Emulator) WriteConfig(path string) error {
	if old, err := os.ReadFile(path); err == nil && !bytes.HasPrefix(old, []byte(configMark)) {
		return inputError("%s 不是模拟器写的，不会覆盖它；换一个文件名", "%s was not written by the emulator and is left alone; choose another name", path)
	} else if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	files := filesDir(path)
	dir := filepath.Join(filepath.Dir(path), files)
	if err := os.Mkdir(dir, 0o700); errors.Is(err, fs.ErrNotExist) {
		return inputError("没有文件夹 %s，请先建好", "there is no folder %s; make it first", text.Visible(filepath.Dir(path)))
	} else if err != nil && !errors.Is(err, fs.ErrExist) {
		return systemError(err, "不能写入文件夹 %s：%s", "nothing can be written to the folder %s: %s", text.Visible(filepath.Dir(path)), text.Cause(err))
	}
	ca := files + "/ca.pem"
	if err := writeFile(filepath.Join(dir, "ca.pem"), e.CA()); err != nil {
		return err
	}
	var b strings.Builder
	fmt.Fprintf(&b, "%sits addresses and its demo accounts, which are made up and public.\n", configMark)
	fmt.Fprintf(&b, "# 模拟器的地址和演示账号：凭据是编造的，可以公开。\n\n[project]\nandroid_package = %q\nios_bundle_id = %q\n", DemoApp, DemoApp)
	for _, d := range e.dialects {
		fmt.Fprintf(&b, "\n[vendor.%s]\n", d.id)
		if d.id == "apns" { // speaks HTTP/2 over TLS only
			fmt.Fprintf(&b, "endpoint = %q\nendpoint_sandbox = %q\nca_file = %q\n", e.TLSURL(), e.SandboxURL(), ca)
		} else {
			fmt.Fprintf(&b, "endpoint = %q\n", e.URL())
		}
		if _, own := e.config.Credentials[d.id]; own {
			b.WriteString("# credentials: your own, not written here; 凭据：用的是你自己的，这里不写\n")
			continue
		}
		if err := e.writeAccount(&b, d, dir); err != nil {
			return err
		}
	}
	for _, d := range e.dialects {
		fmt.Fprintf(&b, "\n[device.%s]\nvendor = %q\ntoken = %q\n", d.id, d.id, DemoToken(d.id))
	}
	return writeFile(path, []byte(b.String()))
}

// writeAccount writes a demo account, and its files into dir.
func (e *Emulator) writeAccount(b *strings.Builder, d *dialect, dir string) error {
	account := Demo(d.id)
	for _, f := range d.push.Fields {
		value, ok := account[f.Name]
		if !ok {
			continue
		}
		if f.File {
			name := fileName(d.id, f, account)
			if err := writeFile(filepath.Join(dir, name), e.pointed(value)); err != nil {
				return err
			}
			value = filepath.Base(dir) + "/" + name
		}
		fmt.Fprintf(b, "%s = %q\n", f.Name, value)
	}
	return nil
}

// fileName is the name that the vendor's console gives such a file, or one that
// tells whose it is.
func fileName(vendor string, f catalog.Field, account map[string]string) string {
	if f.Name == "key_file" {
		return "AuthKey_" + account["key_id"] + ".p8"
	}
	return vendor + "-" + strings.ReplaceAll(f.Name, "_", "-") + ".json"
}

// pointed makes a service account's token_uri the emulator's: Google's clients
// log in where the file says.
func (e *Emulator) pointed(content string) []byte {
	var account map[string]string
	if json.Unmarshal([]byte(content), &account) != nil || account["type"] != "service_account" {
		return []byte(content)
	}
	account["token_uri"] = e.URL() + "/token"
	return marshal(account)
}

// writeFile writes a file that only the user can read, whole or not at all.
func writeFile(path string, data []byte) error {
	f, err := os.CreateTemp(filepath.Dir(path), "."+filepath.Base(path)+"-*") // mode 0600
	if err != nil {
		return err
	}
	_, err = f.Write(data)
	err = errors.Join(err, f.Close())
	if err == nil {
		err = os.Rename(f.Name(), path)
	}
	if err != nil {
		_ = os.Remove(f.Name())
	}
	return err
}

// CheckAccount says what an account lacks for requests to be checked by it.
func CheckAccount(vendor string, fields map[string]string) error {
	for _, m := range makers() {
		if m.id == vendor {
			_, err := m.make(&setup{vendor: vendor, fields: fields})
			return err
		}
	}
	return inputError("没有厂商 %q", "there is no vendor %q", vendor)
}
