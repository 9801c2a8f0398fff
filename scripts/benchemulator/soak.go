//go:build linux

package main

import "time"

func soakFor(time.Duration) error { return nil }
