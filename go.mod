module github.com/offpush/offpush

go 1.25.0
