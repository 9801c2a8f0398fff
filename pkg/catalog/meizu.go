package catalog

func meizuPush() *Push {
	return &Push{}
}
