package report

import (
	_ "embed"
	"io"
)

// reportSchema is written by hand: what programs rely on should not change with a
// field of Go. A test holds it against what is written.
//
//go:embed schema_report.json
var reportSchema string

// OwnSchema writes the JSON Schema of doctor's JSON.
func OwnSchema(w io.Writer) error {
	_, err := io.WriteString(w, reportSchema)
	return err
}

// WriteSchema writes a JSON Schema that is held as a value.
func WriteSchema(w io.Writer, schema map[string]any) error { return writeJSON(w, schema) }
