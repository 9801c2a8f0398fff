package emulator

import (
	"crypto"
	"crypto/ecdsa"
	"encoding/json"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/offpush/offpush/pkg/apple"
	"github.com/offpush/offpush/pkg/text"
)

// How old a provider token may be, and how far a clock may be ahead. The second
// one is not documented.
const (
	maxProviderAge = time.Hour
	maxClockAhead  = time.Minute
)

// apnsJWT checks the provider tokens of an account's one key.
func apnsJWT(kid string, key *ecdsa.PublicKey) *jwtCheck {
	return &jwtCheck{alg: "ES256", key: func(asked string) crypto.PublicKey {
		if asked != kid {
			return nil
		}
		return key
	}}
}

// authenticate takes the client's certificate, or else the provider token: APNs
// does not look at the header of a connection that has a certificate.
func (a *apns) authenticate(c *call, p *apnsPush) *answer {
	if len(c.conn.peer) > 0 {
		p.certificate = c.conn.facts()
		return apnsCertificate(c, p.certificate)
	}
	jwt, ok := bearerToken(c.request.Header.Get("Authorization"))
	if !ok {
		return c.refuse("MissingProviderToken", "连接没有客户端证书，请求也没有 authorization: bearer <JWT>",
			"the connection has no client certificate, and the request no authorization: bearer <JWT>")
	}
	return a.providerToken(c, jwt)
}

// bearerToken is the token of an authorization header.
func bearerToken(header string) (string, bool) {
	scheme, token, ok := strings.Cut(header, " ")
	token = strings.TrimSpace(token)
	return token, ok && strings.EqualFold(scheme, "bearer") && token != ""
}

// providerToken judges a JWT.
func (a *apns) providerToken(c *call, jwt string) *answer {
	if a.jwt == nil {
		return c.refuse("InvalidProviderToken", "这个账号只配置了证书，没有密钥，无法验证 JWT；请配置 key_file、key_id 和 team_id",
			"the account has a certificate and no key to check the JWT with: set key_file, key_id and team_id")
	}
	bound, onConn := c.conn.apns.since(a.used.Load())
	token, err := a.jwt.verify(jwt)
	if err != nil && err.problem == jwtUnknownKey && bound && words(token.header, "kid") != "" {
		return a.unrelated(c, token)
	}
	if err != nil {
		return c.refuse("InvalidProviderToken", "%s%s", "%s%s", err.why, a.mixedUp(token))
	}
	if team := words(token.claims, "iss"); team != a.teamID {
		return c.refuse("InvalidProviderToken", "JWT 的 iss 是 %s，密钥 %s 属于团队 %s%s", "the JWT's iss is %s, and the key %s belongs to the team %s%s", shown(team), a.keyID, a.teamID, a.mixedUp(token))
	}
	issued, no := issuedAt(c, token)
	if no != nil {
		return no
	}
	used := makeProviderToken(jwt, issued, c.now)
	if no := a.refreshed(c, used, onConn); no != nil {
		return no
	}
	onConn.add(used)
	a.used.Load().add(used)
	c.conn.apns.bind()
	c.passed("JWT（密钥 %s，签发于 %s 前）", "JWT (key %s, issued %s ago)", a.keyID, c.now.Sub(issued).Round(time.Second))
	return nil
}

// mixedUp tells of the two ids in each other's place: both have ten characters.
func (a *apns) mixedUp(t *jwtToken) text.Text {
	if words(t.header, "kid") == a.teamID || words(t.claims, "iss") == a.keyID {
		return text.T("。Key ID 和 Team ID 填反了：kid 是密钥的 ID，iss 是团队的 ID", "; key id and team id have changed places: kid is the id of the key, iss that of the team")
	}
	return text.Text{}
}

// unrelated answers a token of another key on a connection that a key is bound to.
// Sources differ on that of another team: Forbidden, or InvalidProviderToken.
func (a *apns) unrelated(c *call, t *jwtToken) *answer {
	kid, team := words(t.header, "kid"), words(t.claims, "iss")
	if team != a.teamID {
		return c.refuse("Forbidden", "这个连接已用于团队 %s，不能再用团队 %s 的 JWT；不同团队请分开连接",
			"the connection belongs to the team %s since its first push, and the JWT is of the team %s: the teams need connections of their own", a.teamID, shown(team))
	}
	return c.refuse("UnrelatedKeyIdInToken", "这个连接已用于密钥 %s，不能再用密钥 %s 的 JWT；换密钥要新建连接（模拟器只认识前者）",
		"the connection belongs to the key %s since its first push, and the JWT is of the key %s: a change of key needs a new connection (the emulator knows the first one only)", a.keyID, shown(kid))
}

// issuedAt judges a token's age.
func issuedAt(c *call, t *jwtToken) (time.Time, *answer) {
	const code = "InvalidProviderToken"
	raw, _ := t.claims["iat"].(json.Number)
	seconds, err := strconv.ParseInt(raw.String(), 10, 64)
	issued := time.Unix(seconds, 0)
	switch age := c.now.Sub(issued); {
	case err != nil:
		return issued, c.refuse(code, "JWT 的 iat 应为整数：UTC 的 Unix 秒数", "the JWT's iat should be a whole number, Unix seconds in UTC")
	case seconds > farFuture:
		return issued, c.refuse(code, "JWT 的 iat 是 %s，像是毫秒，应为秒", "the JWT's iat is %s, which looks like milliseconds: it is in seconds", raw)
	case age > maxProviderAge:
		return issued, c.refuse("ExpiredProviderToken", "JWT 签发于 %s 前，最多可用 1 小时；请每 20 到 60 分钟换一次，刚生成就报错说明时钟偏慢",
			"the JWT was issued %s ago and is good for an hour: make one every 20 to 60 minutes. If this one is new, the clock is slow", age.Round(time.Second))
	case age < -maxClockAhead:
		return issued, c.refuse(code, "JWT 的 iat 在 %s 之后，请校准签发方的时钟", "the JWT's iat is %s ahead: set the clock of the machine that signs", -age.Round(time.Second))
	case age < 0:
		return issued, c.doubt(code, "JWT 的 iat 在 %s 之后，请校准签发方的时钟", "the JWT's iat is %s ahead: set the clock of the machine that signs", -age.Round(time.Second))
	}
	return issued, nil
}

// refreshed judges how often the token changes. Several servers, each with a token
// of its own, are common and work, so that on another connection it is a warning.
func (a *apns) refreshed(c *call, t providerToken, onConn *providerTokens) *answer {
	const code = "TooManyProviderTokenUpdates"
	if ago, hasty := onConn.hasty(t); hasty {
		return c.refuse(code, "这个连接上的上一个 JWT 才用了 %s；请让所有请求共用一个 JWT，20 到 60 分钟换一次",
			"the JWT before this one on the connection came %s ago: use one for all requests, and change it every 20 to 60 minutes", ago.Round(time.Second))
	}
	if ago, hasty := a.used.Load().hasty(t); hasty {
		return c.doubt(code, "%s 前另一个连接用过这把密钥的另一个 JWT；请让所有请求共用一个 JWT，20 到 60 分钟换一次",
			"another JWT of the key came %s ago on another connection: use one for all requests, and change it every 20 to 60 minutes", ago.Round(time.Second))
	}
	return nil
}

// apnsCertificate judges the client's certificate by what it says of itself.
func apnsCertificate(c *call, f *apple.Certificate) *answer {
	switch {
	case f.Kind == apple.Signing:
		return hangUp(c, "%s 是打包用的签名证书，不能推送；请用 Certificates 里的 Apple Push Notification service SSL 证书", "%s is a signing certificate, for builds, and cannot push: use an Apple Push Notification service SSL certificate", shown(f.CommonName))
	case !f.Kind.Pushes():
		return hangUp(c, "%s 不是苹果的推送证书", "%s is no push certificate of Apple's", shown(f.CommonName))
	case c.now.Before(f.NotBefore):
		return hangUp(c, "证书从 %s 起才有效，现在是 %s", "the certificate is valid from %s on, and it is %s", day(f.NotBefore), day(c.now))
	case c.now.After(f.NotAfter):
		return hangUp(c, "证书已于 %s 过期", "the certificate expired on %s", day(f.NotAfter))
	case slices.Contains(f.Environments, apple.Environment(c.environment)):
		c.passed("证书 %s", "certificate %s", shown(f.CommonName))
		return nil
	}
	zh, en := "证书 %s 只能用于 %s，这里是 %s", "the certificate %s is for %s, and this is %s"
	args := []any{shown(f.CommonName), environments(f.Environments), c.environment}
	switch f.Kind {
	case apple.Website, apple.Pass, apple.MDM: // guessed from the name alone
		return c.doubt("BadCertificateEnvironment", zh, en, args...)
	}
	return c.refuse("BadCertificateEnvironment", zh, en, args...)
}

// hangUp refuses a certificate: APNs ends the connection, in the handshake already
// where it can, else by a GOAWAY with the reason.
func hangUp(c *call, zh, en string, args ...any) *answer {
	no := c.refuse("BadCertificate", zh, en, args...)
	no.goaway = no.code
	return no
}

func day(t time.Time) string { return t.UTC().Format(time.DateOnly) }

func environments(list []apple.Environment) text.Text {
	var names []string
	for _, e := range list {
		names = append(names, string(e))
	}
	return text.List(names)
}
