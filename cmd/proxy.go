package cmd

import (
	"cmp"
	"net/http"
	"net/url"
	"slices"
	"strings"

	"github.com/offpush/offpush/pkg/text"
)

// proxies are the schemes of proxies that net/http speaks.
var proxies = []string{"http", "https", "socks5", "socks5h"}

// proxy chooses proxies by HTTPS_PROXY, HTTP_PROXY and NO_PROXY, which net/http
// reads by itself. A proxy that cannot be understood is an error: going past it
// without a word could hang, or tell the wrong network.
func (a *app) proxy() (func(*http.Request) (*url.URL, error), error) {
	for _, name := range []string{"HTTP_PROXY", "HTTPS_PROXY"} {
		value := cmp.Or(a.Getenv(name), a.Getenv(strings.ToLower(name)))
		if value != "" && !isProxy(value) {
			return nil, usageError("bad-proxy", text.F("环境变量 %s 的值不是代理地址", "the value of the environment variable %s is no address of a proxy", name)).
				withHint(text.F("写成 http://主机:端口，协议可以是 %s", "Write it as http://HOST:PORT; the scheme may be %s", oneOf(proxies)))
		}
	}
	return http.ProxyFromEnvironment, nil
}

// isProxy reports whether a value names a proxy; host:port alone does.
func isProxy(value string) bool {
	if !strings.Contains(value, "://") {
		value = "http://" + value
	}
	u, err := url.Parse(value)
	return err == nil && u.Host != "" && slices.Contains(proxies, u.Scheme)
}
