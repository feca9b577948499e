// Package skjema is the form engine: questions are data, and one definition drives
// the page, saving, what is missing, who sees what and the documentation. It knows no
// question and no word; those belong to the package that makes the definition.
package skjema

import "bosett/internal/tilgang"

// Kode names a question for ever: stored with every answer, never shown, never reused.
type Kode string

// Type is the kind of a question.
type Type string

// The types of question.
const (
	JaNei     Type = "ja_nei"    // Ja or Nei
	Valg      Type = "valg"      // one of Sporsmal.Valg, or a code of Sporsmal.Liste
	Avkryss   Type = "avkryss"   // a box: Ja or nothing
	Kommune   Type = "kommune"   // a kommune's number, or Ukjent
	Tekst     Type = "tekst"     // one line
	Langtekst Type = "langtekst" // several lines
	Gruppe    Type = "gruppe"    // rows of Sporsmal.Barn, as many as are needed
)

// Stored values of the closed types.
const (
	Ja     = "ja"
	Nei    = "nei"
	Ukjent = "ukjent"
)

// Eier tells whose answer it is.
type Eier string

// The owners. An answer of Familie is one for the household and stands with every member.
const (
	Person  Eier = "person"
	Familie Eier = "familie"
)

// Klasse is how sensitive the answer is (privacy.md 7.1).
type Klasse string

// The classes: office contacts, identity and case, sensitive free text and third
// parties, internal notes.
const (
	F1 Klasse = "F1"
	F2 Klasse = "F2"
	F3 Klasse = "F3"
	F4 Klasse = "F4"
)

// Sporsmal is one question, written as one literal.
type Sporsmal struct {
	Kode Kode
	Type Type
	Eier Eier
	// Vis: when the question is asked. None: always.
	Vis Vilkar
	// Pakrevd: when it must be answered, if asked. nil: never; Alltid: always.
	Pakrevd Vilkar
	// Valg are the codes to choose from, in order.
	Valg []string
	// Liste names the code list to choose from instead. The engine knows the form of a
	// code only: whether it can be chosen is for the caller, who has the lists, and a code
	// that has been withdrawn since stays an answer.
	Liste string
	// Synlig is one row of the table of audiences. Who is not named sees nothing.
	Synlig tilgang.Synlighet
	Klasse Klasse
	// MaksLengde is the longest answer, in characters.
	MaksLengde int
	// Barn are the questions of each row of a Gruppe.
	Barn []Sporsmal
	// MaksRader is the most rows that a Gruppe may have.
	MaksRader int
	// Neste is the child that asks whether there is one more; Ja opens the next row.
	Neste Kode
	// Forsegles: the rows of the group are sealed when they are done. An open row is its
	// author's alone; a sealed one is read only by those whose cell says so, and never
	// changed. Whoever writes such a row has KunSkriv.
	Forsegles bool
	// Kvittering is the child whose answer stands on the author's receipt of a sealed
	// row; "" for none.
	Kvittering Kode
	// EtterFerdig: rows may be added after the form is completed.
	EtterFerdig bool
	// Felles: a family may answer a person's question once for all. It names the
	// question at the top with which the answer is shared or the person's own, together
	// with all others that name the same; that question names itself.
	Felles Kode
}

// Krav is a demand on several questions together: at least one of Av is answered.
// It is reported on the first of them.
type Krav struct {
	Av      []Kode
	Gjelder Vilkar
}

// Seksjon is one page of the form.
type Seksjon struct {
	Kode string
	// Gruppe is the heading it stands under in the menu.
	Gruppe   string
	Sporsmal []Sporsmal
	Krav     []Krav
}

// Skjema is a whole form. Make it with New.
type Skjema struct {
	Seksjoner []Seksjon
	plass     map[Kode]plass
}

// plass is where a question stands.
type plass struct {
	seksjon  *Seksjon
	gruppe   *Sporsmal // nil at the top
	sporsmal *Sporsmal
}

// Finn returns the question and, for a child, its group. false: no such question.
func (s *Skjema) Finn(k Kode) (sporsmal, gruppe *Sporsmal, ok bool) {
	p, ok := s.plass[k]
	return p.sporsmal, p.gruppe, ok
}

// Seksjon returns the section with the code; nil when there is none.
func (s *Skjema) Seksjon(kode string) *Seksjon {
	for i := range s.Seksjoner {
		if s.Seksjoner[i].Kode == kode {
			return &s.Seksjoner[i]
		}
	}
	return nil
}

// SeksjonAv returns the section in which a question stands; nil for an unknown one.
func (s *Skjema) SeksjonAv(k Kode) *Seksjon { return s.plass[k].seksjon }

// Alle calls fn for every question, a group before its children.
func (s *Skjema) Alle(fn func(seksjon *Seksjon, gruppe, sporsmal *Sporsmal)) {
	for i := range s.Seksjoner {
		seksjon := &s.Seksjoner[i]
		for j := range seksjon.Sporsmal {
			q := &seksjon.Sporsmal[j]
			fn(seksjon, nil, q)
			for b := range q.Barn {
				fn(seksjon, q, &q.Barn[b])
			}
		}
	}
}
