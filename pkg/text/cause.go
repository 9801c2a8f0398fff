package text

import (
	"errors"
	"io/fs"
	"os"
	"syscall"
)

// wsaAddrInUse is what Windows says of a port that is taken. No other system has
// an error of this number.
const wsaAddrInUse = syscall.Errno(10048)

// Cause is what the system says of something that it did not do, without the
// operation and the name that Go's errors begin with: those stand in the sentence
// around it. What is not known is in English alone.
func Cause(err error) Text {
	var number syscall.Errno
	errors.As(err, &number)
	switch {
	case number == syscall.EADDRINUSE, number == wsaAddrInUse:
		return T("端口已被占用", "the port is in use")
	case number == syscall.EADDRNOTAVAIL:
		return T("本机没有这个地址", "this machine has no such address")
	case number == syscall.ENOSPC:
		return T("磁盘已满", "the disk is full")
	case number == syscall.EROFS:
		return T("文件系统是只读的", "the file system is read-only")
	case number == syscall.EISDIR:
		return T("是文件夹", "it is a folder")
	case number == syscall.ENOTDIR:
		return T("路径中有一段不是文件夹", "a part of the path is no folder")
	case errors.Is(err, fs.ErrNotExist):
		return T("不存在", "it does not exist")
	case errors.Is(err, fs.ErrPermission):
		return T("没有权限", "permission denied")
	case number != 0:
		return Same(number.Error())
	}
	var path *os.PathError
	if errors.As(err, &path) {
		return Same(path.Err.Error())
	}
	return Same(err.Error())
}
