package emulator

import (
	"bytes"
	"math/rand/v2"
	"testing"

	"golang.org/x/net/http2"
)

// Frames are followed however the bytes are cut.
func TestFrames(t *testing.T) {
	t.Parallel()
	var wire bytes.Buffer
	framer := http2.NewFramer(&wire, nil)
	var ends []int
	for _, write := range []func() error{
		func() error { return framer.WriteSettings() },
		func() error { return framer.WriteData(1, false, make([]byte, 1000)) },
		func() error {
			return framer.WriteHeaders(http2.HeadersFrameParam{StreamID: 5, BlockFragment: []byte("fragment")})
		},
		func() error {
			return framer.WriteHeaders(http2.HeadersFrameParam{StreamID: 3, BlockFragment: []byte("x")})
		},
		func() error { return framer.WriteData(7, true, nil) },
		func() error { return framer.WriteRawFrame(0xbe, 0xff, 9, []byte("?")) },
	} {
		if err := write(); err != nil {
			t.Fatal(err)
		}
		ends = append(ends, wire.Len())
	}
	random := rand.New(rand.NewPCG(1, 2))
	for range 300 {
		var f frames
		at, ended := 0, []int(nil)
		for at < wire.Len() {
			piece := wire.Bytes()[at:min(wire.Len(), at+1+random.IntN(20))]
			if random.IntN(10) == 0 {
				piece = wire.Bytes()[at:]
			}
			n := f.step(piece)
			if n == 0 || n > len(piece) {
				t.Fatalf("%d of %d bytes", n, len(piece))
			}
			if at += n; f.between() {
				ended = append(ended, at)
			} else if n != len(piece) {
				t.Fatalf("it stopped at %d, where no frame ends", at)
			}
		}
		if len(ended) != len(ends) {
			t.Fatalf("frames ended at %v, want %v", ended, ends)
		}
		for i := range ends {
			if ended[i] != ends[i] {
				t.Fatalf("frames ended at %v, want %v", ended, ends)
			}
		}
		if got := f.stream.Load(); got != 5 {
			t.Fatalf("the highest stream is %d", got)
		}
	}
	if new(frames).between() {
		t.Error("something may come before the first frame")
	}
}

func TestGoawayFrame(t *testing.T) {
	t.Parallel()
	frame, err := http2.NewFramer(nil, bytes.NewReader(goawayFrame(1<<31-1, []byte(`{"reason":"Shutdown"}`)))).ReadFrame()
	if err != nil {
		t.Fatal(err)
	}
	g, ok := frame.(*http2.GoAwayFrame)
	if !ok || g.LastStreamID != 1<<31-1 || g.ErrCode != http2.ErrCodeNo || string(g.DebugData()) != `{"reason":"Shutdown"}` || g.StreamID != 0 {
		t.Errorf("%v", frame)
	}
}
