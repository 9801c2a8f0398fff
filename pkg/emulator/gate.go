package emulator

import (
	"errors"
	"fmt"
	"io"
	"net/http"
	"time"

	"github.com/offpush/offpush/pkg/text"
)

// ServeHTTP lets a request in, to the proxy or to the vendors.
func (d *door) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	if !d.running.enter() {
		panic(http.ErrAbortHandler)
	}
	defer d.running.leave()
	defer confess(w, d.e.config.Lang)
	if r.Method == http.MethodConnect {
		d.connect(w, r)
		return
	}
	if r.Body != http.NoBody {
		b := &body{ReadCloser: r.Body, door: d, control: http.NewResponseController(w)}
		defer b.leave()
		r.Body = b
	}
	d.handler.ServeHTTP(w, r)
}

// confess answers when a handler panics: a client that finds its connection closed
// would look for the mistake on its own side.
func confess(w http.ResponseWriter, lang text.Lang) {
	v := recover()
	if v == nil {
		return
	}
	if err, ok := v.(error); ok && errors.Is(err, http.ErrAbortHandler) {
		panic(v)
	}
	why := text.F("模拟器自身出错，这是 offpush 的缺陷，请反馈：%s", "the emulator failed; this is a defect of offpush, please report it: %s", fmt.Sprint(v))
	http.Error(w, "offpush emulator: "+why.In(lang), http.StatusInternalServerError)
}

// body is a request's body, which must come within a time, and which waits while
// many others are being read.
type body struct {
	io.ReadCloser
	door    *door
	control *http.ResponseController
	reading bool // it has a place among those that are read
	over    bool // it came whole, or will not
}

func (b *body) Read(p []byte) (int, error) {
	if !b.reading && !b.over {
		select {
		case b.door.bodies <- struct{}{}:
		case <-b.door.done:
			return 0, http.ErrAbortHandler
		}
		b.reading = true
		b.within(time.Now().Add(b.door.limits.body))
	}
	n, err := b.ReadCloser.Read(p)
	if err != nil {
		b.release()
		b.over = true
	}
	if errors.Is(err, io.EOF) {
		b.within(time.Time{}) // it would end a request that waits for something
	}
	return n, err
}

// leave is the end of the handler. The HTTP server may read on, to keep the
// connection for the next request.
func (b *body) leave() {
	b.release()
	if !b.over {
		b.within(time.Now().Add(b.door.limits.body))
	}
}

func (b *body) release() {
	if b.reading {
		b.reading = false
		<-b.door.bodies
	}
}

func (b *body) within(t time.Time) { _ = b.control.SetReadDeadline(t) }
