package project

import "path"

// agconnectPlace is where the file belongs, below the plugin's folder.
const agconnectPlace = "android/assets/agconnect-services.json"

func readAgconnect(t *tree, p *Project) Agconnect {
	return Agconnect{Doc: t.doc(path.Join(p.Plugin.Path, agconnectPlace))}
}
