// Package fault holds the errors that a user may be told about. Everything
// else is an internal error: the edge shows a reference number and logs the cause.
package fault

import "errors"

// Kind decides which answer the edge gives.
type Kind int

// The kinds. Internal is what every unknown error is.
const (
	Internal    Kind = iota // 500, cause only in the log
	Invalid                 // 422, the input breaks a rule
	NotFound                // 404, does not exist or may not be seen: never told apart
	Forbidden               // 403, seen but not allowed to do
	Conflict                // 409, somebody else changed it
	Unavailable             // 503, try again
)

// Error carries a message key of the catalogues and its named values.
type Error struct {
	Kind Kind
	Key  string
	Args []any
	Err  error
}

func (e *Error) Error() string {
	if e.Err != nil {
		return e.Key + ": " + e.Err.Error()
	}
	return e.Key
}

// Unwrap gives the cause.
func (e *Error) Unwrap() error { return e.Err }

// NewNotFound is the answer for what does not exist and for what the actor may
// not see: one value, so that the two cannot be told apart.
func NewNotFound() error { return &Error{Kind: NotFound, Key: "feil.ikke-funnet"} }

// NewInvalid tells that the input breaks a rule; key and named values say which.
func NewInvalid(key string, args ...any) error { return &Error{Kind: Invalid, Key: key, Args: args} }

// NewForbidden tells that the actor sees the thing but may not do this to it.
func NewForbidden(key string, args ...any) error {
	return &Error{Kind: Forbidden, Key: key, Args: args}
}

// NewConflict tells that somebody else was first.
func NewConflict(key string, args ...any) error {
	return &Error{Kind: Conflict, Key: key, Args: args}
}

// NewUnavailable wraps a cause that will pass.
func NewUnavailable(err error) error {
	return &Error{Kind: Unavailable, Key: "feil.utilgjengelig", Err: err}
}

// KindOf returns the kind of the first Error in the chain, else Internal.
func KindOf(err error) Kind {
	if e, ok := errors.AsType[*Error](err); ok {
		return e.Kind
	}
	return Internal
}

// Is reports whether err is of kind k.
func Is(err error, k Kind) bool { return err != nil && KindOf(err) == k }
