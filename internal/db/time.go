package db

import (
	"database/sql/driver"
	"fmt"
	"time"
)

// Layout is how a time stands in SQLite and in the parameters of both engines:
// UTC with six decimals, so that the order of the texts is the order of the
// times. A plain time.Time would be stored with its zone and compare wrong.
const Layout = "2006-01-02T15:04:05.000000Z"

// Time is a point in time in a column, UTC in whole microseconds. Two equal
// Times are == when they come from At or from the database.
type Time struct{ time.Time }

// At makes a column value of any time: the same moment, UTC, cut to microseconds.
func At(t time.Time) Time { return Time{t.UTC().Truncate(time.Microsecond)} }

// Value writes the text form. Years outside 0–9999 are refused, since their
// texts would not sort.
func (t Time) Value() (driver.Value, error) {
	u := At(t.Time)
	if y := u.Year(); y < 0 || y > 9999 {
		return nil, fmt.Errorf("db: year %d cannot be stored", y)
	}
	return u.Format(Layout), nil
}

// Scan reads a time of either engine, also the result of MAX or COALESCE, which
// on SQLite is only a text. NULL is an error: use NullTime.
func (t *Time) Scan(src any) error {
	switch v := src.(type) {
	case time.Time:
		*t = At(v)
		return nil
	case string:
		return t.parse(v)
	case []byte:
		return t.parse(string(v))
	default:
		return fmt.Errorf("db: %T is not a time", src)
	}
}

func (t *Time) parse(s string) error {
	p, err := time.Parse(time.RFC3339Nano, s)
	if err != nil {
		return fmt.Errorf("db: not a time: %w", err)
	}
	*t = At(p)
	return nil
}

// NullTime is a Time or NULL; the zero value is NULL.
type NullTime struct {
	Time  Time
	Valid bool
}

// SomeTime makes a NullTime that holds t.
func SomeTime(t time.Time) NullTime { return NullTime{Time: At(t), Valid: true} }

// Value writes the text form, or NULL.
func (t NullTime) Value() (driver.Value, error) {
	if !t.Valid {
		return nil, nil
	}
	return t.Time.Value()
}

// Scan reads a time or NULL of either engine.
func (t *NullTime) Scan(src any) error {
	if src == nil {
		*t = NullTime{}
		return nil
	}
	t.Valid = true
	return t.Time.Scan(src)
}
