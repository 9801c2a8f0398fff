// Command man writes offpush's man pages, made from its commands, into a folder:
// English ones in man1, Chinese ones in zh_CN/man1.
//
//	go run ./scripts/man DIR [VERSION]
package main

import (
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"github.com/offpush/offpush/cmd"
	"github.com/offpush/offpush/pkg/text"
)

func main() {
	if len(os.Args) < 2 || len(os.Args) > 3 {
		fmt.Fprintln(os.Stderr, "usage: man DIR [VERSION]")
		os.Exit(2)
	}
	release := strings.Join(os.Args[2:], "")
	if err := write(os.Args[1], release, released()); err != nil {
		fmt.Fprintln(os.Stderr, "man:", err)
		os.Exit(1)
	}
}

// released is the date of SOURCE_DATE_EPOCH, so that the same commit gives the
// same pages; "" without it.
func released() string {
	seconds, err := strconv.ParseInt(os.Getenv("SOURCE_DATE_EPOCH"), 10, 64)
	if err != nil {
		return ""
	}
	return time.Unix(seconds, 0).UTC().Format(time.DateOnly)
}

// write writes a page for each command in each language.
func write(dir, version, date string) error {
	for lang, sub := range map[text.Lang]string{text.EN: "man1", text.ZH: filepath.Join("zh_CN", "man1")} {
		to := filepath.Join(dir, sub)
		if err := os.MkdirAll(to, 0o755); err != nil {
			return err
		}
		for _, c := range all(cmd.Tree(lang)) {
			p := page{lang: lang, version: version, date: date}
			if err := os.WriteFile(filepath.Join(to, name(c)+".1"), []byte(p.render(c)), 0o644); err != nil {
				return err
			}
		}
	}
	return nil
}

// all is a command and those below it.
func all(c *cobra.Command) []*cobra.Command {
	out := []*cobra.Command{c}
	for _, sub := range cmd.Subcommands(c) {
		if sub.Name() != "help" {
			out = append(out, all(sub)...)
		}
	}
	return out
}

// name is a command's page, such as offpush-cert-check.
func name(c *cobra.Command) string { return strings.ReplaceAll(c.CommandPath(), " ", "-") }
