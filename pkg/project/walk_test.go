package project

import (
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

// walked is what a walk visits, sorted, and what it skips, as "path reason".
func walked(t testing.TB, root, start string) (files, skipped []string) {
	t.Helper()
	var mu sync.Mutex
	done := make(chan []Skip)
	go func() {
		done <- walkCode(root, start, func(rel string, data []byte) {
			mu.Lock()
			defer mu.Unlock()
			files = append(files, rel)
		})
	}()
	select {
	case skips := <-done:
		for _, s := range skips {
			skipped = append(skipped, fmt.Sprintf("%s %d", s.Path, s.Reason))
		}
	case <-time.After(time.Minute):
		t.Fatal("the walk does not end")
	}
	slices.Sort(files)
	return files, skipped
}

func TestWalkFolders(t *testing.T) {
	t.Parallel()
	kept := []string{
		"App.vue", "main.js", "utils/im.ts", "utils/a.mjs", "pages/x.nvue", "pages/y.uvue", "utils/z.uts",
		"pages/hybrid/index.vue", "components/uniCloud/card.vue", "store/nativeplugins/list.js", // names that mean something only at the top
		"uni_modules/kit/index.js", "uni_modules/kit/pages/a.vue", "platforms/app-plus/a.js", "static/js/a.js",
		"文件/页 面.vue", "empty.js",
	}
	left := []string{
		"node_modules/x/index.js", "pages/node_modules/x.js", "unpackage/dist/app-service.js", "utils/unpackage/x.js", "dist/a.js", "utils/dist/a.js",
		"uniCloud/cloudfunctions/a/index.js", "uniCloud-aliyun/a.js", "uniCloud-tcb/cloudfunctions/x.js", "cloudfunctions-aliyun/a.js", "cloudfunctions/a.js",
		"hybrid/html/a.js", "nativeplugins/Some-Plugin/demo.js", "nativeResources/a.js", "wxcomponents/vant/index.js",
		"uni_modules/kit/hybrid/a.js", "uni_modules/kit/uniCloud/a.js", "uni_modules/kit/utssdk/index.uts", "uni_modules/kit/wxcomponents/a.js",
		".history/App_1.vue", ".git/hooks/x.js", ".hbuilderx/a.js", "__MACOSX/._App.vue", "__MACOSX/pages/x.js", "._App.vue",
		"types/uni.d.ts", "App.vue.bak", "README.md", "style.css",
		"other/manifest.json", "other/pages.json", "other/App.vue", "other/utils/im.js",
	}
	for _, start := range []string{"", "src"} {
		dir := t.TempDir()
		for _, name := range slices.Concat(kept, left) {
			put(t, dir, filepath.ToSlash(filepath.Join(start, name)), "")
		}
		put(t, dir, filepath.ToSlash(filepath.Join(start, "uni_modules/kit/manifest.json")), "{}")
		put(t, dir, filepath.ToSlash(filepath.Join(start, "uni_modules/kit/pages.json")), "{}")
		var want []string
		for _, name := range kept {
			want = append(want, filepath.ToSlash(filepath.Join(start, name)))
		}
		slices.Sort(want)
		files, skipped := walked(t, dir, start)
		if diff := cmp.Diff(want, files); diff != "" || skipped != nil {
			t.Errorf("from %q, skipped %v, files (-want +got):\n%s", start, skipped, diff)
		}
	}
}

func TestWalkLinks(t *testing.T) {
	t.Parallel()
	outside := lay(t, "-- secret.js --\n-- dir/a.js --\n-- notes.txt --\n")
	dir := lay(t, `
-- src/App.vue --
-- src/utils/im.js --
-- shared/push.js --
-- shared/deep/more.js --
-- shared/node_modules/x.js --
-- config/push.config.js --
-- node_modules/pkg/index.js --
-- README.md --
`)
	src := filepath.Join(dir, "src")
	symlink(t, filepath.Join(outside, "secret.js"), src, "file-out.js")
	symlink(t, filepath.Join(outside, "dir"), src, "dir-out")
	symlink(t, filepath.Join(outside, "notes.txt"), src, "notes-out.txt") // no code
	symlink(t, os.DevNull, src, "null.js")
	symlink(t, "im.js", src, "utils/same.js")
	symlink(t, "utils", src, "same-dir")
	symlink(t, ".", src, "self")
	symlink(t, "..", src, "root")
	symlink(t, "circle", src, "circle")
	symlink(t, "nowhere.js", src, "dead.js")
	symlink(t, "nowhere.txt", src, "dead.txt")
	symlink(t, filepath.Join("..", "shared"), src, "common")
	symlink(t, filepath.Join("..", "shared"), src, "again")
	symlink(t, filepath.Join("..", "shared", "deep"), src, "deep")
	symlink(t, ".", dir, "shared/self")
	symlink(t, filepath.Join("..", "config", "push.config.js"), src, "push.config.js")
	symlink(t, filepath.Join("..", "node_modules", "pkg"), src, "pkg")
	symlink(t, filepath.Join("..", "node_modules"), src, "node_modules")

	files, skipped := walked(t, dir, "src")
	wantFiles := []string{"config/push.config.js", "shared/deep/more.js", "shared/push.js", "src/App.vue", "src/utils/im.js"}
	if diff := cmp.Diff(wantFiles, files); diff != "" {
		t.Errorf("files (-want +got):\n%s", diff)
	}
	reason := func(rel string, r SkipReason) string { return fmt.Sprintf("src/%s %d", rel, r) }
	wantSkipped := []string{
		reason("circle", SkipError), reason("dead.js", SkipError), reason("dir-out", SkipOutside),
		reason("file-out.js", SkipOutside), reason("null.js", SkipOutside),
	}
	if diff := cmp.Diff(wantSkipped, skipped); diff != "" {
		t.Errorf("skipped (-want +got):\n%s", diff)
	}
}

func TestWalkSizes(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	put(t, dir, "empty.js", "")
	put(t, dir, "limit.js", strings.Repeat("a", maxSievedSize))
	put(t, dir, "above.js", strings.Repeat("a", maxSievedSize+1))
	put(t, dir, "huge.js", "")
	if err := os.Truncate(filepath.Join(dir, "huge.js"), 1<<30); err != nil {
		t.Logf("no sparse file here: %v", err)
	}
	files, skipped := walked(t, dir, "")
	if diff := cmp.Diff([]string{"empty.js", "limit.js"}, files); diff != "" {
		t.Error(diff)
	}
	want := []string{fmt.Sprint("above.js ", SkipTooLarge), fmt.Sprint("huge.js ", SkipTooLarge)}
	if diff := cmp.Diff(want, skipped); diff != "" {
		t.Error(diff)
	}
}

// Every byte of a file reaches the visitor, whatever its size.
func TestWalkReadsAll(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	sizes := map[string]int{"a.js": 1, "b.js": 64<<10 - 1, "c.js": 64 << 10, "d.js": 64<<10 + 1, "e.js": 300_000}
	for name, n := range sizes {
		put(t, dir, name, strings.Repeat("x", n-1)+"\n")
	}
	var mu sync.Mutex
	got := map[string]int{}
	walkCode(dir, "", func(rel string, data []byte) {
		mu.Lock()
		defer mu.Unlock()
		got[rel] = len(data)
		if data[len(data)-1] != '\n' {
			t.Errorf("%s: the end is missing", rel)
		}
	})
	if diff := cmp.Diff(sizes, got); diff != "" {
		t.Error(diff)
	}
}

// More files in one folder than a worker takes at a time.
func TestWalkManyFiles(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	for i := range 5*batch + 3 {
		put(t, dir, fmt.Sprintf("pages/p%04d.vue", i), "")
	}
	if files, _ := walked(t, dir, ""); len(files) != 5*batch+3 || len(slices.Compact(files)) != len(files) {
		t.Errorf("%d files", len(files))
	}
}

func TestWalkStrangeNames(t *testing.T) {
	t.Parallel()
	if runtime.GOOS == "windows" {
		t.Skip("this system allows no such names")
	}
	dir := t.TempDir()
	want := []string{"a\nb.js", "bell\a.js", "esc\x1b[31m.js", "quote\"'.js", "back\\slash.js", "-n.js", "rtl\u202e.js"}
	if runtime.GOOS != "darwin" {
		want = append(want, "broken\xff\xfe.js")
	}
	for _, name := range want {
		put(t, dir, name, "uni.requireNativePlugin('TencentCloud-TUIOfflinePush')")
	}
	put(t, dir, "manifest.json", uniManifest)
	slices.Sort(want)
	files, skipped := walked(t, dir, "")
	if diff := cmp.Diff(want, files); diff != "" || skipped != nil {
		t.Errorf("skipped %q, files:\n%s", skipped, diff)
	}
	p, err := Open(dir)
	if err != nil {
		t.Fatal(err)
	}
	if len(p.Code.Requires) != len(want) {
		t.Errorf("%d calls in %d files", len(p.Code.Requires), len(want))
	}
}

func TestWalkLocked(t *testing.T) {
	t.Parallel()
	dir := lay(t, "-- a.js --\n-- b.js --\n-- shut/c.js --\n")
	lock(t, dir, "b.js")
	lock(t, dir, "shut")
	files, skipped := walked(t, dir, "")
	if diff := cmp.Diff([]string{"a.js"}, files); diff != "" {
		t.Error(diff)
	}
	if diff := cmp.Diff([]string{fmt.Sprint("b.js ", SkipError), fmt.Sprint("shut ", SkipError)}, skipped); diff != "" {
		t.Error(diff)
	}
}

// A project that vanishes while it is read is a report, not a crash.
func TestWalkVanished(t *testing.T) {
	t.Parallel()
	_, skipped := walked(t, filepath.Join(t.TempDir(), "gone"), "")
	if diff := cmp.Diff([]string{fmt.Sprint(" ", SkipError)}, skipped); diff != "" {
		t.Error(diff)
	}
}
