// Command offpush finds out why an offline push does not arrive in a uni-app
// project that uses Tencent's TUIOfflinePush plugin.
package main

import (
	"os"

	"github.com/offpush/offpush/cmd"
)

func main() {
	os.Exit(cmd.Main(os.Args, cmd.Streams{In: os.Stdin, Out: os.Stdout, Err: os.Stderr, Getenv: os.Getenv}))
}
