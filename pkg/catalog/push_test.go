package catalog_test

import (
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/offpush/offpush/pkg/catalog"
	"github.com/offpush/offpush/pkg/text"
)

// each calls f with the tables of every vendor.
func each(t *testing.T, f func(t *testing.T, p *catalog.Push)) {
	t.Helper()
	for _, v := range catalog.Vendors() {
		t.Run(v.ID, func(t *testing.T) { f(t, v.Push()) })
	}
}

// TestCounts holds the number of codes that the vendors' documents and other
// sources give for each place, counted by hand: single numbers, the members of
// ranges, and words. Left out are ranges that no source explains one by one,
// for which families stand: vivo's receipts of live messages (300 to 302, 31000
// to 31006, 32000 to 32009).
//
// Counted besides are the "200" of APNs and FCM, which stands for an answer
// without a code, HONOR's sendResult and lists of tokens, and vivo's
// invalidUser.status.
func TestCounts(t *testing.T) {
	want := map[string]map[catalog.At]int{
		"huawei": {catalog.AtAuth: 13, catalog.AtSend: 39, catalog.AtTarget: 11, catalog.AtReceipt: 13, catalog.AtPhone: 2},
		"honor":  {catalog.AtAuth: 2, catalog.AtSend: 23, catalog.AtTarget: 2, catalog.AtReceipt: 13, catalog.AtPhone: 23},
		"xiaomi": {catalog.AtSend: 95},
		"oppo":   {catalog.AtAuth: 10, catalog.AtSend: 25, catalog.AtReceipt: 3},
		"vivo":   {catalog.AtAuth: 10, catalog.AtSend: 59, catalog.AtTarget: 3, catalog.AtReceipt: 22, catalog.AtPhone: 1},
		"meizu":  {catalog.AtSend: 21, catalog.AtTarget: 11},
		"apns":   {catalog.AtSend: 34},
		"fcm":    {catalog.AtAuth: 6, catalog.AtSend: 20},
	}
	got := map[string]map[catalog.At]int{}
	for _, v := range catalog.Vendors() {
		got[v.ID] = map[catalog.At]int{}
		for _, c := range v.Push().Codes {
			got[v.ID][c.At]++
		}
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}

var classes = []catalog.Class{
	catalog.ClassNone, catalog.ClassCredential, catalog.ClassToken, catalog.ClassEnvironment, catalog.ClassContent,
	catalog.ClassPermission, catalog.ClassQuota, catalog.ClassThrottled, catalog.ClassTransient, catalog.ClassUnknown,
}

func TestCodes(t *testing.T) {
	places := []catalog.At{catalog.AtAuth, catalog.AtSend, catalog.AtTarget, catalog.AtReceipt, catalog.AtPhone}
	each(t, func(t *testing.T, p *catalog.Push) {
		seen := map[string]bool{}
		for _, c := range p.Codes {
			name := c.Code + " (" + string(c.At) + ")"
			// Codes are looked up whatever the case of their letters.
			if key := strings.ToLower(name); seen[key] {
				t.Errorf("%s stands there twice", name)
			} else {
				seen[key] = true
			}
			if c.Code == "" || strings.TrimSpace(c.Code) != c.Code {
				t.Errorf("%q is no code", c.Code)
			}
			if !slices.Contains(places, c.At) || !slices.Contains(classes, c.Class) {
				t.Errorf("%s: unknown place or class %q", name, c.Class)
			}
			if c.Sure > catalog.Guess {
				t.Errorf("%s: unknown certainty %d", name, c.Sure)
			}
			complete(t, name+": meaning", c.Meaning)
			if c.Class != catalog.ClassNone || !c.Remedy.IsZero() {
				complete(t, name+": remedy", c.Remedy)
			}
			for _, cause := range c.Causes {
				complete(t, name+": cause", cause)
			}
		}
	})
}

func TestTextsOfTables(t *testing.T) {
	each(t, func(t *testing.T, p *catalog.Push) {
		complete(t, "console", p.Console)
		complete(t, "token", p.Token.Name)
		complete(t, "token", p.Token.About)
		for _, f := range p.AllFields() {
			complete(t, f.Name, f.Console)
			complete(t, f.Name, f.About)
			for _, l := range f.Lookalikes {
				if l.Name == "" {
					t.Errorf("%s: a lookalike has no name", f.Name)
				}
			}
		}
		for _, h := range p.Hosts {
			complete(t, h.URL, h.For)
		}
		for _, l := range p.Limits {
			if !l.Note.IsZero() {
				complete(t, string(l.Of), l.Note)
			}
		}
		for _, c := range p.Cannot {
			complete(t, c.Flag, c.Why)
		}
		for _, s := range slices.Concat(p.Classes, p.Silent) {
			complete(t, "class or silence", s)
		}
		if len(p.Classes) == 0 || len(p.Silent) == 0 {
			t.Error("there are no classes, or no reasons for silence")
		}
		for _, f := range p.Families {
			complete(t, "family "+string(f.Form), f.Meaning)
			complete(t, "family "+string(f.Form), f.Remedy)
			if (f.Form == "") == (f.Status == 0) {
				t.Errorf("family %q has to go by a form or by a status (%d)", f.Form, f.Status)
			}
			if !slices.Contains(classes, f.Class) {
				t.Errorf("family %q: unknown class %q", f.Form, f.Class)
			}
		}
	})
}

// complete checks that a text stands there in both languages, without Chinese
// in the English one, and without a full stop: others put it into sentences.
func complete(t *testing.T, what string, s text.Text) {
	t.Helper()
	switch {
	case s.ZH == "" || s.EN == "":
		t.Errorf("%s: a language is missing: %+v", what, s)
	case strings.HasSuffix(s.ZH, "。") || strings.HasSuffix(s.ZH, ".") || strings.HasSuffix(s.EN, "."):
		t.Errorf("%s: a full stop at the end: %+v", what, s)
	case strings.TrimSpace(s.ZH) != s.ZH || strings.TrimSpace(s.EN) != s.EN:
		t.Errorf("%s: blanks around it: %+v", what, s)
	case regexp.MustCompile(`\p{Han}|[，。；：（）“”]`).MatchString(s.EN):
		t.Errorf("%s: Chinese in English: %s", what, s.EN)
	}
}

func TestForms(t *testing.T) {
	each(t, func(t *testing.T, p *catalog.Push) {
		compiles := func(what string, f catalog.Form) {
			if _, err := regexp.Compile(string(f)); err != nil {
				t.Errorf("%s: %v", what, err)
			}
		}
		compiles("token", p.Token.Form)
		for _, f := range p.AllFields() {
			compiles(f.Name, f.Form)
			for _, l := range f.Lookalikes {
				compiles(f.Name, l.Form)
			}
		}
		for _, f := range p.Families {
			compiles("family", f.Form)
		}
	})
}

func TestHosts(t *testing.T) {
	each(t, func(t *testing.T, p *catalog.Push) {
		if len(p.Hosts) == 0 {
			t.Fatal("there is no host")
		}
		var regions []string
		for _, h := range p.Hosts {
			if !regexp.MustCompile(`^https://[a-z0-9.-]+(:[0-9]+)?$`).MatchString(h.URL) {
				t.Errorf("%s is no scheme and host", h.URL)
			}
			if h.Region != "" && slices.Contains(regions, h.Region) {
				t.Errorf("region %s has two hosts", h.Region)
			}
			regions = append(regions, h.Region)
		}
		// What the user can choose must lead to a host, and the other way round.
		if f, ok := p.Field("region"); ok {
			for _, value := range f.Values {
				if !slices.Contains(regions, value) {
					t.Errorf("region %s has no host", value)
				}
			}
			for _, region := range regions {
				if region != "" && !slices.Contains(f.Values, region) {
					t.Errorf("no value of region leads to %s", region)
				}
			}
		}
		if f, ok := p.Field("environment"); ok {
			for _, region := range regions {
				if region != "" && !slices.Contains(f.Values, region) {
					t.Errorf("no value of environment leads to %s", region)
				}
			}
		}
	})
}

func TestLimitsAndFlags(t *testing.T) {
	each(t, func(t *testing.T, p *catalog.Push) {
		seen := map[string]bool{}
		for _, l := range p.Limits {
			if seen[string(l.Of)] {
				t.Errorf("%s is limited twice", l.Of)
			}
			seen[string(l.Of)] = true
			if l.Max == 0 && l.Soft == 0 {
				t.Errorf("%s: no bound", l.Of)
			}
			if l.Max != 0 && (l.Min > l.Max || l.Soft > l.Max) {
				t.Errorf("%s: %d to %d (%d)", l.Of, l.Min, l.Max, l.Soft)
			}
			if l.Unit == "" {
				t.Errorf("%s: no unit", l.Of)
			}
		}
		for _, c := range p.Cannot {
			if seen[c.Flag] && c.Flag != catalog.FlagCollapse && c.Flag != catalog.FlagTTL {
				t.Errorf("%s is limited or refused twice", c.Flag)
			}
			seen[c.Flag] = true
		}
	})
}

func TestFields(t *testing.T) {
	each(t, func(t *testing.T, p *catalog.Push) {
		seen := map[string]bool{}
		for _, f := range p.AllFields() {
			if !regexp.MustCompile(`^[a-z][a-z_]*$`).MatchString(f.Name) || seen[f.Name] {
				t.Errorf("%q is no name of a field, or stands there twice", f.Name)
			}
			seen[f.Name] = true
		}
	})
	var secret []string
	for _, v := range catalog.Vendors() {
		for _, f := range v.Push().Fields {
			if f.Secret {
				secret = append(secret, v.ID+"."+f.Name)
			}
		}
	}
	// What leaves this list is printed.
	want := []string{
		"huawei.client_secret", "honor.client_secret", "xiaomi.app_secret", "oppo.app_key", "oppo.master_secret",
		"vivo.app_key", "vivo.app_secret", "meizu.app_secret", "apns.cert_password",
	}
	if diff := cmp.Diff(want, secret); diff != "" {
		t.Errorf("secret fields:\n%s", diff)
	}
}

// TestMeanings spot-checks the tables against the vendors' documents.
func TestMeanings(t *testing.T) {
	type fact struct {
		class catalog.Class
		sure  catalog.Certainty
	}
	for _, c := range []struct {
		vendor, code string
		at           catalog.At
		want         fact
	}{
		{"huawei", "80300007", catalog.AtSend, fact{catalog.ClassToken, catalog.Documented}},
		{"huawei", "80100002", catalog.AtSend, fact{catalog.ClassContent, catalog.FromSDK}},
		{"huawei", "82000013", catalog.AtSend, fact{catalog.ClassEnvironment, catalog.FromSDK}},
		{"huawei", "6", catalog.AtReceipt, fact{catalog.ClassPermission, catalog.ThirdParty}},
		{"huawei", "256", catalog.AtReceipt, fact{catalog.ClassQuota, catalog.Documented}},
		{"honor", "80100000", catalog.AtSend, fact{catalog.ClassToken, catalog.ThirdParty}},
		{"honor", "80300007", catalog.AtSend, fact{catalog.ClassToken, catalog.Guess}},
		{"honor", "invalid_client", catalog.AtAuth, fact{catalog.ClassCredential, catalog.Guess}},
		{"honor", "8001003", catalog.AtPhone, fact{catalog.ClassCredential, catalog.FromSDK}},
		{"xiaomi", "21301", catalog.AtSend, fact{catalog.ClassCredential, catalog.Documented}},
		{"xiaomi", "10022", catalog.AtSend, fact{catalog.ClassThrottled, catalog.FromSDK}},
		{"xiaomi", "200001", catalog.AtSend, fact{catalog.ClassQuota, catalog.Documented}},
		{"oppo", "16", catalog.AtAuth, fact{catalog.ClassCredential, catalog.Documented}},
		{"oppo", "54", catalog.AtSend, fact{catalog.ClassPermission, catalog.ThirdParty}},
		{"vivo", "10302", catalog.AtSend, fact{catalog.ClassToken, catalog.Documented}},
		{"vivo", "10096", catalog.AtSend, fact{catalog.ClassContent, catalog.Documented}},
		{"vivo", "10097", catalog.AtSend, fact{catalog.ClassContent, catalog.Documented}},
		{"vivo", "10205", catalog.AtAuth, fact{catalog.ClassCredential, catalog.ThirdParty}},
		{"vivo", "10058", catalog.AtSend, fact{catalog.ClassContent, catalog.FromSDK}},
		{"meizu", "110010", catalog.AtSend, fact{catalog.ClassThrottled, catalog.Documented}},
		{"meizu", "110010", catalog.AtTarget, fact{catalog.ClassPermission, catalog.Documented}},
		{"meizu", "518", catalog.AtTarget, fact{catalog.ClassThrottled, catalog.FromSDK}},
		{"apns", "BadDeviceToken", catalog.AtSend, fact{catalog.ClassToken, catalog.Documented}},
		{"apns", "BadEnvironmentKeyInToken", catalog.AtSend, fact{catalog.ClassEnvironment, catalog.ThirdParty}},
		{"apns", "TooManyRequests", catalog.AtSend, fact{catalog.ClassThrottled, catalog.Documented}},
		{"fcm", "UNREGISTERED", catalog.AtSend, fact{catalog.ClassToken, catalog.Documented}},
		{"fcm", "APNS_AUTH_ERROR", catalog.AtSend, fact{catalog.ClassCredential, catalog.FromSDK}},
		{"fcm", "SERVICE_DISABLED", catalog.AtSend, fact{catalog.ClassPermission, catalog.ThirdParty}},
	} {
		v, _ := catalog.ByID(c.vendor)
		got, ok := v.Push().Find(c.code, c.at)
		if !ok || got.At != c.at || (fact{got.Class, got.Sure}) != c.want {
			t.Errorf("%s %s at %s: %+v, want %+v", c.vendor, c.code, c.at, fact{got.Class, got.Sure}, c.want)
		}
	}
}

func TestFind(t *testing.T) {
	meizu, _ := catalog.ByID("meizu")
	vivo, _ := catalog.ByID("vivo")
	for _, c := range []struct {
		push   *catalog.Push
		code   string
		places []catalog.At
		at     catalog.At // "": not found
	}{
		{meizu.Push(), "110010", nil, catalog.AtSend}, // the first of the table
		{meizu.Push(), "110010", []catalog.At{catalog.AtTarget, catalog.AtSend}, catalog.AtTarget},
		{meizu.Push(), "110010", []catalog.At{catalog.AtReceipt}, catalog.AtSend},
		{vivo.Push(), "0", []catalog.At{catalog.AtReceipt}, catalog.AtReceipt},
		{vivo.Push(), "10003", []catalog.At{catalog.AtSend}, catalog.AtPhone}, // of no place named
		{vivo.Push(), "99999", nil, ""},
		{vivo.Push(), "", nil, ""},
	} {
		got, ok := c.push.Find(c.code, c.places...)
		if got.At != c.at || ok != (c.at != "") {
			t.Errorf("%q in %v: found at %q, want %q", c.code, c.places, got.At, c.at)
		}
	}
}

func TestExplain(t *testing.T) {
	const unknown = "a code that offpush's tables do not have"
	for _, c := range []struct {
		vendor, code string
		status       int
		class        catalog.Class
		meaning      string // of the family; "" when none is near
	}{
		{"huawei", "80299999", 401, catalog.ClassCredential, "authentication failed"},
		{"huawei", "nonsense", 503, catalog.ClassThrottled, "flow control"},
		{"huawei", "nonsense", 418, catalog.ClassUnknown, ""},
		{"honor", "80399999", 200, catalog.ClassUnknown, "by Huawei's numbering, a matter of the app's rights, of tokens or of amounts"},
		{"vivo", "31004", 200, catalog.ClassUnknown, "a receipt of a live message, which ordinary notifications do not get"},
		{"oppo", "12345", 200, catalog.ClassContent, "an error of this interface: its parameters or target are wrong"},
		{"apns", "NewEnvironmentReason", 403, catalog.ClassEnvironment, "about the environment, sandbox or production"},
		{"apns", "SomethingNew", 410, catalog.ClassToken, "the device token is dead"},
		{"fcm", "NEW_STATUS", 0, catalog.ClassUnknown, ""},
	} {
		v, _ := catalog.ByID(c.vendor)
		got := v.Push().Explain(c.code, c.status)
		want := unknown
		if c.meaning != "" {
			want += "; its family says: " + c.meaning
		}
		if got.Code != c.code || got.Meaning.EN != want || got.Class != c.class || got.Sure != catalog.Guess {
			t.Errorf("%s %s: %q, %s, %d", c.vendor, c.code, got.Meaning.EN, got.Class, got.Sure)
		}
		complete(t, c.code, got.Meaning)
		complete(t, c.code, got.Remedy)
	}
	huawei, _ := catalog.ByID("huawei")
	if got := huawei.Push().Explain("80300007", 503); got.Class != catalog.ClassToken {
		t.Errorf("a code of the table is explained by its family: %+v", got)
	}
}
