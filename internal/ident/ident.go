// Package ident makes the identifiers of all rows: UUIDv7, so that new rows
// land at the end of an index and an identifier tells nothing but its time.
package ident

import "github.com/google/uuid"

// ID identifies a row in any table. It is safe to show in an address.
type ID = uuid.UUID

// Nil is the identifier of nothing.
var Nil = uuid.Nil

// New returns a fresh identifier. It panics only if the system has no randomness.
func New() ID { return uuid.Must(uuid.NewV7()) }

// Parse reads the canonical text form (36 characters). It refuses every other
// form, so that one row has exactly one address.
func Parse(s string) (ID, error) {
	if len(s) != 36 {
		return Nil, errFormat
	}
	id, err := uuid.Parse(s)
	if err != nil || id.String() != s {
		return Nil, errFormat
	}
	return id, nil
}

type formatError struct{}

func (formatError) Error() string { return "ident: not a canonical identifier" }

var errFormat = formatError{}
