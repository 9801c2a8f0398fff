package apple

import (
	"crypto/x509"
	"encoding/asn1"
	"slices"
)

// Apple's extensions: 6.3.4 and 6.3.6 are named in Apple's "Sending notification
// requests to APNs", 6.3.1 and 6.3.2 in its certification practice statement.
const (
	oidDevelopment = "1.2.840.113635.100.6.3.1" // may push to the sandbox
	oidProduction  = "1.2.840.113635.100.6.3.2" // may push to production
	oidVoIPTopics  = "1.2.840.113635.100.6.3.4"
	oidTopics      = "1.2.840.113635.100.6.3.6" // every topic allowed, with its uses
	oidUserID      = "0.9.2342.19200300.100.1.1"
)

// extensions is what Apple's extensions of a certificate say.
type extensions struct {
	development, production, voip bool     // which ones are there
	topics                        []string // of 6.3.6, else of 6.3.4
	uses                          []string // the labels in 6.3.6: "app", "voip", "complication", each once
}

func readExtensions(c *x509.Certificate) extensions {
	var e extensions
	var voip []string
	for _, x := range c.Extensions {
		switch x.Id.String() {
		case oidDevelopment:
			e.development = true
		case oidProduction:
			e.production = true
		case oidVoIPTopics:
			e.voip = true
			voip, _ = readTopics(x.Value)
		case oidTopics:
			e.topics, e.uses = readTopics(x.Value)
		}
	}
	if len(e.topics) == 0 {
		e.topics = voip
	}
	return e
}

func (e extensions) environments() []Environment {
	var out []Environment
	if e.development {
		out = append(out, Sandbox)
	}
	if e.production {
		out = append(out, Production)
	}
	return out
}

// readTopics reads a sequence in which every topic is followed by a sequence of
// the uses it may be put to. The structure of 6.3.4 is not documented: where no
// topic stands at the top, every string counts, however deep.
func readTopics(der []byte) (topics, uses []string) {
	var top asn1.RawValue
	if rest, err := asn1.Unmarshal(der, &top); err != nil || len(rest) > 0 {
		return nil, nil
	}
	if !top.IsCompound {
		return textOf(top), nil
	}
	for _, v := range members(top) {
		if v.IsCompound {
			uses = append(uses, stringsIn(v, 4)...)
		} else {
			topics = append(topics, textOf(v)...)
		}
	}
	if len(topics) == 0 {
		topics, uses = uses, nil
	}
	slices.Sort(uses)
	return topics, slices.Compact(uses)
}

// stringsIn returns the strings of a value, down to depth.
func stringsIn(v asn1.RawValue, depth int) []string {
	if !v.IsCompound {
		return textOf(v)
	}
	var out []string
	if depth > 0 {
		for _, m := range members(v) {
			out = append(out, stringsIn(m, depth-1)...)
		}
	}
	return out
}

func members(v asn1.RawValue) []asn1.RawValue {
	var out []asn1.RawValue
	for rest := v.Bytes; len(rest) > 0; {
		var m asn1.RawValue
		var err error
		if rest, err = asn1.Unmarshal(rest, &m); err != nil {
			return out
		}
		out = append(out, m)
	}
	return out
}

func textOf(v asn1.RawValue) []string {
	if v.Class == asn1.ClassUniversal {
		switch v.Tag {
		case asn1.TagUTF8String, asn1.TagPrintableString, asn1.TagIA5String:
			return []string{string(v.Bytes)}
		}
	}
	return nil
}

// subjectUID is the subject's user id, which pkix.Name has no field for. Apple
// puts the bundle id there.
func subjectUID(c *x509.Certificate) string {
	for _, n := range c.Subject.Names {
		if s, ok := n.Value.(string); ok && n.Type.String() == oidUserID {
			return s
		}
	}
	return ""
}
