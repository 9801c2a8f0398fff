package project

import (
	"bytes"
	"path"
	"regexp"
	"slices"
	"strings"
	"sync"

	"github.com/offpush/offpush/pkg/manifest"
	"github.com/offpush/offpush/pkg/script"
)

// secretNames are the names under which IM demos keep the SecretKey.
var secretNames = []string{"SECRETKEY", "SDKSECRETKEY", "SDK_SECRET_KEY", "SECRET_KEY", "SecretKey", "SDKSecretKey", "secretKey", "sdkSecretKey", "secretkey", "$chat_secretKey"}

// commonNames are those under which other services' keys are kept, too.
var commonNames = []string{"SECRET_KEY", "secretKey", "secretkey"}

func (c *collector) secretKey(name string, v *script.Value) {
	if isTestFile(v.Span.File) || c.isServer(path.Dir(v.Span.File)) {
		return
	}
	c.project.Code.SecretKeys = append(c.project.Code.SecretKeys, SecretKey{Name: name, Value: v.Text, Span: v.Span})
}

// secretValue returns the SecretKey that a name is given, be it as a default.
func secretValue(b script.Binding) *script.Value {
	if slices.Contains(secretNames, lastName(b.Name)) {
		for _, v := range []*script.Value{b.Value, b.Default} {
			if looksLikeSecretKey(v) {
				return v
			}
		}
	}
	return nil
}

func lastName(dotted string) string { return dotted[strings.LastIndex(dotted, ".")+1:] }

// secretKeyShape: the IM console gives out 64 hex digits.
var secretKeyShape = sync.OnceValue(func() *regexp.Regexp { return regexp.MustCompile(`^[0-9a-fA-F]{64}$`) })

func looksLikeSecretKey(v *script.Value) bool {
	return v != nil && v.Kind == script.String && secretKeyShape().MatchString(v.Text) && !isFiller(v.Text)
}

// isFiller: a row of very few different digits stands where a key is to be put.
func isFiller(s string) bool {
	different := map[rune]bool{}
	for _, r := range s {
		different[r] = true
	}
	return len(different) < 4
}

// forgetOtherSecrets drops what has a common name from a file in which nothing
// speaks of IM.
func forgetOtherSecrets(c *script.Code, data []byte) {
	isCommon := func(p script.Property) bool { return slices.Contains(commonNames, p.Name) }
	isCommonBinding := func(b script.Binding) bool {
		return secretValue(b) != nil && slices.Contains(commonNames, lastName(b.Name))
	}
	if (slices.ContainsFunc(c.Properties, isCommon) || slices.ContainsFunc(c.Bindings, isCommonBinding)) && !speaksOfIM(c, data) {
		c.Properties = slices.DeleteFunc(c.Properties, isCommon)
		c.Bindings = slices.DeleteFunc(c.Bindings, isCommonBinding)
	}
}

func speaksOfIM(c *script.Code, data []byte) bool {
	if slices.ContainsFunc(c.Imports, func(i script.Import) bool {
		return strings.HasPrefix(i.From, "tim-") || strings.HasPrefix(i.From, "@tencentcloud/")
	}) {
		return true
	}
	lower := append(bytes.ToLower(data), strings.ToLower(c.Path)...)
	return slices.ContainsFunc([]string{"sdkappid", "sdk_app_id", "usersig", "user_sig"}, func(word string) bool {
		return bytes.Contains(lower, []byte(word))
	})
}

// isTestFile reports whether a file is a test or made-up data by its name. A
// folder called test below pages may be a page of the app.
func isTestFile(rel string) bool {
	dirs := strings.Split(path.Dir(rel), "/")
	top := strings.TrimPrefix(rel, "src/")
	name := path.Base(rel)
	return strings.HasPrefix(top, "test/") || strings.HasPrefix(top, "tests/") ||
		slices.ContainsFunc([]string{"__tests__", "__mocks__", "mock", "mocks"}, func(d string) bool { return slices.Contains(dirs, d) }) ||
		strings.Contains(name, ".test.") || strings.Contains(name, ".spec.") || strings.Contains(name, ".mock.")
}

// serverPackages are npm packages that only a server needs.
var serverPackages = []string{"express", "koa", "egg"}

// isServer reports whether a folder inside the project belongs to a server that
// has a package.json of its own.
func (c *collector) isServer(dir string) bool {
	if dir == "." || dir == "/" || dir == path.Clean(c.project.Source) {
		return false
	}
	known, ok := c.servers[dir]
	if !ok {
		known = needsServer(c.link.tree.doc(path.Join(dir, "package.json")).JSON()) || c.isServer(path.Dir(dir))
		if c.servers == nil {
			c.servers = map[string]bool{}
		}
		c.servers[dir] = known
	}
	return known
}

func needsServer(pkg *manifest.Value) bool {
	return slices.ContainsFunc(pkg.Get("dependencies").Members(), func(m manifest.Member) bool {
		return slices.Contains(serverPackages, m.Name) || strings.HasPrefix(m.Name, "@nestjs/") || strings.HasPrefix(m.Name, "tls-sig-api")
	})
}
