package report

import (
	"fmt"
	"io"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"github.com/offpush/offpush/pkg/text"
	"github.com/offpush/offpush/pkg/vendor"
)

// exchanges shows each request with its answer, and a curl command that makes
// the same request. Secrets are masked in both.
func (p *page) exchanges(all []vendor.Exchange) {
	for i, e := range all {
		title := text.F("请求 %d（%s）", "Request %d (%s)", i+1, stepName(e.Step))
		if !e.Sent {
			title = text.F("请求 %d（%s，没有发出）", "Request %d (%s, not sent)", i+1, stepName(e.Step))
		}
		p.heading(title)
		p.raw(2, RequestText(e, formFields(e)))
		if e.Status > 0 {
			p.heading(text.F("应答 %d", "Answer %d", i+1))
			p.raw(2, ResponseText(e))
		}
		p.heading(text.Same("curl"))
		p.raw(2, Curl(e))
	}
}

// raw writes lines that are not wrapped, so that they can be copied.
func (p *page) raw(indent int, s string) {
	for _, l := range splitLines(visible(s)) {
		p.line(indent, l)
	}
}

// RequestText is a request as HTTP/1.1 would write it, with a body.
func RequestText(e vendor.Exchange, body string) string {
	var b strings.Builder
	fmt.Fprintf(&b, "%s %s\n", e.Method, e.URL)
	writeMessage(&b, e.RequestHeader, body)
	return b.String()
}

// formFields is a form's body with a line for each field, decoded; another body
// is as it is.
func formFields(e vendor.Exchange) string {
	isForm := slices.ContainsFunc(e.RequestHeader, func(h vendor.Header) bool {
		return h.Name == "Content-Type" && strings.HasPrefix(h.Value, "application/x-www-form-urlencoded")
	})
	if !isForm {
		return e.RequestBody
	}
	var lines []string
	for _, pair := range strings.Split(e.RequestBody, "&") {
		line, err := url.QueryUnescape(pair)
		if err != nil {
			return e.RequestBody
		}
		lines = append(lines, line)
	}
	return strings.Join(lines, "\n")
}

// ResponseText is an answer as HTTP/1.1 would write it; "" when there is none.
func ResponseText(e vendor.Exchange) string {
	if e.Status == 0 {
		return ""
	}
	var b strings.Builder
	fmt.Fprintf(&b, "HTTP %d\n", e.Status)
	writeMessage(&b, e.ResponseHeader, e.ResponseBody)
	return b.String()
}

func writeMessage(b *strings.Builder, headers []vendor.Header, body string) {
	for _, h := range headers {
		fmt.Fprintf(b, "%s: %s\n", h.Name, h.Value)
	}
	if body != "" {
		fmt.Fprintf(b, "\n%s\n", body)
	}
}

// Curl is a command that makes the same request.
func Curl(e vendor.Exchange) string {
	parts := []string{"curl -sS -X " + e.Method + " " + quote(e.URL)}
	if strings.Contains(e.URL, "/3/device/") {
		parts[0] = "curl -sS --http2 -X " + e.Method + " " + quote(e.URL) // APNs speaks nothing else
	}
	if e.CAFile != "" {
		parts = append(parts, "--cacert "+quote(e.CAFile))
	}
	if e.ClientCertificate != "" {
		parts = append(parts, "--cert "+quote(e.ClientCertificate))
		if lower := strings.ToLower(e.ClientCertificate); strings.HasSuffix(lower, ".p12") || strings.HasSuffix(lower, ".pfx") {
			parts[len(parts)-1] = "--cert-type P12 " + parts[len(parts)-1] + ":***"
		}
	}
	for _, h := range e.RequestHeader {
		if h.Name != "User-Agent" {
			parts = append(parts, "-H "+quote(h.Name+": "+h.Value))
		}
	}
	if e.RequestBody != "" {
		parts = append(parts, "--data-raw "+quote(e.RequestBody))
	}
	return strings.Join(parts, " \\\n  ")
}

// quote is a word for a POSIX shell.
func quote(s string) string { return "'" + strings.ReplaceAll(s, "'", `'\''`) + "'" }

// Steps writes a line for each request that was made.
func Steps(w io.Writer, s Push) {
	for _, e := range exchangesOf(s) {
		status := "-"
		if e.Status > 0 {
			status = strconv.Itoa(e.Status)
		}
		fmt.Fprintf(w, "offpush: %s %s %s -> %s, %s\n", e.Step, e.Method, text.Visible(e.URL), status, millis(e.Timing.Total))
	}
}
