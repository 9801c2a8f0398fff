package vendor

import (
	"maps"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/offpush/offpush/pkg/catalog"
	"github.com/offpush/offpush/pkg/text"
)

// common are the members of a notification that Huawei and HONOR have alike.
func (s *sender) common(n map[string]any, m *Message) error {
	switch m.Importance {
	case "":
	case "LOW", "NORMAL":
		n["importance"] = m.Importance
	default:
		return s.badValue(catalog.FlagImportance, m.Importance, text.T("只有 LOW 和 NORMAL", "LOW or NORMAL"))
	}
	if m.Image != "" {
		if err := s.httpsOnly(m.Image); err != nil {
			return err
		}
		n["image"] = m.Image
	}
	if m.Badge != nil && (*m.Badge < 0 || *m.Badge > 99) {
		return s.badValue(catalog.FlagBadge, strconv.Itoa(*m.Badge), text.T("只能是 0 到 99", "0 to 99"))
	}
	return nil
}

func (s *sender) httpsOnly(image string) error {
	if strings.HasPrefix(image, "https://") {
		return nil
	}
	return s.badValue(catalog.FlagImage, image, text.T("只能是 https:// 开头的地址", "an address that starts with https://"))
}

// badgeClass is the launcher Activity, without which no badge can be set.
func (s *sender) badgeClass() (string, error) {
	if class := s.Credentials["badge_class"]; class != "" {
		return class, nil
	}
	return "", newError(idFlag, text.F("%[1]s的 --badge 还需要启动 Activity 的类名：--set badge_class=...", "--badge of %[1]s needs the class of the launcher Activity as well: --set badge_class=...", nameIn(s.vendor))).
		withHint(text.T("uni-app 一般是 io.dcloud.PandoraEntry；也可以写进 offpush.toml", "Mostly io.dcloud.PandoraEntry in a uni-app; it can stand in offpush.toml, too"))
}

// collapseNumber reads --collapse where the vendor takes numbers only.
func (s *sender) collapseNumber(value string, least, most int) (int, error) {
	n, err := strconv.Atoi(value)
	if err != nil || n < least || n > most {
		return 0, s.badValue(catalog.FlagCollapse, value, text.F("只能是 %d 到 %d 的整数", "a whole number from %d to %d", least, most))
	}
	return n, nil
}

// seconds are the whole seconds of a duration.
func seconds(d time.Duration) string { return strconv.FormatInt(int64(d/time.Second), 10) }

// dataText is dataObject as JSON text.
func (m *Message) dataText() string { return string(marshal(m.dataObject())) }

// dataObject is the message's data. A data message shows nothing, so title and
// body travel in it, under these names unless the data has them already.
func (m *Message) dataObject() map[string]any {
	out := map[string]any{}
	for _, k := range slices.Sorted(maps.Keys(m.Data)) {
		out[k] = m.Data[k]
	}
	if m.DataMessage {
		for name, v := range map[string]string{"title": m.Title, "body": m.Body} {
			if _, taken := out[name]; !taken && v != "" {
				out[name] = v
			}
		}
	}
	return out
}
