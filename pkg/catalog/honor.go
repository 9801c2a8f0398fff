package catalog

func honorPush() *Push {
	return &Push{}
}
