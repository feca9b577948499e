package tilgang

// Action is something an actor does. Every route names one.
type Action string

// The actions. Offentlig needs no sign-in; Innlogget needs any role.
const (
	Offentlig Action = "offentlig"
	Innlogget Action = "innlogget"

	KommuneLes Action = "kommune.les"

	MottakLes                         Action = "mottak.les"
	MottakRediger                     Action = "mottak.rediger"
	KontaktRedigerAdministrator       Action = "kontakt.rediger.mottaksadministrator"
	KontaktRedigerBosettingsansvarlig Action = "kontakt.rediger.bosettingsansvarlig"

	OppgaveList    Action = "oppgave.list"
	BeboerList     Action = "beboer.list"
	BeboerDetaljer Action = "beboer.detaljer"

	SamtaleLes         Action = "samtale.les"
	SamtaleSkriv       Action = "samtale.skriv"
	SamtaleFerdigstill Action = "samtale.ferdigstill"

	KompassTildel Action = "kompass.tildel"

	KodelisteRediger Action = "kodeliste.rediger"
)

// vilkar is what must hold between actor and subject besides the role.
type vilkar int

const (
	alltid vilkar = iota
	// egetMottak: the subject is the actor's own centre, or a resident there.
	egetMottak
	// egetMedSak: a resident at the own centre who has a bosettingssak (A6, A7).
	egetMedSak
)

func (v vilkar) holds(a Actor, s Subject) bool {
	mottak, ok := a.Mottak()
	switch v {
	case alltid:
		return true
	case egetMottak:
		return ok && s.Mottak == mottak
	case egetMedSak:
		return ok && s.Mottak == mottak && s.HarSak
	}
	return false
}

type row struct {
	action Action
	rolle  Rolle
	vilkar vilkar
}

// policy is the whole table: what is not here is not allowed. Rows follow the user
// guide's table of roles ("Roller og tilganger") and product.md A5-A11 and section 7.
var policy = buildPolicy()

func buildPolicy() []row {
	rows := []row{
		// A5: the administrator sees the centre, never a resident.
		{MottakLes, Mottaksadministrator, egetMottak},
		{MottakRediger, Mottaksadministrator, egetMottak},
		{KontaktRedigerAdministrator, Mottaksadministrator, egetMottak},
		{KontaktRedigerBosettingsansvarlig, Mottaksadministrator, egetMottak},

		// A6: residents with a case; those without are a line in the overview only.
		{MottakLes, MottakBosettingsansvarlig, egetMottak},
		{KontaktRedigerBosettingsansvarlig, MottakBosettingsansvarlig, egetMottak},
		{OppgaveList, MottakBosettingsansvarlig, egetMottak},
		{BeboerList, MottakBosettingsansvarlig, egetMottak},
		{BeboerDetaljer, MottakBosettingsansvarlig, egetMedSak},
		{SamtaleLes, MottakBosettingsansvarlig, egetMedSak},
		{SamtaleSkriv, MottakBosettingsansvarlig, egetMedSak},
		{SamtaleFerdigstill, MottakBosettingsansvarlig, egetMedSak},
		{KompassTildel, MottakBosettingsansvarlig, egetMedSak},

		// A7: codes only.
		{MottakLes, MottakKompass, egetMottak},
		{KompassTildel, MottakKompass, egetMedSak},

		// A8: as A6, and residents without a case.
		{MottakLes, IntegreringsmottakBosettingsansvarlig, egetMottak},
		{KontaktRedigerBosettingsansvarlig, IntegreringsmottakBosettingsansvarlig, egetMottak},
		{OppgaveList, IntegreringsmottakBosettingsansvarlig, egetMottak},
		{BeboerList, IntegreringsmottakBosettingsansvarlig, egetMottak},
		{BeboerDetaljer, IntegreringsmottakBosettingsansvarlig, egetMottak},
		{SamtaleLes, IntegreringsmottakBosettingsansvarlig, egetMottak},
		{SamtaleSkriv, IntegreringsmottakBosettingsansvarlig, egetMottak},
		{SamtaleFerdigstill, IntegreringsmottakBosettingsansvarlig, egetMottak},
		{KompassTildel, IntegreringsmottakBosettingsansvarlig, egetMottak},

		// A9: codes, with and without a case.
		{MottakLes, IntegreringsmottakKompass, egetMottak},
		{KompassTildel, IntegreringsmottakKompass, egetMottak},

		// A10: what is common to all centres, and no case.
		{KodelisteRediger, IMDiAdministrator, alltid},
	}
	// Everybody who is signed in has a workspace, help and the directory of kommuner (I1).
	for _, r := range Roller {
		rows = append(rows, row{Innlogget, r.Rolle, alltid}, row{KommuneLes, r.Rolle, alltid})
	}
	return rows
}
