package cmd

// deviceNames are the devices of the configuration, for shell completion.
func (a *app) deviceNames(file string) []string {
	c, err := loadConfig(".", file, a.Getenv)
	if err != nil {
		return nil
	}
	var names []string
	for _, d := range c.Devices() {
		names = append(names, d.Name)
	}
	return names
}
