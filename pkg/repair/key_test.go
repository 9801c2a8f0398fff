package repair

import (
	"strings"
	"testing"
)

// TestMisspeltKeys: a key is written right where nothing else can know the wrong
// one. KEY stands for huaweiBussinessID in what is there, for huaweiBusinessID in
// what is wanted; without want nothing may change.
func TestMisspeltKeys(t *testing.T) {
	t.Parallel()
	const (
		inCall = "const push = uni.requireNativePlugin('TencentCloud-TUIOfflinePush')\ntim.registerPlugin({ 'tim-offline-push-plugin': push, offlinePushConfig: "
		byName = inCall + "cfg })\n"
	)
	for name, test := range map[string]struct{ push, want, file, text string }{
		"in the call":                  {push: inCall + "{ KEY: 1 } })", want: inCall + "{ KEY: 1 } })"},
		"a shorthand":                  {push: inCall + "{ KEY, iosBusinessID: 1 } })", want: inCall + "{ KEY: huaweiBussinessID, iosBusinessID: 1 } })"},
		"a shorthand at the end":       {push: inCall + "{ KEY } })", want: inCall + "{ KEY: huaweiBussinessID } })"},
		"a shorthand before a comment": {push: inCall + "{ KEY /* x */, } })", want: inCall + "{ KEY: huaweiBussinessID /* x */, } })"},
		"a getter":                     {push: inCall + "{ get KEY() { return 1 }, } })"},
		"a setter":                     {push: inCall + "{ set KEY(v) {}, } })"},
		"a method":                     {push: inCall + "{ KEY() {}, } })"},
		"an asynchronous method":       {push: inCall + "{ async KEY() {} } })"},
		"a generator":                  {push: inCall + "{ async *KEY() {} } })"},
		"a function":                   {push: inCall + "{ KEY: () => 1 } })", want: inCall + "{ KEY: () => 1 } })"},
		"assigned in the call":         {push: inCall + "cfg = { KEY: 1 } })\nconsole.log(cfg.KEY)"},

		"an object with a name":   {push: "const cfg = { KEY: 1 }\n" + byName, want: "const cfg = { KEY: 1 }\n" + byName},
		"its method":              {push: "const cfg = { KEY() {} }\n" + byName},
		"assigned to":             {push: "const cfg = { }\ncfg.KEY = 1\n" + byName},
		"read below":              {push: "const cfg = { KEY: 1 }\n" + byName + "console.log(cfg.KEY)"},
		"taken apart":             {push: "const cfg = { KEY: 1 }\n" + byName + "const { KEY } = cfg"},
		"read in another file":    {push: "export const cfg = { KEY: 1 }\n" + byName, file: "use.js", text: "import { cfg } from './push.js'\nexport default cfg.KEY"},
		"in a type":               {push: "export const cfg = { KEY: 1 }\n" + byName, file: "types/push.d.ts", text: "interface Push { KEY: number }"},
		"in JSON":                 {push: "export const cfg = { KEY: 1 }\n" + byName, file: "test.json", text: `{"KEY":1}`},
		"in a page":               {push: "export const cfg = { KEY: 1 }\n" + byName, file: "hybrid/a.html", text: `<script>top.cfg.KEY</script>`},
		"in a longer name":        {push: "export const cfg = { KEY: 1 }\n" + byName, file: "a.js", text: "old_KEY; KEY2; $KEY", want: "export const cfg = { KEY: 1 }\n" + byName},
		"in a package":            {push: "export const cfg = { KEY: 1 }\n" + byName, file: "node_modules/p/a.js", text: "x.KEY", want: "export const cfg = { KEY: 1 }\n" + byName},
		"an import":               {push: "import cfg from './cfg.js'\n" + byName, file: "cfg.js", text: "export default { KEY: 1 }", want: "import cfg from './cfg.js'\n" + byName},
		"an import of JSON":       {push: "import cfg from './cfg.json'\n" + byName, file: "cfg.json", text: `{"KEY":1}`, want: "import cfg from './cfg.json'\n" + byName},
		"JSON that others read":   {push: "import cfg from './cfg.json'\n" + byName + "cfg.KEY", file: "cfg.json", text: `{"KEY":1}`},
		"an export":               {push: "import * as cfg from './cfg.js'\n" + byName, file: "cfg.js", text: "export const KEY = 1"},
		"an export that is used":  {push: "import * as cfg from './cfg.js'\n" + byName, file: "cfg.js", text: "export const KEY = 1\nconsole.log(KEY)"},
		"an export by a list":     {push: "import * as cfg from './cfg.js'\n" + byName, file: "cfg.js", text: "const KEY = 1\nexport { KEY }"},
		"an export of a part":     {push: "import * as cfg from './cfg.js'\n" + byName, file: "cfg.js", text: "export const { KEY } = all"},
		"an export as CommonJS":   {push: "const cfg = require('./cfg.js')\n" + byName, file: "cfg.js", text: "exports.KEY = 1"},
		"several exports":         {push: "import * as cfg from './cfg.js'\n" + byName, file: "cfg.js", text: "export const KEY = 1, iosBusinessID = 2"},
		"an export under a name":  {push: "import * as cfg from './cfg.js'\n" + byName, file: "cfg.js", text: "const a = 1\nexport { a as KEY }"},
		"module.exports as whole": {push: "const cfg = require('./cfg.js')\n" + byName, file: "cfg.js", text: "module.exports = { KEY: 1 }", want: "const cfg = require('./cfg.js')\n" + byName},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			wrong := func(s string) string { return strings.ReplaceAll(s, "KEY", "huaweiBussinessID") }
			right := func(s string) string { return strings.ReplaceAll(s, "KEY", "huaweiBusinessID") }
			dir := lay(t, broken)
			put(t, dir, "push.js", wrong(test.push))
			if test.file != "" {
				put(t, dir, test.file, wrong(test.text))
			}
			must(t, plan(t, dir).Apply())
			got := read(t, dir, "push.js")
			if test.file != "" {
				got += read(t, dir, test.file)
			}
			want := wrong(test.push + test.text)
			switch where := test.file == "cfg.js" || test.file == "cfg.json"; {
			case test.want != "" && where:
				want = right(test.push + test.text)
			case test.want != "":
				want = right(test.want) + wrong(test.text)
			}
			if got != want {
				t.Errorf("got\n%s\nwant\n%s", got, want)
			}
		})
	}
}
