package catalog

func oppoPush() *Push {
	return &Push{}
}
