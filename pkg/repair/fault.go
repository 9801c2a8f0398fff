package repair

import (
	"errors"
	"io/fs"

	"github.com/offpush/offpush/internal/disk"
	"github.com/offpush/offpush/pkg/text"
)

// fault is an error in words for people.
type fault struct{ message text.Text }

func (f *fault) Error() string { return f.message.EN }

// Why something is not done.
var (
	// errMeets: another repair changes the same place; this one's turn comes later.
	errMeets = errors.New("meets another repair")

	errOutside    = &fault{text.T("它在项目之外，只改项目里的文件", "it lies outside of the project, and only the project's own files are changed")}
	errNotOurs    = &fault{text.T("它在 node_modules 或 .git 里，改了也会被覆盖", "it lies in node_modules or .git, where changes do not last")}
	errLink       = &fault{text.T("途中有链接，改了可能影响别处", "links lead there or away from there, and other places might change with it")}
	errExists     = &fault{text.T("目标位置已经有同名的东西了（大小写不同也算）", "there is something of that name in the new place already, perhaps in another case")}
	errDangling   = &fault{text.T("它是一个链接，指向的文件不存在", "it is a link to a file that does not exist")}
	errNothing    = &fault{text.T("这一行已经有了，但被别的规则抵消", "the line is there already, and others undo it")}
	errNamed      = &fault{text.T("这个名字在代码里不止一处，只改这里会破坏别处：请手工一起改", "the name stands in other places of the code too, which would break: change all of them by hand")}
	errUnreadable = &fault{text.T("改了之后文件会读不出来", "the file could not be read afterwards")}
	errChanged    = &fault{text.T("文件刚刚被别人改过，请重新运行", "the file has just been changed by somebody else; run again")}
	errSpecial    = &fault{text.T("不是普通文件，或者太大", "it is no regular file, or too large")}
	errUnknown    = &fault{text.T("不认识的操作", "an unknown operation")}
)

// words are an error in words, without a path.
func words(err error) text.Text {
	var f *fault
	switch {
	case errors.As(err, &f):
		return f.message
	case errors.Is(err, fs.ErrExist):
		return errExists.message
	case errors.Is(err, disk.ErrSpecial):
		return errSpecial.message
	}
	return text.Cause(err)
}
