package apple

import (
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/asn1"
	"errors"

	"github.com/offpush/offpush/pkg/text"
)

// pfx is the outside of a PKCS#12 file (RFC 7292 §4).
type pfx struct {
	Version int
	Safe    contentInfo
	MAC     mac `asn1:"optional"`
}

type contentInfo struct {
	ID      asn1.ObjectIdentifier
	Content asn1.RawValue `asn1:"explicit,optional,tag:0"`
}

// encryptedData is PKCS#7's, and encryptedKey PKCS#8's.
type encryptedData struct {
	Version int
	Content struct {
		ID        asn1.ObjectIdentifier
		Algorithm pkix.AlgorithmIdentifier
		Data      []byte `asn1:"optional,tag:0"`
	}
}

type encryptedKey struct {
	Algorithm pkix.AlgorithmIdentifier
	Data      []byte
}

// bag holds one thing.
type bag struct {
	ID         asn1.ObjectIdentifier
	Value      asn1.RawValue `asn1:"explicit,tag:0"`
	Attributes asn1.RawValue `asn1:"optional"`
}

const (
	oidData      = "1.2.840.113549.1.7.1"
	oidSigned    = "1.2.840.113549.1.7.2"
	oidEncrypted = "1.2.840.113549.1.7.6"
	oidX509      = "1.2.840.113549.1.9.22.1"

	maxNesting = 4 // of safes in safes
)

// decodeP12 reads a PKCS#12 file. go-pkcs12 is not asked: it knows files of one
// key and its certificates only, wants a MAC where there is a password, and
// derives keys for as long as a file says. The tests compare the two.
//
// When it is lenient, the empty password is tried too: who opens several files
// with one password is to learn that this one has none.
func decodeP12(file string, data []byte, password string, lenient bool) (*contents, *Error) {
	s, ok := outline(data)
	if !ok || data[0] != 0x30 {
		return nil, notP12(file, data)
	}
	if s.ber {
		return nil, &Error{File: file, Reason: Unsupported,
			Message: text.T("p12 采用 BER 编码（不定长），只支持 DER", "the p12 is BER with indefinite lengths; only DER can be read"),
			Hint:    reexport()}
	}
	var outside pfx
	err := unmarshal(data, &outside)
	if err != nil && !beginsP12(data) || err == nil && outside.Version != 3 {
		return nil, notP12(file, data)
	}
	p := &p12{opener: opener{password: password}, lenient: lenient, contents: contents{format: P12}}
	if err == nil {
		err = p.read(&outside)
	}
	if err != nil {
		return nil, p12Error(file, err, password)
	}
	return &p.contents, nil
}

// p12 is a file being read.
type p12 struct {
	opener
	contents
	encrypted bool
	lenient   bool
}

// read checks the password, where there is something to check it with, and opens
// the safes.
func (p *p12) read(outside *pfx) error {
	var inside []byte
	switch id := outside.Safe.ID.String(); {
	case id == oidSigned:
		return &unknownError{"a p12 that is signed rather than protected by a password"}
	case id != oidData:
		return &unknownError{"the content " + id}
	}
	if err := unmarshal(outside.Safe.Content.Bytes, &inside); err != nil {
		return err
	}
	p.noMAC = len(outside.MAC.Digest.Algorithm.Algorithm) == 0
	if !p.noMAC {
		id := outside.MAC.Digest.Algorithm.Algorithm.String()
		p.modern = id != sha1Digest.oid && id != md5Digest.oid
		if err := p.check(&outside.MAC, inside); err != nil {
			return err
		}
	}
	err := p.safes(inside)
	if errors.Is(err, errPadding) && p.noMAC && p.password == "" { // nothing said which empty password it is
		p.contents = contents{format: P12, noMAC: true, modern: p.modern}
		p.bare = true
		err = p.safes(inside)
	}
	p.protected = p.password != "" && (!p.noMAC || p.encrypted)
	return err
}

// check verifies the MAC, and settles which password it is. There are two ways to
// write the empty one.
func (p *p12) check(m *mac, content []byte) error {
	ok, err := p.verify(m, content)
	if err != nil || ok {
		return err
	}
	if p.password == "" || p.lenient {
		p.password = ""
		for _, p.bare = range []bool{false, true} {
			if ok, err := p.verify(m, content); ok && err == nil {
				return nil
			}
		}
	}
	return errPassword // also when there is no effort left to try more
}

// errPassword is what a MAC says.
var errPassword = errors.New("the password is wrong")

func (p *p12) safes(content []byte) error {
	var safes []contentInfo
	if err := unmarshal(content, &safes); err != nil {
		return err
	}
	for _, s := range safes {
		var bags []byte
		var err error
		switch id := s.ID.String(); id {
		case oidData:
			err = unmarshal(s.Content.Bytes, &bags)
		case oidEncrypted:
			var e encryptedData
			if err = unmarshal(s.Content.Bytes, &e); err == nil {
				bags, err = p.unseal(e.Content.Algorithm, e.Content.Data)
			}
		default:
			err = &unknownError{"the content " + id}
		}
		if err == nil {
			err = p.bags(bags, maxNesting)
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// unseal is open with what it tells of the file.
func (p *p12) unseal(algorithm pkix.AlgorithmIdentifier, data []byte) ([]byte, error) {
	p.encrypted = true
	p.modern = p.modern || algorithm.Algorithm.Equal(oidPBES2)
	return p.open(algorithm, data)
}

// bags reads a safe. What was decrypted was not part of the file's outline.
func (p *p12) bags(data []byte, depth int) error {
	var bags []bag
	if _, ok := outline(data); !ok {
		return errOutline
	}
	if err := unmarshal(data, &bags); err != nil {
		return err
	}
	for _, b := range bags {
		var err error
		switch b.ID.String() {
		case "1.2.840.113549.1.12.10.1.1":
			err = p.addKey(b.Value.Bytes)
		case "1.2.840.113549.1.12.10.1.2":
			var e encryptedKey
			var der []byte
			if err = unmarshal(b.Value.Bytes, &e); err == nil {
				der, err = p.unseal(e.Algorithm, e.Data)
			}
			if err == nil {
				err = p.addKey(der)
			}
		case "1.2.840.113549.1.12.10.1.3":
			err = p.addBag(b.Value.Bytes)
		case "1.2.840.113549.1.12.10.1.6":
			if err = errOutline; depth > 0 {
				err = p.bags(b.Value.Bytes, depth-1)
			}
		}
		if err != nil {
			return err
		}
	}
	return nil
}

var errOutline = errors.New("the elements do not fit into each other")

// addBag adds the certificate in a bag.
func (p *p12) addBag(data []byte) error {
	var c struct {
		ID   asn1.ObjectIdentifier
		Data asn1.RawValue `asn1:"explicit,tag:0"` // an OCTET STRING, of X.509
	}
	var der []byte
	if err := unmarshal(data, &c); err != nil {
		return err
	}
	if c.ID.String() != oidX509 {
		return &unknownError{"a certificate that is not X.509"}
	}
	if err := unmarshal(c.Data.Bytes, &der); err != nil {
		return err
	}
	cert, err := x509.ParseCertificate(der)
	if err == nil {
		p.certificates = append(p.certificates, cert)
	}
	return err
}

// p12Error says what an error means. Without a MAC only the padding tells a wrong
// password.
func p12Error(file string, err error, password string) *Error {
	var unknown *unknownError
	var costly *costlyError
	switch {
	case (errors.Is(err, errPassword) || errors.Is(err, errPadding)) && password == "":
		return needsPassword(file)
	case errors.Is(err, errPassword), errors.Is(err, errPadding):
		return wrongPassword(file)
	case errors.As(err, &costly):
		return tooCostly(file, costly, reexport())
	case errors.As(err, &unknown):
		return &Error{File: file, Reason: Unsupported, Hint: reexport(),
			Message: text.F("p12 的这种变体无法读取：%s", "this variant of p12 cannot be read: %s", detail(err))}
	}
	return &Error{File: file, Reason: Broken, Hint: reexport(),
		Message: text.F("p12 已损坏：%s", "the p12 is broken: %s", detail(err))}
}

// tooCostly says how much a file asks for, and that it was not done.
func tooCostly(file string, c *costlyError, hint text.Text) *Error {
	if c.scrypt {
		return &Error{File: file, Reason: Unsupported, Hint: hint,
			Message: text.F("密钥派生（scrypt）的开销高得离谱：N×r×p 至少 %d，上限 %d", "its key derivation (scrypt) is absurdly expensive: N×r×p of at least %d, above the limit of %d", c.iterations, int64(maxScryptTurns))}
	}
	return &Error{File: file, Reason: Unsupported, Hint: hint,
		Message: text.F("密钥派生次数高得离谱：%d 次，上限 %d 次", "it asks for an absurd number of iterations to derive its keys: %d, above the limit of %d", c.iterations, int64(maxIterations))}
}

// notP12 says what a file is instead.
func notP12(file string, data []byte) *Error {
	if _, err := x509.ParseCertificate(data); err == nil {
		return noKey(file)
	}
	if beginsP12(data) {
		return &Error{File: file, Reason: Broken,
			Message: text.T("p12 已损坏或不完整", "the p12 is broken or incomplete"), Hint: again()}
	}
	return &Error{File: file, Reason: WrongFile,
		Message: text.F("里面没有证书和私钥%s", "it holds no certificate with a key%s", instead(data)),
		Hint:    text.T("推送证书应是从“钥匙串访问”导出的 .p12，或含证书和私钥的 PEM 文件", "a push certificate is a .p12 exported from Keychain Access, or a PEM file with certificate and key")}
}

func needsPassword(file string) *Error {
	return &Error{File: file, Reason: NeedsPassword,
		Message: text.T("文件有密码，但没有提供", "the file has a password, and none was given"),
		Hint:    text.T("填写导出时设置的密码", "give the one that was set when it was exported")}
}

func wrongPassword(file string) *Error {
	return &Error{File: file, Reason: WrongPassword,
		Message: text.T("密码不对", "the password is wrong"),
		Hint:    text.T("填写导出时设置的密码，注意大小写和首尾空格；忘记了就重新导出", "give the one that was set when it was exported; case and spaces count. If it is lost, export again")}
}

func noKey(file string) *Error {
	return &Error{File: file, Reason: NoKey,
		Message: text.T("里面只有证书，没有私钥", "it holds a certificate only, no private key"),
		Hint:    exportBoth()}
}

func severalKeys(file string) *Error {
	return &Error{File: file, Reason: SeveralKeys,
		Message: text.T("里面有不止一个私钥", "it holds more than one private key"),
		Hint:    text.T("只选中一张推送证书重新导出", "select one push certificate only and export again")}
}

func exportBoth() text.Text {
	return text.T("在“钥匙串访问”的“我的证书”里选中推送证书（能展开看到私钥的那一行），导出为 .p12",
		`in Keychain Access, under "My Certificates", select the push certificate (the row that unfolds to a private key) and export it as .p12`)
}

func reexport() text.Text {
	return text.T("在“钥匙串访问”里重新导出，或用 openssl 转成 PEM 后再执行 openssl pkcs12 -export",
		"export it from Keychain Access again, or turn it into PEM and back with openssl pkcs12 -export")
}
