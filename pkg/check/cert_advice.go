package check

import "github.com/offpush/offpush/pkg/text"

func (in *Input) advice(*CertReport, []judgedBuild) text.Text { return text.Text{} }
