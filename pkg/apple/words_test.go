package apple

import (
	"strings"
	"testing"

	"github.com/offpush/offpush/pkg/text"
)

// TestWords: everything has its words, and none of them runs into its neighbours.
func TestWords(t *testing.T) {
	t.Parallel()
	for _, k := range []Kind{KindPush, KindVoIP, KindWatchKit, KindWebsite, KindPass, KindSigning, KindCertificate, KindPrivateKey, KindKey, KindProfile, KindIPA, KindApp, KindEntitlements, KindUnknown} {
		name, inSentence := k.Name(), k.InSentence()
		if name.ZH == "" || name.EN == "" || !strings.HasSuffix(inSentence.EN, name.EN) {
			t.Errorf("%s: %q, %q", k, name, inSentence)
		}
		if latin := name.ZH[0] < 0x80; latin != strings.HasPrefix(inSentence.ZH, " ") {
			t.Errorf("%s: %q behind a Chinese word", k, inSentence.ZH)
		}
	}
	for _, w := range []text.Text{
		Development.Name(), AdHoc.Name(), AppStore.Name(), Enterprise.Name(),
		Sandbox.Name(), Production.Name(), Sandbox.InSentence(), Production.InSentence(),
	} {
		if w.ZH == "" || w.EN == "" {
			t.Errorf("words missing: %q", w)
		}
	}
	if got := KindVoIP.InSentence().EN; got != "a VoIP push certificate" {
		t.Error(got)
	}
}
