package project

import "path"

// readPlugin reads the plugin's folder below the folder of native plugins.
func readPlugin(t *tree, nativePlugins string) PluginFolder {
	f := PluginFolder{Path: path.Join(nativePlugins, PluginID)}
	_, f.State, f.Err = t.stat(f.Path)
	return f
}
