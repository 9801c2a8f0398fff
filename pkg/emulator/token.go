package emulator

import (
	"slices"
	"strings"
	"sync"

	"github.com/offpush/offpush/pkg/catalog"
	"github.com/offpush/offpush/pkg/text"
)

// TokenState is what a vendor knows of a device token.
type TokenState string

// The states; the zero value is Registered.
const (
	Registered       TokenState = "registered"
	Unregistered     TokenState = "unregistered" // the app was removed or has unsubscribed
	Expired          TokenState = "expired"      // the vendor gave a newer one since
	OtherApp         TokenState = "other-app"
	WrongEnvironment TokenState = "wrong-environment" // APNs: of the other environment
)

// TokenStates lists the states.
func TokenStates() []TokenState {
	return []TokenState{Registered, Unregistered, Expired, OtherApp, WrongEnvironment}
}

// The environments of APNs.
const (
	Sandbox    = "sandbox"
	Production = "production"
)

// Token is a device token and its state.
type Token struct {
	Vendor string     `json:"vendor"`
	Token  string     `json:"token"`
	State  TokenState `json:"state"`
	// Environment, for APNs: where the state holds. A token that is registered in
	// one environment is unknown in the other. "" is both.
	Environment string `json:"environment,omitempty"`
}

// InputError says what is wrong with something that was given to the emulator.
type InputError struct{ Message text.Text }

func (e *InputError) Error() string { return e.Message.EN }

func inputError(zh, en string, args ...any) error { return &InputError{text.F(zh, en, args...)} }

// SystemError says what the system did not do, and what may help.
type SystemError struct {
	Message text.Text
	Err     error
}

func (e *SystemError) Error() string { return e.Message.EN }

func (e *SystemError) Unwrap() error { return e.Err }

func systemError(err error, zh, en string, args ...any) error {
	return &SystemError{text.F(zh, en, args...), err}
}

// Check refuses what cannot be, with an [*InputError].
func (t Token) Check() error {
	switch {
	case !slices.Contains(catalog.IDs(), t.Vendor):
		return inputError("没有厂商 %q", "there is no vendor %q", text.Visible(t.Vendor))
	case t.Token == "":
		return inputError("token 是空的", "the token is empty")
	case t.State != "" && !slices.Contains(TokenStates(), t.State):
		return inputError("没有 token 状态 %q", "there is no token state %q", text.Visible(string(t.State)))
	case t.Vendor != "apns" && (t.Environment != "" || t.State == WrongEnvironment):
		return inputError("只有 apns 有环境", "only apns has environments")
	case t.Environment != "" && t.Environment != Sandbox && t.Environment != Production:
		return inputError("没有环境 %q：应为 sandbox 或 production", "there is no environment %q; there are sandbox and production", text.Visible(t.Environment))
	}
	return nil
}

// maxTokens is how many tokens may have a state of their own.
const maxTokens = 100_000

type tokenKey struct{ vendor, token string }

// tokens are those that were named.
type tokens struct {
	start []Token

	mu    sync.RWMutex
	named map[tokenKey]Token
}

func newTokens(start []Token) (*tokens, error) {
	t := &tokens{start: start}
	for _, token := range start {
		if err := token.Check(); err != nil {
			return nil, err
		}
	}
	t.reset()
	return t, nil
}

func (t *tokens) reset() {
	t.mu.Lock()
	t.named = map[tokenKey]Token{}
	t.mu.Unlock()
	for _, token := range t.start {
		_ = t.set(token) // checked before
	}
}

func (t *tokens) set(token Token) error {
	if err := token.Check(); err != nil {
		return err
	}
	if token.State == "" {
		token.State = Registered
	}
	t.mu.Lock()
	defer t.mu.Unlock()
	key := keyOf(token.Vendor, token.Token)
	if _, known := t.named[key]; !known && len(t.named) >= maxTokens {
		return inputError("已有 %d 个 token 有自己的状态，不能再多", "%d tokens have a state of their own, which is the limit", maxTokens)
	}
	t.named[key] = token
	return nil
}

// state is what the vendor knows of a token, in an environment of APNs or in "".
func (t *tokens) state(vendor, token, environment string) TokenState {
	t.mu.RLock()
	named, ok := t.named[keyOf(vendor, token)]
	t.mu.RUnlock()
	switch {
	case !ok:
		return Registered
	case named.Environment == "" || named.Environment == environment:
		return named.State
	case named.State == Registered: // and so not here
		return WrongEnvironment
	}
	return Registered
}

// keyOf: the hexadecimal digits of APNs are the same token in either case.
func keyOf(vendor, token string) tokenKey {
	if vendor == "apns" {
		token = strings.ToLower(token)
	}
	return tokenKey{vendor, token}
}
