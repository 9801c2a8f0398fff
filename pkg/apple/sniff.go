package apple

import (
	"bytes"

	"github.com/offpush/offpush/pkg/text"
)

// instead names what data is, in words that go on from "not a …"; nothing where
// it is not known.
func instead(data []byte) text.Text {
	is := func(zh, en string) text.Text { return text.T("，而是"+zh, ": it is "+en) }
	switch {
	case bytes.HasPrefix(data, []byte("PK\x03\x04")):
		return is("一个 zip 或 ipa", "a zip or ipa")
	case bytes.HasPrefix(data, []byte{0xFE, 0xED, 0xFE, 0xED}):
		return is("一个 Java 密钥库（JKS）", "a Java key store (JKS)")
	case bytes.Contains(data, []byte("-----BEGIN CERTIFICATE REQUEST")):
		return is("一个证书请求（CSR）", "a certificate signing request")
	case bytes.Contains(data, []byte("PRIVATE KEY-----")):
		return is("一个 PEM 私钥", "a PEM private key")
	case bytes.Contains(data, []byte("-----BEGIN CERTIFICATE")):
		return is("一张 PEM 证书", "a PEM certificate")
	case looksLikeProfile(data):
		return is("一个描述文件", "a provisioning profile")
	case bytes.HasPrefix(data, []byte("<")):
		return is("一个网页或 XML", "a web page or XML")
	}
	if beginsP12(data) {
		return is("一个 p12", "a p12")
	}
	return text.Text{}
}

// beginsP12 reports whether data begins as a p12, however it goes on: a SEQUENCE,
// its length, the version 3.
func beginsP12(data []byte) bool {
	i := bytes.Index(data[:min(len(data), 9)], []byte{2, 1, 3})
	return i >= 2 && data[0] == 0x30
}

// looksLikeProfile reports whether keys that only profiles have stand in data.
func looksLikeProfile(data []byte) bool {
	return bytes.Contains(data, []byte("<key>ProvisionedDevices</key>")) || bytes.Contains(data, []byte("<key>ApplicationIdentifierPrefix</key>"))
}
