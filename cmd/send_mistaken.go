package cmd

import (
	"os"

	"github.com/offpush/offpush/pkg/check"
	"github.com/offpush/offpush/pkg/project"
	"github.com/offpush/offpush/pkg/text"
)

// mistaken compares credentials that cannot be told apart by their form with
// those that the project at hand shows to be others.
func mistaken(id string, credentials map[string]string) []text.Text {
	if id != "oppo" && id != "huawei" {
		return nil
	}
	dir, err := os.Getwd()
	if err != nil {
		return nil
	}
	root, ok := project.Above(dir)
	if !ok {
		return nil
	}
	p, err := project.Open(root)
	if err != nil {
		return nil
	}
	return check.Mistaken(id, credentials, p)
}
