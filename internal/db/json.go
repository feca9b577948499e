package db

import (
	"bytes"
	"database/sql/driver"
	"encoding/json"
	"errors"
	"fmt"

	"github.com/google/uuid"
)

// NullID is an identifier or NULL.
type NullID = uuid.NullUUID

// SomeID makes a NullID that holds id, or NULL if id is uuid.Nil.
func SomeID(id uuid.UUID) NullID { return NullID{UUID: id, Valid: id != uuid.Nil} }

// JSON is a JSON text in a column; nil is NULL. PostgreSQL does not keep its
// spaces and the order of its keys, so what is signed or compared byte for byte
// belongs in a text column, and what is searched in a column of its own.
type JSON []byte

// ToJSON makes a JSON of any value that encoding/json can write.
func ToJSON(v any) (JSON, error) {
	b, err := json.Marshal(v)
	if err != nil {
		return nil, fmt.Errorf("db: %w", err)
	}
	return b, nil
}

// Into reads the JSON into v, a pointer. NULL leaves v as it is.
func (j JSON) Into(v any) error {
	if j == nil {
		return nil
	}
	if err := json.Unmarshal(j, v); err != nil {
		return fmt.Errorf("db: %w", err)
	}
	return nil
}

// Value writes a string (never bytes, which SQLite would keep as a BLOB) and
// refuses what is not JSON, as PostgreSQL does.
func (j JSON) Value() (driver.Value, error) {
	if j == nil {
		return nil, nil
	}
	if !json.Valid(j) {
		return nil, errors.New("db: not valid JSON")
	}
	return string(j), nil
}

// Scan reads a JSON text or NULL of either engine.
func (j *JSON) Scan(src any) error {
	switch v := src.(type) {
	case nil:
		*j = nil
	case string:
		*j = JSON(v)
	case []byte:
		*j = bytes.Clone(v)
	default:
		return fmt.Errorf("db: %T is not JSON", src)
	}
	return nil
}

// MarshalJSON writes the text as it is.
func (j JSON) MarshalJSON() ([]byte, error) { return json.RawMessage(j).MarshalJSON() }

// UnmarshalJSON keeps the text as it is.
func (j *JSON) UnmarshalJSON(b []byte) error {
	*j = bytes.Clone(b)
	return nil
}
