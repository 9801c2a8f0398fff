package check

import (
	"slices"
	"strings"

	"github.com/offpush/offpush/pkg/catalog"
	"github.com/offpush/offpush/pkg/manifest"
	"github.com/offpush/offpush/pkg/text"
)

// redact masks every secret that the project holds in all that the results say
// and show, so that no rule can leak one by quoting a value or a line.
func (in *Input) redact(results []Result) {
	secrets := text.Secrets(in.secrets())
	mask := func(s string) string { return text.MaskKeys(text.Mask(s, secrets)) }
	for i := range results {
		r := &results[i]
		// A value that its line hides is not told beside it either.
		if line := r.Span.Line; r.Found.ZH == r.Found.EN && strings.Contains(line, r.Found.EN) && !strings.Contains(text.MaskLine(line, secrets), r.Found.EN) {
			r.Found = text.Same(strings.Repeat("*", 6))
		}
		r.Message, r.Found = r.Message.Map(mask), r.Found.Map(mask)
		r.Expected, r.Fix = r.Expected.Map(mask), r.Fix.Map(mask)
		r.Span.Line = text.MaskLine(r.Span.Line, secrets)
		if r.Silence != nil {
			r.Silence.Reason = mask(r.Silence.Reason)
			r.Silence.Span.Line = text.MaskLine(r.Silence.Span.Line, secrets)
		}
		for j := range r.Related {
			r.Related[j].Message = r.Related[j].Message.Map(mask)
			r.Related[j].Span.Line = text.MaskLine(r.Related[j].Span.Line, secrets)
		}
	}
}

// secrets returns every credential value in what was collected.
func (in *Input) secrets() []string {
	var out []string
	for _, v := range catalog.Vendors() {
		for _, key := range v.Keys {
			for _, s := range in.settings(key.Name) {
				if s.Literal && (key.Secret || isPastedSecret(key, s.Text)) {
					out = append(out, s.Text)
				}
			}
		}
	}
	for _, r := range in.Project.Code.Registrations {
		for _, s := range r.Config.Settings {
			if s.Literal && len(s.Text) >= pastedLength && !isKey(s.Name) {
				out = append(out, s.Text)
			}
		}
	}
	for _, k := range in.Project.Code.SecretKeys {
		out = append(out, k.Value)
	}
	if e, ok := in.entry(); ok {
		for _, name := range in.vivoParams().keys {
			out = append(out, e.Value.Get(name).Text())
		}
	}
	files := []*manifest.Value{in.Project.Agconnect.JSON()}
	for i := range in.Project.Agconnect.Others {
		files = append(files, in.Project.Agconnect.Others[i].JSON())
	}
	for _, f := range files {
		out = append(out, agconnectSecrets(f)...)
	}
	return out
}

// isPastedSecret: an AppKey or AppSecret where another value belongs.
func isPastedSecret(key catalog.Key, value string) bool {
	return slices.ContainsFunc(key.Lookalikes, func(l catalog.Lookalike) bool {
		return l.Name != "AppID" && l.Match(strings.TrimSpace(value))
	})
}

// pastedLength: an id of the IM console is short. What is as long as this in its
// place, or under a name that nobody reads, may be a key.
const pastedLength = 13

// isKey reports whether a member of offlinePushConfig is one of the vendors'
// AppIDs, AppKeys and AppSecrets.
func isKey(name string) bool {
	return slices.ContainsFunc(catalog.Vendors(), func(v catalog.Vendor) bool {
		return slices.ContainsFunc(v.Keys, func(k catalog.Key) bool { return k.Name == name })
	})
}
