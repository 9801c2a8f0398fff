package config

import (
	"slices"
	"strconv"
	"strings"

	"github.com/offpush/offpush/pkg/catalog"
	"github.com/offpush/offpush/pkg/text"
)

// kind is what a key holds.
type kind uint8

const (
	table kind = iota
	words      // a string
	id         // a string, or a number that stands for its digits
	list       // of vendors
	items      // a list of tables
)

func (k kind) name() text.Text {
	return [...]text.Text{
		table: text.T("一个表", "a table"),
		words: text.T("字符串", "a string"),
		id:    text.T("字符串（加引号）", "a string, in quotation marks"),
		list:  text.T("字符串数组", "a list of strings"),
		items: text.T("若干个表，写成 [[doctor.ignore]]", "a list of tables, written as [[doctor.ignore]]"),
	}[k]
}

// below says which keys a table has and what they hold; no names: any.
func below(parent []string) ([]string, kind) {
	switch {
	case len(parent) == 0:
		return []string{"project", "doctor", "vendor", "apple", "device", "emulator"}, table
	case len(parent) == 1 && parent[0] == "project":
		return []string{"android_package", "ios_bundle_id"}, words
	case len(parent) == 1 && parent[0] == "apple":
		return []string{"profile", "app", "upload_as"}, words
	case len(parent) == 1 && parent[0] == "doctor":
		return []string{"vendors", "ignore", "severity"}, list // but see kindOf
	case len(parent) == 2 && parent[0] == "doctor" && parent[1] == "ignore":
		return []string{"rule", "path", "reason"}, words
	case parent[0] == "doctor": // severity: any rule
		return nil, words
	case len(parent) == 1 && parent[0] == "emulator":
		return []string{"token"}, table
	case len(parent) == 2 && parent[0] == "emulator":
		return nil, table
	case parent[0] == "emulator":
		return []string{"vendor", "token", "state", "environment"}, id
	case len(parent) == 1 && parent[0] == "vendor":
		return catalog.IDs(), table
	case len(parent) == 1: // device
		return nil, table
	case parent[0] == "device":
		return []string{"vendor", "token"}, id
	}
	v, _ := catalog.ByID(parent[1])
	return v.Push().FieldNames(), id
}

// kindOf is what a key holds, in a table whose keys mostly hold k.
func kindOf(key []string, k kind) kind {
	if len(key) == 2 && key[0] == "doctor" {
		switch key[1] {
		case "ignore":
			return items
		case "severity":
			return table
		}
	}
	return k
}

// take judges every key of a file, in its order, and puts the values over those
// of the file before.
func (c *Config) take(f *file) error {
	type entry struct {
		names []string
		kind  kind
	}
	tables := map[string]entry{}
	seen := map[string]bool{}
	for _, key := range f.keys {
		for n := range key {
			part := key[:n+1]
			if name := part.String(); seen[name] {
				continue
			} else {
				seen[name] = true
			}
			parent := key[:n].String()
			e, ok := tables[parent]
			if !ok {
				e.names, e.kind = below(key[:n])
				tables[parent] = e
			}
			if len(e.names) > 0 && !slices.Contains(e.names, part[n]) {
				return f.unknownKey(part, e.names)
			}
			if err := c.takeKey(f, part, e.kind); err != nil {
				return err
			}
		}
	}
	return nil
}

// takeKey judges what a known key holds.
func (c *Config) takeKey(f *file, key []string, k kind) error {
	k = kindOf(key, k)
	v := value{file: f, key: key}
	if len(key) > 2 && key[0] == "doctor" && key[1] == "ignore" {
		return nil // judged with the list that it stands in
	}
	ok := false
	switch got := f.at(key).(type) {
	case map[string]any:
		ok = k == table
		if named := c.named(key); ok && named != nil {
			if _, known := named[key[len(key)-1]]; !known {
				named[key[len(key)-1]] = v
			}
		}
	case string:
		v.raw, ok = got, k == words || k == id
	case int64:
		v.raw, ok = strconv.FormatInt(got, 10), k == id
	case []any:
		switch k {
		case list:
			return c.takeVendors(v, got)
		case items:
			return c.takeIgnores(v, got)
		}
	case []map[string]any:
		if k == items {
			return c.takeIgnores(v, anys(got))
		}
	}
	if !ok {
		return v.error(text.F("%[1]s 应为%[2]s", "%[1]s should be %[2]s", dotted(key), k.name()))
	}
	if len(key) == 3 && key[0] == "doctor" {
		c.takeSeverity(v)
		return nil
	}
	if k != table {
		var at setting
		copy(at[:], key)
		c.values[at] = v
	}
	return nil
}

// named is the list that a table with a name of the user's own belongs to: that
// of the devices or of the emulator's tokens.
func (c *Config) named(key []string) map[string]value {
	switch {
	case len(key) == 2 && key[0] == "device":
		return c.devices
	case len(key) == 3 && key[0] == "emulator":
		return c.tokens
	}
	return nil
}

// takeVendors reads [doctor] vendors.
func (c *Config) takeVendors(v value, items []any) error {
	c.Doctor.Vendors = []string{}
	for _, item := range items {
		id, ok := item.(string)
		if !ok {
			return v.error(text.F("%[1]s 应为%[2]s", "%[1]s should be %[2]s", dotted(v.key), list.name()))
		}
		if !slices.Contains(catalog.IDs(), id) {
			return v.error(UnknownVendor(id))
		}
		c.Doctor.Vendors = append(c.Doctor.Vendors, id)
	}
	return nil
}

// dotted is a key as people name it.
func dotted(key []string) string { return text.Visible(strings.Join(key, ".")) }
