package project

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"testing"

	"github.com/google/go-cmp/cmp"
	"golang.org/x/text/encoding/simplifiedchinese"
	"golang.org/x/text/encoding/unicode"
)

const (
	uniManifest = `{"appid":"__UNI__A1B2C3D","app-plus":{}}`
	cliVue3     = "-- package.json --\n" + `{"dependencies":{"@dcloudio/uni-app":"3.0.0-4020920240930001","vue":"^3.4.0"}}` + "\n"
	cliVue2     = "-- package.json --\n" + `{"dependencies":{"@dcloudio/uni-app":"^2.0.2-4020920240930001","vue":">= 2.6.14 < 2.7"}}` + "\n"
	src         = "-- src/manifest.json --\n" + uniManifest + "\n-- src/pages.json --\n{}\n-- src/App.vue --\n"
)

func TestOpenShapes(t *testing.T) {
	t.Parallel()
	type shape struct {
		Shape          Shape
		Source, Config string
		Vue            int
		Manifest       State
	}
	for name, tt := range map[string]struct {
		archive string
		want    shape
	}{
		"HBuilderX":                   {bare, shape{HBuilderX, "", "", 3, Present}},
		"HBuilderX without Vue":       {"-- manifest.json --\n" + uniManifest, shape{HBuilderX, "", "", 2, Present}},
		"HBuilderX, package.json":     {"-- manifest.json --\n" + uniManifest + "\n-- package.json --\n{\"id\":\"adsorb-button\"}", shape{HBuilderX, "", "", 2, Present}},
		"only the mini program":       {"-- manifest.json --\n{\"mp-weixin\":{}}", shape{HBuilderX, "", "", 2, Present}},
		"manifest says nothing":       {"-- manifest.json --\n{}\n-- pages.json --\n{}", shape{HBuilderX, "", "", 2, Present}},
		"manifest missing":            {"-- pages.json --\n{}\n-- App.vue --\n", shape{HBuilderX, "", "", 2, Absent}},
		"manifest missing, x":         {"-- pages.json --\n{}\n-- App.uvue --\n", shape{UniAppX, "", "", 3, Absent}},
		"manifest ignored by git":     {"-- pages.json --\n{}\n-- .gitignore --\nmanifest.json\n", shape{HBuilderX, "", "", 2, Ignored}},
		"manifest cut off":            {"-- manifest.json --\n{\"appid\":\"__UNI__A1B2C3D\",\"app-plus\":{\"mod", shape{HBuilderX, "", "", 2, Present}},
		"manifest empty":              {"-- manifest.json --\n-- pages.json --\n{}", shape{HBuilderX, "", "", 2, Present}},
		"template":                    {"-- manifest.json --\n{\"name\":\"{{name}}\",\"appid\":\"\",\"app-plus\":{}}", shape{HBuilderX, "", "", 2, Present}},
		"CLI, Vue 3":                  {cliVue3 + src, shape{CLIVue3, "src", "", 3, Present}},
		"CLI, Vue 2":                  {cliVue2 + src, shape{CLIVue2, "src", "", 2, Present}},
		"CLI, Vue 2 by its compiler":  {"-- package.json --\n{\"devDependencies\":{\"@dcloudio/vue-cli-plugin-uni\":\"latest\"}}\n" + src, shape{CLIVue2, "src", "", 2, Present}},
		"CLI, Vue 2 by its config":    {"-- package.json --\n{}\n-- vue.config.js --\n" + src, shape{CLIVue2, "src", "", 2, Present}},
		"CLI, Vue 3 beside a config":  {"-- vue.config.js --\n" + cliVue3 + src, shape{CLIVue3, "src", "", 3, Present}},
		"CLI, hoisted":                {"-- package.json --\n{}\n-- vite.config.ts --\n" + src, shape{CLIVue3, "src", "", 3, Present}},
		"CLI, dist-tag":               {"-- package.json --\n{\"dependencies\":{\"@dcloudio/uni-app\":\"vue3\"}}\n" + src, shape{CLIVue3, "src", "", 3, Present}},
		"CLI, package.json broken":    {"-- package.json --\n{\"dependencies\":\n" + src, shape{CLIVue3, "src", "", 3, Present}},
		"CLI beside a web manifest":   {"-- manifest.json --\n{\"name\":\"a\",\"icons\":[],\"start_url\":\"/\"}\n" + cliVue3 + src, shape{CLIVue3, "src", "", 3, Present}},
		"CLI, manifest missing":       {cliVue3 + "-- src/pages.json --\n{}\n-- src/App.vue --\n", shape{CLIVue3, "src", "", 3, Absent}},
		"generated, not yet":          {"-- package.json --\n{\"devDependencies\":{\"@uni-helper/vite-plugin-uni-manifest\":\"1\",\"vue\":\"3.4.1\"}}\n-- manifest.config.ts --\n", shape{Generated, "src", "manifest.config.ts", 3, Absent}},
		"generated, ignored":          {cliVue3 + "-- manifest.config.mts --\n-- .gitignore --\n/src/manifest.json\n", shape{Generated, "src", "manifest.config.mts", 3, Ignored}},
		"generated and there":         {cliVue3 + "-- manifest.config.js --\n" + src, shape{Generated, "src", "manifest.config.js", 3, Present}},
		"uni-app x":                   {"-- manifest.json --\n{\"uni-app-x\":{}}\n-- App.uvue --\n", shape{UniAppX, "", "", 3, Present}},
		"uni-app x in src":            {cliVue3 + "-- src/manifest.json --\n{\"uni-app-x\":{}}\n", shape{UniAppX, "src", "", 3, Present}},
		"5+ App":                      {"-- manifest.json --\n{\"@platforms\":[\"android\"],\"id\":\"H5A1B2C3D\",\"plus\":{}} // hand-written", shape{FivePlus, "", "", 2, Present}},
		"a uni-app one with plus, id": {"-- manifest.json --\n{\"id\":\"x\",\"plus\":{},\"app-plus\":{}}", shape{HBuilderX, "", "", 2, Present}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			dir := lay(t, tt.archive)
			found, err := Find(dir)
			if err != nil || found.Below || len(found.Roots) != 1 || found.Roots[0] != dir {
				t.Fatalf("Find = %+v, %v", found, err)
			}
			p, err := Open(dir)
			if err != nil {
				t.Fatal(err)
			}
			if tt.want.Shape == FivePlus {
				tt.want.Vue = p.Vue // nothing depends on it
			}
			got := shape{p.Shape, p.Source, p.ManifestConfig, p.Vue, p.Manifest.State}
			if diff := cmp.Diff(tt.want, got); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func TestFindEncodings(t *testing.T) {
	t.Parallel()
	text := `{"name":"商城","appid":"__UNI__A1B2C3D","app-plus":{}}`
	gbk, err := simplifiedchinese.GBK.NewEncoder().String(text)
	if err != nil {
		t.Fatal(err)
	}
	utf16, err := unicode.UTF16(unicode.LittleEndian, unicode.UseBOM).NewEncoder().String(text)
	if err != nil {
		t.Fatal(err)
	}
	for name, data := range map[string]string{"GBK": gbk, "UTF-16": utf16, "BOM": "\ufeff" + text} {
		dir := lay(t, "-- pages.json --\n{}")
		put(t, dir, "manifest.json", data)
		if found, err := Find(dir); err != nil || found.Below {
			t.Errorf("%s: %+v, %v", name, found, err)
		}
	}
}

// A monorepo, with all that only looks like a project.
const monorepo = `
-- README.md --
-- apps/mall/manifest.json --
{"app-plus":{}}
-- apps/mall/pages.json --
{}
-- apps/mall/App.vue --
-- apps/mall/utils/im/deep.js --
-- apps/mall/unpackage/cache/wgt/__UNI__A1B2C3D/manifest.json --
{"app-plus":{}}
-- apps/mall/unpackage/cache/wgt/__UNI__A1B2C3D/pages.json --
{}
-- apps/mall/uni_modules/ui-kit/manifest.json --
{"app-plus":{},"vueVersion":"3"}
-- apps/mall/uni_modules/ui-kit/pages.json --
{}
-- apps/mall/uni_modules/ui-kit/example/manifest.json --
{"app-plus":{}}
-- apps/mall/nativeplugins/other/demo/manifest.json --
{"app-plus":{}}
-- apps/rider/package.json --
{"dependencies":{"@dcloudio/uni-app":"3.0.0-1"}}
-- apps/rider/src/manifest.json --
{"app-plus":{}}
-- apps/rider/src/pages.json --
{}
-- apps/rider/src/pages/index/index.vue --
-- apps/rider/dist/build/app/manifest.json --
{"plus":{},"id":"H5A1B2C3D"}
-- android/app/src/main/assets/apps/__UNI__A1B2C3D/www/manifest.json --
{"plus":{},"id":"__UNI__A1B2C3D"}
-- kit/pages.json --
{}
-- kit/App.vue --
-- node_modules/uni-preset/manifest.json --
{"app-plus":{}}
-- .cache/copy/manifest.json --
{"app-plus":{}}
`

func TestFindPlaces(t *testing.T) {
	t.Parallel()
	for name, tt := range map[string]struct {
		archive, from string
		want          []string // relative to the archive
		below         bool
	}{
		"several below":           {monorepo, "", []string{"apps/mall", "apps/rider"}, true},
		"from a nested folder":    {monorepo, "apps/mall/utils/im", []string{"apps/mall"}, false},
		"from a file":             {monorepo, "apps/mall/utils/im/deep.js", []string{"apps/mall"}, false},
		"from manifest.json":      {monorepo, "apps/mall/manifest.json", []string{"apps/mall"}, false},
		"from unpackage":          {monorepo, "apps/mall/unpackage/cache/wgt/__UNI__A1B2C3D", []string{"apps/mall"}, false},
		"from uni_modules":        {monorepo, "apps/mall/uni_modules/ui-kit", []string{"apps/mall"}, false},
		"from a module's example": {monorepo, "apps/mall/uni_modules/ui-kit/example", []string{"apps/mall"}, false},
		"from a native plugin":    {monorepo, "apps/mall/nativeplugins/other/demo", []string{"apps/mall"}, false},
		"from src":                {monorepo, "apps/rider/src", []string{"apps/rider"}, false},
		"from src/pages":          {monorepo, "apps/rider/src/pages/index", []string{"apps/rider"}, false},
		"from dist":               {monorepo, "apps/rider/dist/build/app", []string{"apps/rider"}, false},
		"one below":               {"-- app/client/manifest.json --\n" + uniManifest + "\n-- server/main.go --\n", "", []string{"app/client"}, true},
		"a project named src":     {"-- package.json --\n{\"devDependencies\":{\"prettier\":\"3\"}}\n" + src, "src", []string{"src"}, false},
		"src from above":          {"-- package.json --\n{\"devDependencies\":{\"prettier\":\"3\"}}\n" + src, "", []string{"src"}, true},
		"src, no package.json":    {src, "", []string{"src"}, true},
		"only a kit":              {"-- kit/pages.json --\n{}\n-- kit/App.vue --\n", "", []string{"kit"}, true},
		"project beside template": {"-- a/manifest.json --\n{\"name\":\"{{name}}\",\"app-plus\":{}}\n-- b/manifest.json --\n{\"app-plus\":{}}\n", "", []string{"a", "b"}, true},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			dir := lay(t, tt.archive)
			found, err := Find(filepath.Join(dir, filepath.FromSlash(tt.from)))
			if err != nil {
				t.Fatal(err)
			}
			var got []string
			for _, root := range found.Roots {
				rel, _ := filepath.Rel(dir, root)
				got = append(got, filepath.ToSlash(rel))
			}
			if diff := cmp.Diff(tt.want, got); diff != "" || found.Below != tt.below {
				t.Errorf("below %v, roots (-want +got):\n%s", found.Below, diff)
			}
		})
	}
}

func TestFindNone(t *testing.T) {
	t.Parallel()
	for name, archive := range map[string]string{
		"empty":             "-- notes.txt --\n",
		"browser extension": "-- manifest.json --\n{\"manifest_version\":3,\"name\":\"x\",\"background\":{}}",
		"web app":           "-- package.json --\n{\"dependencies\":{\"vue\":\"3.4.0\"}}\n-- vite.config.ts --\n-- src/App.vue --\n-- public/manifest.json --\n{\"short_name\":\"x\",\"icons\":[]}",
		"extension config":  "-- package.json --\n{\"devDependencies\":{\"wxt\":\"1\"}}\n-- manifest.config.ts --\n-- src/manifest.ts --\n",
		"WeChat native":     "-- app.json --\n{\"pages\":[]}\n-- project.config.json --\n{\"appid\":\"wx0000000000000000\"}\n-- app.js --\n",
		"Taro":              "-- package.json --\n{\"dependencies\":{\"@tarojs/taro\":\"3.6.0\"}}\n-- src/app.config.ts --\n-- dist/app.json --\n{}",
		"uni_modules":       "-- uni_modules/kit/manifest.json --\n{\"app-plus\":{}}",
		"node_modules":      "-- node_modules/kit/manifest.json --\n{\"app-plus\":{}}",
		"product":           "-- Pandora/apps/H5A1B2C3D/www/manifest.json --\n{\"plus\":{},\"id\":\"H5A1B2C3D\"}",
		"not JSON":          "-- manifest.json --\nhello",
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			if found, err := Find(lay(t, archive)); !errors.Is(err, ErrNoProject) {
				t.Errorf("Find = %+v, %v", found, err)
			}
		})
	}
}

func TestFindUnreadable(t *testing.T) {
	t.Parallel()
	dir := lay(t, "-- locked/manifest.json --\n{\"app-plus\":{}}")
	if _, err := Find(filepath.Join(dir, "nowhere")); !errors.Is(err, fs.ErrNotExist) || errors.Is(err, ErrNoProject) {
		t.Errorf("a folder that does not exist: %v", err)
	}
	lock(t, dir, "locked")
	if _, err := Find(filepath.Join(dir, "locked")); !errors.Is(err, fs.ErrPermission) {
		t.Errorf("a locked folder: %v", err)
	}
}

// What cannot be looked into is told, and no project is dropped for a manifest that
// cannot be read.
func TestFindNotRead(t *testing.T) {
	t.Parallel()
	dir := lay(t, `
-- all/a/manifest.json --
{"app-plus":{}}
-- all/b/pages.json --
{"pages":[]}
-- all/b/App.vue --
-- all/locked/manifest.json --
{"app-plus":{}}
-- manifest.kept --
{"app-plus":{}}
`)
	symlink(t, filepath.Join("..", "..", "manifest.kept"), filepath.Join(dir, "all", "b"), "manifest.json")
	if found, err := FindAll(filepath.Join(dir, "all")); err != nil || len(found.Roots) != 3 || len(found.Locked) != 0 {
		t.Errorf("%+v %v", found, err)
	}
	lock(t, dir, "all/locked")
	found, err := FindAll(filepath.Join(dir, "all"))
	if diff := cmp.Diff([]string{filepath.Join(dir, "all", "locked")}, found.Locked); diff != "" || err != nil {
		t.Error(diff, err)
	}
}

// The folder that is asked for may be a link, and so may the project.
func TestFindLinked(t *testing.T) {
	t.Parallel()
	dir := lay(t, "-- real/app/manifest.json --\n{\"app-plus\":{}}\n-- real/app/pages/a.vue --\n")
	symlink(t, "real", dir, "link")
	symlink(t, filepath.Join("real", "app"), dir, "app")
	for from, want := range map[string]string{"link": "link/app", "app": "app", "app/pages": "app", "link/app/pages": "link/app"} {
		found, err := Find(filepath.Join(dir, filepath.FromSlash(from)))
		if err != nil {
			t.Errorf("%s: %v", from, err)
			continue
		}
		if diff := cmp.Diff([]string{filepath.Join(dir, filepath.FromSlash(want))}, found.Roots); diff != "" {
			t.Errorf("%s:\n%s", from, diff)
		}
		if p, err := Open(found.Roots[0]); err != nil || p.Manifest.State != Present {
			t.Errorf("%s: Open: %v", from, err)
		}
	}
	symlink(t, ".", dir, "loop")
	if err := os.Symlink("circle", filepath.Join(dir, "circle")); err != nil {
		t.Fatal(err)
	}
	if found, err := Find(dir); err != nil || len(found.Roots) != 1 {
		t.Errorf("with loops: %+v, %v", found, err)
	}
	if _, err := Find(filepath.Join(dir, "circle")); err == nil || errors.Is(err, ErrNoProject) {
		t.Errorf("a link to itself: %v", err)
	}
}

// TestFindAll: projects inside of projects, but not their copies and sources.
func TestFindAll(t *testing.T) {
	dir := lay(t, `
-- manifest.json --
{"appid":"__UNI__0000001","app-plus":{}}
-- unpackage/cache/wgt/a/manifest.json --
{"appid":"__UNI__0000001","app-plus":{}}
-- temps/example/package.json --
{"devDependencies":{"@dcloudio/uni-app":"3.0.0"}}
-- temps/example/src/manifest.json --
{"appid":"__UNI__0000002","app-plus":{}}
-- temps/example/src/pages.json --
{}
-- temps/example/demo/manifest.json --
{"appid":"__UNI__0000003","app-plus":{}}
`)
	found, err := FindAll(dir)
	if err != nil {
		t.Fatal(err)
	}
	want := []string{dir, filepath.Join(dir, "temps", "example"), filepath.Join(dir, "temps", "example", "demo")}
	if diff := cmp.Diff(want, found.Roots); diff != "" {
		t.Error(diff)
	}
	if one, err := Find(dir); err != nil || len(one.Roots) != 1 {
		t.Errorf("Find: %v, %v", one.Roots, err)
	}
}
