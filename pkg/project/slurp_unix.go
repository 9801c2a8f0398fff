//go:build unix

package project

import (
	"errors"
	"syscall"
)

// slurp reads a whole file into buf, which grows to at most limit+1 bytes, and
// returns how much it read and the buffer. Package os spends six more system
// calls on each file to make it fit for its poller, which is half the time of a
// run over many small files. A file that became a link or a FIFO since it was
// listed is not followed and not waited for.
func slurp(name string, buf []byte, limit int) (int, []byte, error) {
	fd, err := retry(func() (int, error) {
		return syscall.Open(name, syscall.O_RDONLY|syscall.O_CLOEXEC|syscall.O_NONBLOCK|syscall.O_NOFOLLOW, 0)
	})
	if err != nil {
		return 0, buf, err
	}
	defer syscall.Close(fd)
	for n := 0; ; {
		m, err := retry(func() (int, error) { return syscall.Read(fd, buf[n:]) })
		if err != nil || m <= 0 {
			return n, buf, err
		}
		if n += m; n > limit {
			return n, buf, nil
		}
		if n == len(buf) {
			buf = append(buf, make([]byte, len(buf))...)
		}
	}
}

func retry(call func() (int, error)) (int, error) {
	for {
		n, err := call()
		if !errors.Is(err, syscall.EINTR) {
			return n, err
		}
	}
}
