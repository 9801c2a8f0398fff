package vendor

import (
	"crypto/rsa"
	"crypto/x509"
	"encoding/json"
	"encoding/pem"
	"os"

	"github.com/golang-jwt/jwt/v5"

	"github.com/offpush/offpush/pkg/text"
)

// serviceAccount is a key file of Huawei's API Console or of Google Cloud; the
// two differ in the names of some members.
type serviceAccount struct {
	Type         string `json:"type"` // Google
	ProjectID    string `json:"project_id"`
	KeyID        string `json:"key_id"`         // Huawei
	PrivateKeyID string `json:"private_key_id"` // Google
	PrivateKey   string `json:"private_key"`    // PKCS#8 PEM
	SubAccount   string `json:"sub_account"`    // Huawei
	ClientEmail  string `json:"client_email"`   // Google
	TokenURI     string `json:"token_uri"`
	key          *rsa.PrivateKey
}

// maxKeyFile bounds a key file, in bytes.
const maxKeyFile = 64 << 10

func readServiceAccount(file string) (*serviceAccount, error) {
	bad := func(zh, en string, args ...any) error {
		return newError(idCredential, text.F("service_account：%s：%s", "service_account: %s: %s", text.Visible(file), text.F(zh, en, args...)))
	}
	info, err := os.Stat(file)
	if err != nil {
		return nil, bad("无法读取：%v", "cannot be read: %v", cause(err))
	}
	if !info.Mode().IsRegular() || info.Size() > maxKeyFile {
		return nil, bad("不是服务账号密钥文件", "not a service account's key file")
	}
	data, err := os.ReadFile(file)
	if err != nil {
		return nil, bad("无法读取：%v", "cannot be read: %v", cause(err))
	}
	var a serviceAccount
	if json.Unmarshal(data, &a) != nil {
		return nil, bad("不是 JSON，服务账号密钥文件是下载得到的 .json 文件", "not JSON; a service account's key file is the .json file that the console gives")
	}
	block, _ := pem.Decode([]byte(a.PrivateKey))
	if block == nil {
		return nil, bad("没有 private_key（PEM）：这是不是 agconnect-services.json 或 google-services.json？", "there is no private_key (PEM): is this agconnect-services.json or google-services.json?")
	}
	key, err := x509.ParsePKCS8PrivateKey(block.Bytes)
	if err != nil {
		return nil, bad("private_key 不是 PKCS#8 私钥", "private_key is no PKCS#8 key")
	}
	ok := false
	if a.key, ok = key.(*rsa.PrivateKey); !ok {
		return nil, bad("private_key 不是 RSA 私钥", "private_key is no RSA key")
	}
	return &a, nil
}

// signed is a JWT signed with the account's key.
func (a *serviceAccount) signed(method jwt.SigningMethod, keyID string, claims jwt.MapClaims) (string, error) {
	t := jwt.NewWithClaims(method, claims)
	if keyID != "" {
		t.Header["kid"] = keyID
	}
	return t.SignedString(a.key)
}
