package mottak_test

import (
	"strings"
	"testing"

	"bosett/internal/beboer"
	"bosett/internal/db"
	"bosett/internal/ident"
	"bosett/internal/sak"
	"bosett/internal/tilgang"
)

func TestOversiktPage(t *testing.T) {
	onBoth(t, func(t *testing.T, l lister) {
		l.guide(t)
		a := l.berit.Get("/mottak/oversikt")
		a.Has(t,
			"Oversikt mottaksbeboere", "Antall personer: 5", "Bosettingssak opprettet", "DUF-nummer", "Etternavn, fornavn", "Kjønn og alder",
			"Plasstype", "Bosettingssakstatus", "Handling", "Velg bosettingssakstatus", "Velg persontype", "Med/uten bosettingssak",
			"Vis alle detaljer", "Under kartlegging", "17.01.2020", "Mann, 41 år",
			"Bosettingssamtale", "Ikke startet", "Kompetansekartlegging", "Ikke selvregistrert i Kompass", "Bosetting", "Venter på bosettingssamtale",
		)
		// Who has no case is a line: nothing to open, no age, no persontype.
		a.Has(t, "Uten, Zahra", "2020 900555 01")
		a.HasNot(t, "50 år", "Reg nr. 966900002", "Vis detaljer for Uten, Zahra")
		l.berit.Get("/mottak/oversikt?sak=uten").Has(t, "Antall personer: 1", "Uten, Zahra")
		l.berit.Get("/mottak/oversikt?sak=uten&persontype=enslig_voksen").Has(t, "Antall personer: 0", "Ingen beboere passer til valgene dine")
		l.berit.Get("/mottak/oversikt?status=under_kartlegging&persontype=familie_med_barn").Has(t, "Antall personer: 2")
		l.berit.Get("/mottak/oversikt?status=bosatt").Has(t, "Antall personer: 0")
	})
}

func TestOversiktAtIntegreringsmottak(t *testing.T) {
	onBoth(t, func(t *testing.T, l lister) {
		l.guide(t)
		inger := l.somebody("Inger Ihle", tilgang.IntegreringsmottakBosettingsansvarlig)
		a := inger.Get("/mottak/oversikt?sak=uten")
		a.Has(t, "Antall personer: 1", "Mann, 50 år", "Reg nr. 966900002", "Vis detaljer for Uten, Zahra", "Ingen bosettingssak ennå")
		a.Has(t, "Gjennomfør bosettingssamtale for Uten, Zahra")
	})
}

func TestOversiktOpensACompletedInterviewForReading(t *testing.T) {
	onBoth(t, func(t *testing.T, l lister) {
		l.importer(t, []beboer.Inn{beboerInn("202090065103", "966921046", "Imdi_Y", "Synt", "1979-01-17", "")},
			sak.Inn{Saksnummer: "1", RegNummer: "966921046", Opprettet: dag("2020-01-17"), Status: "sokt_ut"})
		var person, husstand, sakID ident.ID
		l.read(t, `SELECT b.id, b.husstand, s.id FROM beboer b JOIN sak s ON s.husstand = b.husstand`, &person, &husstand, &sakID)
		bruker, samtale := ident.New(), ident.New()
		l.Exec(`INSERT INTO bruker (id, navn, navn_sort, epost, opprettet_tid) VALUES ($1, 'X', $2, 'y@example.no', $3)`, bruker, []byte("X"), db.At(bildedagen))
		l.Exec(`INSERT INTO samtale (id, husstand, sak, startet_tid, startet_av) VALUES ($1, $2, $3, $4, $5)`, samtale, husstand, sakID, db.At(bildedagen), bruker)
		l.Exec(`INSERT INTO samtale_person (samtale, beboer, status, startet_tid, ferdig_tid) VALUES ($1, $2, 'ferdigstilt', $3, $3)`, samtale, person, db.At(bildedagen))
		a := l.berit.Get("/mottak/oversikt")
		a.Has(t, "Ferdigstilt 14.09.2020", "Søkt ut til kommune", "Les bosettingssamtalen for Synt, Imdi_Y")
		a.HasNot(t, "Gjennomfør bosettingssamtale")
		if !strings.Contains(a.Body, `href="/samtale/`+person.String()+`"`) {
			t.Error("the link leads to the interview")
		}
	})
}

func (l lister) read(t *testing.T, query string, dest ...any) {
	t.Helper()
	err := l.DB.Read(t.Context(), func(r *db.Rx) error { return r.QueryRowContext(t.Context(), query).Scan(dest...) })
	if err != nil {
		t.Fatal(err)
	}
}
