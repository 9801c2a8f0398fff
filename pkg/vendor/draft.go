package vendor

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"maps"
	"net/http"
	"net/url"
	"strings"

	"github.com/offpush/offpush/pkg/mask"
	"github.com/offpush/offpush/pkg/text"
)

// draft is a POST request under construction. The body is JSON, or with form a
// form whose members that are no plain values carry JSON text.
type draft struct {
	url    string
	header map[string]string
	body   map[string]any
	form   bool
	// data is the message's data as this vendor carries it, for its limit.
	data string
	// payload is what the vendor counts as the payload, in bytes, when that is not
	// the body; 0: the body.
	payload int
	// login, where the message decides about it; nil: the protocol's.
	login *login
}

const (
	jsonType = "application/json; charset=UTF-8"
	formType = "application/x-www-form-urlencoded;charset=UTF-8"
)

func (d *draft) encoded() []byte {
	if !d.form {
		return marshal(d.body)
	}
	form := url.Values{}
	for name, v := range d.body {
		form.Set(name, formValue(v))
	}
	// Java and browsers leave the asterisk as it is, and masked values are readable.
	return []byte(strings.ReplaceAll(form.Encode(), "%2A", "*"))
}

// formValue is a member of a form as text: strings and numbers as they are, the
// rest as JSON.
func formValue(v any) string {
	if s, ok := v.(string); ok {
		return s
	}
	return string(marshal(v))
}

func (d *draft) request(ctx context.Context) (*http.Request, error) {
	req, err := http.NewRequestWithContext(ctx, http.MethodPost, d.url, io.NopCloser(bytes.NewReader(nil)))
	if err != nil {
		return nil, err
	}
	body := d.encoded()
	req.Body, req.ContentLength = io.NopCloser(bytes.NewReader(body)), int64(len(body))
	req.Header.Set("Content-Type", jsonType)
	if d.form {
		req.Header.Set("Content-Type", formType)
	}
	for name, value := range d.header {
		if strings.ContainsFunc(value, func(r rune) bool { return r < ' ' || r == 0x7f }) {
			return nil, fmt.Errorf("the header %s would hold a control character", name)
		}
		// Not canonical: vendors write authToken and timestamp their own way.
		req.Header[name] = []string{value}
	}
	return req, nil
}

// hide masks what is made of secrets and good for a request by itself: the
// assertion and the signature of a login, and Meizu's signature, which has
// neither time nor number in it.
func (d *draft) hide(m *mask.Mask) {
	for _, name := range []string{"assertion", "sign"} {
		if v, ok := d.body[name].(string); ok {
			m.Secret(v)
		}
	}
}

// merge puts the members of over into base, object by object; anything else
// replaces what was there. base changes, over does not.
func merge(base, over map[string]any) {
	for name, v := range over {
		below, isObject := v.(map[string]any)
		old, wasObject := base[name].(map[string]any)
		switch {
		case isObject && wasObject:
			merge(old, below)
		case isObject:
			base[name] = clone(below)
		default:
			base[name] = v
		}
	}
}

func clone(m map[string]any) map[string]any {
	out := maps.Clone(m)
	for name, v := range out {
		if below, ok := v.(map[string]any); ok {
			out[name] = clone(below)
		}
	}
	return out
}

// at returns the member at a dotted path.
func at(body map[string]any, path string) (any, bool) {
	name, rest, more := strings.Cut(path, ".")
	v, ok := body[name]
	if !ok || !more {
		return v, ok
	}
	below, ok := v.(map[string]any)
	if !ok {
		return nil, false
	}
	return at(below, rest)
}

// put sets the member at a dotted path; objects on the way are made. It returns
// the name of what is in the way, and is no object.
func put(body map[string]any, path string, value any) (obstacle string) {
	name, rest, more := strings.Cut(path, ".")
	if !more {
		body[name] = value
		return ""
	}
	if _, there := body[name]; !there {
		body[name] = map[string]any{}
	}
	below, ok := body[name].(map[string]any)
	if !ok {
		return name
	}
	return put(below, rest, value)
}

// drop removes the member at a dotted path.
func drop(body map[string]any, path string) {
	name, rest, more := strings.Cut(path, ".")
	if !more {
		delete(body, name)
	} else if below, ok := body[name].(map[string]any); ok {
		drop(below, rest)
	}
}

// address puts the device token where the vendor takes it. A body of one's own
// must not name other targets: one call sends to one device.
func (p *protocol) address(body map[string]any, token string) error {
	for i, path := range p.targets {
		v, ok := at(body, path)
		if !ok || i == 0 && isOnly(v, token) {
			continue
		}
		return newError(idPayload, text.F("--payload 里的 %s 指定了推送目标", "%s in --payload names a target", path)).
			withHint(text.T("一次只推一台设备：从 --payload 里去掉它，用 --token 指定", "One call sends to one device: leave it out of --payload and give --token"))
	}
	var target any = token
	if p.list {
		target = []any{token}
	}
	if name := put(body, p.targets[0], target); name != "" {
		return newError(idPayload, text.F("--payload 里的 %s 不是 JSON 对象", "%s in --payload is no JSON object", name)).
			withHint(text.T("写成对象，不要写成 JSON 文本", "Write it as an object, not as JSON text"))
	}
	return nil
}

// isOnly reports whether v is the token or a list of nothing else.
func isOnly(v any, token string) bool {
	if list, ok := v.([]any); ok {
		return len(list) == 1 && list[0] == token
	}
	return v == token
}

// marshal is json.Marshal without the escapes that only HTML needs: vendors
// count bytes. What is marshalled here always can be.
func marshal(v any) []byte {
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	if err := e.Encode(v); err != nil {
		panic("offpush: a request that is no JSON: " + err.Error()) // only maps, strings and numbers get here
	}
	return bytes.TrimSuffix(b.Bytes(), []byte("\n"))
}
