package check

import "github.com/offpush/offpush/pkg/manifest"

func agconnectSecrets(file *manifest.Value) []string { return nil }
