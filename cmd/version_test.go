package cmd

import (
	"runtime"
	"runtime/debug"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/offpush/offpush/pkg/report"
)

func TestBuild(t *testing.T) {
	here := report.Build{Tool: report.Tool{Name: "offpush"}, Go: runtime.Version(), OS: runtime.GOOS, Arch: runtime.GOARCH}
	vcs := []debug.BuildSetting{
		{Key: "vcs", Value: "git"}, {Key: "vcs.revision", Value: "0a1b2c"},
		{Key: "vcs.time", Value: "2026-06-01T08:00:00Z"}, {Key: "vcs.modified", Value: "true"},
	}
	for _, test := range []struct {
		name   string
		info   *debug.BuildInfo
		change func(*report.Build)
	}{
		{"nothing known", nil, func(b *report.Build) { b.Tool.Version = "devel" }},
		{"a working copy without its history", &debug.BuildInfo{Main: debug.Module{Version: "(devel)"}}, func(b *report.Build) { b.Tool.Version = "devel" }},
		{"go install of a version", &debug.BuildInfo{Main: debug.Module{Version: "v0.2.0"}}, func(b *report.Build) { b.Tool.Version = "0.2.0" }},
		{"go build in a checkout", &debug.BuildInfo{Main: debug.Module{Version: "v0.2.1-0.2026+dirty"}, Settings: vcs}, func(b *report.Build) {
			b.Tool.Version, b.Commit, b.Date, b.Modified = "0.2.1-0.2026+dirty", "0a1b2c", "2026-06-01T08:00:00Z", true
		}},
	} {
		t.Run(test.name, func(t *testing.T) {
			want := here
			test.change(&want)
			if diff := cmp.Diff(want, build(test.info)); diff != "" {
				t.Error(diff)
			}
		})
	}
}
