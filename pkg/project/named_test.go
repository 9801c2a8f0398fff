package project_test

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/offpush/offpush/pkg/project"
)

// TestNamedOnce: a name counts in tests, in a framework's folders and in UTS, and
// does not in products, packages and history.
func TestNamedOnce(t *testing.T) {
	t.Parallel()
	for file, once := range map[string]bool{
		"__tests__/push.js": false, "__mocks__/push.ts": false, ".storybook/main.js": false, "a/utssdk/index.uts": false, "test/push.js": false,
		"node_modules/a/push.js": true, "unpackage/dist/push.js": true, ".git/push.js": true, "README.md": true,
	} {
		t.Run(filepath.ToSlash(file), func(t *testing.T) {
			t.Parallel()
			root := t.TempDir()
			for _, name := range []string{"push.js", file} {
				name = filepath.Join(root, filepath.FromSlash(name))
				if err := os.MkdirAll(filepath.Dir(name), 0o700); err != nil {
					t.Fatal(err)
				}
				if err := os.WriteFile(name, []byte("c.huaweiBussinessID"), 0o600); err != nil {
					t.Fatal(err)
				}
			}
			if got := project.NamedOnce(root, &project.Changes{}, "huaweiBussinessID"); got != once {
				t.Errorf("named once: %v", got)
			}
		})
	}
}
