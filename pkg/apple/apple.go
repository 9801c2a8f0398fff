// Package apple reads what a team has in hand for Apple's push service, and says
// what each piece says of environment, app, team and dates.
//
// A push reaches an iPhone only when three things agree on one of Apple's two
// environments, sandbox and production: the app's signature (its
// aps-environment), the credential that sends, and the host that is asked. None
// of them shows its environment on the outside, so this package opens them:
//
//	[Read]             any of these and more: says what a file is
//	[ReadCertificate]  .p12, .pfx, .pem    a push certificate with its key
//	[ReadKey]          .p8                 a key for provider tokens
//	[ReadApp]          .ipa, .app, .mobileprovision, .provisionprofile
//
// It collects and holds no opinion: a certificate that has expired, a key that
// belongs to another certificate or a signing certificate is read like any
// other, and its facts say so. Nothing is verified either: neither the chain of
// a certificate nor the signature of a profile or an app. Only what cannot be
// read is an error, and every error is an [*Error].
//
// The files come from anywhere. Their sizes, nesting and key derivation costs
// are limited before anything is calculated, and no password is part of an error.
package apple

import (
	"errors"
	"io"
	"io/fs"
	"os"

	"github.com/offpush/offpush/pkg/text"
)

// Environment is one of the two halves of Apple's push service; a device token
// is good in one of them only. The values are those of offpush.toml.
type Environment string

// The environments.
const (
	Sandbox    Environment = "sandbox"    // api.sandbox.push.apple.com
	Production Environment = "production" // api.push.apple.com
)

// Limits, in bytes. Real files are far below: a p12 has a few KiB, a profile with
// many devices some hundred.
const (
	maxCredential = 1 << 20   // p12, PEM, p8
	maxPart       = 4 << 20   // a profile, an Info.plist
	maxArchive    = 4 << 30   // an .ipa; the App Store's own limit
	maxExecutable = 512 << 20 // read as a stream, never held; the largest have some 300 MiB
	maxSignature  = 16 << 20  // the code signature of an executable
)

// readFile reads a regular file of at most limit bytes.
func readFile(path string, limit int64) ([]byte, error) {
	f, info, err := open(path, limit)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	if info.Size() == 0 {
		return nil, empty(path)
	}
	data, err := io.ReadAll(io.LimitReader(f, limit))
	if err != nil {
		return nil, unreadable(path, err)
	}
	return data, nil
}

// open opens a regular file of at most limit bytes. It looks before it opens:
// opening a pipe would wait for its other end.
func open(path string, limit int64) (*os.File, fs.FileInfo, error) {
	info, err := os.Stat(path)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return nil, nil, notFound(path)
	case err != nil:
		return nil, nil, unreadable(path, err)
	case !info.Mode().IsRegular():
		return nil, nil, &Error{File: path, Reason: Unreadable,
			Message: text.T("不是普通文件", "not a regular file"),
			Hint:    text.T("请指定文件本身", "name the file itself")}
	case info.Size() > limit:
		return nil, nil, tooLarge(path, limit)
	}
	f, err := os.Open(path)
	if err != nil {
		return nil, nil, unreadable(path, err)
	}
	return f, info, nil
}
