package catalog

func apnsPush() *Push {
	return &Push{}
}
