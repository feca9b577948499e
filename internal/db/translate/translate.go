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

// at reports whether the statement has these words at position i; "|"
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
