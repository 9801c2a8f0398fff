package catalog

func vivoPush() *Push {
	return &Push{}
}
