package emulator

import (
	"bytes"
	"encoding/json"
	"flag"
	"fmt"
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/offpush/offpush/pkg/catalog"
)

var update = flag.Bool("update", false, "rewrite the golden files")

// codesFile is the document of all codes.
const codesFile = "../../docs/emulator-codes.md"

// TestCodes: every code that a vendor gives for a login or a push comes from a
// check or can be had by a scenario, in the vendor's envelope; and the document
// says which.
func TestCodes(t *testing.T) {
	cases := codeCases()
	rows := map[string][]codeRow{}
	for _, v := range catalog.Vendors() {
		t.Run(v.ID, func(t *testing.T) { rows[v.ID] = codeRows(t, v, cases[v.ID]) })
	}
	if t.Failed() {
		return
	}
	written := codesDocument(rows)
	if *update {
		if err := os.WriteFile(codesFile, []byte(written), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	kept, err := os.ReadFile(codesFile)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(strings.ReplaceAll(string(kept), "\r\n", "\n"), written); diff != "" {
		t.Errorf("the document is not what the tables say; go test ./pkg/emulator -run TestCodes -update\n%s", diff)
	}
}

// codeRow is what the document says of a code.
type codeRow struct {
	catalog.Code
	status int
	how    string
}

// codeRows tries the codes of a vendor.
func codeRows(t *testing.T, v catalog.Vendor, cases []codeCase) []codeRow {
	var rows []codeRow
	codes := v.Push().Codes
	stages := map[catalog.At][]*stage{catalog.AtAuth: stagesOf(t, catalog.AtAuth, cases), catalog.AtSend: stagesOf(t, catalog.AtSend, cases)}
	stages[catalog.AtTarget] = stages[catalog.AtSend]
	for _, code := range codes {
		if stages[code.At] == nil { // receipts, the phone
			continue
		}
		row := codeRow{Code: code}
		if c, ok := codeCaseOf(cases, codes, code); ok {
			row.how, row.status = "check", c.status
		}
		switch {
		case code.Class != catalog.ClassNone:
			status, problem := playAny(stages[code.At], code)
			if problem != "" {
				t.Errorf("%s at %s: %s", code.Code, code.At, problem)
			}
			if row.how == "" {
				row.how, row.status = "scenario", status
			}
		case row.how == "" && code.Sure >= catalog.ThirdParty:
			row.how = "-" // another word for success, which the vendor has documented in a different one
		case row.how == "":
			t.Errorf("%s at %s (%s) comes from nothing", code.Code, code.At, code.Meaning.EN)
		}
		rows = append(rows, row)
	}
	return rows
}

// codeCaseOf finds the case that gives a code, where the catalog says, or elsewhere if
// the vendor has the code for one place only.
func codeCaseOf(cases []codeCase, codes []catalog.Code, code catalog.Code) (codeCase, bool) {
	same := 0
	for _, c := range codes {
		if c.Code == code.Code {
			same++
		}
	}
	for _, exact := range []bool{true, false} {
		for _, c := range cases {
			if c.code == code.Code && (c.place() == code.At || !exact && same == 1) || c.beside == code.Code && code.At == catalog.AtTarget {
				return c, true
			}
		}
	}
	return codeCase{}, false
}

// place is where a case's code stands: in the answer to a push, if nothing is said.
func (c codeCase) place() catalog.At { return catalog.At(or(string(c.at), string(catalog.AtSend))) }

// stage is where scenarios are played: a request that the vendor takes.
type stage struct {
	*kit
	ask  func(*kit) reply
	last *Exchange
}

// stagesOf finds such requests among the cases of a vendor, one a path. It is not
// nil.
func stagesOf(t *testing.T, at catalog.At, cases []codeCase) []*stage {
	found, paths := []*stage{}, map[string]bool{}
	for _, c := range cases {
		if c.place() != at || c.status != 200 {
			continue
		}
		s := &stage{ask: c.ask}
		c.config.Observe = func(x *Exchange) { s.last = x }
		s.kit = newKit(t, c.config)
		s.ask(s.kit)
		usable := s.last != nil && s.last.Verdict == Accepted && s.last.Step == at && (at == catalog.AtAuth || len(s.last.tokens) > 0)
		if usable && !paths[s.last.Place()] {
			paths[s.last.Place()] = true
			found = append(found, s)
		}
	}
	return found
}

// playAny plays a code on the stages until one holds it: not every version of an
// API has each code.
func playAny(stages []*stage, code catalog.Code) (status int, problem string) {
	problem = "there is no accepting case"
	for _, s := range stages {
		if status, problem = s.play(code); problem == "" {
			return status, ""
		}
	}
	return status, problem
}

// play has a code given by a scenario, and says what is wrong with the answer.
func (s *stage) play(code catalog.Code) (status int, problem string) {
	s.inbox.clear()
	match := Match{Vendor: s.last.Vendor}
	if code.At == catalog.AtTarget {
		match.Token = s.last.tokens[0]
	}
	id, err := s.AddScenario(Scenario{Match: match, Answer: Outcome{Code: code.Code}})
	if err != nil {
		return 0, err.Error()
	}
	got := s.ask(s.kit)
	s.ClearScenarios()
	switch {
	case s.last.Scenario != id:
		return got.status, fmt.Sprintf("the scenario did not decide: %+v", got)
	case code.Status != 0 && got.status != code.Status:
		return got.status, fmt.Sprintf("the status is %d, want %d", got.status, code.Status)
	case (s.last.Code == code.Code) == (code.At == catalog.AtTarget):
		return got.status, fmt.Sprintf("the code of the whole is %s", s.last.Code)
	case !hasBadToken(s.kit, code.Code) && code.At == catalog.AtTarget:
		return got.status, "no message is refused with it"
	}
	held := heldBy(got)
	for _, part := range strings.FieldsFunc(code.Code, func(r rune) bool { return strings.ContainsRune("/ =", r) }) { // 1101/20003, "status 1", sendResult=false
		if !slices.Contains(held, part) {
			return got.status, fmt.Sprintf("the answer does not hold it: %d %s", got.status, got.body)
		}
	}
	return got.status, ""
}

// heldBy lists the status of an answer, and the names and values in its JSON, and
// in JSON that is a string there.
func heldBy(r reply) []string {
	held := []string{fmt.Sprint(r.status)}
	for texts := []string{r.body}; len(texts) > 0; texts = texts[1:] {
		d := json.NewDecoder(strings.NewReader(texts[0]))
		d.UseNumber()
		for {
			token, err := d.Token()
			if err != nil {
				break
			}
			if s, ok := token.(string); ok && strings.HasPrefix(s, "{") {
				texts = append(texts, s)
			}
			held = append(held, fmt.Sprint(token))
		}
	}
	return held
}

// codesDocument writes the tables.
func codesDocument(rows map[string][]codeRow) string {
	var b bytes.Buffer
	b.WriteString(strings.ReplaceAll(codesHead, "~", "`"))
	for _, v := range catalog.Vendors() {
		checks := 0
		for _, r := range rows[v.ID] {
			if r.how == "check" {
				checks++
			}
		}
		fmt.Fprintf(&b, "\n## %s\n\n%d codes, %d of them from checks.\n\n", v.Name.EN, len(rows[v.ID]), checks)
		b.WriteString("| Code | At | HTTP | How | Source | Meaning | 含义 |\n| --- | --- | --- | --- | --- | --- | --- |\n")
		for _, r := range rows[v.ID] {
			status := ""
			switch {
			case r.status != 0:
				status = fmt.Sprint(r.status)
			case r.how != "-":
				status = "the connection ends"
			}
			fmt.Fprintf(&b, "| `%s` | %s | %s | %s | %s | %s | %s |\n", r.Code.Code, r.At, status, r.how, sureWord(r.Sure), cell(r.Meaning.EN), cell(r.Meaning.ZH))
		}
	}
	return b.String()
}

// codesHead has ~ for the backquotes of Markdown.
const codesHead = `<!-- Written by go test ./pkg/emulator -run TestCodes -update. Do not edit. -->

# Codes of the emulator

Every code with which a vendor answers a login or a push, and how to get it from ~offpush emulator~. [Sending to each vendor](vendors.md) says what to do about each.

| Column | What it says |
| --- | --- |
| At | where the code stands: in the answer to the login (auth), in that to the push (send), or beside one token (target). One that has both a send and a target row, as 110010 of Meizu, is that beside the token in a scenario that names a token, and that of the whole push in any other |
| HTTP | the status that it comes with |
| How | **check**: send what the vendor would refuse (or take) with it, and the emulator does the same, with some codes only when ~--strict~ is on; a scenario gives it as well. **scenario**: by a scenario only, mostly because it depends on what lies at the vendor: its load, rights, the state of its servers. **-**: never; it is a word for success that only third parties have seen, and the emulator says the documented one |
| Source | how sure the code and its meaning are: documented by the vendor, taken from its SDK, known from third parties only, or inferred |

A scenario is set with the control API:

~~~sh
curl -H 'Content-Type: application/json' -d '{"match":{"vendor":"fcm"},"answer":{"code":"UNAVAILABLE"}}' "$CONTROL/scenarios"
curl -H 'Content-Type: application/json' -d '{"match":{"vendor":"meizu","token":"PUSHID"},"answer":{"code":"110010"}}' "$CONTROL/scenarios"
~~~
`

func cell(s string) string { return strings.ReplaceAll(s, "|", "\\|") }

func sureWord(c catalog.Certainty) string {
	return [...]string{catalog.Documented: "documented", catalog.FromSDK: "sdk", catalog.ThirdParty: "third party", catalog.Guess: "inferred"}[c]
}

// TestCaseCodes: the codes of the cases are those of the catalog, or the first half
// of one, like 1101.
func TestCaseCodes(t *testing.T) {
	t.Parallel()
	for vendor, cases := range codeCases() {
		v, _ := catalog.ByID(vendor)
		known := v.Push().Codes
		for _, c := range cases {
			if c.code != "" && !slices.ContainsFunc(known, func(k catalog.Code) bool { return k.Code == c.code || strings.HasPrefix(k.Code, c.code+"/") }) {
				t.Errorf("%s, %s: the catalog has no code %s", vendor, c.name, c.code)
			}
		}
	}
}
