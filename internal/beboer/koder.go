package beboer

import (
	"slices"

	"bosett/internal/db"
)

// Kode is one value of a code list that rules hang on. A code that has ended stays
// readable and may still come from a register. What the codes are called, their order and
// whether they are offered is data: package kodeliste.
type Kode[T ~string] struct {
	Kode T
	// Til is the last day that the code is in use; the zero date: still in use.
	Til db.Date
}

// Gjelder tells whether the code is in use on a day.
func (k Kode[T]) Gjelder(paa db.Date) bool { return k.Til.IsZero() || !paa.After(k.Til) }

// knows tells whether the list has the code, ended or not.
func knows[T ~string](list []Kode[T], kode T) bool {
	return slices.ContainsFunc(list, func(k Kode[T]) bool { return k.Kode == kode })
}

// Plasstype is the kind of place a resident has, with UDI's letters.
type Plasstype string

// The place types.
const (
	PlassOrdinar       Plasstype = "ORD"
	PlassOrdinarEM     Plasstype = "ORD-EM"
	PlassTransitt      Plasstype = "TRA"
	PlassTransittEM    Plasstype = "TRA-EM"
	PlassAnkomst       Plasstype = "ANK"
	PlassIntegrering   Plasstype = "INT"
	PlassTilrettelagt  Plasstype = "TIL"
	PlassSarbol        Plasstype = "SBO"
	PlassSykehjem      Plasstype = "SYK"
	PlassInstitusjon   Plasstype = "INS"
	PlassAkutt         Plasstype = "AKU"
	PlassAlternativ    Plasstype = "AMOT"
	PlassMidlertidig   Plasstype = "MAMOT"
	PlassOmsorgssenter Plasstype = "OMS"
	PlassPrivat        Plasstype = "PRIV"
)

// Plasstyper lists the place types in the order that pages show them. MAMOT ended
// when its instruction was repealed.
var Plasstyper = []Kode[Plasstype]{
	{Kode: PlassOrdinar}, {Kode: PlassOrdinarEM}, {Kode: PlassTransitt}, {Kode: PlassTransittEM},
	{Kode: PlassAnkomst}, {Kode: PlassIntegrering}, {Kode: PlassTilrettelagt}, {Kode: PlassSarbol},
	{Kode: PlassSykehjem}, {Kode: PlassInstitusjon}, {Kode: PlassAkutt}, {Kode: PlassAlternativ},
	{Kode: PlassMidlertidig, Til: db.NewDate(2024, 2, 15)}, {Kode: PlassOmsorgssenter}, {Kode: PlassPrivat},
}

// Kjent tells whether the place type is in the list, ended or not.
func (p Plasstype) Kjent() bool { return knows(Plasstyper, p) }

// Persontype tells how a person is counted in the settlement.
type Persontype string

// The person types.
const (
	EnsligVoksen     Persontype = "enslig_voksen"
	EnsligMindrearig Persontype = "enslig_mindrearig"
	EnsligForsorger  Persontype = "enslig_forsorger"
	EkteparSamboere  Persontype = "ektepar_samboere"
	FamilieMedBarn   Persontype = "familie_med_barn"
	FamilieUtenBarn  Persontype = "familie_uten_barn"
	MedfolgendeBarn  Persontype = "medfolgende_barn"
)

// Persontyper lists the person types in the order that pages show them.
var Persontyper = []Kode[Persontype]{
	{Kode: EnsligVoksen}, {Kode: EnsligMindrearig}, {Kode: EnsligForsorger}, {Kode: EkteparSamboere},
	{Kode: FamilieMedBarn}, {Kode: FamilieUtenBarn}, {Kode: MedfolgendeBarn},
}

// Kjent tells whether the person type is in the list, ended or not.
func (p Persontype) Kjent() bool { return knows(Persontyper, p) }

// Enslig tells whether the person settles alone (S2, S8).
func (p Persontype) Enslig() bool { return p == EnsligVoksen || p == EnsligMindrearig }

// Familierolle is a person's part in the household; empty for one who is alone.
type Familierolle string

// The roles in a family.
const (
	IngenRolle    Familierolle = ""
	Far           Familierolle = "far"
	Mor           Familierolle = "mor"
	Ektefelle     Familierolle = "ektefelle"
	Samboer       Familierolle = "samboer"
	Datter        Familierolle = "datter"
	Sonn          Familierolle = "sonn"
	Sosken        Familierolle = "sosken"
	Besteforelder Familierolle = "besteforelder"
	AnnetMedlem   Familierolle = "annet"
)

// Familieroller lists the roles in the order that pages show them.
var Familieroller = []Kode[Familierolle]{
	{Kode: Far}, {Kode: Mor}, {Kode: Ektefelle}, {Kode: Samboer}, {Kode: Datter},
	{Kode: Sonn}, {Kode: Sosken}, {Kode: Besteforelder}, {Kode: AnnetMedlem},
}

// Kjent tells whether the role is in the list, ended or not; none is none of them.
func (f Familierolle) Kjent() bool { return knows(Familieroller, f) }

// rang puts father and mother before the others, who come by age.
func (f Familierolle) rang() int {
	switch f {
	case Far:
		return 0
	case Mor:
		return 1
	default:
		return 2
	}
}

// Kjonn is a person's sex as the register has it.
type Kjonn string

// The sexes that the register knows.
const (
	Kvinne      Kjonn = "kvinne"
	Mann        Kjonn = "mann"
	UkjentKjonn Kjonn = "ukjent"
)

// KjonnKoder lists them in the order that pages show them.
var KjonnKoder = []Kode[Kjonn]{{Kode: Kvinne}, {Kode: Mann}, {Kode: UkjentKjonn}}

// Kjent tells whether the sex is in the list.
func (k Kjonn) Kjent() bool { return knows(KjonnKoder, k) }
