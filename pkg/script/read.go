package script

import (
	"bytes"
	"fmt"
	"path"
	"strings"

	"github.com/offpush/offpush/pkg/source"
)

// Read reads a file of the project. The path is what spans name, and its
// extension says how the file is read: .vue, .nvue and .uvue are components,
// .ts and .uts TypeScript, everything else JavaScript. Read never fails;
// what it could not make sense of is in Code.Partial.
func Read(name string, data []byte, opt Options) *Code {
	code := &Code{Path: name}
	ext := strings.ToLower(path.Ext(name))
	if Bundled(name, data) {
		code.Bundled = true
		return code
	}
	r := &reader{src: data, ext: ext, build: opt.Build, rec: &recorder{pos: source.New(name, data), lines: map[int]string{}, wanted: map[string]bool{}}}
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
	if strings.HasSuffix(strings.ToLower(name), ".d.ts") {
		r.scripts = nil // types only: no code
	}
	for _, l := range r.scripts {
		if l.isBroken {
			r.rec.fail(l.broken)
		}
		parse(r.rec, l)
	}
	r.rec.into(code)
	code.Dead = r.dead(opt.Names)
	code.Comments = r.commentsBeside(opt.Comment)
	return code
}

// reader carries a file through the steps of Read.
type reader struct {
	src      []byte
	ext      string
	build    Build
	rec      *recorder
	parts    []part
	scripts  []*lexer // one for each part with code in it
	comments []extent // all comments, those in excluded code too
	settled  bool     // comments are complete and in order
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
	regions := resolve(list, r.build, func(d directive) { r.rec.fail(extent{d.start, d.end}) })
	r.rec.regions = *regions
	r.excluded = regions.excluded(len(r.src))
	if len(r.excluded) == 0 && !r.broken() {
		return
	}
	for _, l := range r.scripts { // the blanked text has lost them
		r.comments = append(r.comments, inside(l.comments, r.excluded)...)
	}
	for _, p := range r.parts {
		if p.kind == commentPart {
			r.comments = append(r.comments, inside([]extent{{p.start, p.end}}, r.excluded)...)
		}
	}
	r.cut(blank(r.src, r.excluded))
	if r.broken() {
		r.vary(regions)
	}
}

func (r *reader) broken() bool {
	for _, l := range r.scripts {
		if l.isBroken {
			return true
		}
	}
	return false
}

// vary cuts the file once more for each way to build the app, for code that is
// well-formed only in one of them:
//
//	// #ifndef VUE3
//	const store = new Vuex.Store({
//	// #endif
//	// #ifdef VUE3
//	const store = createStore({
//	// #endif
//
// Where that does not help the first cut stays.
func (r *reader) vary(regions *regions) {
	first, parts := r.scripts, r.parts
	var good []*lexer
	seen := map[string]bool{}
	for build := worlds(1); build != 0; build <<= 1 {
		if build&regions.app == 0 {
			continue
		}
		one := *regions
		one.app = build
		out := one.excluded(len(r.src))
		if key := fmt.Sprint(out); seen[key] {
			continue
		} else {
			seen[key] = true
		}
		r.cut(blank(r.src, out))
		if !r.broken() {
			good = append(good, r.scripts...)
		}
	}
	r.scripts, r.parts = first, parts
	if len(good) > 0 {
		r.scripts, r.rec.merge = good, true
	}
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
