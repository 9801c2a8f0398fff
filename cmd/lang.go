package cmd

import (
	"strings"

	"github.com/spf13/cobra"

	"github.com/offpush/offpush/pkg/text"
)

// chooseLang chooses the language before the command tree is built, because help
// and errors are in that language too: --lang, the environment, the system.
func chooseLang(args []string, getenv func(string) string) (text.Lang, error) {
	fromEnv, ok := text.FromEnv(getenv)
	value, given := flagValue(args, "lang")
	if given {
		lang, valid := text.ParseLang(value)
		if !valid && isCompletion(args) { // a value that is still being typed
			return fromEnv, nil
		}
		if !valid {
			return fromEnv, usageError("bad-flag", text.F("参数 --lang 的值 \"%s\" 无效，可用：%s", "--lang does not take \"%s\"; use %s",
				text.Visible(value), oneOf(text.Names())))
		}
		return lang, nil
	}
	if !ok {
		return text.FromLocale(systemLocale()), nil
	}
	return fromEnv, nil
}

// isCompletion reports whether a shell asks for completions.
func isCompletion(args []string) bool {
	return len(args) > 0 && (args[0] == cobra.ShellCompRequestCmd || args[0] == cobra.ShellCompNoDescRequestCmd)
}

// flagValue looks for a flag's last value without parsing the command line, for
// what must be known even when that fails.
func flagValue(args []string, name string) (value string, given bool) {
	for i, arg := range args {
		if arg == "--" {
			break
		}
		if arg == "--"+name && i+1 < len(args) {
			value, given = args[i+1], true
		} else if v, ok := strings.CutPrefix(arg, "--"+name+"="); ok {
			value, given = v, true
		}
	}
	return value, given
}

// wantsJSON reports whether the result was asked for in JSON, and so an error is.
func wantsJSON(args []string) bool {
	value, _ := flagValue(args, "format")
	return value == "json"
}
