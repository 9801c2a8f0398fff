package script

// bundled reports whether a file is a bundled or minified library.
func bundled(name string, data []byte) bool {
	return minifiedName(name)
}
