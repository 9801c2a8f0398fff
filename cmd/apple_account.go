package cmd

import (
	"github.com/offpush/offpush/pkg/catalog"
	"github.com/offpush/offpush/pkg/config"
)

// apnsAccount is what [vendor.apns] says of a credential. A machine that builds
// need not have all of it: what cannot be looked up, a variable of the
// environment that is not set for instance, is missing, and the rest is there.
type apnsAccount struct {
	fields map[string]string
	fault  error // the first field that could not be looked up
	// unnamed: a credential is named, and the name could not be looked up.
	unnamed bool
}

// credentialFields are the fields that matter to cert check, and whether they
// name the credential.
var credentialFields = []struct {
	name  string
	names bool
}{{"key_file", true}, {"cert_file", true}, {"cert_password", false}, {"key_id", false}, {"team_id", false}}

func apnsAccountOf(c *config.Config, getenv func(string) string) apnsAccount {
	a := apnsAccount{fields: map[string]string{}}
	v, _ := catalog.ByID("apns")
	for _, f := range credentialFields {
		others := map[string]string{} // taken away, so that they cannot fail
		for _, name := range v.Push().FieldNames() {
			others[name] = ""
		}
		delete(others, f.name)
		one, err := c.Credentials("apns", others, getenv)
		if err != nil {
			a.unnamed = a.unnamed || f.names
			if a.fault == nil {
				a.fault = err
			}
			continue
		}
		if value := one[f.name]; value != "" {
			a.fields[f.name] = value
		}
	}
	return a
}
