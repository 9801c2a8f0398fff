package catalog

func huaweiPush() *Push {
	return &Push{}
}
