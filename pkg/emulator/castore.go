package emulator

import (
	"crypto/ecdsa"
	"crypto/x509"
	"encoding/pem"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"time"

	"github.com/offpush/offpush/pkg/text"
)

// The files of a kept authority.
const (
	authorityFile    = "emulator-ca.pem"
	authorityKeyFile = "emulator-ca-key.pem"
	authorityLock    = "emulator-ca.lock"
)

// findAuthority returns the authority that is kept in a folder; where there is
// none, or one that is of no use any more, it makes one and keeps it. Without a
// folder it makes one that is forgotten.
func findAuthority(dir string, hosts []string, now time.Time) (*authority, error) {
	if dir == "" {
		return makeAuthority(hosts, now)
	}
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return nil, notKept(dir, err)
	}
	if a, err := loadAuthority(dir); err != nil || a != nil && a.fits(hosts, now) {
		return a, err
	}
	unlock, err := lockFile(filepath.Join(dir, authorityLock))
	if err != nil {
		return nil, err
	}
	defer unlock()
	// Another process may have made one meanwhile.
	if a, err := loadAuthority(dir); err != nil || a != nil && a.fits(hosts, now) {
		return a, err
	}
	a, err := makeAuthority(hosts, now)
	if err != nil {
		return nil, err
	}
	return a, a.keep(dir)
}

// loadAuthority reads what is kept; nil where there is nothing of use.
func loadAuthority(dir string) (*authority, error) {
	path := filepath.Join(dir, authorityFile)
	certificate, err := os.ReadFile(path)
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return nil, notRead(path, err)
	}
	key, err := readKey(filepath.Join(dir, authorityKeyFile))
	if err != nil {
		return nil, err
	}
	block, _ := pem.Decode(certificate)
	keyBlock, _ := pem.Decode(key)
	if block == nil || keyBlock == nil {
		return nil, nil
	}
	parsed, err := x509.ParsePKCS8PrivateKey(keyBlock.Bytes)
	if err != nil {
		return nil, nil //nolint:nilerr // what cannot be read is made anew
	}
	ec, ok := parsed.(*ecdsa.PrivateKey)
	if !ok {
		return nil, nil
	}
	a, err := newAuthority(block.Bytes, ec)
	if err != nil {
		return nil, nil //nolint:nilerr // as above
	}
	return a, nil
}

// readKey reads the key, which must be nobody else's to read; nil where there is
// none.
func readKey(path string) ([]byte, error) {
	info, err := os.Stat(path)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	if err != nil {
		return nil, notRead(path, err)
	}
	// Windows has no such bits; there the folder's rights hold.
	if mode := info.Mode().Perm(); runtime.GOOS != "windows" && mode&0o077 != 0 {
		return nil, inputError(
			"CA 私钥 %s 的权限是 %04o，其他用户也能读写，可能已经泄露。请删除它和同目录的 %s，重新启动会生成新的（客户端要改为信任新的）；确定没有泄露的，执行 chmod 600 %s",
			"the key of the CA, %s, has the mode %04o: other users can read or change it, and may have done so. Delete it and %s beside it, and new ones are made (which clients must be told to trust); or, if nobody has it, chmod 600 %s",
			path, mode, authorityFile, path)
	}
	data, err := os.ReadFile(path)
	if err != nil {
		return nil, notRead(path, err)
	}
	return data, nil
}

// keep writes the authority's files. Between the two, and after a crash there, the
// key does not fit the certificate, and so nobody uses them.
func (a *authority) keep(dir string) error {
	key, err := x509.MarshalPKCS8PrivateKey(a.key)
	if err != nil {
		return err
	}
	keyPEM := pem.EncodeToMemory(&pem.Block{Type: "PRIVATE KEY", Bytes: key})
	if err = writeWhole(filepath.Join(dir, authorityKeyFile), keyPEM, 0o600); err == nil {
		err = writeWhole(filepath.Join(dir, authorityFile), a.pem, 0o644)
	}
	if err != nil {
		return notKept(dir, err)
	}
	return nil
}

// notKept says that the authority cannot be kept in a folder.
func notKept(dir string, err error) error {
	return systemError(err, "不能把模拟器的 CA 保存在 %s：%s；请用 --data-dir 指定一个可以写入的文件夹（作为库使用时设 Dir）",
		"the emulator's CA cannot be kept in %s: %s; name a folder that can be written to with --data-dir (Dir of the library)", text.Visible(dir), text.Cause(err))
}

// notRead says that a file of the authority cannot be read.
func notRead(path string, err error) error {
	return systemError(err, "读不了模拟器的 CA 文件 %s：%s；请改正它的权限，或用 --data-dir 换一个文件夹（作为库使用时设 Dir）",
		"the file %s of the emulator's CA cannot be read: %s; mend its rights, or name another folder with --data-dir (Dir of the library)", text.Visible(path), text.Cause(err))
}

// writeWhole writes a file so that nobody ever sees a part of it.
func writeWhole(path string, data []byte, mode fs.FileMode) error {
	f, err := os.CreateTemp(filepath.Dir(path), filepath.Base(path)+".*") // of mode 0600
	if err != nil {
		return err
	}
	defer func() { _ = os.Remove(f.Name()) }() // which is gone when all went well
	_, err = f.Write(data)
	err = errors.Join(err, f.Sync(), f.Close())
	if err == nil && mode != 0o600 {
		err = os.Chmod(f.Name(), mode)
	}
	if err != nil {
		return err
	}
	return os.Rename(f.Name(), path)
}

const (
	// lockStale is when whoever made a lock must have died: making an authority
	// takes some milliseconds.
	lockStale = 10 * time.Second
	lockPause = 5 * time.Millisecond
)

// lockFile waits until it is the one that made a file, and returns what removes it.
func lockFile(path string) (unlock func(), err error) {
	for begun := time.Now(); ; time.Sleep(lockPause) {
		f, err := os.OpenFile(path, os.O_CREATE|os.O_EXCL, 0o600)
		if err == nil {
			return func() { _ = os.Remove(path) }, f.Close()
		}
		if info, gone := os.Stat(path); gone == nil && time.Since(info.ModTime()) > lockStale {
			if err = os.Remove(path); err == nil || errors.Is(err, fs.ErrNotExist) {
				continue
			}
		}
		// Windows may deny a file that is just being removed.
		busy := errors.Is(err, fs.ErrExist) || runtime.GOOS == "windows"
		if !busy || time.Since(begun) > 2*lockStale {
			return nil, notKept(filepath.Dir(path), err)
		}
	}
}
