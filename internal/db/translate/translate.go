// Package translate turns a PostgreSQL migration into its SQLite twin. It knows
// only what the portable rules allow and refuses everything else with the line
// number, so that a difference between the engines is written down on purpose:
//
//	-- dialect:postgres     lines up to -- dialect:end are left out
//	-- dialect:sqlite       lines up to -- dialect:end, each beginning with
//	                        "--| ", are taken over without that beginning
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

// forbidden words give another answer, or none, on SQLite.
var forbidden = map[string]string{
	"now":               "the time comes from Go",
	"current_timestamp": "the time comes from Go",
	"current_date":      "the time comes from Go",
	"gen_random_uuid":   "identifiers come from Go",
	"interval":          "compute in Go",
	"ilike":             "compare folded text",
	"any":               "use IN",
	"using":             "name no index method",
	"concurrently":      "SQLite has no such index build",
	"serial":            "use bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY",
	"bigserial":         "use bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY",
}

// ToSQLite translates one migration file. name is the file's name and stands in
// the first line of the result and in errors.
func ToSQLite(name, postgres string) (string, error) {
	tokens, err := scan(postgres)
	if err != nil {
		return "", fmt.Errorf("%s: %w", name, err)
	}
	for _, s := range statements(tokens) {
		if err := s.translate(); err != nil {
			return "", fmt.Errorf("%s:%d: %w", name, s[0].line, err)
		}
	}
	var b strings.Builder
	fmt.Fprintf(&b, "-- Code generated from postgres/%s by go generate ./internal/db. DO NOT EDIT.\n\n", name)
	for _, t := range tokens {
		b.WriteString(t.text)
	}
	return b.String(), nil
}

// statement is the significant tokens up to a semicolon, without it.
type statement []*token

func statements(tokens []*token) []statement {
	var all []statement
	var s statement
	for _, t := range tokens {
		switch {
		case t.kind == space:
		case t.text == ";":
			if len(s) > 0 {
				all = append(all, s)
			}
			s = nil
		default:
			s = append(s, t)
		}
	}
	if len(s) > 0 {
		all = append(all, s)
	}
	return all
}

// starts reports whether the statement has these words at position i; "|"
// between words allows either.
func (s statement) at(i int, words ...string) bool {
	if i+len(words) > len(s) {
		return false
	}
	for n, w := range words {
		found := false
		for alternative := range strings.SplitSeq(w, "|") {
			found = found || s[i+n].is(alternative)
		}
		if !found {
			return false
		}
	}
	return true
}

func (s statement) translate() error {
	for i, t := range s {
		if why, bad := forbidden[t.lower()]; bad && t.kind == word && !s.isName(i) {
			return fmt.Errorf("%q is not portable: %s", t.text, why)
		}
	}
	if err := s.collations(); err != nil {
		return err
	}
	if err := s.casts(); err != nil {
		return err
	}
	switch {
	case s.at(0, "create", "table"):
		return s.createTable()
	case s.at(0, "alter", "table"):
		return s.alterTable()
	case s.at(0, "drop", "table|index|view"):
		for _, t := range s {
			if t.is(",") || t.is("cascade") {
				return fmt.Errorf("SQLite drops one thing at a time, without CASCADE")
			}
		}
		return nil
	case s.at(0, "create", "index|view"), s.at(0, "create", "unique", "index"),
		s.at(0, "insert|update|delete|with"):
		return nil
	}
	return fmt.Errorf("%s … belongs in a dialect section", s[0].text)
}

// isName reports whether token i only names something: a column in front of its
// type or after a dot may have any name.
func (s statement) isName(i int) bool {
	_, typed := s.typeAt(i + 1)
	return typed || i > 0 && s[i-1].is(".")
}

// collations drops COLLATE "C": it is what SQLite does anyway.
func (s statement) collations() error {
	for i := range s {
		if !s.at(i, "collate") {
			continue
		}
		if !s.at(i+1, `"C"`) {
			return fmt.Errorf(`only COLLATE "C" is portable`)
		}
		s[i].drop()
		s[i+1].drop()
	}
	return nil
}

// casts translates the type in CAST(… AS type).
func (s statement) casts() error {
	for i := range s {
		if !s.at(i, "cast", "(") {
			continue
		}
		end := s.closing(i + 1)
		as := end
		for j := i + 2; j < end; j++ {
			if s[j].is("as") {
				as = j
			}
		}
		if err := s.replaceType(as + 1); err != nil {
			return err
		}
	}
	return nil
}

// closing finds the parenthesis that ends the one at i.
func (s statement) closing(i int) int {
	depth := 0
	for ; i < len(s); i++ {
		switch {
		case s[i].is("("):
			depth++
		case s[i].is(")"):
			if depth--; depth == 0 {
				return i
			}
		}
	}
	return len(s)
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
