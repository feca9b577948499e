// Package oversikt is the only room that joins the tables of several slices: the
// lists of a centre, their searches and their figures. Every list demands a
// tilgang.Scope and an innsyn.Reader: what is not in the scope is in no row, count or
// search, and who is shown is logged.
//
// A page costs the same whatever the size of the centre. The order of a list is that
// of an index; a filter is a set of runs of an index (run) that are merged; a page
// begins beside a row that the reader has seen (Side), never at a number.
package oversikt

import (
	"bosett/internal/db"
	"bosett/internal/i18n"
	"bosett/internal/ident"
	"bosett/internal/samtale"
	"bosett/internal/tilgang"
)

// Antall is how many rows a page has unless the query says otherwise.
const Antall = 50

// Side chooses a page: the rows after Etter, or those before For, at most Antall. The
// zero value is the first page. A row that is not there (any more) is the first page.
type Side struct {
	Etter, For ident.ID
	Antall     int
}

func (s Side) limit() int {
	if s.Antall <= 0 {
		return Antall
	}
	return s.Antall
}

// Samtalestatus is how far a person's interview has come; it is shown, and never
// decides anything.
type Samtalestatus = samtale.Status

// gradert is the condition on the column of protected identity: the rows of others
// are not there for those without a grant.
func gradert(s tilgang.Scope) []bool {
	if s.SerGradert() {
		return []bool{false, true}
	}
	return []bool{false}
}

// idag is the day in Norway.
func idag(r db.Reader) db.Date { return db.DateIn(r.Now(), i18n.Oslo()) }

// sqlBool writes a literal, so that the planner knows the value.
func sqlBool(b bool) string {
	if b {
		return "TRUE"
	}
	return "FALSE"
}
