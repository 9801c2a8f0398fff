package script

import (
	"bytes"
	"path"
	"strings"
)

// Read reads a file of the project. The path is what spans name, and its
// extension says how the file is read: .vue, .nvue and .uvue are components,
// .ts and .uts TypeScript, everything else JavaScript. Read never fails;
// what it could not make sense of is in Code.Partial.
func Read(name string, data []byte, opt Options) *Code {
	code := &Code{Path: name}
	ext := strings.ToLower(path.Ext(name))
	if bundled(name, data) {
		code.Bundled = true
		return code
	}
	r := &reader{src: data, ext: ext, rec: &recorder{pos: newPositions(name, data), wanted: map[string]bool{}}}
	for _, n := range opt.Properties {
		r.rec.wanted[n] = true
	}
	r.cut(data)
	if r.preprocessed() {
		r.compile()
	}
	for _, p := range r.parts {
		if p.kind == scriptPart && p.from != "" { // <script src="...">
			ctx := Context{AppOnly: r.rec.appOnly(p.src.start)}
			r.rec.imports = append(r.rec.imports, Import{From: p.from, Span: r.rec.span(p.src), Context: ctx})
		}
	}
	for _, l := range r.scripts {
		if l.isBroken {
			r.rec.fail(l.broken)
		}
		parse(r.rec, l)
	}
	r.rec.into(code)
	code.Dead = r.dead(opt.Names)
	return code
}

// reader carries a file through the steps of Read.
type reader struct {
	src      []byte
	ext      string
	rec      *recorder
	parts    []part
	scripts  []*lexer // one for each part with code in it
	comments []extent // all comments, those in excluded code too
	excluded []extent
}

func (r *reader) component() bool {
	return r.ext == ".vue" || r.ext == ".nvue" || r.ext == ".uvue"
}

// preprocessed reports whether the compiler looks for directives in the file.
// It does so only where "#endif" occurs, and not in .mjs and .cjs files.
func (r *reader) preprocessed() bool {
	return bytes.Contains(r.src, []byte("#endif")) && r.ext != ".mjs" && r.ext != ".cjs"
}

// cut finds the scripts of src, which is the file or what conditional
// compilation left of it, and cuts them into tokens.
func (r *reader) cut(src []byte) {
	r.scripts = nil
	if !r.component() {
		r.parts = []part{{kind: scriptPart, end: len(src)}}
		r.scripts = append(r.scripts, lex(src, 0, len(src), r.ext == ".ts" || r.ext == ".uts"))
		return
	}
	r.parts = split(src, r.rec.fail)
	for _, p := range r.parts {
		if p.kind != scriptPart {
			continue
		}
		ts := p.lang == "ts" || p.lang == "uts" || p.lang == "tsx" || p.lang == "" && r.ext == ".uvue"
		r.scripts = append(r.scripts, lex(src, p.start, p.end, ts))
	}
}

// compile applies conditional compilation and cuts what is left.
func (r *reader) compile() {
	var list []directive
	at := 0
	// In scripts only comments are looked at, elsewhere the whole text.
	for _, l := range r.scripts {
		list = findDirectives(list, r.src, at, l.first)
		for _, c := range l.comments {
			list = findDirectives(list, r.src, c.start, c.end)
		}
		at = l.end
	}
	list = findDirectives(list, r.src, at, len(r.src))
	if len(list) == 0 {
		return
	}
	regions := resolve(list, func(d directive) { r.rec.fail(extent{d.start, d.end}) })
	r.rec.regions = *regions
	r.excluded = regions.excluded(len(r.src))
	if len(r.excluded) == 0 {
		return
	}
	for _, l := range r.scripts {
		r.comments = append(r.comments, inside(l.comments, r.excluded)...)
	}
	for _, p := range r.parts {
		if p.kind == commentPart {
			r.comments = append(r.comments, inside([]extent{{p.start, p.end}}, r.excluded)...)
		}
	}
	r.cut(blank(r.src, r.excluded))
}

// inside returns those of list that lie in one of the extents of in.
func inside(list, in []extent) []extent {
	var out []extent
	for _, e := range list {
		if contains(in, e.start) {
			out = append(out, e)
		}
	}
	return out
}
