package config_test

import (
	"errors"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/offpush/offpush/pkg/config"
)

func TestApple(t *testing.T) {
	c, dir := load(t, `-- offpush.toml --
[apple]
app = "${BUILD}/商城.ipa"
profile = "certs/adhoc.mobileprovision"
upload_as = "development"
-- offpush.local.toml --
[apple]
upload_as = "production"
`, map[string]string{"BUILD": "unpackage/release"})
	got, err := c.Apple()
	if err != nil {
		t.Fatal(err)
	}
	want := config.Apple{
		App:      filepath.Join(dir, "unpackage", "release", "商城.ipa"),
		Profile:  filepath.Join(dir, "certs", "adhoc.mobileprovision"),
		UploadAs: "production",
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
	if none, err := new(config.Config).Apple(); err != nil || none != (config.Apple{}) {
		t.Errorf("of no file: %+v, %v", none, err)
	}
}

func TestAppleErrors(t *testing.T) {
	for _, tt := range []struct{ name, file, want string }{
		{"no environment of APNs", "\n[apple]\nupload_as = \"sandbox\"\n", "does not take \"sandbox\"; use development, production"},
		{"a variable that is not set", "\n[apple]\n# x\napp = \"${NONE}\"\n", "NONE is not set"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			c, _ := load(t, "-- offpush.toml --\n"+tt.file, nil)
			_, err := c.Apple()
			var e *config.Error
			if !errors.As(err, &e) || !strings.Contains(e.Message.EN, tt.want) || e.Line < 3 {
				t.Errorf("%v, want %q and a line", err, tt.want)
			}
		})
	}
}
