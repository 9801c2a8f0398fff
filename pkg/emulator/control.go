package emulator

import (
	"errors"
	"io"
	"mime"
	"net"
	"net/http"
	"net/url"
	"path"
	"slices"
	"strings"

	"github.com/offpush/offpush/pkg/text"
)

// controlPath is where the control API is.
const controlPath = "/_offpush/v1/"

// isControl reports whether a request is for the control API, which is on the port
// for plain HTTP.
func isControl(r *http.Request) bool {
	return strings.HasPrefix(r.URL.Path, "/_offpush/") && !connOf(r).tls
}

// control is the control API: what a test, or a person with curl, asks of the
// emulator and tells it.
type control struct {
	e   *Emulator
	mux *http.ServeMux
}

// controlRoute is a call of the control API. An error that is not of the package
// is the emulator's own fault.
type controlRoute struct {
	method, path string
	serve        func(c *control, w http.ResponseWriter, q *question) error
	parameters   []string // that its query may have
}

// question is a request to the control API.
type question struct {
	*http.Request
	query url.Values
	body  []byte
}

func controlRoutes() []controlRoute {
	return []controlRoute{
		{"GET", "messages", (*control).messages, filterNames()},
		{"DELETE", "messages", (*control).clearMessages, nil},
		{"GET", "messages/wait", (*control).waitMessages, append(filterNames(), "count", "timeout")},
		{"GET", "scenarios", (*control).scenarios, nil},
		{"POST", "scenarios", (*control).addScenario, nil},
		{"DELETE", "scenarios", (*control).clearScenarios, nil},
		{"DELETE", "scenarios/{id}", (*control).removeScenario, nil},
		{"POST", "tokens", (*control).setTokens, nil},
		{"POST", "clock", (*control).setClock, nil},
		{"POST", "quota", (*control).setQuota, nil},
		{"POST", "reset", (*control).reset, nil},
		{"GET", "health", (*control).health, nil},
		{"GET", "report", (*control).report, []string{"format"}},
	}
}

func newControl(e *Emulator) *control {
	c := &control{e: e, mux: http.NewServeMux()}
	methods := map[string][]string{}
	for _, r := range controlRoutes() {
		c.mux.HandleFunc(r.method+" "+controlPath+r.path, func(w http.ResponseWriter, request *http.Request) {
			c.answer(w, request, r)
		})
		methods[r.path] = append(methods[r.path], r.method)
	}
	for path, allowed := range methods {
		c.mux.HandleFunc(controlPath+path, func(w http.ResponseWriter, r *http.Request) {
			w.Header().Set("Allow", strings.Join(allowed, ", "))
			c.fail(w, http.StatusMethodNotAllowed, "bad-method", text.F("这里不能用 %s，可以用：%s", "there is no %s here; there is %s", text.Visible(r.Method), text.List(allowed)))
		})
	}
	c.mux.HandleFunc("/", c.lost)
	return c
}

// lost answers a path that there is not.
func (c *control) lost(w http.ResponseWriter, r *http.Request) {
	c.fail(w, http.StatusNotFound, "not-found", text.F("控制接口没有 %s", "the control API has no %s", text.Visible(r.URL.Path)))
}

// ServeHTTP answers a request for the control API.
func (c *control) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	w.Header().Set("X-Content-Type-Options", "nosniff")
	w.Header().Set("Cache-Control", "no-store")
	if id, why := c.stranger(r); id != "" {
		c.fail(w, http.StatusForbidden, id, why)
		return
	}
	if path.Clean(r.URL.Path) != r.URL.Path { // of which the mux would make a redirect, in HTML
		c.lost(w, r)
		return
	}
	c.mux.ServeHTTP(w, r)
}

// stranger says why a request may come from a web page that is not the
// emulator's: any page may send requests to this machine, and a name of its own
// may lead here (DNS rebinding). The id is "" when all is well.
func (c *control) stranger(r *http.Request) (id string, why text.Text) {
	if host := hostName(r); !isLocal(host) && !(c.e.config.AllowRemote && c.ours(host)) {
		return "bad-host", text.F("控制接口只接受发给本机的请求，不接受主机名 %s", "the control API takes requests to this machine alone, and not to the host %s", text.Visible(host))
	}
	if origin := r.Header.Get("Origin"); origin != "" {
		if u, err := url.Parse(origin); err != nil || !strings.EqualFold(u.Host, r.Host) {
			return "bad-origin", text.F("请求来自另一个网站：%s", "the request comes from another site: %s", text.Visible(origin))
		}
	}
	if r.Header.Get("Sec-Fetch-Site") == "cross-site" {
		return "cross-site", text.T("请求来自另一个网站", "the request comes from another site")
	}
	return "", text.Text{}
}

// ours reports whether a host is an address, or what was listened on.
func (c *control) ours(host string) bool {
	name, _, _ := net.SplitHostPort(c.e.config.HTTPListen)
	return net.ParseIP(host) != nil || strings.EqualFold(host, name)
}

// answer reads a request's body and lets a route answer.
func (c *control) answer(w http.ResponseWriter, r *http.Request, route controlRoute) {
	body, err := io.ReadAll(http.MaxBytesReader(w, r.Body, maxBody))
	var tooLarge *http.MaxBytesError
	switch {
	case errors.As(err, &tooLarge):
		c.fail(w, http.StatusRequestEntityTooLarge, "too-large", text.F("正文超过 %d 字节", "the body has more than %d bytes", maxBody))
		return
	case err != nil:
		return // the client went away, or was too slow
	case len(body) > 0 && !isJSON(r.Header.Get("Content-Type")):
		c.fail(w, http.StatusUnsupportedMediaType, "bad-content-type", text.T("正文应为 JSON：请设置 Content-Type: application/json", "the body is to be JSON: set Content-Type: application/json"))
		return
	}
	query, err := parameters(r, route.parameters)
	if err == nil {
		err = route.serve(c, w, &question{r, query, body})
	}
	var input *InputError
	var none *notFoundError
	switch {
	case errors.As(err, &input):
		c.fail(w, http.StatusBadRequest, "bad-request", input.Message)
	case errors.As(err, &none):
		c.fail(w, http.StatusNotFound, "not-found", none.message)
	case err != nil:
		c.fail(w, http.StatusInternalServerError, "internal", text.Same(err.Error()))
	}
}

// notFoundError says what a request named that there is not.
type notFoundError struct{ message text.Text }

func (e *notFoundError) Error() string { return e.message.EN }

func isJSON(contentType string) bool {
	media, _, err := mime.ParseMediaType(contentType)
	return err == nil && media == "application/json"
}

// say answers with JSON.
func (c *control) say(w http.ResponseWriter, status int, v any) error {
	w.Header().Set("Content-Type", "application/json")
	w.WriteHeader(status)
	_, _ = w.Write(append(marshal(v), '\n')) // a client that went away hears nothing
	return nil
}

// done answers that there is nothing to say.
func (c *control) done(w http.ResponseWriter) error {
	w.WriteHeader(http.StatusNoContent)
	return nil
}

// fail answers with an error.
func (c *control) fail(w http.ResponseWriter, status int, id string, why text.Text) {
	_ = c.say(w, status, map[string]any{"error": map[string]string{"id": id, "message": why.In(c.e.config.Lang)}})
}

// parameters are the query's, of which only the named ones may be there, each once.
func parameters(r *http.Request, names []string) (url.Values, error) {
	values, err := url.ParseQuery(r.URL.RawQuery)
	if err != nil {
		return nil, inputError("查询参数有误：%v", "the query is wrong: %v", err)
	}
	for name, all := range values {
		if len(names) == 0 {
			return nil, inputError("没有参数 %q：这里不带参数", "there is no parameter %q; there are none here", text.Visible(name))
		}
		if !slices.Contains(names, name) {
			return nil, inputError("没有参数 %q，有的是：%s", "there is no parameter %q; there are %s", text.Visible(name), text.List(names))
		}
		if len(all) > 1 {
			return nil, inputError("参数 %s 只能出现一次", "the parameter %s may be there once only", name)
		}
	}
	return values, nil
}
