package text_test

import (
	"errors"
	"fmt"
	"net"
	"os"
	"path/filepath"
	"testing"

	"github.com/offpush/offpush/pkg/text"
)

func TestCause(t *testing.T) {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = l.Close() }()
	_, busy := net.Listen("tcp", l.Addr().String())
	_, missing := os.ReadFile(filepath.Join(t.TempDir(), "none"))
	for _, c := range []struct {
		err  error
		want text.Text
	}{
		{busy, text.T("端口已被占用", "the port is in use")},
		{fmt.Errorf("reading: %w", missing), text.T("不存在", "it does not exist")},
		{&os.PathError{Op: "open", Path: "a", Err: os.ErrPermission}, text.T("没有权限", "permission denied")},
		{&os.PathError{Op: "open", Path: "a", Err: errors.New("odd")}, text.Same("odd")},
		{errors.New("odd"), text.Same("odd")},
	} {
		if got := text.Cause(c.err); got != c.want {
			t.Errorf("%v: %v", c.err, got)
		}
	}
}
