package report

import "io"

// Build is what this program was built from; what is not known is empty.
type Build struct {
	Version  int    `json:"version"` // of the JSON, as everywhere
	Tool     Tool   `json:"tool"`
	Commit   string `json:"commit"`
	Date     string `json:"date"`     // of the commit, RFC 3339
	Modified bool   `json:"modified"` // the working copy had changes that were not committed
	Go       string `json:"go"`
	OS       string `json:"os"`
	Arch     string `json:"arch"`
}

// VersionJSON writes b as a JSON value.
func VersionJSON(w io.Writer, b Build) error {
	b.Version = 1
	return writeJSON(w, b)
}
