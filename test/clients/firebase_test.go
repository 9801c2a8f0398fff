package clients

import (
	"context"
	"path/filepath"
	"strings"
	"testing"
	"time"

	firebase "firebase.google.com/go/v4"
	"firebase.google.com/go/v4/errorutils"
	"firebase.google.com/go/v4/messaging"
	"google.golang.org/api/fcm/v1"
	"google.golang.org/api/option"

	"github.com/offpush/offpush/pkg/emulator"
)

// fcmClient logs in with the demo account, whose token_uri is the emulator's.
func fcmClient(t *testing.T, e *emulator.Emulator, files string) (*messaging.Client, context.Context) {
	t.Helper()
	ctx, cancel := context.WithTimeout(context.Background(), 20*time.Second)
	t.Cleanup(cancel)
	app, err := firebase.NewApp(ctx, &firebase.Config{ProjectID: "demo-offpush"},
		option.WithAuthCredentialsFile(option.ServiceAccount, filepath.Join(files, "fcm-service-account.json")), option.WithEndpoint(e.URL()+"/v1"))
	if err != nil {
		t.Fatal(err)
	}
	c, err := app.Messaging(ctx)
	if err != nil {
		t.Fatal(err)
	}
	return c, ctx
}

func fcmMessage(token string) *messaging.Message {
	ttl := time.Hour
	return &messaging.Message{
		Token: token, Notification: &messaging.Notification{Title: "你好", Body: "晚上见"}, Data: map[string]string{"room": "42"},
		Android: &messaging.AndroidConfig{TTL: &ttl, Priority: "high", Notification: &messaging.AndroidNotification{ChannelID: "chat", Sound: "default"}},
	}
}

func TestFirebase(t *testing.T) {
	e, files := start(t)
	c, ctx := fcmClient(t, e, files)
	token := emulator.DemoToken("fcm")
	id, err := c.Send(ctx, fcmMessage(token))
	if err != nil || !strings.HasPrefix(id, "projects/demo-offpush/messages/") {
		t.Fatalf("%q, %v", id, err)
	}
	check(t, e, "fcm", "你好", "晚上见")
	if id, err = c.SendDryRun(ctx, fcmMessage(token)); err != nil || id != "projects/demo-offpush/messages/fake_message_id" {
		t.Errorf("dry run: %q, %v", id, err)
	}

	gone, other := token+"gone", token+"other"
	name(t, e, "fcm", gone, emulator.Unregistered)
	name(t, e, "fcm", other, emulator.OtherApp)
	if _, err = c.Send(ctx, fcmMessage(gone)); !messaging.IsUnregistered(err) {
		t.Errorf("an unregistered token: %v", err)
	}
	if _, err = c.Send(ctx, fcmMessage(other)); !messaging.IsSenderIDMismatch(err) {
		t.Errorf("a token of another project: %v", err)
	}
	long := fcmMessage(token)
	long.Data["long"] = strings.Repeat("x", 4097)
	// The answer to an oversize message names no FCM code, so the client can go by
	// its status only.
	if _, err = c.Send(ctx, long); !errorutils.IsInvalidArgument(err) {
		t.Errorf("a message that is too long: %v", err)
	}
}

// TestGoogleAPI is the client that is made from Google's discovery document: its
// JSON is camelCase.
func TestGoogleAPI(t *testing.T) {
	e, files := start(t)
	ctx, cancel := context.WithTimeout(context.Background(), 20*time.Second)
	defer cancel()
	s, err := fcm.NewService(ctx, option.WithAuthCredentialsFile(option.ServiceAccount, filepath.Join(files, "fcm-service-account.json")),
		option.WithScopes(fcm.FirebaseMessagingScope), option.WithEndpoint(e.URL()+"/"))
	if err != nil {
		t.Fatal(err)
	}
	r, err := s.Projects.Messages.Send("projects/demo-offpush", &fcm.SendMessageRequest{Message: &fcm.Message{
		Token: emulator.DemoToken("fcm"), Notification: &fcm.Notification{Title: "t", Body: "b"},
		Android: &fcm.AndroidConfig{RestrictedPackageName: emulator.DemoApp, CollapseKey: "k"},
	}}).Do()
	if err != nil || r.Name == "" {
		t.Fatalf("%+v, %v", r, err)
	}
	check(t, e, "fcm", "t", "b")
}
