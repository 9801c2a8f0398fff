package apple

import (
	"bytes"
	"crypto/x509"
	"encoding/binary"
	"encoding/pem"
	"errors"
	"fmt"
	"strings"
	"unicode/utf16"

	"github.com/offpush/offpush/pkg/text"
)

const (
	maxBlocks = 64
	maxKey    = 6 << 10 // bytes; RSA of 8192 bits has 4.6 KiB
	utf8BOM   = "\xEF\xBB\xBF"
)

// decodePEM reads a file of blocks with certificates and private keys. For a
// credential the number of each is looked at first, so that nobody is asked for
// the password of a file that does not do.
func decodePEM(file string, data []byte, password string, credential bool) (*contents, *Error) {
	c := &contents{format: PEM}
	var keys, certificates []*pem.Block
	blocks := pemBlocks(data)
	for _, block := range blocks {
		switch {
		case strings.HasSuffix(block.Type, "PRIVATE KEY"):
			keys = append(keys, block)
		case block.Type == "CERTIFICATE", block.Type == "X509 CERTIFICATE", block.Type == "TRUSTED CERTIFICATE":
			certificates = append(certificates, block)
		}
	}
	switch {
	case len(blocks) == 0:
		return nil, brokenPEM(file)
	case len(keys) == 0 && len(certificates) == 0:
		return nil, notP12(file, data)
	case credential && len(keys) > 1:
		return nil, severalKeys(file)
	case credential && len(keys) == 0:
		e := noKey(file)
		e.Hint = text.T("把私钥（PRIVATE KEY）也放进同一个文件，或改用 .p12", "put the private key into the same file, or use a .p12")
		return nil, e
	case credential && len(certificates) == 0:
		return nil, noCertificate(file)
	}
	for _, block := range certificates {
		c.addCertificate(block.Bytes)
	}
	var e effort
	for _, block := range keys {
		key, protected, err := keyOf(file, block, password, &e)
		if err != nil {
			return nil, err
		}
		c.keys = append(c.keys, key)
		c.protected = c.protected || protected
	}
	if err := c.settle(); err != nil {
		return nil, &Error{File: file, Reason: Broken,
			Message: text.F("证书无法解析：%s", "a certificate in it cannot be read: %s", detail(err)), Hint: again()}
	}
	return c, nil
}

func noCertificate(file string) *Error {
	return &Error{File: file, Reason: NoCertificate,
		Message: text.T("里面只有私钥，没有证书", "it holds a private key only, no certificate"),
		Hint: text.T("如果这是 AuthKey_….p8，请填在 key_file；否则把证书也放进同一个文件",
			"if this is an AuthKey_….p8, give it as key_file; else put the certificate into the same file")}
}

// pemBlocks returns the blocks in a file. The marks that Windows puts before a
// text, or between texts that were put together, would hide what follows them.
func pemBlocks(data []byte) []*pem.Block {
	var out []*pem.Block
	for rest := bytes.ReplaceAll(plainText(data), []byte(utf8BOM), nil); len(out) < maxBlocks; {
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

// isPEM reports whether a file has a PEM block.
func isPEM(data []byte) bool { return bytes.Contains(plainText(data), []byte("-----BEGIN ")) }

// plainText turns UTF-16, as Windows' Notepad writes it, into UTF-8.
func plainText(data []byte) []byte {
	var order binary.ByteOrder
	switch {
	case bytes.HasPrefix(data, []byte{0xFF, 0xFE}):
		order = binary.LittleEndian
	case bytes.HasPrefix(data, []byte{0xFE, 0xFF}):
		order = binary.BigEndian
	default:
		return data
	}
	var units []uint16
	for rest := data[2:]; len(rest) >= 2; rest = rest[2:] {
		units = append(units, order.Uint16(rest))
	}
	return []byte(string(utf16.Decode(units)))
}

// keyOf reads a private key in any of PEM's clothes. The label decides only whether
// it is encrypted: tools mix up the others.
func keyOf(file string, block *pem.Block, password string, e *effort) (key any, protected bool, _ *Error) {
	old := block.Headers["DEK-Info"] != ""
	protected = old || block.Type == "ENCRYPTED PRIVATE KEY"
	switch {
	case protected && password == "":
		return nil, true, needsPassword(file)
	case old:
		key, err := oldKey(file, block, password)
		return key, true, err
	case protected:
		key, err := sealedKey(file, block.Bytes, password, e)
		return key, true, err
	}
	key, err := parseKey(block.Bytes)
	if err != nil {
		return nil, false, brokenKey(file, err)
	}
	return key, false, nil
}

// oldKey reads a key that is encrypted as OpenSSL did before PKCS#8. One wrong
// password in 256 leaves a padding that looks right.
func oldKey(file string, block *pem.Block, password string) (any, *Error) {
	//lint:ignore SA1019 weak, but what openssl has written for decades
	der, err := x509.DecryptPEMBlock(block, []byte(password)) //nolint:staticcheck // the same, for golangci-lint
	switch {
	case errors.Is(err, x509.IncorrectPasswordError):
		return nil, wrongPassword(file)
	case err != nil && strings.Contains(err.Error(), "unknown encryption"):
		return nil, unsupportedKey(file, err)
	case err != nil:
		return nil, brokenKey(file, err)
	}
	key, err := parseKey(der)
	if err != nil {
		return nil, wrongPassword(file)
	}
	return key, nil
}

// sealedKey reads PKCS#8's EncryptedPrivateKeyInfo.
func sealedKey(file string, der []byte, password string, e *effort) (any, *Error) {
	var sealed encryptedKey
	if s, ok := outline(der); !ok || s.ber {
		return nil, brokenKey(file, errOutline)
	}
	err := unmarshal(der, &sealed)
	if err == nil {
		err = e.algorithm(sealed.Algorithm)
	}
	var key any
	if err == nil {
		key, err = unsealKey(password, der)
		err = unvouched(err)
	}
	var unknown *unknownError
	var costly *costlyError
	switch {
	case err == nil:
		return key, nil
	case errors.Is(err, errPassword):
		return nil, wrongPassword(file)
	case errors.As(err, &costly):
		return nil, tooCostly(file, costly, rekey())
	case errors.As(err, &unknown), errors.Is(err, errInexpressible):
		return nil, unsupportedKey(file, err)
	}
	return nil, brokenKey(file, err)
}

func unsupportedKey(file string, err error) *Error {
	return &Error{File: file, Reason: Unsupported,
		Message: text.F("私钥的加密方式不受支持：%s", "the private key is encrypted in an unsupported way: %s", detail(err)), Hint: rekey()}
}

func brokenKey(file string, err error) *Error {
	return &Error{File: file, Reason: Broken,
		Message: text.F("私钥无法解析：%s", "the private key cannot be read: %s", detail(err)), Hint: again()}
}

func rekey() text.Text {
	const command = "openssl pkcs8 -topk8 -v2 aes-256-cbc -in old.key -out new.key"
	return text.T("用 openssl 重新加密："+command+"（旧的加密方式在 OpenSSL 3 上还要加 -provider default -provider legacy）",
		"let openssl encrypt it anew: "+command+" (of an old encryption, OpenSSL 3 wants -provider default -provider legacy too)")
}

// parseKey reads an unencrypted key: PKCS#8, PKCS#1 or SEC 1. A number of a megabyte
// would be calculated with for hours.
func parseKey(der []byte) (any, error) {
	if len(der) > maxKey {
		return nil, fmt.Errorf("a key of %d bytes", len(der))
	}
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
