package catalog

func xiaomiPush() *Push {
	return &Push{}
}
