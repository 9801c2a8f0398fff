package emulator

import (
	"net/http"
	"strings"
	"testing"

	"github.com/offpush/offpush/pkg/catalog"
	"github.com/offpush/offpush/pkg/text"
)

// toy is a vendor that takes everything, so that tests of what is around vendors
// depend on none. It has vivo's name, and codes of its own.
func toy() *dialect {
	code := func(code string, at catalog.At, class catalog.Class) catalog.Code {
		return catalog.Code{Code: code, At: at, Class: class, Meaning: text.T(code+"的意思", "what "+code+" means")}
	}
	return &dialect{
		id: "vivo",
		push: &catalog.Push{Codes: []catalog.Code{
			code("ok", catalog.AtSend, catalog.ClassNone), code("login", catalog.AtAuth, catalog.ClassCredential),
			code("push", catalog.AtSend, catalog.ClassContent), code("device", catalog.AtTarget, catalog.ClassToken),
			code("both", catalog.AtAuth, catalog.ClassTransient), code("both", catalog.AtSend, catalog.ClassTransient),
			code("later", catalog.AtReceipt, catalog.ClassToken),
		}},
		routes: []route{
			{path: "/login", at: catalog.AtAuth, serve: toyAccept},
			{path: "/push", at: catalog.AtSend, read: toyRead, serve: toyAccept},
			{path: "/push/{token}", at: catalog.AtSend, read: toyRead, serve: toyAccept},
		},
		prefixes: []string{"/push", "/login"},
		refuse: func(_ *call, code catalog.Code) *answer {
			a := &answer{status: http.StatusTeapot, body: []byte("toy says " + code.Code + " at " + string(code.At))}
			if code.At == catalog.AtTarget {
				a.status, a.accepted = http.StatusOK, true
			}
			a.setHeader("X-Toy", "yes")
			return a
		},
		lost: func(*call) *answer { return &answer{status: http.StatusNotFound} },
	}
}

func toyRead(c *call) {
	f := c.form()
	if t := c.value("token"); t != "" {
		c.tokens = []string{t}
	} else if t := f.Get("tokens"); t != "" {
		c.tokens = strings.Split(t, ",")
	}
	c.title, c.bodyText, c.data = f.Get("title"), f.Get("body"), map[string]any{"n": "1"}
}

func toyAccept(c *call) *answer {
	if secret := c.form().Get("secret"); secret != "" {
		c.secret(secret)
	}
	if code := c.form().Get("refuse"); code != "" {
		return c.refuse(code, "token %s 不行", "%s will not do", shown(strings.Join(c.tokens, ",")))
	}
	if c.form().Has("doubt") {
		_ = c.doubt("push", "可疑", "doubtful")
	}
	a := c.accept("ok", []byte(`{"result":"taken by the toy"}`))
	a.setHeader("X-Toy", "yes")
	return a
}

// newToy is a kit that has the toy alone.
func newToy(t testing.TB, c Config) *kit {
	t.Helper()
	k := newKit(t, c)
	k.dialects, k.hosts = []*dialect{toy()}, map[string]*dialect{}
	return k
}

// push sends a message to tokens.
func (k *kit) push(tokens string) reply {
	k.t.Helper()
	return k.postForm("/push", "title=hello&tokens="+tokens, nil)
}

// scene adds a scenario.
func (k *kit) scene(s Scenario) string {
	k.t.Helper()
	id, err := k.AddScenario(s)
	if err != nil {
		k.t.Fatal(err)
	}
	return id
}
