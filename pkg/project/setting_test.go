package project

import (
	"testing"

	"github.com/offpush/offpush/pkg/script"
)

func TestSettingValue(t *testing.T) {
	for number, want := range map[string]string{
		"30001": "30001", "30_001": "30001", "0x7531": "30001", "0b11": "3", "3e4": "30000", "30001.0": "30001", "30001n": "30001",
		"0.0": "0", "-0": "0", "-5": "-5", "1.5": "1.5", "2882303761500000001": "2882303761500000001", "1e400": "1e400", "09": "9",
	} {
		if got := (Setting{Kind: script.Number, Text: number}).Value(); got != want {
			t.Errorf("%s is %q, want %q", number, got, want)
		}
		if got := (Setting{Kind: script.String, Text: number}).Value(); got != number {
			t.Errorf("'%s' is %q", number, got)
		}
	}
}

func TestSettingRounded(t *testing.T) {
	for number, want := range map[string]bool{
		"30001": false, "9007199254740991": false, "9007199254740992": true, "2882303761500000001": true,
		"2882303761500000001n": false, "1e20": true, "28823037615000000010000": true,
	} {
		if got := (Setting{Kind: script.Number, Text: number}).Rounded(); got != want {
			t.Errorf("%s is rounded: %t", number, got)
		}
	}
	if (Setting{Kind: script.String, Text: "2882303761500000001"}).Rounded() {
		t.Error("a text is rounded")
	}
}
