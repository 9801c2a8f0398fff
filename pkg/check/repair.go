package check

// Repair is a mechanical change of the project's files that solves a finding and
// needs nobody's judgement. All of its operations are done, or none.
type Repair struct {
	Ops []Op
	// Word, unless it is "", is a name that is changed in one place: the repair is
	// right only while it stands in no other place of the project's code. Whoever
	// carries it out looks ([project.NamedOnce]); rules read no files.
	Word string
}

// Op is one operation. Paths are relative to the project's root, with forward
// slashes, and lead out of it nowhere.
type Op struct {
	Kind OpKind
	Path string
	// Of Edit: the bytes from Start up to End (a byte order mark counts) become
	// Text. Of Append: Text is a line, written at the end without its line end.
	Start, End int
	Text       string
	To         string // of Copy and Rename, which must not exist
}

// OpKind is what an [Op] does.
type OpKind uint8

// The operations.
const (
	Edit   OpKind = iota + 1 // change bytes of a file
	Append                   // add a line to a file, which is made where there is none
	Copy                     // copy a file
	Rename                   // rename or move a file or folder
)
