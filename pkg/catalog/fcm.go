package catalog

func fcmPush() *Push {
	return &Push{}
}
