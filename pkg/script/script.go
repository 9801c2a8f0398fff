// Package script reads the code of a uni-app project far enough to see which
// plugin calls it makes: the script blocks of .vue, .nvue and .uvue files, and
// .js, .mjs, .ts and .uts files.
//
// It is not a JavaScript parser. [Read] applies uni-app's conditional
// compilation for the app platform, cuts the text into tokens, and picks out
// calls, imports, bindings and object literals, each with its place. What it
// cannot read as a literal is a Value of kind [Opaque], never a guess.
package script

import "github.com/offpush/offpush/pkg/source"

// Code is what one file says, as the app (Android and iOS) is built from it.
type Code struct {
	Path     string
	Calls    []Call
	Bindings []Binding
	Imports  []Import
	Exports  []Export
	// Properties are object members found in any object literal of the file
	// whose name is one of Options.Properties.
	Properties []Property
	// Dead are places where one of Options.Names stands in a comment, in a part
	// of a component that is no code, or in code that conditional compilation
	// leaves out of the app. A name is found whole, not as a piece of a longer
	// identifier.
	Dead []Mention
	// Comments are all of a file that holds Options.Comment, those in code that is
	// compiled out, too.
	Comments []Comment
	// Bundled says that the file is a bundled or minified library and not the
	// app's own code. Nothing else is filled in then.
	Bundled bool
	// Partial is the first place that makes no sense (unclosed string or
	// bracket, #ifdef or #endif without its partner), so that something behind
	// it may be missing. It is the zero Span for a sound file.
	Partial source.Span
}

// Call is a call with the callee written as a dotted path:
// uni.requireNativePlugin('x') has the Callee "uni.requireNativePlugin".
// Optional chaining, non-null marks and casts are left out of the path; a call
// or an index inside the path makes its segment "()" or "[]": getChat().login(x)
// is "getChat.().login". An index that is a string counts as a name: uni['f']()
// is "uni.f". What begins with no name begins with "()": (a || b).f() is
// "().f", and so does a path of more than some 240 bytes, of which only the end
// is kept. require(...) and import(...) are calls too.
//
// Calls stand in the order of their opening brackets.
type Call struct {
	Callee string
	Name   string // last segment of Callee
	New    bool   // new Name(...)
	Args   []*Value
	Span   source.Span // from the first character of the callee to the closing bracket
	// NameSpan is the last segment of the callee alone.
	NameSpan source.Span
	Context  Context
}

// Context says where in the file something stands.
type Context struct {
	// Within are the names of the functions around it, outermost first: methods
	// and functions by their name, property functions by their key
	// (onLaunch: function () {}), variables that hold one by theirs, callbacks
	// by the called name (onLaunch(() => {...})); a function without any name is
	// "".
	Within []string
	// Guarded: inside an if, else, switch, conditional expression, the right
	// side of && || ??, behind ?., in a try or a catch, or behind an if that
	// leaves the function (if (!x) return). A finally is not guarded by its try,
	// and loops are no guards.
	Guarded bool
	// AppOnly: inside conditional compilation that only the app platforms reach
	// (APP, APP-PLUS, APP-ANDROID, ...; HarmonyOS counts as one of them).
	AppOnly bool
}

// Kind is what a Value is.
type Kind uint8

// The kinds of a Value.
const (
	Opaque    Kind = iota // anything that is no literal: process.env.X, import.meta.env.X, conditions, sums
	String                // Text is the decoded string; also a template without ${}
	Number                // Text as written
	Bool                  // Text is "true" or "false"
	Null                  // null
	Undefined             // undefined, void 0
	Object                // Members
	Array                 // Items
	Ref                   // Text is the dotted path, e.g. "config" or "uni.$TUIOfflinePush"
	CallValue             // Call, also behind await; Text is its callee
	Function
)

// Value is an expression as far as it was read. TypeScript's "as T",
// "satisfies T" and "!" behind an expression are read over.
type Value struct {
	Kind    Kind
	Text    string
	Members []Member
	Items   []*Value
	Call    *Call
	Span    source.Span
}

// Member is a name and value of an object literal. A spread (...x) has Spread
// set and no Name; a computed name that is no string literal has Computed set.
type Member struct {
	Name     string
	NameSpan source.Span
	Value    *Value
	Spread   bool
	Computed bool
}

// Binding is a name that gets a value: const, let, var, a class field, or an
// assignment to a dotted path (uni.$x = ...; this.x = ... is "this.x"). A class
// field x is "this.x", a static one "Class.x". A variable without a value gets
// Undefined, one that is changed (x += y) or comes from a loop Opaque. Taken
// apart, const {a: b} = c.d binds b to the Ref "c.d.a".
//
// A name that gets a module as a whole (const x = require('y')) is an [Import]
// and no Binding; an assignment to module.exports or exports.x is an [Export]
// and no Binding. Parameters are Opaque. An assignment to a member whose name is
// not known, a.b[c] = d, is Opaque with the Name "a.b.[]".
type Binding struct {
	Name    string
	Value   *Value
	Span    source.Span // of the name
	Context Context
	// Const: declared with const. Others may be assigned again.
	Const bool
	// Scope is where the name, or the first one of the path, is this variable.
	// Two bindings are of the same variable if names and scopes are the same.
	Scope *Scope
	// Default is what a parameter or a name taken out of an object gets when
	// there is nothing else.
	Default *Value
}

// Import is one imported name, from import, require() or dynamic import(), or
// the src of a script block. Of const x = require('y') and of import('y') the
// Name is "*", of require('y').default it is "default"; the Local of
// uni.$x = require('y') is "uni.$x".
type Import struct {
	From     string      // the specifier: "@/utils/push", "tim-wx-sdk"
	Name     string      // imported name: "default", "*", a name; "" when nothing is bound
	Local    string      // name it has in this file; "" when nothing is bound
	Span     source.Span // of the specifier with its quotation marks
	TypeOnly bool
	Context  Context
}

// Export is an exported name: export const, export default, export { a as b },
// module.exports = ... (named "default"), exports.x = ..., and re-exports (From
// set). Types are not listed.
type Export struct {
	Name  string // "default", a name, or "*"
	Value *Value // nil for a re-export
	From  string // export { Local as Name } from From
	Local string
	Span  source.Span
}

// Property is an object member that Options.Properties asked for.
type Property struct {
	Member
	// Siblings are all members of the object it stands in.
	Siblings []Member
	Context  Context
}

// Mention is a name in text that the app does not run.
type Mention struct {
	Name   string
	Span   source.Span
	Reason Reason
}

// Comment is a comment with its marks: // , /* */ or <!-- -->.
type Comment struct {
	Text       string
	Start, End int // byte offsets in the file
}

// Reason is why a mention is not run.
type Reason uint8

// The reasons.
const (
	InComment   Reason = iota + 1
	CompiledOut        // conditional compilation keeps it out of the app
	InTemplate         // in a part of a component that is no code: template, style, renderjs
)

// Build says what is known of the ways in which the project is built. The zero
// value knows nothing: code stays that any build has.
type Build struct {
	Framework Framework
	Vue       int // 2 or 3; 0 when unknown
	// Platforms are the other platforms that the project is built for, as
	// manifest.json names them: "h5" ("web" in uni-app x), "mp-weixin". They decide Context.AppOnly;
	// none means any.
	Platforms []string
}

// Framework is uni-app or uni-app x.
type Framework uint8

// The frameworks.
const (
	AnyFramework Framework = iota
	UniApp
	UniAppX
)

// Options says what the caller looks for.
type Options struct {
	Build      Build
	Names      []string // for Code.Dead
	Properties []string // for Code.Properties
	Comment    string   // for Code.Comments; "" for none
}
