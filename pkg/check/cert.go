package check

// Certify judges what a user has of Apple's push service, for offpush cert. What
// was inspected is shown in that order; it need not be all that in.Apple holds.
func Certify(in Input, inspected []AppleFile) *CertReport {
	report := &CertReport{Verdict: Undecided}
	for _, f := range inspected {
		report.Inputs = append(report.Inputs, Inspect(f, in.Now))
	}
	return report
}
