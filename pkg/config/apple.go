package config

import (
	"slices"

	"github.com/offpush/offpush/pkg/catalog"
	"github.com/offpush/offpush/pkg/text"
)

// Apple is the table [apple]: what certificates are judged against. The
// credential itself stands in [vendor.apns].
type Apple struct {
	// App is an .ipa, the folder of an .app, or a profile; Profile is one to be
	// compared with it. Both open from the working directory; "" is not said.
	App, Profile string
	// UploadAs is the half of the IM console that the certificate is or will be
	// uploaded as: one of [UploadKinds], or "".
	UploadAs string
}

// UploadKinds are the values of upload_as, in the IM console's own words.
var UploadKinds = []string{"development", "production"}

// AppleError is what is wrong with a value of [apple], found out later.
func (c *Config) AppleError(name string, message text.Text) error {
	v := c.values[setting{"apple", name}]
	return v.error(text.F("%s：%s", "%s: %s", dotted(v.key), message))
}

// Apple returns [apple], its values looked up. Every error is an [*Error].
func (c *Config) Apple() (Apple, error) {
	var a Apple
	for _, f := range []struct {
		field catalog.Field
		into  *string
	}{
		{catalog.Field{Name: "app", File: true}, &a.App},
		{catalog.Field{Name: "profile", File: true}, &a.Profile},
		{catalog.Field{Name: "upload_as"}, &a.UploadAs},
	} {
		v, ok := c.values[setting{"apple", f.field.Name}]
		if !ok {
			continue
		}
		var err error
		if *f.into, err = v.resolve(f.field, c.getenv); err != nil {
			return Apple{}, err
		}
		if f.field.Name == "upload_as" && a.UploadAs != "" && !slices.Contains(UploadKinds, a.UploadAs) {
			return Apple{}, v.error(text.F("%[1]s 的值 \"%[2]s\" 无效，可用：%[3]s", "%[1]s does not take \"%[2]s\"; use %[3]s",
				dotted(v.key), short(a.UploadAs), text.List(UploadKinds)))
		}
	}
	return a, nil
}
