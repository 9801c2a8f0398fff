package check

import (
	"slices"

	"github.com/offpush/offpush/pkg/project"
)

// liveCode is the project without what says nothing of the app: where some file
// that registers the plugin is loaded, those that nothing loads are left out
// (copies, tests and examples lie in many projects); where one registration says
// what it hands over, those that only pass something on are left out (a copy of
// TUIKit's login).
func liveCode(p *project.Project) *project.Project {
	live := *p
	live.Code.Registrations = prefer(p.Code.Registrations, func(r project.Registration) bool {
		return r.Called && r.Reach == project.Reached
	})
	live.Code.Registrations = prefer(live.Code.Registrations, func(r project.Registration) bool {
		return r.ModuleID != "" || r.Config.State == project.ConfigRead
	})
	live.Code.Requires = prefer(p.Code.Requires, func(r project.Require) bool { return r.Reach == project.Reached })
	return &live
}

// prefer returns those of list that are good, or all when none is.
func prefer[T any](list []T, good func(T) bool) []T {
	out := slices.DeleteFunc(slices.Clone(list), func(v T) bool { return !good(v) })
	if len(out) == 0 {
		return list
	}
	return out
}
