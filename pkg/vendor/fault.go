package vendor

import (
	"bytes"
	"context"
	"crypto/tls"
	"crypto/x509"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/url"
	"strings"
	"syscall"
	"unicode/utf8"

	"golang.org/x/net/http2"

	"github.com/offpush/offpush/pkg/catalog"
	"github.com/offpush/offpush/pkg/text"
)

// bodyError is a body that broke off while it was read.
type bodyError struct {
	error
	status int
}

func (e *bodyError) Unwrap() error { return e.error }

// proxyError is the answer of a proxy that makes no connection.
type proxyError struct{ *http.Response }

func (e *proxyError) Error() string { return e.Status }

func proxyRefusal(_ context.Context, _ *url.URL, _ *http.Request, answer *http.Response) error {
	if answer.StatusCode == http.StatusOK {
		return nil
	}
	return &proxyError{answer}
}

// broken says what went wrong below HTTP.
func (w *wire) broken(err error, rec *recorded) *NoAnswer {
	host := ""
	if u, parseErr := url.Parse(rec.entry.URL); parseErr == nil {
		host = u.Host
	}
	e := &NoAnswer{Class: catalog.ClassTransient, Sent: rec.wasSent() && rec.step == stepSend, cause: err}
	var (
		dns     *net.DNSError
		op      *net.OpError
		proxy   *proxyError
		body    *bodyError
		unknown x509.UnknownAuthorityError
		name    x509.HostnameError
		verify  *tls.CertificateVerificationError
		alert   tls.AlertError
		record  tls.RecordHeaderError
		netErr  net.Error
	)
	if errors.As(err, &body) {
		e.Status = body.status
	}
	switch {
	case errors.Is(err, context.DeadlineExceeded) || errors.As(err, &netErr) && netErr.Timeout():
		e.ID = "timeout"
		e.Message = text.F("等待 %s 超时", "no answer from %s in time", host)
		e.Hint = text.T("检查网络和代理，或用 --timeout 放宽时间", "Check the network and the proxy, or allow more with --timeout")
	case errors.Is(err, context.Canceled):
		e.ID = "cancelled"
		e.Message = text.T("已被中断", "interrupted")
	case errors.As(err, &op) && op.Op == "proxyconnect":
		e.ID = "proxy"
		e.Message = text.F("代理 %s 没有接通：%v", "the proxy %s does not connect: %v", proxyAddress(op), cause(err))
		e.Hint = text.T("检查 HTTPS_PROXY、HTTP_PROXY、NO_PROXY", "Check HTTPS_PROXY, HTTP_PROXY and NO_PROXY")
	case errors.As(err, &proxy):
		e.ID = "proxy"
		e.Message = text.F("代理拒绝连接 %s：%s", "the proxy refuses to connect to %s: %s", host, text.Visible(proxy.Status))
		e.Hint = text.T("检查 HTTPS_PROXY、HTTP_PROXY、NO_PROXY；407 表示代理要求登录，在 HTTPS_PROXY 里写上用户名和密码",
			"Check HTTPS_PROXY, HTTP_PROXY and NO_PROXY; 407 means that the proxy wants a login: put user and password into HTTPS_PROXY")
		if proxy.StatusCode < http.StatusInternalServerError {
			e.Class = catalog.ClassUnknown
		}
	case errors.As(err, &dns):
		e.ID = "dns"
		e.Message = text.F("找不到主机 %s", "there is no host %s", dns.Name)
		e.Hint = text.T("检查网络、DNS 和 endpoint 的拼写", "Check the network, DNS and the spelling of endpoint")
	case errors.As(err, &unknown), errors.As(err, &name), errors.As(err, &verify):
		e.ID, e.Class = "tls", catalog.ClassUnknown
		e.Message = text.F("%s 的 TLS 证书不可信：%v", "the TLS certificate of %s is not to be trusted: %v", host, cause(err))
		e.Hint = text.T("中间可能有代理在解密流量；如果这是你的代理或模拟器，用 --ca-file 给出它的 CA 证书", "A proxy may be reading the traffic; if it is your own proxy or an emulator, name its CA certificate with --ca-file")
	case errors.As(err, &alert), strings.Contains(err.Error(), "remote error: tls:"):
		// With TLS 1.3 the request is on its way before the refusal comes.
		e.ID, e.Class, e.Sent = "tls", catalog.ClassUnknown, false
		e.Message = text.F("%s 拒绝了 TLS 握手：%v", "%s refused the TLS handshake: %v", host, cause(err))
		if rec.entry.ClientCertificate != "" {
			e.Class = catalog.ClassCredential
			e.Hint = text.T("握手时被拒的多半是客户端证书：过期、被吊销，或者不是推送证书", "What is refused here is mostly the client certificate: expired, revoked, or no push certificate")
		}
	case errors.As(err, &record), strings.Contains(err.Error(), "server gave HTTP response to HTTPS client"):
		e.ID, e.Class = "tls", catalog.ClassUnknown
		e.Message = text.F("%s 说的不是 TLS", "%s does not speak TLS", host)
		e.Hint = text.T("如果是本机的模拟器，endpoint 应写 http://", "For an emulator on this machine, endpoint may have to start with http://")
	case errors.Is(err, syscall.ECONNREFUSED):
		e.ID = "connect"
		e.Message = text.F("%s 拒绝连接", "%s refuses the connection", host)
		e.Hint = text.T("检查网络、代理和 endpoint 的端口", "Check the network, the proxy and the port in endpoint")
	case body != nil || endsHTTP2(err) || errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF) || errors.Is(err, syscall.ECONNRESET) || errors.Is(err, syscall.EPIPE):
		e.ID = "reset"
		e.Message = text.F("%s 中途断开了连接", "%s broke the connection off", host)
		if rec.entry.ClientCertificate != "" && rec.reply == nil {
			e.Hint = text.T("也可能是客户端证书被拒：过期、被吊销，或者不是推送证书", "The client certificate may have been refused: expired, revoked, or no push certificate")
		}
		if body != nil && errors.Is(err, io.ErrUnexpectedEOF) {
			e.ID = "truncated"
			e.Message = text.F("%s 的应答（HTTP %d）不完整", "the answer of %s (HTTP %d) is cut off", host, body.status)
		}
	default:
		e.ID = "connect"
		e.Message = text.F("与 %s 的连接失败：%v", "the connection with %s failed: %v", host, cause(err))
	}
	return e
}

// endsHTTP2 reports whether the server ended the request or the connection with a
// frame of HTTP/2.
func endsHTTP2(err error) bool {
	var stream http2.StreamError
	return errors.As(err, &stream) || strings.Contains(err.Error(), "GOAWAY") // the library has no type for a graceful one
}

// proxyAddress is the address that was tried to reach the proxy.
func proxyAddress(op *net.OpError) string {
	var dial *net.OpError
	if errors.As(op.Err, &dial) && dial.Addr != nil {
		return dial.Addr.String()
	}
	return ""
}

// neverAsked is the end of a wait for another device's login.
func neverAsked(err error) *NoAnswer {
	e := &NoAnswer{ID: "timeout", Class: catalog.ClassTransient, Message: text.T("等待另一台设备的登录超时", "another device's login took too long"), cause: err}
	if errors.Is(err, context.Canceled) {
		e.ID, e.Message = "cancelled", text.T("已被中断", "interrupted")
	}
	return e
}

func noAnswer(id string, class catalog.Class, r *reply, message text.Text) *NoAnswer {
	return &NoAnswer{ID: id, Class: class, Status: r.status, Message: message, Sent: true}
}

func tooLong(r *reply) *NoAnswer {
	return noAnswer("too-long", catalog.ClassUnknown, r, text.F("应答（HTTP %d）超过 1 MiB，不是厂商的应答", "the answer (HTTP %d) is longer than 1 MiB and not the vendor's", r.status))
}

func redirected(r *reply) *NoAnswer {
	e := noAnswer("redirect", catalog.ClassUnknown, r, text.F("应答是重定向（HTTP %d），推送接口不会这样应答", "the answer is a redirect (HTTP %d), which no push API sends", r.status))
	e.Hint = text.T("检查 endpoint；也可能是网络的登录页拦截了请求", "Check endpoint; or the network's sign-in page caught the request")
	return e
}

// decode reads a JSON answer into v, an error is a [*NoAnswer]: what is no JSON
// is not the vendor's.
func (r *reply) decode(v any) error {
	body := bytes.TrimPrefix(bytes.TrimSpace(r.body), []byte("\xef\xbb\xbf"))
	if len(body) == 0 {
		return r.page("empty", text.F("应答是空的（HTTP %d）", "the answer is empty (HTTP %d)", r.status))
	}
	err := json.Unmarshal(body, v)
	var syntax *json.SyntaxError
	switch {
	case err == nil:
		return nil
	case errors.As(err, &syntax) && (body[0] == '{' || body[0] == '[') && int(syntax.Offset) >= len(body):
		return r.page("truncated", text.F("应答的 JSON 不完整（HTTP %d）", "the answer's JSON is cut off (HTTP %d)", r.status))
	case errors.As(err, &syntax):
		return r.page("not-json", text.F("应答不是 JSON（HTTP %d）：%s", "the answer is no JSON (HTTP %d): %s", r.status, r.excerpt()))
	}
	return r.unexpected()
}

// unexpected is a JSON answer that lacks what every answer of the vendor has.
func (r *reply) unexpected() *NoAnswer {
	return r.page("unexpected", text.F("应答（HTTP %d）不是该接口的格式：%s", "the answer (HTTP %d) has not the form of this API: %s", r.status, r.excerpt()))
}

// page is a body that is not the vendor's, with what its HTTP status says.
func (r *reply) page(id string, message text.Text) *NoAnswer {
	e := noAnswer(id, catalog.ClassUnknown, r, message)
	switch {
	case r.status == http.StatusTooManyRequests:
		e.Class = catalog.ClassThrottled
		e.Hint = text.T("请求太频繁，稍后再试", "Too many requests; try again later")
	case r.status >= 500:
		e.ID, e.Class = "http-5xx", catalog.ClassTransient
		e.Hint = text.T("厂商或中间代理的服务器出错，稍后再试", "The vendor's or a proxy's server is in trouble; try again later")
	case r.status == http.StatusProxyAuthRequired:
		e.ID, e.Class = "proxy", catalog.ClassUnknown
		e.Hint = text.T("代理要求登录：在 HTTPS_PROXY 里写上用户名和密码", "The proxy wants a login: put user and password into HTTPS_PROXY")
	case r.status == http.StatusNotFound:
		e.Hint = text.T("地址不对：检查 endpoint，以及地址里的应用 ID 或项目 ID", "There is no such address: check endpoint, and the app or project id in the address")
	case id == "empty" || id == "truncated":
		e.Class = catalog.ClassTransient
	}
	if after := r.header.Get("Retry-After"); after != "" && (e.Class == catalog.ClassThrottled || e.Class == catalog.ClassTransient) {
		e.Hint = text.F("%s（Retry-After：%s）", "%s (Retry-After: %s)", e.Hint, text.Visible(after))
	}
	return e
}

// excerpt is the beginning of the body, in one line. Secrets are masked before it
// is cut: half of one would not be known again.
func (r *reply) excerpt() string {
	const most = 80
	s := strings.Join(strings.Fields(strings.TrimPrefix(r.mask.Text(string(r.body)), "\ufeff")), " ")
	if utf8.RuneCountInString(s) > most {
		s = string([]rune(s)[:most]) + "…"
	}
	return text.Visible(s)
}

// code is a code that a vendor may write as a number or as a string.
type code string

func (c *code) UnmarshalJSON(b []byte) error {
	var s string
	if json.Unmarshal(b, &s) == nil {
		*c = code(s)
		return nil
	}
	var n json.Number
	if err := json.Unmarshal(b, &n); err != nil {
		return &json.UnmarshalTypeError{Value: fmt.Sprintf("%.20s", b)}
	}
	*c = code(n.String())
	return nil
}
