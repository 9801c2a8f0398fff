package manifest

import _ "embed"

// sample is a manifest as HBuilderX writes it, with what people add by hand.
//
//go:embed testdata/manifest.json
var sample string
