package project

import (
	"bytes"
	"strings"
	"testing"
)

const pnpm5 = `lockfileVersion: 5.4

specifiers:
  '@tencentcloud/chat': ^3.1.0
  tim-wx-sdk: ^2.19.0
  vue: ^2.6.14

dependencies:
  '@tencentcloud/chat': 3.2.1_vue@2.6.14
  tim-wx-sdk: 2.27.6
  vue: 2.6.14

packages:

  /tim-wx-sdk/2.27.6:
    resolution: {integrity: sha512-AAAA==}
    dependencies:
      tim-js-sdk: 2.15.0
    dev: false
`

const pnpm6 = `lockfileVersion: '6.0'

dependencies:
  '@tencentcloud/chat':
    specifier: ^3.1.0
    version: 3.2.1(vue@3.4.0)
  tim-wx-sdk:
    specifier: ^2.19.0
    version: 2.27.6

devDependencies:
  tim-js-sdk:
    specifier: latest
    version: 2.15.0

packages:

  /tim-wx-sdk@2.27.6:
    resolution: {integrity: sha512-AAAA==}
    dev: false
`

const pnpm9 = `lockfileVersion: '9.0'

settings:
  autoInstallPeers: true

importers:

  .:
    dependencies:
      '@tencentcloud/chat':
        specifier: ^3.1.0
        version: 3.2.1(vue@3.4.0)
      tim-wx-sdk:
        specifier: ^2.19.0
        version: 2.27.6

packages:

  '@tencentcloud/chat@3.2.1':
    resolution: {integrity: sha512-AAAA==}

  tim-wx-sdk@2.27.6:
    resolution: {integrity: sha512-AAAA==}

snapshots:

  tim-wx-sdk@2.27.6: {}
`

const yarn1 = `# yarn lockfile v1


"@tencentcloud/chat@^3.1.0":
  version "3.2.1"
  resolved "x"

tim-wx-sdk-ws@^1.0.0:
  version "1.0.1"

tim-wx-sdk@^2.10.0:
  version "2.20.1"
  dependencies:
    version "^9.0.0"

tim-wx-sdk@^2.18.0, tim-wx-sdk@^2.19.0:
  version "2.27.6"
`

const yarnBerry = `__metadata:
  version: 8
  cacheKey: 10

"@tencentcloud/chat@npm:^3.1.0":
  version: 3.2.1
  resolution: "@tencentcloud/chat@npm:3.2.1"

"tim-wx-sdk@npm:^2.18.0, tim-wx-sdk@npm:^2.19.0":
  version: 2.27.6
  resolution: "tim-wx-sdk@npm:2.27.6"
  languageName: node
`

func TestLock(t *testing.T) {
	npm1 := `{"lockfileVersion":1,"dependencies":{"a":{"version":"1.0.0","dependencies":{"tim-wx-sdk":{"version":"2.10.0"}}},"tim-wx-sdk":{"version":"2.27.6"},"@tencentcloud/chat":{"version":"3.2.1"}}}`
	npm2 := `{"lockfileVersion":2,"packages":{"":{"version":"0.0.1"},"node_modules/a/node_modules/tim-wx-sdk":{"version":"2.10.0"},"node_modules/tim-wx-sdk":{"version":"2.27.6"},"node_modules/@tencentcloud/chat":{"version":"3.2.1"}},"dependencies":{"tim-wx-sdk":{"version":"2.10.0"}}}`
	npm3 := `{"lockfileVersion":3,"packages":{"node_modules/tim-wx-sdk":{"version":"2.27.6"},"node_modules/@tencentcloud/chat":{"version":"3.2.1"}}}`
	for name, c := range map[string]struct {
		read func(data []byte) versions
		data string
	}{
		"npm 1": {npmLock, npm1}, "npm 2": {npmLock, npm2}, "npm 3": {npmLock, npm3},
		"pnpm 5": {pnpmLock, pnpm5}, "pnpm 6": {pnpmLock, pnpm6}, "pnpm 9": {pnpmLock, pnpm9},
		"yarn 1": {yarnLock, yarn1}, "yarn berry": {yarnLock, yarnBerry},
	} {
		data := map[string]string{name: c.data, name + " with CRLF": strings.ReplaceAll(c.data, "\n", "\r\n")}
		for name, data := range data {
			for pkg, want := range map[string]string{"tim-wx-sdk": "2.27.6", "@tencentcloud/chat": "3.2.1", "tim-wx": "", "chat": "", "lockfile": ""} {
				rng := map[string]string{"tim-wx-sdk": "^2.19.0", "@tencentcloud/chat": "^3.1.0"}[pkg]
				if got := c.read([]byte(data))(pkg, rng); got != want {
					t.Errorf("%s: %s is %q, want %q", name, pkg, got, want)
				}
			}
		}
	}
}

// TestYarnLockRange: with two versions the project's own range decides, and
// where none is for it nothing is said.
func TestYarnLockRange(t *testing.T) {
	for rng, want := range map[string]string{"^2.10.0": "2.20.1", "^2.18.0": "2.27.6", "^2.19.0": "2.27.6", "^2.22.0": "", "": ""} {
		if got := yarnLock([]byte(yarn1))("tim-wx-sdk", rng); got != want {
			t.Errorf("%q: %q, want %q", rng, got, want)
		}
	}
	// The range in package.json was changed without installing anew.
	if got := yarnLock([]byte(yarnBerry))("tim-wx-sdk", "^2.22.0"); got != "2.27.6" {
		t.Errorf("the only entry: %q", got)
	}
}

func TestLockOfNonsense(t *testing.T) {
	for _, lock := range lockFiles {
		for _, data := range []string{"", "{", "null", "[]", "tim-wx-sdk", "tim-wx-sdk:", "tim-wx-sdk@", "tim-wx-sdk@:\n  version", "\x00\xff", strings.Repeat("{\"dependencies\":", 100_000)} {
			if got := lock.read([]byte(data))("tim-wx-sdk", ""); got != "" {
				t.Errorf("%s of %.20q: %q", lock.name, data, got)
			}
		}
	}
}

func FuzzLock(f *testing.F) {
	for _, s := range []string{pnpm5, pnpm6, pnpm9, yarn1, yarnBerry, `{"packages":{"node_modules/tim-wx-sdk":{"version":"2.27.6"}}}`} {
		f.Add([]byte(s))
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		const pkg = "tim-wx-sdk"
		for _, lock := range lockFiles {
			got := lock.read(data)(pkg, "^2.19.0")
			if strings.HasSuffix(lock.name, ".json") {
				continue // JSON may hide the name behind escapes
			}
			if got != "" && (!bytes.Contains(data, []byte(pkg)) || !bytes.Contains(data, []byte(got)) || strings.Contains(got, "\n")) {
				t.Errorf("%s of %q: %q", lock.name, data, got)
			}
		}
	})
}
