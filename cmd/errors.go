package cmd

import (
	"errors"
	"fmt"
	"strings"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"github.com/offpush/offpush/pkg/text"
)

// failure is an error for people: what is wrong with which value, and what to do.
// id is stable, for programs.
type failure struct {
	code    int
	id      string
	message text.Text
	hint    text.Text // a line of its own, for people only
}

func (e *failure) Error() string { return e.message.EN }

// reported is the error of a run whose report has said it all; its value is the
// exit code.
type reported int

func (r reported) Error() string { return fmt.Sprintf("exit code %d", int(r)) }

func usageError(id string, message text.Text) *failure {
	return &failure{code: exitUsage, id: id, message: message}
}

func (e *failure) withHint(hint text.Text) *failure {
	e.hint = hint
	return e
}

// typed returns the failure that err is or wraps. Errors from elsewhere (a full
// disk, a closed pipe) could not be helped.
func typed(err error) *failure {
	var e *failure
	if errors.As(err, &e) {
		return e
	}
	return &failure{code: exitFailed, id: "failed", message: text.Same(err.Error())}
}

// seeHelp is the hint of wrong flags and arguments.
func seeHelp(c *cobra.Command) text.Text {
	return text.F("用法见 %s --help", "See %s --help.", c.CommandPath())
}

// flagError says in both languages what pflag says in English.
func flagError(c *cobra.Command, err error) error {
	var (
		unknown *pflag.NotExistError
		missing *pflag.ValueRequiredError
		invalid *pflag.InvalidValueError
		message text.Text
	)
	switch {
	case errors.As(err, &unknown):
		message = unknownFlag(c, unknown)
	case errors.As(err, &missing):
		message = text.F("参数 --%s 后面缺少值", "--%s needs a value", missing.GetFlag().Name)
		if values := allowedValues(missing.GetFlag()); len(values) > 0 {
			message = text.F("%s：%s", "%s: %s", message, oneOf(values))
		}
	case errors.As(err, &invalid):
		flag, value := invalid.GetFlag(), brief(invalid.GetValue())
		message = text.F("参数 --%s 的值 %q 无效", "--%s does not take %q", flag.Name, value)
		if values := allowedValues(flag); len(values) > 0 {
			message = text.F("%s，可用：%s", "%s; use %s", message, oneOf(values))
		} else if flag.Value.Type() == "bool" {
			message = text.F("%s：它是开关，不带值", "%s: it is a switch without a value", message)
		} else if flag.Value.Type() == "duration" {
			message = text.F("%s：要带单位，如 90s、2h", "%s: give a unit, as in 90s or 2h", message)
		}
	default:
		message = text.F("参数有误：%s", "wrong flags: %s", text.Visible(err.Error()))
	}
	return usageError("bad-flag", message).withHint(seeHelp(c))
}

func unknownFlag(c *cobra.Command, e *pflag.NotExistError) text.Text {
	if short := e.GetSpecifiedShortnames(); short != "" {
		return text.F("没有参数 -%s", "there is no flag -%s", text.Visible(short))
	}
	name := e.GetSpecifiedName()
	var names []string
	c.Flags().VisitAll(func(f *pflag.Flag) { names = append(names, f.Name) })
	if near := text.Nearest(name, names); near != "" {
		return text.F("没有参数 --%s，是不是 --%s？", "there is no flag --%s; did you mean --%s?", text.Visible(name), near)
	}
	return text.F("没有参数 --%s", "there is no flag --%s", text.Visible(name))
}

// noArgs refuses arguments.
func noArgs(c *cobra.Command, args []string) error { return atMost(0)(c, args) }

// atMost refuses more than n arguments.
func atMost(n int) cobra.PositionalArgs {
	return func(c *cobra.Command, args []string) error {
		if len(args) <= n {
			return nil
		}
		return usageError("bad-argument", text.F("多余的参数 \"%s\"", "unexpected argument \"%s\"", brief(args[n]))).withHint(seeHelp(c))
	}
}

// brief is a word that stands in the wrong place, to be recognised by: a long
// one may be a token or a secret, and only its beginning is shown.
func brief(word string) string {
	const most, kept = 20, 8
	if r := []rune(word); len(r) > most {
		word = string(r[:kept]) + "…"
	}
	return text.Visible(word)
}

// oneOf lists values as a choice.
func oneOf(values []string) text.Text {
	n := len(values) - 1
	if n < 1 {
		return text.Same(strings.Join(values, ""))
	}
	return text.Text{ZH: strings.Join(values, "、"), EN: fmt.Sprintf("%s or %s", strings.Join(values[:n], ", "), values[n])}
}
