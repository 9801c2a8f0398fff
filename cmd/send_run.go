package cmd

import (
	"bytes"
	"context"
	"crypto/rand"
	"errors"
	"maps"
	"net/http"
	"net/url"
	"os"
	"os/signal"
	"path/filepath"
	"sync"
	"syscall"
	"time"

	"github.com/offpush/offpush/pkg/apple"
	"github.com/offpush/offpush/pkg/catalog"
	"github.com/offpush/offpush/pkg/config"
	"github.com/offpush/offpush/pkg/report"
	"github.com/offpush/offpush/pkg/text"
	"github.com/offpush/offpush/pkg/vendor"
)

// send pushes to the devices that the flags name and writes one report.
func (a *app) send(o sendOptions) error {
	if err := o.check(); err != nil {
		return err
	}
	m, err := a.message(o)
	if err != nil {
		return err
	}
	c, err := loadConfig(".", o.config, a.Getenv)
	if err != nil {
		return err
	}
	for _, w := range c.Warnings() {
		a.note(w)
	}
	if o.verbose && c.Path != "" {
		a.note(text.F("使用配置 %s", "using the configuration %s", shown(c.Path)))
	}
	devices, err := o.devices(c)
	if err != nil {
		return err
	}
	s, err := a.newService(o, c)
	if err != nil {
		return err
	}
	defer s.close()
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	if !o.all {
		return a.finishOne(s.push(ctx, devices[0], m), o)
	}
	return a.finishAll(s.pushAll(ctx, devices, m), o)
}

// service pushes to one device after the other or at once.
type service struct {
	*app
	o      sendOptions
	config *config.Config
	cache  *vendor.Cache
	proxy  func(*http.Request) (*url.URL, error)
	build  *apple.App
	inside *standIn // nil: the vendors themselves

	narration sync.Mutex // one device's lines at a time
}

func (a *app) newService(o sendOptions, c *config.Config) (*service, error) {
	proxy, err := a.proxy()
	if err != nil {
		return nil, err
	}
	s := &service{app: a, o: o, config: c, cache: &vendor.Cache{}, proxy: proxy}
	if !o.noCache && !o.emulator {
		if dir, err := os.UserCacheDir(); err == nil {
			s.cache.Dir = filepath.Join(dir, "offpush")
		}
	}
	if o.app != "" {
		build, err := apple.ReadApp(o.app)
		var e *apple.Error
		if errors.As(err, &e) {
			return nil, usageError("bad-flag", text.F("--app：%s：%s", "--app: %s: %s", shown(e.File), e.Message)).withHint(e.Hint)
		} else if err != nil {
			return nil, err
		}
		s.build = build
	}
	if o.emulator {
		s.proxy = nil // it is on this machine
		if s.inside, err = a.emulated(c, o.reveal); err != nil {
			return nil, err
		}
	}
	return s, nil
}

// close ends what the service started.
func (s *service) close() {
	if s.inside != nil {
		_ = s.inside.close() // the push is over, and nothing is left to lose
	}
}

// pushAll pushes to devices of the configuration, all at once. What is wrong with
// one does not stop the others; a token that stands there twice is pushed to once.
func (s *service) pushAll(ctx context.Context, listed []config.Device, m vendor.Message) []report.Push {
	pushes := make([]report.Push, len(listed))
	first := map[string]string{} // names by vendor and token
	var wg sync.WaitGroup
	for i, l := range listed {
		pushes[i] = report.Push{Device: l.Name, Vendor: l.Vendor}
		d, err := s.config.Device(l.Name)
		if err != nil {
			pushes[i].Refused = refusal(configError(err))
			continue
		}
		key := d.Vendor + " " + d.Token
		if other, twice := first[key]; twice {
			pushes[i].Refused = &vendor.Error{ID: "same-device", Message: text.F("token 和 %[1]s 的相同，只推送一次", "it has the token of %[1]s, which is pushed to once", text.Visible(other))}
			continue
		}
		first[key] = d.Name
		wg.Go(func() { pushes[i] = s.push(ctx, d, m) })
	}
	wg.Wait()
	return pushes
}

// refusal is an error of the command line as that of one push.
func refusal(err error) *vendor.Error {
	e := typed(err)
	return &vendor.Error{ID: e.id, Message: e.message, Hint: e.hint}
}

// push makes one push and says what became of it.
func (s *service) push(ctx context.Context, d config.Device, m vendor.Message) report.Push {
	out := report.Push{Device: d.Name, Vendor: d.Vendor}
	began := time.Now()
	ctx, cancel := context.WithTimeout(ctx, s.o.timeout)
	defer cancel()
	defer s.waiting(d)()
	answer, err := s.answer(ctx, d, m)
	out.Took = time.Since(began)
	switch {
	case err == nil:
		out.Answer = answer
	case errors.As(err, &out.NoAnswer), errors.As(err, &out.Refused):
	default:
		out.Refused = refusal(err)
	}
	if s.inside != nil {
		s.inside.judged(&out, d.Token)
	}
	s.narrate(out)
	return out
}

func (s *service) answer(ctx context.Context, d config.Device, m vendor.Message) (*vendor.Answer, error) {
	credentials, err := s.config.Credentials(d.Vendor, s.settings(d.Vendor), s.Getenv)
	if err != nil {
		return nil, configError(err)
	}
	sender, err := vendor.New(d.Vendor, vendor.Options{
		Credentials: credentials, Cache: s.cache, Now: time.Now, Random: rand.Reader, Proxy: s.proxy, App: s.build, Reveal: s.o.reveal,
	})
	if err != nil {
		return nil, err
	}
	m.Token = d.Token
	// Looking into the project at hand takes as long as the network or less.
	found := make(chan []text.Text, 1)
	go func() { found <- mistaken(d.Vendor, credentials) }()
	answer, err := sender.Send(ctx, withDefaults(m, d.Vendor, s.lang, time.Now()))
	warnings := <-found
	var none *vendor.NoAnswer
	switch {
	case err == nil:
		answer.Warnings = append(answer.Warnings, warnings...)
	case errors.As(err, &none):
		none.Answer.Warnings = append(none.Answer.Warnings, warnings...)
	}
	return answer, err
}

// settings are the flags that stand for fields of the configuration.
func (s *service) settings(id string) map[string]string {
	set := map[string]string{}
	if s.inside != nil {
		maps.Copy(set, s.inside.settings[id])
	}
	flags, _ := pairs("set", s.o.set) // checked before
	maps.Copy(set, flags)
	for _, f := range []struct{ flag, field, value string }{
		{"endpoint", "endpoint", s.o.endpoint}, {"ca-file", "ca_file", s.o.caFile},
		{"endpoint-sandbox", "endpoint_sandbox", s.o.endpointSandbox}, {"env", "environment", s.o.env}, {"topic", "topic", s.o.topic},
	} {
		if s.o.given(f.flag) && (id == "apns" || f.field == "endpoint" || f.field == "ca_file") {
			set[f.field] = f.value
		}
	}
	return set
}

// configError words an error of the configuration as one of the command line.
func configError(err error) error {
	var e *config.Error
	if !errors.As(err, &e) {
		return err
	}
	return usageError("bad-config", text.F("%s：%s", "%s: %s", shown(e.Place()), e.Message))
}

// waitingAfter is when a user who watches is told that nothing is stuck.
const waitingAfter = 2 * time.Second

// waiting says on a terminal what is waited for; the result ends it.
func (s *service) waiting(d config.Device) (stop func()) {
	if _, ok := terminal(s.Err); !ok || s.o.all {
		return func() {}
	}
	t := time.AfterFunc(waitingAfter, func() {
		s.note(text.F("正在等待%s的应答，最多 %s", "waiting for %s, at most %s", catalog.Names([]string{d.Vendor}), s.o.timeout))
	})
	return func() { t.Stop() }
}

// narrate says on standard error what was done.
func (s *service) narrate(p report.Push) {
	if !s.o.verbose {
		return
	}
	var b bytes.Buffer
	report.Steps(&b, p)
	s.narration.Lock()
	defer s.narration.Unlock()
	_, _ = s.Err.Write(b.Bytes())
}

func (a *app) finishOne(p report.Push, o sendOptions) error {
	if p.Refused != nil {
		return usageError(p.Refused.ID, p.Refused.Message).withHint(p.Refused.Hint)
	}
	var b bytes.Buffer
	var err error
	if o.format == "json" {
		err = report.SentJSON(&b, p, a.lang)
	} else {
		err = report.Sent(&b, p, a.sendLook(o))
	}
	return a.deliver(b, err, exitOf(p))
}

func (a *app) finishAll(pushes []report.Push, o sendOptions) error {
	worst := exitOK
	for _, p := range pushes {
		worst = max(worst, exitOf(p))
	}
	var b bytes.Buffer
	var err error
	if o.format == "json" {
		err = report.SentAllJSON(&b, pushes, a.lang)
	} else {
		err = report.SentAll(&b, pushes, a.sendLook(o))
	}
	return a.deliver(b, err, worst)
}

func (a *app) deliver(b bytes.Buffer, err error, code int) error {
	if err != nil {
		return err
	}
	if _, err := a.Out.Write(b.Bytes()); err != nil {
		return err
	}
	if code != exitOK {
		return reported(code)
	}
	return nil
}

func (a *app) sendLook(o sendOptions) report.SendOptions {
	return report.SendOptions{Options: a.look(), ShowRequest: o.showRequest}
}

func exitOf(p report.Push) int {
	switch {
	case p.NoAnswer != nil:
		return exitFailed
	case p.Refused != nil:
		return exitUsage
	case p.Answer != nil && p.Answer.Accepted:
		return exitOK
	}
	return exitProblems
}
