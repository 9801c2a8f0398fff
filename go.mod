module github.com/offpush/offpush

go 1.26.0

require (
	github.com/google/go-cmp v0.7.0
	github.com/tailscale/hujson v0.0.0-20260727124030-b80ff77dac4f
	golang.org/x/text v0.43.0
)
