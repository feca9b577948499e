package oversikt

import (
	"context"
	"fmt"
	"testing"
	"time"

	"bosett/internal/beboer"
	"bosett/internal/db"
	"bosett/internal/db/dbtest"
	"bosett/internal/fault"
	"bosett/internal/i18n"
	"bosett/internal/ident"
	"bosett/internal/innsyn"
	"bosett/internal/sak"
	"bosett/internal/samtale"
	"bosett/internal/tilgang"
)

var ctx = context.Background()

// naa is the day of the guide's picture, 14.09.2020: 227 days after 31.01.2020.
var naa = time.Date(2020, 9, 14, 10, 0, 0, 0, time.UTC)

// hus is a database with centres, and the eyes that look into it.
type hus struct {
	t  testing.TB
	d  *db.DB
	ha ident.ID // the centre of the tests
}

const (
	haMot    = "MOT001429"
	totenMot = "MOT000002"
)

// begge runs a test on both engines, on the day of the guide's picture.
func begge(t *testing.T, fn func(t *testing.T, h hus)) {
	dbtest.Run(t, func(t *testing.T, d *db.DB) { fn(t, nyttHus(t, d)) }, db.WithClock(func() time.Time { return naa }))
}

func nyttHus(t testing.TB, d *db.DB) hus {
	h := hus{t: t, d: d, ha: ident.New()}
	h.write(func(tx *db.Tx) error {
		_, err := tx.ExecContext(ctx, `INSERT INTO kommune (nummer, navn, navn_sort, fylkesnummer, fylkesnavn, breddegrad, lengdegrad, gyldig_fra)
VALUES ('1119', 'Hå', $1, '11', 'Rogaland', 58.6, 5.6, '2020-01-01')`, i18n.SortKey("Hå"))
		for motID, id := range map[string]ident.ID{haMot: h.ha, totenMot: ident.New()} {
			if err == nil {
				_, err = tx.ExecContext(ctx, `INSERT INTO mottak (id, mot_id, kode, navn, navn_sort, kategori, kommune, endret_tid)
VALUES ($1, $2, $3, 'Mottak', $4, 'mottak', '1119', $5)`, id, motID, motID[3:], i18n.SortKey("Mottak"), db.At(tx.Now()))
			}
		}
		return err
	})
	return h
}

func (h hus) write(fn func(*db.Tx) error) {
	h.t.Helper()
	if err := h.d.Write(ctx, fn); err != nil {
		h.t.Fatal(err)
	}
}

func (h hus) read(fn func(*innsyn.Rx) error) {
	h.t.Helper()
	if err := h.d.Read(ctx, func(r *db.Rx) error { return fn(&innsyn.Rx{Rx: r}) }); err != nil {
		h.t.Fatal(err)
	}
}

func dag(s string) db.Date {
	d, err := db.ParseDate(s)
	if err != nil {
		panic(err)
	}
	return d
}

// importer stores residents and cases as the register does.
func (h hus) importer(beboere []beboer.Inn, saker []sak.Inn) {
	h.t.Helper()
	h.write(func(tx *db.Tx) error {
		res, err := beboer.ImportBatch(ctx, tx, beboere)
		if err != nil {
			return err
		}
		if err := sak.OppdaterHusstander(ctx, tx, res.Husstander); err != nil {
			return err
		}
		utfall, err := sak.ImportBatch(ctx, tx, saker)
		for i, u := range append(res.Utfall, utfall...) {
			if u.Status == fault.Avvist {
				return fmt.Errorf("line %d is refused: %+v", i, u)
			}
		}
		return err
	})
}

// actor is a person at the centre with one role.
func (h hus) actor(r tilgang.Rolle, grader ...tilgang.Gradering) tilgang.Actor {
	return tilgang.Actor{
		Bruker: ident.New(), Org: tilgang.Org{Type: tilgang.OrgMottak, ID: h.ha.String()}, Roller: []tilgang.Rolle{r}, Graderinger: grader,
	}
}

func (h hus) scope(r tilgang.Rolle, grader ...tilgang.Gradering) tilgang.Scope {
	h.t.Helper()
	s, err := tilgang.NewScope(h.actor(r, grader...), tilgang.BeboerList)
	if err != nil {
		h.t.Fatal(err)
	}
	return s
}

// vanlig sees no more of those without a case than a line; integrering sees them whole.
func (h hus) vanlig() tilgang.Scope { return h.scope(tilgang.MottakBosettingsansvarlig) }
func (h hus) integrering() tilgang.Scope {
	return h.scope(tilgang.IntegreringsmottakBosettingsansvarlig)
}

func (h hus) oppgaver(s tilgang.Scope, q Oppgavesporring) (out Oppgaver) {
	h.t.Helper()
	h.read(func(r *innsyn.Rx) (err error) {
		out, err = ListOppgaver(ctx, r, s, q)
		return err
	})
	return out
}

func (h hus) beboere(s tilgang.Scope, q Beboersporring) (out Beboere) {
	h.t.Helper()
	h.read(func(r *innsyn.Rx) (err error) {
		out, err = ListBeboere(ctx, r, s, q)
		return err
	})
	return out
}

func (h hus) tall(s tilgang.Scope) (t Tall) {
	h.t.Helper()
	h.read(func(r *innsyn.Rx) (err error) {
		t, err = GetTall(ctx, r, s)
		return err
	})
	return t
}

// samtale starts (and completes) the interview of residents, as the interview does.
func (h hus) samtale(status samtale.Status, husstand ident.ID, personer ...ident.ID) {
	h.t.Helper()
	bruker, id := ident.New(), ident.New()
	h.write(func(tx *db.Tx) error {
		_, err := tx.ExecContext(ctx, `INSERT INTO bruker (id, navn, navn_sort, epost, opprettet_tid) VALUES ($1, 'Berit Bø', $2, $3, $4)`,
			bruker, i18n.SortKey("Berit Bø"), bruker.String()+"@example.no", db.At(tx.Now()))
		if err != nil {
			return err
		}
		s, _, err := sak.ForHusstand(ctx, tx, husstand)
		if err != nil {
			return err
		}
		_, err = tx.ExecContext(ctx, `INSERT INTO samtale (id, husstand, sak, startet_tid, startet_av) VALUES ($1, $2, $3, $4, $5)`,
			id, husstand, db.SomeID(s.ID), db.At(tx.Now()), bruker)
		for _, p := range personer {
			var ferdig db.NullTime
			if status == samtale.Ferdigstilt {
				ferdig = db.SomeTime(tx.Now())
			}
			if err == nil {
				_, err = tx.ExecContext(ctx, `INSERT INTO samtale_person (samtale, beboer, status, startet_tid, ferdig_tid) VALUES ($1, $2, $3, $4, $5)`,
					id, p, string(status), db.At(tx.Now()), ferdig)
			}
		}
		return err
	})
}

// person is a line of the feed that is in order.
func person(duf, reg, fornavn, etternavn, fodt, persontype, rolle string) beboer.Inn {
	return beboer.Inn{
		Duf: duf, RegNummer: reg, Fornavn: fornavn, Etternavn: etternavn, Fodt: dag(fodt), Kjonn: "kvinne", Statsborgerskap: "SY",
		Persontype: persontype, Familierolle: rolle, MotID: haMot, Plasstype: "ORD",
	}
}

// guide fills the centre with a few people: the one of the user guide, a family, one
// without a case, one whose case is closed, and a namesake at another centre.
func (h hus) guide() {
	h.t.Helper()
	y := person("202090065103", "966921046", "Imdi_Y", "SyntatDufAsylInnvilgetUdi-Imdi_Y", "1979-01-17", "enslig_voksen", "")
	y.Kjonn = "mann"
	noah := person("202090047215", "935811771", "Noah", "Haile", "2003-05-05", "familie_med_barn", "sonn")
	noah.KompassTid = db.SomeTime(naa)
	liya := person("202090047216", "935811771", "Liya", "Haile", "2010-03-03", "medfolgende_barn", "datter")
	liya.Mellomnavn = "Tesfaye"
	as := person("202090030001", "900000003", "Åse", "Ås", "1990-12-31", "enslig_voksen", "")
	as.Plasstype = "TRA"
	dawit := person("202090077701", "900000007", "Dawit", "Haile", "1990-01-01", "enslig_voksen", "")
	dawit.MotID = totenMot
	h.importer([]beboer.Inn{
		y,
		person("202090047207", "935811771", "Abel", "Haile", "1984-11-08", "familie_med_barn", "far"),
		person("202090047208", "935811771", "Selam", "Haile", "1986-02-02", "familie_med_barn", "mor"),
		liya, noah, as, dawit,
		person("202090055501", "900000005", "Zahra", "Uten", "1970-01-01", "enslig_voksen", ""),
		person("202090066601", "900000006", "Sa'id", "Al-Hassan", "1960-01-01", "enslig_voksen", ""),
	}, []sak.Inn{
		{Saksnummer: "S1", RegNummer: "966921046", Opprettet: dag("2020-01-17")},
		{Saksnummer: "S2", RegNummer: "935811771", Opprettet: dag("2020-09-03")},
		{Saksnummer: "S3", RegNummer: "900000003", Opprettet: dag("2020-09-10")},
		{Saksnummer: "S7", RegNummer: "900000007", Opprettet: dag("2020-09-01")},
		{Saksnummer: "S6", RegNummer: "900000006", Opprettet: dag("2020-05-01"), Status: "avsluttet", AvsluttetArsak: "reist_ut"},
	})
}

// hemmelig adds a family of protected identity to the centre, with a case.
func (h hus) hemmelig() {
	h.t.Helper()
	a := person("202090088801", "900000008", "Abel", "Haile", "1984-01-01", "familie_uten_barn", "ektefelle")
	b := person("202090088802", "900000008", "Liya", "Haile", "1985-01-01", "familie_uten_barn", "ektefelle")
	b.Gradering = tilgang.StrengtFortrolig
	h.importer([]beboer.Inn{a, b}, []sak.Inn{{Saksnummer: "S8", RegNummer: "900000008", Opprettet: dag("2020-01-10")}})
}
