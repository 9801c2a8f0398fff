package emulator

import (
	"bufio"
	"errors"
	"fmt"
	"io"
	"net/http"
	"slices"
	"strings"
	"sync"

	"github.com/offpush/offpush/pkg/catalog"
	"github.com/offpush/offpush/pkg/text"
)

// tape records exchanges and plays them back.
type tape struct {
	viewer *viewer
	to     io.Writer             // nil: nothing is recorded
	from   map[tapeKey]*tapeRoll // nil: nothing is played back

	mu  sync.Mutex
	err error // of the first line that could not be written
}

// tapeLine is an exchange as a line of JSON.
type tapeLine struct {
	Vendor      string      `json:"vendor"`
	Method      string      `json:"method"`
	Path        string      `json:"path"` // with device tokens cut
	URL         string      `json:"url,omitempty"`
	RequestBody string      `json:"requestBody,omitempty"` // its beginning
	Status      int         `json:"status"`                // 0: the connection was ended
	Header      http.Header `json:"header,omitempty"`
	Body        string      `json:"body"`             // whole
	GoAway      string      `json:"goaway,omitempty"` // the reason
	Verdict     Verdict     `json:"verdict,omitempty"`
	Code        string      `json:"code,omitempty"`
	Time        string      `json:"time,omitempty"`
}

// tapeKey is what requests are found by.
type tapeKey struct{ vendor, method, path string }

// tapeRoll are the answers to the same request, in the order of the record.
type tapeRoll struct {
	lines []tapeLine
	next  int
}

// maxTapeLine is the longest line of a record: an answer in JSON that escapes most
// of it.
const maxTapeLine = 8 << 20

func newTape(record io.Writer, replay io.Reader, v *viewer) (*tape, error) {
	t := &tape{viewer: v, to: record}
	if replay == nil {
		return t, nil
	}
	t.from = map[tapeKey]*tapeRoll{}
	lines := bufio.NewScanner(replay)
	lines.Buffer(nil, maxTapeLine)
	number := 0
	for lines.Scan() {
		number++
		if strings.TrimSpace(lines.Text()) == "" {
			continue
		}
		if err := t.load(lines.Bytes()); err != nil {
			return nil, placed(err, "录制文件第 %d 行", "line %d of the record", number)
		}
	}
	if err := lines.Err(); errors.Is(err, bufio.ErrTooLong) {
		return nil, inputError("录制文件第 %d 行超过 %d 字节", "line %d of the record has more than %d bytes", number+1, maxTapeLine)
	} else if err != nil {
		return nil, fmt.Errorf("after line %d: %w", number, err)
	}
	if len(t.from) == 0 {
		return nil, inputError("录制文件是空的，没有可以用来应答的内容", "the record is empty: there is nothing to answer from")
	}
	return t, nil
}

// load reads a line of a record.
func (t *tape) load(data []byte) error {
	var l tapeLine
	if err := decode(data, &l); err != nil {
		return err
	}
	switch {
	case l.Vendor != "" && !slices.Contains(catalog.IDs(), l.Vendor):
		return inputError("没有厂商 %q", "there is no vendor %q", text.Visible(l.Vendor))
	case l.Method == "" || l.Path == "":
		return inputError("缺少 method 或 path", "it lacks method or path")
	case l.Status != 0 && (l.Status < 200 || l.Status > 599):
		return inputError("status 应在 200 到 599 之间，不能是 %d", "status is from 200 to 599, and cannot be %d", l.Status)
	}
	key := tapeKey{l.Vendor, l.Method, l.Path}
	if t.from[key] == nil {
		t.from[key] = &tapeRoll{}
	}
	t.from[key].lines = append(t.from[key].lines, l)
	return nil
}

// replay answers from the record; false when nothing is played back.
func (t *tape) replay(c *call) (*answer, bool) {
	if t.from == nil {
		return nil, false
	}
	line, ok := t.next(c)
	if !ok {
		why := text.F("录制内容里没有 %s %s", "the record has no %s %s", c.request.Method, text.Visible(cutPath(c.request.URL.Path)))
		a := &answer{status: http.StatusNotFound, why: why, body: []byte("offpush emulator: " + why.In(c.config.Lang) + "\n")}
		a.setHeader("Content-Type", "text/plain; charset=utf-8")
		return a, true
	}
	a := &answer{status: line.Status, header: line.Header.Clone(), body: []byte(line.Body), goaway: line.GoAway, code: line.Code}
	a.accepted = line.Verdict == Accepted || line.Verdict == "" && line.Status/100 == 2
	if !a.accepted {
		a.why = text.T("录制时就被拒绝了", "it was refused when it was recorded")
	}
	return a, true
}

// next is the answer whose turn it is; the last one repeats. A record that hides
// nothing has whole paths.
func (t *tape) next(c *call) (tapeLine, bool) {
	hiding := &viewer{account: t.viewer.account}
	l := hiding.lens(c.exchange(&answer{}, nil)) // which hides what the record hid
	t.mu.Lock()
	defer t.mu.Unlock()
	for _, path := range []string{c.request.URL.Path, l.pathAlone()} {
		if roll := t.from[tapeKey{c.dialect.id, c.request.Method, path}]; roll != nil {
			line := roll.lines[roll.next]
			roll.next = min(roll.next+1, len(roll.lines)-1)
			return line, true
		}
	}
	return tapeLine{}, false
}

// record writes an exchange. After a line that cannot be written it writes no
// more.
func (t *tape) record(x *Exchange, a *answer) {
	if t.to == nil {
		return
	}
	l := t.viewer.lens(x)
	line := tapeLine{
		Vendor: x.Vendor, Method: x.Method, Path: l.pathAlone(), URL: l.url(), RequestBody: l.body(x.Body), Status: x.Status,
		GoAway: a.goaway, Verdict: x.Verdict, Code: x.Code, Time: stamp(x.Time),
	}
	if x.Status != 0 {
		line.Header, line.Body = l.header(a.header), l.text(string(a.body))
	}
	data := append(marshal(line), '\n')
	t.mu.Lock()
	defer t.mu.Unlock()
	if t.err == nil {
		_, t.err = t.to.Write(data)
	}
}

// header is that of an answer.
func (l *lens) header(h http.Header) http.Header {
	out := h.Clone()
	for _, values := range out {
		for i := range values {
			values[i] = l.text(values[i])
		}
	}
	return out
}

// RecordError is why the record could not be written, and is incomplete since.
func (e *Emulator) RecordError() error {
	e.tape.mu.Lock()
	defer e.tape.mu.Unlock()
	if e.tape.err == nil {
		return nil
	}
	return fmt.Errorf("writing the record: %w", e.tape.err)
}
