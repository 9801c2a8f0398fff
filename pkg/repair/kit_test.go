package repair

import (
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/rogpeppe/go-internal/txtar"

	"github.com/offpush/offpush/pkg/check"
	"github.com/offpush/offpush/pkg/project"
)

// broken is a project in which four rules can be repaired, in three files and a
// folder's name.
const broken = `
-- manifest.json --
{
    "appid" : "__UNI__1A2B3C4",
    "vueVersion" : "3",
    "app-plus" : {
        "modules" : {}, // none
        "distribute" : {
            "android" : { "packagename" : "com.example.chat" },
            "sdkConfigs" : {
                "push" : { "unipush" : {} }
            }
        },
        "nativePlugins" : {
            "TencentCloud-TUIOfflinePush" : {
                "com.vivo.push.app_id" : "0",
                "com.vivo.push.api_key" : "0",
                "__plugin_info__" : { "isCloud" : false }
            }
        }
    }
}
-- pages.json --
{"pages":[]}
-- App.vue --
<script>
import './push.js'
</script>
-- push.js --
const push = uni.requireNativePlugin('TencentCloud-TUIOfflinePush')
tim.registerPlugin({ 'tim-offline-push-plugin': push, offlinePushConfig: { huaweiBussinessID: 30001 } })
-- nativeplugins/tencentcloud-tuiofflinepush/package.json --
{"id":"TencentCloud-TUIOfflinePush"}
-- nativeplugins/tencentcloud-tuiofflinepush/android/plugin.aar --
-- agconnect-services.json --
{"client":{"app_id":"100000001","package_name":"com.example.chat"}}
`

// lay writes an archive into a new folder.
func lay(t testing.TB, archive string) string {
	t.Helper()
	dir := t.TempDir()
	for _, f := range txtar.Parse([]byte(archive)).Files {
		put(t, dir, f.Name, string(f.Data))
	}
	return dir
}

func put(t testing.TB, dir, name, data string) {
	t.Helper()
	full := filepath.Join(dir, filepath.FromSlash(name))
	must(t, os.MkdirAll(filepath.Dir(full), 0o755))
	must(t, os.WriteFile(full, []byte(data), 0o644))
}

func read(t testing.TB, dir, name string) string {
	t.Helper()
	data, err := os.ReadFile(filepath.Join(dir, filepath.FromSlash(name)))
	must(t, err)
	return string(data)
}

func must(t testing.TB, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

// symlink makes a symbolic link, or skips the test where that is not allowed.
func symlink(t testing.TB, to, dir, name string) {
	t.Helper()
	full := filepath.Join(dir, filepath.FromSlash(name))
	must(t, os.MkdirAll(filepath.Dir(full), 0o755))
	if err := os.Symlink(to, full); err != nil {
		t.Skipf("cannot make symbolic links here: %v", err)
	}
}

// files is what a folder holds: of links where they lead, of files their text.
func files(t testing.TB, dir string) map[string]string {
	t.Helper()
	out := map[string]string{}
	must(t, filepath.WalkDir(dir, func(name string, e fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		rel, _ := filepath.Rel(dir, name)
		rel = filepath.ToSlash(rel)
		switch {
		case e.IsDir():
			out[rel+"/"] = ""
		case e.Type()&fs.ModeSymlink != 0:
			to, err := os.Readlink(name)
			out[rel] = "-> " + to
			return err
		default:
			info, err := e.Info()
			must(t, err)
			out[rel] = info.Mode().String() + " " + read(t, dir, rel)
		}
		return nil
	}))
	return out
}

// judge judges the project in a folder by all rules.
func judge(dir string) Judge {
	return func(c *project.Changes) (*check.Report, error) {
		p, err := project.OpenChanged(dir, c)
		if err != nil {
			return nil, err
		}
		return check.Run(check.Input{Project: p, Now: time.Date(2026, 1, 2, 3, 4, 5, 0, time.UTC)}), nil
	}
}

func plan(t testing.TB, dir string) *Plan {
	t.Helper()
	p, err := Make(dir, judge(dir))
	must(t, err)
	return p
}

// rules are the ids of the items' rules.
func rules(items []Item) string {
	var ids []string
	for _, i := range items {
		ids = append(ids, i.Rule.ID)
	}
	return strings.Join(ids, " ")
}

// says returns a Judge that finds what is given, in one rule that never changes
// its mind about other things.
func says(find func(*project.Changes) []check.Result) Judge {
	return func(c *project.Changes) (*check.Report, error) {
		return &check.Report{Results: find(c)}, nil
	}
}

var rule = &check.Rule{ID: "a-rule", Severity: check.Error}

// finding is a failed result that is repaired by operations.
func finding(ops ...check.Op) check.Result {
	return check.Result{Rule: rule, Status: check.Failed, Severity: check.Error, Repair: &check.Repair{Ops: ops}}
}

// once gives the finding until the file holds want.
func once(dir, name, want string, ops ...check.Op) Judge {
	return says(func(c *project.Changes) []check.Result {
		data, ok := c.Text(name)
		if !ok {
			data, _ = os.ReadFile(filepath.Join(dir, name))
		}
		if strings.Contains(string(data), want) {
			return nil
		}
		return []check.Result{finding(ops...)}
	})
}
