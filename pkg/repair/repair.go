// Package repair carries out what is mechanical in the findings of a project.
//
// [Make] collects the repairs of a report into a [Plan], without writing
// anything: it judges the project as it would be, and leaves out what would not
// be read any more or bring new errors. [Plan.Diff] shows the plan as a patch,
// [Plan.Apply] writes it: each file whole or not at all, and all of it or nothing.
//
// Nothing outside of the project's folder is ever changed, nor what lies in
// node_modules or .git, nor a file that is no longer as it was judged.
package repair

import (
	"bytes"
	"errors"
	"fmt"
	"slices"

	"github.com/offpush/offpush/internal/disk"
	"github.com/offpush/offpush/pkg/check"
	"github.com/offpush/offpush/pkg/project"
	"github.com/offpush/offpush/pkg/text"
)

// Judge judges the project as it would be with changes that are not on disk.
type Judge func(*project.Changes) (*check.Report, error)

// Item is a finding and what became of its repair.
type Item struct {
	check.Result
	// Why is the reason why the repair is left out; zero when it is in the plan.
	Why text.Text
}

// Plan is what is to be done to a project.
type Plan struct {
	Done []Item // repaired, in the order in which that is done
	Left []Item // mechanical, and still left out
	// Report is that of the project as it would be.
	Report *check.Report
	state  *state
}

// maxRounds bounds how often the project is judged anew: a repair may make others
// possible, and those that meet in one place come one after the other.
const maxRounds = 50

// Make plans the repairs of the project whose root is given. Findings that do not
// count, being ignored or in the baseline, are left as they are.
func Make(root string, judge Judge) (*Plan, error) { return makeOn(disk.Real(), root, judge) }

// makeOn plans repairs that are to be carried out by way of a disk.
func makeOn(d disk.Disk, root string, judge Judge) (*Plan, error) {
	s, err := newState(d, root)
	if err != nil {
		return nil, err
	}
	m := maker{judge: judge, plan: &Plan{state: s}}
	if m.plan.Report, err = judge(s.changes); err != nil {
		return nil, err
	}
	for range maxRounds {
		again, err := m.round()
		if err != nil {
			return nil, err
		}
		if !again {
			break
		}
	}
	return m.plan, nil
}

// Empty reports whether there is nothing to do.
func (p *Plan) Empty() bool { return len(p.Done) == 0 }

// maker makes a plan grow.
type maker struct {
	judge Judge
	plan  *Plan
}

// round does all repairs that can be done together or, where that would do harm,
// the first that can be done alone. It reports false when nothing is left that
// can be done.
func (m *maker) round() (bool, error) {
	items := mechanical(m.plan.Report)
	if len(items) == 0 {
		m.plan.Left = nil
		return false, nil
	}
	// What is edited is edited as it was judged, not as somebody writes it meanwhile.
	if m.plan.state.pin(items) {
		var err error
		if m.plan.Report, err = m.judge(m.plan.state.changes); err != nil {
			return false, err
		}
		return true, nil
	}
	m.plan.Left = nil
	done, left, err := m.try(items)
	if done || err != nil || len(items) == 1 {
		m.plan.Left = left
		return done, err
	}
	var all []Item
	for _, item := range items {
		done, left, err := m.try([]Item{item})
		if done || err != nil {
			return done, err
		}
		all = append(all, left...)
	}
	m.plan.Left = all
	return false, nil
}

// mechanical returns the findings of a report that can be repaired, each repair
// once.
func mechanical(r *check.Report) []Item {
	var items []Item
	seen := map[string]bool{}
	for _, result := range r.Results {
		if result.Status != check.Failed || result.Repair == nil || !result.Counts() {
			continue
		}
		if key := fmt.Sprint(result.Repair.Ops); !seen[key] {
			seen[key] = true
			items = append(items, Item{Result: result})
		}
	}
	return items
}

// try adds items to the plan if that does no harm. Those that cannot be done are
// returned with the reason; those that stand in the way of others wait.
func (m *maker) try(items []Item) (done bool, left []Item, err error) {
	next := m.plan.state.clone()
	b := batch{state: next, edits: map[string][]edit{}}
	var in []Item
	for _, item := range items {
		why := error(nil)
		if namedElsewhere(item.Repair, next.root, next.changes) {
			why = errNamed
		} else {
			why = b.add(item.Repair.Ops)
		}
		switch {
		case errors.Is(why, errMeets):
		case why != nil:
			item.Why = words(why)
			left = append(left, item)
		default:
			in = append(in, item)
		}
	}
	refuse := func(why text.Text) []Item {
		for _, item := range in {
			item.Why = why
			left = append(left, item)
		}
		return left
	}
	if len(in) == 0 {
		return false, left, nil
	}
	if why := b.finish(); why != nil {
		return false, refuse(words(why)), nil
	}
	report, err := m.judge(next.changes)
	if err != nil {
		return false, nil, err
	}
	if broken := newErrors(m.plan.Report, report, in); len(broken) > 0 {
		return false, refuse(text.F("改了会出现新的错误：%s", "it would bring new errors: %s", text.List(broken))), nil
	}
	if vain(report, in) {
		return false, refuse(text.T("改了之后问题仍然存在", "the finding would still be there")), nil
	}
	m.plan.state, m.plan.Report = next, report
	m.plan.Done = append(m.plan.Done, in...)
	return true, left, nil
}

// Settle takes back the repairs of a report that [Make] would leave as names stand
// in other places, so that nobody is told to expect them. Rules read no files.
func Settle(root string, r *check.Report) {
	for i := range r.Results {
		if repair := r.Results[i].Repair; repair != nil && namedElsewhere(repair, root, nil) {
			r.Results[i].Repair = nil
		}
	}
}

func namedElsewhere(r *check.Repair, root string, changes *project.Changes) bool {
	return r.Word != "" && !project.NamedOnce(root, changes, r.Word)
}

// vain reports whether a finding is still there after its repair, and asks for the
// same again: a line of .gitignore that another one undoes.
func vain(after *check.Report, repaired []Item) bool {
	asked := map[string]bool{}
	for _, item := range mechanical(after) {
		asked[likeness(&item.Result)+fmt.Sprint(item.Repair.Ops)] = true
	}
	return slices.ContainsFunc(repaired, func(item Item) bool { return asked[likeness(&item.Result)+fmt.Sprint(item.Repair.Ops)] })
}

// newErrors returns the rules that find errors in the repaired project which were
// not there before. A rule that could not be judged before may find some: they
// were there, unseen. A finding is the same when its fingerprint is, or, as a
// repair changes the line that it is taken from, its rule, file and message. Nor
// is it new when a rule that was repaired now finds the rest of it, which the next
// round repairs: a folder in the wrong case that also lies too deep.
func newErrors(before, after *check.Report, repaired []Item) []string {
	rest := map[string]int{}
	for _, item := range repaired {
		rest[item.Rule.ID]++
	}
	prints, alike, judged := map[string]bool{}, map[string]int{}, map[string]bool{}
	for _, r := range everything(before) {
		judged[r.Rule.ID] = judged[r.Rule.ID] || r.Status == check.Passed || r.Status == check.Failed
		if isError(&r) {
			prints[r.Fingerprint] = true
			alike[likeness(&r)]++
		}
	}
	var rules []string
	for _, r := range everything(after) {
		if !isError(&r) || !judged[r.Rule.ID] {
			continue
		}
		alike[likeness(&r)]--
		switch {
		case prints[r.Fingerprint] && r.Fingerprint != "" || alike[likeness(&r)] >= 0:
		case r.Repair != nil && rest[r.Rule.ID] > 0:
			rest[r.Rule.ID]--
		case !slices.Contains(rules, r.Rule.ID):
			rules = append(rules, r.Rule.ID)
		}
	}
	return rules
}

// everything is what all rules found: a repair that was asked for must not bring an
// error of a rule that was not.
func everything(r *check.Report) []check.Result { return slices.Concat(r.Results, r.Unselected) }

func isError(r *check.Result) bool {
	return r.Status == check.Failed && r.Severity == check.Error && r.Counts()
}

func likeness(r *check.Result) string {
	return r.Rule.ID + "\x00" + r.Span.File + "\x00" + r.Message.EN
}

// pin reads the files that items edit, so that the next judgement is about what
// was read. It reports whether there were new ones.
func (s *state) pin(items []Item) bool {
	read := false
	for _, item := range items {
		for _, op := range item.Repair.Ops {
			if op.Kind == check.Rename || s.tried[op.Path] {
				continue
			}
			s.tried[op.Path] = true
			before, had := s.changes.Text(op.Path)
			data, err := s.load(op.Path)
			read = read || err == nil && !(had && bytes.Equal(before, data))
		}
	}
	return read
}
