package report

import (
	"crypto/sha256"
	"encoding/hex"
	"io"
	"strconv"
	"strings"

	"github.com/offpush/offpush/pkg/check"
	"github.com/offpush/offpush/pkg/text"
)

// An issue of GitLab's Code Quality report, see
// https://docs.gitlab.com/ci/testing/code_quality/.
type (
	gitlabIssue struct {
		Description string         `json:"description"`
		CheckName   string         `json:"check_name"`
		Fingerprint string         `json:"fingerprint"`
		Severity    string         `json:"severity"`
		Location    gitlabLocation `json:"location"`
	}
	gitlabLocation struct {
		Path  string      `json:"path"`
		Lines gitlabLines `json:"lines"`
	}
	gitlabLines struct {
		Begin int `json:"begin"`
	}
)

var gitlabSeverity = map[check.Severity]string{check.Error: "critical", check.Warning: "minor", check.Info: "info"}

// GitLab writes the findings as a Code Quality report. GitLab compares those of
// two branches by their fingerprints, so none appears twice.
func GitLab(w io.Writer, j Job) error {
	issues := []gitlabIssue{}
	seen := map[string]int{}
	for _, r := range j.Reports {
		for _, res := range findings(r) {
			span := spot(r, res)
			file := within(j.dir(r), span.File)
			print := strings.Join([]string{j.dir(r), res.Rule.ID, res.Fingerprint}, "\n")
			seen[print]++
			sum := sha256.Sum256([]byte(print + "\n" + strconv.Itoa(seen[print])))
			issues = append(issues, gitlabIssue{
				Description: text.Visible(j.say(res.Message)),
				CheckName:   res.Rule.ID,
				Fingerprint: hex.EncodeToString(sum[:16]),
				Severity:    gitlabSeverity[res.Severity],
				Location:    gitlabLocation{Path: file, Lines: gitlabLines{Begin: max(span.Start.Line, 1)}},
			})
		}
	}
	return writeJSON(w, issues)
}
