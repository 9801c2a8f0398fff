package emulator

func newFCM(s *setup) (*dialect, error) { return &dialect{}, nil }
