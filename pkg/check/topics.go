package check

// Topics returns all topics in the order in which they are shown.
func Topics() []Topic {
	return []Topic{TopicManifest, TopicPlugin, TopicVendor, TopicCode, TopicMessage, TopicApple, TopicIgnore}
}
