// Package kodeliste is the code lists: what can be chosen in forms and what the codes of
// the registers are called. Lists are data that IMDiAdministrator changes (endre.go); all
// others read a snapshot (les.go). A code is never removed and never means another thing.
package kodeliste

import (
	"slices"

	"bosett/internal/db"
)

// Liste names a code list. It is stored and stands in addresses.
type Liste string

// The lists.
const (
	Tilknytningstype Liste = "tilknytningstype"
	KompassArsak     Liste = "kompass_arsak"
	Plasstype        Liste = "plasstype"
	Persontype       Liste = "persontype"
	Familierolle     Liste = "familierolle"
	Mottakskategori  Liste = "mottakskategori"
)

// Alle are the lists in the order that pages show them.
var Alle = []Liste{Tilknytningstype, KompassArsak, Plasstype, Persontype, Familierolle, Mottakskategori}

// Fast tells whether the codes come from a register and rules of the program hang on
// them: then their words, their order and whether they can be chosen are changed, and
// nothing is added.
func (l Liste) Fast() bool { return l != Tilknytningstype && l != KompassArsak }

// Egenskap is what a rule of the program hangs on; it belongs to the code for ever.
type Egenskap string

// The properties.
const (
	// Tilrettelagt: residents in such a place may have a behandler (S12).
	Tilrettelagt Egenskap = "tilrettelagt"
	// Enslig: the person settles alone (S2, S8).
	Enslig Egenskap = "enslig"
	// Integreringsmottak: the roles of A8 and A9 can be given at such a centre.
	Integreringsmottak Egenskap = "integreringsmottak"
)

// Opphav tells where a code comes from.
type Opphav string

// The origins.
const (
	Funnet  Opphav = "funnet"  // the user guide or a public source has it
	Forslag Opphav = "forslag" // proposed by us and not confirmed
	IMDi    Opphav = "imdi"    // added or confirmed by an administrator
)

// Ord are the words of a code in both written languages.
type Ord struct{ Nb, Nn string }

// I returns the words in a language; bokmål for all but nynorsk.
func (o Ord) I(maalform string) string {
	if maalform == "nn" {
		return o.Nn
	}
	return o.Nb
}

// Kode is one code of a list as an administrator sees it.
type Kode struct {
	Kode string
	Ord
	// Plass is the code's place in the order; places have gaps.
	Plass int
	// Aktiv: it can be chosen. A code that is withdrawn is shown where it stands.
	Aktiv    bool
	Opphav   Opphav
	Egenskap Egenskap
	// Versjon is the list's version in which the words, the origin or Aktiv changed last.
	// A form sends it back.
	Versjon int64
}

// Kodeliste is a list as an administrator sees it: those that can be chosen in their
// order, then the withdrawn ones.
type Kodeliste struct {
	Liste   Liste
	Versjon int64
	// EndretTid and EndretAv tell of the last change; not valid while nobody has made one.
	EndretTid db.NullTime
	EndretAv  string
	Koder     []Kode
}

// Aktive are the codes that can be chosen.
func (k Kodeliste) Aktive() []Kode { return aktive(k.Koder) }

// Finn returns the code; false when the list has none such.
func (k Kodeliste) Finn(kode string) (Kode, bool) {
	i := slices.IndexFunc(k.Koder, func(en Kode) bool { return en.Kode == kode })
	if i < 0 {
		return Kode{}, false
	}
	return k.Koder[i], true
}

func aktive(koder []Kode) []Kode {
	var out []Kode
	for _, k := range koder {
		if k.Aktiv {
			out = append(out, k)
		}
	}
	return out
}
