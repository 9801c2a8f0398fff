package apple

import (
	"bytes"
	"crypto/x509"
	"errors"
	"io"
	"os"
	"path/filepath"
	"strings"

	"github.com/offpush/offpush/pkg/text"
)

// Read reads a file of any [Kind], or the folder of an .app. What it is is seen by
// its content, whatever its name. The password opens a p12 or an encrypted key;
// it may be "". Every error is an [*Error].
func Read(path, password string) (*File, error) {
	if info, err := os.Stat(path); err == nil && info.IsDir() {
		app, err := readFolder(path)
		return fileOf(path, KindApp, &File{App: app}, err)
	}
	f, info, err := open(path, maxArchive)
	if err != nil {
		return nil, err
	}
	defer f.Close() //nolint:errcheck // only read
	return read(path, f, info.Size(), password)
}

// read is Read for the content of a file.
func read(path string, r io.ReaderAt, size int64, password string) (*File, error) {
	magic := make([]byte, 4)
	n, err := r.ReadAt(magic, 0)
	switch {
	case size == 0:
		return nil, empty(path)
	case bytes.HasPrefix(magic[:n], []byte("PK")):
		app, err := readIPA(path, r, size)
		return fileOf(path, KindIPA, &File{App: app}, err)
	case n < len(magic) && !errors.Is(err, io.EOF):
		return nil, unreadable(path, err)
	case size > maxPart:
		return nil, unknownFile(path, magic)
	}
	data, err := io.ReadAll(io.NewSectionReader(r, 0, size))
	if err != nil {
		return nil, unreadable(path, err)
	}
	return parse(path, data, password)
}

// parse tells small files apart.
func parse(path string, data []byte, password string) (*File, error) {
	switch {
	case namedKey(path):
		key, err := ParseKey(path, data)
		return fileOf(path, KindKey, &File{Key: key}, err)
	case bytes.Contains(data, []byte("-----BEGIN ")):
		c, err := ParseCertificate(path, data, password)
		return storeFile(path, PEM, c, err)
	case beginsP12(data):
		c, err := ParseCertificate(path, data, password)
		return storeFile(path, P12, c, err)
	}
	if cert, err := x509.ParseCertificate(data); err == nil {
		facts := FactsOf(cert)
		return &File{Path: path, Kind: facts.Kind.file(), Store: &Store{Format: DER, Leaf: &facts, Certificates: 1}}, nil
	}
	if p, err := ParseProfile(path, data); err == nil {
		return &File{Path: path, Kind: KindProfile, Profile: p}, nil
	}
	if e, err := parseEntitlements(data); err == nil {
		return &File{Path: path, Kind: KindEntitlements, Entitlements: e}, nil
	}
	return nil, unknownFile(path, data)
}

func fileOf(path string, kind Kind, f *File, err error) (*File, error) {
	if err != nil {
		return nil, err
	}
	f.Path, f.Kind = path, kind
	return f, nil
}

func storeFile(path string, format Format, c *Credential, err error) (*File, error) {
	if err != nil {
		return nil, err
	}
	return &File{Path: path, Kind: c.Facts.Kind.file(), Store: &Store{Format: format, Leaf: &c.Facts,
		Certificates: len(c.TLS.Certificate), Keys: 1, Protected: c.Protected, credential: c}}, nil
}

// file is the kind of a file with such a certificate.
func (k CertificateKind) file() Kind {
	switch k {
	case Push:
		return KindPush
	case VoIP:
		return KindVoIP
	case WatchKit:
		return KindWatchKit
	case Website:
		return KindWebsite
	case Pass:
		return KindPass
	case Signing:
		return KindSigning
	case MDM, Other:
	}
	return KindCertificate
}

// namedKey reports whether a file is named as the keys for provider tokens are.
func namedKey(path string) bool {
	name := filepath.Base(path)
	return strings.EqualFold(filepath.Ext(name), ".p8") || strings.HasPrefix(name, "AuthKey_")
}

// parseEntitlements reads a property list of entitlements alone.
func parseEntitlements(data []byte) (*Entitlements, error) {
	var raw rawEntitlements
	if err := decodePlist(data, &raw); err != nil {
		return nil, err
	}
	if raw == (rawEntitlements{}) {
		return nil, errPlist
	}
	e := raw.facts()
	return &e, nil
}

func unknownFile(path string, data []byte) *Error {
	return &Error{File: path, Reason: WrongFile,
		Message: text.F("认不出这个文件：不是证书、密钥、描述文件、权限文件或 ipa%s", "not recognised: neither a certificate, a key, a profile, entitlements nor an ipa%s", instead(data)),
		Hint:    text.T("支持 .p12、.pem、.cer、.key、.p8、.mobileprovision、.ipa、.app 文件夹和 .entitlements", "name a .p12, .pem, .cer, .key, .p8, .mobileprovision, .ipa, .entitlements or the folder of an .app")}
}
