// Command npm lays out the npm packages of a release from the binaries that
// goreleaser built: offpush, which holds a shim only, and @offpush/OS-CPU for
// each platform, of which npm installs the one that fits.
//
//	go run ./scripts/npm ARTIFACTS VERSION OUT
//
// ARTIFACTS is goreleaser's dist/artifacts.json, whose paths are relative to the
// working directory; VERSION is one of npm, without a v. Publish the folders of
// OUT, @offpush/* first.
package main

import (
	"fmt"
	"os"
)

func main() {
	if len(os.Args) != 4 {
		fmt.Fprintln(os.Stderr, "usage: npm ARTIFACTS VERSION OUT")
		os.Exit(2)
	}
	if err := layOut(os.Args[1], os.Args[2], os.Args[3]); err != nil {
		fmt.Fprintln(os.Stderr, "npm:", err)
		os.Exit(1)
	}
}
