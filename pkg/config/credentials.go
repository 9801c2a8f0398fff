package config

import (
	"maps"
	"path/filepath"
	"slices"
	"strings"

	"github.com/offpush/offpush/pkg/catalog"
	"github.com/offpush/offpush/pkg/text"
)

// Credentials returns the fields of a vendor that are set, by their names in
// pkg/catalog: those of the files, over them OFFPUSH_<VENDOR>_<FIELD> of the
// environment, over them set, which is what --set gives. An empty value in set
// takes a field away; an empty variable does nothing. Paths open from the
// working directory. Only values that are used are looked up: a variable that is
// not set is an error for the vendor in use only. Every error is an [*Error].
func (c *Config) Credentials(vendorID string, set map[string]string, getenv func(string) string) (map[string]string, error) {
	v, ok := catalog.ByID(vendorID)
	if !ok {
		return nil, &Error{File: "--vendor", Message: UnknownVendor(vendorID)}
	}
	push := v.Push()
	names := push.FieldNames()
	for _, name := range slices.Sorted(maps.Keys(set)) {
		if !slices.Contains(names, name) {
			return nil, &Error{File: "--set", Message: unknownName(short(name), name, "", names)}
		}
	}
	out := map[string]string{}
	for _, field := range push.AllFields() {
		resolved, err := c.credential(vendorID, field, set, getenv)
		if err != nil {
			return nil, err
		}
		if resolved != "" {
			out[field.Name] = resolved
		}
	}
	return out, nil
}

// credential is one field, from where it is set last.
func (c *Config) credential(vendorID string, field catalog.Field, set map[string]string, getenv func(string) string) (string, error) {
	if raw, ok := set[field.Name]; ok {
		o := origin{name: field.Name, getenv: getenv}
		return outside("--set", o, raw, field)
	}
	variable := Variable(vendorID, field.Name)
	if raw := getenv(variable); raw != "" {
		o := origin{name: field.Name, getenv: getenv}
		return outside(variable, o, raw, field)
	}
	v, ok := c.values[setting{"vendor", vendorID, field.Name}]
	if !ok {
		return "", nil
	}
	return v.resolve(field, getenv)
}

// Variable is the variable of the environment that holds a vendor's field.
func Variable(vendorID, field string) string {
	return "OFFPUSH_" + strings.ToUpper(vendorID+"_"+field)
}

// outside resolves a value that is in no file of ours.
func outside(place string, o origin, raw string, field catalog.Field) (string, error) {
	out, fault := o.resolve(raw, field)
	if !fault.IsZero() {
		return "", &Error{File: place, Message: fault}
	}
	return out, nil
}

// resolve is what a value of the files stands for.
func (v value) resolve(field catalog.Field, getenv func(string) string) (string, error) {
	o := origin{name: text.Visible(strings.Join(v.key, ".")), dir: filepath.Dir(v.file.path), expand: true, getenv: getenv}
	out, fault := o.resolve(v.raw, field)
	if !fault.IsZero() {
		return "", v.error(fault)
	}
	return out, nil
}
