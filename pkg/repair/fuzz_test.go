package repair

import (
	"bytes"
	"fmt"
	"maps"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/offpush/offpush/pkg/check"
	"github.com/offpush/offpush/pkg/manifest"
	"github.com/offpush/offpush/pkg/project"
)

// around is a project without vivo in which only manifest.json is in question.
const around = `
-- pages.json --
{"pages":[]}
-- App.vue --
<script>
const push = uni.requireNativePlugin('TencentCloud-TUIOfflinePush')
tim.registerPlugin({ 'tim-offline-push-plugin': push, offlinePushConfig: { huaweiBusinessID: 30001 } })
</script>
-- nativeplugins/TencentCloud-TUIOfflinePush/package.json --
{"id":"TencentCloud-TUIOfflinePush"}
`

// FuzzManifest repairs a project with any manifest.json.
func FuzzManifest(f *testing.F) {
	for seed := range uint64(20) {
		f.Add([]byte(randomManifest(rand.New(rand.NewPCG(seed, 1)))))
	}
	f.Add([]byte("{\"app-plus\":{},}"))
	f.Add([]byte("\ufeff{\r\n\t\"app-plus\" : {\r\n\t}\r\n}"))
	f.Add([]byte(`{"vueVersion":"2","app-plus":{"modules":{"Push":{},},"distribute":{"sdkConfigs":{"push":{"unipush":{},"igexin":{},"unipush":1,},},}}}`))
	dir := lay(f, around)
	f.Fuzz(func(t *testing.T, data []byte) { repairManifest(t, dir, data) })
}

// TestRandomManifests does the same with many manifests that are made to be hard.
func TestRandomManifests(t *testing.T) {
	t.Parallel()
	dir := lay(t, around)
	seen := map[string]int{}
	for seed := range uint64(150) {
		text := randomManifest(rand.New(rand.NewPCG(seed, 2)))
		for _, id := range repairManifest(t, dir, []byte(text)) {
			seen[id]++
		}
	}
	for _, id := range []string{"push-module", "unipush-off", "vivo-params", "manifest-syntax"} {
		if seen[id] < 8 {
			t.Errorf("only %d repairs of %s", seen[id], id)
		}
	}
}

// repairManifest checks what holds for the repair of any manifest.json: the rules
// whose findings were repaired pass, all other values are as they were, comments
// stay, and a second run finds nothing. It returns what was repaired.
func repairManifest(t *testing.T, dir string, data []byte) []string {
	t.Helper()
	must(t, os.WriteFile(filepath.Join(dir, "manifest.json"), data, 0o644))
	p, err := Make(dir, judge(dir))
	if err != nil {
		return nil // no project
	}
	must(t, p.Apply())
	after := []byte(read(t, dir, "manifest.json"))
	if p.Empty() {
		if !bytes.Equal(data, after) {
			t.Fatalf("%q became %q by no repair", data, after)
		}
		return nil
	}
	was, is := manifest.Parse("f", data), manifest.Parse("f", after)
	if is.Root == nil {
		t.Fatalf("%q became %q, which cannot be read", data, after)
	}
	if diff := cmp.Diff(others(was.Root, ""), others(is.Root, "")); diff != "" {
		t.Fatalf("other values of %q changed in %q: %s", data, after, diff)
	}
	var ids []string
	for _, item := range p.Done {
		ids = append(ids, item.Rule.ID)
	}
	if !slices.Contains(ids, "unipush-off") {
		if diff := cmp.Diff(comments(data), comments(after)); diff != "" {
			t.Fatalf("comments of %q in %q: %s", data, after, diff)
		}
	}
	if bytes.HasPrefix(data, []byte("\ufeff")) != bytes.HasPrefix(after, []byte("\ufeff")) {
		t.Fatal("the byte order mark")
	}
	report, err := judge(dir)(nil)
	must(t, err)
	for _, r := range report.Results {
		if r.Status == check.Failed && r.Repair != nil && len(p.Left) == 0 {
			t.Fatalf("%s still fails in %q", r.Rule.ID, after)
		}
	}
	if again := plan(t, dir); !again.Empty() {
		t.Fatalf("a second run repairs %s in %q", rules(again.Done), after)
	}
	return ids
}

// others are the values of a document but for those that repairs change, by their
// paths; of duplicates the last.
func others(v *manifest.Value, at string) map[string]string {
	out := map[string]string{}
	const config, plugin = "/app-plus/distribute/sdkConfigs/push/", "/app-plus/nativePlugins/" + project.PluginID + "/"
	if slices.Contains([]string{"/app-plus/modules/Push", config + "unipush", config + "igexin", plugin + "com.vivo.push.app_id", plugin + "com.vivo.push.api_key"}, at) {
		return nil
	}
	switch v.Kind() {
	case manifest.Object:
		seen := map[string]bool{}
		for _, m := range v.Members() {
			if !seen[m.Name] {
				maps.Copy(out, others(v.Get(m.Name), at+"/"+m.Name))
			}
			seen[m.Name] = true
		}
	case manifest.Array:
		for i, item := range v.Items() {
			maps.Copy(out, others(item, fmt.Sprint(at, "/", i)))
		}
	default:
		if v.Truthy() { // null and false may become an object
			out[at] = v.Text()
		}
	}
	return out
}

// comments returns the comments of a JSON text.
func comments(data []byte) []string {
	var out []string
	for i := 0; i < len(data); i++ {
		end := i
		switch {
		case data[i] == '"':
			for i++; i < len(data) && data[i] != '"'; i++ {
				if data[i] == '\\' {
					i++
				}
			}
			continue
		case bytes.HasPrefix(data[i:], []byte("//")):
			for end < len(data) && data[end] != '\n' && data[end] != '\r' {
				end++
			}
		case bytes.HasPrefix(data[i:], []byte("/*")):
			if n := bytes.Index(data[i+2:], []byte("*/")); n >= 0 {
				end = i + 2 + n + 2
			}
		}
		if end > i {
			out = append(out, string(data[i:end]))
			i = end - 1
		}
	}
	return out
}

// randomManifest writes a manifest.json with faults, comments, odd blanks and
// line ends, and names that stand there twice.
func randomManifest(r *rand.Rand) string {
	g := &scribe{r: r, newline: []string{"\n", "\r\n", "\r"}[r.IntN(3)], indent: []string{"\t", "    ", "  ", " \t "}[r.IntN(4)]}
	g.calm = r.IntN(2) == 0
	push := []string{`"hms"`, `{}`}
	for range r.IntN(3) {
		push = append(push, []string{`"unipush"`, `"igexin"`, `"fcm"`}[r.IntN(3)], []string{`{}`, `{"version":"2"}`, `null`, `[1,]`}[r.IntN(4)])
	}
	if r.IntN(3) == 0 {
		push = push[2:]
	}
	var modules []string
	for range r.IntN(3) {
		modules = append(modules, []string{`"OAuth"`, `"Push"`, `"Maps"`}[r.IntN(3)], []string{`{}`, `false`, `null`, `{"description":"推送"}`}[r.IntN(4)])
	}
	var vivo []string
	for _, name := range []string{`"com.vivo.push.app_id"`, `"com.vivo.push.api_key"`} {
		if r.IntN(3) > 0 {
			vivo = append(vivo, name, []string{`""`, `" "`, `null`, `"0"`, `0`}[r.IntN(5)])
		}
	}
	app := []string{
		`"distribute"`, g.object(3, `"android"`, g.object(4, `"packagename"`, `"com.example.chat"`), `"sdkConfigs"`, g.object(4, `"push"`, g.object(5, push...))),
		`"nativePlugins"`, g.object(3, `"`+project.PluginID+`"`, g.object(4, vivo...)),
	}
	if r.IntN(4) > 0 {
		app = append(app, `"modules"`, g.object(3, modules...))
	}
	top := []string{`"appid"`, `"__UNI__1A2B3C4"`, `"vueVersion"`, []string{`"2"`, `"3"`}[r.IntN(2)], `"app-plus"`, g.object(2, app...)}
	if r.IntN(6) == 0 {
		top = append([]string{`"app-plus"`, `{"modules":{"A":1}}`}, top...)
	}
	return []string{"", "\ufeff"}[r.IntN(2)] + g.object(1, top...) + g.blank(0)
}

// scribe writes objects at random.
type scribe struct {
	r               *rand.Rand
	newline, indent string
	calm            bool // as a machine writes
}

func (g *scribe) blank(depth int) string {
	line := g.newline + strings.Repeat(g.indent, depth)
	if g.calm {
		return line
	}
	return []string{"", " ", line, line, line + line, " /* } , */ ", " // {,\"" + line, "\t//" + line, "/**/"}[g.r.IntN(9)]
}

// object writes an object of names and values at a depth.
func (g *scribe) object(depth int, pairs ...string) string {
	if len(pairs) == 0 && g.r.IntN(2) == 0 {
		return "{}"
	}
	var b strings.Builder
	b.WriteString("{")
	colon := []string{":", " : ", ": "}[g.r.IntN(3)]
	for i := 0; i < len(pairs); i += 2 {
		b.WriteString(g.blank(depth) + pairs[i] + colon + pairs[i+1])
		if !g.calm && g.r.IntN(4) == 0 {
			b.WriteString(g.blank(depth))
		}
		if i+2 < len(pairs) || g.r.IntN(8) == 0 {
			b.WriteString(",")
		}
		if g.calm && g.r.IntN(4) == 0 {
			b.WriteString(" // " + pairs[i])
		}
	}
	return b.String() + g.blank(depth-1) + "}"
}
