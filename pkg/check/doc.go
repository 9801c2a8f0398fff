package check

import "github.com/offpush/offpush/pkg/text"

// Doc is a rule's papers. Why says what goes wrong on the phone; Fix what to do.
//
// The example is cut from a whole project, testdata/example: a test holds that
// with After nothing fails there, and with Before this rule alone.
type Doc struct {
	Title text.Text
	Why   text.Text
	Fix   text.Text
	// File is where Before and After stand, relative to the project's root; ""
	// where they are the path of a file or folder, before and after.
	File   string
	Before string // an example that fails
	After  string // the same, repaired
	// Beside are the example's parts in other places.
	Beside []Example
	// Repair says what doctor --fix does; empty where it does nothing.
	Repair text.Text
	Links  []string
}

// Example is a part of a project that fails, and the same repaired. Where both
// are the same it is only there to be compared; where one is empty that part is
// not there.
type Example struct {
	File          string // "" where the others are paths
	Before, After string
}

// Examples are all parts of the example, the main one first.
func (d *Doc) Examples() []Example {
	return append([]Example{{d.File, d.Before, d.After}}, d.Beside...)
}
