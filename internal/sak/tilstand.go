// Package sak holds the bosettingssak: the settlement case of a household, from the
// decision until everybody is settled. tilstand.go is its whole state machine.
package sak

// Status is where a case is in the process (I3). Labels stand in the catalogues under
// sakstatus.<code>.
type Status string

// The statuses.
const (
	UnderKartlegging Status = "under_kartlegging"
	Fordelingsklar   Status = "fordelingsklar"
	Fordelt          Status = "fordelt"
	SoktUt           Status = "sokt_ut"
	Bosatt           Status = "bosatt"
	Avsluttet        Status = "avsluttet"
)

// Statuser lists the statuses in the order of the process.
var Statuser = []Status{UnderKartlegging, Fordelingsklar, Fordelt, SoktUt, Bosatt, Avsluttet}

// Verb is what somebody does to a case.
type Verb string

// The verbs of the table below.
const (
	VerbFerdigstill Verb = "ferdigstill"
	VerbFordel      Verb = "fordel"
	VerbTrekk       Verb = "trekk"
	VerbAvsla       Verb = "avsla"
	VerbGodta       Verb = "godta"
	VerbBosett      Verb = "bosett"
	VerbAvslutt     Verb = "avslutt"
)

// verbOpprett stands in the history when a case is made; it leads from no status.
const verbOpprett Verb = "opprett"

// Hvem is the side that a transition belongs to.
type Hvem string

// The sides.
const (
	HvemMottak  Hvem = "mottak"
	HvemIMDi    Hvem = "imdi"
	HvemKommune Hvem = "kommune"
)

// Overgang is one row of the state machine.
type Overgang struct {
	Fra  Status
	Verb Verb
	Til  Status
	Hvem Hvem
}

// Overganger is the whole state machine: what is not here cannot happen. Declining
// and withdrawing lead back to fordelingsklar; a closed case stays closed, and the
// household may get a new one.
var Overganger = []Overgang{
	{UnderKartlegging, VerbFerdigstill, Fordelingsklar, HvemMottak},
	{Fordelingsklar, VerbFordel, Fordelt, HvemIMDi},
	{Fordelt, VerbTrekk, Fordelingsklar, HvemIMDi},
	{Fordelt, VerbAvsla, Fordelingsklar, HvemKommune},
	{Fordelt, VerbGodta, SoktUt, HvemKommune},
	{SoktUt, VerbTrekk, Fordelingsklar, HvemIMDi},
	{SoktUt, VerbBosett, Bosatt, HvemKommune},
	{UnderKartlegging, VerbAvslutt, Avsluttet, HvemIMDi},
	{Fordelingsklar, VerbAvslutt, Avsluttet, HvemIMDi},
	{Fordelt, VerbAvslutt, Avsluttet, HvemIMDi},
	{SoktUt, VerbAvslutt, Avsluttet, HvemIMDi},
	{Bosatt, VerbAvslutt, Avsluttet, HvemIMDi},
}

// Next returns the status that a verb leads to; false when the table has no such row.
func Next(s Status, v Verb) (Status, bool) {
	for _, o := range Overganger {
		if o.Fra == s && o.Verb == v {
			return o.Til, true
		}
	}
	return "", false
}

// Can tells whether the verb may be used on a case in this status.
func Can(s Status, v Verb) bool {
	_, ok := Next(s, v)
	return ok
}

// verbTo returns the first verb that leads from one status to another, for a register
// that only tells the result.
func verbTo(fra, til Status) (Verb, bool) {
	for _, o := range Overganger {
		if o.Fra == fra && o.Til == til {
			return o.Verb, true
		}
	}
	return "", false
}

// Arsak is why a case was closed.
type Arsak string

// The reasons.
const (
	ReistUt       Arsak = "reist_ut"
	Dod           Arsak = "dod"
	Selvbosatt    Arsak = "selvbosatt"
	AvslattTilbud Arsak = "avslatt_tilbud"
	AnnetGrunnlag Arsak = "annet_grunnlag"
)

// Arsaker lists the reasons in the order that pages show them.
var Arsaker = []Arsak{ReistUt, Dod, Selvbosatt, AvslattTilbud, AnnetGrunnlag}
