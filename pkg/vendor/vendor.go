// Package vendor sends one push to one device through the vendors' own push
// APIs and explains the answer.
//
// [New] gives a [Sender] for a vendor's credentials. Send composes the vendor's
// request from a [Message], logs in where the vendor has a login, sends once,
// and reads the answer:
//
//	Message ─► compose ─► limits, target ─► login (cached) ─► send ─► read ─► Answer
//
// What comes back is one of three things, and they are kept apart everywhere:
//
//   - an [*Answer]: the vendor spoke, and accepted or refused;
//   - a [*NoAnswer] error: the network, a proxy or a broken body spoke instead;
//   - an [*Error]: nothing was sent, because a flag, a credential or the token is
//     wrong in a way that is known beforehand.
//
// Each vendor is a file: it says how a message is written ([protocol.compose]),
// where the device token goes, how to log in, and how to read the answer. All
// else is shared: courier.go has the flow, wire.go the connection, cache.go the
// kept logins, pkg/mask what never leaves the process. What a code, a limit or a
// token shape means stands in pkg/catalog as data.
//
// The package is flat on purpose: Go treats a folder called vendor specially,
// and nothing below it could be imported.
package vendor

import (
	"context"
	"io"
	"net/http"
	"net/url"
	"time"

	"github.com/offpush/offpush/pkg/apple"
	"github.com/offpush/offpush/pkg/catalog"
	"github.com/offpush/offpush/pkg/text"
)

// Sender sends one push. A refusal by the vendor is an [*Answer]; when no answer
// of the vendor could be had, the error is a [*NoAnswer]; when nothing was sent,
// it is an [*Error]. Send makes at most one push: it repeats the request only
// after the vendor refused a kept login, by which no push was taken.
type Sender interface {
	Send(ctx context.Context, m Message) (*Answer, error)
}

// Message is a push in terms that all vendors share. Zero fields are left to the
// vendor's default.
type Message struct {
	Token       string
	Title, Body string
	Data        map[string]string
	Click       Click
	ChannelID   string
	Category    string // the vendor's own word
	Importance  string // the vendor's own word
	TTL         *time.Duration
	Badge       *int
	Sound       string
	Collapse    string
	Image       string // a URL
	Test        bool   // the vendor's test mode
	DataMessage bool   // the vendor's data message: nothing is shown, the app gets Data

	// Ext makes the payload the one that Tencent IM's back end sends, with this
	// pass-through text in it; nil: the vendor's plain payload.
	Ext *string

	// Payload is a body of one's own in the vendor's terms, merged deeply over
	// what the fields above make; with PayloadOnly it is the whole body. The
	// device token is always put in by Send.
	Payload     map[string]any
	PayloadOnly bool

	// DryRun: nothing is delivered. Where the vendor has a check of its own it is
	// asked; else no connection is made.
	DryRun bool
}

// Click is what a tap on the notification opens.
type Click struct {
	Kind  ClickKind
	Value string // a URL, page or intent; "" for the app
}

// ClickKind says what a [Click] opens.
type ClickKind string

// The kinds of Click; the zero value is ClickApp.
const (
	ClickApp    ClickKind = ""
	ClickURL    ClickKind = "url"
	ClickPage   ClickKind = "page"
	ClickIntent ClickKind = "intent"
)

// Options are what a sender works with. Credentials, Now and Random are needed.
type Options struct {
	Credentials map[string]string // the fields of catalog.Push; paths are absolute or relative to the working directory
	Cache       *Cache            // nil: logins are not kept
	Now         func() time.Time
	Random      io.Reader // for ids; crypto/rand.Reader
	// Proxy chooses a proxy as in [http.Transport]; nil: none.
	Proxy func(*http.Request) (*url.URL, error)
	// App is what the built app says of its environment and bundle id (APNs only);
	// nil: unknown.
	App *apple.App
	// Reveal turns masking off.
	Reveal bool
}

// New returns a sender for a vendor of pkg/catalog. An error is an [*Error]:
// a credential is missing, unreadable or of the wrong kind.
func New(id string, o Options) (Sender, error) {
	v, ok := catalog.ByID(id)
	if !ok {
		return nil, newError("unknown-vendor", text.F("没有厂商 %q", "there is no vendor %q", id))
	}
	base := sender{vendor: v, push: v.Push(), Options: o}
	if err := base.checkFields(); err != nil {
		return nil, err
	}
	if id == "apns" {
		return newAPNs(base)
	}
	p, err := protocols[id](&base)
	if err != nil {
		return nil, err
	}
	return &courier{base, p}, nil
}

// protocols are the vendors that [courier] speaks for; APNs has a sender of its
// own, because it has two hosts and a library.
var protocols = map[string]func(*sender) (*protocol, error){
	"huawei": newHuawei,
	"honor":  newHonor,
	"xiaomi": newXiaomi,
	"oppo":   newOPPO,
	"vivo":   newVivo,
	"meizu":  newMeizu,
	"fcm":    newFCM,
}
