package script

import (
	"bytes"
	"sort"
)

// segment says in which worlds the text from start on stands.
type segment struct {
	start int
	in    worlds
}

// regions says in which worlds each byte of a file stands: html and js
// directives each have their list, sorted by start.
type regions struct {
	lists      [2][]segment
	app, outer worlds
}

func (r *regions) at(offset int) worlds {
	in := everywhere
	for _, list := range r.lists {
		if i := sort.Search(len(list), func(i int) bool { return list[i].start > offset }); i > 0 {
			in &= list[i-1].in
		}
	}
	return in
}

// inApp reports whether the byte may be in the app for Android or iOS.
func (r *regions) inApp(offset int) bool {
	return r.app == 0 || r.at(offset)&r.app != 0
}

// appOnly reports whether no other platform gets the byte.
func (r *regions) appOnly(offset int) bool {
	return r.app != 0 && r.at(offset)&r.outer == 0
}

// resolve pairs the directives and returns the regions they make. lonely is
// called for a directive without its partner.
func resolve(list []directive, b Build, lonely func(directive)) *regions {
	p := newPlatforms(b)
	r := &regions{app: p.app, outer: p.outer}
	for i, html := range [...]bool{true, false} {
		var own []directive
		for _, d := range list {
			// What <!-- #ifdef --> takes away takes its directives along.
			if d.html == html && (html || r.inApp(d.start)) {
				own = append(own, d)
			}
		}
		r.lists[i] = segments(pair(own, lonely), p)
	}
	return r
}

// pair returns the directives that have their partner.
func pair(list []directive, lonely func(directive)) []directive {
	keep := make([]bool, len(list))
	type level struct {
		open, other int
	}
	var stack []level
	for i, d := range list {
		switch n := len(stack); {
		case d.op == 'd' || d.op == 'n':
			stack = append(stack, level{i, -1})
		case n == 0:
			lonely(d)
		case d.op == 'e':
			// Only the first #else counts.
			if stack[n-1].other < 0 {
				stack[n-1].other = i
			}
		default:
			top := stack[n-1]
			stack = stack[:n-1]
			keep[i], keep[top.open] = true, true
			if top.other >= 0 {
				keep[top.other] = true
			}
		}
	}
	for _, l := range stack {
		lonely(list[l.open])
	}
	var kept []directive
	for i, d := range list {
		if keep[i] {
			kept = append(kept, d)
		}
	}
	return kept
}

// segments turns paired directives into segments.
func segments(list []directive, p *platforms) []segment {
	type level struct{ outside, other worlds }
	var stack []level
	var out []segment
	now := everywhere
	for _, d := range list {
		switch d.op {
		case 'd', 'n':
			may, mayNot := p.holds(d.condition)
			if d.op == 'n' {
				may, mayNot = mayNot, may
			}
			stack = append(stack, level{now, now & mayNot})
			now &= may
			out = append(out, segment{d.end, now})
		case 'e':
			now = stack[len(stack)-1].other
			out = append(out, segment{d.end, now})
		case 'x':
			now = stack[len(stack)-1].outside
			stack = stack[:len(stack)-1]
			out = append(out, segment{d.start, now})
		}
	}
	return out
}

// excluded returns what is not in the app, in order.
func (r *regions) excluded(size int) []extent {
	var bounds []int
	for _, list := range r.lists {
		for _, s := range list {
			bounds = append(bounds, s.start)
		}
	}
	sort.Ints(bounds)
	var out []extent
	for i, start := range bounds {
		end := size
		if i+1 < len(bounds) {
			end = bounds[i+1]
		}
		if end <= start || r.inApp(start) {
			continue
		}
		if n := len(out); n > 0 && out[n-1].end == start {
			out[n-1].end = end
		} else {
			out = append(out, extent{start, end})
		}
	}
	return out
}

// blank returns a copy of src with spaces for the extents; line ends stay, so
// that all offsets and lines stay too.
func blank(src []byte, list []extent) []byte {
	out := bytes.Clone(src)
	for _, e := range list {
		for i := e.start; i < e.end; i++ {
			if out[i] != '\n' && out[i] != '\r' {
				out[i] = ' '
			}
		}
	}
	return out
}
