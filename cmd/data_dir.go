package cmd

import (
	"os"
	"path/filepath"
	"runtime"
)

// dataDir is the folder for what offpush keeps for the user beyond a cache.
func (a *app) dataDir() (string, error) {
	switch {
	case runtime.GOOS == "windows" || runtime.GOOS == "darwin":
		dir, err := os.UserConfigDir()
		return filepath.Join(dir, "offpush"), err
	case filepath.IsAbs(a.Getenv("XDG_DATA_HOME")):
		return filepath.Join(a.Getenv("XDG_DATA_HOME"), "offpush"), nil
	}
	home, err := os.UserHomeDir()
	return filepath.Join(home, ".local", "share", "offpush"), err
}
