package db

import (
	"database/sql/driver"
	"fmt"
	"time"
)

// Date is a calendar day without a clock or a zone: a date of birth, a
// deadline. Dates compare with ==. The zero Date is no date and cannot be
// stored; use NullDate for a column that may be empty.
type Date struct {
	year  int
	month time.Month
	day   int
}

// NewDate makes a date; a day past the end of the month runs into the next.
func NewDate(year int, month time.Month, day int) Date {
	return dateOf(time.Date(year, month, day, 0, 0, 0, 0, time.UTC))
}

// DateIn tells which day it is at time t in zone loc, Europe/Oslo for anything
// that a Norwegian deadline hangs on.
func DateIn(t time.Time, loc *time.Location) Date { return dateOf(t.In(loc)) }

func dateOf(t time.Time) Date {
	y, m, d := t.Date()
	return Date{y, m, d}
}

// ParseDate reads YYYY-MM-DD and refuses days that do not exist.
func ParseDate(s string) (Date, error) {
	t, err := time.Parse(time.DateOnly, s)
	if err != nil {
		return Date{}, fmt.Errorf("db: not a date: %w", err)
	}
	return dateOf(t), nil
}

// Year is the year of our calendar.
func (d Date) Year() int { return d.year }

// Month is the month of the year.
func (d Date) Month() time.Month { return d.month }

// Day is the day of the month.
func (d Date) Day() int { return d.day }

// Weekday is the day of the week.
func (d Date) Weekday() time.Weekday { return d.In(time.UTC).Weekday() }

// IsZero reports whether this is no date.
func (d Date) IsZero() bool { return d == Date{} }

// In is the beginning of the day in zone loc.
func (d Date) In(loc *time.Location) time.Time {
	return time.Date(d.year, d.month, d.day, 0, 0, 0, 0, loc)
}

// AddDays moves n days forward, or back when n is negative.
func (d Date) AddDays(n int) Date { return NewDate(d.year, d.month, d.day+n) }

// AddMonths moves n months and stays in the month it lands in: 31 January and
// one month is the last of February, as a term of months ends in Norwegian law.
func (d Date) AddMonths(n int) Date {
	first := NewDate(d.year, d.month+time.Month(n), 1)
	last := NewDate(first.year, first.month+1, 0)
	return Date{first.year, first.month, min(d.day, last.day)}
}

// Sub is the number of days from e to d, negative if d comes first.
func (d Date) Sub(e Date) int {
	return int(d.In(time.UTC).Sub(e.In(time.UTC)) / (24 * time.Hour))
}

// Compare is -1, 0 or +1 as d is before, the same as or after e.
func (d Date) Compare(e Date) int { return d.In(time.UTC).Compare(e.In(time.UTC)) }

// Before reports whether d is an earlier day than e.
func (d Date) Before(e Date) bool { return d.Compare(e) < 0 }

// After reports whether d is a later day than e.
func (d Date) After(e Date) bool { return d.Compare(e) > 0 }

// String gives YYYY-MM-DD, the stored form; what a person reads comes from i18n.
// The zero Date gives the empty text.
func (d Date) String() string {
	if d.IsZero() {
		return ""
	}
	return d.In(time.UTC).Format(time.DateOnly)
}

// MarshalText writes YYYY-MM-DD, also in JSON.
func (d Date) MarshalText() ([]byte, error) { return []byte(d.String()), nil }

// UnmarshalText reads YYYY-MM-DD, or the zero Date from the empty text.
func (d *Date) UnmarshalText(text []byte) (err error) {
	if len(text) == 0 {
		*d = Date{}
		return nil
	}
	*d, err = ParseDate(string(text))
	return err
}

// Value writes YYYY-MM-DD. The zero Date and years outside 1–9999 are refused.
func (d Date) Value() (driver.Value, error) {
	if d.IsZero() || d.year < 1 || d.year > 9999 {
		return nil, fmt.Errorf("db: date of year %d cannot be stored", d.year)
	}
	return d.String(), nil
}

// Scan reads a date of either engine. NULL is an error: use NullDate.
func (d *Date) Scan(src any) (err error) {
	switch v := src.(type) {
	case time.Time:
		*d = dateOf(v)
	case string:
		*d, err = ParseDate(v)
	case []byte:
		*d, err = ParseDate(string(v))
	default:
		err = fmt.Errorf("db: %T is not a date", src)
	}
	return err
}

// NullDate is a Date or NULL; the zero value is NULL.
type NullDate struct {
	Date  Date
	Valid bool
}

// SomeDate makes a NullDate that holds d, or NULL if d is the zero Date.
func SomeDate(d Date) NullDate { return NullDate{Date: d, Valid: !d.IsZero()} }

// Value writes YYYY-MM-DD, or NULL.
func (d NullDate) Value() (driver.Value, error) {
	if !d.Valid {
		return nil, nil
	}
	return d.Date.Value()
}

// Scan reads a date or NULL of either engine.
func (d *NullDate) Scan(src any) error {
	if src == nil {
		*d = NullDate{}
		return nil
	}
	d.Valid = true
	return d.Date.Scan(src)
}
