package cmd

import (
	"net/http"
	"net/url"
	"slices"
	"strings"

	"golang.org/x/net/http/httpproxy"

	"github.com/offpush/offpush/pkg/text"
)

// proxies are the schemes of proxies that net/http speaks.
var proxies = []string{"http", "https", "socks5", "socks5h"}

// proxy chooses proxies by HTTPS_PROXY, HTTP_PROXY and NO_PROXY. A proxy that
// cannot be understood is an error: going past it without a word could hang, or
// tell the wrong network.
func (a *app) proxy() (func(*http.Request) (*url.URL, error), error) {
	get := func(name string) string {
		if v := a.Getenv(name); v != "" {
			return v
		}
		return a.Getenv(strings.ToLower(name))
	}
	c := httpproxy.Config{HTTPProxy: get("HTTP_PROXY"), HTTPSProxy: get("HTTPS_PROXY"), NoProxy: get("NO_PROXY")}
	for _, p := range []struct{ name, value string }{{"HTTP_PROXY", c.HTTPProxy}, {"HTTPS_PROXY", c.HTTPSProxy}} {
		if p.value != "" && !isProxy(p.value) {
			return nil, usageError("bad-proxy", text.F("环境变量 %s 的值不是代理地址", "the value of the environment variable %s is no address of a proxy", p.name)).
				withHint(text.F("写成 http://主机:端口，协议可以是 %s", "Write it as http://HOST:PORT; the scheme may be %s", oneOf(proxies)))
		}
	}
	choose := c.ProxyFunc()
	return func(r *http.Request) (*url.URL, error) { return choose(r.URL) }, nil
}

// isProxy reports whether a value names a proxy; host:port alone does.
func isProxy(value string) bool {
	if !strings.Contains(value, "://") {
		value = "http://" + value
	}
	u, err := url.Parse(value)
	return err == nil && u.Host != "" && slices.Contains(proxies, u.Scheme)
}
