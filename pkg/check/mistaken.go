package check

import (
	"github.com/offpush/offpush/pkg/project"
	"github.com/offpush/offpush/pkg/text"
)

// Mistaken says which of a vendor's credentials, by the names of pkg/catalog's
// fields, has the value that the project gives to another one: OPPO's AppSecret
// cannot be told from the MasterSecret by its form, nor can Huawei's secret of
// the project from the app's. No secret is in what it says.
func Mistaken(vendor string, credentials map[string]string, p *project.Project) []text.Text {
	var out []text.Text
	is := func(field, value string, what text.Text) {
		if value != "" && credentials[field] == value {
			out = append(out, text.F("%[1]s 的值就是 %[2]s：填错了", "the value of %[1]s is that of %[2]s: it is the wrong one", field, what))
		}
	}
	switch vendor {
	case "oppo":
		for _, r := range p.Code.Registrations {
			for _, s := range r.Config.Settings {
				if s.Name == "oppoAppSecret" && s.Literal {
					is("master_secret", s.Text, text.T("oppoAppSecret（项目代码里给手机端用的 AppSecret）", "oppoAppSecret in the project (the AppSecret, for phones)"))
				}
			}
		}
	case "huawei":
		file, name := p.AnyAgconnect()
		client := file.JSON().Get("client")
		is("client_secret", client.Get("client_secret").Text(), text.F("%[1]s 里的 client.client_secret（项目级密钥）", "client.client_secret in %[1]s (the project's secret)", text.Visible(name)))
		is("client_id", client.Get("client_id").Text(), text.F("%[1]s 里的 client.client_id（项目级 ID）", "client.client_id in %[1]s (the project's id)", text.Visible(name)))
	}
	return out
}
