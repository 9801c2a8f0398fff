package vendor

import (
	"github.com/offpush/offpush/pkg/catalog"
	"github.com/offpush/offpush/pkg/text"
)

// Error says why nothing was sent: a wrong flag, credential or token.
type Error struct {
	ID      string // stable, for programs
	Message text.Text
	Hint    text.Text // what to do; may be empty
}

func (e *Error) Error() string { return e.Message.EN }

// Class is what kind of thing was wrong.
func (e *Error) Class() catalog.Class {
	switch e.ID {
	case idCredential:
		return catalog.ClassCredential
	case idToken:
		return catalog.ClassToken
	case idEnvironment:
		return catalog.ClassEnvironment
	}
	return catalog.ClassContent
}

func newError(id string, message text.Text) *Error { return &Error{ID: id, Message: message} }

func (e *Error) withHint(hint text.Text) *Error {
	e.Hint = hint
	return e
}

// The ids of errors.
const (
	idCredential  = "bad-credential"
	idFlag        = "unsupported-flag"
	idToken       = "bad-token"
	idLimit       = "over-limit"
	idPayload     = "bad-payload"
	idEnvironment = "bad-environment"
)

// NoAnswer says why there is no answer of the vendor: what was heard, if
// anything, came from the network, a proxy or a broken server.
type NoAnswer struct {
	ID      string // stable: connect, proxy, tls, timeout, cancelled, reset, dns, empty, truncated, too-long, not-json, unexpected, redirect, http-5xx
	Class   catalog.Class
	Status  int // HTTP status, 0 when there was none
	Message text.Text
	Hint    text.Text
	// Sent: the whole request had been sent, so the push may arrive all the same.
	Sent bool
	// Answer holds what there is to show: the exchanges and warnings.
	Answer *Answer
	cause  error
}

func (e *NoAnswer) Error() string { return e.Message.EN }

func (e *NoAnswer) Unwrap() error { return e.cause }
