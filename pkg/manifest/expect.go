package manifest

// Expect says what should have stood at the place of an [Unparsable] problem.
// What stands there instead is the problem's Detail: a word of the text cut to
// 16 characters, a punctuation mark, `"` for a whole string, "\n" for the end of
// the line, or "" for the end of the file.
type Expect uint8

// The expectations.
const (
	ExpectContent        Expect = iota + 1 // anything: the file is empty, or holds only white space and comments
	ExpectValue                            // a value; Detail may be NaN, undefined, True, or a text without quotation marks
	ExpectNumber                           // a number as JSON writes it, not 01, .5, +1 or 0x1F
	ExpectName                             // a name in double quotation marks, or the object's }
	ExpectColon                            // : between a name and its value
	ExpectCommaOrBrace                     // , or } behind the value of a member
	ExpectCommaOrBracket                   // , or ] behind an item of an array
	ExpectEnd                              // the end of the file: the document is complete
	ExpectQuote                            // the " that closes a string before its line, or the file, ends
	ExpectEscape                           // a valid escape sequence; Detail is the one found
	ExpectEscapedControl                   // \t or the like; Detail is the control character that stands in a string
	ExpectCommentEnd                       // the */ of a comment
)
