// Package config reads offpush.toml and offpush.local.toml: what a project's own
// files do not say, the credentials of the vendors, and test devices.
//
//	[project]
//	android_package = "com.example.app"
//	ios_bundle_id   = "com.example.app"
//
//	[doctor]
//	vendors = ["huawei", "vivo", "apns"]
//
//	[[doctor.ignore]]
//	rule   = "app-guard"
//	path   = "pages/kiosk" # or a pattern; when left out, the whole project
//	reason = "only built for the app"
//
//	[doctor.severity]
//	click-listener = "error"
//
//	[vendor.huawei]
//	client_id     = "1000001"
//	client_secret = "${HUAWEI_CLIENT_SECRET}" # or "@huawei.txt", or in offpush.local.toml
//
//	[apple] # what `offpush cert check` and doctor judge beside [vendor.apns]
//	app       = "unpackage/release/app.ipa" # or profile
//	upload_as = "production"
//
//	[device.mate60]
//	vendor = "huawei"
//	token  = "..."
//
//	[emulator.token.gone]
//	vendor = "huawei"
//	token  = "..."
//	state  = "unregistered"
//
// offpush.toml is meant to be committed. offpush.local.toml lies beside it and is
// not: it holds secrets and tokens, may have every table that the other one has,
// and is merged over it key by key.
//
// Both are strict: an unknown key, table or vendor is an error with its line, so
// that a typing error is not taken for silence. What a value stands for (a
// variable of the environment, a file) is looked up when the value is asked for:
// the credentials of a vendor that is not in use may be incomplete. No error
// holds a secret.
package config

import (
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strconv"

	"github.com/offpush/offpush/pkg/text"
)

// The files. [Find] looks for both.
const (
	Name      = "offpush.toml"
	LocalName = "offpush.local.toml"
)

// Config is the content of both files. The zero value is that of no file.
type Config struct {
	Path    string // as given to [Load]; "" when there is no file
	Project Project
	Doctor  Doctor

	values  map[setting]value
	devices map[string]value // the tables, where they stand first
	tokens  map[string]value // the same of [emulator.token]
	files   []*file
	getenv  func(string) string
}

// Project says what is given in HBuilderX's pack dialog only.
type Project struct {
	AndroidPackage string
	IOSBundleID    string // for what judges iOS credentials; doctor does not look at it
}

// Doctor holds the settings of `offpush doctor`.
type Doctor struct {
	Vendors []string // ids of pkg/catalog
	Ignores []Ignore
	// Severities are those of [doctor.severity], in the order of the files.
	Severities []Severity
}

// setting is the path of a key that holds a value: {"vendor", "huawei",
// "client_id"}, {"project", "android_package"}.
type setting [4]string

// value is a string as it is written, and where.
type value struct {
	raw  string
	file *file
	key  []string
}

func (v value) error(message text.Text) *Error {
	return &Error{v.file.path, v.file.line(v.key), message}
}

// Error says what is wrong with a file, and where.
type Error struct {
	File    string // or what else the value came from: a flag, a variable of the environment
	Line    int    // from 1; 0: the file as a whole
	Message text.Text
}

// Place is "file:line".
func (e *Error) Place() string {
	if e.Line == 0 {
		return e.File
	}
	return e.File + ":" + strconv.Itoa(e.Line)
}

func (e *Error) Error() string { return e.Place() + ": " + e.Message.EN }

// Find returns the nearest offpush.toml in dir or above it, "" when there is
// none. A folder that has offpush.local.toml only is found by that.
func Find(dir string) string {
	if abs, err := filepath.Abs(dir); err == nil {
		dir = abs // nothing is above "."
	}
	for {
		for _, name := range []string{Name, LocalName} {
			path := filepath.Join(dir, name)
			if info, err := os.Stat(path); err == nil && !info.IsDir() {
				return path
			}
		}
		parent := filepath.Dir(dir)
		if parent == dir {
			return ""
		}
		dir = parent
	}
}

// Load reads a file and the offpush.local.toml beside it, if there is one, and
// expands ${NAME} in [project] by getenv. Every error is an [*Error].
func Load(path string, getenv func(string) string) (*Config, error) {
	c := &Config{Path: path, values: map[setting]value{}, devices: map[string]value{}, tokens: map[string]value{}, getenv: getenv}
	local := filepath.Join(filepath.Dir(path), LocalName)
	for _, p := range []string{path, local} {
		if p == local && (local == filepath.Clean(path) || !exists(local)) && len(c.files) > 0 {
			continue
		}
		f, err := openFile(p)
		if err != nil {
			return nil, err
		}
		c.files = append(c.files, f)
		if err := c.take(f); err != nil {
			return nil, err
		}
	}
	if err := c.checkDevices(); err != nil {
		return nil, err
	}
	if err := c.readProject(); err != nil {
		return nil, err
	}
	return c, nil
}

// readProject expands and judges [project], which every command looks at.
func (c *Config) readProject() error {
	for _, field := range []struct {
		key    string
		target *string
	}{{"android_package", &c.Project.AndroidPackage}, {"ios_bundle_id", &c.Project.IOSBundleID}} {
		v, ok := c.values[setting{"project", field.key}]
		if !ok {
			continue
		}
		expanded, fault := expand(v.raw, field.key, c.getenv)
		if !fault.IsZero() {
			return v.error(fault)
		}
		if field.key == "android_package" && expanded != "" && !IsPackageName(expanded) {
			return v.error(NoPackageName(expanded))
		}
		*field.target = expanded
	}
	return nil
}

// deviceNames lists the devices in order.
func (c *Config) deviceNames() []string { return slices.Sorted(maps.Keys(c.devices)) }
