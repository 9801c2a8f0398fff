package script

import (
	"cmp"
	"slices"
	"strings"
)

// Scope is the part of a file in which a name means one variable: the bytes of
// a function with its parameters, or of a block. nil is the whole file.
type Scope struct {
	Start, End int32
}

// Is reports whether two scopes are the same one.
func (s *Scope) Is(other *Scope) bool {
	if s == nil || other == nil {
		return s == other
	}
	return *s == *other
}

func (s *Scope) holds(offset int) bool {
	return s == nil || int(s.Start) <= offset && offset < int(s.End)
}

// ScopeOf returns the innermost scope around an offset that declares the first
// name of a dotted path; nil when the name belongs to the file or to nobody.
func (c *Code) ScopeOf(path string, offset int) *Scope {
	root, _, _ := strings.Cut(path, ".")
	var in *Scope
	for i := range c.Bindings {
		b := &c.Bindings[i]
		if b.Scope != nil && b.Name == root && b.Scope.holds(offset) && (in == nil || b.Scope.Start >= in.Start) {
			in = b.Scope
		}
	}
	return in
}

// undeclared marks what is assigned to until it is known what declares it,
// which may stand further down.
var undeclared = new(Scope)

// open returns a scope that begins at token i; whoever opens it closes it.
func (p *parser) open(i int) *Scope {
	return &Scope{Start: int32(p.bytes(i, i+1).start)}
}

// shut ends a scope before token i.
func (p *parser) shut(s *Scope, i int) {
	if i > 0 {
		s.End = int32(p.bytes(i-1, i).end)
	}
}

// block reads the statements between the brackets that open at i.
func (p *parser) block(i, hi int, s scope) flow {
	m := p.close(i, hi)
	s.block = p.open(i)
	p.shut(s.block, m)
	return p.stmts(i+1, m, s.inner())
}

// nesting finds the innermost scope of one name while a file is gone through
// from its begin to its end.
type nesting struct {
	scopes []*Scope // that are still to come, by their start
	around []*Scope
}

func (n *nesting) at(offset int) *Scope {
	for len(n.scopes) > 0 && int(n.scopes[0].Start) <= offset {
		n.around = append(n.around, n.scopes[0])
		n.scopes = n.scopes[1:]
	}
	for len(n.around) > 0 {
		if last := n.around[len(n.around)-1]; last.holds(offset) {
			return last
		}
		n.around = n.around[:len(n.around)-1]
	}
	return nil
}

// declare gives each assignment the scope of the variable that it changes. The
// bindings are in the order of the file.
func (r *recorder) declare() {
	names := map[string]*nesting{}
	for _, b := range r.bindings {
		if b.Scope == nil || b.Scope == undeclared {
			continue
		}
		n := names[b.Name]
		if n == nil {
			n = &nesting{}
			names[b.Name] = n
		}
		n.scopes = append(n.scopes, b.Scope)
	}
	for _, n := range names {
		slices.SortStableFunc(n.scopes, func(a, b *Scope) int {
			return cmp.Or(cmp.Compare(a.Start, b.Start), cmp.Compare(b.End, a.End))
		})
	}
	for i := range r.bindings {
		b := &r.bindings[i]
		if b.Scope != undeclared {
			continue
		}
		b.Scope = nil
		root, _, _ := strings.Cut(b.Name, ".")
		if n := names[root]; n != nil {
			b.Scope = n.at(b.Span.Offset)
		}
	}
}
