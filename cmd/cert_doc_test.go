package cmd_test

import (
	"bytes"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/offpush/offpush/cmd"
	fixture "github.com/offpush/offpush/internal/applefixture"
)

// docNow is the day on which the examples were run.
var docNow = time.Date(2026, 11, 24, 12, 0, 0, 0, time.UTC)

// certFiles are the files that docs/cert.md and the READMEs speak of.
func certFiles() map[string][]byte {
	p12 := func(c fixture.Certificate) []byte {
		return fixture.P12{Certificate: c, Variant: fixture.RC2}.Make()
	}
	ipa := func(kind fixture.ProfileKind) []byte {
		return fixture.App{Profile: fixture.Profile{Kind: kind}}.IPA()
	}
	return map[string][]byte{
		"password.txt":    []byte(fixture.Password + "\n"),
		"push.p12":        p12(fixture.Certificate{Kind: fixture.Production}),
		"dist.p12":        p12(fixture.Certificate{Kind: fixture.SignDistribution}),
		"other.p12":       p12(fixture.Certificate{BundleID: "com.example.Demo"}),
		"old.p12":         p12(fixture.Certificate{NotBefore: docNow.AddDate(-1, -2, 0), NotAfter: docNow.AddDate(0, -1, 0)}),
		"push(1).p12":     fixture.P12{Certificate: fixture.Certificate{Kind: fixture.Production}, Variant: fixture.RC2, NoPassword: true}.Make(),
		"iPhone_base.ipa": ipa(fixture.Development),
		"release.ipa":     ipa(fixture.AdHoc),
	}
}

// TestCertDocument runs the commands of docs/cert.md, of its translation, and of
// the READMEs as far as they are of cert, and compares what they print; "..."
// stands for anything. The exit code is 1 where the output shows an error.
func TestCertDocument(t *testing.T) {
	root, err := filepath.Abs("..")
	if err != nil {
		t.Fatal(err)
	}
	t.Chdir(t.TempDir())
	for name, data := range certFiles() {
		if err := os.WriteFile(name, data, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	for name, least := range map[string]int{"docs/cert.md": 7, "docs/cert.zh-CN.md": 7, "README.md": 1, "README.zh-CN.md": 1} {
		t.Run(name, func(t *testing.T) {
			data, err := os.ReadFile(filepath.Join(root, filepath.FromSlash(name)))
			if err != nil {
				t.Fatal(err)
			}
			lang := "en"
			if strings.Contains(name, "zh-CN") {
				lang = "zh"
			}
			examples := certExamples(string(data))
			if len(examples) < least {
				t.Errorf("%d commands, want %d", len(examples), least)
			}
			for _, e := range examples {
				command, want, _ := strings.Cut(e, "\n")
				code, out := runAt(docNow, lang, strings.Fields(strings.ReplaceAll(command, `"`, ""))...)
				wrong := strings.HasPrefix(want, "× ")
				if missing := lacks(out, want); missing != "" || wrong != (code == 1) || code > 1 {
					t.Errorf("exit code %d: %s\nprints\n%s\nwithout\n%s", code, command, out, missing)
				}
			}
		})
	}
}

// runAt runs offpush at a time of its own; what it prints is both streams.
func runAt(now time.Time, lang string, args ...string) (code int, out string) {
	var b bytes.Buffer
	code = cmd.Main(append([]string{"offpush"}, args...), cmd.Streams{
		In: strings.NewReader(""), Out: &b, Err: &b, Now: func() time.Time { return now },
		Getenv: func(name string) string { return map[string]string{"OFFPUSH_LANG": lang}[name] },
	})
	return code, b.String()
}

// certExamples are the commands of a document, without "offpush", each with what
// it prints below it.
func certExamples(document string) []string {
	var out []string
	for _, block := range strings.Split(document, "```console\n")[1:] {
		block, _, _ = strings.Cut(block, "\n```")
		for _, example := range strings.Split("\n"+block, "\n$ offpush ")[1:] {
			if strings.HasPrefix(example, "cert ") {
				out = append(out, example)
			}
		}
	}
	return out
}
