package emulator

import (
	"crypto"
	"crypto/rsa"
	"slices"
	"time"
)

// huaweiAccount is a service account, which signs JWTs.
type huaweiAccount struct{ projectID, keyID, subAccount string }

// What the page on JWTs says.
const (
	huaweiJWTLife  = 24 * time.Hour // at most
	huaweiAudience = "https://oauth-login.cloud.huawei.com/oauth2/v3/token"
)

// huaweiSkew is how far in the future a JWT may be issued; no document says.
const huaweiSkew = 5 * time.Minute

// readAccount reads the service account's file.
func (h *huawei) readAccount(s *setup) error {
	data, err := s.file("service_account")
	if err != nil {
		return err
	}
	file, err := object(data)
	if err != nil {
		return inputError("[vendor.huawei] service_account 不是 JSON 对象：%v", "[vendor.huawei] service_account is no JSON object: %v", err)
	}
	for _, name := range []string{"project_id", "key_id", "private_key", "sub_account"} {
		if words(file, name) == "" {
			return inputError("[vendor.huawei] service_account 里没有 %s：应为 API Console 下载的服务账号密钥文件", "[vendor.huawei] service_account has no %s; it should be the service account key file from the API Console", name)
		}
	}
	key, err := publicKey([]byte(words(file, "private_key")))
	if _, isRSA := key.(*rsa.PublicKey); err != nil || !isRSA {
		return inputError("[vendor.huawei] service_account 里的 private_key 不是 RSA 私钥", "private_key in [vendor.huawei] service_account is no RSA key")
	}
	h.account = &huaweiAccount{words(file, "project_id"), words(file, "key_id"), words(file, "sub_account")}
	h.projectID = or(h.projectID, h.account.projectID)
	h.jwts = &jwtCheck{alg: "PS256", key: func(kid string) crypto.PublicKey {
		if kid != h.account.keyID {
			return nil
		}
		return key
	}}
	return nil
}

func (h *huawei) authorizeJWT(c *call, token string) *answer {
	if h.account == nil {
		return c.refuse(huaweiNoAuth, "模拟器的账号没有服务账号，无法核对 JWT；请在 [vendor.huawei] 填写 service_account", "the emulator's account has no service account to check the JWT by; put service_account into [vendor.huawei]")
	}
	read, fault := h.jwts.verify(token)
	if fault != nil {
		return c.refuse(huaweiNoAuth, "%s", "%s", fault.why)
	}
	for _, step := range []func(c *call, t *jwtToken) *answer{h.jwtForm, h.jwtClaims, h.jwtTimes, h.jwtProject} {
		if a := step(c, read); a != nil {
			return a
		}
	}
	c.passed("JWT 的签名和内容有效", "the JWT's signature and claims are valid")
	return nil
}

func (h *huawei) jwtForm(c *call, t *jwtToken) *answer {
	if typ := words(t.header, "typ"); typ != "JWT" {
		if a := c.doubt(huaweiNoAuth, "JWT 头部的 typ 是 %s，应为 JWT", "typ in the JWT's header is %s and should be JWT", shown(typ)); a != nil {
			return a
		}
	}
	if t.otherSalt {
		return c.doubt(huaweiNoAuth, "PS256 签名的盐长度应为 32 字节，与哈希相同", "the salt of a PS256 signature should have 32 bytes, as the hash has")
	}
	return nil
}

func (h *huawei) jwtClaims(c *call, t *jwtToken) *answer {
	if iss := words(t.claims, "iss"); iss != h.account.subAccount {
		return c.refuse(huaweiNoAuth, "JWT 的 iss 是 %s，应为服务账号的 sub_account：%s", "the JWT's iss is %s and should be the service account's sub_account, %s", shown(iss), shown(h.account.subAccount))
	}
	switch {
	case words(t.claims, "aud") == huaweiAudience:
		return nil
	case slices.Contains(list(t.claims, "aud"), huaweiAudience):
		return c.doubt(huaweiNoAuth, "JWT 的 aud 是数组，文档里是字符串", "the JWT's aud is a list; the document has a string")
	}
	return c.refuse(huaweiNoAuth, "JWT 的 aud 是 %s，应为 %s", "the JWT's aud is %s and should be %s", shown(words(t.claims, "aud")), huaweiAudience)
}

func (h *huawei) jwtTimes(c *call, t *jwtToken) *answer {
	issued, hasIssued := t.time("iat")
	expires, hasExpires := t.time("exp")
	switch {
	case !hasIssued || !hasExpires:
		return c.refuse(huaweiNoAuth, "JWT 的 iat 和 exp 应为以秒计的数字", "the JWT's iat and exp should be numbers of seconds")
	case !c.now.Before(expires):
		return c.refuse(huaweiOldJWT, "JWT 已在 %s 过期，现在是 %s", "the JWT expired at %s, and it is %s", instant(expires), instant(c.now))
	case expires.Year() > 9999:
		return c.refuse(huaweiLongJWT, "JWT 的 exp 像是毫秒，应为秒", "the JWT's exp looks like milliseconds and should be seconds")
	case expires.Sub(issued) > huaweiJWTLife:
		return c.refuse(huaweiLongJWT, "JWT 的有效期是 %s，最长一天；exp 建议取 iat + 3600", "the JWT is valid for %s, and a day is the most; exp = iat + 3600 is recommended", expires.Sub(issued))
	case issued.After(c.now.Add(huaweiSkew)):
		return c.doubt(huaweiNoAuth, "JWT 的 iat 在未来：%s，请检查时钟", "the JWT's iat lies in the future, %s; check the clock", instant(issued))
	}
	return nil
}

// jwtProject judges the id in the URL. A project may have more apps than the one
// that the emulator's account names, so another app's id in v1's is only doubtful.
func (h *huawei) jwtProject(c *call, _ *jwtToken) *answer {
	if id := c.value("clientid"); id != "" {
		if h.clientID == "" || id == h.clientID {
			return nil
		}
		return c.doubt(huaweiNoAuth, "URL 里的 client_id 是 %s，模拟器的账号是 %s", "the client_id in the URL is %s; the emulator's account has %s", shown(id), shown(h.clientID))
	}
	if id := c.value("projectid"); id != h.account.projectID {
		return c.refuse(huaweiNoAuth, "URL 里的项目 ID 是 %s，而 JWT 属于项目 %s", "the project ID in the URL is %s, and the JWT belongs to the project %s", shown(id), shown(h.account.projectID))
	}
	return nil
}
