package check

import (
	"crypto/sha256"
	"encoding/hex"
	"path"
	"path/filepath"
	"slices"
	"strconv"
	"strings"

	"github.com/offpush/offpush/pkg/source"
	"github.com/offpush/offpush/pkg/text"
)

// fingerprintSize is how many bytes of the hash are kept.
const fingerprintSize = 16

// longLine is from where on a line says too much, in bytes: it may be a whole file
// written without line ends, which any change of the file would change.
const longLine = 200

// setFingerprints gives each failed result its fingerprint. The results must be
// sorted, for of equal ones the order counts, and redacted, so that no secret gets
// into the hash: that of a short one could be found out by trying.
func setFingerprints(results []Result) {
	count := map[string]int{}
	for i := range results {
		r := &results[i]
		if r.Status != Failed {
			continue
		}
		traits := strings.Join(traits(r), "\x00")
		hash := sha256.Sum256([]byte(traits + "\x00" + strconv.Itoa(count[traits])))
		count[traits]++
		r.Fingerprint = hex.EncodeToString(hash[:fingerprintSize])
	}
}

// traits are what a finding is recognised by on another day: the rule, the file,
// what stands there, what should, how bad it is for that rule, and whom it
// concerns. Neither lines nor columns are among them, and no words of offpush,
// which change with its versions.
func traits(r *Result) []string {
	out := []string{r.Rule.ID, portable(r.Span.File), name(r.Expected)}
	if r.Span.HasPosition() {
		out = append(out, standing(r.Span)...)
	} else {
		out = append(out, name(r.Found))
	}
	if r.Severity != r.Rule.Severity { // what was a warning and is an error is another finding
		out = append(out, string(r.Severity))
	}
	if !slices.Equal(r.Vendors, r.Rule.Concerns()) {
		out = append(out, r.Vendors...)
	}
	return out
}

// standing is the line of a place and the part of it that the place begins with,
// both without regard to white space.
func standing(s source.Span) []string {
	runes := []rune(s.Line)
	start := min(max(s.Start.Column-1, 0), len(runes))
	end := len(runes)
	if s.End.Line == s.Start.Line {
		end = min(max(s.End.Column-1, start), end)
	}
	line, piece := tight(s.Line), tight(string(runes[start:end]))
	if len(line) > longLine {
		line = ""
	}
	return []string{line, piece}
}

func tight(s string) string { return strings.Join(strings.Fields(s), "") }

// name is a text that is the same in all languages: a name or a value, no words.
func name(t text.Text) string {
	if t.ZH != t.EN {
		return ""
	}
	return t.EN
}

// portable is a path that is the same on every machine: of a file outside of the
// project only its name is.
func portable(file string) string {
	if file == "" || filepath.IsLocal(filepath.FromSlash(file)) {
		return file
	}
	return path.Base(filepath.ToSlash(file))
}
