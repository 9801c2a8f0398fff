// Package manifest reads manifest.json, and the other JSON files of a uni-app
// project, as a document with positions.
//
// HBuilderX writes JSON with comments; people edit it by hand. So [Parse] is
// lenient in what it reads and exact in what it reports: comments, a byte order
// mark and trailing commas are read over, and each thing that one of the
// compilers would stumble over becomes a [Problem] with its place. Only a text
// that cannot be read at all has no Root: one that JSON.parse refuses even with
// comments and trailing commas taken out.
//
// Conditional compilation is nothing to Parse: it takes the branches between
// #ifdef comments for one text, as the compilers do in manifest.json. In
// pages.json they choose first, and so must whoever parses it.
package manifest

import "github.com/offpush/offpush/pkg/source"

// The limits of what [Parse] reads. Public manifests stay below 20 KiB and 10
// levels, pages.json below 200 KiB; what lies far beyond is neither, and deep
// nesting would overflow the parser's stack.
const (
	MaxSize  = 1 << 20 // bytes
	MaxDepth = 200     // objects and arrays in each other
)

// Kind is the JSON type of a Value.
type Kind uint8

// The kinds; Missing is that of a nil *Value.
const (
	Missing Kind = iota
	Null
	Bool
	Number
	String
	Object
	Array
)

// Value is a node of a document. All methods may be called on nil, which stands
// for a value that is not there.
type Value struct {
	kind    Kind
	text    string // decoded string, number literal, or "true", "false", "null"
	members []Member
	items   []*Value
	file    *source.File
	start   int // byte offsets in file
	end     int
}

// Member is a name and its value in an object, in the order of the file.
// Duplicates are kept here; [Value.Get] takes the last, as both compilers do.
type Member struct {
	Name     string      // decoded
	NameSpan source.Span // with its quotation marks
	Value    *Value
}

// ProblemKind says what is wrong with a document's text.
type ProblemKind uint8

// The problems. Unparsable, WrongEncoding and TooLarge leave the document
// without a Root.
const (
	Unparsable    ProblemKind = iota + 1 // Expect: what should stand here; Detail: what does; Related: what was opened and not closed
	WrongEncoding                        // Detail: the encoding it looks like: "GBK", "UTF-16LE", "UTF-16BE", or ""
	TooLarge                             // Detail: "size" or "depth", see MaxSize and MaxDepth
	TrailingComma                        // the comma; one Problem for each
	DuplicateName                        // Detail: the name; Related: its first place; one Problem for each further place
	ByteOrderMark
	Comment // reported for strict JSON files to judge; the first one only
)

// Problem is something a stricter reader would not accept. Its Span always has
// a position; at the end of the file, or of a line, it is empty.
type Problem struct {
	Kind    ProblemKind
	Span    source.Span
	Expect  Expect // of Unparsable only
	Detail  string // of a string, which may be secret, at most an escape sequence
	Related source.Span
}

// Document is one parsed file. Root is nil when it could not be read, and then
// Problems says why.
type Document struct {
	File     *source.File
	Root     *Value
	Problems []Problem // in the order of the file
}
