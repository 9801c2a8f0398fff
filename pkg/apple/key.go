package apple

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/x509/pkix"
	"encoding/asn1"
	"encoding/pem"
	"path/filepath"
	"regexp"
	"strings"
	"sync"

	"github.com/offpush/offpush/pkg/text"
)

// Key is a signing key for provider tokens. Nothing in the file says which team,
// app or environment it is for, nor whether it is for pushes at all: App Store
// Connect's keys look the same.
type Key struct {
	File string
	Key  *ecdsa.PrivateKey // P-256; nil of what only [Read] reads: another kind of key in a file named as a .p8
	// KeyType is "EC P-256", or what the key is instead: "EC P-384", "RSA 2048".
	KeyType string
	// KeyID are the ten characters in the name that Apple gives the file,
	// AuthKey_<id>.p8; "" where it has been renamed. It stands nowhere else.
	KeyID string
}

// keyName is the name of a p8 as Apple gives it, and as browsers number copies:
// "AuthKey_ABCDE12345 (1).p8".
var keyName = sync.OnceValue(func() *regexp.Regexp {
	return regexp.MustCompile(`^AuthKey_([A-Z0-9]{10})(?:[ (_-].*)?\.(?i:p8)$`)
})

// ReadKey reads a .p8 file: PEM, PKCS#8, an unencrypted key on the curve P-256.
// Every error is an [*Error].
func ReadKey(path string) (*Key, error) {
	data, err := readFile(path, maxCredential)
	if err != nil {
		return nil, err
	}
	return ParseKey(path, data)
}

// ParseKey is [ReadKey] for the content of a file; the key's id comes from the
// name.
func ParseKey(file string, data []byte) (*Key, error) {
	blocks := pemBlocks(data)
	var private *pem.Block
	for _, b := range blocks {
		switch {
		case !strings.HasSuffix(b.Type, "PRIVATE KEY"):
		case private != nil:
			return nil, severalKeys(file)
		default:
			private = b
		}
	}
	if private == nil {
		return nil, notKey(file, data)
	}
	if private.Type == "ENCRYPTED PRIVATE KEY" || private.Headers["DEK-Info"] != "" {
		return nil, &Error{File: file, Reason: Unsupported,
			Message: text.T("密钥被加密了，苹果给的 .p8 没有密码", "the key is encrypted; a .p8 from Apple has no password"),
			Hint:    text.T("使用下载到的原始文件", "use the file as it was downloaded")}
	}
	key, err := parseKey(private.Bytes)
	if name := foreignKey(private); err != nil && name != "" {
		return nil, wrongKind(file, name)
	}
	if err != nil {
		return nil, brokenKey(file, err)
	}
	ec, ok := key.(*ecdsa.PrivateKey)
	switch {
	case !ok:
		return nil, wrongKind(file, keyType(key))
	case ec.Curve != elliptic.P256():
		return nil, &Error{File: file, Reason: WrongFile,
			Message: text.F("密钥在曲线 %s 上，应为 P-256", "the key is on the curve %s; it should be P-256", ec.Curve.Params().Name),
			Hint:    text.T("使用从 Apple Developer 的 Keys 页面下载的 AuthKey_….p8", "use the AuthKey_….p8 downloaded from the Keys page of Apple Developer")}
	}
	return &Key{File: file, Key: ec, KeyID: keyID(file), KeyType: keyType(ec)}, nil
}

func wrongKind(file, name string) *Error {
	return &Error{File: file, Reason: WrongFile,
		Message: text.F("密钥类型是 %s，不是 P-256 椭圆曲线密钥", "a key of the type %s, not an elliptic curve key on P-256", name),
		Hint: text.T("如果这是推送证书的私钥，请连同证书填在 cert_file；.p8 在 Apple Developer 的 Keys 页面创建",
			"if it is the key of a push certificate, give both as cert_file; a .p8 is made on the Keys page of Apple Developer")}
}

// foreignKinds are kinds of keys that the standard library does not read.
var foreignKinds = map[string]string{
	"1.2.840.10040.4.1":   "DSA",
	"1.3.101.113":         "Ed448",
	"1.3.132.0.10":        "EC secp256k1",
	"1.2.156.10197.1.301": "EC SM2",
}

// foreignKey names such a key in PKCS#8, SEC 1 or OpenSSL's old form of DSA; "" where
// it is none.
func foreignKey(b *pem.Block) string {
	if b.Type == "DSA PRIVATE KEY" {
		return "DSA"
	}
	var p8 struct {
		Version   int
		Algorithm pkix.AlgorithmIdentifier
		Key       []byte
	}
	var sec1 struct {
		Version int
		Key     []byte
		Curve   asn1.ObjectIdentifier `asn1:"optional,explicit,tag:0"`
	}
	var id asn1.ObjectIdentifier
	switch {
	case unmarshal(b.Bytes, &sec1) == nil:
		id = sec1.Curve
	case unmarshal(b.Bytes, &p8) != nil:
		return ""
	case unmarshal(p8.Algorithm.Parameters.FullBytes, &id) != nil: // no curve
		id = p8.Algorithm.Algorithm
	}
	return foreignKinds[id.String()]
}

// keyID is the one in a file's name.
func keyID(file string) string {
	if m := keyName().FindStringSubmatch(filepath.Base(file)); m != nil {
		return m[1]
	}
	return ""
}

func notKey(file string, data []byte) *Error {
	if strings.Contains(string(data), "-----BEGIN PRIVATE KEY") {
		return brokenPEM(file)
	}
	return &Error{File: file, Reason: WrongFile,
		Message: text.F("不是 .p8 密钥，里面没有 BEGIN PRIVATE KEY%s", "not a .p8 key: there is no BEGIN PRIVATE KEY in it%s", instead(data)),
		Hint:    text.T("推送证书（.p12、.pem）用 cert_file 或 --cert 指明；.p8 是从 Apple Developer 的 Keys 页面下载的 AuthKey_….p8", "give a push certificate (.p12, .pem) as cert_file or --cert; a .p8 is the AuthKey_….p8 downloaded from the Keys page of Apple Developer")}
}
