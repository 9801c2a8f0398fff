package apple

import (
	"bytes"
	"crypto/x509"
	"encoding/asn1"
	"encoding/pem"
	"errors"
	"strings"

	"github.com/youmark/pkcs8"

	"github.com/offpush/offpush/pkg/text"
)

const (
	maxBlocks = 64
	utf8BOM   = "\xEF\xBB\xBF"
)

// decodePEM reads a file of CERTIFICATE blocks and one block of a private key.
func decodePEM(file string, data []byte, password string) (*pair, *Error) {
	p := &pair{}
	var keys []*pem.Block
	blocks := pemBlocks(data)
	for _, block := range blocks {
		switch {
		case strings.HasSuffix(block.Type, "PRIVATE KEY"):
			keys = append(keys, block)
		case block.Type == "CERTIFICATE", block.Type == "X509 CERTIFICATE":
			c, err := x509.ParseCertificate(block.Bytes)
			if err != nil {
				return nil, &Error{File: file, Reason: Broken,
					Message: text.F("证书无法解析：%s", "a certificate in it cannot be read: %s", detail(err)), Hint: again()}
			}
			p.certificates = append(p.certificates, c)
		}
	}
	switch {
	case len(blocks) == 0:
		return nil, brokenPEM(file)
	case len(keys) > 1:
		return nil, severalKeys(file)
	case len(keys) == 0 && len(p.certificates) == 0:
		return nil, notP12(file, data)
	case len(keys) == 0:
		e := noKey(file)
		e.Hint = text.T("把私钥（PRIVATE KEY）也放进同一个文件，或改用 .p12", "put the private key into the same file, or use a .p12")
		return nil, e
	case len(p.certificates) == 0:
		return nil, &Error{File: file, Reason: NoCertificate,
			Message: text.T("里面只有私钥，没有证书", "it holds a private key only, no certificate"),
			Hint: text.T("如果这是 AuthKey_….p8，请填在 key_file；否则把证书也放进同一个文件",
				"if this is an AuthKey_….p8, give it as key_file; else put the certificate into the same file")}
	}
	key, protected, err := decodeKey(file, keys[0], password)
	if err != nil {
		return nil, err
	}
	p.key, p.protected = key, protected
	return p, nil
}

func pemBlocks(data []byte) []*pem.Block {
	var out []*pem.Block
	for rest := bytes.TrimPrefix(data, []byte(utf8BOM)); len(out) < maxBlocks; {
		var block *pem.Block
		if block, rest = pem.Decode(rest); block == nil {
			break
		}
		out = append(out, block)
	}
	return out
}

func brokenPEM(file string) *Error {
	return &Error{File: file, Reason: Broken,
		Message: text.T("PEM 格式不完整：BEGIN 行、END 行和中间的内容必须齐全", "the PEM is incomplete: it takes the BEGIN line, the END line and all between them"),
		Hint:    again()}
}

// decodeKey reads a private key in any of PEM's clothes. The label decides only
// whether it is encrypted: tools mix up the others.
func decodeKey(file string, block *pem.Block, password string) (key any, protected bool, _ *Error) {
	der := block.Bytes
	old := block.Headers["DEK-Info"] != ""
	if protected = old || block.Type == "ENCRYPTED PRIVATE KEY"; protected && password == "" {
		return nil, true, needsPassword(file)
	}
	switch {
	case old:
		var err error
		//lint:ignore SA1019 weak, but what openssl has written for decades
		der, err = x509.DecryptPEMBlock(block, []byte(password)) //nolint:staticcheck // the same, for golangci-lint
		if errors.Is(err, x509.IncorrectPasswordError) {
			return nil, true, wrongPassword(file)
		} else if err != nil {
			return nil, true, brokenKey(file, err)
		}
	case protected:
		if e := checkPKCS8(file, der); e != nil {
			return nil, true, e
		}
		key, err := pkcs8.ParsePKCS8PrivateKey(der, []byte(password))
		switch {
		case err == nil:
			return key, true, nil
		case strings.HasSuffix(err.Error(), "incorrect password"):
			return nil, true, wrongPassword(file)
		}
		return nil, true, &Error{File: file, Reason: Unsupported,
			Message: text.F("私钥的加密方式不受支持：%s", "the private key is encrypted in an unsupported way: %s", detail(err)), Hint: rekey()}
	}
	key, err := parseKey(der)
	switch {
	case err != nil && old: // one wrong password in 256 leaves a padding that looks right
		return nil, true, wrongPassword(file)
	case err != nil:
		return nil, false, brokenKey(file, err)
	}
	return key, protected, nil
}

func brokenKey(file string, err error) *Error {
	return &Error{File: file, Reason: Broken,
		Message: text.F("私钥无法解析：%s", "the private key cannot be read: %s", detail(err)), Hint: again()}
}

func rekey() text.Text {
	return text.T("用 openssl pkcs8 -topk8 -v2 aes-256-cbc 重新加密", "encrypt it again with openssl pkcs8 -topk8 -v2 aes-256-cbc")
}

// parseKey reads an unencrypted key: PKCS#8, PKCS#1 or SEC 1.
func parseKey(der []byte) (any, error) {
	key, err := x509.ParsePKCS8PrivateKey(der)
	if err == nil {
		return key, nil
	}
	if rsa, err := x509.ParsePKCS1PrivateKey(der); err == nil {
		return rsa, nil
	}
	if ec, err := x509.ParseECPrivateKey(der); err == nil {
		return ec, nil
	}
	return nil, err
}

// encryptedKey is PKCS#8's EncryptedPrivateKeyInfo with PBES2 (RFC 8018 §6.2).
type encryptedKey struct {
	Algorithm struct {
		ID         asn1.ObjectIdentifier
		Parameters struct {
			Derivation asn1.RawValue
			Cipher     struct {
				ID asn1.ObjectIdentifier
				IV []byte
			}
		}
	}
	Data []byte
}

// checkPKCS8 looks at the lengths that the library trusts: its ciphers panic on a
// wrong IV or an incomplete block.
func checkPKCS8(file string, der []byte) *Error {
	s, ok := outline(der)
	var key encryptedKey
	if !ok || s.ber {
		return brokenKey(file, errors.New("not DER"))
	}
	if _, err := asn1.Unmarshal(der, &key); err != nil {
		return &Error{File: file, Reason: Unsupported,
			Message: text.T("私钥不是按 PBES2 加密的", "the private key is not encrypted by PBES2"), Hint: rekey()}
	}
	if s.costly(der) {
		return &Error{File: file, Reason: Unsupported,
			Message: text.T("私钥的密钥派生开销高得离谱", "the private key asks for an absurd effort to derive its key"), Hint: rekey()}
	}
	cipher := key.Algorithm.Parameters.Cipher
	size := 16                                      // AES
	if cipher.ID.String() == "1.2.840.113549.3.7" { // 3DES
		size = 8
	}
	if len(cipher.IV) != size || len(key.Data) == 0 || len(key.Data)%size != 0 {
		return brokenKey(file, errors.New("incomplete blocks"))
	}
	return nil
}
