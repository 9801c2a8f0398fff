package cmd

import "github.com/offpush/offpush/pkg/catalog"

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

// fieldNames are what --set takes for a vendor, for shell completion.
func fieldNames(id string) []string {
	v, ok := catalog.ByID(id)
	if !ok {
		return nil
	}
	var out []string
	for _, name := range v.Push().FieldNames() {
		out = append(out, name+"=")
	}
	return out
}
