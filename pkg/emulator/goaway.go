package emulator

import "time"

// goaway ends an HTTP/2 connection with a GOAWAY frame that gives a reason, as
// APNs does; an HTTP/1.1 one is closed. Whoever calls it then returns from its
// handler by panic(http.ErrAbortHandler).
//
// The frame says NO_ERROR, and names the last stream that was opened: all up to
// it were looked at, and are in the inbox. APNs was seen to name stream 0 when it
// refuses the certificate of a new connection, upon which many clients try again
// several times before they report what is wrong.
func (c *conn) goaway(reason string) {
	c.end(func() []byte {
		return goawayFrame(c.in.stream.Load(), marshal(map[string]string{"reason": reason}))
	})
}

// cut closes the connection without an answer.
func (c *conn) cut() {
	c.end(nil)
}

// reset ends the connection with a TCP reset.
func (c *conn) reset() {
	if c.link != nil {
		_ = c.link.SetLinger(0)
		_ = c.link.Close()
	}
}

// end ends the connection, on HTTP/2 after some last words. What other requests
// are being answered ends with it.
func (c *conn) end(words func() []byte) {
	if c.link == nil {
		return
	}
	// Whoever is writing now has the lock, and must not keep it for long.
	c.ending.Store(true)
	c.patience(c.link.door.limits.farewell)
	c.writing.Lock()
	defer c.writing.Unlock()
	if c.ended.Load() {
		return
	}
	_ = c.SetReadDeadline(time.Now().Add(c.link.door.limits.farewell))
	if words == nil || !c.http2.Load() {
		c.farewell()
		return
	}
	c.last = words()
	if c.out.between() {
		c.farewell()
	}
}

// farewell sends the last words and lets the client leave first; c.writing is
// held.
func (c *conn) farewell() {
	c.ended.Store(true)
	if c.last == nil {
		_ = c.link.CloseWrite() // an end that nobody planned: TLS does not say goodbye
		return
	}
	if _, err := c.Conn.Write(c.last); err != nil { // the client takes nothing
		_ = c.link.Close()
		return
	}
	_ = c.CloseWrite()
}
