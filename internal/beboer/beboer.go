package beboer

import (
	"strings"

	"bosett/internal/db"
	"bosett/internal/ident"
	"bosett/internal/tilgang"
)

// Beboer is a resident. All of it comes from the registers; nothing is edited here.
type Beboer struct {
	ID       ident.ID
	Husstand ident.ID
	Mottak   ident.ID
	// RegNummer is the household's number at UDI ("plasseringsgruppe").
	RegNummer string
	Duf       Duf
	// DufGyldig is false when the check digits do not agree.
	DufGyldig       bool
	Fodselsnummer   Fodselsnummer
	Fornavn         string
	Mellomnavn      string
	Etternavn       string
	Fodt            db.Date
	Kjonn           Kjonn
	Statsborgerskap string // ISO 3166 alpha-2
	Persontype      Persontype
	Familierolle    Familierolle
	// Familieplass is the order in the family; 0 is its head.
	Familieplass int
	Plasstype    Plasstype
	VedtakDato   db.NullDate
	// Gradering is the household's: the strictest of its members counts for all.
	Gradering tilgang.Gradering
	// HarSak, SakStatus and SakOpprettet tell about the household's current case: the
	// living one, else the one that was closed last.
	HarSak       bool
	SakStatus    string
	SakOpprettet db.NullDate
	// KompassTid is when the resident sent the self-registration of competence.
	KompassTid db.NullTime
	Versjon    int64
}

// Alder is the age in whole years on a day; a person born on 29 February is a year
// older on 1 March. A day before the birth is age 0.
func (b Beboer) Alder(paa db.Date) int {
	age := paa.Year() - b.Fodt.Year()
	if paa.Month() < b.Fodt.Month() || paa.Month() == b.Fodt.Month() && paa.Day() < b.Fodt.Day() {
		age--
	}
	return max(age, 0)
}

// EtternavnFornavn is the name as lists show it: "Etternavn, Fornavn". Who has one
// name only is shown by that.
func (b Beboer) EtternavnFornavn() string { return listenavn(b.Etternavn, b.Fornavn) }

// FulltNavn is "Fornavn Mellomnavn Etternavn", without those the person has not.
func (b Beboer) FulltNavn() string {
	return strings.Join(strings.Fields(b.Fornavn+" "+b.Mellomnavn+" "+b.Etternavn), " ")
}

// Selvregistrert tells whether the resident has registered own competence in Kompass.
func (b Beboer) Selvregistrert() bool { return b.KompassTid.Valid }

// Subject is the resident as tilgang.Check asks for it.
func (b Beboer) Subject() tilgang.Subject {
	return tilgang.Subject{Mottak: b.Mottak, HarSak: b.HarSak, Gradering: b.Gradering}
}

func listenavn(etternavn, fornavn string) string {
	switch {
	case etternavn == "":
		return fornavn
	case fornavn == "":
		return etternavn
	default:
		return etternavn + ", " + fornavn
	}
}
