package beboer

import (
	"strings"
	"unicode/utf8"

	"bosett/internal/db"
	"bosett/internal/fault"
	"bosett/internal/i18n"
	"bosett/internal/ident"
	"bosett/internal/tilgang"
)

// Inn is one line of the feed from DUF: a person as the register has them now.
// An empty Gradering or KompassTid says nothing, and what is stored stays: silence
// must never take away a person's protection.
type Inn struct {
	Duf             string
	RegNummer       string
	Fodselsnummer   string
	Fornavn         string
	Mellomnavn      string
	Etternavn       string
	Fodt            db.Date
	Kjonn           string
	Statsborgerskap string
	Persontype      string
	Familierolle    string
	MotID           string
	Plasstype       string
	VedtakDato      db.NullDate
	KompassTid      db.NullTime
	Gradering       tilgang.Gradering
}

// Limits of what a line may say.
const (
	regNummerLen = 9
	maxNavn      = 200 // runes in one part of a name
	eldste       = 130 // years
)

// linje is a line that has been checked. Its register lacks the household and the
// centre, which are found by regNummer and motID.
type linje struct {
	duf       Duf
	dufGyldig bool
	regNummer string
	motID     string
	merknad   string
	register
}

// ParseRegNummer reads a household's number at UDI, nine digits with or without spaces.
func ParseRegNummer(s string) (string, bool) { return onlyDigits(s, regNummerLen) }

// les checks one line. A refusal names the field and the reason.
func (inn Inn) les(idag db.Date) (l linje, refused fault.Utfall) {
	refuse := func(felt, grunn string) (linje, fault.Utfall) {
		return linje{}, fault.Utfall{Status: fault.Avvist, Felt: felt, Grunn: grunn}
	}
	var err error
	if l.duf, l.dufGyldig, err = ParseDuf(inn.Duf); err != nil {
		return refuse("duf", "beboer.feil.duf")
	}
	if !l.dufGyldig {
		l.merknad = "beboer.merknad.duf"
	}
	var ok bool
	if l.regNummer, ok = ParseRegNummer(inn.RegNummer); !ok {
		return refuse("regnummer", "beboer.feil.regnummer")
	}
	if strings.TrimSpace(inn.Fodselsnummer) != "" {
		fnr, gyldig, err := ParseFodselsnummer(inn.Fodselsnummer)
		if err != nil {
			return refuse("fodselsnummer", "beboer.feil.fodselsnummer")
		}
		if !gyldig && l.merknad == "" {
			l.merknad = "beboer.merknad.fodselsnummer"
		}
		l.Fodselsnummer = fnr
	}
	l.Fornavn, l.Mellomnavn, l.Etternavn = i18n.OneLine(inn.Fornavn), i18n.OneLine(inn.Mellomnavn), i18n.OneLine(inn.Etternavn)
	if l.Fornavn == "" && l.Etternavn == "" {
		return refuse("etternavn", "beboer.feil.navn")
	}
	if utf8.RuneCountInString(l.Fornavn) > maxNavn || utf8.RuneCountInString(l.Mellomnavn) > maxNavn ||
		utf8.RuneCountInString(l.Etternavn) > maxNavn {
		return refuse("etternavn", "beboer.feil.navn-langt")
	}
	if inn.Fodt.IsZero() || inn.Fodt.After(idag) || inn.Fodt.Before(idag.AddMonths(-12*eldste)) {
		return refuse("fodt", "beboer.feil.fodt")
	}
	l.Fodt = inn.Fodt
	l.motID = strings.TrimSpace(inn.MotID)
	felt, grunn := l.lesKoder(inn)
	if grunn != "" {
		return refuse(felt, grunn)
	}
	return l, fault.Utfall{}
}

// lesKoder checks the coded fields; an empty reason means that all are known.
func (l *linje) lesKoder(inn Inn) (felt, grunn string) {
	l.Kjonn, l.Persontype = Kjonn(inn.Kjonn), Persontype(inn.Persontype)
	l.Familierolle, l.Plasstype = Familierolle(inn.Familierolle), Plasstype(inn.Plasstype)
	l.Statsborgerskap, l.Gradering = inn.Statsborgerskap, inn.Gradering
	l.VedtakDato, l.KompassTid = inn.VedtakDato, inn.KompassTid
	if l.KompassTid.Valid {
		l.KompassTid.Time = db.At(l.KompassTid.Time.Time)
	}
	switch {
	case !l.Kjonn.Kjent():
		return "kjonn", "beboer.feil.kjonn"
	case !alpha2(l.Statsborgerskap):
		return "statsborgerskap", "beboer.feil.statsborgerskap"
	case !l.Persontype.Kjent():
		return "persontype", "beboer.feil.persontype"
	case l.Familierolle != IngenRolle && !l.Familierolle.Kjent():
		return "familierolle", "beboer.feil.familierolle"
	case !l.Plasstype.Kjent():
		return "plasstype", "beboer.feil.plasstype"
	case l.Gradering != "" && !tilgang.GyldigGradering(l.Gradering):
		return "gradering", "beboer.feil.gradering"
	}
	return "", ""
}

func alpha2(s string) bool {
	return len(s) == 2 && s[0] >= 'A' && s[0] <= 'Z' && s[1] >= 'A' && s[1] <= 'Z'
}

// tilstand is everything about a resident that can change, as it stands in the row.
// It is comparable: two equal ones need no write.
type tilstand struct {
	register
	prosjeksjon
}

// register is what DUF says.
type register struct {
	Husstand        ident.ID
	Mottak          ident.ID
	Fodselsnummer   Fodselsnummer
	Fornavn         string
	Mellomnavn      string
	Etternavn       string
	Fodt            db.Date
	Kjonn           Kjonn
	Statsborgerskap string
	Persontype      Persontype
	Familierolle    Familierolle
	Plasstype       Plasstype
	VedtakDato      db.NullDate
	KompassTid      db.NullTime
	Gradering       tilgang.Gradering // the person's own
}

// prosjeksjon is what follows from the household and its case.
type prosjeksjon struct {
	Familieplass int
	Gradert      bool
	sakskopi
}

// sakskopi is the household's current case, copied to each member.
type sakskopi struct {
	HarSak       bool
	SakStatus    string
	SakOpprettet db.Date
	FodtSak      db.Date
}

// ingenDato stands for "none" in columns that lists are sorted by.
var ingenDato = db.NewDate(9999, 12, 31)

// silent fills in what the line does not say.
func (ny register) silent(gammel register) register {
	if ny.Gradering == "" {
		ny.Gradering = gammel.Gradering
	}
	if ny.Gradering == "" {
		ny.Gradering = tilgang.Ugradert
	}
	if !ny.KompassTid.Valid {
		ny.KompassTid = gammel.KompassTid
	}
	return ny
}
