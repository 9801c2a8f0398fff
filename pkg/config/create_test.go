package config_test

import (
	"os"
	"path/filepath"
	"runtime"
	"testing"

	"github.com/offpush/offpush/pkg/config"
)

func TestCreate(t *testing.T) {
	dir := t.TempDir()
	path := filepath.Join(dir, "x")
	if wrote, err := config.Create(path, []byte("one"), 0o600); !wrote || err != nil {
		t.Fatal(wrote, err)
	}
	if wrote, err := config.Create(path, []byte("two"), 0o600); wrote || err != nil {
		t.Fatal("overwrites", wrote, err)
	}
	if data, err := os.ReadFile(path); string(data) != "one" {
		t.Errorf("%q, %v", data, err)
	}
	if info, err := os.Stat(path); err != nil || runtime.GOOS != "windows" && info.Mode() != 0o600 {
		t.Errorf("%v, %v", info.Mode(), err)
	}
	if _, err := config.Create(filepath.Join(dir, "none", "x"), nil, 0o600); err == nil {
		t.Error("writes into a folder that is not there")
	}
	if entries, err := os.ReadDir(dir); len(entries) != 1 {
		t.Errorf("left behind: %v, %v", entries, err)
	}
}
