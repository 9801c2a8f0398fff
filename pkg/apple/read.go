package apple

import (
	"bytes"
	"crypto/x509"
	"encoding/pem"
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
	defer f.Close()
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
	case isPEM(data):
		return parsePEM(path, data, password)
	case beginsP12(data):
		return parseP12(path, data, password)
	case bytes.HasPrefix(data, []byte{0x30}):
		c, err := parseDER(path, data, password)
		if err != nil {
			return nil, err
		}
		if c != nil && !(namedKey(path) && len(c.certificates) == 0) {
			return c.file(path), nil
		}
	}
	p, err := ParseProfile(path, data)
	if err == nil || isReason(err, Broken) && !isPlist(data) {
		return fileOf(path, KindProfile, &File{Profile: p}, err)
	}
	if isPlist(data) {
		e, err := parseEntitlements(path, data)
		return fileOf(path, KindEntitlements, &File{Entitlements: e}, err)
	}
	if namedKey(path) {
		_, err := ParseKey(path, data)
		return nil, err
	}
	return nil, unknownFile(path, data)
}

// parseP12 reads a p12.
func parseP12(path string, data []byte, password string) (*File, error) {
	c, err := decodeP12(path, data, password, true)
	if err != nil {
		return nil, err
	}
	if len(c.certificates) == 0 && len(c.keys) == 0 {
		return nil, &Error{File: path, Reason: WrongFile,
			Message: text.T("p12 里既没有证书也没有私钥", "the p12 holds neither a certificate nor a private key"), Hint: ExportBoth()}
	}
	return c.file(path), nil
}

// parsePEM reads blocks. A single key is one for provider tokens when its name or
// its kind says so: push certificates come with RSA keys.
func parsePEM(path string, data []byte, password string) (*File, error) {
	blocks := pemBlocks(data)
	named := namedKey(path)
	if single := len(blocks) == 1 && strings.HasSuffix(blocks[0].Type, "PRIVATE KEY"); single || named && len(blocks) == 0 {
		key, err := ParseKey(path, data)
		switch {
		case err == nil && (named || blocks[0].Type == "PRIVATE KEY"):
			return &File{Path: path, Kind: KindKey, Key: key}, nil
		case named:
			return unlikeKey(path, blocks, err)
		}
	}
	c, err := decodePEM(path, data, password, false)
	if err != nil {
		return nil, err
	}
	return c.file(path), nil
}

// unlikeKey is a key of the wrong kind in a file with the name of a p8; what it is
// is told rather than refused.
func unlikeKey(path string, blocks []*pem.Block, err error) (*File, error) {
	if !isReason(err, WrongFile) || len(blocks) != 1 {
		return nil, err
	}
	name := foreignKey(blocks[0])
	if key, broken := parseKey(blocks[0].Bytes); broken == nil {
		name = keyType(key)
	}
	if name == "" {
		return nil, err
	}
	return &File{Path: path, Kind: KindKey, Key: &Key{File: path, KeyID: keyID(path), KeyType: name}}, nil
}

// parseDER reads one bare certificate or key, encrypted or not; nil when it is
// neither.
func parseDER(path string, data []byte, password string) (*contents, error) {
	if cert, err := x509.ParseCertificate(firstDER(data)); err == nil {
		return &contents{format: DER, certificates: []*x509.Certificate{cert}}, nil
	}
	data = trimDER(data)
	if key, err := parseKey(data); err == nil {
		return &contents{format: DER, keys: []any{key}}, nil
	}
	if namedKey(path) || !isSealedKey(data) { // a .p8 has no password
		return nil, nil
	}
	if password == "" {
		return nil, needsPassword(path)
	}
	key, err := sealedKey(path, data, password, new(effort))
	if err != nil {
		return nil, err
	}
	return &contents{format: DER, keys: []any{key}, protected: true}, nil
}

// isSealedKey reports whether data is PKCS#8's EncryptedPrivateKeyInfo, by the
// algorithm at its head.
func isSealedKey(data []byte) bool {
	var sealed encryptedKey
	if s, ok := outline(data); !ok || s.ber || unmarshal(data, &sealed) != nil {
		return false
	}
	id := sealed.Algorithm.Algorithm
	return len(id) > 0 && (id[:len(id)-1].Equal(oidPBES1) || id[:len(id)-1].Equal(oidPBES12))
}

// file is what a file with such contents is.
func (c *contents) file(path string) *File {
	f := &File{Path: path, Kind: KindPrivateKey, Store: c.store(path)}
	if f.Store.Leaf != nil {
		f.Kind = f.Store.Leaf.Kind.file()
	}
	return f
}

func fileOf(path string, kind Kind, f *File, err error) (*File, error) {
	if err != nil {
		return nil, err
	}
	f.Path, f.Kind = path, kind
	return f, nil
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

func unknownFile(path string, data []byte) *Error {
	return &Error{File: path, Reason: WrongFile,
		Message: text.F("认不出这个文件：不是证书、密钥、描述文件、权限文件或 ipa%s", "not recognised: neither a certificate, a key, a profile, entitlements nor an ipa%s", instead(data)),
		Hint:    text.T("支持 .p12、.pem、.cer、.key、.p8、.mobileprovision、.ipa、.app 文件夹和 .entitlements", "name a .p12, .pem, .cer, .key, .p8, .mobileprovision, .ipa, .entitlements or the folder of an .app")}
}
