package cmd

import (
	"testing"

	"github.com/offpush/offpush/pkg/check"
	"github.com/offpush/offpush/pkg/config"
)

func TestFails(t *testing.T) {
	for _, c := range []struct {
		s      check.Summary
		levels string // at which it fails
	}{
		{check.Summary{Passed: 3, Infos: 1, NotApplicable: 2}, ""},
		{check.Summary{Errors: 1}, "error warning unknown "},
		{check.Summary{Warnings: 1}, "warning unknown "},
		{check.Summary{Unknown: 1}, "unknown "},
	} {
		got := ""
		for _, level := range failOns {
			if fails(c.s, level) {
				got += level + " "
			}
		}
		if got != c.levels {
			t.Errorf("%+v fails at %q, want %q", c.s, got, c.levels)
		}
	}
}

func TestIsPackageName(t *testing.T) {
	for name, want := range map[string]bool{
		"com.example.app": true, "uni.UNI1A2B3C4": true, "a.b_1": true,
		"app": false, "com..app": false, "com.1app": false, "com.exam ple": false, "com.示例": false, ".": false, "": false,
	} {
		if got := config.IsPackageName(name); got != want {
			t.Errorf("config.IsPackageName(%q) = %v", name, got)
		}
	}
}

func TestFlagValue(t *testing.T) {
	for _, c := range []struct {
		args  []string
		value string
		given bool
	}{
		{nil, "", false},
		{[]string{"doctor", "--lang", "zh"}, "zh", true},
		{[]string{"--lang=zh", "--lang", "en"}, "en", true},
		{[]string{"--lang"}, "", false},
		{[]string{"--", "--lang=zh"}, "", false},
		{[]string{"--language=zh"}, "", false},
	} {
		if value, given := flagValue(c.args, "lang"); value != c.value || given != c.given {
			t.Errorf("flagValue(%q) = %q, %v", c.args, value, given)
		}
	}
}
