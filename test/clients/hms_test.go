package clients

import (
	"context"
	"testing"
	"time"

	"github.com/appleboy/go-hms-push/push/config"
	"github.com/appleboy/go-hms-push/push/core"
	"github.com/appleboy/go-hms-push/push/model"

	"github.com/offpush/offpush/pkg/emulator"
)

func TestHMS(t *testing.T) {
	e, _ := start(t)
	account := emulator.Demo("huawei")
	c, err := core.NewHttpClient(&config.Config{
		AppId: account["client_id"], AppSecret: account["client_secret"], AuthUrl: e.URL() + "/oauth2/v3/token", PushUrl: e.URL(),
	})
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithTimeout(context.Background(), 20*time.Second)
	defer cancel()
	good, gone := emulator.DemoToken("huawei"), emulator.DemoToken("huawei")+"gone"
	name(t, e, "huawei", gone, emulator.Unregistered)
	for _, tt := range []struct {
		name   string
		tokens []string
		code   string
	}{
		{"accepted", []string{good}, "80000000"},
		{"partly", []string{good, gone}, "80100000"},
		{"no valid token", []string{gone}, "80300007"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			m := model.GetDefaultAndroid()
			m.Notification = model.GetDefaultAndroidNotification()
			m.Notification.Title, m.Notification.Body = "你好", "晚上见"
			m.Notification.ClickAction = model.GetDefaultClickAction()
			r, err := c.SendMessage(ctx, &model.MessageRequest{Message: &model.Message{Token: tt.tokens, Android: m}})
			if err != nil {
				t.Fatal(err)
			}
			if r.Code != tt.code || r.RequestId == "" {
				t.Errorf("%+v, want the code %s", r, tt.code)
			}
			if tt.code == "80000000" {
				check(t, e, "huawei", "你好", "晚上见")
			}
		})
	}
}
