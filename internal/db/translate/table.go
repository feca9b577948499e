package translate

import (
	"fmt"
	"strings"
)

// types maps every column type that may stand in a migration; two words where
// PostgreSQL has two. Times, dates, identifiers and JSON are texts on SQLite,
// written by the types of package db.
var types = map[string]string{
	"uuid":             "TEXT",
	"text":             "TEXT",
	"timestamptz":      "TEXT",
	"date":             "TEXT",
	"jsonb":            "TEXT",
	"boolean":          "INTEGER",
	"bigint":           "INTEGER",
	"integer":          "INTEGER",
	"smallint":         "INTEGER",
	"double precision": "REAL",
	"bytea":            "BLOB",
}

func (s statement) createTable() error {
	open := 2
	for open < len(s) && !s[open].is("(") {
		open++
	}
	end := s.closing(open)
	if end != len(s)-1 {
		return fmt.Errorf("a table has columns and nothing after them")
	}
	start := open + 1
	for i := open + 1; i <= end; i++ {
		if s[i].is("(") {
			i = s.closing(i)
			continue
		}
		if i == end || s[i].is(",") {
			if err := s[:i].column(start); err != nil {
				return err
			}
			start = i + 1
		}
	}
	s[end].text = ") STRICT"
	return nil
}

// alterTable takes the few changes that SQLite also has, one at a time.
func (s statement) alterTable() error {
	i := 3
	switch {
	case s.at(i, "rename"), s.at(i, "drop", "column"), s.at(i, "add", "constraint"):
	case s.at(i, "add", "column"):
		if err := s.column(i + 2); err != nil {
			return err
		}
	default:
		return fmt.Errorf("ALTER TABLE: only RENAME, ADD COLUMN, DROP COLUMN and ADD CONSTRAINT are portable")
	}
	for ; i < len(s); i++ {
		if s[i].is("(") {
			i = s.closing(i)
		} else if s[i].is(",") {
			return fmt.Errorf("ALTER TABLE: SQLite makes one change at a time")
		}
	}
	return nil
}

// column translates one column, or leaves a table constraint alone.
func (s statement) column(start int) error {
	if s.at(start, "constraint|primary|unique|foreign|check") {
		return nil
	}
	if start+1 >= len(s) {
		return fmt.Errorf("a column needs a name and a type")
	}
	whole, _ := s.typeAt(start + 1)
	if err := s.replaceType(start + 1); err != nil {
		return err
	}
	for i := start + 2; i < len(s); i++ {
		if s.at(i, "identity") {
			return s.identity(i, start+1, whole)
		}
	}
	return nil
}

// identity: GENERATED ALWAYS AS IDENTITY PRIMARY KEY. AUTOINCREMENT because
// numbers of removed rows must not come back, as they do not on PostgreSQL.
func (s statement) identity(i, typ int, whole string) error {
	if whole != "bigint" || i != typ+4 || !s.at(typ+1, "generated", "always", "as", "identity", "primary", "key") {
		return fmt.Errorf("write bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY")
	}
	for j := typ + 1; j <= i; j++ {
		s[j].drop()
	}
	s[i+2].text += " AUTOINCREMENT"
	return nil
}

// typeAt tells which known type stands at i.
func (s statement) typeAt(i int) (string, bool) {
	if i >= len(s) || s[i].kind != word {
		return "", false
	}
	name := s[i].lower()
	if _, ok := types[name]; ok {
		return name, true
	}
	if i+1 < len(s) {
		name += " " + s[i+1].lower()
	}
	_, ok := types[name]
	return name, ok
}

func (s statement) replaceType(i int) error {
	name, ok := s.typeAt(i)
	if !ok {
		if i < len(s) {
			return fmt.Errorf("line %d: %q is not a portable type", s[i].line, s[i].text)
		}
		return fmt.Errorf("a type is missing")
	}
	s[i].text = types[name]
	if strings.Contains(name, " ") {
		s[i+1].drop()
	}
	return nil
}
