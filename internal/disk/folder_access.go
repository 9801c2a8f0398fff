//go:build linux || darwin || freebsd || netbsd || openbsd || dragonfly

package disk

import (
	"os"
	"syscall"
)

// folderWritable reports why nothing can be put into a folder, or taken out.
func folderWritable(name string) error {
	const write, search = 2, 1
	if err := syscall.Access(name, write|search); err != nil {
		return &os.PathError{Op: "access", Path: name, Err: err}
	}
	return nil
}
