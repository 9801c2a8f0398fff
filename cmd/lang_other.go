//go:build !windows && !darwin

package cmd

// systemLocale: elsewhere the environment is the system's language.
func systemLocale() string { return "" }
