package skjema

import (
	"slices"
	"strings"
	"time"
)

// Nokkel is where an answer stands. Rad is "" at the top and the row's id in a group.
// The answer to a Gruppe itself, with a row, is the row's marker: it carries nothing
// but whether the row has been removed.
type Nokkel struct {
	Sporsmal Kode
	Rad      string
}

// Svar is one answer. Versjon 0 is an answer that has never been saved.
type Svar struct {
	Verdi   string
	Slettet bool
	// Forseglet stands on the marker of a row that has been sealed.
	Forseglet bool
	Versjon   int64
	Tid       time.Time
}

// Svarsett is a set of answers. It is a value: the engine never changes one.
type Svarsett map[Nokkel]Svar

// Verdi returns what is answered; "" for nothing and for what has been removed.
func (a Svarsett) Verdi(k Kode, rad string) string {
	s := a[Nokkel{k, rad}]
	if s.Slettet {
		return ""
	}
	return s.Verdi
}

// Rader returns the rows of a group in the order of their ids. A row counts when
// something is answered in it and it has not been removed; of a group that is sealed,
// when it is sealed, whether its answers are here or not.
func (a Svarsett) Rader(gruppe *Sporsmal) []string {
	var rader []string
	for n, svar := range a {
		if gruppe.Forsegles {
			if n.Sporsmal == gruppe.Kode && n.Rad != "" && svar.Forseglet && !svar.Slettet {
				rader = append(rader, n.Rad)
			}
			continue
		}
		if n.Rad == "" || svar.Slettet || blank(svar.Verdi) || a[Nokkel{gruppe.Kode, n.Rad}].Slettet {
			continue
		}
		if !slices.Contains(rader, n.Rad) && gruppe.barn(n.Sporsmal) != nil {
			rader = append(rader, n.Rad)
		}
	}
	slices.Sort(rader)
	return rader
}

// RadVersjon is the version of a whole row: it grows by one with every change of any
// answer in it, so that nobody removes a row that a colleague has just written in.
func (a Svarsett) RadVersjon(gruppe *Sporsmal, rad string) int64 {
	sum := a[Nokkel{gruppe.Kode, rad}].Versjon
	for _, b := range gruppe.Barn {
		sum += a[Nokkel{b.Kode, rad}].Versjon
	}
	return sum
}

// barn returns the child with the code, nil when it is not one of the group's.
func (q *Sporsmal) barn(k Kode) *Sporsmal {
	for i := range q.Barn {
		if q.Barn[i].Kode == k {
			return &q.Barn[i]
		}
	}
	return nil
}

// blank tells whether a text says nothing.
func blank(s string) bool { return strings.TrimSpace(s) == "" }
