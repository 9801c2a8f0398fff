// Command applefixtures writes made-up files of each sort that `offpush cert`
// reads into a folder: certificates, keys, profiles, ipas.
//
//	go run ./scripts/applefixtures DIR
package main

import (
	"fmt"
	"os"
	"path/filepath"

	"github.com/offpush/offpush/internal/applefixture"
)

func main() {
	if len(os.Args) != 2 {
		fmt.Fprintln(os.Stderr, "usage: applefixtures DIR")
		os.Exit(2)
	}
	if err := write(os.Args[1]); err != nil {
		fmt.Fprintln(os.Stderr, "applefixtures:", err)
		os.Exit(1)
	}
}

func write(dir string) error {
	if err := os.MkdirAll(dir, 0o755); err != nil {
		return err
	}
	for name, data := range applefixture.Samples() {
		if err := os.WriteFile(filepath.Join(dir, name), data, 0o600); err != nil {
			return err
		}
	}
	_, err := (applefixture.App{}).Folder(dir)
	fmt.Printf("%s: what is encrypted has the password %s, chinese.p12 has %s\n", dir, applefixture.Password, applefixture.Chinese)
	return err
}
